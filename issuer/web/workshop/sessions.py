"""Who stands in front of the page: the session of the cookie, asked once a request."""

from datetime import timedelta

from flask import Response, abort, g, request

from issuer.model import Place
from issuer.ports import Office
from issuer.services import people, places
from issuer.services.people import Action, Contributor, SignedIn, Visitor

_NAME = "workshop"
_PREFIX = "__Host-"


def cookie_name(office: Office) -> str:
    """The name of the cookie: browsers bind the `__Host-` one to this very host and to https."""
    return f"{_PREFIX}{_NAME}" if office.settings.is_https else _NAME


def find(office: Office) -> Visitor | None:
    """Who is signed in, asked of the store once a request."""
    if "workshop_visitor" not in g:
        g.workshop_visitor = people.who(office, request.cookies.get(cookie_name(office)))
    found: Visitor | None = g.workshop_visitor
    return found


def require(office: Office) -> Visitor:
    """Who is signed in; pages for anybody else are never reached without one."""
    return find(office) or abort(403)


def start(office: Office, response: Response, signed_in: SignedIn) -> None:
    """Give the browser its session."""
    response.set_cookie(
        cookie_name(office),
        signed_in.token,
        max_age=timedelta(seconds=signed_in.max_age),
        path="/",
        secure=office.settings.is_https,
        httponly=True,
        samesite="Lax",
    )


def end(office: Office, response: Response) -> None:
    """End the session, in the store and in the browser."""
    people.leave(office, request.cookies.get(cookie_name(office), ""))
    response.delete_cookie(
        cookie_name(office),
        path="/",
        secure=office.settings.is_https,
        httponly=True,
        samesite="Lax",
    )


def speaking(office: Office, place: str | None = None, action: Action | None = None) -> Contributor:
    """The person who is signed in, in the name of a place, else of the first that allows `action`.

    Raises:
        NotAllowed: that place is not one of theirs.
    """
    return require(office).speaking(place or None, action)


def places_for(office: Office, action: Action) -> tuple[Place, ...]:
    """The places in whose name the person may do this."""
    return tuple(places.get(office, slug) for slug in require(office).places_for(action))
