"""Making a badge: found, chosen, looked at, published; every step is kept."""

import re
from urllib.parse import urlencode

import pytest

from issuer.model import AwardRequest, CompetencyLevel
from issuer.services import achievements, issuing
from tests.issuer.web.workshop.studio import Browser, Studio, hidden, publish, said

NEW = "/workshop/fablab/badges/new"
WORDS = {"name": "Laser", "description": "Découper.", "criteria": "- Une pièce"}
CHOSEN = {"chosen": "TL-FAB-02", "level-TL-FAB-02": "N3", **WORDS}


def begun(browser: Browser, path: str = NEW, **changes: str) -> str:
    """A draft of the laser badge, begun with these changes; the value is its address."""
    answer = browser.post(path, {**CHOSEN, **changes, "do": "look"})
    assert answer.status_code == 303, said(answer)
    return str(answer.headers["Location"]).removesuffix("/look")


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
    """Name, description and criteria come from the competency, in fields, and are kept."""
    page = awa.page(f"{NEW}?add=TL-FAB-02")
    assert "- Prépare le fichier, la matière et les réglages, puis fait un essai" in page
    awa.get(NEW)
    draft = begun(awa)
    back = said(awa.get(f"{draft}/words"))
    assert 'value="Laser"' in back
    assert 'value="N3" checked' in back


def test_what_readers_will_see_is_shown_and_nothing_is_published(
    studio: Studio, awa: Browser
) -> None:
    """Picture, sentence, level by its word, criteria as they read, official cousins."""
    awa.get(NEW)
    draft = begun(awa)
    look = said(awa.get(f"{draft}/look"))
    assert "Je fabrique un objet avec une machine numérique." in look
    assert "<strong>Autonome</strong>" in look
    assert "<li>Une pièce</li>" in look
    assert "Aucun lien officiel publié" in look
    assert f"{draft}/picture.svg" in look
    assert achievements.list_all(studio.office) == ()


def test_the_last_button_publishes_and_the_badge_can_be_awarded(
    studio: Studio, awa: Browser
) -> None:
    """The definition has its place, competency and level; an award carries the alignment."""
    awa.get(NEW)
    draft = begun(awa)
    made = awa.post(f"{draft}/publish")
    assert made.headers["Location"] == "/workshop/fablab/badges?published=laser"
    listed = said(awa.get(made.headers["Location"]))
    assert "« Laser » est publié" in listed
    assert "/workshop/fablab/awards/new?badge=laser" in listed
    definition = achievements.get(studio.office, "laser")
    assert definition.place == "fablab"
    assert definition.competencies == (CompetencyLevel("TL-FAB-02", "N3"),)
    award = issuing.issue(studio.office, AwardRequest(achievement="laser", name="Camille"))
    assert b"TL-FAB-02" in award.json


def test_publishing_twice_publishes_once(studio: Studio, awa: Browser) -> None:
    """A button pressed twice leads to the list, where the badge is."""
    awa.get(NEW)
    draft = begun(awa)
    awa.post(f"{draft}/publish")
    assert awa.post(f"{draft}/publish").headers["Location"] == "/workshop/fablab/badges"
    assert len(achievements.list_all(studio.office)) == 1


def test_from_the_search_to_published_in_five_gestures(awa: Browser) -> None:
    """Type, search, add, see, publish: what is proposed comes filled in."""
    found = awa.page(f"{NEW}?q=découpe+laser")
    assert 'name="add" value="TL-FAB-02"' in found
    words = awa.get(f"{NEW}?q=découpe+laser&add=TL-FAB-02")
    area = r'<textarea id="(\w+)"[^>]*>\n(.*?)</textarea>'
    proposed = dict(re.findall(area, said(words), re.DOTALL))
    name = re.search(r'name="name" type="text" value="([^"]+)"', said(words))
    assert name is not None
    sent = {**hidden(words), **proposed, "name": name.group(1), "do": "look"}
    look = awa.post(NEW, sent).headers["Location"]
    published = awa.post(look.replace("/look", "/publish"))
    assert "?published=" in published.headers["Location"]


def test_several_competencies_each_with_its_level(studio: Studio, awa: Browser) -> None:
    """A second one is searched with the words kept; one can be taken away again."""
    awa.get(NEW)
    more = awa.post(NEW, {**CHOSEN, "do": "competency"}).headers["Location"]
    assert more.endswith("/competency")
    assert 'value="TL-ACC-01"' in said(awa.get(f"{more}?q=accueil"))
    assert awa.post(more, {"add": "TL-ACC-01"}).status_code == 303
    draft = more.removesuffix("/competency")
    words = said(awa.get(f"{draft}/words"))
    assert 'value="Laser"' in words
    levels = {"level-TL-FAB-02": "N3", "level-TL-ACC-01": "N1"}
    assert awa.post(f"{draft}/words", {**WORDS, **levels}).status_code == 303
    assert awa.post(f"{draft}/publish").status_code == 303
    assert achievements.get(studio.office, "laser").competencies == (
        CompetencyLevel("TL-FAB-02", "N3"),
        CompetencyLevel("TL-ACC-01", "N1"),
    )


