"""Badges from elsewhere, behind a card: bring one, read its verdict, take it back or away.

A file of a stranger is never a page of ours: it is handed back as a download, and of pictures only
a PNG without any text in it is drawn.
"""

from flask import Blueprint, Response, make_response, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as BaseResponse

from badges.errors import BadgeError
from badges.web import bodies
from badges.web.languages import current
from issuer.errors import Conflict, InvalidRequest, NotAllowed, NotFound, TooManyAttempts
from issuer.ports import Office
from issuer.services.holders.opening import OpenCard
from issuer.services.imports import bringing, keeping, reading, renewing
from issuer.services.imports.bringing import ADDRESS_LENGTH, BADGES_LIMIT, SIZE_LIMIT, Brought
from issuer.services.imports.reading import Said
from issuer.web.pages.claiming import (
    card_page,
    claim_pages,
    go,
    just_done,
    kindly,
    open_card,
    told,
)

TONES = {
    "genuine": "good",
    "revoked": "bad",
    "altered": "bad",
    "not_the_issuer": "bad",
    "suspended": "warn",
    "expired": "warn",
    "not_yet_valid": "warn",
}
"""The colour family of each state; others could not be known."""

_STATUSES = {TooManyAttempts: 429, NotAllowed: 403, Conflict: 409, InvalidRequest: 400}
_FRAMING = 64_000
_SKIP_LIMIT = 20_000_000
_MEGABYTE = 1_000_000
_CLOSED = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def make_imports(office: Office) -> Blueprint:
    """The addresses of badges from elsewhere."""
    pages = claim_pages("imports", office)

    @pages.before_request
    def _let_files_in() -> None:
        if request.endpoint == f"{pages.name}.brought":
            request.max_content_length = SIZE_LIMIT + _FRAMING

    for add in (_add_list, _add_bringing, _add_one, _add_files, _add_acts):
        add(pages, office)
    return pages


def _add_list(pages: Blueprint, office: Office) -> None:
    @pages.get("/claim/<words>/imports")
    @kindly
    def shelf(words: str) -> str:
        card = open_card(office, words)
        due = renewing.most_due(office, tuple(one.badge for one in reading.of_card(office, card)))
        if due is not None:
            renewing.renew_if_due(office, due)
        return card_page(
            "imports",
            card,
            found=reading.of_card(office, card),
            tones=TONES,
            able=office.examiner is not None,
            done=just_done(),
        )


def _add_bringing(pages: Blueprint, office: Office) -> None:
    @pages.get("/claim/<words>/imports/new")
    @kindly
    def bring(words: str) -> str:
        card = open_card(office, words)
        return card_page("import_new", card, limit=BADGES_LIMIT, able=office.examiner is not None)

    @pages.post("/claim/<words>/imports/new")
    @kindly
    def brought(words: str) -> BaseResponse:
        card = open_card(office, words)
        try:
            return go(_where(card, _bring(office, card)))
        except (InvalidRequest, Conflict, NotAllowed) as problem:
            return _mended(office, card, problem)


def _add_one(pages: Blueprint, office: Office) -> None:
    @pages.get("/claim/<words>/imports/<badge>")
    @kindly
    def one(words: str, badge: str) -> str:
        card = open_card(office, words)
        found = reading.one(office, card, badge)
        said = Said(renewing.renew_if_due(office, found.badge))
        return _one_page(office, card, said, done=just_done())

    @pages.get("/claim/<words>/imports/<badge>/remove")
    @kindly
    def remove(words: str, badge: str) -> str:
        card = open_card(office, words)
        return card_page("import_remove", card, said=reading.one(office, card, badge))


