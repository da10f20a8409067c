"""Deciding about a request: accept it, ask for more, refuse it kindly.

The rule of reviews is told in the package. Whoever accepts last, and may award, has the badge
signed by the same press of a button.
"""

from dataclasses import dataclass, replace

from issuer.errors import Conflict, NotAllowed, NotFound
from issuer.model import Application, ApplicationState, Assessment, Batch, Verdict
from issuer.ports import Office, UnitOfWork
from issuer.services import people
from issuer.services.applications.awarding import award_all
from issuer.services.applications.posters import find_poster
from issuer.services.applications.reviewing import (
    LISTED,
    Asked,
    asked_of,
    find_reviewable,
    round_of,
)
from issuer.services.applications.words import APPLICATION, address_of
from issuer.services.commons.levels import clean_level
from issuer.services.commons.referentials import competency_in
from issuer.services.finding import find_place
from issuer.services.journal import note
from issuer.services.mail.writing import write
from issuer.services.people import Contributor
from issuer.services.texts import clean_text
from issuer.services.word_codes import words_for

ANSWER_LENGTH = 2_000

_SHOWN = 100


@dataclass(frozen=True)
class Decided:
    """What a decision came to; `batch` is the group that is being signed, if one is."""

    application: Application
    batch: Batch | None = None


def accept(
    office: Office,
    by: Contributor,
    place: str,
    application_id: str,
    *,
    level: str | None = None,
    quote: bool = False,
) -> Decided:
    """Accept a request; the last acceptance that is needed has the badge signed.

    `level` is the one that is recognised, whatever the learner thought; empty is that of the badge.
    `quote` writes their words and address into the badge: they must have agreed.

    Raises:
        NotFound: no such request for the people of that place.
        NotAllowed: `by` decides nothing there, or is nobody in person.
        Conflict: it is decided (`application.decided`), `by` spoke (`application.spoken`), or the
            badge cannot be signed as it stands.
        InvalidRequest: no such level.
    """
    with office.store.write() as work:
        asked = _open(work, by, place, application_id)
        application = _at_level(office, work, asked, level)
        _say(office, work, by, asked, "accept")
        done = _sign_if_agreed(office, work, by, asked, application, quote=quote)
    return _told(office, done)


def award(
    office: Office, by: Contributor, place: str, application_id: str, *, quote: bool = False
) -> Decided:
    """Have the badge of a request signed that enough people accepted; doing so again is harmless.

    Raises:
        NotFound: no such request of that place.
        NotAllowed: `by` awards nothing there.
        Conflict: it is not accepted (`application.not_agreed`), or cannot be signed as it stands.
    """
    with office.store.write() as work:
        asked = _locked(work, by, place, application_id)
        application = asked.application
        if not (asked.is_agreed or application.state == "accepted"):
            raise Conflict("application.not_agreed")
        batch = award_all(office, work, by, (application,), quote=quote)
        done = Decided(replace(application, state="accepted"), batch)
    return _told(office, done)


def accept_poster(office: Office, by: Contributor, place: str, poster_id: str) -> Batch | None:
    """Accept every open request of a poster at the level of the badge, and have all of them signed.

    The answer is the group; None when somebody else must look at them too.

    Raises:
        NotFound: no such poster in that place.
        NotAllowed: `by` decides nothing there.
        Conflict: nobody is left to accept (`application.none_open`).
    """
    with office.store.write() as work:
        people.require(work, by, "application.decide", place)
        poster = find_poster(work, by, place, poster_id)
        found = work.applications.list(place, state="open", poster=poster.id, limit=LISTED)
        asked = [_locked(work, by, place, one.id) for one in found]
        spoken = [one for one in asked if one.awaits_me]
        for one in spoken:
            _say(office, work, by, one, "accept")
        ready = [
            replace(one.application, level=None)
            for one in asked
            if one.accepted + (one in spoken) >= one.needed
        ]
        if not spoken and not ready:
            raise Conflict("application.none_open")
        may_award = people.is_allowed(work, by, "award.issue", place)
        batch = award_all(office, work, by, ready) if ready and may_award else None
    if batch is not None:
        office.queue.batch_waits(batch.id)
    return batch


def ask_more(
    office: Office, by: Contributor, place: str, application_id: str, words: str
) -> Decided:
    """Ask the learner for something more, in the words of the place.

    Raises:
        NotFound, NotAllowed, Conflict: as `accept`.
        InvalidRequest: no words, or too many.
    """
    return _answer(office, by, (place, application_id), "more", words)


