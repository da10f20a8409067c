"""Official concepts in the store: imported as streams, compared, found, on both databases."""

import weakref
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from badges.model.concepts import Concept, Link, Scheme
from issuer.errors import InvalidRequest
from issuer.model import DETAILS_LIMIT, Changes, ConceptChange, KeptConcept, KeptScheme
from issuer.ports import ConceptQuery, KnownWord, Store
from issuer.store import open_store
from issuer.store.concept_import import BATCH
from tests.world import NOON

SCHEME = Scheme(
    "metiers", "Métiers", "1", "fr", "2026-01-01", "CC BY 4.0", "Source : nous", "https://a.example"
)
NEXT = replace(SCHEME, version="2")
LATER = NOON + timedelta(days=1)
WOOD = Concept(
    code="100",
    kind="competence",
    label="Travailler le bois",
    other_labels=("Menuiser", "Working with wood"),
    definition="Scier, raboter et assembler des pièces.",
    texts=("Lire un plan.", "Choisir une essence."),
    broader="10",
    uri="https://a.example/100",
    notes={"category": "Savoir-faire", "macro": "1A"},
)
LEAF = (WOOD, Concept("101", "competence", "Réparer un xylophone", broader="10"))
TREE = (
    Concept("1", "domaine", "Fabriquer"),
    Concept("10", "macro-competence", "Fabriquer des objets", broader="1"),
    *LEAF,
    Concept("M1", "fiche", "Menuisier", notes={"ogr": "55"}),
    Concept("M2", "fiche", "Ébéniste"),
)
LINKS = (Link("M1", "essential", "100"), Link("M2", "optional", "100"))


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """An empty store, on each kind of database."""
    made = open_store(database_url)
    yield made
    made.close()


def bring_in(
    store: Store,
    concepts: Sequence[Concept] | Iterator[Concept] = TREE,
    links: Sequence[Link] = LINKS,
    scheme: Scheme = SCHEME,
) -> Changes:
    """Import a scheme in a unit of work of its own."""
    with store.write() as work:
        instant = NOON if scheme.version == "1" else LATER
        return work.concepts.replace(scheme, concepts, links, imported=instant)


def found(store: Store, *terms: str, **options: object) -> list[str]:
    """The codes of the candidates that hold these stems, one form a term."""
    with store.read() as work:
        chosen: dict[str, Any] = {"schemes": ("metiers", "autres")} | options
        query = ConceptQuery(tuple((term,) for term in terms), **chosen)
        return [kept.concept.code for kept in work.concepts.candidates(query)]


def test_a_first_import_keeps_everything_as_published(store: Store) -> None:
    """Texts, notes and edition come back equal; a first import tells no change in detail."""
    changes = bring_in(store)
    assert changes == Changes(added=6, changed=0, gone=0, back=0, unchanged=0)
    with store.read() as work:
        assert work.concepts.get("metiers", "100") == KeptConcept("metiers", WOOD)
        assert work.concepts.get("metiers", "999") is None
        assert KeptScheme(SCHEME, NOON, 6) in work.concepts.schemes()
        assert work.concepts.scheme("metiers") == KeptScheme(SCHEME, NOON, 6)
        assert work.concepts.scheme("autres") is None


def test_the_same_import_again_writes_nothing(store: Store) -> None:
    """Not even the date of the import changes."""
    bring_in(store)
    with store.write() as work:
        again = work.concepts.replace(SCHEME, TREE, LINKS, imported=LATER)
        assert again == Changes(added=0, changed=0, gone=0, back=0, unchanged=6)
        assert work.concepts.scheme("metiers") == KeptScheme(SCHEME, NOON, 6)


