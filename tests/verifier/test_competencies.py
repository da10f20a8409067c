"""The competencies of a badge: in plain words, with their official cousins and who names them."""

import io
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

import wsgi
from badges.documents import JsonObject, Secured
from badges.frameworks import load_tiers_lieux
from badges.frameworks.alignments import alignments
from badges.i18n import LANGUAGES, Translator
from badges.model.framework import Competency, MappingStatus
from tests.verifier.badges_to_read import Desk, Place, achievement, badge, with_subject
from verifier.report import State

ORIGIN = "https://badges.example.fr"
PAGE = {"Accept": "text/html"}
ABSENT, SHARED = "TL-COO-01", "TL-COO-02"
STRANGE = "https://ailleurs.example.org/skills/1"


def published(notation: str, *codes: str) -> Competency:
    """A competency of ours whose bridges to these items were published since, and no other."""
    item = load_tiers_lieux().find(notation)
    return replace(
        item,
        matches=tuple(
            replace(match, status="published") for match in item.matches if match.code in codes
        ),
    )


def signed(place: Place, *listed: JsonObject, **members: Any) -> Secured:
    """A badge of that place with these alignments."""
    told = achievement(alignment=list(listed), **members)
    return place.sign(with_subject(badge(place), achievement=told))


def claims(desk: Desk, place: Place, *listed: JsonObject, language: str = "fr") -> list[JsonObject]:
    """The competencies of the report on a badge with these alignments."""
    report = desk.read(signed(place, *listed))
    assert report.state is State.GENUINE
    found: list[JsonObject] = report.to_json(language)["summary"]["competencies"]
    return found


def of(item: Competency, language: str = "fr") -> tuple[JsonObject, ...]:
    """The alignments that a badge of ours has for a competency."""
    return alignments(item, load_tiers_lieux(), ORIGIN, language)


def foreign(**members: Any) -> JsonObject:
    """An alignment with an item of somebody else's framework."""
    return {
        "type": ["Alignment"],
        "targetType": "CFItem",
        "targetName": "Souder un cadre",
        "targetUrl": STRANGE,
        "targetCode": "AX-1",
        "targetDescription": "Assembler deux tubes sans défaut.",
        "targetFramework": "Référentiel d'ailleurs 2.1",
    } | members


@pytest.mark.requirement("CASE-02", "CASE-03")
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_badge_names_is_told_as_its_own(desk: Desk, place: Place, language: str) -> None:
    """Edition, relation and state are read from the signed alignment, in either language."""
    item = published(SHARED, "402302")
    (claim,) = claims(desk, place, *of(item, language))
    first, *others = claim["matches"]
    assert first["source"] == "badge"
    assert (first["framework"], first["edition"]) == ("ROME", item.matches[0].version)
    assert (first["relation"], first["state"]) == ("closeMatch", "published")
    assert first["name"] == "S'intégrer dans l'équipe et faire preuve de coopération"
    assert {found["source"] for found in others} == {"referential"}
    assert {found["state"] for found in others} == {"proposed"}
    assert "402302" not in [found["code"] for found in others]


@pytest.mark.parametrize("status", ["proposed", "reviewed", "reopened"])
def test_a_link_that_was_only_proposed_is_told_so(
    desk: Desk, place: Place, status: MappingStatus
) -> None:
    """Badges of the first months name proposed links: the page says what they were that day."""
    own, named = of(published(SHARED, "300465"))
    say = Translator("fr")
    told = say(
        "framework.alignment",
        relation=say("framework.relation.broadMatch"),
        status=say(f"framework.status.{status}"),
    )
    (claim,) = claims(desk, place, own, {**named, "targetDescription": told})
    first = claim["matches"][0]
    assert (first["relation"], first["state"], first["source"]) == ("broadMatch", status, "badge")


