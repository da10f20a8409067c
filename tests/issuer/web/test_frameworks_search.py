"""The big search box, and the pages of official items."""

import re
from collections.abc import Iterator

import pytest

from badges.frameworks.official_items import concept_jsonld
from badges.jsonld import require_nothing_lost
from badges.model.concepts import Concept
from issuer.services.official import items as official
from tests.issuer.web.commons import LIGHT, ROME, graph_of, open_commons, page_of
from tests.issuer.web.house import ONLINE, PAGE, House, open_house
from tests.issuer.web.test_frameworks import words_of

SEARCH = "/frameworks/search"


@pytest.fixture(scope="module")
def commons(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The house with its shelf: made once, since nothing here changes it."""
    with open_commons(tmp_path_factory.mktemp("search")) as made:
        yield made


def hits(html: str) -> list[str]:
    """The addresses of the answers, in their order."""
    return re.findall(r'<li class="hit"><h3><a href="([^"]+)"', html)


def test_an_answer_explains_itself(commons: House) -> None:
    """Name, sentence or definition, edition, kind, code, what is above it, and why it is there."""
    html = page_of(commons, f"{SEARCH}?q=laser")
    assert "/frameworks/tiers-lieux/fabrication-numerique" in hits(html)
    assert "/frameworks/rome/499406" in hits(html)
    words = words_of(html)
    for told in (
        "Je fabrique un objet avec une machine numérique.",
        "ROME 4.0 v61 (15/06/2026) savoir · 499406",
        "Machines et logiciels.",
        "Dans : Fabriquer, réparer, cuisiner",
        "Présente dans les référentiels officiels.",
    ):
        assert told in words
    assert "search.why" not in html


def test_answers_can_be_kept_to_one_referential_and_one_kind(commons: House) -> None:
    """The form is plain GET: the choice stays chosen, and what was left out is left out."""
    html = page_of(commons, f"{SEARCH}?q=laser&in=rome&kind=savoir")
    assert hits(html) == ["/frameworks/rome/499406"]
    assert '<option value="rome" selected>' in html
    assert '<option value="savoir" selected>' in html
    assert hits(page_of(commons, f"{SEARCH}?q=pain&in={LIGHT}")) == [f"/frameworks/{LIGHT}/pain"]


def test_a_word_put_right_is_said(commons: House) -> None:
    """A letter too many is forgiven, and the page says what was understood."""
    words = words_of(page_of(commons, f"{SEARCH}?q=lazer"))
    assert "Nous avons compris : « laser »." in words


def test_answers_of_ours_alone_are_told_as_such(commons: House) -> None:
    """When no official text here holds the words, the page says so without denying the rest."""
    ours = words_of(page_of(commons, f"{SEARCH}?q=pain"))
    assert "Aucun texte officiel d’ici ne contient vos mots." in ours
    both = words_of(page_of(commons, f"{SEARCH}?q=laser"))
    assert "Aucun texte officiel" not in both
    assert "Aucun texte officiel" not in words_of(page_of(commons, f"{SEARCH}?q=pain&in={LIGHT}"))


def test_nothing_official_is_an_answer(commons: House) -> None:
    """Where it was searched, what comes near in our own words, and how to propose the skill."""
    html = page_of(commons, f"{SEARCH}?q=zwxkqj")
    words = words_of(html)
    assert "Rien d’officiel ne dit cela" in words
    assert "Ce n’est pas une erreur" in words
    assert "Cherché dans :" in words
    assert "ROME 4.0 v61" in words
    assert 'href="/workshop/proposals/new?label=zwxkqj"' in html
    assert hits(html) == []


def test_without_official_referentials_the_page_does_not_speak_for_them(
    commons: House, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Where nothing official is imported, nothing is claimed of what is official."""
    with open_house(tmp_path_factory.mktemp("bare")) as bare:
        words = words_of(page_of(bare, f"{SEARCH}?q=zwxkqj"))
        listed = words_of(page_of(bare, "/frameworks"))
        assert official.schemes(bare.office) == ()
    assert "Aucun référentiel officiel n’y est importé." in words
    assert "Rien d’officiel ne dit cela" not in words
    assert "Aucun référentiel officiel n’est importé ici." in listed
    assert [kept.scheme for kept in official.schemes(commons.office)] == [ROME]


def test_many_answers_come_in_bounded_pages(commons: House) -> None:
    """Twenty at a time, a way forward and back, an end; a strange page number is the first one."""
    first = page_of(commons, f"{SEARCH}?q=fabriquer")
    assert len(hits(first)) == 20
    assert 'rel="next"' in first
    assert 'rel="prev"' not in first
    second = page_of(commons, f"{SEARCH}?q=fabriquer&page=2")
    assert 'rel="prev"' in second
    assert not set(hits(first)) & set(hits(second))
    for strange in ("0", "-1", "x", "²", "99999999999"):
        assert hits(page_of(commons, f"{SEARCH}?q=fabriquer&page={strange}"))[:1] == hits(first)[:1]
    last = page_of(commons, f"{SEARCH}?q=fabriquer&page=999")
    assert hits(last)
    assert 'rel="next"' not in last


@pytest.mark.parametrize(
    "query",
    [
        "",
        "q=",
        "q=%00",
        "q=%22%27*(",
        "q=" + "a" * 9000,
        "q=pain&in=nothing",
        "q=pain&kind=nothing",
    ],
)
def test_any_question_is_answered_with_a_page(commons: House, query: str) -> None:
    """No question of any length or sign breaks the search."""
    response = commons.client().get(f"{SEARCH}?{query}", headers=PAGE)
    assert response.status_code == 200
    assert response.mimetype == "text/html"


def test_what_people_typed_is_shown_and_never_run(commons: House) -> None:
    """A question is quoted as it is, escaped."""
    html = page_of(commons, f"{SEARCH}?q=<b>zwxkqj</b>")
    assert "&lt;b&gt;zwxkqj" in html
    assert "<b>zwxkqj" not in html


def test_an_official_item_tells_what_stands_around_it(commons: House) -> None:
    """Kind, edition, what is above and below, who asks for it, who of us cites it, and the note."""
    html = page_of(commons, "/frameworks/rome/300469")
    words = words_of(html)
    for told in (
        "ROME 4.0 v61 (15/06/2026)",
        "Élément officiel de ROME : compétence.",
        "Animer un groupe avec des outils d’intelligence collective",
        "Elle n’en est qu’une partie. Lien à relire.",
        "Les métiers qui la demandent",
        "Fablab Manager au cœur du métier",
        "Licence Ouverte",
    ):
        assert told in words
    assert 'href="/frameworks/rome/6A"' in html
    assert 'href="/frameworks/rome/300469"' in page_of(commons, "/frameworks/rome/6A")


def test_a_publisher_with_a_page_of_its_own_is_linked(commons: House) -> None:
    """France Travail has a page for an occupation, and none for a skill."""
    page = page_of(commons, "/frameworks/rome/M1305")
    assert "https://candidat.francetravail.fr/metierscope/fiche-metier/M1305" in page
    assert "Lire la page de" not in page_of(commons, "/frameworks/rome/300469")


def test_a_code_that_is_gone_keeps_its_page(commons: House) -> None:
    """The page says that it was withdrawn, and from which edition."""
    words = words_of(page_of(commons, "/frameworks/rome/514808"))
    assert "Ce code a été retiré" in words
    assert "L’édition 4.0 v61 (15/06/2026) ne l’a plus." in words


def test_a_cited_item_has_a_page_without_any_import(commons: House) -> None:
    """What a badge may name is answered, whether its referential was imported here or not."""
    words = words_of(page_of(commons, "/frameworks/esco/60c78287-22eb-4103-9c8c-28deaa460da0"))
    assert "ESCO" in words
    assert "Coopérer" in words
    assert "Lire la page de ESCO" in words


def test_a_code_may_hold_any_sign(commons: House) -> None:
    """A bar in a code is part of the code."""
    words = words_of(page_of(commons, "/frameworks/rome/1.2%2F3"))
    assert "Un code avec une barre" in words
    assert commons.client().get("/frameworks/rome/1.2%2F4", headers=PAGE).status_code == 404


def test_an_official_item_is_a_concept_for_programs(commons: House) -> None:
    """Label, code, what is above it, edition and credit, under the address that bridges name."""
    graph = graph_of(commons, "/frameworks/rome/300469")
    require_nothing_lost(graph)
    assert graph["id"] == f"{ONLINE}/frameworks/rome/300469"
    assert (graph["type"], graph["notation"]) == ("Concept", "300469")
    assert graph["prefLabel"] == {"fr": "Préparer et animer une réunion"}
    assert graph["broader"] == f"{ONLINE}/frameworks/rome/6A"
    assert graph["versionInfo"] == graph["inScheme"]["versionInfo"] == ROME.version
    assert graph["inScheme"]["id"] == f"{ONLINE}/frameworks/rome"
    assert graph["inScheme"]["licence"] == ROME.licence
    assert graph["inScheme"]["attributions"][0]["description"] == {"fr": ROME.attribution}
    assert "deprecated" not in graph
    assert graph_of(commons, "/frameworks/rome/499406")["definition"] == {
        "fr": "Machines et logiciels."
    }


def test_a_concept_that_is_gone_or_only_cited_says_what_is_known(commons: House) -> None:
    """A code that the edition lost is deprecated; what only bridges name has its publisher's id."""
    gone = graph_of(commons, "/frameworks/rome/514808")
    assert gone["deprecated"] is True
    cited = graph_of(commons, "/frameworks/esco/60c78287-22eb-4103-9c8c-28deaa460da0")
    assert cited["id"].startswith("http://data.europa.eu/esco/skill/")
    assert cited["inScheme"]["title"] == {"fr": "ESCO"}
    for graph in (gone, cited):
        require_nothing_lost(graph)
        assert graph["prefLabel"]["fr"]


@pytest.mark.parametrize("code", ["300469", "M1305", "1.2%2F3"])
def test_an_item_has_one_address_for_people_and_programs(commons: House, code: str) -> None:
    """Vary, Content-Location, Link, ETag and CORS, as the competencies of ours have them."""
    client, path = commons.client(), f"/frameworks/rome/{code}"
    answer = client.get(path, headers={"Accept": "application/ld+json"})
    assert answer.mimetype == "application/ld+json"
    assert "Accept" in answer.headers["Vary"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    alone = client.get(answer.headers["Content-Location"])
    assert (alone.status_code, alone.mimetype) == (200, "application/ld+json")
    assert alone.data == answer.data
    etag = {"If-None-Match": answer.headers["ETag"], "Accept": "application/ld+json"}
    assert client.get(path, headers=etag).status_code == 304
    seen = client.get(path, headers=PAGE)
    assert seen.mimetype == "text/html"
    assert "Accept" in seen.headers["Vary"]
    (link,) = seen.headers.getlist("Link")
    assert link.startswith(f"<{answer.headers['Content-Location']}>")
    assert client.get(path, headers={"Accept": "text/turtle"}).status_code == 406


@pytest.mark.parametrize("code", ["nothing", "No.such/Thing", "a%0Ab"])
def test_what_is_not_known_has_no_document(commons: House, code: str) -> None:
    """Neither at its address nor at that of the file."""
    for suffix in ("", ".jsonld", ".ttl"):
        answer = commons.client().get(
            f"/frameworks/rome/{code}{suffix}", headers={"Accept": "application/ld+json"}
        )
        assert answer.status_code == 404


def test_an_item_with_every_member_loses_none() -> None:
    """Synonyms and texts, several or one, in a language that is told badly: all reach the graph."""
    item = Concept(
        "é/1",
        "skill",
        "Coudre",
        language="not a language",
        other_labels=("Piquer", "Piquer", "Assembler"),
        definition="Assembler des tissus.",
        texts=("Un texte.",),
    )
    graph = concept_jsonld(ROME, item, ONLINE, broader=Concept("A b", "group", "Textile"))
    require_nothing_lost(graph)
    assert graph["id"] == f"{ONLINE}/frameworks/rome/%C3%A9%2F1"
    assert graph["broader"] == f"{ONLINE}/frameworks/rome/A%20b"
    assert graph["altLabel"] == {"und": ["Piquer", "Assembler"]}
    assert graph["note"] == {"und": "Un texte."}
