"""Headers and limits of every answer: nothing from elsewhere, nothing inline, nothing framed."""

from flask import Flask, Response, make_response

from badges.settings import Settings

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


def install(app: Flask, settings: Settings) -> None:
    """Bound what is read and guard what is sent."""
    app.config.update(
        MAX_CONTENT_LENGTH=BODY_LIMIT,
        MAX_FORM_MEMORY_SIZE=TEXT_FIELD_LIMIT,
        MAX_FORM_PARTS=PARTS_LIMIT,
    )

    headers = dict(_HEADERS)
    if settings.is_https:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    guards = tuple((name.lower(), (name, value)) for name, value in headers.items())

    @app.after_request
    def _guard(response: Response) -> Response:
        # One look at what is there: to ask for each would cost more than many an answer.
        present = {name.lower() for name, _ in response.headers}
        response.headers.extend([pair for name, pair in guards if name not in present])
        if response.mimetype == "text/html":
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response