def test_what_the_referential_adds_is_told_as_such(desk: Desk, place: Place) -> None:
    """A badge that names no official item still shows our bridges, marked and never signed."""
    item = load_tiers_lieux().find(ABSENT)
    (claim,) = claims(desk, place, of(item)[0])
    assert len(claim["matches"]) == len(item.matches)
    assert {found["source"] for found in claim["matches"]} == {"referential"}
    assert [found["relation"] for found in claim["matches"]][:2] == ["broadMatch", "broadMatch"]
    assert {found["edition"] for found in claim["matches"]} == {m.version for m in item.matches}
    assert (claim["coverage"], claim["searched"]) == ("absent", "2026-11-22")


@pytest.mark.parametrize("notation", ["TL-ACC-01", "TL-COO-01", "TL-PIL-01"])
def test_an_absence_is_backed_by_its_search(desk: Desk, place: Place, notation: str) -> None:
    """Date, each term with its count, the corpora with their editions: as we carry them."""
    item = load_tiers_lieux().find(notation)
    assert item.absence is not None
    (claim,) = claims(desk, place, of(item)[0], language="en")
    evidence = claim["evidence_of_absence"]
    assert evidence["date"] == item.absence.date
    assert [found["term"] for found in evidence["terms"]] == [t.term for t in item.absence.terms]
    counts = {(found["term"], found["language"]): found["hits"] for found in evidence["terms"]}
    assert counts == {(t.term, t.language): sum(t.hits.values()) for t in item.absence.terms}
    assert {found["name"] for found in evidence["corpora"]} <= {
        corpus.name for corpus in load_tiers_lieux().corpora
    }
    assert all(found["version"] and found["entries"] for found in evidence["corpora"])
    assert evidence["limits"] == item.absence.limits.say("en")


def test_what_is_not_absent_or_not_ours_has_no_such_evidence(desk: Desk, place: Place) -> None:
    """A competency that officials have, and one of elsewhere: the member is there, and null."""
    found = claims(desk, place, of(load_tiers_lieux().find(SHARED))[0], foreign())
    assert [claim["evidence_of_absence"] for claim in found] == [None, None]


def test_the_nearest_cousins_come_first(desk: Desk, place: Place) -> None:
    """The badge's own, then the same, almost the same, broader; the others after."""
    item = load_tiers_lieux().find(SHARED)
    bridge = next(match for match in item.matches if match.relation == "broadMatch")
    (claim,) = claims(desk, place, *of(published(SHARED, bridge.code)))
    relations = [found["relation"] for found in claim["matches"]]
    assert claim["matches"][0]["source"] == "badge"
    assert relations[0] == "broadMatch"
    order = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
    assert relations[1:] == sorted(relations[1:], key=order.index)


def test_each_official_item_stays_with_its_competency(desk: Desk, place: Place) -> None:
    """Two competencies in a badge: an item is a cousin of the one that it was written for."""
    first, second = published(ABSENT, "300469"), published(SHARED, "402302", "300465")
    one, two = claims(desk, place, *of(first), *of(second))
    named = [
        {found["code"] for found in claim["matches"] if found["source"] == "badge"}
        for claim in (one, two)
    ]
    assert named == [{"300469"}, {"402302", "300465"}]


def test_an_item_out_of_place_goes_where_the_referential_has_it(desk: Desk, place: Place) -> None:
    """Order of the alignments is not all: a known bridge says whose cousin an item is."""
    first, second = published(ABSENT, "300469"), published(SHARED, "402302")
    (own_1, cousin_1), (own_2, cousin_2) = of(first), of(second)
    one, two = claims(desk, place, cousin_2, own_1, own_2, cousin_1)
    assert [claim["matches"][0]["code"] for claim in (one, two)] == ["300469", "402302"]
    assert {claim["matches"][0]["source"] for claim in (one, two)} == {"badge"}


def test_words_that_are_not_ours_are_repeated(desk: Desk, place: Place) -> None:
    """A relation told in somebody's own words is no relation of ours: the words are shown."""
    named = foreign(
        targetType="ext:ROME",
        targetCode="X1",
        targetDescription="C'est tout à fait pareil !",
        targetFramework="ROME",
    )
    (claim,) = claims(desk, place, of(load_tiers_lieux().find(SHARED))[0], named)
    first = claim["matches"][0]
    assert (first["relation"], first["state"], first["edition"]) == (None, None, None)
    assert first["description"] == "C'est tout à fait pareil !"


