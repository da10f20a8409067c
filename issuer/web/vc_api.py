"""VC-API for machine clients: sign a credential, change its status (interfaces.md, VC-API).

A program signs as one place, which it cannot choose: that of its own token, which a manager of the
place made with the scopes that it needs; or, with the token of `BADGES_API_TOKEN`, that of
`BADGES_API_PLACE`, else the first one that was made here.
"""

import hmac
from dataclasses import dataclass

from flask import Blueprint, Request, Response, g, request

from badges.settings import Settings
from badges.web.json_requests import answer, read_json
from badges.web.problems import FOR_MACHINES, NotAuthorized, WebError
from issuer.ports import Office
from issuer.services import places, vc_issuing
from issuer.services.people import tokens
from issuer.services.people.tokens import Scope

_SCHEME = "bearer"
_CREATED = 201


@dataclass(frozen=True)
class Client:
    """The program that asks: the place it signs as, and its name in the journal."""

    place: str
    name: str


def make_vc_api(office: Office) -> Blueprint:
    """The addresses of VC-API that need a place's keys."""
    api = Blueprint("vc_api_issuer", __name__, url_prefix="/credentials")

    @api.before_request
    def _mark() -> None:
        setattr(g, FOR_MACHINES, True)

    @api.post("/issue")
    def issue() -> Response:
        client = require_client(office, request, "credentials.issue")
        body = read_json(request)
        signed = vc_issuing.issue(office, client.place, body, actor=client.name)
        return answer({"verifiableCredential": signed}, _CREATED)

    @api.post("/status")
    def status() -> Response:
        client = require_client(office, request, "credentials.status")
        body = read_json(request)
        changed = vc_issuing.set_status(office, client.place, body, actor=client.name)
        return answer({"credentialStatus": changed.entry.to_document(), "status": changed.value})

    return api


def require_client(office: Office, request: Request, scope: Scope) -> Client:
    """The program whose token the request bears, when it may do this.

    Raises:
        WebError: nobody may ask here: no token is set, and the request bears none of a place (403).
        NotAuthorized: the request bears no token, or one that does not work (401; RFC 6750).
        NotAllowed: the token has not that scope (403).
    """
    given = _bearer(request)
    if given is not None and given.startswith(tokens.PREFIX):
        token = tokens.use_token(office, given)
        if token is not None:
            tokens.require_scope(token, scope)
            return Client(token.place, token.name)
    _require_ours(office.settings, given)
    return Client(bound_place(office), vc_issuing.ACTOR)


def _bearer(request: Request) -> str | None:
    """The token of the request, or None; WSGI hands its bytes over as Latin-1 (PEP 3333)."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != _SCHEME or not token.strip():
        return None
    return token.strip().encode("latin-1", "replace").decode("utf-8", "replace")


def _require_ours(settings: Settings, given: str | None) -> None:
    """Return when `given` is the token that the settings name."""
    if not settings.api_token and (given is None or not given.startswith(tokens.PREFIX)):
        raise WebError("vc_api.closed", status=403)
    if given is None:
        raise NotAuthorized("vc_api.token_missing")
    expected = (settings.api_token or "").encode()
    if not expected or not hmac.compare_digest(given.encode(), expected):
        raise NotAuthorized("vc_api.token_wrong")


def bound_place(office: Office) -> str:
    """The slug of the place that the token is bound to.

    Raises:
        WebError: there is no such place, or none at all.
    """
    known = places.list_all(office)
    named = office.settings.api_place
    if named is not None and named not in {place.slug for place in known}:
        raise WebError("vc_api.place_unknown", status=403, place=named[:80])
    if not known:
        raise WebError("vc_api.no_place", status=403)
    return named or min(known, key=lambda place: (place.created, place.slug)).slug
