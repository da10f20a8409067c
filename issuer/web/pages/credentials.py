"""The badge itself: its page, its files, its QR code, and the short address on paper.

ISS-33 to ISS-35: one address, negotiated; one file a format, each with exactly one credential.
"""

from functools import partial

from flask import Blueprint, Response, abort, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from badges.web.negotiation import HTML, VARY, negotiate
from badges.web.public_documents import DAY, publish
from issuer.model import Award
from issuer.ports import Office
from issuer.services import places, publishing
from issuer.services.commons import referentials
from issuer.web.sheet import Sheet

JSON = "application/json"

# Media type asked for -> kind of file that answers. The order is the server's preference.
_OFFERS = {
    "application/vc": "json",
    HTML: None,
    "application/vc+ld+json": "json",
    "application/ld+json": "json",
    JSON: "json",
    "application/vc+jwt": "jwt",
    "application/jwt": "jwt",
    "text/plain": "jwt",
    "image/png": "png",
    "image/svg+xml": "svg",
    "application/pdf": "pdf",
}
_NOT_INDEXED = "noindex, nofollow"


def make_credentials(office: Office) -> Blueprint:
    """The addresses of badges."""
    pages = Blueprint("credentials", __name__)

    @pages.get("/credentials/<name>")
    def credential(name: str) -> Response:
        award = publishing.award(office, name)
        media_type = negotiate(request, tuple(_OFFERS)) or abort(406)
        kind = _OFFERS[media_type]
        if kind is None:
            return _unlisted(_page(office, award))
        body, _ = publishing.file(office, award.id, kind)
        return _unlisted(publish(body, media_type, vary=VARY))

    @pages.get("/credentials/<name>.<any(json, jwt, png, svg, pdf):kind>")
    def file(name: str, kind: str) -> Response:
        body, media_type = publishing.file(office, name, kind)
        return _unlisted(publish(body, media_type))

    @pages.get("/credentials/<name>/<any('qr.svg', 'qr.png'):kind>")
    def qr_code(name: str, kind: str) -> Response:
        body, media_type = publishing.file(office, name, kind)
        return _unlisted(publish(body, media_type, max_age=DAY))

    @pages.get("/v/<code>")
    def short_address(code: str) -> BaseResponse:
        award = publishing.by_short_code(office, code)
        is_report = "verifier" in office.settings.doors and _wants_report()
        target = f"/verify?url={award.url}" if is_report else f"/credentials/{award.id}"
        response = redirect(target, 303)
        response.vary.update(VARY)
        return response

    return pages


def _wants_report() -> bool:
    """Whether a printed address leads to the verdict; to the badge for who names its formats."""
    offers = (JSON, HTML, *(media_type for media_type in _OFFERS if media_type not in (JSON, HTML)))
    return negotiate(request, offers) in (JSON, HTML)


def _page(office: Office, award: Award) -> Response:
    find = partial(referentials.competency, office)
    sheet = Sheet(award, find, places.get(office, award.place), office.clock.now())
    response = Response(
        render_template(
            "issuer/credential.html",
            sheet=sheet,
            award=award,
            place=sheet.place,
            verify_url=publishing.verify_url(office, award),
        )
    )
    response.vary.update(VARY)
    return response


def _unlisted(response: Response) -> Response:
    """Keep a page about a person out of search engines."""
    response.headers["X-Robots-Tag"] = _NOT_INDEXED
    return response
