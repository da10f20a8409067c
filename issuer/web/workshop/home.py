"""The first page after the door: the home of somebody's one place, or the choice of one."""

from flask import Blueprint, render_template
from werkzeug.wrappers import Response as BaseResponse

from issuer.ports import Office
from issuer.services import places
from issuer.services.people import Visitor
from issuer.web.workshop import sessions
from issuer.web.workshop.place_home import commons_of, show_place


def add_home(pages: Blueprint, office: Office) -> None:
    """The address of the workshop itself."""

    @pages.get("/workshop")
    def home() -> str | BaseResponse:
        visitor = sessions.find(office)
        if visitor is None:
            return render_template("workshop/outside.html", typed=[], interrupted=False)
        return _home(office, visitor)


def _home(office: Office, visitor: Visitor) -> str:
    """Whoever works for one place is there at once; others choose first."""
    if len(visitor.places) == 1:
        return show_place(office, places.get(office, visitor.places[0]))
    return render_template(
        "workshop/home.html",
        theirs=[
            (places.get(office, slug), visitor.may("award.issue", slug)) for slug in visitor.places
        ],
        commons=commons_of(office, visitor),
    )
