"""Bridges from our competencies to official referentials: proposed, reviewed by two, published.

A bridge is reviewed when two people agree in the same round, neither of them its author, and at
least one of another place than the author's; when the author has no place, the two are of two
places. One refusal with its reason is enough to refuse. Everything said stays readable.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice

from badges.frameworks import sssom
from badges.model.framework import OfficialMatch
from issuer.errors import Conflict, InvalidRequest, NotFound
from issuer.model import BRIDGE_STATUSES, Bridge, BridgeStatus, FrameworkRecord
from issuer.ports import Office, UnitOfWork
from issuer.services import people
from issuer.services.commons import drafts, referentials, releasing
from issuer.services.commons.bridge_records import (
    Examined,
    examine,
    find_bridge,
    journal,
    keep,
    lock,
    made,
    reopened,
)
from issuer.services.commons.bridge_rows import RowsReport, import_rows
from issuer.services.commons.bridge_targets import clean_relation, clean_target
from issuer.services.commons.reopening import Reopening, reopen_touched, why_reopened
from issuer.services.commons.reviewing import review, still_to_review, suffices
from issuer.services.finding import find_framework, is_plain
from issuer.services.people import Contributor
from issuer.services.texts import REASON_LENGTH, clean_optional_text

__all__ = [
    "BridgeRequest",
    "Examined",
    "Reopening",
    "RowsReport",
    "export",
    "get",
    "import_rows",
    "of",
    "propose",
    "publish",
    "publish_reviewed",
    "queue",
    "reopen",
    "reopen_touched",
    "review",
    "suffices",
    "why_reopened",
]

_LISTED = 1_000
_SHOWN = 100
_OPEN: frozenset[BridgeStatus] = frozenset({"proposed", "reopened"})


@dataclass(frozen=True)
class BridgeRequest:
    """A bridge to propose; what the imported referential knows better is taken from it.

    `competency` is a notation, slug or UUID of the framework, working document included.
    """

    framework: str
    competency: str
    relation: str
    scheme: str
    code: str
    label: str = ""
    kind: str = ""
    version: str = ""
    uri: str | None = None
    justification: str = ""


def of(office: Office, slug: str) -> tuple[Bridge, ...]:
    """Every bridge of a framework, refused ones included, in the order of creation.

    Raises:
        NotFound: no such framework.
    """
    with office.store.read() as work:
        find_framework(work, slug)
        return work.bridges.of(slug)


def get(office: Office, bridge_id: str) -> Examined:
    """A bridge with its competency, its reviews and its target.

    Raises:
        NotFound: no such bridge.
    """
    with office.store.read() as work:
        return examine(office, work, find_bridge(work, bridge_id))


def queue(
    office: Office,
    *,
    framework: str | None = None,
    statuses: Iterable[str] = ("proposed", "reopened"),
    reader: Contributor | None = None,
    limit: int = 200,
) -> tuple[Bridge, ...]:
    """Bridges by status, the oldest change first; with `reader` those that they can still review.

    Raises:
        InvalidRequest: there is no such status.
    """
    wanted = tuple(_status(word) for word in statuses)
    if framework is not None and not is_plain(framework):
        return ()
    with office.store.read() as work:
        most = min(max(limit, 0), _LISTED)
        looked_at = most if reader is None else _LISTED
        found = work.bridges.list(framework=framework, statuses=wanted, limit=looked_at)
        waiting = found if reader is None else still_to_review(work, found, reader)
        return tuple(islice(waiting, most))


def propose(office: Office, request: BridgeRequest, *, by: Contributor) -> Examined:
    """Propose a bridge; one that was refused may be proposed again.

    Raises:
        InvalidRequest: a part is missing or not acceptable, or the item is not in its referential.
        NotFound: no such framework or competency.
        NotAllowed: the contributor proposes nothing here.
        Conflict: the competency is bridged to that item already (`bridge.exists`).
    """
    with office.store.write() as work:
        record = lock(work, request.framework)
        people.require(work, by, "bridge.propose", record.place)
        framework = drafts.texts_for(office, work, record, by)
        competency = drafts.find_competency(framework, request.competency)
        target = clean_target(work, _match(request))
        known = work.bridges.find(
            record.slug, str(competency.uuid), target.match.framework, target.match.code
        )
        bridge = keep(office, work, known, made(office, record, competency, target.match, by))
        releasing.touch(work, record)
        journal(office, work, record, bridge, ("bridge.propose", by, None))
        return examine(office, work, bridge)


def publish(office: Office, bridge_id: str, *, by: Contributor) -> Examined:
    """Let a reviewed bridge enter badges, if its relation allows it, from the next award on.

    Raises:
        NotFound: no such bridge.
        NotAllowed: the contributor publishes for other places.
        Conflict: it is not reviewed (`bridge.not_reviewed`).
    """
    with office.store.write() as work:
        record = lock(work, find_bridge(work, bridge_id).framework)
        bridge = find_bridge(work, bridge_id)
        people.require(work, by, "bridge.publish", record.place)
        if bridge.status != "reviewed":
            raise Conflict("bridge.not_reviewed", status=bridge.status)
        published = _published(office, work, record, bridge, by)
        releasing.touch(work, record)
        return examine(office, work, published)


def publish_reviewed(office: Office, slug: str, *, by: Contributor) -> tuple[Bridge, ...]:
    """Publish every reviewed bridge of a framework at once.

    Raises:
        NotFound: no such framework.
        NotAllowed: the contributor publishes for other places.
    """
    with office.store.write() as work:
        record = lock(work, slug)
        people.require(work, by, "bridge.publish", record.place)
        ready = tuple(item for item in work.bridges.of(slug) if item.status == "reviewed")
        if ready:
            releasing.touch(work, record)
        return tuple(_published(office, work, record, item, by) for item in ready)


def reopen(office: Office, bridge_id: str, *, by: Contributor, reason: str) -> Examined:
    """Ask for a new round of reviews, whatever was decided; badges already given stay as they are.

    Raises:
        InvalidRequest: no reason.
        NotFound: no such bridge.
        NotAllowed: the contributor publishes for other places.
        Conflict: it is open already (`bridge.open`).
    """
    said = clean_optional_text(reason, "reason", limit=REASON_LENGTH)
    if said is None:
        raise InvalidRequest("bridge.reason_missing", field="reason")
    with office.store.write() as work:
        record = lock(work, find_bridge(work, bridge_id).framework)
        bridge = find_bridge(work, bridge_id)
        people.require(work, by, "bridge.publish", record.place)
        if bridge.status in _OPEN:
            raise Conflict("bridge.open", status=bridge.status)
        again = reopened(office, bridge, said)
        work.bridges.replace(again)
        releasing.touch(work, record)
        journal(office, work, record, again, ("bridge.reopen", by, said))
        return examine(office, work, again)


def export(office: Office, slug: str) -> str:
    """The bridges of a framework as SSSOM, those of the working document when none is published.

    Raises:
        NotFound: no such framework.
    """
    with office.store.read() as work:
        record = find_framework(work, slug)
        try:
            framework = referentials.published_in(office, work, slug)
        except NotFound:
            framework = drafts.open_draft(office, work, record).framework
    return sssom.write(framework, office.settings.base_url)


def _published(
    office: Office, work: UnitOfWork, record: FrameworkRecord, bridge: Bridge, by: Contributor
) -> Bridge:
    published = replace(bridge, status="published", changed=office.clock.now())
    work.bridges.replace(published)
    journal(office, work, record, published, ("bridge.publish", by, None))
    return published


def _match(request: BridgeRequest) -> OfficialMatch:
    return OfficialMatch(
        relation=clean_relation(request.relation),
        framework=request.scheme,
        kind=request.kind,
        code=request.code,
        label=request.label,
        uri=request.uri or None,
        version=request.version,
        status="proposed",
        justification=request.justification,
    )


def _status(word: str) -> BridgeStatus:
    for status in BRIDGE_STATUSES:
        if word == status:
            return status
    known = ", ".join(BRIDGE_STATUSES)
    raise InvalidRequest("bridge.status", field="status", value=word[:_SHOWN], known=known)
