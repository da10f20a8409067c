"""VC-API for programs that verify: credentials and presentations, without a token.

200 when verified, 400 when not, with the same body both times (interfaces.md, VC-API).
"""

from collections.abc import Callable

from flask import Blueprint, Response, current_app, g, request

from badges.documents import JsonObject
from badges.errors import DocumentError, TooLarge
from badges.web import languages
from badges.web.app import BASE_URL
from badges.web.json_requests import answer, read_json
from badges.web.operations import Meters
from badges.web.problems import FOR_MACHINES
from badges.web.public_documents import allow_everyone
from verifier.bootstrap import Verifier
from verifier.web.vc_problems import Judgement, refused
from verifier.web.vc_verifying import unreadable, verify_credential, verify_presentation

_OK, _NOT_VERIFIED = 200, 400
_PATHS = ("/credentials/verify", "/presentations/verify")


def make_vc_api(verifier: Verifier, meters: Meters) -> Blueprint:
    """The addresses of VC-API that judge, speaking with `verifier`, counted in `meters`."""
    api = Blueprint("vc_api_verifier", __name__)

    @api.before_request
    def _no_pages() -> None:
        setattr(g, FOR_MACHINES, True)

    @api.post(_PATHS[0], provide_automatic_options=False)
    def credential() -> Response:
        return _answer(lambda body: verify_credential(verifier, body), meters)

    @api.post(_PATHS[1], provide_automatic_options=False)
    def presentation() -> Response:
        return _answer(lambda body: verify_presentation(verifier, body), meters)

    for number, path in enumerate(_PATHS):
        api.add_url_rule(path, f"allow_{number}", _allow, methods=["OPTIONS"])
    return api


def _answer(judge: Callable[[JsonObject], Judgement], meters: Meters) -> Response:
    judgement = _judgement(judge)
    verdict = "accepted" if judgement.verified else "rejected"
    meters.add("badges_verifications_total", verdict=verdict)
    body = judgement.to_json(languages.words(), current_app.extensions[BASE_URL])
    response = answer(body, _OK if judgement.verified else _NOT_VERIFIED)
    response.vary.add("Accept-Language")
    allow_everyone(response)
    return response


def _judgement(judge: Callable[[JsonObject], Judgement]) -> Judgement:
    """The judgement on the body of the request; a body that cannot be read is not verified.

    Raises:
        WebError: the body is not sent as JSON (415).
        TooLarge: it is larger than what we read (413).
    """
    try:
        return judge(read_json(request))
    except TooLarge:
        raise
    except DocumentError as error:
        return refused((), [unreadable(error)])


def _allow() -> Response:
    """Tell browsers that programs of any origin may ask."""
    response = Response(status=204)
    allow_everyone(response)
    response.headers["Access-Control-Allow-Methods"] = "POST, OPTIONS"
    response.headers["Access-Control-Allow-Headers"] = "Content-Type, Accept, Accept-Language"
    response.headers["Access-Control-Max-Age"] = "86400"
    return response
