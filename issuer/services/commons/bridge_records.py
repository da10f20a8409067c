"""Bridges as they are kept: found, made, opened again, and laid out for a reviewer."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from badges.errors import FrameworkError
from badges.model.framework import Competency, Framework, OfficialMatch
from issuer.errors import Conflict, NotFound
from issuer.model import Bridge, FrameworkRecord, KeptConcept, Review
from issuer.ports import Office, UnitOfWork
from issuer.services.commons import drafts
from issuer.services.commons.bridge_targets import find_scheme
from issuer.services.finding import find_framework, is_plain
from issuer.services.journal import note
from issuer.services.people import Contributor

_SHOWN = 100


@dataclass(frozen=True)
class Examined:
    """A bridge with all that a reviewer looks at.

    `target` is the item in the imported referential, None when that was not imported.
    """

    bridge: Bridge
    framework: Framework
    competency: Competency | None
    reviews: tuple[Review, ...]
    target: KeptConcept | None

    @property
    def checked(self) -> bool:
        """Whether an imported referential has the item today."""
        return self.target is not None and self.target.gone_in is None

    @property
    def warnings(self) -> tuple[str, ...]:
        """The codes of what to think of before agreeing: nothing forbids it."""
        exact = ("bridge.exact",) if self.bridge.relation == "exactMatch" else ()
        return exact if self.checked else (*exact, "bridge.unchecked")

    @property
    def agreed(self) -> tuple[Review, ...]:
        """Those who agree in this round."""
        return agreeing(self.bridge, self.reviews)


def find_bridge(work: UnitOfWork, bridge_id: str) -> Bridge:
    """The bridge of that id.

    Raises:
        NotFound: no such bridge.
    """
    found = work.bridges.get(bridge_id) if is_plain(bridge_id) else None
    if found is None:
        raise NotFound("bridge.unknown", bridge=bridge_id[:_SHOWN])
    return found


def examine(office: Office, work: UnitOfWork, bridge: Bridge) -> Examined:
    """The bridge with all that a reviewer looks at."""
    framework = drafts.open_draft(office, work, find_framework(work, bridge.framework)).framework
    try:
        competency = framework.find(bridge.competency)
    except FrameworkError:
        competency = None
    reviews = work.bridges.reviews(bridge.id)
    return Examined(bridge, framework, competency, reviews, target_of(work, bridge))


def target_of(work: UnitOfWork, bridge: Bridge) -> KeptConcept | None:
    """The item of a bridge in the imported referential, or None when that was not imported."""
    scheme = find_scheme(work, bridge.scheme)
    return None if scheme is None else work.concepts.get(scheme.key, bridge.code)


def agreeing(bridge: Bridge, reviews: Iterable[Review]) -> tuple[Review, ...]:
    """Those who agree in the round that is open."""
    return tuple(item for item in reviews if item.round == bridge.round and item.verdict == "agree")


def lock(work: UnitOfWork, slug: str) -> FrameworkRecord:
    """The record of a framework that nobody else changes until this unit of work ends.

    Raises:
        NotFound: no such framework.
    """
    find_framework(work, slug)
    work.frameworks.lock(slug)
    return find_framework(work, slug)


def made(
    office: Office,
    record: FrameworkRecord,
    competency: Competency,
    match: OfficialMatch,
    by: Contributor,
) -> Bridge:
    """A new bridge, not kept yet."""
    now = office.clock.now()
    return Bridge(
        id=office.identifiers.uuid(),
        framework=record.slug,
        competency=str(competency.uuid),
        relation=match.relation,
        scheme=match.framework,
        kind=match.kind,
        code=match.code,
        label=match.label,
        version=match.version,
        justification=match.justification,
        author=by.name,
        author_place=by.place,
        created=now,
        changed=now,
        uri=match.uri,
    )


def keep(office: Office, work: UnitOfWork, known: Bridge | None, bridge: Bridge) -> Bridge:
    """Keep a new bridge, or a refused one again under its first identifier.

    Raises:
        Conflict: the competency is bridged to that item already.
    """
    if known is None:
        work.bridges.add(bridge)
        return bridge
    if known.status != "refused":
        raise Conflict("bridge.exists", scheme=known.scheme, item=known.code, status=known.status)
    again = replace(
        bridge,
        id=known.id,
        created=known.created,
        round=known.round + 1,
        changed=office.clock.now(),
    )
    work.bridges.replace(again)
    return again


def reopened(office: Office, bridge: Bridge, why: str) -> Bridge:
    """The bridge in a new round: earlier agreements are read, and count no longer."""
    return replace(
        bridge,
        status="reopened",
        round=bridge.round + 1,
        note=why,
        changed=office.clock.now(),
    )


def journal(
    office: Office,
    work: UnitOfWork,
    record: FrameworkRecord,
    bridge: Bridge,
    about: tuple[str, Contributor, str | None],
) -> None:
    """Write the line of what was done to a bridge."""
    action, by, reason = about
    note(office, work, by.name, action, place=record.place, subject=bridge.id, reason=reason)
