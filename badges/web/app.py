"""The application that every door is added to: layout, languages, errors, headers, health."""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix

from badges.settings import Settings
from badges.web import (
    admission,
    bodies,
    checking,
    home,
    languages,
    links,
    markdown,
    openapi,
    operations,
    problems,
    requests,
    security,
    short_ways,
    watching,
)
from badges.web.public_documents import YEAR

METERS = "badges.meters"
BASE_URL = "badges.base_url"
_MENU = "badges.menu"
_STATIC = Path(__file__).parent / "static"


def _behind(settings: Settings, wsgi_app: bodies.Application) -> bodies.Application:
    """The application as its proxies see it: the address of the client is what they say it is.

    Without proxies the header is not believed: whoever sends it would choose their own address.
    """
    if not settings.proxies:
        return wsgi_app
    return ProxyFix(wsgi_app, x_for=settings.proxies, x_proto=0, x_host=0)


class _Application(Flask):
    """Flask, which would look at each of our functions, each time, for whether it is a coroutine.

    None is: on a short request those looks cost as much as the request.
    """

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function itself."""
        return func


def create_app(settings: Settings) -> Flask:
    """An application without doors: it has a layout, health addresses and answers to errors."""
    app = _Application(__name__, static_url_path="/static", root_path=str(Path(__file__).parent))
    meters = app.extensions[METERS] = operations.install(app)
    led = short_ways.install(app, security.guard(app.wsgi_app, settings), settings)
    inner = _behind(settings, bodies.guard(led))
    app.wsgi_app = watching.watch(inner, meters, settings)  # type: ignore[assignment, method-assign]  # Flask means it so
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # the default provider has it
    app.json.sort_keys = False  # type: ignore[attr-defined]  # same
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = YEAR
    app.extensions[_MENU] = []
    app.extensions[BASE_URL] = settings.base_url
    watching.install(app)
    security.install(app)
    languages.install(app, settings)
    admission.install(app)
    problems.install(app, settings.base_url)
    home.install(app)
    checking.install(app)
    openapi.install(app, settings.base_url)
    app.add_template_filter(lambda text: markdown.render(str(text or "")), "markdown")
    app.add_template_filter(links.web_address, "web_address")

    @app.context_processor
    def _layout() -> dict[str, Any]:
        return {
            "menu": app.extensions[_MENU],
            "doors": settings.doors,
            "base_url": settings.base_url,
            "stylesheet": static_address("style.css"),
            "static_address": static_address,
            "path": request.path,
            "reference": requests.reference(),
        }

    return app


def add_to_menu(app: Flask, path: str, sentence: str, *, first: bool = False) -> None:
    """Add a page of a door to the menu, under the words of the code `sentence`."""
    menu = app.extensions[_MENU]
    menu.insert(0 if first else len(menu), (path, sentence))


def static_address(name: str) -> str:
    """The address of one of our static files, which changes with its content."""
    return f"/static/{name}?v={_version(name)}"


@cache
def _version(name: str) -> str:
    """A mark that changes with the file, so that browsers may keep it for a year."""
    return hashlib.sha256((_STATIC / name).read_bytes()).hexdigest()[:12]
