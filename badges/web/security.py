"""Headers and limits of every answer: nothing from elsewhere, nothing inline, nothing framed."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Flask, Response, make_response

from badges.settings import Settings
from badges.web.bodies import Application

IMAGE_LIMIT = 5_000_000

# The browser wraps an upload in a few hundred bytes of multipart framing.
BODY_LIMIT = IMAGE_LIMIT + 64_000
TEXT_FIELD_LIMIT = 2_000_000
PARTS_LIMIT = 20

PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
SCAN_POLICY = f"{PAGE_POLICY}; script-src 'self'"
"""For the one page that may run our own script, to read a code with the camera."""
SCRIPTED_POLICY = f"{SCAN_POLICY}; connect-src 'self'"
"""For pages that may run our own script, which asks nobody but us."""

_PERMISSIONS = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")


def allow_scanning(response: Response) -> None:
    """Let this one page run our own script and ask for the camera; all the rest stays closed."""
    response.headers["Content-Security-Policy"] = SCAN_POLICY
    response.headers["Permissions-Policy"] = _permissions(allowed="camera")


def scripted(page: str) -> Response:
    """A page that may run our own script, which asks nobody but us."""
    response = make_response(page)
    response.headers["Content-Security-Policy"] = SCRIPTED_POLICY
    return response


def _permissions(allowed: str = "") -> str:
    return ", ".join(f"{name}=({'self' if name == allowed else ''})" for name in _PERMISSIONS)


_HEADERS = {
    "Content-Security-Policy": PAGE_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": _permissions(),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def install(app: Flask) -> None:
    """Bound what is read."""
    app.config.update(
        MAX_CONTENT_LENGTH=BODY_LIMIT,
        MAX_FORM_MEMORY_SIZE=TEXT_FIELD_LIMIT,
        MAX_FORM_PARTS=PARTS_LIMIT,
    )


Pairs = tuple[tuple[str, tuple[str, str]], ...]
"""Headers as `bear` takes them: each by its name in small letters."""

_BORNE = "badges.borne"


def as_borne(headers: Mapping[str, str]) -> Pairs:
    """Headers, ready for `bear`."""
    return tuple((name.lower(), (name, value)) for name, value in headers.items())


def bear(environ: dict[str, Any], headers: Pairs) -> None:
    """Let the answer to this request bear `headers`, unless its response has its own.

    For those that never change: as in `guard`, they are not looked at again.
    """
    environ[_BORNE] = environ.get(_BORNE, ()) + headers


def guards_of(settings: Settings) -> Pairs:
    """The headers that guard every answer which has none of their names itself."""
    headers = dict(_HEADERS)
    if settings.is_https:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return as_borne(headers)


def guard(application: Application, settings: Settings) -> Application:
    """`application`, whose every answer bears the headers that guard it, unless it has its own.

    They are added to the plain list that the server sends: as headers of a response of Flask, each
    would be looked at, encoded and copied several times a request.
    """
    guards = guards_of(settings)

    def guarded(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        def start(status: str, told: list[tuple[str, str]], *error: Any) -> Any:
            present = {name.lower(): value for name, value in told}
            borne = [each for each in environ.get(_BORNE, ()) if each[0] not in present]
            present.update((name, pair[1]) for name, pair in borne)
            added = [pair for _, pair in borne]
            added += [pair for name, pair in guards if name not in present]
            is_page = present.get("content-type", "").startswith("text/html")
            if is_page and "cache-control" not in present:
                added.append(_FRESH_PAGE)
            return start_response(status, told + added, *error)

        return application(environ, start)

    return guarded


_FRESH_PAGE = ("Cache-Control", "private, no-cache")
