"""The Web door of the verifier: a form, the report as a page, and the API."""

from flask import Blueprint, Flask

from badges.web import home, languages, problems
from badges.web.app import METERS, add_to_menu
from verifier.bootstrap import Verifier
from verifier.errors import VerifierError
from verifier.web.api import make_api
from verifier.web.pages import make_pages


def open_door(app: Flask, verifier: Verifier) -> None:
    """Add the verifier's pages and API to `app`."""
    languages.add_package(app, "verifier")
    problems.declare(app, {VerifierError: 503})
    app.register_blueprint(Blueprint("verifier", __name__, template_folder="templates"))
    app.register_blueprint(make_pages(verifier, app.extensions[METERS]))
    app.register_blueprint(make_api(verifier, app.extensions[METERS]))
    home.add_section(app, "verifier/form.html", first=True)
    add_to_menu(app, "/", "web.verify.menu", first=True)
