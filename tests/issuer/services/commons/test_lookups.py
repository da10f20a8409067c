"""Competencies looked up for one page are those that everybody finds one by one."""

import pytest

from issuer.errors import NotFound
from issuer.services.commons import referentials
from issuer.services.commons.lookups import Lookup
from tests.issuer.world import Town


def test_a_prepared_lookup_finds_what_each_question_finds(village: Town) -> None:
    """Every notation leads to the same competency of the same framework, as it is written."""
    office = village.office
    framework = referentials.default(office)
    names = [item.notation for item in framework.competencies[:5]]
    lookup = Lookup(office)
    lookup.prepare(names)
    for name in (*names, names[0].lower(), f" {names[1]} "):
        assert lookup(name) == referentials.competency(office, name)


def test_what_was_not_prepared_is_found_all_the_same(village: Town) -> None:
    """A lookup that nobody prepared asks as often as it is asked."""
    name = referentials.default(village.office).competencies[0].notation
    assert Lookup(village.office)(name) == referentials.competency(village.office, name)


def test_what_no_framework_has_is_not_found(village: Town) -> None:
    """A notation that begins well and one that begins as none does are unknown alike."""
    lookup = Lookup(village.office)
    prefix = referentials.default(village.office).competencies[0].notation.partition("-")[0]
    names = (f"{prefix}-NONE-99", "ZZZ-01", "none", "x/y", "\0")
    lookup.prepare(names)
    for name in names:
        with pytest.raises(NotFound, match=r"competency\.unknown_anywhere"):
            lookup(name)
