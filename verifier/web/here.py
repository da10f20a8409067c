"""The page that verifies a badge inside the browser: what is chosen there never reaches us.

The keys and the lists of our own places are read from this site, and nothing from any other: the
policy of the page lets its script ask nobody else (issue 6, part 6).
"""

from flask import Blueprint, Response, render_template

from badges.web.security import scripted


def make_here() -> Blueprint:
    """The page, which needs no verifier behind it: only files."""
    pages = Blueprint("here", __name__)

    @pages.get("/verify/here")
    def here() -> Response:
        return scripted(render_template("verifier/here.html"))

    return pages
