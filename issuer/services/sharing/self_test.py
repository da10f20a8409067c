"""Does sharing work here? What LinkedIn's robot would see of a badge of a place, point by point.

Each point is a sentence with its outcome. The site looks at itself, from inside: what a firewall or
a proxy in front of it does to robots cannot be seen from here, and the page says so.
"""

import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Literal
from urllib.parse import quote
from urllib.robotparser import RobotFileParser

from issuer.model import Award, Place
from issuer.ports import Office
from issuer.services.cards import CARD_HEIGHT, CARD_WIDTH, state_at
from issuer.services.finding import find_place, is_shown
from issuer.services.sharing import linkedin

Outcome = Literal["good", "to_see", "to_mend"]

ROBOT = "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)"
PERSON = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"

_INSPECTOR = "https://www.linkedin.com/post-inspector/inspect"
_WANTED = ("og:title", "og:description", "og:url", "og:image")
_LOOKED_AT = 50
_OK = 200
_PAGE_LIMIT = 60_000
_PICTURE_LIMIT = 5_000_000
_PNG = b"\x89PNG\r\n\x1a\n"
_SIZE = struct.Struct(">II")
_SIZE_AT = 16


@dataclass(frozen=True)
class Seen:
    """What an address of this site answered."""

    status: int
    media_type: str
    body: bytes


Visit = Callable[[str, str], Seen]
"""Asks for a path of this site as a program (its `User-Agent`) would, following no redirection."""


@dataclass(frozen=True)
class Check:
    """One point of the test: its sentence is `sharing.check.<name>.<said>`."""

    name: str
    outcome: Outcome
    said: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SelfTest:
    """The test of a place: the badge that was looked at, if there is one, and every point."""

    place: Place
    award: Award | None
    checks: tuple[Check, ...]
    picture: str | None
    inspector: str | None
    company: str | None

    @property
    def is_good(self) -> bool:
        """Whether nothing is to be mended."""
        return self.award is not None and all(item.outcome != "to_mend" for item in self.checks)


def examine(office: Office, slug: str, visit: Visit) -> SelfTest:
    """Look at the newest badge of a place that everybody may open, as LinkedIn's robot would.

    Raises:
        NotFound: no such place.
    """
    with office.store.read() as work:
        place = find_place(work, slug)
        latest = work.awards.list(place=slug, limit=_LOOKED_AT)
    now = office.clock.now()
    shown = (item for item in latest if is_shown(item) and state_at(item, now) == "active")
    award = next(shown, None)
    base = office.settings.base_url
    checks = [_https(base)]
    picture = None
    if award is not None:
        tags, seen = _page(award, base, visit)
        checks += seen
        image = tags.get("og:image", "")
        checks += _picture(image, base, visit)
        checks.append(_robots(award, image, base, visit))
        picture = _path(image, base)
    number = place.linkedin_id
    return SelfTest(
        place=place,
        award=award,
        checks=(*checks, _organisation(number)),
        picture=picture,
        inspector=f"{_INSPECTOR}/{quote(award.url, safe='')}"
        if award is not None and base.startswith("https://")
        else None,
        company=linkedin.company_page(number) if number else None,
    )


def _https(base: str) -> Check:
    return _judged("https", good=base.startswith("https://"), address=base)


def _page(award: Award, base: str, visit: Visit) -> tuple[dict[str, str], list[Check]]:
    """The tags of the page of a badge, and what is to be said of it."""
    path = f"/credentials/{award.id}"
    robot = visit(path, ROBOT)
    person = visit(path, PERSON)
    tags = _tags(robot.body)
    missing = ", ".join(name for name in _WANTED if not tags.get(name))
    foreign = ", ".join(
        name for name in ("og:url", "og:image") if _path(tags.get(name, ""), base) is None
    )
    is_open = robot.status == _OK and robot.media_type == "text/html"
    return tags, [
        _judged("page", good=is_open, status=str(robot.status)),
        _judged("same", good=robot.body == person.body),
        _judged("tags", good=not missing, missing=missing),
        _judged("absolute", good=not foreign, foreign=foreign),
        _judged("size", good=len(robot.body) <= _PAGE_LIMIT, size=str(len(robot.body) // 1000)),
    ]


def _picture(image: str, base: str, visit: Visit) -> Iterator[Check]:
    """What is to be said of the picture."""
    path = _path(image, base)
    seen = Seen(0, "", b"") if path is None else visit(path, ROBOT)
    size = _size(seen.body) if seen.status == _OK else (0, 0)
    is_card = seen.media_type == "image/png" and size == (CARD_WIDTH, CARD_HEIGHT)
    yield _judged("picture", good=is_card, width=str(size[0]), height=str(size[1]))
    is_light = is_card and len(seen.body) < _PICTURE_LIMIT
    yield _judged("weight", good=is_light, size=str(len(seen.body) // 1000))


def _robots(award: Award, image: str, base: str, visit: Visit) -> Check:
    """Whether `robots.txt` lets LinkedIn's robot in (RFC 9309); a site without one lets all in."""
    seen = visit("/robots.txt", ROBOT)
    rules = RobotFileParser()
    text = seen.body.decode("utf-8", "replace") if seen.status == _OK else ""
    rules.parse(text.splitlines())
    paths = (f"/credentials/{award.id}", _path(image, base) or "/")
    return _judged("robots", good=all(rules.can_fetch("LinkedInBot", path) for path in paths))


def _organisation(number: str | None) -> Check:
    if not number:
        return Check("organisation", "to_see", "none")
    if not linkedin.is_usual_id(number):
        return Check("organisation", "to_see", "odd", {"number": number})
    return Check("organisation", "good", "good", {"number": number})


def _judged(name: str, *, good: bool, **params: str) -> Check:
    outcome: Outcome = "good" if good else "to_mend"
    return Check(name, outcome, outcome, params)


def _path(address: str, base: str) -> str | None:
    """The path of an absolute address of this site; None for anything else."""
    return address.removeprefix(base) if address.startswith(f"{base}/") else None


def _size(picture: bytes) -> tuple[int, int]:
    """Width and height of a PNG; nothing of anything else."""
    if not picture.startswith(_PNG) or len(picture) < _SIZE_AT + _SIZE.size:
        return 0, 0
    width, height = _SIZE.unpack_from(picture, _SIZE_AT)
    return width, height


class _Head(HTMLParser):
    """Collects the Open Graph tags of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the first `og:` tag of each name."""
        told = dict(attrs)
        name = told.get("property") or ""
        if tag == "meta" and name.startswith("og:"):
            self.tags.setdefault(name, told.get("content") or "")


def _tags(page: bytes) -> dict[str, str]:
    head = _Head()
    head.feed(page.decode("utf-8", "replace"))
    return head.tags
