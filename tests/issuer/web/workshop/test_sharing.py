"""What a place says of itself, and whether its badges can be shown."""

import pytest

from issuer.model import AchievementRequest, AwardRequest, CompetencyLevel
from issuer.services import achievements, issuing, places
from tests.issuer.web.workshop.studio import Browser, Studio, said

PROFILE = "/workshop/ecluse/profile"
SHARING = "/workshop/ecluse/sharing"


@pytest.fixture
def bruno(studio: Studio) -> Browser:
    """The manager of the café."""
    return studio.of("Bruno")


def _award(studio: Studio) -> None:
    request = AchievementRequest(
        place="ecluse",
        name="Accueil & écoute",
        slug="accueil",
        description="Tenir l'accueil.",
        criteria="Dix permanences.",
        competencies=(CompetencyLevel("TL-ACC-01", "N2"),),
    )
    achievements.add(studio.office, request)
    issuing.issue(studio.office, AwardRequest(achievement="accueil", name="Zoé Martin"))


def test_a_manager_describes_the_place(studio: Studio, bruno: Browser) -> None:
    """Every field is kept and shown again; a whole LinkedIn address is read as its number."""
    target = bruno.send(
        PROFILE,
        {
            "place_name": "Café de l'Écluse",
            "place_description": "Un café au bord de l'eau.",
            "place_url": "https://ecluse.example/",
            "place_email": "bonjour@ecluse.example",
            "place_linkedin_id": "https://www.linkedin.com/company/7654321/admin/",
            "place_time_zone": "Indian/Reunion",
            "place_language": "fr",
        },
    )
    assert target == f"{PROFILE}?told=saved"
    place = places.get(studio.office, "ecluse")
    assert (place.name, place.linkedin_id) == ("Café de l'Écluse", "7654321")
    assert (place.time_zone, place.email) == ("Indian/Reunion", "bonjour@ecluse.example")
    page = said(bruno.get(target))
    assert "C'est enregistré." in page
    assert '<option value="Indian/Reunion" selected>La Réunion</option>' in page
    assert 'href="https://www.linkedin.com/company/7654321/"' in page


def test_another_zone_can_be_typed(studio: Studio, bruno: Browser) -> None:
    """It is then among those to choose; one that is none is told, and nothing is kept."""
    fields = {"place_name": "Café", "place_time_zone": "Europe/Paris", "place_language": "fr"}
    bruno.send(PROFILE, {**fields, "place_other_zone": "Europe/Brussels"})
    assert places.get(studio.office, "ecluse").time_zone == "Europe/Brussels"
    assert '<option value="Europe/Brussels" selected>' in said(bruno.get(PROFILE))
    wrong = bruno.post(
        PROFILE, {**bruno.hidden(PROFILE), **fields, "place_other_zone": "Mars/Olympus"}
    )
    assert wrong.status_code == 400
    assert "Mars/Olympus" in said(wrong)
    assert places.get(studio.office, "ecluse").time_zone == "Europe/Brussels"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("place_name", ""),
        ("place_url", "javascript:alert(1)"),
        ("place_email", "nulle part"),
        ("place_linkedin_id", "notre page"),
        ("place_time_zone", "Mars/Olympus"),
        ("place_language", "tlh"),
    ],
)
def test_what_is_wrong_is_told_and_kept_on_the_page(
    studio: Studio, bruno: Browser, field: str, typed: str
) -> None:
    """The page comes back with what was typed; the place stays as it was."""
    before = places.get(studio.office, "ecluse")
    right = {"place_name": "Autre", "place_time_zone": "Europe/Paris", "place_language": "fr"}
    answer = bruno.post(PROFILE, {**bruno.hidden(PROFILE), **right, field: typed})
    assert answer.status_code == 400
    assert 'role="alert"' in said(answer)
    assert f'id="{field}-wrong"' in said(answer)
    assert places.get(studio.office, "ecluse") == before


def test_an_odd_number_is_kept_with_a_warning(studio: Studio, bruno: Browser) -> None:
    """LinkedIn may change its numbers: the person looks for themselves."""
    fields = {"place_name": "Café", "place_time_zone": "Europe/Paris", "place_language": "fr"}
    bruno.send(PROFILE, {**fields, "place_linkedin_id": "12"})
    assert places.get(studio.office, "ecluse").linkedin_id == "12"
    page = said(bruno.get(PROFILE))
    assert "12 n'a pas de 6 à 9 chiffres" in page
    assert "12 n'a pas de 6 à 9 chiffres" in said(bruno.get(SHARING))


def test_two_people_do_not_undo_each_other(studio: Studio, bruno: Browser) -> None:
    """Who saves second sees both texts before choosing."""
    marked = bruno.hidden(PROFILE)
    places.edit(studio.office, "ecluse", name="Café du Canal")
    answer = bruno.post(
        PROFILE,
        {**marked, "place_name": "Café", "place_time_zone": "Europe/Paris", "place_language": "fr"},
    )
    assert answer.status_code == 409
    assert "Café du Canal" in said(answer)
    assert places.get(studio.office, "ecluse").name == "Café du Canal"


def test_only_who_runs_the_place_comes_in(studio: Studio) -> None:
    """A facilitator runs nothing; a place of others is not there."""
    chloe = studio.of("Chloé")
    for page in ("profile", "sharing"):
        assert chloe.get(f"/workshop/fablab/{page}").status_code == 403
        assert chloe.get(f"/workshop/ecluse/{page}").status_code == 404


def test_the_home_of_the_place_leads_there(bruno: Browser) -> None:
    """Both doors stand among the rare ones, for whoever may open them."""
    page = said(bruno.get("/workshop/ecluse"))
    assert f'href="{PROFILE}"' in page
    assert f'href="{SHARING}"' in page


def test_the_test_looks_at_a_real_page(studio: Studio, bruno: Browser) -> None:
    """Page, tags, picture and robots.txt of this very site, each with its outcome."""
    assert "Aucun badge à montrer" in said(bruno.get(SHARING))
    _award(studio)
    page = said(bruno.get(SHARING))
    assert "la page du badge s'ouvre du premier coup" in page
    assert "la page est la même pour les robots et pour les gens" in page
    assert "robots.txt laisse entrer LinkedIn" in page
    assert "https://www.linkedin.com/post-inspector/inspect/https%3A%2F%2F" in page
    assert "Zoé" not in page
