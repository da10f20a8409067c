"""Bridges as records, and the same as frameworks carry them."""

from collections.abc import Iterable
from uuid import UUID

from badges.model.framework import OfficialMatch
from issuer.model import Bridge
from issuer.ports import UnitOfWork


def readable(work: UnitOfWork, framework: str) -> dict[UUID, tuple[OfficialMatch, ...]]:
    """What `Framework.with_matches` wants: the bridges that people may read of a framework."""
    return by_competency(work.bridges.of(framework))


def by_competency(bridges: Iterable[Bridge]) -> dict[UUID, tuple[OfficialMatch, ...]]:
    """Bridges by the UUID of their competency; the refused ones are left out."""
    found: dict[UUID, tuple[OfficialMatch, ...]] = {}
    for bridge in bridges:
        if bridge.status != "refused":
            uuid = UUID(bridge.competency)
            found[uuid] = (*found.get(uuid, ()), match_of(bridge))
    return found


def match_of(bridge: Bridge) -> OfficialMatch:
    """A bridge as frameworks carry it."""
    return OfficialMatch(
        relation=bridge.relation,
        framework=bridge.scheme,
        kind=bridge.kind,
        code=bridge.code,
        label=bridge.label,
        uri=bridge.uri,
        version=bridge.version,
        status=bridge.status,
        justification=bridge.justification,
    )
