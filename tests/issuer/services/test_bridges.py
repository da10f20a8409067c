"""A bridge is proposed by one, reviewed by two others, published; a new edition reopens it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from badges.documents import parse
from badges.model.concepts import Concept, Scheme
from issuer.errors import Conflict, InvalidRequest, NotAllowed, NotFound
from issuer.model import Bridge, BridgeStatus
from issuer.services import authoring, bridges, journal, people, referentials
from issuer.services.bridges import BridgeRequest
from tests.issuer.services.commons import BOSS, Commons, light, settle
from tests.issuer.world import Town

ROME = Scheme("rome", "ROME", "4.0 v60", "fr", published="2025-09-18")
SAWING = Concept("100001", "competence", "Scier du bois", uri=None)
PLANING = Concept("100002", "competence", "Raboter du bois")
SHEET = Concept("H2206", "fiche", "Réalisation de meubles", uri="https://example.org/H2206")


@pytest.fixture
def commons(village: Town) -> Commons:
    """Three places and their people, on SQLite."""
    return settle(village)


def bring_in(town: Town, concepts: Iterable[Concept], version: str = "4.0 v60") -> list[Bridge]:
    """Import an edition of ROME made of these items; the bridges that it touches."""
    scheme = replace(ROME, version=version)
    with town.office.store.write() as work:
        work.concepts.replace(scheme, iter(concepts), (), imported=town.clock.now())
        return list(bridges.reopen_touched(town.office, work, scheme, actor="root"))


def _ask(framework: str, **changes: Any) -> BridgeRequest:
    members = {
        "competency": "scier-1", "relation": "closeMatch", "scheme": "ROME", "code": "100001",
        "label": "Scier du bois", "kind": "competence", "version": "4.0 v60",
    }  # fmt: skip
    return BridgeRequest(framework, **(members | changes))


def _proposed(commons: Commons, who: str = "facilitator atelier", **changes: Any) -> Bridge:
    slug = "bois-et-outils"
    if slug not in {
        card.slug for card in referentials.cards(commons.town.office, drafts=True)
    }:
        light(commons.town)
    return bridges.propose(commons.town.office, _ask(slug, **changes), by=commons[who]).bridge


def _status(commons: Commons, bridge: Bridge) -> BridgeStatus:
    return bridges.get(commons.town.office, bridge.id).bridge.status


@pytest.mark.requirement("CASE-03")
def test_from_a_proposal_to_a_signed_badge(town: Town) -> None:
    """Two others agree, an author of the place publishes; the next badge names the official item."""
    commons = settle(town)
    office = town.office
    bridge = _proposed(commons)
    authoring.publish(office, bridge.framework, by=BOSS)
    assert _status(commons, bridge) == "proposed"
    bridges.review(office, bridge.id, "agree", by=commons["author atelier"])
    assert _status(commons, bridge) == "proposed"
    bridges.review(office, bridge.id, "agree", by=commons["author cafe"], comment="Tout à fait.")
    assert _status(commons, bridge) == "reviewed"
    framework = referentials.published(office, bridge.framework)
    assert framework.find("scier-1").matches[0].status == "reviewed"
    bridges.publish(office, bridge.id, by=commons["author atelier"])
    framework = referentials.published(office, bridge.framework)
    assert framework.find("scier-1").matches[0].status == "published"
    badge = _badge(town, framework.find("scier-1").notation)
    assert [item["targetCode"] for item in badge["alignment"]][1:] == ["100001"]
    shown = bridges.get(office, bridge.id)
    assert [(item.reviewer_name, item.place) for item in shown.agreed] == [
        ("author atelier", "atelier"), ("author cafe", "cafe"),
    ]  # fmt: skip


def _badge(town: Town, notation: str) -> dict[str, Any]:
    from issuer.model import AchievementRequest, AwardRequest, CompetencyLevel
    from issuer.services import achievements, issuing

    definition = achievements.add(
        town.office,
        AchievementRequest("atelier", "Scier", "S.", "C.", (CompetencyLevel(notation),)),
    )
    award = issuing.issue(town.office, AwardRequest(definition.slug, "Camille"))
    found: dict[str, Any] = parse(award.json)["credentialSubject"]["achievement"]
    return found
