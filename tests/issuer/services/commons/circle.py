"""What the tests of the commons share: three places, their people, and a light framework."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from badges.model.concepts import Concept, Scheme
from issuer.model import Bridge, PlaceRequest
from issuer.services import people, places
from issuer.services.commons import authoring, bridges, referentials
from issuer.services.commons.authoring import CompetencyRequest, DomainRequest, FrameworkRequest
from issuer.services.commons.bridges import BridgeRequest
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


def light(town: Town, *, place: str = "atelier", count: int = 5, published: bool = False) -> str:
    """A framework of one domain and `count` competencies, not published unless asked; its slug."""
    request = FrameworkRequest({"fr": "Bois et outils"}, place, domains=(BOIS,))
    slug = authoring.create(town.office, request, by=BOSS).framework.slug
    for number in range(1, count + 1):
        authoring.add_competency(town.office, slug, asked(f"Scier {number}"), by=BOSS)
    if published:
        authoring.publish(town.office, slug, by=BOSS)
    return slug


BOIS = DomainRequest({"fr": "Bois"})


def asked(label: str, statement: str = "Je scie droit.", domain: str = "BOI") -> CompetencyRequest:
    """A light competency: a label and a plain statement."""
    return CompetencyRequest({"fr": label}, {"fr": statement}, domain)


ROME = Scheme("rome", "ROME", "4.0 v60", "fr", published="2025-09-18")
SAWING = Concept("100001", "competence", "Scier du bois")
PLANING = Concept("100002", "competence", "Raboter du bois")
SHEET = Concept("H2206", "fiche", "Réalisation de meubles en bois", uri="https://example.org/H2206")


def bring_in(town: Town, concepts: Iterable[Concept], version: str = "4.0 v60") -> list[Bridge]:
    """Import an edition of ROME made of these items; the bridges of places that it touches.

    Those of the shipped referential are reopened too: these items are none of theirs.
    """
    scheme = replace(ROME, version=version)
    with town.office.store.write() as work:
        work.concepts.replace(scheme, iter(concepts), (), imported=town.clock.now())
        touched = bridges.reopen_touched(town.office, work, scheme, actor="root")
    return [item for item in touched if item.framework != "tiers-lieux"]


def bridge_wish(**changes: Any) -> BridgeRequest:
    """A bridge from the first competency of the light framework to sawing in ROME."""
    members = {
        "framework": "bois-et-outils",
        "competency": "scier-1",
        "relation": "closeMatch",
        "scheme": "ROME",
        "code": "100001",
        "label": "Scier du bois",
        "kind": "competence",
        "version": "4.0 v60",
    }
    return BridgeRequest(**(members | changes))


def propose_bridge(commons: Commons, who: str = "facilitator atelier", **changes: Any) -> Bridge:
    """That bridge proposed by somebody, in the light framework, which is made when it is needed."""
    office = commons.town.office
    known = {card.slug for card in referentials.cards(office, drafts=True)}
    if "bois-et-outils" not in known:
        light(commons.town)
    return bridges.propose(office, bridge_wish(**changes), by=commons[who]).bridge
