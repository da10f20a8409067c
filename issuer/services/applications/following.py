"""What a learner sees of their request, by its words; they may complete it, or withdraw it."""

from dataclasses import dataclass, replace

from issuer.errors import Conflict, InvalidRequest, NotFound
from issuer.model import Achievement, Application, EvidenceFile, Place
from issuer.ports import Office, UnitOfWork
from issuer.services import evidence
from issuer.services.applications.asking import LEARNER, given
from issuer.services.applications.bounds import (
    FILES_LIMIT,
    TEXT_LENGTH,
    guard_sending,
    require_room_for,
)
from issuer.services.applications.forgetting import forget
from issuer.services.applications.words import APPLICATION
from issuer.services.contacts import clean_url
from issuer.services.evidence import Accepted
from issuer.services.finding import find_achievement, find_place
from issuer.services.holders.holding import CARD
from issuer.services.journal import note
from issuer.services.texts import clean_optional_text
from issuer.services.word_codes import COUNT, lookup_of, words_for

FILES_IN_ALL = 9
"""Files of one request, those of every round together."""
TEXT_IN_ALL = 8_000


@dataclass(frozen=True)
class Followed:
    """A request as its author sees it.

    `card` is the words of the card that opens the badge, as it was first made: when it is lost and
    made anew, these words tell nothing of it. It is told only to somebody who gave no address:
    whoever typed the address of somebody else would otherwise open their card.
    """

    application: Application
    definition: Achievement
    place: Place
    files: tuple[EvidenceFile, ...]
    words: tuple[str, ...]
    card: tuple[str, ...] | None = None


def follow(office: Office, words: tuple[str, ...]) -> Followed:
    """The request of these words.

    Raises:
        NotFound: no such request (`application.no_words`).
        KeyUnavailable: the words cannot be derived.
    """
    with office.store.read() as work:
        application = _find(office, work, words)
        return Followed(
            application=application,
            definition=find_achievement(work, application.achievement),
            place=find_place(work, application.place),
            files=work.evidence.of_application(application.id),
            words=words,
            card=_card(office, work, application),
        )


def complete(
    office: Office,
    words: tuple[str, ...],
    *,
    text: str | None,
    evidence_url: str | None = None,
    files: tuple[Accepted, ...] = (),
    address: str | None,
) -> None:
    """Add to a request what the place asked for; everybody there looks at it again.

    Raises:
        NotFound: no such request.
        Conflict: nothing more is asked (`application.not_asking`), or no file has room.
        InvalidRequest: nothing was added (`application.nothing_added`), too long, or too many.
        TooManyAttempts: too many things were sent from that network address.
    """
    added = clean_optional_text(text, "text", limit=TEXT_LENGTH)
    url = clean_url(evidence_url or "", "evidence_url") if given(evidence_url) else None
    if not (added or url or files):
        raise InvalidRequest("application.nothing_added", field="text")
    sending = guard_sending(office, address)
    with office.store.write() as work:
        application = _lock(office, work, words)
        if application.state != "more":
            raise Conflict("application.not_asking")
        _require_files(work, application, files)
        changed = replace(
            application,
            text=_joined(application.text, added),
            evidence_url=url or application.evidence_url,
            state="open",
            changed=office.clock.now(),
        )
        work.applications.replace(changed)
        for file in files:
            evidence.add_to_application(office, work, changed.place, changed.id, file)
        note(office, work, LEARNER, "application.complete", place=changed.place, subject=changed.id)
    sending.failed()


def withdraw(office: Office, words: tuple[str, ...]) -> None:
    """Forget a request at once, with all that was said and shown.

    Raises:
        NotFound: no such request.
        Conflict: its badge is signed, or just being signed (`application.too_late`).
    """
    with office.store.write() as work:
        application = _lock(office, work, words)
        if application.state in ("accepted", "issued"):
            raise Conflict("application.too_late")
        forget(work, application)
        note(
            office,
            work,
            LEARNER,
            "application.withdraw",
            place=application.place,
            subject=application.id,
        )


def _find(office: Office, work: UnitOfWork, words: tuple[str, ...]) -> Application:
    lookup = lookup_of(office, APPLICATION, words) if len(words) == COUNT else ""
    application = work.applications.by_lookup(lookup)
    if application is None:
        raise NotFound("application.no_words")
    return application


def _lock(office: Office, work: UnitOfWork, words: tuple[str, ...]) -> Application:
    locked = work.applications.lock(_find(office, work, words).id)
    if locked is None:
        raise NotFound("application.no_words")
    return locked


def _card(office: Office, work: UnitOfWork, application: Application) -> tuple[str, ...] | None:
    if application.state != "issued" or application.email is not None:
        return None
    holder = work.holders.get(application.holder_id) if application.holder_id else None
    if holder is None or holder.generation != 1:
        return None
    return words_for(office, CARD, holder.id, holder.generation)


def _require_files(work: UnitOfWork, application: Application, files: tuple[Accepted, ...]) -> None:
    """Return when these files may be added.

    Raises:
        InvalidRequest: too many at once, or with those that are kept.
        Conflict: no file has room.
    """
    kept = len(work.evidence.of_application(application.id))
    room = min(FILES_LIMIT, FILES_IN_ALL - kept)
    if len(files) > room:
        raise InvalidRequest("application.too_many_files", field="evidence", limit=max(room, 0))
    require_room_for(work, application.place, application.achievement, application.poster, files)


def _joined(before: str, added: str | None) -> str:
    """Both texts, one under the other.

    Raises:
        InvalidRequest: more than a badge could tell.
    """
    text = "\n\n".join(part for part in (before, added) if part)
    if len(text) > TEXT_IN_ALL:
        raise InvalidRequest("text.too_long", field="text", length=len(text), limit=TEXT_IN_ALL)
    return text
