"""The outbox of a place: what waits, what came back, and what to do about it.

Letters that open the account of their reader are listed and never shown: only the operator of the
machine reads those, as with any key of the house.
"""

from dataclasses import dataclass, replace

from issuer.errors import Conflict, NotFound
from issuer.model import Letter, LetterState
from issuer.ports import Office, UnitOfWork
from issuer.services import people
from issuer.services.finding import find_place
from issuer.services.journal import note
from issuer.services.mail.kinds import kind_of
from issuer.services.people import Contributor

LISTED = 100
"""Letters of one state that a page shows."""

_ID_LENGTH = 36
_SHOWN = 40


@dataclass(frozen=True)
class Outbox:
    """The letters of a place by what they need; `names` are those of the people they concern."""

    back: tuple[Letter, ...]
    waiting: tuple[Letter, ...]
    gone: tuple[Letter, ...]
    names: dict[str, str]


def look(office: Office, by: Contributor, place: str) -> Outbox:
    """The outbox of a place, newest letters first.

    Raises:
        NotFound: no such place.
        NotAllowed: the person may not read it.
    """
    with office.store.read() as work:
        find_place(work, place)
        people.require(work, by, "mail.read", place)
        back = (*_of(work, place, "bounced"), *_of(work, place, "failed"))
        waiting = _of(work, place, "waiting")
        gone = (*_of(work, place, "sent"), *_of(work, place, "handed"))
        return Outbox(back, waiting, gone, _names(work, place, (*back, *waiting, *gone)))


def listing(
    office: Office, *, place: str | None = None, state: LetterState | None = None
) -> tuple[Letter, ...]:
    """The latest letters of every place, for the operator, newest first."""
    with office.store.read() as work:
        return work.letters.list(place=place, state=state, limit=LISTED)


def read(office: Office, by: Contributor, letter_id: str, *, place: str | None = None) -> Letter:
    """One letter; whoever is not the operator reads no letter that opens somebody's account.

    Raises:
        NotFound: no such letter in that place.
        NotAllowed: the person may not read it.
    """
    with office.store.read() as work:
        letter = _find(work, by, letter_id, place)
    if kind_of(letter.kind).opens and not by.operator:
        return replace(letter, text="")
    return letter


def name_of(office: Office, letter: Letter) -> str:
    """The name of the holder or person whom a letter is about; empty when nobody knows any more."""
    with office.store.read() as work:
        return _name(work, letter)


def hand_over(
    office: Office, by: Contributor, letter_id: str, *, place: str | None = None
) -> Letter:
    """Say that somebody passed the words on in another way; the words are forgotten.

    Raises:
        NotFound: no such letter in that place.
        NotAllowed: the person may not do that.
        Conflict: it went out already.
    """
    with office.store.write() as work:
        letter = _find(work, by, letter_id, place)
        if letter.state not in ("waiting", "failed", "bounced"):
            raise Conflict("mail.is_out", letter=letter.id)
        handed = replace(letter, state="handed", text="", ended=office.clock.now())
        work.letters.replace(handed)
        note(office, work, by.name, "letter.hand", place=letter.place, subject=letter.id)
    return handed


def retry(office: Office, by: Contributor, letter_id: str, *, place: str | None = None) -> Letter:
    """Send a letter again, at once, whatever was tried before.

    Raises:
        NotFound: no such letter in that place.
        NotAllowed: the person may not do that.
        Conflict: it went out already, or its words were forgotten.
    """
    with office.store.write() as work:
        letter = _find(work, by, letter_id, place)
        if letter.state not in ("waiting", "failed"):
            raise Conflict("mail.is_out", letter=letter.id)
        if not letter.text:
            raise Conflict("mail.words_gone", letter=letter.id)
        again = replace(
            letter, state="waiting", attempts=0, next_try=office.clock.now(), ended=None
        )
        work.letters.replace(again)
        note(office, work, by.name, "letter.retry", place=letter.place, subject=letter.id)
    office.queue.letters_wait()
    return again


def _of(work: UnitOfWork, place: str, state: LetterState) -> tuple[Letter, ...]:
    return work.letters.list(place=place, state=state, limit=LISTED)


def _find(work: UnitOfWork, by: Contributor, letter_id: str, place: str | None) -> Letter:
    """The letter, for whoever may read the outbox it is in.

    Raises:
        NotFound: no such letter, or one of another place.
        NotAllowed: the person may not read it.
    """
    if not by.operator:
        people.require(work, by, "mail.read", place)
    known = len(letter_id) == _ID_LENGTH and letter_id.isascii() and letter_id.isprintable()
    letter = work.letters.get(letter_id) if known else None
    if letter is None or (place is not None and letter.place != place):
        raise NotFound("mail.unknown", letter=letter_id[:_SHOWN])
    return letter


def _names(work: UnitOfWork, place: str, letters: tuple[Letter, ...]) -> dict[str, str]:
    return {letter.id: _name(work, letter) for letter in letters if letter.place == place}


def _name(work: UnitOfWork, letter: Letter) -> str:
    if letter.concerns is None:
        return ""
    holder = work.holders.get(letter.concerns)
    if holder is not None:
        return holder.name if holder.place == letter.place else ""
    person = work.people.get(letter.concerns)
    return "" if person is None else person.name
