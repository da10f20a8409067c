"""Copies of a competency in forks: one answer, and which one."""

from dataclasses import replace

import pytest

from badges.model.concepts import Concept, Scheme
from issuer.model import KeptConcept
from issuer.services.search import copies, searching
from issuer.services.search.ranking import Ranked
from tests.issuer.services.search.test_searching import bring_in
from tests.issuer.world import Town


def hit(scheme: str, uuid: str, source: str = "", label: str = "Accueillir") -> Ranked:
    """A competency of one of our frameworks among the hits."""
    notes = {"slug": "a", "uuid": uuid} | ({"derived_from": source} if source else {})
    return Ranked(KeptConcept(scheme, Concept("A", "metier", label, notes=notes)), 1.0, "label")


def told(folded: list[tuple[Ranked, int]]) -> list[tuple[str, int]]:
    """The frameworks of what is kept, and how many copies each stands for."""
    return [(item.kept.scheme, count) for item, count in folded]


def test_copies_and_copies_of_copies_stand_once() -> None:
    """The original is kept in the best place of all, and what follows moves up."""
    found = [hit("c", "3", "2"), hit("b", "2", "1"), hit("a", "1"), hit("d", "9")]
    assert told(copies.fold(found)) == [("a", 2), ("d", 0)]


def test_the_copy_of_the_own_place_is_kept() -> None:
    """Whoever asks from a place sees the words of that place."""
    found = [hit("a", "1"), hit("b", "2", "1"), hit("c", "3", "2")]
    assert told(copies.fold(found, {"c"})) == [("c", 2)]


def test_copies_of_something_that_is_not_found_stand_once() -> None:
    """Two forks of a framework that is not here."""
    assert told(copies.fold([hit("b", "2", "1"), hit("c", "3", "1")])) == [("b", 1)]


def test_another_label_is_another_answer() -> None:
    """A fork that says it otherwise is found for its own words."""
    found = [hit("a", "1"), hit("b", "2", "1", label="Ouvrir la porte")]
    assert told(copies.fold(found)) == [("a", 0), ("b", 0)]


def test_sources_in_a_circle_end() -> None:
    """Read from files, two may say that each comes from the other."""
    found = [hit("a", "1", "2"), hit("b", "2", "1"), hit("c", "3", "1")]
    assert told(copies.fold(found)) == [("a", 2)]


@pytest.mark.parametrize("forks", [1, 4])
def test_a_fork_does_not_push_other_answers_out(village: Town, forks: int) -> None:
    """The same answers with forks as without, the copies counted."""
    office = village.office
    before = searching.search(office, "accueil")
    with office.store.read() as work:
        originals = list(work.concepts.all("tiers-lieux"))
    for number in range(forks):
        taken = (
            replace(
                item,
                notes={
                    **item.notes,
                    "uuid": f"{number}-{item.code}",
                    "derived_from": item.notes["uuid"],
                },
            )
            for item in originals
        )
        bring_in(office, Scheme(f"fork-{number}", "Fork", "1", "fr"), *taken)
    after = searching.search(office, "accueil")
    assert after.total == before.total
    assert {item.concept.code for item in after.hits} == {i.concept.code for i in before.hits}
    assert {item.copies for item in after.hits} == {forks}
    assert {item.framework_slug for item in after.hits} == {"tiers-lieux"}
    assert searching.search(office, "accueil", place="atelier").total == before.total
