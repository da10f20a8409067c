"""The steps of a badge: picture, options, languages, library, versions, archive."""

import re

import pytest

from issuer.artwork import DrawnArtwork
from issuer.artwork.palette import DOMAINS, PAPER, contrast
from issuer.demo.ready_badges import READY_BADGES
from issuer.errors import InvalidRequest
from issuer.model import ArtworkSpec
from issuer.services import achievements
from issuer.services.achievements.defining import SHAPE_OF_KIND
from tests.issuer.web.workshop.studio import Browser, Studio, said
from tests.issuer.web.workshop.test_badges import NEW, begun

HOME = "/workshop/fablab/badges"


@pytest.fixture
def draft(awa: Browser) -> str:
    """The address of a draft of the laser badge."""
    awa.get(NEW)
    return begun(awa)


def test_each_step_is_kept_for_another_day(studio: Studio, awa: Browser, draft: str) -> None:
    """What one step said is there in another browser, and the list leads back to it."""
    awa.post(f"{draft}/options", {"validity": "24", "purpose": "suspension", "reviews": "2"})
    second = studio.browser()
    assert second.post(studio.link("Awa")).status_code == 303
    assert 'value="24"' in said(second.get(f"{draft}/options"))
    listed = said(second.get(HOME))
    assert f'href="{draft}/look"' in listed
    assert "Laser" in listed


def test_the_picture_follows_what_is_chosen(studio: Studio, awa: Browser, draft: str) -> None:
    """Kind, colour and drawing are pictures to choose from; the shape says the kind."""
    page = said(awa.get(f"{draft}/picture"))
    for value in ('value="Competency" checked', 'value="FAB" checked', 'value="tools" checked'):
        assert value in page
    chosen = {"type": "CommunityService", "colour": "PIL", "icon": "cup"}
    kept = awa.post(f"{draft}/picture", {**chosen, "do": "see"})
    assert kept.headers["Location"] == f"{draft}/picture"
    assert b"shield PIL cup" in awa.get(f"{draft}/picture.svg").data
    awa.post(f"{draft}/publish")
    made = achievements.get(studio.office, "laser")
    assert made.achievement_type == "CommunityService"
    assert (made.artwork.shape, made.artwork.colour, made.artwork.icon) == ("shield", "PIL", "cup")


def test_a_colour_that_we_do_not_have_is_told(awa: Browser, draft: str) -> None:
    """A forged choice comes back to the page of the picture."""
    answer = awa.post(f"{draft}/picture", {"icon": "ghost"})
    assert answer.status_code == 400
    assert "ghost" in said(answer)


@pytest.mark.parametrize("colour", sorted(DOMAINS))
def test_every_colour_of_a_badge_can_be_read(colour: str) -> None:
    """What is drawn on it has a contrast of 4.5 at least."""
    assert contrast(DOMAINS[colour], PAPER) >= 4.5


def test_options_are_published_with_the_badge(studio: Studio, awa: Browser, draft: str) -> None:
    """How long, suspended or cancelled, how many agreements, open to requests, keywords."""
    options = {
        "validity": "24",
        "purpose": "suspension",
        "reviews": "2",
        "open": "yes",
        "language": "fr",
        "tags": "laser, bois",
    }
    assert awa.post(f"{draft}/options", options).headers["Location"] == f"{draft}/look"
    assert "24 mois" in said(awa.get(f"{draft}/look"))
    awa.post(f"{draft}/publish")
    made = achievements.get(studio.office, "laser")
    assert (made.validity_months, made.status_purpose, made.reviews_needed) == (24, "suspension", 2)
    assert made.open_to_requests
    assert made.tags == ("laser", "bois")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"validity": "bientôt"}, "« Durée de validité »"),
        ({"validity": "0"}, "« Durée de validité »"),
        ({"validity": "9999"}, "« Durée de validité »"),
        ({"reviews": "12"}, "« Accords demandés »"),
    ],
)
def test_a_number_that_cannot_be_is_told_beside_its_field(
    awa: Browser, draft: str, change: dict[str, str], field: str
) -> None:
    """The page of options again, with what was typed."""
    answer = awa.post(f"{draft}/options", change)
    assert answer.status_code == 400
    assert field in said(answer)


