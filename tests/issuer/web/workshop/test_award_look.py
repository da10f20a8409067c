"""What the page before signing says beside the badge: whose it is, who decides, which letters."""

from dataclasses import replace

from issuer.services import achievements, networks
from issuer.services.batches import drafting
from issuer.services.people import operator
from tests.issuer.web.workshop.groups import NEW, begin
from tests.issuer.web.workshop.studio import Browser, Studio, said
from tests.issuer.world import LASER

OPERATOR = operator("tests")
REVIEWED = replace(LASER, name="Découpe à plusieurs", reviews_needed=2)


def test_a_badge_of_the_network_says_whose_it_is(studio: Studio, awa: Browser) -> None:
    """The network stands beside the place that signs, as it will in the badge."""
    networks.add(studio.office, OPERATOR, "ecluse", "fablab")
    slug = achievements.add(studio.office, replace(LASER, place="ecluse")).slug
    path = awa.send(f"{NEW}?badge={slug}", {"names": "Zoé Martin", "do": "look"})
    with studio.office.store.read() as work:
        network = work.places.get("ecluse")
    assert network is not None
    assert f"Ce badge a été conçu par {network.name}." in said(awa.get(path))


def test_a_badge_that_several_decide_on_is_said_to_be(studio: Studio, awa: Browser) -> None:
    """No button signs it: a poster is where the agreement of the others is gathered."""
    slug = achievements.add(studio.office, replace(REVIEWED, place="fablab")).slug
    path = awa.send(f"{NEW}?badge={slug}", {"names": "Zoé Martin", "do": "look"})
    page = said(awa.get(path))
    assert "Ce badge se décide à 2." in page
    assert 'value="confirm"' not in page
    assert 'href="/workshop/fablab/posters">Aller aux affiches' in page
    answer = awa.post(path, {"do": "confirm"})
    assert "Ce badge demande l'accord de 2 personnes." in said(answer)
    assert "Ce badge se décide à" not in said(awa.get(f"{begin(studio, awa)}/look"))


def test_a_line_to_mend_is_no_letter_yet(studio: Studio, awa: Browser) -> None:
    """An address that is none counts among the people to mend, not among the letters."""
    path = begin(studio, awa, "Karim Benali")
    table = "nom;courriel\nZoé Martin;zoe@example.org\nAli;non\n".encode()
    drafting.add_csv(studio.office, OPERATOR, path.rpartition("/")[2], table)
    page = said(awa.get(f"{path}/look"))
    assert "À corriger : 1." in page
    assert "Lettres qui partiront : 1. Cartes à remettre : 1." in page
