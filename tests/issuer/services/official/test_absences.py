"""The evidence of absence: counted again in what is imported, and the same as what is written."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from badges.errors import FrameworkError
from badges.frameworks import load_tiers_lieux
from badges.frameworks.readers import read
from badges.model.concepts import Concept, Reading, Scheme
from badges.model.framework import NO_WORDS, OfficialMatch, OfficialSearch, SearchedTerm
from badges.model.wording import count_entries, count_terms, searchable
from issuer.cli.folders import open_folder
from issuer.errors import InvalidRequest, NotFound
from issuer.services.official import absences
from issuer.services.official.absences import Recount, Term, suggested_coverage
from issuer.services.official.importing import import_reading
from tests.issuer.world import Town, open_town

TIERS_LIEUX = load_tiers_lieux()
ROME = Scheme(key="rome", name="ROME", version="4.0 v60", language="fr")
DIGCOMP = Scheme(key="digcomp", name="DigComp", version="3.0", language="en")
SETS = {
    "rome-4.0-v60": ("rome", None),
    "esco-fr-2026-08": ("esco", None),
    "esco-v1.0-2020": ("esco-2020", "1.0"),
    "digcomp-3.0": ("digcomp", None),
}


@pytest.fixture(scope="module")
def official(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town that imported every official file beside the checkout."""
    directory = tmp_path_factory.mktemp("official")
    town = open_town(directory, f"sqlite:///{directory / 'badges.sqlite3'}")
    for name, (key, version) in SETS.items():
        with open_folder(shared / "referentials" / name) as folder:
            opened = read(folder, key=key, version=version)
            import_reading(town.office, opened, actor="test")
    yield town
    town.office.store.close()


def bring(town: Town, scheme: Scheme, *concepts: Concept) -> None:
    """Import a few items."""
    import_reading(town.office, Reading(scheme, iter(concepts)), actor="test")


@pytest.fixture(scope="module")
def recounted(official: Town) -> Recount:
    """Every search of the referential of tiers-lieux, made again."""
    return absences.recount(official.office, TIERS_LIEUX)


@pytest.mark.shared
def test_every_search_of_the_referential_counts_the_same_again(recounted: Recount) -> None:
    """All terms of the forty competencies, in all corpora: counts and sizes are those stated."""
    assert recounted.differences == ()
    assert recounted.missing == ()
    assert len(recounted.searches) == 40
    stated = {
        item.notation: item.absence.terms for item in TIERS_LIEUX.competencies if item.absence
    }
    assert {name: search.terms for name, search in recounted.searches.items()} == stated
    sizes = {corpus.key: (corpus.entries, corpus.language) for corpus in recounted.corpora}
    assert sizes == {c.key: (c.entries, c.language) for c in TIERS_LIEUX.corpora}


@pytest.mark.shared
def test_the_three_named_skills_are_absent_by_search(recounted: Recount) -> None:
    """Their first term has no hit in any official text, so the rule says absent."""
    coverages = {
        name: suggested_coverage(recounted.searches[name])
        for name in ("TL-COO-01", "TL-ACC-01", "TL-PIL-01")
    }
    assert set(coverages.values()) == {"absent"}


@pytest.mark.shared
def test_the_official_editions_touch_no_bridge_of_the_program(official: Town) -> None:
    """Every bridge of the referential of tiers-lieux has the label that the files have."""
    with official.office.store.read() as work:
        bridges = work.bridges.of("tiers-lieux")
    assert len(bridges) == 161
    assert {bridge.status for bridge in bridges} == {"proposed"}


@pytest.mark.shared
def test_a_new_skill_is_searched_the_same_way(official: Town) -> None:
    """French terms are counted in French corpora, English ones in English ones, dated today."""
    terms = [Term("intelligence collective"), Term("travail en équipe"), Term("teamwork", "en")]
    search = absences.search_for(official.office, terms)
    assert search.date == "2026-11-22"
    collective, team, english = search.terms
    assert set(collective.hits.values()) == {0}
    assert "digcomp" not in collective.hits
    assert sum(team.hits.values()) > 0
    assert set(english.hits) == {"digcomp"}
    assert "rncp" in search.limits.say("fr")


def test_only_imported_corpora_are_counted(village: Town) -> None:
    """What is not imported is named as missing, and nothing is said of it."""
    bring(village, ROME, Concept("1", "competence", "Animer un groupe"))
    recount = absences.recount(village.office, TIERS_LIEUX, ["TL-COO-01"])
    assert [corpus.key for corpus in recount.corpora] == [
        "romeCompetences",
        "romeSavoirs",
        "romeOccupations",
        "romeTexts",
    ]
    assert recount.corpora[0].version == "ROME 4.0 v60"
    assert set(recount.missing) == {"escoSkills", "escoOccupations", "escoSkills2020", "digcomp"}
    (search,) = recount.searches.values()
    assert set(search.terms[0].hits) == {corpus.key for corpus in recount.corpora}


def test_without_any_import_nothing_can_be_said(village: Town) -> None:
    """Zero hits in nothing would be a lie."""
    with pytest.raises(NotFound, match=r"absence\.no_corpus"):
        absences.search_for(village.office, [Term("couture")])
    assert absences.corpora(village.office) == ()