def test_taking_the_last_competency_away_is_told_at_the_end(studio: Studio, awa: Browser) -> None:
    """Without one there is no button to publish, and a way to choose one."""
    awa.get(NEW)
    draft = begun(awa)
    awa.post(f"{draft}/competency", {"remove": "TL-FAB-02"})
    look = said(awa.get(f"{draft}/look"))
    assert "Publier ce badge" not in look
    assert f'href="{draft}/competency"' in look
    assert awa.post(f"{draft}/publish").status_code == 400
    assert "d'abord" in said(awa.get(f"{draft}/picture"))
    assert achievements.list_all(studio.office) == ()


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
    """The page of the words again, with everything typed, and nothing published."""
    awa.get(NEW)
    draft = begun(awa)
    for path in (NEW, f"{draft}/words"):
        answer = awa.post(path, {**CHOSEN, **change, "do": "look"})
        assert answer.status_code == 400
        assert field in said(answer)
        assert 'value="N3" checked' in said(answer)
    assert achievements.list_all(studio.office) == ()


def test_a_name_that_is_taken_is_mended_in_its_field(studio: Studio, awa: Browser) -> None:
    """Two badges of one place with one name would be mixed up."""
    awa.get(NEW)
    awa.post(f"{begun(awa)}/publish")
    second = begun(awa, criteria="Autre chose")
    answer = awa.post(f"{second}/publish")
    assert answer.status_code == 409
    assert "Un badge porte déjà ce nom." in said(answer)
    assert f'href="{second}/words"' in said(answer)
    assert achievements.get(studio.office, "laser").criteria == "- Une pièce"


@pytest.mark.parametrize(
    "chosen", ["", "NOPE", "TL-FAB-02 NOPE", "%00", "../x", "TL-FAB-02 " * 50, "<script>"]
)
def test_a_competency_of_nobody_is_left_out(awa: Browser, chosen: str) -> None:
    """By the address or by the form: a page, with what is known."""
    shown = awa.get(f"{NEW}?{urlencode({'chosen': chosen, 'add': chosen})}")
    assert shown.status_code == 200
    for do in ("look", "picture", "words", "other"):
        answer = awa.post(NEW, {**WORDS, "chosen": chosen, "do": do, "name": ""})
        assert answer.status_code in (200, 400)
        assert "<script>" not in answer.get_data(as_text=True)


def test_a_level_of_nobody_is_no_level(awa: Browser) -> None:
    """A forged level leaves the badge without one."""
    awa.get(NEW)
    draft = begun(awa, **{"level-TL-FAB-02": "N9"})
    assert "Niveau visé" not in said(awa.get(f"{draft}/look"))


def test_badges_of_another_place_are_closed(studio: Studio, awa: Browser) -> None:
    """Every page and button, for a place of others, for none, for a role that does not write."""
    awa.get(NEW)
    draft = begun(awa).rpartition("/")[2]
    steps = ("competency", "words", "picture", "options", "languages", "look", "picture.svg")
    for place in ("ecluse", "nowhere", "x" * 150):
        path = f"/workshop/{place}/badges"
        for page in ("", "/new", "/library", *(f"/{draft}/{step}" for step in steps)):
            assert awa.get(path + page).status_code == 404, page
        for button in ("/new", "/library", *(f"/{draft}/{step}" for step in steps[:5])):
            assert awa.post(path + button, CHOSEN).status_code == 404, button
        for button in ("publish", "drop", "archive", "reopen"):
            assert awa.post(f"{path}/{draft}/{button}").status_code == 404, button
    chloe = studio.of("Chloé")
    assert chloe.get(NEW).status_code == 403
    assert chloe.get(f"/workshop/fablab/badges/{draft}/look").status_code == 403
    assert chloe.get("/workshop/fablab/badges").status_code == 200
    assert studio.of("Emma").get("/workshop/fablab/badges").status_code == 403
    assert achievements.list_all(studio.office) == ()


def test_a_draft_of_another_place_is_not_there(studio: Studio, awa: Browser) -> None:
    """Under one's own place, the draft of others answers as if it did not exist."""
    awa.get(NEW)
    draft = begun(awa).rpartition("/")[2]
    bruno = studio.of("Bruno")
    for step in ("words", "look", "picture.svg"):
        assert bruno.get(f"/workshop/ecluse/badges/{draft}/{step}").status_code == 404
    assert bruno.post(f"/workshop/ecluse/badges/{draft}/drop").status_code == 404
    assert bruno.post(f"/workshop/ecluse/badges/{draft}/words", WORDS).status_code == 404
    assert awa.get(f"/workshop/fablab/badges/{draft}/look").status_code == 200


def test_the_picture_is_the_one_that_the_badge_will_have(studio: Studio, awa: Browser) -> None:
    """The same words give the same drawing before and after."""
    awa.get(NEW)
    draft = begun(awa)
    before = awa.get(f"{draft}/picture.svg")
    assert before.mimetype == "image/svg+xml"
    assert before.headers["Cache-Control"] == "no-store"
    awa.post(f"{draft}/publish")
    after = studio.browser().get("/achievements/laser.svg")
    assert before.data == after.data
