"""On paper: the sheets for the wall and the workshop table, and the wheel to colour."""

from flask import Blueprint, Response, request

from badges.errors import FrameworkError
from badges.model.framework import Framework
from badges.web.languages import current
from badges.web.public_documents import publish
from issuer.artwork.wheel import WheelSheet, draw_wheel, sheets
from issuer.ports import Office
from issuer.services.commons import referentials
from issuer.web.pages.frameworks.answering import page

_SVG = "image/svg+xml"
_SHOWN = 60


def add_paper(pages: Blueprint, office: Office) -> None:
    """What is made to be printed."""

    @pages.get("/frameworks/<fw:slug>/print")
    def print_sheet(slug: str) -> Response:
        return page("issuer/framework_print.html", framework=referentials.published(office, slug))

    @pages.get("/frameworks/<fw:slug>/wheel")
    def wheel(slug: str) -> Response:
        framework = referentials.published(office, slug)
        return page("issuer/wheel.html", framework=framework, sheets=sheets(framework, current()))

    @pages.get("/frameworks/<fw:slug>/wheel.svg")
    def wheel_drawing(slug: str) -> Response:
        framework = referentials.published(office, slug)
        drawing = draw_wheel(framework, _asked(framework), current())
        return publish(drawing.encode(), _SVG, vary=("Accept-Language", "Cookie"))


def _asked(framework: Framework) -> WheelSheet:
    """The sheet that the address names by family and part, else the first one.

    Raises:
        FrameworkError: there is no such sheet.
    """
    domain, part = request.args.get("domain", ""), request.args.get("part", "1")
    for sheet in sheets(framework, current()):
        if sheet.key() == (domain, int(part) if part.isascii() and part.isdecimal() else 0):
            return sheet
    raise FrameworkError("framework.wheel_unknown", domain=domain[:_SHOWN], part=part[:_SHOWN])
