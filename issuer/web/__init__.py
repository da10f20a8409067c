"""The Web door of the issuer: what the world can read of badges, places, definitions, skills."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Flask

from badges.web import admission, home, languages, openapi, problems
from badges.web.app import add_to_menu
from badges.web.in_process import CHANGES
from issuer.errors import (
    ClockBehind,
    Conflict,
    InvalidRequest,
    IssuerError,
    KeyUnavailable,
    NotAllowed,
    NotFound,
    StatusListFull,
    StoreError,
    TooManyAttempts,
    Withdrawn,
)
from issuer.ports import Office
from issuer.services import achievements, places
from issuer.services.commons import referentials
from issuer.web import gauges
from issuer.web.case_api import PREFIX, case_part, make_case_api
from issuer.web.described import issuer_part
from issuer.web.described_world import world_part
from issuer.web.documents import make_documents
from issuer.web.exchanges import make_exchanges
from issuer.web.oid4vci import make_oid4vci
from issuer.web.pages import PAGES
from issuer.web.pages.frameworks.described import frameworks_part
from issuer.web.vc_api import make_vc_api
from issuer.web.workshop import make_workshop

OFFICE = "badges.office"

_STATUSES: dict[type[Any], int] = {
    InvalidRequest: 400,
    NotAllowed: 403,
    TooManyAttempts: 429,
    Withdrawn: 410,
    NotFound: 404,
    Conflict: 409,
    ClockBehind: 503,
    KeyUnavailable: 503,
    StatusListFull: 503,
    StoreError: 503,
    IssuerError: 500,
}


_HEAVY = (
    *("vc_api_issuer.issue", "imports.brought", "workshop.award_people_sent"),
    *("workshop.award_all_sent", "workshop.award_look_sent", "workshop.award_continue"),
)
"""What signs, or reads what is long, while somebody waits."""

_HEAVY_WHEN_DRAWN = (
    *("credentials.file", "credentials.private_file", "credentials.everything"),
    *("credentials.private_everything", "sharing.card", "sharing.private_card"),
    *("portfolios.file", "portfolios.private_file", "claims.paper", "claims.badge_file"),
    *("claims.everything", "claims.export", "workshop.archive_file", "workshop.award_sheets"),
    *("workshop.award_files", "workshop.award_card", "workshop.sheet_of_poster"),
    *("workshop.holder_card", "workshop.own_export", "workshop.holder_export"),
)
"""Files that are printed, drawn or packed when somebody asks for them."""


def open_door(app: Flask, office: Office) -> None:
    """Add the issuer's pages and public documents to `app`."""
    app.extensions[OFFICE] = office
    app.extensions[CHANGES] = lambda: (office.store.changes, int(office.clock.now().timestamp()))
    languages.add_package(app, "issuer")
    problems.declare(app, _STATUSES, {Withdrawn: "issuer/withdrawn.html"})
    app.register_blueprint(Blueprint("issuer", __name__, template_folder="templates"))
    for make in (
        *PAGES,
        make_documents,
        make_vc_api,
        make_exchanges,
        make_oid4vci,
        make_case_api,
        make_workshop,
    ):
        app.register_blueprint(make(office))
    openapi.add(app, issuer_part())
    openapi.add(app, world_part())
    openapi.add(app, frameworks_part())
    openapi.add(app, case_part(PREFIX))
    gauges.install(app, office)
    home.add_section(app, "issuer/home.html", lambda: _home(office))
    home.add_section(app, "workshop/door.html")
    admission.declare(app, _HEAVY)
    admission.declare(app, _HEAVY_WHEN_DRAWN, admission.is_drawn)
    add_to_menu(app, "/frameworks", "web.framework.menu")


def _home(office: Office) -> Mapping[str, Any]:
    """What the home page shows of this instance: its places, and how much they recognise."""
    return {
        "places": places.list_all(office),
        "achievements": achievements.list_published(office),
        "framework": referentials.default(office),
    }
