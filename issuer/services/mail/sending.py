"""Sending what waits: one letter a time, each apart, so that none stops the others.

A letter is first put aside for longer than any delivery takes, then handed to the server, then its
end is written: no unit of work is open meanwhile, and two workers never send the same one. Whoever
is killed in between leaves it waiting, so it may go out twice and is never lost.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from issuer.errors import MailDelayed, MailRefused
from issuer.model import Letter, Place
from issuer.ports import Office, Postman
from issuer.services.mail.kinds import KINDS

BACK_OFF = (
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(hours=24),
)
"""How long to wait after each try that failed; after the last one the letter has failed."""

KEPT = timedelta(days=30)
"""How long the address of a letter is kept once it is out, to show that it came back."""

_ASIDE = timedelta(minutes=10)
_ROUND = 200
_UNREACHABLE_LIMIT = 2
_TIDIED = 200
_PROBLEM_LENGTH = 200


@dataclass(frozen=True)
class SendReport:
    """What a round did: letters that went, that wait again, and that will never go."""

    sent: int = 0
    delayed: int = 0
    failed: int = 0


def send_due(office: Office, *, limit: int = _ROUND) -> SendReport:
    """Send the letters whose time has come; without a postman they stay in the outbox.

    A server that cannot be reached twice running is left alone until the next round.
    """
    tidy(office)
    report, unreachable = SendReport(), 0
    for _ in range(0 if office.postman is None else limit):
        letter = _put_aside(office)
        if letter is None or office.postman is None:
            break
        ended, problem = _deliver(office, office.postman, letter)
        report = _counted(report, ended)
        unreachable = unreachable + 1 if problem == "mail.unreachable" else 0
        if unreachable >= _UNREACHABLE_LIMIT:
            break
    return report


def tidy(office: Office) -> int:
    """Give up letters that are worth nothing any more, and forget those that ended long ago.

    The words of what is given up go at once: nobody may use an old secret of a letter.
    """
    now = office.clock.now()
    with office.store.write() as work:
        waiting = work.letters.due(now, limit=_TIDIED)
        over = [letter for letter in waiting if letter.created + _life(letter.kind) < now]
        for letter in over:
            work.letters.replace(
                replace(letter, state="failed", text="", problem="mail.over", ended=now)
            )
        return len(over) + work.letters.forget_before(now - KEPT)


def sender_of(place: Place | None) -> str:
    """In whose name a postman writes: `Name <address>`, either of which may be empty."""
    return " <>" if place is None else f"{place.name} <{place.email or ''}>"


def _life(kind: str) -> timedelta:
    return next((known.life for known in KINDS if known.name == kind), KEPT)


def _put_aside(office: Office) -> Letter | None:
    """The next letter, promised to nobody else for a while, with one attempt more."""
    now = office.clock.now()
    with office.store.write() as work:
        for letter in work.letters.due(now, limit=1):
            taken = replace(letter, attempts=letter.attempts + 1, next_try=now + _ASIDE)
            work.letters.replace(taken)
            return taken
    return None


def _deliver(office: Office, postman: Postman, letter: Letter) -> tuple[Letter, str | None]:
    """The letter as it is after one try, and the code of what went wrong."""
    now = office.clock.now()
    problem: MailRefused | MailDelayed | None = None
    try:
        postman.deliver(letter, _sender(office, letter))
    except (MailRefused, MailDelayed) as error:
        problem = error
    ended = _after(letter, problem, now)
    with office.store.write() as work:
        kept = work.letters.get(letter.id)
        # Somebody may have erased the person, or handed the letter over, meanwhile.
        if kept is not None and kept.state == "waiting" and kept.attempts == letter.attempts:
            work.letters.replace(ended)
    return ended, None if problem is None else problem.code


def _sender(office: Office, letter: Letter) -> str:
    if letter.place is None:
        return sender_of(None)
    with office.store.read() as work:
        return sender_of(work.places.get(letter.place))


def _after(letter: Letter, problem: MailRefused | MailDelayed | None, now: datetime) -> Letter:
    if problem is None:
        return replace(letter, state="sent", text="", problem=None, ended=now)
    answer = str(problem.params.get("answer") or problem.code)[:_PROBLEM_LENGTH]
    if isinstance(problem, MailRefused) or letter.attempts > len(BACK_OFF):
        return replace(letter, state="failed", problem=answer, ended=now)
    return replace(letter, problem=answer, next_try=now + BACK_OFF[letter.attempts - 1])


def _counted(report: SendReport, letter: Letter) -> SendReport:
    if letter.state == "sent":
        return replace(report, sent=report.sent + 1)
    if letter.state == "failed":
        return replace(report, failed=report.failed + 1)
    return replace(report, delayed=report.delayed + 1)
