"""The home page: each open door brings its own section, and the words that go with it."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Flask, current_app, render_template

_SECTIONS = "badges.home"

Context = Callable[[], Mapping[str, Any]]


def install(app: Flask) -> None:
    """Serve `/`."""
    app.extensions[_SECTIONS] = []
    pages = Blueprint("home", __name__)

    @pages.get("/")
    def home() -> str:
        return render()

    app.register_blueprint(pages)


def add_section(app: Flask, template: str, context: Context = dict, *, first: bool = False) -> None:
    """Show `template` on the home page, with what `context` answers at each visit."""
    sections = app.extensions[_SECTIONS]
    sections.insert(0 if first else len(sections), (template, context))


def render(remark: str | None = None) -> str:
    """The home page, with a remark above it when something has to be mended."""
    sections: list[tuple[str, Context]] = current_app.extensions[_SECTIONS]
    context: dict[str, Any] = {}
    for _, answer in sections:
        context.update(answer())
    templates = [template for template, _ in sections]
    return render_template("badges/home.html", sections=templates, remark=remark, **context)
