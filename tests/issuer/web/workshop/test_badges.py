"""Making a badge: found, chosen, looked at, created; nothing kept before the last button."""

from urllib.parse import urlencode

import pytest

from issuer.model import AwardRequest, CompetencyLevel
from issuer.services import achievements, issuing
from tests.issuer.web.workshop.studio import Browser, Studio, hidden, publish, said

NEW = "/workshop/fablab/badges/new"
WORDS = {"name": "Laser", "description": "Découper.", "criteria": "- Une pièce"}
CHOSEN = {"chosen": "TL-FAB-02", "level-TL-FAB-02": "N3", **WORDS}


def test_the_search_proposes_and_one_press_adds(awa: Browser) -> None:
    """A result tells its sentence; the page after has four levels by their words."""
    page = awa.page(f"{NEW}?q=découpe+laser")
    assert "Je fabrique un objet avec une machine numérique." in page
    assert 'name="add" value="TL-FAB-02"' in page
    words = awa.page(f"{NEW}?q=découpe+laser&add=TL-FAB-02")
    for text in ("Découvre", "Pratique", "Autonome", "Transmet", "Sans niveau"):
        assert text in words
    assert 'name="chosen" value="TL-FAB-02"' in words


def test_the_words_are_proposed_and_can_be_changed(awa: Browser) -> None:
    """Name, description and criteria come from the competency, in fields."""
    page = awa.page(f"{NEW}?add=TL-FAB-02")
    assert "- Prépare le fichier, la matière et les réglages, puis fait un essai" in page
    awa.get(NEW)
    look = awa.post(NEW, {**CHOSEN, "do": "look"})
    assert "Laser" in said(look)
    back = awa.post(NEW, {**hidden(look), "do": "edit"})
    assert 'value="Laser"' in said(back)
    assert 'value="N3" checked' in said(back)


def test_what_readers_will_see_is_shown_and_nothing_is_kept(studio: Studio, awa: Browser) -> None:
    """Picture, sentence, level by its word, criteria as they read, official cousins."""
    before = achievements.list_all(studio.office)
    look = said(awa.post(NEW, {**CHOSEN, "do": "look"}))
    assert "Je fabrique un objet avec une machine numérique." in look
    assert "<strong>Autonome</strong>" in look
    assert "<li>Une pièce</li>" in look
    assert "Aucun lien officiel publié" in look
    assert "/workshop/fablab/badges/picture.svg?" in look
    assert achievements.list_all(studio.office) == before


def test_the_last_button_creates_and_the_badge_can_be_awarded(studio: Studio, awa: Browser) -> None:
    """The definition has its place, competency and level; an award carries the alignment."""
    awa.post(NEW, {**CHOSEN, "do": "look"})
    made = awa.post(NEW, {**CHOSEN, "do": "create"})
    assert made.headers["Location"] == "/achievements/laser"
    definition = achievements.get(studio.office, "laser")
    assert definition.place == "fablab"
    assert definition.competencies == (CompetencyLevel("TL-FAB-02", "N3"),)
    award = issuing.issue(studio.office, AwardRequest(achievement="laser", name="Camille"))
    assert b"TL-FAB-02" in award.json
    assert awa.post(NEW, {**CHOSEN, "do": "create"}).headers["Location"] == "/achievements/laser"


def test_several_competencies_each_with_its_level(studio: Studio, awa: Browser) -> None:
    """A second one is searched with the words kept; one can be taken away again."""
    more = awa.post(NEW, {**CHOSEN, "do": "more"})
    assert "Quelle compétence ?" in said(more)
    found = awa.post(NEW, {**hidden(more), "q": "accueil", "do": "search"})
    assert 'value="TL-ACC-01"' in said(found)
    both = awa.post(NEW, {**hidden(found), "q": "accueil", "add": "TL-ACC-01"})
    assert 'value="Laser"' in said(both)
    fields = {**hidden(both), **CHOSEN, "chosen": "TL-FAB-02 TL-ACC-01", "level-TL-ACC-01": "N1"}
    assert awa.post(NEW, {**fields, "do": "create"}).status_code == 303
    assert achievements.get(studio.office, "laser").competencies == (
        CompetencyLevel("TL-FAB-02", "N3"),
        CompetencyLevel("TL-ACC-01", "N1"),
    )
    fewer = awa.post(NEW, {**fields, "remove": "TL-FAB-02"})
    assert hidden(fewer)["chosen"] == "TL-ACC-01"
    none = awa.post(NEW, {**hidden(fewer), "remove": "TL-ACC-01"})
    assert "Quelle compétence ?" in said(none)


