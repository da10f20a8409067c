"""A badge on somebody else's page: oEmbed, and the lines of HTML to copy.

What is embedded is a link with a picture, or an element that verifies the badge again in the
browser of whoever reads it: no frame, no cookie, nothing counted (https://oembed.com, issue 6, 3).
"""

import json
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, render_template, request
from markupsafe import Markup

from badges.documents import JsonObject, serialize
from badges.web import languages
from badges.web.app import BASE_URL
from badges.web.public_documents import DEFAULT_MAX_AGE, allow_everyone, publish
from badges.web.security import scripted
from badges.web.wording import name as plain
from issuer.errors import InvalidRequest, NotFound
from issuer.model import Award
from issuer.ports import Office
from issuer.services import places, publishing
from issuer.services.cards import CARD_HEIGHT, CARD_WIDTH
from issuer.services.commons import referentials
from issuer.web.sheet import Sheet

_BADGES = "/credentials/"
_PRIVATE = "private"
_LONGEST = 2_048
_USUAL_WIDTH, _LEAST_WIDTH = 480, 60
_DIGITS = 6
_UNAUTHORIZED, _NOT_IMPLEMENTED = 401, 501
_MEDIA_TYPES = {"json": "application/json", "xml": "text/xml"}
_PROBLEM = "application/problem+json"
_VARY = ("Accept-Language", "Cookie")
"""What is said of the picture is said in the language of whoever asks."""


@dataclass(frozen=True)
class _Embed:
    """One badge as it stands on a page elsewhere, `width` pixels wide at most."""

    office: Office
    award: Award
    sheet: Sheet
    width: int = _USUAL_WIDTH

    @property
    def height(self) -> int:
        return round(self.width * CARD_HEIGHT / CARD_WIDTH)

    @property
    def title(self) -> str:
        return plain(self.sheet.title)

    @property
    def picture(self) -> str:
        # Without a version, so that a page made today shows tomorrow that the badge was cancelled.
        return f"{self.award.url}/card.png"

    @property
    def alternative(self) -> str:
        say = languages.words()
        code = f"embed.picture.{self.sheet.state}"
        return say(code, title=self.title, place=plain(self.sheet.place.name))

    @property
    def link(self) -> str:
        """A link with a picture, which needs no script."""
        return _one_line(render_template("issuer/embed_link.html", embed=self))

    @property
    def element(self) -> str:
        """The same link inside the element that verifies the badge again."""
        base = self.office.settings.base_url
        return _one_line(render_template("issuer/embed_element.html", embed=self, base=base))


def make_embeds(office: Office) -> Blueprint:
    """The addresses for showing a badge elsewhere."""
    pages = Blueprint("embeds", __name__)

    @pages.get("/oembed")
    def oembed() -> Response:
        media_type = _MEDIA_TYPES.get(request.args.get("format") or "json")
        if media_type is None:
            return _refused("embed.format", _NOT_IMPLEMENTED)
        award = _asked(office, request.args.get("url", ""))
        if award is None:
            return _refused("embed.private", _UNAUTHORIZED)
        told = _told(_embed(office, award, _width()))
        body = serialize(told) if media_type == _MEDIA_TYPES["json"] else _as_xml(told)
        return _quiet(publish(body, media_type, max_age=0, vary=_VARY))

    @pages.get("/credentials/<name>/embed")
    def embed(name: str) -> Response:
        award = publishing.award(office, name)
        return _quiet(scripted(render_template("issuer/embed.html", embed=_embed(office, award))))

    return pages


def _asked(office: Office, text: str) -> Award | None:
    """The badge at an address of ours; None at a private link, of which nothing is said.

    Raises:
        InvalidRequest: no address was given.
        NotFound: the address is not that of a badge of ours.
        Withdrawn: the badge is not shown at its address.
    """
    if not text or len(text) > _LONGEST:
        raise InvalidRequest("embed.url")
    base = office.settings.base_url
    if not text.startswith(f"{base}{_BADGES}"):
        raise NotFound("embed.unknown")
    name, _, rest = _path(text).removeprefix(_BADGES).rstrip("/").partition("/")
    if rest.startswith(_PRIVATE):
        return None
    if rest or not name:
        raise NotFound("embed.unknown")
    return publishing.award(office, name)


def _path(text: str) -> str:
    try:
        return urlsplit(text).path
    except ValueError as error:
        raise NotFound("embed.unknown") from error


def _width() -> int:
    """How wide the picture may be, so that it fits in the height that is offered, too.

    Raises:
        InvalidRequest: not a number of pixels.
    """
    limits = [_limit("maxwidth"), _limit("maxheight") * CARD_WIDTH // CARD_HEIGHT]
    return max(_LEAST_WIDTH, min(_USUAL_WIDTH, *limits))


def _limit(name: str, usual: int = _USUAL_WIDTH) -> int:
    text = request.args.get(name, "")
    if not text:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
        raise InvalidRequest("embed.size", member=name)
    return int(text)


def _embed(office: Office, award: Award, width: int = _USUAL_WIDTH) -> _Embed:
    find = partial(referentials.competency, office)
    sheet = Sheet(award, find, places.get(office, award.place), office.clock.now())
    return _Embed(office, award, sheet, width)


def _told(embed: _Embed) -> JsonObject:
    """The members of an answer of type `rich` (oEmbed 1.0, sections 2.3.4 and 2.3.4.4)."""
    base = embed.office.settings.base_url
    place = embed.sheet.place
    return {
        "type": "rich",
        "version": "1.0",
        "title": embed.title,
        "author_name": plain(place.name),
        "author_url": f"{base}/places/{place.slug}",
        "provider_name": languages.words()("web.brand"),
        "provider_url": base,
        "cache_age": DEFAULT_MAX_AGE,
        **_thumbnail(embed),
        "html": embed.link,
        "width": embed.width,
        "height": embed.height,
    }


def _thumbnail(embed: _Embed) -> JsonObject:
    """The picture as it is, where it fits; no smaller one is made, so none is announced."""
    if (
        _limit("maxwidth", CARD_WIDTH) < CARD_WIDTH
        or _limit("maxheight", CARD_HEIGHT) < CARD_HEIGHT
    ):
        return {}
    return {
        "thumbnail_url": embed.picture,
        "thumbnail_width": CARD_WIDTH,
        "thumbnail_height": CARD_HEIGHT,
    }


def _as_xml(told: JsonObject) -> bytes:
    members = Markup("").join(Markup("<{0}>{1}</{0}>").format(*item) for item in told.items())
    document = Markup('<?xml version="1.0" encoding="utf-8" standalone="yes"?><oembed>{}</oembed>')
    return document.format(members).encode("utf-8")


def _refused(code: str, status: int) -> Response:
    """What oEmbed answers by its status: these are ordinary answers, not faults of ours."""
    say = languages.words()
    problem = {
        "type": f"{current_app.extensions[BASE_URL]}/problems/{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": say(code),
        "code": code,
    }
    response = Response(json.dumps(problem, ensure_ascii=False), status, content_type=_PROBLEM)
    allow_everyone(response)
    return response


def _quiet(response: Response) -> Response:
    """Keep what speaks of a person out of search engines."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _one_line(html: str) -> str:
    return "".join(line.strip() for line in html.splitlines())
