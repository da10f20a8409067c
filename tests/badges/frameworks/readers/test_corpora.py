"""The concepts carry what the searches behind "absent" count: the same entries, the same hits."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from badges.frameworks import load_tiers_lieux
from badges.frameworks.readers import read
from badges.model.concepts import Concept
from badges.model.wording import count_entries, fold, searchable
from tests.badges.frameworks.official import corpora
from tests.badges.frameworks.readers.disk import official
from tests.badges.frameworks.readers.samples import concepts


def _entry(*texts: str) -> str:
    return "0".join(searchable(part) for text in texts for part in text.split("|") if fold(part))


def _entries(texts: Iterable[str]) -> list[str]:
    return sorted(entry for text in texts if (entry := _entry(text)))


def _of(shared: Path, name: str, version: str | None = None) -> list[Concept]:
    return list(concepts(read(official(shared, name), version=version)).values())


@pytest.mark.shared
def test_rome_gives_its_four_corpora(shared: Path) -> None:
    """Labels by kind, each text of a fiche, definitions of skills: entry for entry."""
    items = _of(shared, "rome-4.0-v60")
    skills = [i for i in items if i.kind in ("competence", "macro-competence")]
    occupations = [i for i in items if i.kind in ("fiche", "appellation")]
    texts = [text for i in items if i.kind == "fiche" for text in i.texts]
    known = corpora(shared / "referentials")
    assert _entries(i.label for i in skills) == sorted(known["romeCompetences"])
    assert _entries(i.label for i in items if i.kind == "savoir") == sorted(known["romeSavoirs"])
    assert _entries(i.label for i in occupations) == sorted(known["romeOccupations"])
    definitions = [i.definition for i in skills]
    assert _entries([*texts, *definitions]) == sorted(known["romeTexts"])


@pytest.mark.shared
def test_esco_gives_its_corpora(shared: Path) -> None:
    """Labels and other labels of an item are one entry."""
    items = _of(shared, "esco-fr-2026-08")
    known = corpora(shared / "referentials")
    for key, kinds in (
        ("escoSkills", ("skill", "knowledge")),
        ("escoOccupations", ("occupation",)),
    ):
        entries = [_entry(i.label, *i.other_labels) for i in items if i.kind in kinds]
        assert sorted(entries) == sorted(known[key])


@pytest.mark.shared
def test_the_old_esco_gives_the_same_counts(shared: Path) -> None:
    """For every French term that our framework searched."""
    items = _of(shared, "esco-v1.0-2020", "1.0")
    entries = [
        _entry(i.label, *i.other_labels, i.definition)
        for i in items
        if i.kind in ("skill", "knowledge")
    ]
    searches = [item.absence for item in load_tiers_lieux().competencies]
    told = {
        term.term: term.hits["escoSkills2020"]
        for search in searches
        if search is not None
        for term in search.terms
        if "escoSkills2020" in term.hits
    }
    assert len(told) > 20
    assert {term: count_entries(term, entries) for term in told} == told


@pytest.mark.shared
def test_digcomp_gives_its_corpus(shared: Path) -> None:
    """Names and descriptions, sentences, and explanations of the glossary without its words."""
    items = _of(shared, "digcomp-3.0")
    named = [i for i in items if i.kind in ("area", "competence", "statement", "outcome")]
    glossary = [i for i in items if i.kind == "glossary"]
    entries = [_entry(i.label, i.definition) for i in named] + [
        _entry(i.definition) for i in glossary
    ]
    assert sorted(entries) == sorted(corpora(shared / "referentials")["digcomp"])
