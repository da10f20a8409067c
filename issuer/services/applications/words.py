"""The words that open a poster or a request, and where they lead."""

from uuid import UUID

from issuer.ports import Office, UnitOfWork
from issuer.services.word_codes import COUNT, lookup_of, words_for

POSTER = "poster"
APPLICATION = "application"

_UNKNOWN = ""


def fresh_words(office: Office, work: UnitOfWork, purpose: str, identifier: str) -> tuple[int, str]:
    """The first generation of something whose words open nothing else, and its keyed digest.

    Raises:
        KeyUnavailable: the words cannot be derived.
    """
    generation = 1
    while True:
        lookup = lookup_of(office, purpose, words_for(office, purpose, identifier, generation))
        taken = work.posters.by_lookup if purpose == POSTER else work.applications.by_lookup
        if taken(lookup) is None:
            return generation, lookup
        generation += 1


def address_of(office: Office, purpose: str, words: tuple[str, ...]) -> str:
    """The address that words open: of a poster, or of a request."""
    path = "poster" if purpose == POSTER else "request"
    return f"{office.settings.base_url}/{path}/{'-'.join(words)}"


def leads_to(office: Office, words: tuple[str, ...]) -> str | None:
    """The path of the page that these words open when they are of a poster or of a request.

    Raises:
        KeyUnavailable: the lookup cannot be derived.
    """
    if len(words) != COUNT:
        return None
    with office.store.read() as work:
        if work.posters.by_lookup(lookup_of(office, POSTER, words)) is not None:
            return f"/poster/{'-'.join(words)}"
        if work.applications.by_lookup(lookup_of(office, APPLICATION, words)) is not None:
            return f"/request/{'-'.join(words)}"
    return None


def plain_id(text: str) -> str:
    """An id that a database can compare with, in the form of ours; empty when it is none."""
    try:
        return str(UUID(text))
    except ValueError:
        return _UNKNOWN
