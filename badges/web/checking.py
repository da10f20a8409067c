"""The files with which a browser verifies badges by itself, and the one that other sites embed.

They are public and never depend on who asks: scripts of any origin may read them, so that a badge
on somebody's page can be verified again by whoever reads it (issue 6, part 3).
"""

from flask import Blueprint, Flask, Response, abort

from badges.web.browser_files import browser_files, browser_version, media_type
from badges.web.public_documents import DEFAULT_MAX_AGE, YEAR, publish

_FOLDER = "/checking"
_COMPONENT = "browser/component.js"


def install(app: Flask) -> None:
    """Serve the files, and let pages say where they are."""
    app.register_blueprint(_make_pages())
    app.jinja_env.globals["module_address"] = module_address


def module_address(name: str) -> str:
    """The address of one of our modules, which changes whenever any of them does."""
    return f"{_FOLDER}/{browser_version()}/browser/{name}"


def _make_pages() -> Blueprint:
    pages = Blueprint("checking", __name__)

    @pages.get(f"{_FOLDER}/<version>/<path:path>")
    def file(version: str, path: str) -> Response:
        content = browser_files().get(path)
        if content is None:
            abort(404)
        is_current = version == browser_version()
        max_age = YEAR if is_current else DEFAULT_MAX_AGE
        return publish(content, media_type(path), max_age=max_age, immutable=is_current)

    @pages.get("/embed/badge.js")
    def component() -> Response:
        # Imported by its lasting address, so that pages elsewhere never need to be changed.
        line = f'import "..{_FOLDER}/{browser_version()}/{_COMPONENT}";\n'
        return publish(line.encode(), media_type(_COMPONENT))

    return pages
