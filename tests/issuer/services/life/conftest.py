"""A town with a team: one person of each role, and one of another place."""

import pytest

from issuer.model import PlaceRequest
from issuer.services import people, places
from issuer.services.people import Contributor
from tests.issuer.services.life.crew import PLACE, Crew
from tests.issuer.world import Town


@pytest.fixture
def crew(village: Town) -> Crew:
    """The team of the fablab, whose laser badge exists, and a manager of the café."""
    village.laser()
    places.add(village.office, PlaceRequest(name="Café", slug="cafe"))
    found: dict[str, Contributor] = {}
    for role in ("facilitator", "author", "manager", "steward", "partner"):
        person = people.add(village.office, f"Une {role}", place=PLACE, role=role)
        found[role] = Contributor(person.name, person.id, PLACE)
    other = people.add(village.office, "Bruno", place="cafe", role="manager")
    found["elsewhere"] = Contributor(other.name, other.id, PLACE)
    found["nobody"] = Contributor("Personne")
    found["operator"] = people.operator("zoe")
    return Crew(village, found)
