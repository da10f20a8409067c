"""Writing a letter, in the unit of work of what it tells: both are kept, or neither.

Whoever reads it learns who writes, why, and how to be forgotten. Its subject names nobody.
"""

import re
import unicodedata
from collections.abc import Mapping

from badges.i18n import DEFAULT_LANGUAGE, LANGUAGES, Translator
from issuer.errors import InvalidRequest
from issuer.model import Letter, Place
from issuer.ports import Office, UnitOfWork
from issuer.services.addresses import place_url
from issuer.services.contacts import clean_email
from issuer.services.finding import find_place
from issuer.services.mail.filling import fill
from issuer.services.mail.kinds import LINK, LetterKind, kind_of

WORD_LENGTH = 200
ANSWER_LENGTH = 2_000
LINK_LENGTH = 1_000

_NAMES = ("holder", "person")
_LINK = re.compile(r"[!-~]+")
# A learner types a name and an address: nobody gets an advertisement from us that way.
_ADDRESS = re.compile(r"://|@|www\.|[a-z0-9]\.[a-z]{2}", re.IGNORECASE)


def write(
    office: Office,
    work: UnitOfWork,
    kind: str,
    recipient: str,
    *,
    place: Place | str | None,
    language: str,
    concerns: str | None = None,
    words: Mapping[str, str],
) -> Letter:
    """Put a letter into the outbox; say `office.queue.letters_wait()` once it is committed.

    Args:
        office: for the clock, the identifiers and the public origin.
        work: the unit of work that does what the letter tells.
        kind: one of `kinds.KINDS`.
        recipient: the e-mail address.
        place: who writes; None when it is the service itself.
        language: of its reader; French for one that we do not speak.
        concerns: the id of the holder or person whom it is about.
        words: what its placeholders stand for. `link` must be there, `place` is known; a line that
            names another one that is not there is left out, and what no template of the kind may
            say is ignored.

    Raises:
        InvalidRequest: unknown kind, no address, or a link that does not lead to us.
        NotFound: no such place.
    """
    asked = kind_of(kind)
    address = clean_email(recipient, "email")
    sender = find_place(work, place) if isinstance(place, str) else place
    spoken = language if language in LANGUAGES else DEFAULT_LANGUAGE
    subject, text = composed(
        office,
        asked,
        spoken,
        sender,
        template=_template(work, asked, sender, spoken),
        words=words,
    )
    now = office.clock.now()
    letter = Letter(
        id=office.identifiers.uuid(),
        place=None if sender is None else sender.slug,
        kind=asked.name,
        language=spoken,
        recipient=address,
        subject=subject,
        text=text,
        created=now,
        next_try=now,
        concerns=concerns,
    )
    work.letters.add(letter)
    return letter


def composed(
    office: Office,
    kind: LetterKind,
    language: str,
    place: Place | None,
    *,
    template: tuple[str, str],
    words: Mapping[str, str],
) -> tuple[str, str]:
    """Subject and text of a letter made from a template, with who signs it at its end.

    Raises:
        InvalidRequest: no link, or one that does not lead to us.
    """
    values = _values(office, kind, place, words)
    subject, text = template
    end = "\n".join(_ending(office, kind, place, language))
    return fill(subject, values), f"{fill(text, values)}\n\n-- \n{end}\n"


def ours(kind: LetterKind, language: str) -> tuple[str, str]:
    """Our own subject and text for a kind of letter."""
    say = Translator(language, "issuer")
    return (
        say.find(f"mail.{kind.name}.subject") or kind.name,
        say.find(f"mail.{kind.name}.text") or "{" + LINK + "}",
    )


def _template(
    work: UnitOfWork, kind: LetterKind, place: Place | None, language: str
) -> tuple[str, str]:
    if place is not None and kind.adaptable:
        chosen = work.letters.template(place.slug, kind.name, language)
        if chosen is not None:
            return chosen.subject, chosen.text
    return ours(kind, language)


def _values(
    office: Office, kind: LetterKind, place: Place | None, words: Mapping[str, str]
) -> dict[str, str]:
    values = {name: _plain(name, words.get(name, "")) for name in kind.placeholders}
    values[LINK] = _own_link(office, words.get(LINK, ""))
    if place is not None:
        values["place"] = _plain("place", place.name)
    elif "place" not in values:
        values["place"] = office.settings.base_url.partition("://")[2]
    return values


def _plain(name: str, text: str) -> str:
    """What a placeholder stands for, without anything that a mail program would act upon."""
    if name == "answer":
        lines = (_one_line(line) for line in text[:ANSWER_LENGTH].splitlines())
        return "\n".join(lines).strip()
    line = _one_line(text[: WORD_LENGTH * 2])[:WORD_LENGTH]
    return "" if name in _NAMES and _ADDRESS.search(line) else line


def _one_line(text: str) -> str:
    spaced = " ".join(text.split())
    return "".join(sign for sign in spaced if unicodedata.category(sign)[0] != "C")


def _own_link(office: Office, link: str) -> str:
    """The link, when it leads to this very instance.

    Raises:
        InvalidRequest: it does not, or is none.
    """
    known = link.startswith(f"{office.settings.base_url}/") and len(link) <= LINK_LENGTH
    if not known or not _LINK.fullmatch(link):
        raise InvalidRequest("mail.link_foreign", field=LINK)
    return link


def _ending(
    office: Office, kind: LetterKind, place: Place | None, language: str
) -> tuple[str, ...]:
    """Who writes and why, and how to be forgotten."""
    say = Translator(language, "issuer")
    base = office.settings.base_url
    if place is None:
        return (say("mail.why.service", address=base), say("mail.ignore"))
    name = _plain("place", place.name)
    if kind.reader == "person":
        return (say("mail.why.person", place=name), say("mail.ignore"))
    forget = "mail.forget.reply" if place.email else "mail.forget.page"
    page = place_url(base, place.slug)
    return (say("mail.why.holder", place=name), say(forget, page=page))
