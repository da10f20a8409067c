"""The home of one place: the big first button, what waits, and the doors that a person needs.

Doors that few open are folded, and a door is shown only to whoever may go through it.
"""

from dataclasses import dataclass

from flask import Blueprint, current_app, render_template
from werkzeug.exceptions import HTTPException

from issuer.errors import NotAllowed, NotFound
from issuer.model import Place, Proposal
from issuer.ports import Office
from issuer.services import achievements, places
from issuer.services.awaiting import Awaiting, awaiting, counts_of
from issuer.services.commons import bridges, proposals, referentials
from issuer.services.people import Action, Visitor
from issuer.web.workshop import sessions

_SHOWN = 5
_COUNTED = 1_000

_EVERYDAY: tuple[tuple[str, Action], ...] = (
    ("awards", "award.issue"),
    ("holders", "award.read"),
    ("requests", "application.decide"),
    ("posters", "poster.make"),
    ("badges", "achievement.edit"),
)
_RARE: tuple[tuple[str, Action], ...] = (
    ("team", "team.read"),
    ("mail", "mail.read"),
    ("profile", "place.edit"),
    ("sharing", "place.edit"),
    ("network", "place.edit"),
    ("journal", "journal.read"),
    ("tokens", "token.edit"),
    ("privacy", "person.export"),
    ("archive", "person.export"),
)


@dataclass(frozen=True)
class Commons:
    """What waits in the commons for one person: referentials, proposals, bridges."""

    own: list[referentials.FrameworkCard]
    proposals: list[Proposal]
    proposal_count: int
    bridge_count: int | None
    may_propose: bool


def add_place_home(pages: Blueprint, office: Office) -> None:
    """The address of the home of a place."""

    @pages.get("/workshop/<place>")
    def place_home(place: str) -> str:
        return show_place(office, own_place(office, place))


def own_place(office: Office, slug: str) -> Place:
    """A place that the person works for; another one answers as if it did not exist.

    Raises:
        NotFound: not one of theirs.
    """
    if slug not in sessions.require(office).places:
        raise NotFound("place.unknown", place=slug)
    return places.get(office, slug)


def awarding_place(office: Office, slug: str) -> Place:
    """A place in whose name the person may award badges.

    Raises:
        NotFound: not one of theirs.
        NotAllowed: they award nothing for it.
    """
    place = own_place(office, slug)
    if not sessions.require(office).may("award.issue", slug):
        raise NotAllowed("awarding.not_yours", place=place.name)
    return place


def managed_place(office: Office, slug: str) -> Place:
    """A place that the person runs.

    Raises:
        NotFound: not one of theirs.
        NotAllowed: somebody else runs it.
    """
    place = own_place(office, slug)
    if not sessions.require(office).may("place.edit", place.slug):
        raise NotAllowed("network.not_yours", place=place.name)
    return place


def show_place(office: Office, place: Place) -> str:
    """The page of a place for somebody who works there."""
    visitor = sessions.require(office)
    may_award = visitor.may("award.issue", place.slug)
    return render_template(
        "workshop/place_home.html",
        place=place,
        may_award=may_award,
        may_make=visitor.may("achievement.add", place.slug),
        waiting=awaiting(office, visitor.speaking(place.slug), place.slug)
        if may_award
        else Awaiting(),
        has_badge=bool(achievements.list_all(office, place.slug)),
        everyday=_doors(visitor, place, _EVERYDAY),
        rare=_doors(visitor, place, _RARE),
        counts=counts_of(office, place.slug),
        commons=commons_of(office, visitor),
    )


def commons_of(office: Office, visitor: Visitor) -> Commons:
    """What waits for this person in what all places share."""
    cards = referentials.cards(office, drafts=True)
    writing = visitor.places_for("framework.edit")
    keepers = {card.slug: card.place for card in cards}
    waiting = [
        proposal
        for proposal in proposals.listing(office, state="open")
        if visitor.may("proposal.decide", keepers.get(proposal.framework))
    ]
    return Commons(
        own=[card for card in cards if card.place in writing],
        proposals=waiting[:_SHOWN],
        proposal_count=len(waiting),
        bridge_count=_to_review(office, visitor),
        may_propose=visitor.may("proposal.add", None),
    )


def _to_review(office: Office, visitor: Visitor) -> int | None:
    """How many bridges this person can still review; None for whoever reviews none."""
    if not visitor.may("bridge.review", None):
        return None
    return len(bridges.queue(office, reader=visitor.speaking(), limit=_COUNTED))


def _doors(
    visitor: Visitor, place: Place, doors: tuple[tuple[str, Action], ...]
) -> list[tuple[str, str]]:
    """The doors that this person may open in a place, each with its address."""
    named = [
        (name, f"/workshop/{place.slug}/{name}")
        for name, action in doors
        if visitor.may(action, place.slug)
    ]
    return [(name, path) for name, path in named if leads_somewhere(path)]


def leads_somewhere(path: str) -> bool:
    """Whether a page answers at that address in this program, which may open fewer doors."""
    try:
        current_app.url_map.bind("").match(path, method="GET")
    except HTTPException:
        return False
    return True
