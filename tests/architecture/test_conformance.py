"""The conformance page tells the truth: current, complete where it must be, and no empty word."""

import pytest

from tools import conformance

WHOLE_SECTIONS = ("1 Data model", "2 Issuing", "3 Proofs", "5 Baking")


def test_the_conformance_page_is_current() -> None:
    """`make conformance` would write the page that is committed."""
    page = conformance.render(conformance.requirements(), conformance.proofs())
    assert conformance.PAGE.read_text("utf-8") == page


def test_each_mark_names_a_requirement() -> None:
    """A test cannot claim to prove something that nobody requires."""
    assert set(conformance.proofs()) <= set(conformance.requirements())


@pytest.mark.parametrize("section", WHOLE_SECTIONS)
def test_each_must_of_the_core_sections_has_a_test_or_a_reason(section: str) -> None:
    """Data model, issuing, proofs and baking: every must is proven, or says why it is not."""
    tests = conformance.proofs()
    bare = [
        identifier
        for identifier, rule in conformance.requirements().items()
        if rule["section"] == section
        and rule["level"].startswith("must")
        and not tests.get(identifier)
        and not {"not_yet", "not_ours"} & set(rule)
    ]
    assert not bare


def test_nothing_is_left_without_a_word() -> None:
    """Every requirement of every level has a test, or the honest reason why it has none."""
    tests = conformance.proofs()
    silent = [
        identifier
        for identifier, rule in conformance.requirements().items()
        if not tests.get(identifier) and not {"not_yet", "not_ours"} & set(rule)
    ]
    assert not silent


def test_a_reason_is_dropped_once_a_test_proves_the_requirement() -> None:
    """`not_yet` and `not_ours` never stand beside a proof; a half-proven one says `partly`."""
    tests = conformance.proofs()
    stale = [
        identifier
        for identifier, rule in conformance.requirements().items()
        if tests.get(identifier) and {"not_yet", "not_ours"} & set(rule)
    ]
    assert not stale
