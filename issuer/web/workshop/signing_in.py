"""Coming in by a link that works once, and going out."""

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from badges.web.languages import words
from issuer.errors import NotAllowed
from issuer.ports import Office
from issuer.services import people
from issuer.web.workshop import sessions
from issuer.web.workshop.throttling import WINDOW, Throttle

_HOME = "/workshop"
_FORBIDDEN = 403
_TOO_MANY = 429


def add_signing_in(pages: Blueprint, office: Office) -> None:
    """The address of a sign-in link, and the button that ends the session."""
    throttle = Throttle()

    @pages.get("/workshop/enter/<code>")
    def enter(code: str) -> str:  # noqa: ARG001 - the code is used by the button only
        # A mail scanner that follows links must not use this one up: asking changes nothing.
        return render_template("workshop/enter.html")

    @pages.post("/workshop/enter/<code>")
    def entered(code: str) -> BaseResponse:
        address, now = request.remote_addr or "", office.clock.now()
        if throttle.is_closed(address, now):
            return _too_many()
        try:
            signed_in = people.enter(office, code)
        except NotAllowed as refusal:
            throttle.note_failure(address, now)
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


def _too_many() -> Response:
    sentence = words()("workshop.enter.too_many", minutes=int(WINDOW.total_seconds()) // 60)
    response = make_response(render_template("workshop/enter.html", refused=sentence), _TOO_MANY)
    response.headers["Retry-After"] = str(int(WINDOW.total_seconds()))
    return response


def _redirect(target: str) -> Response:
    return make_response(redirect(target, 303))
