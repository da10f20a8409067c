"""A portfolio as others read it: its page, its signed record (CLR 2.0) and its PDF, negotiated.

What its holder withdraws is withdrawn at once, so every reader asks anew and is told by ETag.
"""

from flask import Blueprint, Response, abort, render_template, request

from badges.web.negotiation import HTML, VARY, negotiate
from badges.web.public_documents import publish
from issuer.ports import Office
from issuer.services import publishing
from issuer.services.portfolios import printing, reading, records
from issuer.services.portfolios.reading import Opened
from issuer.web.portfolio_sheet import look

_RECORD = "application/vc"
# Media type asked for -> what answers. The order is the server's preference.
_OFFERS = {
    _RECORD: "json",
    HTML: "html",
    "application/vc+ld+json": "json",
    "application/ld+json": "json",
    "application/json": "json",
    publishing.PDF: "pdf",
}
_KINDS = "any(json, pdf):kind"


def make_portfolios(office: Office) -> Blueprint:
    """The addresses of portfolios."""
    pages = Blueprint("portfolios", __name__)

    @pages.get("/portfolio/<name>")
    def portfolio(name: str) -> Response:
        opened = reading.open_shown(office, name)
        return _public(opened, _negotiated(office, opened))

    @pages.get(f"/portfolio/<name>.<{_KINDS}>")
    def file(name: str, kind: str) -> Response:
        opened = reading.open_shown(office, name)
        return _public(opened, _file(office, opened, kind))

    @pages.get("/portfolio/<name>/private/<key>")
    def private(name: str, key: str) -> Response:
        return _confidential(_negotiated(office, reading.open_by_link(office, name, key)))

    @pages.get(f"/portfolio/<name>/private/<key>.<{_KINDS}>")
    def private_file(name: str, key: str, kind: str) -> Response:
        return _confidential(_file(office, reading.open_by_link(office, name, key), kind))

    return pages


def _negotiated(office: Office, opened: Opened) -> Response:
    media_type = negotiate(request, tuple(_OFFERS)) or abort(406)
    kind = _OFFERS[media_type]
    if kind != "html":
        return _file(office, opened, kind, media_type)
    response = Response(
        render_template(
            "issuer/portfolio.html",
            seen=look(office, opened.collection),
            portfolio=opened.collection.portfolio,
            place=opened.collection.place,
            path=opened.path,
            page=f"{office.settings.base_url}{opened.path}",
        )
    )
    response.vary.update(VARY)
    return response


def _file(office: Office, opened: Opened, kind: str, media_type: str | None = None) -> Response:
    if kind == "pdf":
        return publish(printing.booklet(office, opened), publishing.PDF, max_age=0, vary=VARY)
    body = records.record(office, opened.collection)
    return publish(body, media_type or _RECORD, max_age=0, vary=VARY)


def _public(opened: Opened, response: Response) -> Response:
    """Only what its holder made public is listed by search engines."""
    if opened.collection.portfolio.visibility != "public":
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _confidential(response: Response) -> Response:
    """What a private link opens: kept by no cache, listed nowhere, told to no other site."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