@pytest.mark.requirement("DM-11")
def test_a_badge_in_two_languages(studio: Studio, awa: Browser, draft: str) -> None:
    """Written in a second language, its page and its JSON-LD speak it; the award speaks one."""
    assert "English" in said(awa.get(f"{draft}/languages"))
    words = {
        "name-en": "Laser cutting",
        "description-en": "Cut with a laser.",
        "criteria-en": "- A piece",
        "evidence-en": "A photo.",
        "in": "en",
    }
    assert awa.post(f"{draft}/languages", words).headers["Location"] == f"{draft}/look"
    awa.post(f"{draft}/publish")
    reader = studio.browser()
    assert "Laser cutting" in said(reader.get("/achievements/laser?lang=en"))
    ours = reader.get("/achievements/laser", headers={"Accept": "application/ld+json"}).get_json()
    assert ours["inLanguage"] == "fr"
    other = "https://badges.example.fr/achievements/laser?lang=en"
    assert ours["related"] == [
        {"id": other, "type": ["Related"], "inLanguage": "en", "version": "1"}
    ]
    theirs = reader.get(
        "/achievements/laser?lang=en", headers={"Accept": "application/ld+json"}
    ).get_json()
    assert (theirs["id"], theirs["inLanguage"], theirs["name"]) == (other, "en", "Laser cutting")
    assert theirs["related"][0]["id"] == "https://badges.example.fr/achievements/laser"
    assert theirs["criteria"]["narrative"] == "- A piece\n\n**Expected evidence**\n\nA photo."


def test_half_a_translation_is_told_beside_its_field(awa: Browser, draft: str) -> None:
    """Words are complete in a language, or not there."""
    answer = awa.post(f"{draft}/languages", {"in": "en", "name-en": "Laser cutting"})
    assert answer.status_code == 400
    assert 'id="description-en-wrong"' in said(answer)
    assert awa.post(f"{draft}/languages", {"in": "en", "name-en": ""}).status_code == 303


def test_an_edit_makes_a_new_version_with_a_picture_of_its_own(
    studio: Studio, awa: Browser, draft: str
) -> None:
    """The former version keeps its page and its picture; each says where the other is."""
    awa.post(f"{draft}/publish")
    edit = f"{HOME}/laser"
    assert awa.get(f"{edit}/edit").headers["Location"] == f"{edit}/words"
    assert "Publier" not in said(awa.get(f"{edit}/look"))
    awa.post(f"{edit}/picture", {"icon": "cup"})
    awa.post(f"{edit}/words", {"name": "Laser sûr", "criteria": "Deux pièces."})
    assert "Publier la version 2" in said(awa.get(f"{edit}/look"))
    assert achievements.get(studio.office, "laser").version == 1
    awa.post(f"{edit}/publish")
    made = achievements.get(studio.office, "laser")
    assert (made.version, made.name, made.slug) == (2, "Laser sûr", "laser")
    reader = studio.browser()
    assert b"round FAB tools" in reader.get("/achievements/laser.svg").data
    assert b"round FAB cup" in reader.get("/achievements/laser/v2/image.svg").data
    picture = reader.client.get("/achievements/laser/v2/image.png")
    assert picture.mimetype == "image/png"
    page = said(reader.get("/achievements/laser"))
    assert "Laser sûr" in page
    assert 'href="/achievements/laser/v1"' in page
    former = said(reader.get("/achievements/laser/v1"))
    assert "Vous lisez la version 1." in former
    for nothing in ("v3", "v0", "vx", "v-1", "v" + "9" * 50, "v²"):
        assert reader.get(f"/achievements/laser/{nothing}").status_code == 404
        assert reader.get(f"/achievements/laser/{nothing}/image.svg").status_code == 404