def test_labels_and_texts_are_separate_entries(village: Town) -> None:
    """No term spans two labels or two texts, and each corpus has the texts that are its own."""
    fiche = Concept("A1", "fiche", "Animer", definition="x", texts=("Un groupe uni.", "Du lien"))
    skill = Concept("1", "competence", "Faire du lien", definition="Tenir un groupe uni")
    bring(village, ROME, fiche, skill)
    sizes = {corpus.key: corpus.entries for corpus in absences.corpora(village.office)}
    assert sizes == {
        "romeCompetences": 1,
        "romeSavoirs": 0,
        "romeOccupations": 1,
        "romeTexts": 3,
    }
    terms = [Term("groupe uni"), Term("uni du"), Term("lien")]
    search = absences.search_for(village.office, terms)
    hits = {term.term: term.hits["romeTexts"] for term in search.terms}
    assert hits == {"groupe uni": 2, "uni du": 0, "lien": 1}


def test_a_changed_count_is_told(village: Town) -> None:
    """A framework that states another number is found out: which skill, term, corpus and count."""
    bring(village, ROME, Concept("1", "competence", "Nourrir l’intelligence collective"))
    competency = TIERS_LIEUX.find("TL-COO-01")
    assert competency.absence is not None
    stated = {"romeCompetences": 3, "romeSavoirs": 0, "digcomp": 9}
    first = replace(competency.absence.terms[0], hits=stated)
    wrong = replace(competency, absence=replace(competency.absence, terms=(first,)))
    framework = replace(TIERS_LIEUX, competencies=(wrong,))
    (difference,) = absences.recount(village.office, framework).differences
    assert (difference.notation, difference.term) == ("TL-COO-01", "intelligence collective")
    assert (difference.corpus, difference.said, difference.found) == ("romeCompetences", 3, 1)


def test_items_that_are_gone_are_not_counted(village: Town) -> None:
    """Only the edition in hand is searched."""
    kept, gone = Concept("1", "competence", "Coudre"), Concept("2", "competence", "Coudre un sac")
    bring(village, ROME, kept, gone)
    bring(village, replace(ROME, version="4.0 v61"), kept)
    (term,) = absences.search_for(village.office, [Term("coudre")]).terms
    assert term.hits["romeCompetences"] == 1


def test_a_language_is_that_of_the_imported_edition(village: Town) -> None:
    """DigComp imported in French is searched with French terms."""
    bring(village, replace(DIGCOMP, language="fr"), Concept("1.1", "competence", "Collaborer"))
    french, english = absences.search_for(
        village.office, [Term("collaborer"), Term("collaborer", "en")]
    ).terms
    assert french.hits == {"digcomp": 1}
    assert english.hits == {}


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ([], "absence.no_term"),
        ([Term("de la")], "absence.empty_term"),
        ([Term("*")], "absence.empty_term"),
        ([Term(f"mot{number}") for number in range(51)], "absence.too_many_terms"),
        ([Term("couture", "de")], "absence.language"),
        ([Term("x" * 101)], "text.too_long"),
    ],
)
def test_terms_have_to_say_something(village: Town, terms: list[Term], code: str) -> None:
    """Empty, endless and foreign searches are refused with what to mend."""
    bring(village, ROME, Concept("1", "competence", "Coudre"))
    with pytest.raises(InvalidRequest) as refusal:
        absences.search_for(village.office, terms)
    assert refusal.value.code == code


def test_an_unknown_competency_is_told(village: Town) -> None:
    """A name that is nobody's is no empty answer."""
    bring(village, ROME, Concept("1", "competence", "Coudre"))
    with pytest.raises(FrameworkError, match="competency_unknown"):
        absences.recount(village.office, TIERS_LIEUX, ["TL-XXX-99"])


def test_the_coverage_follows_from_search_and_bridges() -> None:
    """The documented rules: close means present, a first term found nowhere means absent."""
    close = OfficialMatch("closeMatch", "ROME", "competence", "1", "X", None, "v", "proposed", "")
    broad = replace(close, relation="broadMatch")
    nowhere = OfficialSearch("2026-11-22", (SearchedTerm("a", "fr", {"rome": 0}),), NO_WORDS)
    somewhere = OfficialSearch("2026-11-22", (SearchedTerm("a", "fr", {"rome": 2}),), NO_WORDS)
    assert suggested_coverage(nowhere) == "absent"
    assert suggested_coverage(nowhere, [broad]) == "absent"
    assert suggested_coverage(nowhere, [replace(close, status="refused")]) == "absent"
    assert suggested_coverage(nowhere, [close]) == "present"
    assert suggested_coverage(somewhere) == "partial"
    assert suggested_coverage(None) == "unsearched"
    assert suggested_coverage(OfficialSearch("2026-11-22", (), NO_WORDS)) == "unsearched"


@pytest.mark.parametrize("term", ["", "*", "a*", "numer*", "outil numer*", "outils", "le groupe"])
def test_counting_many_terms_counts_as_one_by_one(term: str) -> None:
    """One pass for all terms is the same as a pass for each."""
    texts = ("Outil numérique", "Numérisation", "Des outils", "Le groupe", "", "a", "grand outil")
    entries = [searchable(text) for text in texts]
    assert count_terms([term, "groupe"], iter(entries))[term] == count_entries(term, entries)
