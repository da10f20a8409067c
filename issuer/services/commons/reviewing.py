"""What people say of a bridge, and when that is enough."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import get_args

from issuer.errors import Conflict, InvalidRequest, NotAllowed
from issuer.model import Bridge, Review, ReviewVerdict
from issuer.ports import Office, UnitOfWork
from issuer.services import people
from issuer.services.commons import releasing
from issuer.services.commons.bridge_records import (
    Examined,
    agreeing,
    examine,
    find_bridge,
    journal,
    lock,
    target_of,
)
from issuer.services.commons.bridge_targets import find_scheme
from issuer.services.people import Contributor
from issuer.services.texts import REASON_LENGTH, clean_optional_text

_ENOUGH = 2
_SHOWN = 100


def review(
    office: Office, bridge_id: str, verdict: str, *, by: Contributor, comment: str | None = None
) -> Examined:
    """Say once a round whether a bridge is right; the second agreement makes it reviewed.

    Raises:
        InvalidRequest: the verdict is unknown, or a refusal gives no reason.
        NotFound: no such bridge.
        NotAllowed: the reviewer is unknown, has no place, or is the author (`bridge.own`).
        Conflict: they spoke already, the bridge is closed, or its item is gone.
    """
    chosen = _verdict(verdict)
    said = clean_optional_text(comment, "comment", limit=REASON_LENGTH)
    if chosen == "refuse" and said is None:
        raise InvalidRequest("bridge.reason_missing", field="comment")
    with office.store.write() as work:
        record = lock(work, find_bridge(work, bridge_id).framework)
        bridge = find_bridge(work, bridge_id)
        reviewer = _require_reviewer(work, bridge, by, chosen)
        work.bridges.add_review(
            Review(
                bridge.id,
                bridge.round,
                reviewer,
                by.name,
                by.place,
                chosen,
                office.clock.now(),
                said,
            )
        )
        after = _after(office, work, bridge, chosen, said)
        work.bridges.replace(after)
        releasing.touch(work, record)
        journal(office, work, record, after, (f"bridge.{chosen}", by, said))
        return examine(office, work, after)


def suffices(bridge: Bridge, agreed: tuple[Review, ...]) -> bool:
    """Whether enough people agree: two, one of whom looks from elsewhere than the author."""
    if len(agreed) < _ENOUGH:
        return False
    places = {item.place for item in agreed}
    if bridge.author_place is None:
        return len(places) >= _ENOUGH
    return bool(places - {bridge.author_place})


def is_author(bridge: Bridge, by: Contributor) -> bool:
    """Names are unique here (`people.add`), and they are what is published of an author."""
    return bridge.author.casefold() == by.name.casefold()


def still_to_review(
    work: UnitOfWork, bridges: Iterable[Bridge], reader: Contributor
) -> Iterator[Bridge]:
    """Those bridges of which a reader has something to say in this round."""
    said = work.bridges.reviews_by(reader.person) if reader.person else ()
    spoken = {(item.bridge, item.round) for item in said}
    for bridge in bridges:
        if not is_author(bridge, reader) and (bridge.id, bridge.round) not in spoken:
            yield bridge


def _after(
    office: Office, work: UnitOfWork, bridge: Bridge, verdict: ReviewVerdict, said: str | None
) -> Bridge:
    """What the bridge has become by what was just said."""
    now = office.clock.now()
    if verdict == "refuse":
        return replace(bridge, status="refused", note=said, changed=now)
    if not suffices(bridge, agreeing(bridge, work.bridges.reviews(bridge.id))):
        return replace(bridge, changed=now)
    target = target_of(work, bridge)
    if target is None:
        return replace(bridge, status="reviewed", note=None, changed=now)
    scheme = find_scheme(work, bridge.scheme)
    version = bridge.version if scheme is None else scheme.version
    return replace(
        bridge,
        status="reviewed",
        note=None,
        label=target.concept.label,
        version=version,
        changed=now,
    )


def _require_reviewer(
    work: UnitOfWork, bridge: Bridge, by: Contributor, verdict: ReviewVerdict
) -> str:
    """The id of the reviewer, once we know that they may speak now.

    An author may refuse their own bridge, which takes it back.
    """
    people.require(work, by, "bridge.review", None)
    if by.person is None or by.place is None:
        raise NotAllowed("bridge.reviewer_unknown", person=by.name)
    if verdict == "agree" and is_author(bridge, by):
        raise NotAllowed("bridge.own", person=by.name)
    if bridge.status in ("refused", "published"):
        raise Conflict("bridge.closed", status=bridge.status)
    spoken = (item for item in work.bridges.reviews(bridge.id) if item.round == bridge.round)
    if any(item.reviewer == by.person for item in spoken):
        raise Conflict("bridge.spoken", person=by.name)
    target = target_of(work, bridge)
    if verdict == "agree" and target is not None and target.gone_in is not None:
        raise Conflict("bridge.item_gone", item=bridge.code, version=target.gone_in)
    return by.person


def _verdict(word: str) -> ReviewVerdict:
    known: tuple[ReviewVerdict, ...] = get_args(ReviewVerdict)
    for verdict in known:
        if word == verdict:
            return verdict
    raise InvalidRequest(
        "bridge.verdict", field="verdict", value=word[:_SHOWN], known=", ".join(known)
    )
