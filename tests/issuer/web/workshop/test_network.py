"""The network of a place: who adds, who leaves, what the members may award."""

from issuer.services import achievements, networks
from tests.issuer.web.workshop.studio import Browser, Studio, said
from tests.issuer.web.workshop.test_badges import NEW, begun

OURS = "/workshop/ecluse/network"


def test_a_steward_adds_a_place_and_takes_it_away(studio: Studio) -> None:
    """The place is chosen from a list; the page says what was done."""
    denis = studio.of("Denis")
    assert '<option value="fablab">' in said(denis.get(OURS))
    added = denis.post(OURS, {"place": "fablab"})
    assert added.headers["Location"] == f"{OURS}?told=added"
    assert "Fablab rural" in said(denis.get(f"{OURS}?told=added"))
    assert [place.slug for place in networks.members(studio.office, "ecluse")] == ["fablab"]
    denis.post(OURS, {"remove": "fablab"})
    assert networks.members(studio.office, "ecluse") == ()


def test_a_manager_sees_but_does_not_add(studio: Studio) -> None:
    """Only the steward of the network says who is in it."""
    bruno = studio.of("Bruno")
    assert 'name="place"' not in said(bruno.get(OURS))
    assert bruno.post(OURS, {"place": "fablab"}).status_code == 403
    assert networks.members(studio.office, "ecluse") == ()


def test_the_network_of_others_is_closed(studio: Studio, awa: Browser) -> None:
    """A place of others is not there; an author runs nothing; a place that is none is told."""
    assert awa.get(OURS).status_code == 404
    assert awa.get("/workshop/fablab/network").status_code == 403
    denis = studio.of("Denis")
    denis.get(OURS)
    assert denis.post(OURS, {"place": "nowhere"}).status_code == 404
    assert denis.post(OURS, {"place": "ecluse"}).status_code == 400
    assert denis.post(OURS, {"remove": "fablab"}).status_code == 404


def test_badges_of_the_network_are_among_those_of_its_members(studio: Studio) -> None:
    """A member sees them in its list and in its library."""
    denis = studio.of("Denis")
    denis.get(OURS)
    denis.post(OURS, {"place": "fablab"})
    draft = begun(denis, path="/workshop/ecluse/badges/new")
    denis.post(f"{draft}/publish")
    assert [item.slug for item in achievements.awardable(studio.office, "fablab")] == ["laser"]
    awa = studio.of("Awa")
    assert "Badge du réseau Café de l'Écluse & Cie" in said(awa.get("/workshop/fablab/badges"))
    assert 'name="achievement" value="laser"' in said(awa.get("/workshop/fablab/badges/library"))
    awa.get(NEW)
    copied = awa.post("/workshop/fablab/badges/library", {"achievement": "laser"})
    assert copied.status_code == 303
