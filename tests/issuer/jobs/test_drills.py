"""The theft of a key, rehearsed: every step is seen, and nothing of the instance changes."""

import pytest

from issuer.errors import NotAllowed
from issuer.jobs.drills import rehearse
from tests.issuer.faults import picture
from tests.issuer.world import Town


def test_a_rehearsal_shows_each_step_and_touches_nothing(city: Town) -> None:
    """Old badges stand, then fall, then stand again under the new key; the copy is gone."""
    city.laser()
    for name in ("A", "B"):
        city.issue(name=name, email=None)
    settings = city.office.settings
    before = picture(settings.database_url)
    steps = {step.name: step for step in rehearse(settings, city.clock, "fablab-rural")}
    assert [step.name for step in steps.values() if not step.good] == []
    assert steps["old_stand"].count == steps["reissue"].count == steps["after"].count == 2
    assert steps["old_fall"].count == 0
    assert picture(settings.database_url) == before
    assert [path.name for path in settings.data_dir.iterdir()] == ["keys"]


def test_a_place_that_is_its_key_cannot_change_it(village: Town) -> None:
    """A did:key says so, before anything is copied for long."""
    village.laser()
    with pytest.raises(NotAllowed, match=r"keys\.identity_is_key"):
        rehearse(village.office.settings, village.clock, "fablab-rural")