def _add_files(pages: Blueprint, office: Office) -> None:
    @pages.get("/claim/<words>/imports/<badge>/file")
    @kindly
    def file(words: str, badge: str) -> Response:
        said = reading.one(office, open_card(office, words), badge)
        body = reading.body_of(office, said.badge)
        return _harmless(body, said.badge.media_type, f'attachment; filename="{said.file_name}"')

    @pages.get("/claim/<words>/imports/<badge>/picture.png")
    @kindly
    def picture(words: str, badge: str) -> Response:
        said = reading.one(office, open_card(office, words), badge)
        drawn = reading.picture_of(office, said.badge)
        if drawn is None:
            raise NotFound("import.unknown")
        return _harmless(drawn, "image/png", "inline")


def _add_acts(pages: Blueprint, office: Office) -> None:
    @pages.post("/claim/<words>/imports/<badge>/again")
    @kindly
    def again(words: str, badge: str) -> BaseResponse:
        card = open_card(office, words)
        try:
            renewed = renewing.renew(office, card, badge, language=current())
        except NotAllowed as problem:
            page = _one_page(office, card, reading.one(office, card, badge), problem=told(problem))
            return _with_status(make_response(page), problem)
        return go(f"{card.path}/imports/{renewed.id}?done=checked")

    @pages.post("/claim/<words>/imports/<badge>/remove")
    @kindly
    def removed(words: str, badge: str) -> BaseResponse:
        card = open_card(office, words)
        keeping.take_away(office, card, badge)
        return go(f"{card.path}/imports?done=taken_away")


def _bring(office: Office, card: OpenCard) -> Brought:
    """What was sent: a file when there is one, else an address.

    Raises:
        InvalidRequest: neither, or too large.
    """
    try:
        upload, address = request.files.get("file"), _address()
    except RequestEntityTooLarge as error:
        bodies.skip(request.environ, min(request.content_length or 0, _SKIP_LIMIT))
        limit = SIZE_LIMIT // _MEGABYTE
        raise InvalidRequest("import.too_large", field="file", limit=limit) from error
    if upload is not None and upload.filename:
        return bringing.bring_file(office, card, upload.stream.read(), language=current())
    if not address:
        raise InvalidRequest("import.nothing", field="file")
    return bringing.bring_address(office, card, address, language=current())


def _address() -> str:
    return request.form.get("address", "")[:ADDRESS_LENGTH].strip()


def _where(card: OpenCard, found: Brought) -> str:
    """The page of what was brought, and what became of it."""
    if found.award is not None:
        return f"{card.path}/{found.award.id}?done=brought_ours"
    kept = "" if found.badge is None else f"/{found.badge.id}"
    return f"{card.path}/imports{kept}?done=brought{'' if found.is_new else '_already'}"


def _mended(office: Office, card: OpenCard, problem: BadgeError) -> Response:
    able = office.examiner is not None
    address = "" if problem.code == "import.too_large" else _address()
    more = {"limit": BADGES_LIMIT, "able": able, "problem": told(problem), "address": address}
    page = card_page("import_new", card, field=problem.params.get("field"), **more)
    return _with_status(make_response(page), problem)


def _with_status(response: Response, problem: BadgeError) -> Response:
    """A page that tells a problem, with the status that programs understand."""
    family = (known for known in _STATUSES if isinstance(problem, known))
    response.status_code = _STATUSES[next(family)]
    if isinstance(problem, TooManyAttempts):
        response.headers["Retry-After"] = str(problem.params["seconds"])
    return response


def _one_page(office: Office, card: OpenCard, said: Said, **more: object) -> str:
    return card_page(
        "import_one",
        card,
        said=said,
        tone=TONES.get(said.badge.state, "unknown"),
        drawn=reading.picture_of(office, said.badge) is not None,
        able=office.examiner is not None,
        **more,
    )


def _harmless(body: bytes, media_type: str, disposition: str) -> Response:
    """The bytes of a stranger, so that nothing in them can act in our name."""
    response = Response(body, content_type=media_type)
    response.headers["Content-Disposition"] = disposition
    response.headers["Content-Security-Policy"] = _CLOSED
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
