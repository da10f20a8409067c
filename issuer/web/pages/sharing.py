"""Showing a badge: its page of links, its card for networks, its line for a CV.

The same page stands at three addresses: for whoever has the public address, the private link, or
the card. It runs no script but the one that copies, and asks nothing of any network: these are
links. Nothing of what somebody chooses here is kept.
"""

from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request

from badges.web import languages
from badges.web.public_documents import publish
from badges.web.security import scripted
from issuer.errors import InvalidRequest, Withdrawn
from issuer.model import Award
from issuer.ports import Office
from issuer.services import cards, private_links, publishing
from issuer.services.finding import is_open_by_link
from issuer.services.sharing import kit, links
from issuer.web.pages.claiming import claim_pages, kindly, open_badge, told

_NOT_INDEXED = "noindex, nofollow"
_PICTURES = {"svg": publishing.SVG, "png": publishing.PNG}
_TYPED_LIMIT = 300
_PUBLIC = "/credentials/<name>"
_PRIVATE = "/credentials/<name>/private/<key>"
_HELD = "/claim/<words>/<award>"
_QR = "/share/qr.<any(svg, png):kind>"


@dataclass(frozen=True)
class _Mastodon:
    """What somebody typed as their server, where that leads, or what to mend."""

    typed: str = ""
    link: str = ""
    problem: str = ""


def make_sharing(office: Office) -> Blueprint:
    """The addresses for showing a badge, by its public address and by its private link."""
    pages = Blueprint("sharing", __name__)
    _add_public(pages, office)
    _add_private(pages, office)
    return pages


def make_held_sharing(office: Office) -> Blueprint:
    """The addresses for showing a badge from the card behind which it is."""
    pages = claim_pages("held_sharing", office)

    @pages.get(f"{_HELD}/share")
    @kindly
    def held_share(words: str, award: str) -> str | Response:
        opened = open_badge(office, words, award)
        return _kit_page(office, opened.award, opened.path)

    @pages.get(f"{_HELD}/share/print")
    @kindly
    def held_line(words: str, award: str) -> str | Response:
        opened = open_badge(office, words, award)
        return _line_page(office, opened.award, opened.path)

    @pages.get(f"{_HELD}{_QR}")
    @kindly
    def held_code(words: str, award: str, kind: str) -> Response:
        return _code(office, open_badge(office, words, award).award, kind)

    return pages


def _add_public(pages: Blueprint, office: Office) -> None:
    @pages.get(f"{_PUBLIC}/share")
    def share(name: str) -> str | Response:
        award = publishing.award(office, name)
        return _kit_page(office, award, f"/credentials/{award.id}")

    @pages.get(f"{_PUBLIC}/share/print")
    def line(name: str) -> str | Response:
        award = publishing.award(office, name)
        return _line_page(office, award, f"/credentials/{award.id}")

    @pages.get(f"{_PUBLIC}{_QR}")
    def code(name: str, kind: str) -> Response:
        return _code(office, publishing.award(office, name), kind)

    @pages.get(f"{_PUBLIC}/card.png")
    def card(name: str) -> Response:
        award = publishing.award(office, name)
        # Asked anew each time, as all of a badge: no cache may show it after it was withdrawn.
        response = publish(cards.card_picture(office, award), publishing.PNG, max_age=0)
        if award.choice != "public":
            response.headers["X-Robots-Tag"] = _NOT_INDEXED
        return response

    @pages.after_request
    def _quiet(response: Response) -> Response:
        if response.mimetype == "text/html":
            response.headers["X-Robots-Tag"] = _NOT_INDEXED
        return response


def _add_private(pages: Blueprint, office: Office) -> None:
    @pages.get(f"{_PRIVATE}/share")
    def private_share(name: str, key: str) -> Response:
        award = private_links.open_by_link(office, name, key)
        return _close(_kit_page(office, award, private_links.path_of(office, award)))

    @pages.get(f"{_PRIVATE}/share/print")
    def private_line(name: str, key: str) -> Response:
        award = private_links.open_by_link(office, name, key)
        return _close(_line_page(office, award, private_links.path_of(office, award)))

    @pages.get(f"{_PRIVATE}{_QR}")
    def private_code(name: str, key: str, kind: str) -> Response:
        return _close(_code(office, private_links.open_by_link(office, name, key), kind))

    @pages.get(f"{_PRIVATE}/card.png")
    def private_card(name: str, key: str) -> Response:
        award = private_links.open_by_link(office, name, key)
        body = cards.card_picture(office, award)
        return _close(Response(body, content_type=publishing.PNG))


def _kit_page(office: Office, award: Award, base: str) -> Response:
    """The page of links, whose own address begins with `base`."""
    if not is_open_by_link(award):
        return scripted(render_template("issuer/share_hidden.html", base=base))
    made = kit.kit_of(office, award, languages.current())
    page = render_template(
        "issuer/share_kit.html",
        kit=made,
        base=base,
        mastodon=_mastodon(made),
    )
    return scripted(page)


def _line_page(office: Office, award: Award, base: str) -> Response:
    """The strip to print: the line for a CV, and a code that leads to the badge."""
    if not is_open_by_link(award):
        return scripted(render_template("issuer/share_hidden.html", base=base))
    made = kit.kit_of(office, award, languages.current())
    return scripted(render_template("issuer/share_print.html", kit=made, base=base))


def _code(office: Office, award: Award, kind: str) -> Response:
    """The QR code of the address to give.

    Raises:
        Withdrawn: its holder hid it.
    """
    if not is_open_by_link(award):
        raise Withdrawn
    made = kit.kit_of(office, award, languages.current())
    draw = office.artwork.qr_svg if kind == "svg" else office.artwork.qr_png
    return publish(draw(made.short), _PICTURES[kind], max_age=0)


def _mastodon(made: kit.Kit) -> _Mastodon:
    """Where the server that somebody typed leads: a link to press, so that we send nobody away."""
    typed = request.args.get("instance", "")[:_TYPED_LIMIT].strip()
    if "instance" not in request.args:
        return _Mastodon()
    try:
        host = links.mastodon_host(typed)
    except InvalidRequest as problem:
        return _Mastodon(typed, problem=told(problem))
    return _Mastodon(host, made.mastodon(host))


def _close(response: Response) -> Response:
    """Keep an answer behind a private link out of caches, search engines and other sites' logs."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = _NOT_INDEXED
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
