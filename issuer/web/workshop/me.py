"""Somebody's own account: who they are here, how they come in, and from which browsers."""

from flask import Blueprint, Response, jsonify, make_response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from badges.web.security import scripted
from issuer.ports import Office
from issuer.services import places
from issuer.services.people import Contributor, passkeys, passwords, team
from issuer.services.people import sessions as browsers
from issuer.web.workshop import sessions
from issuer.web.workshop.answers import go
from issuer.web.workshop.forms import Form, one_of
from issuer.web.workshop.refusing import tried
from issuer.web.workshop.signing_in import read_answer

_ME = "/workshop/me"
_TOLD = ("password", "no_password", "added", "renamed", "dropped", "closed", "left")
_NAMED = {"name": "passkey_name"}


def add_me(pages: Blueprint, office: Office) -> None:
    """The addresses of one's own account."""

    @pages.get(_ME)
    def me() -> Response:
        return _account(office, Form())

    @pages.post(f"{_ME}/leave")
    def leave_a_place() -> BaseResponse:
        form = Form.typed(request)

        def act() -> BaseResponse:
            by = _by(office)
            team.leave_place(office, by, by.person or "", place=form.get("place"))
            return go(f"{_ME}?told=left")

        return tried(form, act, lambda mended: _account(office, mended))

    _add_password(pages, office)
    _add_passkeys(pages, office)
    _add_browsers(pages, office)


def _add_password(pages: Blueprint, office: Office) -> None:
    @pages.get(f"{_ME}/password")
    def my_password() -> Response:
        return _password(office, Form())

    @pages.post(f"{_ME}/password")
    def change_password() -> BaseResponse:
        form = Form.typed(request)
        return tried(
            form, lambda: _change_password(office, form), lambda mended: _password(office, mended)
        )


def _add_passkeys(pages: Blueprint, office: Office) -> None:
    @pages.get(f"{_ME}/passkeys")
    def my_passkeys() -> Response:
        return _passkeys(office, Form())

    @pages.post(f"{_ME}/passkeys/begin")
    def passkey_begins() -> Response:
        begun = passkeys.begin_creation(office, _by(office))
        return jsonify(token=begun.token, options=begun.options)

    @pages.post(f"{_ME}/passkeys")
    def change_passkeys() -> BaseResponse:
        typed = Form.typed(request)
        form = Form(typed.values, aliases=_NAMED)
        return tried(
            form, lambda: _change_passkeys(office, form), lambda mended: _passkeys(office, mended)
        )


def _add_browsers(pages: Blueprint, office: Office) -> None:
    @pages.get(f"{_ME}/browsers")
    def my_browsers() -> Response:
        return _browsers(office)

    @pages.post(f"{_ME}/browsers")
    def close_browsers() -> BaseResponse:
        only = Form.typed(request).get("only") or None
        browsers.end_others(office, _by(office), _cookie(office), only)
        return go(f"{_ME}/browsers?told=closed")


def _account(office: Office, form: Form) -> Response:
    visitor = sessions.require(office)
    by = visitor.speaking()
    page = render_template(
        "workshop/me.html",
        person=visitor.person,
        roles=[(places.get(office, item.place), item.role) for item in visitor.memberships],
        has_password=passwords.has_password(office, by),
        keys=passkeys.list_passkeys(office, by),
        others=len(browsers.list_sessions(office, _cookie(office))) - 1,
        form=form,
        told=_told(),
    )
    return make_response(page)


def _password(office: Office, form: Form) -> Response:
    by = _by(office)
    page = render_template(
        "workshop/me_password.html",
        person=sessions.require(office).person,
        has_password=passwords.has_password(office, by),
        has_passkey=bool(passkeys.list_passkeys(office, by)),
        shortest=passwords.SHORTEST,
        longest=passwords.LONGEST,
        form=form,
    )
    return make_response(page)


def _change_password(office: Office, form: Form) -> BaseResponse:
    """A new password, or none any more; either way the one of today comes first."""
    by, former = _by(office), form.values.get("former", "")
    if form.get("do") == "remove":
        passwords.remove_password(office, by, former)
        return go(f"{_ME}?told=no_password")
    fresh = form.values.get("password", "")
    passwords.put_password(office, by, fresh, former=former, session=_cookie(office))
    return go(f"{_ME}?told=password")


def _passkeys(office: Office, form: Form) -> Response:
    by = _by(office)
    return scripted(
        render_template(
            "workshop/me_passkeys.html",
            keys=passkeys.list_passkeys(office, by),
            has_password=passwords.has_password(office, by),
            limit=passkeys.NAME_LENGTH,
            form=form,
            told=_told(),
        )
    )


def _change_passkeys(office: Office, form: Form) -> BaseResponse:
    by, name = _by(office), form.get("passkey_name")
    if form.get("drop"):
        passkeys.drop_passkey(office, by, form.get("drop"))
        told = "dropped"
    elif form.get("rename"):
        passkeys.rename_passkey(office, by, form.get("rename"), name)
        told = "renamed"
    else:
        passkeys.finish_creation(office, by, form.get("key_token"), read_answer(form), name)
        told = "added"
    return go(f"{_ME}/passkeys?told={told}")


def _browsers(office: Office) -> Response:
    page = render_template(
        "workshop/me_browsers.html",
        browsers=browsers.list_sessions(office, _cookie(office)),
        told=_told(),
    )
    return make_response(page)


def _by(office: Office) -> Contributor:
    return sessions.require(office).speaking()


def _cookie(office: Office) -> str:
    return request.cookies.get(sessions.cookie_name(office), "")


def _told() -> str:
    return one_of(request.args.get("told", ""), _TOLD, otherwise="")
