"""The Web door of the verifier: a form, the report as a page, and the API."""

from flask import Blueprint, Flask

from badges.web import admission, home, languages, openapi, problems, short_ways
from badges.web.app import BASE_URL, METERS, add_to_menu
from verifier.bootstrap import Verifier
from verifier.errors import VerifierError
from verifier.policy import POLICIES, PROOF
from verifier.web.api import VERIFY, make_api, short_way
from verifier.web.described import verifier_part
from verifier.web.here import make_here
from verifier.web.pages import let_scan, make_pages
from verifier.web.vc_api import make_vc_api

_HEAVY = ("verifier_api.verify_batch", "verify.by_pile")
_HEAVY_WHEN_LARGE = (
    *("verifier_api.verify", "verifier_api.evidence"),
    *("verify.by_form", "verify.by_person", "verify.evidence"),
)


def open_door(app: Flask, verifier: Verifier) -> None:
    """Add the verifier's pages and API to `app`."""
    languages.add_package(app, "verifier")
    problems.declare(app, {VerifierError: 503})
    app.register_blueprint(Blueprint("verifier", __name__, template_folder="templates"))
    app.register_blueprint(make_pages(verifier, app.extensions[METERS], app.extensions[BASE_URL]))
    app.register_blueprint(make_here())
    app.register_blueprint(make_api(verifier, app.extensions[METERS]))
    short_ways.add(app, VERIFY, short_way(verifier, app.extensions[METERS]))
    app.register_blueprint(make_vc_api(verifier, app.extensions[METERS]))
    openapi.add(app, verifier_part())
    home.add_section(app, "verifier/form.html", _form_words, first=True)
    let_scan(app)
    admission.declare(app, _HEAVY)
    admission.declare(app, _HEAVY_WHEN_LARGE, admission.is_large)
    add_to_menu(app, "/", "web.verify.menu", first=True)


def _form_words() -> dict[str, object]:
    """What the form needs: the rules that a person may choose."""
    return {"verify_policies": [policy.name for policy in POLICIES if policy.name != PROOF.name]}
