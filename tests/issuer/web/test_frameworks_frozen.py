"""Frozen versions of referentials, their history, and two referentials side by side."""

from collections.abc import Iterator

import pytest

from badges.frameworks import skos
from issuer.services.commons import referentials
from tests.issuer.web.commons import COPY, LIGHT, graph_of, open_commons, page_of
from tests.issuer.web.house import ONLINE, PAGE, House
from tests.issuer.web.test_frameworks import words_of


@pytest.fixture(scope="module")
def commons(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The house with its shelf: made once, since nothing here changes it."""
    with open_commons(tmp_path_factory.mktemp("frozen")) as made:
        yield made


def test_a_frozen_version_says_so_and_keeps_its_words(commons: House) -> None:
    """The old words stand at the address of the version, today's at the address without."""
    words = words_of(page_of(commons, f"/frameworks/{LIGHT}/v1.0.0"))
    assert "Version figée du 22 novembre 2026." in words
    assert "Faire du pain (avant)" in words
    assert "Voir la version d’aujourd’hui" in words
    one = words_of(page_of(commons, f"/frameworks/{LIGHT}/v1.0.0/pain"))
    assert "Faire du pain (avant)" in one
    assert "Texte figé de la version 1.0.0." in one
    assert "(avant)" not in words_of(page_of(commons, f"/frameworks/{LIGHT}/pain"))


@pytest.mark.parametrize(
    "path", [f"/frameworks/{LIGHT}/v1.0.0", f"/frameworks/{LIGHT}/v1.0.0/pain"]
)
def test_a_frozen_document_may_be_kept_for_ever(commons: House, path: str) -> None:
    """Graphs of a version never change: immutable, by negotiation and by suffix alike."""
    for accept, suffix in (("application/ld+json", "jsonld"), ("text/turtle", "ttl")):
        answer = commons.client().get(path, headers={"Accept": accept})
        alone = commons.client().get(f"{path}.{suffix}")
        assert alone.data == answer.data
        assert answer.headers["Content-Location"] == f"{path}.{suffix}"
        for kept in (answer, alone):
            assert "immutable" in kept.headers["Cache-Control"]
            assert "max-age=31536000" in kept.headers["Cache-Control"]


def test_a_frozen_graph_is_what_was_frozen(commons: House) -> None:
    """Read back, the document of a version is the framework that the records keep."""
    document = graph_of(commons, f"/frameworks/{LIGHT}/v1.0.0")
    kept = referentials.published(commons.office, LIGHT, "1.0.0")
    again = skos.read_jsonld(document)
    assert again.version == "1.0.0"
    assert [item.label for item in again.competencies] == [item.label for item in kept.competencies]
    assert document["@graph"][0]["id"] == f"{ONLINE}/frameworks/{LIGHT}"


def test_the_history_tells_what_each_version_changed(commons: House) -> None:
    """The latest first: which place, in which words, what came and what is no longer offered.

    The person who published is known to those who sign in, not to the world.
    """
    words = words_of(page_of(commons, f"/frameworks/{LIGHT}/versions"))
    assert "Nadia" not in words
    order = [
        "Version 1.1.0",
        "par Café de l’Écluse",
        "Ajoutées",
        "Travailler proprement",
        "Changées",
        "Préparer une soupe (avant)",
        "Cette compétence n’est plus proposée",
        "Version 1.0.0",
        "Première publication : 4 compétences.",
    ]
    places = [words.index(told) for told in order]
    assert places == sorted(places)


def test_two_referentials_stand_side_by_side(commons: House) -> None:
    """A copy shares everything with its source; a stranger shares nothing; both said in words."""
    words = words_of(page_of(commons, f"/frameworks/compare?a={LIGHT}&b={COPY}"))
    assert "Dans les deux 5 5" in words
    apart = words_of(page_of(commons, f"/frameworks/compare?a={LIGHT}&b=tiers-lieux"))
    assert "Dans les deux 0 0" in apart
    assert "Seulement dans « Référentiel des compétences de tiers-lieux »" in apart
    older = words_of(page_of(commons, f"/frameworks/compare?a={LIGHT}@1.0.0&b={LIGHT}"))
    assert "Seulement là 0 1" in older
    assert "Rien n’a changé." in words_of(
        page_of(commons, "/frameworks/compare?a=tiers-lieux&b=tiers-lieux")
    )


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("a=nothing&b=tiers-lieux", 404),
        ("a=tiers-lieux@&b=tiers-lieux", 400),
        ("a=tiers-lieux@9.9.9&b=tiers-lieux", 404),
        ("a=tiers-lieux@x'&b=tiers-lieux", 404),
        (f"a={'x' * 5000}&b=tiers-lieux", 404),
        ("a=tiers-lieux", 200),
        ("", 200),
    ],
)
def test_a_comparison_of_nothing_is_answered_in_words(
    commons: House, query: str, status: int
) -> None:
    """What cannot be compared is said; nothing chosen shows the form."""
    response = commons.client().get(f"/frameworks/compare?{query}", headers=PAGE)
    assert response.status_code == status