def test_an_import_tells_what_it_changed(store: Store) -> None:
    """A new label, a code that is gone and a new one are told with the labels before and after."""
    bring_in(store)
    bicycle = replace(TREE[3], label="Réparer un carillon")
    new = Concept("102", "competence", "Souder")
    changes = bring_in(store, (*TREE[:3], bicycle, TREE[4], new), scheme=NEXT)
    assert changes == Changes(
        added=1,
        changed=1,
        gone=1,
        back=0,
        unchanged=4,
        details=(
            ConceptChange("competence", "102", "added", None, "Souder"),
            ConceptChange(
                "competence", "101", "changed", "Réparer un xylophone", "Réparer un carillon"
            ),
            ConceptChange("fiche", "M2", "gone", "Ébéniste", None),
        ),
    )
    with store.read() as work:
        assert work.concepts.scheme("metiers") == KeptScheme(NEXT, LATER, 6)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "savoir"},
        {"language": "en"},
        {"other_labels": ()},
        {"definition": "Autre."},
        {"texts": ("Lire un plan.",)},
        {"broader": "1"},
        {"uri": None},
        {"notes": {}},
    ],
    ids=lambda change: next(iter(change)),
)
def test_every_part_of_a_concept_is_compared(store: Store, change: dict[str, Any]) -> None:
    """Whatever differs from what is kept, the concept counts as changed and is kept anew."""
    bring_in(store)
    other = replace(WOOD, **change)
    changes = bring_in(store, [other if item is WOOD else item for item in TREE])
    assert (changes.changed, changes.unchanged) == (1, 5)
    with store.read() as work:
        assert work.concepts.get("metiers", "100") == KeptConcept("metiers", other)


def test_what_is_gone_stays_and_may_come_back(store: Store) -> None:
    """A code that left is marked with the edition, found no more, and found again once back."""
    bring_in(store)
    bring_in(store, [item for item in TREE if item.code != "101"], scheme=NEXT)
    with store.read() as work:
        assert work.concepts.get("metiers", "101") == KeptConcept("metiers", TREE[3], "2")
        assert TREE[3] not in work.concepts.narrower("metiers", "10")
        assert TREE[3] not in tuple(work.concepts.all("metiers"))
        assert dict(work.concepts.kinds("metiers"))["competence"] == 1
        assert not work.concepts.words({"xylophon"})
    assert found(store, "xylophon") == []
    changes = bring_in(store)
    assert (changes.back, changes.unchanged) == (1, 5)
    assert changes.details == (
        ConceptChange("competence", "101", "back", "Réparer un xylophone", "Réparer un xylophone"),
    )
    assert found(store, "xylophon", schemes=("metiers",)) == ["101"]


def test_gone_is_told_once(store: Store) -> None:
    """The next edition says nothing of what had left before."""
    bring_in(store)
    bring_in(store, TREE[:3], scheme=NEXT)
    changes = bring_in(store, TREE[:3], scheme=replace(NEXT, version="3"))
    assert (changes.gone, changes.unchanged) == (0, 3)
    with store.read() as work:
        assert work.concepts.get("metiers", "M1") == KeptConcept("metiers", TREE[4], "2")


def test_a_code_given_twice_is_refused_and_nothing_is_kept(store: Store) -> None:
    """Near each other or far apart, neither of the two wins silently."""
    many = [Concept(str(number), "competence", f"Savoir {number}") for number in range(BATCH + 9)]
    for stream in ([*many[:4], many[1]], [*many, many[3]]):
        with pytest.raises(InvalidRequest, match=r"concept\.twice"):
            bring_in(store, stream)
        with store.read() as work:
            assert work.concepts.scheme("metiers") is None
            assert list(work.concepts.all("metiers")) == []


@pytest.mark.parametrize("part", ["code", "kind", "language", "broader"])
def test_a_word_too_long_for_its_column_is_refused(store: Store, part: str) -> None:
    """In our words, before a database says it in its own."""
    long: dict[str, Any] = {part: "x" * 501}
    with pytest.raises(InvalidRequest, match=r"concept\.too_long"):
        bring_in(store, [replace(WOOD, **long)])


def test_a_key_too_long_is_refused(store: Store) -> None:
    """The key of a scheme is a short name."""
    with pytest.raises(InvalidRequest, match=r"concept\.too_long"):
        bring_in(store, scheme=replace(SCHEME, key="x" * 61))


