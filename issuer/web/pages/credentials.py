"""The badge itself: its page, its files, its QR code, and the short address on paper.

ISS-33 to ISS-35: one address, negotiated; one file a format, each with exactly one credential.
What its holder withdraws is withdrawn at once, so every reader asks anew and is told by ETag.
"""

from flask import Blueprint, Response, abort, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from badges.web.negotiation import HTML, VARY, negotiate
from badges.web.public_documents import publish
from issuer.model import Award
from issuer.ports import Office
from issuer.services import evidence, places, private_links, publishing, whole_badge
from issuer.services.cards import CARD_HEIGHT, CARD_WIDTH, card_version
from issuer.services.commons.lookups import Lookup
from issuer.web.badge_addresses import BadgeAddresses
from issuer.web.pages.evidence import evidence_answer
from issuer.web.sheet import Sheet

JSON = "application/json"
FILES = "any(json, jwt, png, svg, pdf):kind"
QR_CODES = "any('qr.svg', 'qr.png'):kind"

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
    _add_public(pages, office)
    _add_private(pages, office)
    _add_short(pages, office)
    return pages


def _add_public(pages: Blueprint, office: Office) -> None:
    @pages.get("/credentials/<name>")
    def credential(name: str) -> Response:
        award = publishing.award(office, name)
        response = _negotiated(office, _public(office, award))
        return response if award.choice == "public" else _unlisted(response)

    @pages.get(f"/credentials/<name>.<{FILES}>")
    def file(name: str, kind: str) -> Response:
        body, media_type = publishing.file(office, name, kind)
        return _unlisted(publish(body, media_type, max_age=0))

    @pages.get(f"/credentials/<name>/<{QR_CODES}>")
    def qr_code(name: str, kind: str) -> Response:
        body, media_type = publishing.file(office, name, kind)
        return _unlisted(publish(body, media_type, max_age=0))

    @pages.get("/credentials/<name>/all.zip")
    def everything(name: str) -> Response:
        return _unlisted(zip_answer(office, publishing.award(office, name)))


def _add_private(pages: Blueprint, office: Office) -> None:
    @pages.get("/credentials/<name>/private/<key>")
    def private(name: str, key: str) -> Response:
        award = private_links.open_by_link(office, name, key)
        return _confidential(_negotiated(office, _private(office, award)))

    @pages.get(f"/credentials/<name>/private/<key>/badge.<{FILES}>")
    def private_file(name: str, key: str, kind: str) -> Response:
        award = private_links.open_by_link(office, name, key)
        body, media_type = publishing.held_file(office, award, kind)
        return _confidential(publish(body, media_type, max_age=0))

    @pages.get(f"/credentials/<name>/private/<key>/<{QR_CODES}>")
    def private_qr_code(name: str, key: str, kind: str) -> Response:
        page = _private(office, private_links.open_by_link(office, name, key)).page
        body, media_type = publishing.qr_code(office, page, kind)
        return _confidential(publish(body, media_type, max_age=0))

    @pages.get("/credentials/<name>/private/<key>/all.zip")
    def private_everything(name: str, key: str) -> Response:
        award = private_links.open_by_link(office, name, key)
        return _confidential(zip_answer(office, award))

    @pages.get("/credentials/<name>/private/<key>/evidence/<file_id>")
    def private_evidence(name: str, key: str, file_id: str) -> Response:
        award = private_links.open_by_link(office, name, key)
        return _confidential(evidence_answer(*evidence.read_of(office, award, file_id)))


def _add_short(pages: Blueprint, office: Office) -> None:
    @pages.get("/v/<code>")
    def short_address(code: str) -> BaseResponse:
        award = publishing.by_short_code(office, code)
        is_report = "verifier" in office.settings.doors and _wants_report()
        target = f"/verify?url={award.url}" if is_report else f"/credentials/{award.id}"
        response = redirect(target, 303)
        response.vary.update(VARY)
        return response


def zip_answer(office: Office, award: Award) -> Response:
    """Everything of a badge as one file to save."""
    response = Response(whole_badge.whole_badge(office, award), content_type=whole_badge.ZIP)
    name = f"badge-{award.short_code}.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _wants_report() -> bool:
    """Whether a printed address leads to the verdict; to the badge for who names its formats."""
    offers = (JSON, HTML, *(media_type for media_type in _OFFERS if media_type not in (JSON, HTML)))
    return negotiate(request, offers) in (JSON, HTML)


def _public(office: Office, award: Award) -> BadgeAddresses:
    return BadgeAddresses(office.settings.base_url, award)


def _private(office: Office, award: Award) -> BadgeAddresses:
    link = private_links.path_of(office, award)
    return BadgeAddresses(office.settings.base_url, award, link)


def _negotiated(office: Office, at: BadgeAddresses) -> Response:
    media_type = negotiate(request, tuple(_OFFERS)) or abort(406)
    kind = _OFFERS[media_type]
    if kind is None:
        return _page(office, at)
    body, _ = publishing.held_file(office, at.award, kind)
    return publish(body, media_type, max_age=0, vary=VARY)


def _page(office: Office, at: BadgeAddresses) -> Response:
    award = at.award
    find = Lookup(office)
    sheet = Sheet(award, find, places.get(office, award.place), office.clock.now())
    find.prepare(sheet.codes)
    response = Response(
        render_template(
            "issuer/credential.html",
            sheet=sheet,
            award=award,
            place=sheet.place,
            at=at,
            proofs=sheet.proofs(_opened(office, sheet, at), at.evidence),
            picture=_picture(office, at, sheet),
            verify_url=publishing.verify_url(office, award),
        )
    )
    response.vary.update(VARY)
    return response


def _opened(office: Office, sheet: Sheet, at: BadgeAddresses) -> set[str]:
    """The files of the badge that its holder lets the readers of this page see."""
    if at.is_private:
        return {file.id for file in evidence.of_award(office, at.award.id) if file.shown}
    return evidence.opened(office, sheet.files) if sheet.files else set()


def _picture(office: Office, at: BadgeAddresses, sheet: Sheet) -> dict[str, str | int]:
    """The picture that networks show beside the link: its address changes when it does."""
    base = f"{at.base_url}{at.under('card.png')}"
    return {
        "address": f"{base}?v={card_version(office, at.award, sheet)}",
        "width": CARD_WIDTH,
        "height": CARD_HEIGHT,
    }


def _unlisted(response: Response) -> Response:
    """Keep a page about a person out of search engines."""
    response.headers["X-Robots-Tag"] = _NOT_INDEXED
    return response


def _confidential(response: Response) -> Response:
    """What a private link opens: kept by no cache, its address told to no other site."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return _unlisted(response)
