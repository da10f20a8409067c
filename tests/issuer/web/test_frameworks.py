"""The pages of referentials: the list, the map, a competency, its cousins, what is on paper."""

import json
import re
from collections.abc import Iterator
from html import unescape

import pytest

from badges.frameworks import FORMATS, Format
from issuer.model import Review
from issuer.services import people
from issuer.services.commons import referentials
from tests.issuer.web.commons import COPY, LIGHT, LONG, graph_of, open_commons, page_of
from tests.issuer.web.house import ONLINE, PAGE, House

FAMOUS = "/frameworks/tiers-lieux/intelligence-collective"


@pytest.fixture(scope="module")
def commons(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The house with its shelf: made once, since nothing here changes it."""
    with open_commons(tmp_path_factory.mktemp("commons")) as made:
        yield made


def words_of(html: str) -> str:
    """The words of a page, without its elements, in one line."""
    body = html.partition("<body>")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split()).replace("\u202f", " ")


def test_the_list_tells_what_is_kept_here_and_what_was_imported(commons: House) -> None:
    """Title, keeper, size, version and source of ours; edition, date and credit of the official."""
    html = page_of(commons, "/frameworks")
    words = words_of(html)
    for told in (
        "40 compétences · version 1.0.0",
        "Tenu par Café de l’Écluse & Cie",
        "Repris de Référentiel « cuisine partagée » 1.1.0",
        "ROME 4.0 v61 (15/06/2026) 5 éléments",
        "Licence Ouverte",
        "Comparer deux référentiels",
    ):
        assert told in words
    assert 'action="/frameworks/search"' in html


def test_a_referential_is_a_map_of_families_and_a_list_of_sentences(commons: House) -> None:
    """Each family is an anchor, each competency a link in the map and a sentence in the list."""
    html = page_of(commons, "/frameworks/tiers-lieux")
    framework = referentials.default(commons.office)
    for domain in framework.domains:
        assert f'href="#{domain.slug}"' in html
        assert f'id="{domain.slug}"' in html
    for item in framework.competencies:
        assert html.count(f'href="/frameworks/tiers-lieux/{item.slug}"') == 2
    assert "Je fais ma part et je fais avec les autres." in html


@pytest.mark.parametrize(("slug", "count"), [(LIGHT, 5), ("long", LONG)])
def test_tiny_and_long_referentials_have_whole_pages(commons: House, slug: str, count: int) -> None:
    """Five competencies or three hundred: each is there, and the page is not heavy."""
    html = page_of(commons, f"/frameworks/{slug}")
    links = set(re.findall(rf'href="/frameworks/{slug}/([a-z0-9-]+)"', html))
    named = links - {"print", "wheel", "versions", "mappings"}
    assert len(named) == count
    assert len(html) < 90_000
    printed = page_of(commons, f"/frameworks/{slug}/print")
    in_use = count - (slug == LIGHT)
    assert printed.count('class="wall-said"') == in_use


def test_a_competency_is_read_from_the_plain_sentence_to_the_sources(commons: House) -> None:
    """Sentence, definition, signs, levels, badges, cousins, evidence: in that order."""
    words = words_of(page_of(commons, FAMOUS))
    order = [
        "J’anime un groupe : tout le monde participe et on décide ensemble.",
        "Préparer et conduire un temps de groupe",
        "À quoi on le voit",
        "Du premier pas à la transmission",
        "Badges qui la reconnaissent",
        "Café de l'Écluse & Cie",
        "Dans les référentiels officiels",
        "Plus large",
        "Voisin",
        "Ce que nous avons cherché, et où",
        "TL-COO-01",
    ]
    places = [words.index(told) for told in order]
    assert places == sorted(places)


def test_a_cousin_says_its_edition_its_state_and_what_became_of_its_code(commons: House) -> None:
    """A code that is gone and a label that changed are said where the bridge is shown."""
    words = words_of(page_of(commons, FAMOUS))
    assert "ROME 4.0 v60 (18/09/2025) · compétence 300469 à relire" in words
    assert "Son intitulé est maintenant : « Préparer et animer une réunion »" in words
    assert "Ce code n’existe plus dans l’édition 4.0 v61 (15/06/2026)." in words
    assert "proposé Pas encore relu" in words


def test_an_absence_is_told_with_its_date_its_terms_and_its_counts(commons: House) -> None:
    """A sentence first, then a table that adds up, then the editions and the limits."""
    html = page_of(commons, FAMOUS)
    absence = referentials.default(commons.office).find("TL-COO-01").absence
    assert absence is not None
    table = re.search(r'<table class="counts found">.*?</table>', html, re.DOTALL)
    assert table is not None
    rows = re.findall(r'<tr><th scope="row"[^>]*>([^<]+)</th><td>(\d+)</td>', table[0])
    told = [(unescape(term), int(count)) for term, count in rows]
    assert told == [
        (term.term + (" (en)" if term.language == "en" else ""), sum(term.hits.values()))
        for term in absence.terms
    ]
    nowhere = sum(not count for _, count in told)
    words = words_of(html)
    assert f"Le 22 novembre 2026, nous avons cherché {len(told)} expressions" in words
    assert f"{nowhere} ne se trouvent nulle part." in words
    assert "ROME 4.0, compétences et macro-compétences (libellés) · version 60" in words
    assert "Non cherchés" in words


def test_what_is_no_longer_offered_keeps_its_page_and_leads_on(commons: House) -> None:
    """A deprecated competency answers 200, says so, and names its successor."""
    html = page_of(commons, f"/frameworks/{LIGHT}/vaisselle")
    words = words_of(html)
    assert "Cette compétence n’est plus proposée" in words
    assert f'href="/frameworks/{LIGHT}/hygiene"' in html
    assert "Aucun badge d’ici ne la reconnaît encore." in words


def test_a_copy_names_its_source(commons: House) -> None:
    """What was taken from elsewhere says from where, on the whole and on each competency."""
    for path in (f"/frameworks/{COPY}", f"/frameworks/{COPY}/soupe"):
        assert f'href="{ONLINE}/frameworks/{LIGHT}' in page_of(commons, path)


def test_words_of_another_language_are_marked(commons: House) -> None:
    """In English, a French sentence without translation is read aloud in French."""
    html = page_of(commons, "/frameworks/tiers-lieux/cooperer", "en")
    assert 'lang="en"' in html
    assert "I do my share and I work with others." in html
    assert "Nearly the same" in html


@pytest.mark.parametrize("path", ["/frameworks/tiers-lieux", FAMOUS])
def test_search_engines_find_a_data_block_that_cannot_run(commons: House, path: str) -> None:
    """The block is valid JSON of schema.org, escaped, at the canonical address."""
    html = page_of(commons, path)
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    block = json.loads(found[1])
    assert block["@context"] == "https://schema.org"
    assert block["@id"] == ONLINE + path
    assert "<" not in found[1]


@pytest.mark.parametrize("known", FORMATS, ids=lambda known: known.suffix)
def test_each_format_is_a_download(commons: House, known: Format) -> None:
    """CSV, SSSOM, CASE and both graphs: right type, for everyone, kept by caches."""
    suffix, media_type = known.suffix, known.media_type.partition(";")[0]
    client = commons.client()
    response = client.get(f"/frameworks/{LIGHT}{suffix}")
    assert (response.status_code, response.mimetype) == (200, media_type)
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    etag = response.headers["ETag"]
    again = client.get(f"/frameworks/{LIGHT}{suffix}", headers={"If-None-Match": etag})
    assert again.status_code == 304
    head = client.head(f"/frameworks/{LIGHT}{suffix}")
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["ETag"] == etag


def test_one_address_answers_people_and_programs(commons: House) -> None:
    """Vary, Content-Location and Link say how; a format that we lack is refused."""
    client = commons.client()
    for path in (f"/frameworks/{LIGHT}", f"/frameworks/{LIGHT}/pain"):
        for accept, suffix in (("text/turtle", "ttl"), ("application/ld+json", "jsonld")):
            answer = client.get(path, headers={"Accept": accept})
            assert "Accept" in answer.headers["Vary"]
            assert answer.headers["Content-Location"] == f"{path}.{suffix}"
            assert client.get(f"{path}.{suffix}").data == answer.data
        page = client.get(path, headers=PAGE)
        assert "Accept" in page.headers["Vary"]
        assert all('rel="alternate"' in link for link in page.headers.getlist("Link"))
        assert client.get(path, headers={"Accept": "image/png"}).status_code == 406
    assert (
        graph_of(commons, f"/frameworks/{LIGHT}/pain")["id"] == f"{ONLINE}/frameworks/{LIGHT}/pain"
    )


def test_the_wheel_has_a_page_and_a_drawing_for_each_sheet(commons: House) -> None:
    """Every drawing that the page shows is there, and asks nobody for anything."""
    html = page_of(commons, "/frameworks/tiers-lieux/wheel")
    drawings = [unescape(found) for found in re.findall(r'<img src="([^"]+)"', html)]
    assert len(drawings) == 7
    for address in drawings:
        response = commons.client().get(address)
        assert (response.status_code, response.mimetype) == (200, "image/svg+xml")
        assert "sandbox" in response.headers["Content-Security-Policy"]
    for wrong in ("?domain=nothing", "?part=2", "?part=zero", "?domain=fab&part=2"):
        gone = commons.client().get(f"/frameworks/tiers-lieux/wheel.svg{wrong}")
        assert gone.status_code == 404


def test_the_bridges_are_listed_by_state_and_as_a_table(commons: House) -> None:
    """People read them by how far they are, programs get SSSOM at the address beside."""
    words = words_of(page_of(commons, f"/frameworks/{LIGHT}/mappings"))
    assert "Proposés, à relire" in words
    assert "Personne n’a encore relu ces liens." in words
    table = commons.client().get(f"/frameworks/{LIGHT}/mappings.sssom.tsv")
    assert table.mimetype == "text/tab-separated-values"
    assert "préparer des soupes" in table.get_data(as_text=True)


def test_reviewers_are_named_with_the_number_of_their_reviews(commons: House) -> None:
    """Who agreed or refused, from which place, and on how many bridges."""
    office = commons.office
    nadia = people.add(office, "Nadia Roux", place="ecluse", role="steward")
    with office.store.write() as work:
        for bridge in work.bridges.of("long")[:2]:
            work.bridges.add_review(
                Review(bridge.id, 1, nadia.id, nadia.name, "ecluse", "agree", bridge.created)
            )
    words = words_of(page_of(commons, "/frameworks/long/mappings"))
    assert "Nadia Roux, Café de l'Écluse & Cie · 2 liens relus" in words


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("/frameworks/tiers-lieux/cooperer-ensemble", "/frameworks/tiers-lieux/cooperer"),
        ("/frameworks/nothing", "/frameworks/search?q=nothing"),
        (f"/frameworks/{LIGHT}/v9.0.0", "/frameworks"),
        ("/frameworks/rome/nothing", "/frameworks/search?q=nothing"),
    ],
)
def test_an_address_that_leads_nowhere_says_where_to_go(
    commons: House, path: str, near: str
) -> None:
    """A sentence of ours and ways out, for people; a problem for programs."""
    response = commons.client().get(path, headers=PAGE)
    assert response.status_code == 404
    assert f'href="{near}"' in response.get_data(as_text=True)
    problem = commons.client().get(path, headers={"Accept": "application/json"})
    assert problem.status_code == 404
    assert json.loads(problem.data)["detail"] != json.loads(problem.data)["code"]
