"""The page of a badge of a network: who designed it, how long it took, and proofs kept private."""

from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from issuer.model import AchievementRequest, AwardRequest, CompetencyLevel, PlaceRequest
from issuer.model import ShownEvidence as Shown
from issuer.services import achievements, issuing, networks, people, places
from tests.issuer.web.house import ONLINE, PAGE, House, open_house

FILE = f"{ONLINE}/evidence/7eb9e1ef-094d-4e42-a3fc-37843d3ef822"


@pytest.fixture
def shared_house(tmp_path: Path) -> Iterator[House]:
    """A house with a network that the place of Fablab des Deux Rives belongs to."""
    with open_house(tmp_path) as house:
        owner = places.add(house.office, PlaceRequest(name="Réseau <b>du</b> Nord", slug="nord"))
        networks.add(house.office, people.operator("Awa"), owner.slug, "deux-rives")
        achievements.add(
            house.office,
            AchievementRequest(
                place=owner.slug,
                name="Tenir un atelier",
                description="Tenir un atelier ouvert.",
                criteria="Deux ateliers.",
                competencies=(CompetencyLevel("TL-FAB-02"),),
                slug="atelier",
            ),
        )
        yield house


def _page(house: House, *evidence: Shown) -> str:
    request = AwardRequest(
        "atelier", "Noé", place="deux-rives", hours="1,5", evidence=evidence, level="N2"
    )
    award = issuing.issue(house.office, request)
    page = house.client().get(f"/credentials/{award.id}", headers=PAGE)
    return unescape(page.get_data(as_text=True).replace("&lt;", "[lt]"))


def test_the_page_tells_who_designed_it_and_how_long_it_took(shared_house: House) -> None:
    """The place that awards comes first; the network and the duration are told in words."""
    html = _page(shared_house)
    who = html.index('href="/places/deux-rives"')
    assert who < html.index("Ce badge a été conçu par Réseau [lt]b>du[lt]/b> Nord.")
    assert "Durée de l’activité\u00a0: 1,5 h." in html
    assert "Preuves</dt>" not in html


def test_a_proof_that_is_shut_is_named_by_what_it_is(shared_house: House) -> None:
    """No address is shown of it, and the page says that the person keeps it."""
    html = _page(shared_house, Shown(url=FILE, genre="Photo"))
    assert "<p>Photo" in html
    assert FILE not in html.partition("</main>")[0]
    assert "la personne garde cette preuve pour elle" in html


def test_a_proof_elsewhere_is_no_door_of_ours(shared_house: House) -> None:
    """Another site's address is shown as it is, without a word on doors."""
    html = _page(shared_house, Shown(url="https://ailleurs.example/evidence/1"))
    assert ">https://ailleurs.example/evidence/1</a>" in html
    assert "garde cette preuve" not in html
