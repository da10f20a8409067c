"""What a place says of itself: its name, how to reach it, its page on LinkedIn, its time zone."""

import re

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from badges.i18n import LANGUAGES
from issuer.model import Place
from issuer.ports import Office
from issuer.services import places
from issuer.services.sharing import linkedin
from issuer.web.workshop import sessions
from issuer.web.workshop.answers import go, marked, settling
from issuer.web.workshop.forms import Form, one_of
from issuer.web.workshop.place_home import managed_place

_PREFIX = "place_"
_FIELDS = ("name", "description", "url", "email", "linkedin_id", "language", "time_zone")
_ALIASES = {field: f"{_PREFIX}{field}" for field in _FIELDS}
_OTHER = "place_other_zone"
_NUMBER = re.compile(r"linkedin\.com/company/([0-9]{1,20})(?=$|[/?#])", re.ASCII)

FRENCH_ZONES = (
    "Europe/Paris",
    "America/Guadeloupe",
    "America/Martinique",
    "America/Cayenne",
    "Indian/Reunion",
    "Indian/Mayotte",
    "America/Miquelon",
    "Pacific/Noumea",
    "Pacific/Tahiti",
    "Pacific/Wallis",
)
"""The zones of France, each with its words: `workshop.profile.zone.<name>`."""


def add_profile(pages: Blueprint, office: Office) -> None:
    """The address of the description of a place."""

    @pages.get("/workshop/<place>/profile")
    def profile(place: str) -> str:
        found = managed_place(office, place)
        return _page(found, _current(found))

    @pages.post("/workshop/<place>/profile")
    def change_profile(place: str) -> BaseResponse:
        found = managed_place(office, place)
        form = Form(Form.typed(request).values, aliases=_ALIASES)
        return settling(
            form,
            _current(found),
            lambda: _change(office, found, form),
            lambda mended: _page(found, mended),
        )


def _page(place: Place, form: Form) -> str:
    known = place.linkedin_id
    zones = FRENCH_ZONES if place.time_zone in FRENCH_ZONES else (*FRENCH_ZONES, place.time_zone)
    return render_template(
        "workshop/profile.html",
        place=place,
        form=form,
        zones=zones,
        french=FRENCH_ZONES,
        languages=LANGUAGES,
        company=linkedin.company_page(known) if known else None,
        is_usual=known is None or linkedin.is_usual_id(known),
        told=one_of(request.args.get("told", ""), ("saved",), otherwise=""),
    )


def _current(place: Place) -> Form:
    """The form as the place is described now, with a mark of it."""
    values = {alias: getattr(place, field) or "" for field, alias in _ALIASES.items()}
    shown = marked(values)
    return Form(shown.values, aliases=_ALIASES)


def _change(office: Office, place: Place, form: Form) -> BaseResponse:
    """Keep what was typed; a field that was not sent stays as it is."""
    changes = {field: form.get(alias) for field, alias in _ALIASES.items() if alias in form.values}
    if form.get(_OTHER):
        changes["time_zone"] = form.get(_OTHER)
    if "linkedin_id" in changes:
        changes["linkedin_id"] = _number(changes["linkedin_id"])
    actor = sessions.speaking(office, place.slug).name
    places.edit(office, place.slug, actor=actor, **changes)
    return go(f"/workshop/{place.slug}/profile?told=saved")


def _number(typed: str) -> str:
    """The number of a page, also when its whole address was pasted."""
    found = _NUMBER.search(typed[:2_000])
    return found.group(1) if found else typed