def test_archived_badges_keep_their_page(studio: Studio, awa: Browser, draft: str) -> None:
    """The page says so; it can be awarded again when the place wants."""
    awa.post(f"{draft}/publish")
    assert awa.post(f"{HOME}/laser/archive").headers["Location"] == f"{HOME}?told=archived"
    assert "Ce badge est archivé" in said(studio.browser().get("/achievements/laser"))
    assert "/achievements/laser" not in said(studio.browser().get("/places/fablab"))
    assert "Badges archivés : 1" in said(awa.get(HOME))
    assert achievements.awardable(studio.office, "fablab") == ()
    assert awa.post(f"{HOME}/laser/words", {"name": "Autre"}).status_code == 409
    awa.post(f"{HOME}/laser/reopen")
    assert len(achievements.awardable(studio.office, "fablab")) == 1


def test_a_draft_is_thrown_away(awa: Browser, draft: str) -> None:
    """It is gone from the list, and its pages with it; twice is once."""
    assert awa.post(f"{draft}/drop").headers["Location"] == f"{HOME}?told=dropped"
    assert awa.post(f"{draft}/drop").status_code == 303
    assert awa.get(f"{draft}/look").status_code == 404
    assert draft not in said(awa.get(HOME))


def test_ready_badges_are_two_gestures_from_published(studio: Studio, awa: Browser) -> None:
    """Each is chosen in the library, looked at and published, in French and in English."""
    library = said(awa.get(f"{HOME}/library"))
    for badge in READY_BADGES:
        assert f'name="ready" value="{badge.slug}"' in library
        look = awa.post(f"{HOME}/library", {"ready": badge.slug}).headers["Location"]
        # The studio draws four icons only: another one is chosen.
        awa.post(look.replace("/look", "/picture"), {"icon": "cup"})
        published = awa.post(look.replace("/look", "/publish"))
        assert "?published=" in published.headers["Location"], said(published)
    made = achievements.list_all(studio.office, "fablab")
    assert len(made) == len(READY_BADGES)
    assert all(set(item.translations) == {"en"} for item in made)
    assert all("**Preuves attendues**" in item.criteria for item in made)


def test_ready_badges_can_all_be_drawn() -> None:
    """Every icon of the library is one of ours, and every colour of it can be read."""
    for badge in READY_BADGES:
        domain = badge.competencies[0][0].split("-")[1]
        spec = ArtworkSpec(SHAPE_OF_KIND[badge.kind], domain, badge.icon, badge.fr.name)
        assert DrawnArtwork().badge_svg(spec).startswith(b"<svg")


def test_a_colour_that_cannot_be_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever adds a light colour to the palette is told when a badge is drawn with it."""
    monkeypatch.setitem(DOMAINS, "FAB", "#e8c170")
    with pytest.raises(InvalidRequest, match=r"artwork\.contrast"):
        DrawnArtwork().badge_svg(ArtworkSpec("round", "FAB", "tools", "Laser"))


def test_a_badge_of_another_place_of_mine_is_copied(studio: Studio, awa: Browser) -> None:
    """Not one of a place of others; a name that nobody bears is not found."""
    awa.get(NEW)
    awa.post(f"{begun(awa)}/publish")
    copied = awa.post(f"{HOME}/library", {"achievement": "laser"})
    assert re.fullmatch(rf"{HOME}/[0-9a-f-]{{36}}/look", copied.headers["Location"])
    bruno = studio.of("Bruno")
    bruno.get("/workshop/ecluse/badges/library")
    for sent in ({"achievement": "laser"}, {"ready": "nope"}, {}):
        assert bruno.post("/workshop/ecluse/badges/library", sent).status_code == 404