def test_a_competency_of_elsewhere_keeps_its_own_words(desk: Desk, place: Place) -> None:
    """Name, framework, description and address as written; its official items are its cousins."""
    cousin = foreign(
        targetType="ext:ESCOSkill",
        targetCode="e1",
        targetFramework="ESCO 1.2.1",
        targetName="souder",
    )
    (claim,) = claims(desk, place, foreign(), cousin)
    assert (claim["known"], claim["coverage"], claim["searched"]) == (False, None, None)
    assert claim["name"] == "Souder un cadre"
    assert claim["framework"] == "Référentiel d'ailleurs 2.1"
    assert claim["description"] == "Assembler deux tubes sans défaut."
    (found,) = claim["matches"]
    assert (found["framework"], found["edition"], found["source"]) == ("ESCO", "1.2.1", "badge")


def test_official_items_alone_are_what_the_badge_claims(desk: Desk, place: Place) -> None:
    """Without a competency before them, they are claims themselves and nobody's cousins."""
    found = claims(desk, place, foreign(targetType="ext:ROME"), foreign(targetType="ext:autre"))
    assert [claim["name"] for claim in found] == ["Souder un cadre"] * 2
    assert all(claim["matches"] == [] for claim in found)


def test_nothing_is_fetched_for_it(desk: Desk, place: Place) -> None:
    """No framework is asked about a badge: the address of an item is shown, not visited."""
    report = desk.read(signed(place, foreign(), *of(load_tiers_lieux().find(SHARED))))
    assert report.state is State.GENUINE
    assert not [url for url in desk.web.visits if "frameworks" in url or "ailleurs" in url]


@pytest.mark.parametrize(
    "members",
    [
        {"targetFramework": 3, "targetDescription": ["x"], "targetCode": {}, "targetName": None},
        {"targetType": ["ext:ROME"]},
        {"targetFramework": " ", "targetUrl": "javascript:alert(1)"},
        {"targetDescription": "x" * 50_000, "targetType": "CFItem"},
    ],
)
def test_members_of_any_shape_are_survived(
    desk: Desk, place: Place, members: dict[str, Any]
) -> None:
    """What a stranger writes in an alignment never breaks the reading, and stays short."""
    own = of(load_tiers_lieux().find(SHARED))[0]
    for listed in ([foreign(**members)], [own, foreign(targetType="ext:x") | members]):
        report = desk.read(signed(place, *listed))
        told = report.to_json("fr")["summary"]["competencies"]
        assert told
        assert all(len(claim["description"] or "") <= 1_000 for claim in told)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A verifier's door."""
    folder = tmp_path_factory.mktemp("door")
    app = wsgi.create_app({"BADGES_DATA_DIR": str(folder), "BADGES_DOORS": "verifier"})
    with app.test_client() as client:
        yield client


def page(client: FlaskClient, *listed: JsonObject, language: str = "fr") -> tuple[str, str]:
    """The page on a badge with these alignments: what is seen at once, and what is folded."""
    body = signed(Place.by_key(), *listed).body
    form = {"file": (io.BytesIO(body), "badge.json")}
    response = client.post(f"/verify?lang={language}", data=form, headers=PAGE)
    assert response.status_code == 200
    seen, _, folded = unescape(response.text).replace("\u00a0", " ").partition("<details>")
    return seen, folded


def test_the_page_says_it_in_plain_words(client: FlaskClient) -> None:
    """« J'anime… », no official match with the day of the search, two broader items at most."""
    seen, folded = page(client, *of(load_tiers_lieux().find(ABSENT)))
    assert "J’anime un groupe" in seen
    assert "Aucun référentiel officiel ne dit tout à fait cette compétence" in seen
    assert "22 novembre 2026" in seen
    assert seen.count("Plus large : le badge n’en couvre qu’une partie.") == 2
    assert seen.count("Lien proposé, pas encore relu.") == 2
    assert "ROME 4.0 v60" in seen
    assert "d’après le référentiel et non le badge" in seen
    assert "Voisin, mais autre." not in seen
    assert folded.count("Voisin, mais autre.") == 3


