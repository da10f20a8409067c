"""The badges that learners ask for: one list, one request a screen, three answers."""

from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from issuer.errors import Conflict, NotAllowed
from issuer.model import Place
from issuer.ports import Office
from issuer.services.applications import deciding, reviewing
from issuer.services.applications.asking import levels_of
from issuer.services.applications.deciding import Decided
from issuer.services.applications.reviewing import Asked
from issuer.services.applications.words import plain_id
from issuer.services.people import Contributor
from issuer.web.workshop import sessions
from issuer.web.workshop.answers import attempt, go
from issuer.web.workshop.forms import Form, one_of
from issuer.web.workshop.place_home import own_place

_REQUESTS = "/workshop/<place>/requests"
_DONE = ("", "accept", "agree", "more", "refuse", "award")
_INLINE = ("image/jpeg", "image/png", "image/webp")


def add_requests(pages: Blueprint, office: Office) -> None:
    """The addresses of the requests of a place."""

    @pages.get(_REQUESTS)
    def list_requests(place: str) -> str:
        return _list(office, _place(office, place), Form())

    @pages.post(f"{_REQUESTS}/poster/<poster>/accept")
    def accept_poster(place: str, poster: str) -> BaseResponse:
        keeper = _place(office, place)

        def act() -> BaseResponse:
            batch = deciding.accept_poster(office, _by(office, keeper), keeper.slug, poster)
            here = f"/workshop/{keeper.slug}"
            return go(f"{here}/awards/{batch.id}" if batch else f"{here}/requests?done=agree")

        return attempt(Form(), act, lambda mended: _list(office, keeper, mended))

    @pages.get(f"{_REQUESTS}/<application>")
    def show_request(place: str, application: str) -> str:
        keeper = _place(office, place)
        asked = reviewing.get(office, _by(office, keeper), keeper.slug, application)
        return _one(office, keeper, asked, Form())

    @pages.post(f"{_REQUESTS}/<application>")
    def decide_request(place: str, application: str) -> BaseResponse:
        keeper = _place(office, place)
        form = Form.typed(request)
        before = reviewing.get(office, _by(office, keeper), keeper.slug, application)
        return attempt(
            form,
            lambda: _decide(office, keeper, application, form),
            lambda mended: _one(office, keeper, before, mended),
        )

    @pages.get(f"{_REQUESTS}/<application>/files/<file>")
    def file_of_request(place: str, application: str, file: str) -> Response:
        keeper = _place(office, place)
        by = _by(office, keeper)
        found, body = reviewing.file(office, by, keeper.slug, application, file)
        response = Response(body, content_type=found.media_type)
        way = "inline" if found.media_type in _INLINE else "attachment"
        suffix = found.media_type.rpartition("/")[2]
        response.headers["Content-Disposition"] = f'{way}; filename="{found.id}.{suffix}"'
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response


def _place(office: Office, slug: str) -> Place:
    """A place for which the person decides about requests.

    Raises:
        NotFound: not one of theirs.
        NotAllowed: they decide nothing there.
    """
    place = own_place(office, slug)
    if not sessions.require(office).may("application.decide", slug):
        raise NotAllowed("request.not_yours", place=place.name)
    return place


def _by(office: Office, place: Place) -> Contributor:
    return sessions.speaking(office, place.slug)


def _list(office: Office, place: Place, form: Form) -> str:
    by = _by(office, place)
    asked = Form.asked(request)
    return render_template(
        "workshop/requests.html",
        place=place,
        form=form,
        waiting=reviewing.waiting(office, by, place.slug),
        peers=reviewing.for_peers(office, by, place.slug),
        over=[
            one
            for state in reviewing.ANSWERED
            for one in reviewing.listing(office, by, place.slug, state=state)
        ],
        done=one_of(asked.get("done"), _DONE, otherwise=""),
        batch=plain_id(asked.get("batch")),
    )


def _one(office: Office, place: Place, asked: Asked, form: Form) -> str:
    told = Form.asked(request)
    return render_template(
        "workshop/request.html",
        place=place,
        it=asked,
        form=form,
        levels=levels_of(office, asked.definition),
        may_award=sessions.require(office).may("award.issue", asked.application.place),
        stuck=reviewing.is_stuck(office, asked),
        done=one_of(told.get("done"), _DONE, otherwise=""),
        batch=plain_id(told.get("batch")),
    )


def _decide(office: Office, place: Place, application: str, form: Form) -> BaseResponse:
    """Do what the button says, then lead to the next request that waits.

    Raises:
        Conflict: no such button.
        InvalidRequest, Conflict, NotAllowed: as `deciding` says.
    """
    by, wish, words = _by(office, place), form.get("do"), form.get("answer")
    quote = form.get("quote") == "yes"
    done: Decided
    if wish == "accept":
        level = form.get("level")
        done = deciding.accept(office, by, place.slug, application, level=level, quote=quote)
    elif wish == "award":
        done = deciding.award(office, by, place.slug, application, quote=quote)
    elif wish == "more":
        done = deciding.ask_more(office, by, place.slug, application, words)
    elif wish == "refuse":
        done = deciding.refuse(office, by, place.slug, application, words)
    else:
        raise Conflict("request.no_answer")
    return go(_next(office, place, by, done, wish))


def _next(office: Office, place: Place, by: Contributor, done: Decided, wish: str) -> str:
    told = {"done": "agree" if wish == "accept" and done.batch is None else wish}
    if done.batch is not None:
        told["batch"] = done.batch.id
    here = f"/workshop/{place.slug}/requests"
    for asked in reviewing.listing(office, by, place.slug):
        if asked.awaits_me:
            return f"{here}/{asked.application.id}?{urlencode(told)}"
    return f"{here}?{urlencode(told)}"