def test_characters_that_no_database_keeps_are_taken_out(store: Store) -> None:
    """NUL and halves of pairs go, the rest of the text stays, and the same again is the same."""
    odd = Concept("1", "savoir", "Sci\0er \ud83d🪚", texts=("a\0b",), notes={"n": "\udc00é"})
    assert bring_in(store, [odd], ()).added == 1
    assert bring_in(store, [odd], ()).unchanged == 1
    with store.read() as work:
        kept = work.concepts.get("metiers", "1")
    assert kept is not None
    assert kept.concept == Concept("1", "savoir", "Scier 🪚", texts=("ab",), notes={"n": "é"})


def test_details_are_bounded(store: Store) -> None:
    """Thousands of changes are counted, the first thousand are told."""
    bring_in(store, TREE[:1], ())
    many = [Concept(f"n{number}", "savoir", f"Savoir {number}") for number in range(1_500)]
    changes = bring_in(store, [TREE[0], *many], ())
    assert (changes.added, len(changes.details)) == (1_500, DETAILS_LIMIT)


def test_an_import_holds_few_concepts_at_a_time(tmp_path: Path) -> None:
    """Of a long stream only a few batches are alive at any moment."""
    made, most = 0, 0
    ended: list[int] = []

    def stream() -> Iterator[Concept]:
        nonlocal made, most
        for made in range(1, 6 * BATCH + 1):
            concept = Concept(str(made), "savoir", f"Savoir {made}")
            weakref.finalize(concept, ended.append, made)
            most = max(most, made - len(ended))
            yield concept

    store = open_store(f"sqlite:///{tmp_path / 'few.sqlite3'}")
    assert bring_in(store, stream(), ()).added == 6 * BATCH
    assert BATCH <= most <= 3 * BATCH
    store.close()


def test_links_are_replaced(store: Store) -> None:
    """The strongest of two relations stays, what left goes, sources come essential first."""
    bring_in(store, links=(*LINKS, Link("M1", "optional", "100"), Link("M1", "optional", "101")))
    with store.read() as work:
        sources = work.concepts.sources("metiers", "100")
        assert sources == (("essential", TREE[4]), ("optional", TREE[5]))
        assert work.concepts.sources("metiers", "100", limit=1) == sources[:1]
        assert len(work.concepts.sources("metiers", "101")) == 1
    assert not bring_in(store, links=(Link("M2", "essential", "100"),)).any
    with store.read() as work:
        assert work.concepts.sources("metiers", "100") == (("essential", TREE[5]),)
        assert work.concepts.sources("metiers", "101") == ()


def test_links_of_other_schemes_stay(store: Store) -> None:
    """Importing one referential leaves the others alone."""
    bring_in(store)
    bring_in(store, TREE, (), scheme=replace(SCHEME, key="autres"))
    with store.read() as work:
        assert len(work.concepts.sources("metiers", "100")) == 2
        assert work.concepts.sources("autres", "100") == ()


def test_the_tree_is_told_upward_and_downward(store: Store) -> None:
    """Above: the nearest first. Below: by label, capitals and accents ignored."""
    bring_in(store)
    with store.read() as work:
        assert work.concepts.broader("metiers", "100") == (TREE[1], TREE[0])
        assert work.concepts.broader("metiers", "1") == ()
        assert work.concepts.broader("metiers", "999") == ()
        assert work.concepts.narrower("metiers", "10") == (TREE[3], WOOD)
        assert len(work.concepts.narrower("metiers", "10", limit=1)) == 1


def test_a_circle_ends_the_climb(store: Store) -> None:
    """A referential that turns in circles is told once around."""
    circle = (
        Concept("a", "savoir", "A", broader="b"),
        Concept("b", "savoir", "B", broader="c"),
        Concept("c", "savoir", "C", broader="a"),
        Concept("d", "savoir", "D", broader="d"),
    )
    bring_in(store, circle, ())
    with store.read() as work:
        assert work.concepts.broader("metiers", "a") == circle[1:3]
        assert work.concepts.broader("metiers", "d") == ()


