"""A clock that went back: nothing is signed until it is set, and what to do is said."""

import pytest

from issuer.errors import ClockBehind
from issuer.services import people, publishing, timekeeping
from issuer.services.life import correcting, revoking
from issuer.services.places import edit
from tests.issuer.world import Town

BY = people.operator("local")


def test_nothing_is_signed_before_what_has_happened(town: Town) -> None:
    """No award, no revocation, no correction; and all of it again once the clock is set."""
    town.laser()
    award = town.issue()
    town.clock.advance(hours=-1)
    wanted = correcting.Correction(name="Camille Œuvrart")
    with pytest.raises(ClockBehind, match=r"clock\.behind"):
        town.issue(name="Autre", email=None)
    with pytest.raises(ClockBehind, match=r"clock\.behind"):
        revoking.revoke(town.office, award.id, BY, reason="erreur")
    with pytest.raises(ClockBehind, match=r"clock\.behind"):
        correcting.correct(town.office, award.id, BY, wanted, reason="faute")
    assert publishing.awards(town.office) == (award,)
    town.clock.advance(hours=1)
    assert town.issue(name="Autre", email=None).valid_from >= award.valid_from


def test_machines_that_differ_by_minutes_sign(village: Town) -> None:
    """Clocks never quite agree."""
    village.laser()
    village.issue()
    village.clock.advance(minutes=-4)
    assert village.issue(name="Autre", email=None).state == "active"


def test_something_else_done_meanwhile_does_not_hide_it(village: Town) -> None:
    """What was written with the wrong clock is newer in the journal, yet not later."""
    village.laser()
    village.issue()
    village.clock.advance(days=-30)
    edit(village.office, "fablab-rural", description="Ouvert.")
    with pytest.raises(ClockBehind, match=r"clock\.behind"):
        village.issue(name="Autre", email=None)


def test_a_clock_that_was_ahead_is_accepted_once_it_is_right(village: Town) -> None:
    """Else nobody could sign before the day at which the wrong clock stood."""
    village.clock.advance(days=400)
    village.laser()
    village.issue()
    village.clock.advance(days=-400)
    with pytest.raises(ClockBehind, match=r"clock\.behind"):
        village.issue(name="Autre", email=None)
    timekeeping.accept(village.office)
    assert village.issue(name="Autre", email=None).state == "active"