def test_of_two_that_say_the_same_the_place_finds_its_own(awa: Browser) -> None:
    """A fork and its source are one answer: ours, which says where it is from."""
    awa.send("/workshop/frameworks/tiers-lieux/fork", {"title": "Gestes du fablab"})
    publish(awa, "fablab-tiers-lieux")
    page = awa.page(f"{NEW}?q=découpe+laser")
    assert page.count('-FAB-02"') == 1
    assert '"TL-FAB-02"' not in page
    assert "Gestes du fablab" in page


def test_a_search_that_finds_nothing_offers_to_propose(awa: Browser) -> None:
    """The words that were sought go along; an empty search is the first page."""
    page = awa.page(f"{NEW}?q=xylophonie")
    assert "Aucune compétence trouvée" in page
    assert "/workshop/proposals/new?label=xylophonie" in page
    assert "Par exemple" in awa.page(f"{NEW}?q=")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "« Nom du badge »"),
        ({"name": "x" * 1_000}, "« Nom du badge »"),
        ({"name": "\u202ecifsal"}, "« Nom du badge »"),
        ({"description": " "}, "« Description »"),
        ({"criteria": "y" * 19_000}, "« Ce qu'il faut faire pour l'avoir »"),
    ],
)
def test_what_cannot_be_signed_is_told_beside_its_field(
    studio: Studio, awa: Browser, change: dict[str, str], field: str
) -> None:
    """The page of the words again, with everything typed, and nothing created."""
    for do in ("look", "create"):
        answer = awa.post(NEW, {**CHOSEN, **change, "do": do})
        assert answer.status_code == 400
        assert field in said(answer)
        assert 'value="N3" checked' in said(answer)
    assert achievements.list_all(studio.office) == ()


def test_a_name_that_is_taken_is_mended_in_its_field(studio: Studio, awa: Browser) -> None:
    """A definition never changes: another one needs another name."""
    assert awa.post(NEW, {**CHOSEN, "do": "create"}).status_code == 303
    answer = awa.post(NEW, {**CHOSEN, "criteria": "Autre chose", "do": "create"})
    assert answer.status_code == 409
    assert "Un badge porte déjà ce nom." in said(answer)
    assert achievements.get(studio.office, "laser").criteria == "- Une pièce"


@pytest.mark.parametrize(
    "chosen", ["", "NOPE", "TL-FAB-02 NOPE", "%00", "../x", "TL-FAB-02 " * 50, "<script>"]
)
def test_a_competency_of_nobody_is_left_out(awa: Browser, chosen: str) -> None:
    """By the address or by the form: a page, with what is known."""
    shown = awa.get(f"{NEW}?{urlencode({'chosen': chosen, 'add': chosen})}")
    assert shown.status_code == 200
    for do in ("look", "create", "search", "other"):
        answer = awa.post(NEW, {**WORDS, "chosen": chosen, "do": do, "name": ""})
        assert answer.status_code in (200, 400)
        assert "<script>" not in answer.get_data(as_text=True)


def test_a_level_of_nobody_is_no_level(awa: Browser) -> None:
    """A forged level leaves the badge without one."""
    look = said(awa.post(NEW, {**CHOSEN, "level-TL-FAB-02": "N9", "do": "look"}))
    assert "Niveau visé" not in look


def test_badges_of_another_place_are_closed(studio: Studio, awa: Browser) -> None:
    """The page, the form and the picture, for a place of others and for no place at all."""
    for place in ("ecluse", "nowhere", "x" * 150):
        path = f"/workshop/{place}/badges"
        assert awa.get(f"{path}/new").status_code == 403
        assert awa.post(f"{path}/new", {**CHOSEN, "do": "create"}).status_code == 403
        assert awa.get(f"{path}/picture.svg?chosen=TL-FAB-02").status_code == 403
    assert studio.of("Chloé").get(NEW).status_code == 403
    assert achievements.list_all(studio.office) == ()


def test_the_picture_is_the_one_that_the_badge_will_have(studio: Studio, awa: Browser) -> None:
    """The same words give the same drawing before and after; nothing is drawn from no words."""
    path = "/workshop/fablab/badges/picture.svg"
    query = urlencode({"chosen": "TL-FAB-02", "level-TL-FAB-02": "N3", "name": "Laser"})
    before = awa.get(f"{path}?{query}")
    assert before.mimetype == "image/svg+xml"
    assert before.headers["Cache-Control"] == "no-store"
    awa.post(NEW, {**CHOSEN, "do": "create"})
    after = studio.browser().get("/achievements/laser.svg")
    assert before.data == after.data
    assert awa.get(path).status_code == 400
    assert awa.get(f"{path}?chosen=TL-FAB-02&name={'x' * 5_000}").status_code in (200, 400)