@pytest.mark.parametrize(
    ("language", "nowhere", "heading", "limits"),
    [
        ("fr", "nulle part", "Ce qui a été cherché, et où", "sans lecture du sens"),
        ("en", "nowhere", "What was searched, and where", "without reading for meaning"),
    ],
)
def test_the_page_folds_the_evidence_of_an_absence(
    client: FlaskClient, language: str, nowhere: str, heading: str, limits: str
) -> None:
    """One dated sentence in sight; terms, counts, corpora, editions and limits under the fold."""
    item = load_tiers_lieux().find(ABSENT)
    assert item.absence is not None
    seen, folded = page(client, *of(item), language=language)
    assert heading not in seen
    assert nowhere not in seen
    evidence = folded.partition(heading)[2]
    empty = [term for term in item.absence.terms if not sum(term.hits.values())]
    assert evidence.count(nowhere) == len(empty) > 0
    others = {term.language for term in item.absence.terms} - {language}
    assert all(f"</span> ({other})" in evidence for other in others)
    assert f"({language})" not in evidence
    for told in (*(term.term for term in item.absence.terms), limits):
        assert told.replace("’", "'") in evidence.replace("’", "'")
    used = {key for term in item.absence.terms for key in term.hits}
    for corpus in load_tiers_lieux().corpora:
        assert (f"{corpus.name}, {corpus.version}" in evidence) == (corpus.key in used)


def test_the_page_has_no_evidence_where_nothing_is_absent(client: FlaskClient) -> None:
    """A competency that officials have gets no such heading."""
    _, folded = page(client, *of(published(SHARED, "402302")))
    assert "Ce qui a été cherché" not in folded


@pytest.mark.parametrize("origin", [ORIGIN, "http://localhost:8080"])
def test_the_page_leads_to_our_competencies(client: FlaskClient, origin: str) -> None:
    """The address of a competency that we know is a link too, and it says to which site."""
    item = load_tiers_lieux().find(SHARED)
    (own, *_) = alignments(item, load_tiers_lieux(), origin)
    seen, _ = page(client, own)
    address = f"{origin}/frameworks/tiers-lieux/{item.slug}"
    assert f'<a href="{address}" rel="nofollow noopener noreferrer">Lire cette' in seen
    assert f"Lire cette compétence sur {origin.partition('//')[2]}</a>" in seen


def test_the_page_tells_the_badge_from_the_referential(client: FlaskClient) -> None:
    """What is signed comes first, under its own heading; the rest is the referential's."""
    seen, _ = page(client, *of(published(SHARED, "402302")))
    signed_part, _, other = seen.partition("d’après le référentiel et non le badge")
    assert "Mots officiels proches, écrits dans le badge" in signed_part
    assert "Lien relu et publié." in signed_part
    assert "Lien proposé, pas encore relu." not in signed_part
    assert "Lien proposé, pas encore relu." in other
    assert "Aucun référentiel officiel" not in seen


def test_the_page_speaks_english(client: FlaskClient) -> None:
    """The same facts in the other language."""
    seen, _ = page(client, *of(load_tiers_lieux().find(ABSENT)), language="en")
    assert "No official framework says quite this skill." in seen
    assert "Broader: the badge covers only a part of it." in seen


def test_the_page_shows_a_competency_of_elsewhere(client: FlaskClient) -> None:
    """Name, framework, words and link are the badge's; an address that is no web page is none."""
    seen, _ = page(client, foreign())
    for words in ("Souder un cadre", "Référentiel d’ailleurs 2.1", "Assembler deux tubes"):
        assert words in seen.replace("'", "’")
    assert f'<a href="{STRANGE}" rel="nofollow noopener noreferrer">' in seen
    other, _ = page(client, foreign(targetUrl="javascript:alert(1)", targetName="<b>x</b>"))
    assert "javascript:" not in other.partition('class="facts"')[2].partition("Qui le dit")[0]