def refuse(
    office: Office, by: Contributor, place: str, application_id: str, reason: str
) -> Decided:
    """Refuse a request with a reason that the learner reads.

    Raises:
        NotFound, NotAllowed, Conflict: as `accept`.
        InvalidRequest: no reason, or too long.
    """
    return _answer(office, by, (place, application_id), "refuse", reason)


_STATES: dict[Verdict, ApplicationState] = {"more": "more", "refuse": "refused"}


def _answer(
    office: Office, by: Contributor, which: tuple[str, str], verdict: Verdict, words: str
) -> Decided:
    text = clean_text(words, "answer", limit=ANSWER_LENGTH)
    with office.store.write() as work:
        asked = _open(work, by, *which)
        _say(office, work, by, asked, verdict, words=text)
        now = office.clock.now()
        changed = replace(asked.application, state=_STATES[verdict], answer=text, changed=now)
        work.applications.replace(changed)
        _write(office, work, asked, changed)
    if changed.email is not None:
        office.queue.letters_wait()
    return Decided(changed)


def _open(work: UnitOfWork, by: Contributor, place: str, application_id: str) -> Asked:
    """A request about which `by` may still say something.

    Raises:
        NotFound, NotAllowed: as `find_reviewable`.
        Conflict: it is decided, or they said something in this round.
    """
    asked = _locked(work, by, place, application_id)
    if asked.has_spoken:
        raise Conflict("application.spoken")
    if not asked.awaits_me:
        raise Conflict("application.decided")
    return asked


def _locked(work: UnitOfWork, by: Contributor, place: str, application_id: str) -> Asked:
    """A request, nobody else deciding about it meanwhile.

    Raises:
        NotFound, NotAllowed: as `find_reviewable`.
    """
    found = find_reviewable(work, by, place, application_id)
    locked = work.applications.lock(found.id)
    if locked is None:
        raise NotFound("application.unknown", application=application_id[:_SHOWN])
    return asked_of(work, by, place, locked)


def _at_level(office: Office, work: UnitOfWork, asked: Asked, level: str | None) -> Application:
    """The request with the level that is recognised.

    Raises:
        InvalidRequest: the scale of the badge has no such level.
    """
    code = None
    if level and level.strip():
        framework, _ = competency_in(office, work, asked.definition.competencies[0].notation)
        code = clean_level(framework, level, "level")
    return replace(asked.application, level=code)


def _say(
    office: Office,
    work: UnitOfWork,
    by: Contributor,
    asked: Asked,
    verdict: Verdict,
    *,
    words: str | None = None,
) -> None:
    """Keep what a reviewer says; the journal tells that they did, not what."""
    if by.person is None:
        raise NotAllowed("application.person_needed")
    application = asked.application
    said = Assessment(
        application=application.id,
        number=len(asked.assessments) + 1,
        reviewer=by.person,
        reviewer_name=by.name,
        verdict=verdict,
        words=words,
        instant=office.clock.now(),
        round=round_of(asked.assessments),
    )
    work.applications.assess(said)
    action = f"application.{verdict}"
    note(office, work, by.name, action, place=application.place, subject=application.id)


def _sign_if_agreed(
    office: Office,
    work: UnitOfWork,
    by: Contributor,
    asked: Asked,
    application: Application,
    *,
    quote: bool,
) -> Decided:
    agreed = asked.accepted + 1 >= asked.needed
    if agreed and people.is_allowed(work, by, "award.issue", application.place):
        batch = award_all(office, work, by, (application,), quote=quote)
        return Decided(replace(application, state="accepted"), batch)
    work.applications.replace(application)
    return Decided(application)


def _told(office: Office, done: Decided) -> Decided:
    if done.batch is not None:
        office.queue.batch_waits(done.batch.id)
    return done


def _write(office: Office, work: UnitOfWork, asked: Asked, application: Application) -> None:
    """Write to somebody who gave an address that the place answered."""
    if application.email is None:
        return
    place = find_place(work, application.place)
    words = words_for(office, APPLICATION, application.id, application.generation)
    write(
        office,
        work,
        "application_answer",
        application.email,
        place=place,
        language=place.language,
        concerns=application.id,
        words={
            "holder": application.name,
            "badge": asked.definition.name,
            "answer": application.answer or "",
            "link": address_of(office, APPLICATION, words),
            "words": " ".join(words),
        },
    )
