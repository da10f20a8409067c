"""Searching the official referentials as published: what facilitators ask, and what is absent."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from badges.frameworks import readers
from badges.model.concepts import Reading
from benchmarks import search as benchmark
from issuer.ports import Office
from issuer.services.official import importing
from issuer.services.search import everyday, searching
from tests.badges.frameworks.readers.disk import official
from tests.issuer.conftest import Databases
from tests.issuer.world import open_town


@pytest.fixture(scope="module")
def library(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office with the official referentials as published, imported once."""
    directory = tmp_path_factory.mktemp("library")
    town = open_town(directory, f"sqlite:///{directory / 'library.sqlite3'}")
    for part in benchmark.SETS:
        reading = readers.read(official(shared, part))
        importing.import_reading(town.office, reading, actor="test")
    yield town.office
    town.office.store.close()


@pytest.mark.shared
def test_the_same_official_files_again_change_nothing(shared: Path, library: Office) -> None:
    """ROME, ESCO and DigComp are repeatable: the second time nothing is written."""
    for part in benchmark.SETS:
        reading = readers.read(official(shared, part))
        report = importing.import_reading(library, reading, actor="test")
        assert not report.changes.any
        assert report.changes.unchanged > 1_000


@pytest.mark.shared
def test_facilitators_find_what_they_look_for(library: Office) -> None:
    """Of 200 real questions over 92 % have a good answer in the first five, 96 % in the first ten.

    Every code of the list exists, so that a wrong list cannot pass for a bad search.
    """
    good = {code for question in benchmark.questions() for code in question.good}
    with library.store.read() as work:
        keys = [kept.scheme.key for kept in work.concepts.schemes()]
        for code in good:
            assert any(work.concepts.get(key, code) for key in keys), code
    answers = benchmark.ask(library, rounds=0)
    assert answers.answerable >= 200
    assert answers.in_five >= 0.92 * answers.answerable
    assert answers.in_ten >= 0.96 * answers.answerable


@pytest.mark.shared
@pytest.mark.parametrize(
    ("asked", "notation"),
    [
        ("cultiver l'accueil", "TL-ACC-01"),
        ("le care et les temps informels", "TL-ACC-01"),
        ("intelligence collective", "TL-COO-01"),
        ("monter un consortium", "TL-PIL-01"),
    ],
)
def test_the_skills_named_absent_have_no_official_equivalent(
    library: Office, asked: str, notation: str
) -> None:
    """Found first among 65,000 entries, and nowhere in ROME, ESCO or DigComp."""
    assert searching.search(library, asked).hits[0].concept.code == notation
    results = searching.search(library, asked, schemes=searching.OFFICIAL)
    assert results.hits == ()
    assert {scheme.name for scheme in results.searched} >= {"ESCO", "ROME"}


@pytest.mark.shared
@pytest.mark.parametrize(
    ("asked", "label"),
    [
        ("M1305", "Fablab Manager"),
        ("300469", "Préparer et animer une réunion, un groupe de travail, un atelier"),
        ("6A109", "Préparer et animer une réunion, un groupe de travail, un atelier"),
        (
            "http://data.europa.eu/esco/skill/fab8e95a-448d-4784-aa50-9ef10e924829",
            "réparer des bicyclettes",
        ),
    ],
)
def test_an_official_code_finds_its_item(library: Office, asked: str, label: str) -> None:
    """Codes of occupations and skills, short codes and addresses answer that very item, alone."""
    results = searching.search(library, asked)
    assert [(hit.concept.label, hit.why) for hit in results.hits] == [(label, "code")]


@pytest.mark.shared
def test_everyday_words_lead_to_words_that_are_there(library: Office) -> None:
    """Each meaning of the list is a word of some referential."""
    meanings = everyday.everyday_words().meanings.values()
    stems = {token.stem for means in meanings for token in means}
    with library.store.read() as work:
        known = work.concepts.words(stems)
    assert len(stems - known.keys()) < 0.05 * len(stems), sorted(stems - known.keys())


@pytest.mark.shared
def test_both_engines_answer_alike(
    shared: Path, postgresql: Databases, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The same hits in the same order, from a sample of ROME and ESCO."""
    directory = tmp_path_factory.mktemp("alike")
    asked = [question.text for question in benchmark.questions()][::4]
    samples = []
    for part in benchmark.SETS[:2]:
        reading = readers.read(official(shared, part))
        samples.append((reading.scheme, list(islice(reading.concepts, 0, None, 24))))
    answers = []
    for url in (f"sqlite:///{directory / 'alike.sqlite3'}", postgresql.fresh()):
        office = open_town(directory, url).office
        for scheme, concepts in samples:
            importing.import_reading(office, Reading(scheme, iter(concepts)), actor="test")
        answers.append([searching.search(office, text) for text in asked])
        office.store.close()
    assert answers[0] == answers[1]
    assert sum(results.total for results in answers[0]) > 500
