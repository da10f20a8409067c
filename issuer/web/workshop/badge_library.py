"""The library: begin from a badge that is ready, or from one of a place or a network of yours."""

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from badges.web.languages import current
from issuer.ports import Office
from issuer.services import achievements, places
from issuer.web.workshop import sessions
from issuer.web.workshop.answers import go
from issuer.web.workshop.badge_parts import author_place
from issuer.web.workshop.drawing import DRAWING
from issuer.web.workshop.forms import Form


def add_badge_library(pages: Blueprint, office: Office) -> None:
    """The address of the library."""

    @pages.get("/workshop/<place>/badges/library")
    def badge_library(place: str) -> str:
        keeper = author_place(office, place)
        by = sessions.speaking(office, keeper.slug)
        return render_template(
            "workshop/badge_library.html",
            place=keeper,
            ready=achievements.ready(office, current()),
            others=achievements.copyable(office, by, keeper.slug),
            drawing=DRAWING,
            keepers={one.slug: one for one in places.list_all(office)},
        )

    @pages.post("/workshop/<place>/badges/library")
    def copy_badge(place: str) -> BaseResponse:
        keeper = author_place(office, place)
        by = sessions.speaking(office, keeper.slug)
        form = Form.typed(request)
        if form.get("achievement"):
            draft = achievements.copy_achievement(office, by, keeper.slug, form.get("achievement"))
        else:
            draft = achievements.copy_ready(office, by, keeper.slug, form.get("ready"))
        return go(f"/workshop/{keeper.slug}/badges/{draft.slug}/look")
