"""Who may do what to a badge: each role, each act."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from issuer.errors import Conflict, NotAllowed, NotFound
from issuer.model import Award
from issuer.ports import Office
from issuer.services import people, publishing
from issuer.services.life import correcting, reading, renewing, revoking
from issuer.services.life.correcting import Correction
from issuer.services.people import Contributor
from tests.issuer.services.life.crew import PLACE, Crew

NAMED = Correction(name="Camille Oeuvrard")


def _suspend(office: Office, award: str, by: Contributor) -> Award:
    return revoking.suspend(office, award, by, reason="r")


def _reinstate(office: Office, award: str, by: Contributor) -> Award:
    revoking.suspend(office, award, people.operator("zoe"), reason="r")
    return revoking.reinstate(office, award, by)


ACTS: dict[str, Callable[[Office, str, Contributor], Award]] = {
    "revoke": lambda office, award, by: revoking.revoke(office, award, by, reason="r"),
    "suspend": _suspend,
    "reinstate": _reinstate,
    "renew": renewing.renew,
    "correct": lambda office, award, by: correcting.correct(office, award, by, NAMED, reason="r"),
}
REFUSED, UNKNOWN = NotAllowed, NotFound
# The answer to each act; None when it is done.
EXPECTED: dict[str, dict[str, type[Exception] | None]] = {
    "facilitator": {
        "revoke": REFUSED,
        "suspend": REFUSED,
        "reinstate": REFUSED,
        "renew": REFUSED,
        "correct": None,
    },
    "author": {
        "revoke": REFUSED,
        "suspend": REFUSED,
        "reinstate": REFUSED,
        "renew": REFUSED,
        "correct": None,
    },
    "manager": dict.fromkeys(ACTS),
    "steward": dict.fromkeys(ACTS),
    "operator": dict.fromkeys(ACTS),
    "partner": dict.fromkeys(ACTS, UNKNOWN),
    "elsewhere": dict.fromkeys(ACTS, UNKNOWN),
    "nobody": dict.fromkeys(ACTS, UNKNOWN),
}


@pytest.mark.parametrize("act", list(ACTS))
def test_each_role_does_what_it_may_and_nothing_else(crew: Crew, act: str) -> None:
    """Managers everything, the team typing mistakes, a partner or a stranger sees no badge."""
    office = crew.town.office
    suspendable = replace_laser(crew)
    for role, by in crew.people.items():
        award = crew.town.issue(
            achievement=suspendable, valid_until="2027-01-15", reference=f"{role}-{act}"
        )
        expected = EXPECTED[role][act]
        if expected is None:
            assert ACTS[act](office, award.id, by).holder
        else:
            before = publishing.award(office, award.id).json
            with pytest.raises(expected):
                ACTS[act](office, award.id, by)
            assert publishing.award(office, award.id).json == before


def replace_laser(crew: Crew) -> str:
    """The laser badge, made for suspension: every act is possible on it."""
    with crew.town.office.store.write() as work:
        definition = work.achievements.get("decoupe-laser-en-autonomie")
        assert definition is not None
        work.achievements.replace(replace(definition, status_purpose="suspension"))
    return "decoupe-laser-en-autonomie"


@pytest.mark.parametrize("role", ["partner", "elsewhere", "nobody"])
def test_a_badge_of_others_is_not_told_apart_from_none(crew: Crew, role: str) -> None:
    """The answer is the same as for a badge that does not exist."""
    award = crew.town.issue()
    with pytest.raises(NotFound) as known:
        reading.story(crew.town.office, award.id, crew.people[role])
    with pytest.raises(NotFound) as unknown:
        reading.story(crew.town.office, "0" * 36, crew.people[role])
    assert known.value.code == unknown.value.code == "award.unknown"


def test_whoever_confirmed_a_batch_takes_back_for_a_day(crew: Crew) -> None:
    """The facilitator undoes within 24 hours; a second later only a manager can."""
    town, by = crew.town, crew.people["facilitator"]
    first, second = town.issue(), town.issue()
    for award in (first, second):
        crew.batch_of(award, "facilitator", town.clock.now())
    story = reading.story(town.office, first.id, by)
    assert (story.acts, story.undoes) == (("correct", "revoke"), True)
    town.clock.advance(hours=24)
    assert revoking.revoke(town.office, first.id, by, reason="Trop vite").state == "revoked"
    town.clock.advance(seconds=1)
    with pytest.raises(NotAllowed):
        revoking.revoke(town.office, second.id, by, reason="Trop tard")


def test_undoing_is_for_who_confirmed_and_is_revoking_only(crew: Crew) -> None:
    """Another facilitator, a batch not confirmed, another act: refused."""
    town, by = crew.town, crew.people["facilitator"]
    theirs, waiting, own = town.issue(), town.issue(), town.issue(valid_until="2027-01-15")
    crew.batch_of(theirs, "author", town.clock.now())
    crew.batch_of(waiting, "facilitator", None)
    crew.batch_of(own, "facilitator", town.clock.now())
    for award in (theirs, waiting):
        with pytest.raises(NotAllowed):
            revoking.revoke(town.office, award.id, by, reason="Trop vite")
    with pytest.raises(NotAllowed):
        revoking.suspend(town.office, own.id, by, reason="Trop vite")
    with pytest.raises(NotAllowed):
        renewing.renew(town.office, own.id, by)


def test_who_left_the_place_undoes_nothing(crew: Crew) -> None:
    """The right ends with the role: a person shut out sees no badge any more."""
    town, by = crew.town, crew.people["facilitator"]
    award = town.issue()
    crew.batch_of(award, "facilitator", town.clock.now())
    people.disable(town.office, by.name)
    with pytest.raises(NotFound):
        revoking.revoke(town.office, award.id, by, reason="Trop vite")


def test_nothing_is_done_to_an_erased_badge(crew: Crew) -> None:
    """Every act is refused, and its page says that nothing is left."""
    town = crew.town
    award = town.issue(achievement=replace_laser(crew), valid_until="2027-01-15")
    with town.office.store.write() as work:
        work.awards.forget(award._replace(forgotten=town.clock.now()))
    for act in ("revoke", "suspend", "renew", "correct"):
        with pytest.raises(Conflict) as caught:
            ACTS[act](town.office, award.id, crew.people["manager"])
        assert caught.value.code == "life.forgotten"
    story = reading.story(town.office, award.id, crew.people["manager"])
    assert (story.acts, story.award.holder) == ((), "")


def test_reasons_are_for_who_reads_the_journal(crew: Crew) -> None:
    """A facilitator sees what happened, a manager also why."""
    town = crew.town
    award = town.issue()
    revoking.revoke(town.office, award.id, crew.people["manager"], reason="Double saisie")
    told = reading.story(town.office, award.id, crew.people["manager"]).lines
    seen = reading.story(town.office, award.id, crew.people["facilitator"]).lines
    assert [line.reason for line in told] == ["Double saisie", None]
    assert [(line.action, line.reason) for line in seen] == [
        ("award.revoke", None),
        ("award.issue", None),
    ]
    assert all(line.place == PLACE for line in told)
