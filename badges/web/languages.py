"""In which language we answer: asked (`?lang=`), remembered, preferred by the browser, or default.

A cookie is set only when a person chooses; without a choice nothing is kept.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, current_app, g, request
from markupsafe import Markup

from badges.i18n import LANGUAGES, Translator
from badges.settings import Settings
from badges.web import wording

PARAMETER = "lang"
COOKIE = "lang"
_YEAR = 365 * 86_400

PACKAGES = "badges.packages"

# A legal line, quoted to the letter on every page and paper.
_RAW = {language: Translator(language) for language in LANGUAGES}


def install(app: Flask, settings: Settings) -> None:
    """Choose a language for each request and give the templates their words."""
    app.extensions[PACKAGES] = []

    @app.before_request
    def _choose() -> None:
        g.language = _chosen(settings.language)

    @app.after_request
    def _remember(response: Response) -> Response:
        if response.mimetype == "text/html":
            asked = request.args.get(PARAMETER)
            response.content_language.add(current())
            response.vary.update(("Accept-Language", "Cookie"))
            if asked in LANGUAGES and asked != request.cookies.get(COOKIE):
                response.set_cookie(
                    COOKIE,
                    asked,
                    max_age=_YEAR,
                    secure=settings.is_https,
                    httponly=True,
                    samesite="Lax",
                )
        return response

    @app.context_processor
    def _words() -> dict[str, Any]:
        return {
            "t": words(),
            "typeset": lambda text: wording.typography(wording.name(str(text or "")), current()),
            "language": current(),
            "in_language": in_language,
            "not_a_certification": Markup(_RAW[current()]("web.not_a_certification")),  # noqa: S704 - ours
        }

    app.add_template_filter(lambda moment: wording.day(moment, current()), "day")
    app.add_template_filter(lambda moment: wording.minute(moment, current()), "minute")
    app.add_template_filter(lambda text: wording.name(str(text or "")), "name")


def add_package(app: Flask, package: str) -> None:
    """Let pages and errors use the sentences of `package`, the package of a door."""
    app.extensions[PACKAGES].append(package)


def current() -> str:
    """The language of the current request."""
    return str(g.get("language", LANGUAGES[0]))


def words() -> Callable[..., str]:
    """The sentences of every open door in the current language, with its typography."""
    language = current()
    packages = tuple(current_app.extensions[PACKAGES])
    translator = Translator(language, *packages)

    def translate(code: str, /, **params: Any) -> str:
        if not params:
            return _said(code, language, packages)
        safe = {key: _safe(value) for key, value in params.items()}
        return wording.typography(translator(code, **safe), language)

    return translate


@lru_cache(4_096)
def _said(code: str, language: str, packages: tuple[str, ...]) -> str:
    """The sentence of a code that has nothing to fill in: a page says some hundred of them."""
    return wording.typography(Translator(language, *packages)(code), language)


def in_language(language: str) -> str:
    """The address of the current page in `language`; the home page after a form was posted."""
    if request.method not in ("GET", "HEAD"):
        return f"/?{PARAMETER}={language}"
    arguments = [(key, value) for key, value in request.args.items(multi=True) if key != PARAMETER]
    return f"?{urlencode([*arguments, (PARAMETER, language)])}"


def _chosen(default: str) -> str:
    environ = request.environ
    asked = request.args.get(PARAMETER) if environ.get("QUERY_STRING") else None
    kept = request.cookies.get(COOKIE) if "HTTP_COOKIE" in environ else None
    for wish in (asked, kept):
        if wish in LANGUAGES:
            return str(wish)
    if "HTTP_ACCEPT_LANGUAGE" not in environ:
        return default
    for tag, quality in request.accept_languages:
        primary = tag.partition("-")[0].lower()
        if quality > 0 and primary in LANGUAGES:
            return primary
    return default


def _safe(value: Any) -> Any:
    return wording.name(value) if isinstance(value, str) else value
