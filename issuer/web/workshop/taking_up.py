"""Taking up what others wrote: the referential of another place, or a table from a file."""

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from badges.model.framework import Framework
from issuer.errors import NotAllowed
from issuer.ports import Office
from issuer.services import authoring, referentials
from issuer.web.workshop import sessions
from issuer.web.workshop.answers import attempt, go
from issuer.web.workshop.forms import Form
from issuer.web.workshop.frameworks import names_of_places


def add_taking_up(pages: Blueprint, office: Office) -> None:
    """The addresses of forks."""

    @pages.get("/workshop/frameworks/<slug>/fork")
    def fork(slug: str) -> str:
        return _page(office, referentials.published(office, slug), Form.asked(request))

    @pages.post("/workshop/frameworks/<slug>/fork")
    def take_up(slug: str) -> BaseResponse:
        source = referentials.published(office, slug)
        form = Form.typed(request)
        return attempt(
            form,
            lambda: _take(office, source, form),
            lambda mended: _page(office, source, mended),
        )


def _page(office: Office, source: Framework, form: Form) -> str:
    own = sessions.places_for(office, "framework.edit")
    if not own:
        raise NotAllowed("workshop.framework.no_place")
    return render_template(
        "workshop/fork.html",
        source=source,
        form=form,
        own=own,
        names=names_of_places(office),
    )


def _take(office: Office, source: Framework, form: Form) -> BaseResponse:
    own = sessions.require(office).places_for("framework.edit")
    place = form.get("place") or next(iter(own), "")
    title = {"fr": form.get("title")} if form.get("title") else None
    opened = authoring.fork(
        office,
        source.slug,
        place=place,
        by=sessions.speaking(office, place),
        title=title,
        slug=form.get("slug") or None,
        prefix=form.get("prefix") or None,
    )
    return go(f"/workshop/frameworks/{opened.record.slug}?taken={source.slug}")
