"""The first page after the door: what waits for this person, and the shortest way to a badge."""

from flask import Blueprint, render_template
from werkzeug.wrappers import Response as BaseResponse

from issuer.ports import Office
from issuer.services.commons import bridges, proposals, referentials
from issuer.services.people import Visitor
from issuer.web.workshop import sessions

_SHOWN = 5
_COUNTED = 1_000


def add_home(pages: Blueprint, office: Office) -> None:
    """The address of the workshop itself."""

    @pages.get("/workshop")
    def home() -> str | BaseResponse:
        visitor = sessions.find(office)
        if visitor is None:
            return render_template("workshop/outside.html", typed=[], interrupted=False)
        return _home(office, visitor)


def _home(office: Office, visitor: Visitor) -> str:
    cards = referentials.cards(office, drafts=True)
    writing = visitor.places_for("framework.edit")
    keepers = {card.slug: card.place for card in cards}
    waiting = [
        proposal
        for proposal in proposals.listing(office, state="open")
        if visitor.may("proposal.decide", keepers.get(proposal.framework))
    ]
    return render_template(
        "workshop/home.html",
        visitor=visitor,
        making=sessions.places_for(office, "achievement.add"),
        own=[card for card in cards if card.place in writing],
        writing=writing,
        proposals=waiting[:_SHOWN],
        proposal_count=len(waiting),
        bridge_count=_to_review(office, visitor),
    )


def _to_review(office: Office, visitor: Visitor) -> int | None:
    """How many bridges this person can still review; None for whoever reviews none."""
    if not visitor.may("bridge.review", None):
        return None
    return len(bridges.queue(office, reader=visitor.speaking(), limit=_COUNTED))
