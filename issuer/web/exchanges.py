"""The code that wallets scan, the VC-API exchange behind it, and the keys that SD-JWT readers ask.

Wallets call these addresses, some of them from a browser page of their own, so every answer may be
read from any origin. None carries a cookie: whoever has the address has the key, for ten minutes.
"""

from uuid import UUID

from flask import Blueprint, Response, g, make_response, render_template, request

from badges.documents import serialize
from badges.web.json_requests import JSON, answer, read_json
from badges.web.negotiation import HTML, negotiate
from badges.web.problems import FOR_MACHINES, WebError
from badges.web.public_documents import allow_everyone, publish
from issuer.errors import NotFound, WalletRefused
from issuer.ports import Office
from issuer.services.wallets import exchanges, interactions, learning_credential

_GONE = 410
_BODY_LIMIT = 50_000
# One page for people, whatever became of the offer: it is over.
_OF_OFFERS = ("wallet.offer.", "wallet.unknown")
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
    "Access-Control-Allow-Headers": "Content-Type, Accept, Accept-Language",
    "Access-Control-Max-Age": "86400",
}


def make_exchanges(office: Office) -> Blueprint:
    """The interaction URL of an offer, its exchange, and the metadata of issuers of SD-JWT VC."""
    pages = Blueprint("exchanges", __name__)

    @pages.get("/wallet/<uuid:offer_id>", provide_automatic_options=False)
    def interaction(offer_id: UUID) -> Response:
        kind = negotiate(request, (JSON, HTML))
        if kind == HTML:
            return _close(_page(office, str(offer_id)))
        setattr(g, FOR_MACHINES, True)
        found = _open(office, str(offer_id))
        return _close(answer({"protocols": found.protocols}))

    @pages.post("/wallet/exchanges/<uuid:offer_id>", provide_automatic_options=False)
    def exchange(offer_id: UUID) -> Response:
        setattr(g, FOR_MACHINES, True)
        request.max_content_length = _BODY_LIMIT
        message = read_json(request) if request.get_data() else {}
        try:
            return _close(answer(exchanges.converse(office, str(offer_id), message)))
        except WalletRefused as refusal:
            raise _gone(refusal) from refusal

    @pages.route("/wallet/<uuid:offer_id>", methods=["OPTIONS"])
    @pages.route("/wallet/exchanges/<uuid:offer_id>", methods=["OPTIONS"])
    def allow(offer_id: UUID) -> Response:
        del offer_id
        response = _close(Response(status=204))
        response.headers["Access-Control-Allow-Methods"] = "GET, POST, OPTIONS"
        return response

    @pages.get("/.well-known/jwt-vc-issuer/places/<slug>")
    def jwt_vc_issuer(slug: str) -> Response:
        setattr(g, FOR_MACHINES, True)
        return publish(serialize(learning_credential.issuer_metadata(office, slug)), JSON)

    return pages


def _open(office: Office, offer_id: str) -> interactions.Interaction:
    try:
        return interactions.interaction(office, offer_id)
    except WalletRefused as refusal:
        raise _gone(refusal) from refusal


def _page(office: Office, offer_id: str) -> Response:
    """What people see who open the code: how to go on, or kindly that it serves no more."""
    try:
        found = interactions.interaction(office, offer_id)
    except (WalletRefused, NotFound) as refusal:
        if refusal.code.startswith(_OF_OFFERS):
            return make_response(render_template("issuer/wallet_over.html"), _GONE)
        raise
    return make_response(render_template("issuer/wallet_open.html", interaction=found))


def _gone(refusal: WalletRefused) -> WebError:
    return WebError(refusal.code, status=_GONE, **refusal.params)


def _close(response: Response) -> Response:
    """The answer, readable from any origin and kept by nobody."""
    allow_everyone(response)
    response.headers.update(_HEADERS)
    response.vary.update(("Accept", "Accept-Language"))
    return response
