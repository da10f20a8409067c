"""VC-API for machine clients: sign a credential, change its status (interfaces.md, VC-API).

Whoever holds the token of `BADGES_API_TOKEN` signs as one place, which the client cannot choose:
that of `BADGES_API_PLACE`, else the first one that was made here.
"""

import hmac

from flask import Blueprint, Request, Response, g, request

from badges.settings import Settings
from badges.web.json_requests import answer, read_json
from badges.web.problems import FOR_MACHINES, NotAuthorized, WebError
from issuer.ports import Office
from issuer.services import places, vc_issuing

_SCHEME = "bearer"
_CREATED = 201


def make_vc_api(office: Office) -> Blueprint:
    """The addresses of VC-API that need a place's keys."""
    api = Blueprint("vc_api_issuer", __name__, url_prefix="/credentials")

    @api.before_request
    def _let_in() -> None:
        setattr(g, FOR_MACHINES, True)
        require_token(office.settings, request)

    @api.post("/issue")
    def issue() -> Response:
        signed = vc_issuing.issue(office, bound_place(office), read_json(request))
        return answer({"verifiableCredential": signed}, _CREATED)

    @api.post("/status")
    def status() -> Response:
        changed = vc_issuing.set_status(office, bound_place(office), read_json(request))
        return answer({"credentialStatus": changed.entry.to_document(), "status": changed.value})

    return api


def require_token(settings: Settings, request: Request) -> None:
    """Return when the request bears the token that the settings name.

    Raises:
        WebError: no token is set, so nobody may ask (403).
        NotAuthorized: the request bears none, or another one (401).
    """
    if not settings.api_token:
        raise WebError("vc_api.closed", status=403)
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != _SCHEME or not token.strip():
        raise NotAuthorized("vc_api.token_missing")
    # WSGI hands the bytes of a header over as Latin-1 (PEP 3333).
    given = token.strip().encode("latin-1", "replace")
    expected = settings.api_token.encode()
    if not hmac.compare_digest(given, expected):
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
