"""OpenID4VCI 1.0 for wallets: metadata, offer, token, nonce and credential (VCI-01 to VCI-07).

Only programs ask here. Nothing here makes an offer: that is done behind a card. Answers depend on
no cookie, so pages of any origin may read them (wallets that live in a browser).
"""

from collections.abc import Callable
from functools import wraps

from flask import Blueprint, Response, g, request
from werkzeug.exceptions import RequestEntityTooLarge

from badges.documents import JsonObject, Limits, parse
from badges.errors import DocumentError
from badges.i18n import Translator
from badges.web import bodies
from badges.web.json_requests import JSON, answer
from badges.web.problems import FOR_MACHINES
from badges.web.public_documents import allow_everyone
from issuer.errors import WalletRefused
from issuer.ports import Office
from issuer.services.wallets import delivering, metadata, nonces, offers, tokens

_BODY_LIMIT = 32_768
_SKIP_LIMIT = 1_000_000
_FIELD_LIMIT = 400
_LIMITS = Limits(size=_BODY_LIMIT, depth=8, nodes=400)
_FORM = "application/x-www-form-urlencoded"
_SCHEME = "bearer"
_BAD, _UNAUTHORIZED, _GONE, _LARGE = 400, 401, 410, 413
# What RFC 6749 section 5.2 lets a description hold.
_PLAIN = frozenset(chr(number) for number in range(0x20, 0x7F)) - {'"', "\\"}
_STRAIGHT = str.maketrans("\u2018\u2019\u201c\u201d\u2013\u00a0\u202f", "''''-  ")

View = Callable[..., Response]


def make_oid4vci(office: Office) -> Blueprint:
    """The addresses that wallets ask."""
    api = Blueprint("oid4vci", __name__)

    @api.before_request
    def _bound() -> None:
        request.max_content_length = _BODY_LIMIT
        request.max_form_memory_size = _BODY_LIMIT
        setattr(g, FOR_MACHINES, True)

    @api.after_request
    def _open(response: Response) -> Response:
        allow_everyone(response)
        response.headers["Cache-Control"] = "no-store"
        if request.method == "OPTIONS":
            response.headers["Access-Control-Allow-Methods"] = "GET, POST"
            response.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
        return response

    _add_metadata(api, office)
    _add_token(api, office)
    _add_credential(api, office)
    return api


def _add_metadata(api: Blueprint, office: Office) -> None:
    @api.get("/.well-known/openid-credential-issuer/places/<slug>")
    def issuer(slug: str) -> Response:
        return answer(metadata.issuer_metadata(office, slug))

    @api.get("/.well-known/oauth-authorization-server/places/<slug>")
    def server(slug: str) -> Response:
        return answer(metadata.authorization_metadata(office, slug))

    @api.get("/wallet/offers/<offer>")
    def offer(offer: str) -> Response:
        try:
            return answer(metadata.offer_document(office, offer))
        except WalletRefused as refusal:
            return _refuse(refusal, _GONE)


def _add_token(api: Blueprint, office: Office) -> None:
    @api.post("/wallet/token")
    @_in_words_of_oauth
    def token() -> Response:
        if request.mimetype != _FORM:
            raise WalletRefused("wallet.token.form", error="invalid_request")
        if _field("grant_type") != tokens.GRANT_TYPE:
            raise WalletRefused("wallet.token.grant", error="unsupported_grant_type")
        code, pin = _field("pre-authorized_code"), _field("tx_code")
        if not code:
            raise WalletRefused("wallet.token.code_missing", error="invalid_request")
        if not pin:
            raise WalletRefused("wallet.token.pin_missing", error="invalid_request")
        given = tokens.redeem(office, code, pin)
        life = int(offers.TOKEN_LIFE.total_seconds())
        return answer({"access_token": given, "token_type": "Bearer", "expires_in": life})

    @api.post("/wallet/nonce")
    def nonce() -> Response:
        return answer({"c_nonce": nonces.new_nonce(office)})


def _add_credential(api: Blueprint, office: Office) -> None:
    @api.post("/wallet/credential")
    @_in_words_of_oauth
    def credential() -> Response:
        given = delivering.deliver(office, _token(), _json())
        return answer({"credentials": [{"credential": given}]})


def _in_words_of_oauth(view: View) -> View:
    """Answer refusals as RFC 6749 section 5.2 and RFC 6750 section 3 word them."""

    @wraps(view)
    def answering() -> Response:
        try:
            return view()
        except RequestEntityTooLarge:
            bodies.skip(request.environ, min(request.content_length or 0, _SKIP_LIMIT))
            return _refuse(WalletRefused("wallet.request.large", error="invalid_request"), _LARGE)
        except WalletRefused as refusal:
            return _refuse(refusal, _UNAUTHORIZED if refusal.error == "invalid_token" else _BAD)

    return answering


def _refuse(refusal: WalletRefused, status: int) -> Response:
    """The refusal as JSON; its sentence is in English, since it may hold ASCII only."""
    said = Translator("en", "issuer")(refusal.code, **refusal.params).translate(_STRAIGHT)
    told = "".join(sign for sign in said if sign in _PLAIN)
    response = answer({"error": refusal.error, "error_description": told}, status)
    if status == _UNAUTHORIZED:
        known = 'Bearer realm="badges"'
        bears = "Authorization" in request.headers
        response.headers["WWW-Authenticate"] = f'{known}, error="invalid_token"' if bears else known
    return response


def _field(name: str) -> str:
    """A parameter of the form, which may be there once only (RFC 6749 section 3.2)."""
    values = request.form.getlist(name)
    if len(values) > 1:
        raise WalletRefused("wallet.token.twice", error="invalid_request", name=name)
    return values[0][:_FIELD_LIMIT] if values else ""


def _token() -> str:
    """The access token that the request bears, or nothing."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != _SCHEME or not token.strip():
        raise WalletRefused("wallet.token.missing", error="invalid_token")
    return token.strip()


def _json() -> JsonObject:
    if request.mimetype != JSON:
        raise WalletRefused("wallet.request.form", error="invalid_credential_request")
    try:
        return parse(request.get_data(cache=False), _LIMITS)
    except DocumentError as error:
        raise WalletRefused("wallet.request.form", error="invalid_credential_request") from error
