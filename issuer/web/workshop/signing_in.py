"""Coming in by a link that works once, and going out."""

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from badges.web.languages import words
from issuer.errors import NotAllowed, TooManyAttempts
from issuer.ports import Office
from issuer.services import people
from issuer.web.workshop import sessions

_HOME = "/workshop"
_FORBIDDEN = 403
_TOO_MANY = 429


def add_signing_in(pages: Blueprint, office: Office) -> None:
    """The address of a sign-in link, and the button that ends the session."""

    @pages.get("/workshop/enter/<code>")
    def enter(code: str) -> str:  # noqa: ARG001 - the code is used by the button only
        # A mail scanner that follows links must not use this one up: asking changes nothing.
        return render_template("workshop/enter.html")

    @pages.post("/workshop/enter/<code>")
    def entered(code: str) -> BaseResponse:
        try:
            signed_in = people.enter(office, code, request.remote_addr or "")
        except TooManyAttempts as refusal:
            return _too_many(refusal)
        except NotAllowed as refusal:
            sentence = words()(refusal.code, **refusal.params)
            page = render_template("workshop/enter.html", refused=sentence)
            return make_response(page, _FORBIDDEN)
        response = _redirect(_HOME)
        sessions.start(office, response, signed_in)
        return response

    @pages.post("/workshop/leave")
    def leave() -> Response:
        response = _redirect(_HOME)
        sessions.end(office, response)
        return response


def _too_many(refusal: TooManyAttempts) -> Response:
    sentence = words()("workshop.enter.too_many", minutes=refusal.params["minutes"])
    response = make_response(render_template("workshop/enter.html", refused=sentence), _TOO_MANY)
    response.headers["Retry-After"] = str(refusal.params["seconds"])
    return response


def _redirect(target: str) -> Response:
    return make_response(redirect(target, 303))
