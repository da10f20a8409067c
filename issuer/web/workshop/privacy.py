"""What a place keeps of people, for whoever runs it; one record whole, handed out or erased."""

from flask import Blueprint, Response, abort, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from badges.web.languages import words
from issuer.errors import NotAllowed
from issuer.model import Place
from issuer.ports import Office
from issuer.services.holders import keeping
from issuer.services.people import Action
from issuer.services.privacy import erasing, exporting
from issuer.services.privacy.statement import ENTRIES
from issuer.web.pages.privacy import kept
from issuer.web.workshop import sessions
from issuer.web.workshop.answers import attempt, go
from issuer.web.workshop.forms import Form
from issuer.web.workshop.place_home import own_place

_ONE = "/workshop/<place>/holders/<holder>"


def add_privacy(pages: Blueprint, office: Office) -> None:
    """The addresses of what is kept, handed out and erased."""

    @pages.get("/workshop/<place>/privacy")
    def privacy(place: str) -> str:
        return render_template(
            "workshop/privacy.html",
            place=_managed(office, place),
            entries=ENTRIES,
            kept_for=kept,
            erased=request.args.get("done") == "erased",
        )

    @pages.get("/workshop/me/export.zip")
    def own_export() -> Response:
        person = sessions.require(office).person
        by = sessions.require(office).speaking()
        return _zip(exporting.export_account(office, by, person.id))

    _add_holder(pages, office)


def _add_holder(pages: Blueprint, office: Office) -> None:
    @pages.get(f"{_ONE}/privacy")
    def holder_privacy(place: str, holder: str) -> str:
        return _holder_page(office, place, holder, Form())

    @pages.get(f"{_ONE}/export.zip")
    def holder_export(place: str, holder: str) -> Response:
        _managed(office, place)
        by = sessions.speaking(office, place)
        return _zip(exporting.export_holder(office, by, place, holder))

    @pages.post(f"{_ONE}/erase")
    def erase_holder(place: str, holder: str) -> BaseResponse:
        _managed(office, place)
        form = Form.typed(request)

        def act() -> BaseResponse:
            erasing.require_word(form.get("confirm"), words()("privacy.word"))
            erasing.erase_holder(office, sessions.speaking(office, place), place, holder)
            return go(f"/workshop/{place}/privacy?done=erased")

        return attempt(form, act, lambda mended: _holder_page(office, place, holder, mended))


def _holder_page(office: Office, place: str, holder: str, form: Form) -> str:
    _managed(office, place)
    by = sessions.speaking(office, place)
    return render_template(
        "workshop/privacy_holder.html",
        record=keeping.record(office, by, place, holder),
        form=form,
        word=words()("privacy.word"),
    )


def place_of_people(office: Office, slug: str, *actions: Action) -> Place:
    """A place whose people the person looks after, with every one of these rights there.

    Raises:
        NotFound: not one of theirs.
        NotAllowed: somebody else runs it.
    """
    place = own_place(office, slug)
    visitor = sessions.require(office)
    if not visitor.may("award.read", slug):
        abort(404)
    if not all(visitor.may(action, slug) for action in actions):
        raise NotAllowed("privacy.not_manager", place=place.name)
    return place


def _managed(office: Office, slug: str) -> Place:
    return place_of_people(office, slug, "person.export", "person.erase")


def _zip(body: bytes) -> Response:
    response = Response(body, content_type=exporting.ZIP)
    response.headers["Content-Disposition"] = 'attachment; filename="export.zip"'
    return response
