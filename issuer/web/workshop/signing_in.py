"""Coming in by a link that works once, a password or a passkey; and going out.

Nobody learns here who works with us: an address or a name that we do not know gets the same answer
as one that we do. Nothing of an address chooses where a person lands.
"""

from flask import Blueprint, Response, jsonify, make_response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from badges.documents import JsonObject, Limits, parse
from badges.errors import DocumentError
from badges.web.languages import current, words
from badges.web.security import scripted
from issuer.errors import NotAllowed, TooManyAttempts
from issuer.ports import Office
from issuer.services import people
from issuer.services.people import SignedIn, lockout, passkeys, passwords
from issuer.services.people.links import MAILED_LIFE
from issuer.web.workshop import sessions
from issuer.web.workshop.answers import go
from issuer.web.workshop.forms import Form
from issuer.web.workshop.refusing import refused, tried

_HOME = "/workshop"
_SIGN_IN = "/workshop/sign-in"
_ANSWER = Limits(size=20_000, depth=6, nodes=100)


def add_signing_in(pages: Blueprint, office: Office) -> None:
    """The addresses where people come in, and the button that ends the session."""
    _add_links(pages, office)
    _add_asking(pages, office)
    _add_passkeys(pages, office)

    @pages.post("/workshop/leave")
    def leave() -> Response:
        response = make_response(go(_HOME))
        sessions.end(office, response)
        return response


def _add_links(pages: Blueprint, office: Office) -> None:
    @pages.get("/workshop/enter/<code>")
    def enter(code: str) -> str:  # noqa: ARG001 - the code is used by the button only
        # A mail scanner that follows links must not use this one up: asking changes nothing.
        return render_template("workshop/enter.html")

    @pages.post("/workshop/enter/<code>")
    def entered(code: str) -> Response:
        try:
            signed_in = people.enter(office, code, _address())
        except NotAllowed as problem:
            return _link_over(problem)
        return _let_in(office, signed_in)


def _add_asking(pages: Blueprint, office: Office) -> None:
    @pages.get(_SIGN_IN)
    def sign_in() -> BaseResponse:
        if sessions.find(office) is not None:
            return go(_HOME)
        return _page(office, Form(), sent="sent" in request.args)

    @pages.post(_SIGN_IN)
    def sign_in_by_link() -> BaseResponse:
        form = Form.typed(request)
        return tried(form, lambda: _send(office, form), lambda mended: _page(office, mended))

    @pages.post(f"{_SIGN_IN}/password")
    def sign_in_by_password() -> BaseResponse:
        form = Form.typed(request)
        return tried(form, lambda: _by_password(office, form), lambda mended: _page(office, mended))


def _add_passkeys(pages: Blueprint, office: Office) -> None:
    @pages.post(f"{_SIGN_IN}/passkey/begin")
    def sign_in_passkey_begins() -> Response:
        # Each question is kept for five minutes, so it counts as a try does.
        lockout.guard(office, "passkey_begin", None, _address()).failed()
        begun = passkeys.begin_sign_in(office)
        return jsonify(token=begun.token, options=begun.options)

    @pages.post(f"{_SIGN_IN}/passkey")
    def sign_in_by_passkey() -> BaseResponse:
        form = Form.typed(request)

        def act() -> Response:
            answer = read_answer(form)
            found = passkeys.finish_sign_in(office, form.get("key_token"), answer, _address())
            return _let_in(office, found)

        return tried(form, act, lambda mended: _page(office, mended))


def read_answer(form: Form) -> JsonObject:
    """What the browser says of a passkey, in the field of its form.

    Raises:
        NotAllowed: it says nothing that can be read.
    """
    try:
        return parse(form.get("key_answer").encode("utf-8"), _ANSWER)
    except DocumentError as error:
        raise NotAllowed("passkey.refused") from error


def _page(office: Office, form: Form, *, sent: bool = False) -> Response:
    return scripted(
        render_template(
            "workshop/sign_in.html",
            form=form,
            by_mail=office.postman is not None,
            sent=sent,
            minutes=int(MAILED_LIFE.total_seconds()) // 60,
        )
    )


def _send(office: Office, form: Form) -> BaseResponse:
    if office.postman is None:
        raise NotAllowed("sign_in.no_mail")
    try:
        people.ask_link(office, form.get("email"), _address(), language=current())
    except TooManyAttempts as pause:
        raise TooManyAttempts("sign_in.asked_often", **pause.params) from pause
    return go(f"{_SIGN_IN}?sent")


def _by_password(office: Office, form: Form) -> Response:
    """Inside, or before the passkey that must answer too."""
    password = form.values.get("password", "")
    found = passwords.sign_in(office, form.get("login"), password, _address())
    if isinstance(found, SignedIn):
        return _let_in(office, found)
    return scripted(
        render_template(
            "workshop/sign_in_passkey.html", half=found, by_mail=office.postman is not None
        )
    )


def _let_in(office: Office, signed_in: SignedIn) -> Response:
    response = make_response(go(_HOME))
    sessions.start(office, response, signed_in)
    return response


def _link_over(problem: NotAllowed) -> Response:
    is_pause = isinstance(problem, TooManyAttempts)
    code = "workshop.enter.too_many" if is_pause else problem.code
    page = render_template("workshop/enter.html", refused=words()(code, **problem.params))
    return refused(make_response(page), problem)


def _address() -> str:
    return request.remote_addr or ""
