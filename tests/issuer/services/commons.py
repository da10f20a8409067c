"""What the tests of the commons share: three places, their people, and a light framework."""

from dataclasses import dataclass

from issuer.model import PlaceRequest
from issuer.services import authoring, people, places
from issuer.services.authoring import CompetencyRequest, DomainRequest, FrameworkRequest
from issuer.services.people import Contributor
from tests.issuer.world import Town

BOSS = people.operator("root")


@dataclass
class Commons:
    """Three places with a steward, an author and a facilitator each, in a town."""

    town: Town

    def __getitem__(self, name: str) -> Contributor:
        """Somebody, speaking for their place."""
        return people.contributor(self.town.office, name, None, operator=False)


def settle(town: Town) -> Commons:
    """Settle three places: `atelier`, `cafe`, `jardin`, with people called after them."""
    for place in ("Atelier", "Café", "Jardin"):
        slug = places.add(town.office, PlaceRequest(place)).slug
        for role in ("steward", "author", "facilitator"):
            people.add(town.office, f"{role} {slug}", place=slug, role=role)
    return Commons(town)


def light(town: Town, *, place: str = "atelier", count: int = 5) -> str:
    """A framework of one domain and `count` competencies, not published; its slug."""
    request = FrameworkRequest({"fr": "Bois et outils"}, place, domains=(BOIS,))
    slug = authoring.create(town.office, request, by=BOSS).framework.slug
    for number in range(1, count + 1):
        authoring.add_competency(town.office, slug, asked(f"Scier {number}"), by=BOSS)
    return slug


BOIS = DomainRequest({"fr": "Bois"})


def asked(label: str, statement: str = "Je scie droit.", domain: str = "BOI") -> CompetencyRequest:
    """A light competency: a label and a plain statement."""
    return CompetencyRequest({"fr": label}, {"fr": statement}, domain)