def test_concepts_are_streamed_in_order(store: Store) -> None:
    """By code, character by character, on every database; of some kinds when asked."""
    bring_in(store, [*TREE, Concept("m1", "fiche", "Minuscule"), Concept("É", "fiche", "Accent")])
    with store.read() as work:
        codes = [concept.code for concept in work.concepts.all("metiers")]
        assert codes == ["1", "10", "100", "101", "M1", "M2", "m1", "É"]
        fiches = [concept.code for concept in work.concepts.all("metiers", ("fiche",))]
        assert fiches == ["M1", "M2", "m1", "É"]
        assert work.concepts.kinds("metiers") == (
            ("competence", 2),
            ("domaine", 1),
            ("fiche", 4),
            ("macro-competence", 1),
        )


def test_candidates_hold_the_words(store: Store) -> None:
    """In labels first, then in definitions and texts; a beginning stands for longer words."""
    bring_in(store)
    assert found(store, "boi") == ["100"]
    assert found(store, "menuis*") == ["M1", "100"]
    assert found(store, "raborer") == []
    assert found(store, "essenc") == ["100"]
    assert found(store, "fabr", "objet")[0] == "10"
    assert set(found(store, "fabr", "objet")) == {"10", "1"}
    assert found(store, "55") == ["M1"]


def test_candidates_can_be_chosen_and_ordered(store: Store) -> None:
    """By scheme and kind; some schemes first, some kinds last; no more than asked."""
    other = replace(SCHEME, key="autres")
    bring_in(store)
    bring_in(store, TREE, LINKS, scheme=other)
    with store.read() as work:
        query = ConceptQuery(
            (("menuis*",),), ("autres", "metiers"), first=("metiers",), last=("fiche",)
        )
        kept = [(item.scheme, item.concept.code) for item in work.concepts.candidates(query)]
    assert kept == [("metiers", "100"), ("metiers", "M1"), ("autres", "100"), ("autres", "M1")]
    assert found(store, "menuis*", schemes=("autres",), kinds=("fiche",)) == ["M1"]
    assert len(found(store, "menuis*", limit=3)) == 3
    assert found(store, "menuis*", kinds=("rien",)) == []


def test_a_change_of_words_reaches_the_index(store: Store) -> None:
    """The old words of a changed label find nothing more, the new ones do."""
    bring_in(store)
    bring_in(store, [replace(item, label="Coudre") if item is TREE[3] else item for item in TREE])
    assert found(store, "xylophon") == []
    assert found(store, "coudr", schemes=("metiers",)) == ["101"]


def test_the_vocabulary_counts(store: Store) -> None:
    """A word is known with its accents and how many concepts hold it; beginnings add up."""
    with store.read() as work:  # the referential of tiers-lieux is there already, with its words
        before = work.concepts.words({"menuis*"}).get("menuis*", KnownWord("menuiserie", 0))
    bring_in(store)
    with store.read() as work:
        known = work.concepts.words({"xylophon", "menuis*", "fabr", "zzz", "zzz*"})
    assert known["xylophon"] == KnownWord("xylophone", 1)
    assert known["menuis*"].entries == before.entries + 2
    assert known.keys() == {"xylophon", "menuis*", "fabr"}


def test_nothing_of_a_failed_import_stays(store: Store) -> None:
    """A stream that breaks half way leaves the old edition, its links and its index whole."""
    bring_in(store)

    def broken() -> Iterator[Concept]:
        yield replace(TREE[3], label="Coudre")
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011 - raised by the stream itself, without words
        bring_in(store, broken(), (), scheme=NEXT)
    assert not bring_in(store).any
    assert found(store, "xylophon") == ["101"]
    with store.read() as work:
        assert len(work.concepts.sources("metiers", "100")) == 2
