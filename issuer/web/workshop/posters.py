"""Posters for the wall: one for today's workshop, its sheet to print, its code for a projector."""

from flask import Blueprint, Response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from badges.web.public_documents import publish
from issuer.errors import NotAllowed
from issuer.model import Place
from issuer.ports import Office
from issuer.services import achievements
from issuer.services.applications import posters
from issuer.services.people import Contributor
from issuer.web.workshop import sessions
from issuer.web.workshop.answers import attempt, go
from issuer.web.workshop.forms import Form
from issuer.web.workshop.place_home import own_place

_POSTERS = "/workshop/<place>/posters"
_PDF = "application/pdf"
_SVG = "image/svg+xml"


def add_posters(pages: Blueprint, office: Office) -> None:
    """The addresses of the posters of a place."""

    @pages.get(_POSTERS)
    def list_posters(place: str) -> str:
        keeper = _place(office, place)
        found = posters.listing(office, _by(office, keeper), keeper.slug)
        return render_template("workshop/posters.html", place=keeper, found=found)

    @pages.get(f"{_POSTERS}/new")
    def new_poster(place: str) -> str:
        return _choose(office, _place(office, place), Form.asked(request))

    @pages.post(f"{_POSTERS}/new")
    def make_poster(place: str) -> BaseResponse:
        keeper = _place(office, place)
        form = Form.typed(request)

        def act() -> BaseResponse:
            made = posters.make(
                office, _by(office, keeper), keeper.slug, form.get("badge"), form.get("until")
            )
            return go(f"/workshop/{keeper.slug}/posters/{made.id}")

        return attempt(form, act, lambda mended: _choose(office, keeper, mended))

    _add_one(pages, office)


def _add_one(pages: Blueprint, office: Office) -> None:
    one = f"{_POSTERS}/<poster>"

    @pages.get(one)
    def show_poster(place: str, poster: str) -> str:
        return _show(office, "poster", place, poster)

    @pages.get(f"{one}/screen")
    def screen_poster(place: str, poster: str) -> str:
        return _show(office, "poster_screen", place, poster)

    @pages.get(f"{one}/qr.svg")
    def code_of_poster(place: str, poster: str) -> Response:
        keeper = _place(office, place)
        hung = posters.get(office, _by(office, keeper), keeper.slug, poster)
        return publish(office.artwork.qr_svg(hung.url), _SVG)

    @pages.get(f"{one}/sheet.pdf")
    def sheet_of_poster(place: str, poster: str) -> Response:
        keeper = _place(office, place)
        body = posters.paper(office, _by(office, keeper), keeper.slug, poster)
        response = Response(body, content_type=_PDF)
        response.headers["Content-Disposition"] = 'inline; filename="poster.pdf"'
        return response

    @pages.post(f"{one}/close")
    def close_poster(place: str, poster: str) -> BaseResponse:
        keeper = _place(office, place)
        posters.close(office, _by(office, keeper), keeper.slug, poster)
        return go(f"/workshop/{keeper.slug}/posters/{poster}")


def _place(office: Office, slug: str) -> Place:
    """A place for which the person makes posters.

    Raises:
        NotFound: not one of theirs.
        NotAllowed: they make no posters there.
    """
    place = own_place(office, slug)
    if not sessions.require(office).may("poster.make", slug):
        raise NotAllowed("request.not_yours", place=place.name)
    return place


def _by(office: Office, place: Place) -> Contributor:
    return sessions.speaking(office, place.slug)


def _choose(office: Office, place: Place, form: Form) -> str:
    """The page where the badge is chosen, then the day; a single badge is chosen already."""
    found = achievements.awardable(office, place.slug)
    only = found[0].slug if len(found) == 1 else ""
    chosen = [one for one in found if one.slug == (form.get("badge") or only)]
    if not form.get("until"):
        form = Form({**form.values, "until": posters.today(office)}, form.problem)
    return render_template(
        "workshop/poster_new.html",
        place=place,
        definitions=found,
        chosen=chosen[0] if chosen else None,
        form=form,
        today=posters.today(office),
    )


def _show(office: Office, template: str, slug: str, poster: str) -> str:
    place = _place(office, slug)
    hung = posters.get(office, _by(office, place), place.slug, poster)
    return render_template(
        f"workshop/{template}.html",
        place=place,
        hung=hung,
        typed_at=f"{office.settings.base_url.partition('://')[2]}/claim",
    )
