"""Taking up what others wrote: the referential of another place, or a table from a file."""

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from badges.model.framework import Framework
from badges.web.languages import current
from issuer.errors import NotAllowed
from issuer.ports import Office
from issuer.services import places
from issuer.services.commons import authoring, referentials
from issuer.services.contacts import SLUG_LENGTH
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
    tongue = places.get(office, place).language if place else current()
    title = {tongue: form.get("title")} if form.get("title") else None
    wanted = form.get("slug") or f"{place}-{source.slug}"[:SLUG_LENGTH].rstrip("-")
    taken = any(card.slug == wanted for card in referentials.cards(office, drafts=True))
    opened = authoring.fork(
        office,
        source.slug,
        place=place,
        by=sessions.speaking(office, place),
        title=title,
        # A short address from the two names; when it is taken, one from the title.
        slug=None if taken and not form.get("slug") else wanted,
        prefix=form.get("prefix") or None,
    )
    return go(f"/workshop/frameworks/{opened.record.slug}?taken={source.slug}")
