"""Official bridges: one card at a time to review, and those that wait to be published."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from badges.web.languages import current
from issuer.errors import NotAllowed
from issuer.model import Bridge
from issuer.ports import Office
from issuer.services.commons import bridges, referentials
from issuer.services.commons.bridges import Examined
from issuer.services.official import items as official
from issuer.services.official.items import OfficialItem
from issuer.web.workshop import sessions
from issuer.web.workshop.answers import attempt, go
from issuer.web.workshop.forms import Form, one_of
from issuer.web.workshop.frameworks import names_of_places

HOME = "/workshop/mappings"

_VERDICTS = ("agree", "refuse")
_QUEUE_LIMIT = 1_000
_OCCUPATIONS = 6


@dataclass(frozen=True)
class Waiting:
    """What waits in one framework: bridges to review, and reviewed ones to publish."""

    slug: str
    title: str
    to_review: int
    to_publish: int
    publishing: bool


def add_bridges(pages: Blueprint, office: Office) -> None:
    """The addresses of bridges and of their reviews."""

    @pages.get(HOME)
    def list_bridges() -> str:
        return _list(office)

    @pages.get(f"{HOME}/next")
    def next_bridge() -> BaseResponse:
        queue = _queue(office, request.args.get("framework") or None)
        return go(_after(queue, request.args.get("after", "")))

    @pages.get(f"{HOME}/<name>")
    def bridge(name: str) -> str:
        return _page(office, bridges.get(office, name), Form.asked(request))

    @pages.post(f"{HOME}/<name>/review")
    def review(name: str) -> BaseResponse:
        form = Form.typed(request)
        found = bridges.get(office, name)
        return attempt(
            form,
            lambda: _review(office, found, form),
            lambda mended: _page(office, found, mended),
        )

    @pages.post(f"{HOME}/<name>/publish")
    def publish_bridge(name: str) -> BaseResponse:
        found = bridges.get(office, name)

        def act() -> BaseResponse:
            bridges.publish(office, name, by=sessions.speaking(office))
            return go(f"{HOME}/{name}")

        return attempt(Form(), act, lambda mended: _page(office, found, mended))

    @pages.post(f"{HOME}/publish")
    def publish_reviewed() -> BaseResponse:
        slug = Form.typed(request).get("framework")
        done = bridges.publish_reviewed(office, slug, by=sessions.speaking(office))
        return go(f"{HOME}?published={len(done)}")


def _queue(office: Office, framework: str | None) -> tuple[Bridge, ...]:
    """What this person can still review, the oldest first."""
    visitor = sessions.require(office)
    if not visitor.may("bridge.review", None):
        return ()
    return bridges.queue(office, framework=framework, reader=visitor.speaking(), limit=_QUEUE_LIMIT)


def _after(queue: tuple[Bridge, ...], name: str) -> str:
    """The address of the bridge that follows, round the queue; of the list when none is left."""
    names = [item.id for item in queue]
    if not names or names == [name]:
        return f"{HOME}?done=1"
    following = names.index(name) + 1 if name in names else 0
    return f"{HOME}/{names[following % len(names)]}"


def _list(office: Office) -> str:
    visitor = sessions.require(office)
    own = bridges.queue(office, statuses=("proposed", "reopened", "reviewed"), limit=_QUEUE_LIMIT)
    return render_template(
        "workshop/bridges.html",
        waiting=_waiting(office),
        reviewing=visitor.may("bridge.review", None),
        proposing=visitor.may("bridge.propose", None),
        own=[item for item in own if item.author == visitor.person.name],
        told=Form.asked(request),
    )


def _waiting(office: Office) -> list[Waiting]:
    visitor = sessions.require(office)
    to_review = [item.framework for item in _queue(office, None)]
    ready = bridges.queue(office, statuses=("reviewed",), limit=_QUEUE_LIMIT)
    to_publish = [item.framework for item in ready]
    return [
        Waiting(
            card.slug,
            card.title.say(current()),
            to_review.count(card.slug),
            to_publish.count(card.slug),
            visitor.may("bridge.publish", card.place),
        )
        for card in referentials.cards(office, drafts=True)
        if card.slug in to_review or card.slug in to_publish
    ]


def _page(office: Office, found: Examined, form: Form) -> str:
    visitor = sessions.require(office)
    agreed = found.agreed
    return render_template(
        "workshop/bridge.html",
        found=found,
        bridge=found.bridge,
        competency=found.competency,
        item=_item(office, found),
        occupations=_OCCUPATIONS,
        agreed=agreed,
        hindrance=_hindrance(office, found),
        from_here=[item for item in agreed if item.place in visitor.places],
        publishing=found.bridge.status == "reviewed"
        and visitor.may("bridge.publish", found.framework.place),
        places=sessions.places_for(office, "bridge.review"),
        reopening=bridges.why_reopened(found.bridge),
        installed=_is_installed(office, found.bridge.scheme),
        left=len(_queue(office, found.bridge.framework)),
        form=form,
        names=names_of_places(office),
    )


def _item(office: Office, found: Examined) -> OfficialItem | None:
    """The official item with what stands around it, when its referential is at hand."""
    if found.target is None:
        return None
    return official.item(office, found.target.scheme, found.target.concept.code)


def _is_installed(office: Office, name: str) -> bool:
    """Whether the referential of that name is here, with this item or without."""
    return any(
        name.casefold() in (kept.scheme.name.casefold(), kept.scheme.key)
        for kept in official.schemes(office)
    )


def _hindrance(office: Office, found: Examined) -> str:
    """The code of why this person cannot review this bridge now, or nothing."""
    visitor, bridge = sessions.require(office), found.bridge
    if not visitor.may("bridge.review", None):
        return "workshop.bridge.not_a_reviewer"
    if bridge.status in ("refused", "published"):
        return f"workshop.bridge.closed.{bridge.status}"
    if bridge.author.casefold() == visitor.person.name.casefold():
        return "workshop.bridge.own"
    if any(
        item.reviewer == visitor.person.id and item.round == bridge.round for item in found.reviews
    ):
        return "workshop.bridge.spoken"
    if found.target is not None and found.target.gone_in is not None:
        return "workshop.bridge.gone"
    return ""


def _review(office: Office, found: Examined, form: Form) -> BaseResponse:
    visitor = sessions.require(office)
    reviewing = visitor.places_for("bridge.review")
    if not reviewing:
        raise NotAllowed("workshop.bridge.not_a_reviewer")
    place = one_of(form.get("place"), reviewing, otherwise=reviewing[0])
    verdict = one_of(form.get("verdict"), _VERDICTS, otherwise="")
    name = found.bridge.id
    queue = _queue(office, found.bridge.framework)
    bridges.review(
        office, name, verdict, by=visitor.speaking(place), comment=form.get("comment") or None
    )
    return go(_after(queue, name))
