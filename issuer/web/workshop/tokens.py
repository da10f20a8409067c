"""The tokens of the programs of a place: made, shown once, taken back."""

from flask import Blueprint, Response, make_response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from badges.web.security import scripted
from issuer.errors import NotAllowed
from issuer.model import Place
from issuer.ports import Office
from issuer.services.people import tokens
from issuer.web.workshop import sessions
from issuer.web.workshop.answers import go
from issuer.web.workshop.forms import Form, one_of
from issuer.web.workshop.place_home import own_place
from issuer.web.workshop.refusing import tried

_TOKENS = "/workshop/<place>/tokens"
_NAMED = {"name": "token_name"}
_DAYS = ("90", "365", "")
"""For how long a token may work, in days; the last one is without end."""


def add_tokens(pages: Blueprint, office: Office) -> None:
    """The addresses of the tokens of a place."""

    @pages.get(_TOKENS)
    def list_tokens(place: str) -> Response:
        return _list(office, _managed(office, place))

    @pages.get(f"{_TOKENS}/new")
    def new_token(place: str) -> Response:
        return _new(_managed(office, place), Form())

    @pages.post(f"{_TOKENS}/new")
    def make_token(place: str) -> BaseResponse:
        keeper = _managed(office, place)
        form = Form(Form.typed(request).values, aliases=_NAMED)
        return tried(form, lambda: _make(office, keeper, form), lambda mended: _new(keeper, mended))

    @pages.post(f"{_TOKENS}/<token>/revoke")
    def revoke_token(place: str, token: str) -> BaseResponse:
        keeper = _managed(office, place)
        by = sessions.speaking(office, keeper.slug)
        tokens.revoke_token(office, by, keeper.slug, token)
        return go(f"/workshop/{keeper.slug}/tokens?told=revoked")


def _managed(office: Office, slug: str) -> Place:
    """A place whose programs the person looks after.

    Raises:
        NotFound: not one of theirs.
        NotAllowed: somebody else looks after them.
    """
    place = own_place(office, slug)
    if not sessions.require(office).may("token.edit", place.slug):
        raise NotAllowed("team.not_yours", place=place.name)
    return place


def _list(office: Office, place: Place) -> Response:
    found = tokens.list_tokens(office, sessions.speaking(office, place.slug), place.slug)
    now = office.clock.now()
    page = render_template(
        "workshop/tokens.html",
        place=place,
        live=[token for token in found if tokens.is_live(token, now)],
        over=[token for token in found if not tokens.is_live(token, now)],
        told=one_of(request.args.get("told", ""), ("revoked",), otherwise=""),
    )
    return make_response(page)


def _new(place: Place, form: Form) -> Response:
    page = render_template(
        "workshop/token_new.html",
        place=place,
        form=form,
        scopes=tokens.SCOPES,
        limit=tokens.NAME_LENGTH,
        days=_DAYS,
    )
    return make_response(page)


def _make(office: Office, place: Place, form: Form) -> Response:
    days = one_of(form.get("days"), _DAYS, otherwise=_DAYS[0])
    made = tokens.add_token(
        office,
        sessions.speaking(office, place.slug),
        place.slug,
        form.get("token_name"),
        tuple(scope for scope, _ in form.starting("scope-")),
        days=int(days) if days else None,
    )
    return scripted(render_template("workshop/token_made.html", place=place, made=made))
