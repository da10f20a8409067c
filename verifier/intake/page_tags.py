"""The tags of a web page that may lead to its badge, found in one pass whatever the page.

Usual HTML parsers take quadratic time on pages made for that. Here each step of the search goes
forward, a tag is bounded, and so is the number of tags. See https://html.spec.whatwg.org/ for the
names and for what a script or a comment hides.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

_TAGS = 4_000
_TAG_LENGTH = 4_096
_URL_LENGTH = 2_048

_TELLING = re.compile(
    r"<(?:(?P<comment>!--)|(?P<name>script|style|textarea|title|template|link|a|base)(?=[\s/>]))",
    re.IGNORECASE,
)
_TO_ITS_END = re.compile(r"""(?:[^>"']|"[^"]*+"|'[^']*+')*+>""")
_ATTRIBUTE = re.compile(
    r"""([^\s"'<>/=]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'=<>`]++)))?+"""
)
_HIDING = frozenset({"script", "style", "textarea", "title", "template"})
_LINE_ENDS = dict.fromkeys(map(ord, "\t\r\n"))
_LINKED_DATA = "application/ld+json"

_RANKS = {
    "application/vc": 0,
    "application/vc+ld+json": 0,
    "application/vc+jwt": 1,
    "application/vp": 2,
    "application/jwt": 2,
    "application/vc-ld+json": 2,
    _LINKED_DATA: 3,
    "application/json": 5,
}
"""The media types of badges, the more telling the smaller."""
_IMAGES = frozenset({"image/png", "image/svg+xml"})
_ENDINGS = {".jwt": 4, ".jws": 4, ".jsonld": 4, ".json": 5, ".png": 7, ".svg": 7}
"""What the addresses of badge files end in; a picture is the least telling."""
_DOWNLOAD = 1  # how much less telling a link is that offers no download

Attributes = dict[str, str]


@dataclass(frozen=True)
class Script:
    """The content of a script that holds linked data, as it stands in the page."""

    text: str


@dataclass(frozen=True)
class Link:
    """A link that may lead to the badge: its absolute address, and how telling it is."""

    url: str
    rank: int


def text_of(page: bytes) -> str:
    """The page as text: UTF-8, else the alphabet of old pages in which every byte has a sign."""
    try:
        return page.decode("utf-8-sig")
    except UnicodeDecodeError:
        return page.decode("latin-1")


def found_in(page: str, url: str | None) -> Iterator[Script | Link]:
    """The scripts with linked data and the telling links of a page that was found at `url`."""
    base = url
    for name, attributes, content in _tags(page):
        if name == "base":
            base = _absolute(_address(attributes), url) or base
        elif name == "script" and _media_type(attributes) == _LINKED_DATA:
            yield Script(content)
        elif name in ("link", "a"):
            rank = _rank_of_link(attributes) if name == "link" else _rank_of_anchor(attributes)
            address = _absolute(_address(attributes), base)
            if rank is not None and address is not None:
                yield Link(address, rank)


def _tags(page: str) -> Iterator[tuple[str, Attributes, str]]:
    """Each telling tag with its attributes, and what it hides from the reader of tags."""
    position = 0
    for _ in range(_TAGS):
        found = _TELLING.search(page, position)
        if found is None:
            return
        if found["comment"]:
            position = _after(page, "-->", found.end())
            continue
        name, position = found["name"].lower(), found.end()
        end = _TO_ITS_END.match(page, position, position + _TAG_LENGTH)
        if end is None:
            continue
        position, content = end.end(), ""
        if name in _HIDING:
            closed = re.compile(f"</{name}", re.IGNORECASE).search(page, position)
            stop = len(page) if closed is None else closed.start()
            content, position = page[position:stop], stop
        yield name, _attributes(end[0]), content


def _after(page: str, mark: str, position: int) -> int:
    """Where the page goes on behind a mark; its end when the mark never comes."""
    found = page.find(mark, position)
    return len(page) if found < 0 else found + len(mark)


def _attributes(tag: str) -> Attributes:
    """The attributes of a tag; the first of a name counts, as in browsers."""
    attributes: Attributes = {}
    for name, *values in _ATTRIBUTE.findall(tag):
        attributes.setdefault(name.lower(), html.unescape("".join(values)))
    return attributes


def _media_type(attributes: Attributes) -> str:
    return attributes.get("type", "").partition(";")[0].strip().lower()


def _rank_of_link(attributes: Attributes) -> int | None:
    """How telling `<link rel="alternate">` is; None when it speaks of something else."""
    if "alternate" not in attributes.get("rel", "").lower().split():
        return None
    return _RANKS.get(_media_type(attributes))


def _rank_of_anchor(attributes: Attributes) -> int | None:
    """How telling `<a>` is, by its type or else by the end of its address."""
    known = _RANKS.get(_media_type(attributes))
    if known is not None:
        return known
    path = (_address(attributes) or "").partition("?")[0].partition("#")[0].lower()
    rank = next((rank for end, rank in _ENDINGS.items() if path.endswith(end)), None)
    if rank is None and _media_type(attributes) in _IMAGES:
        rank = _ENDINGS[".png"]
    return rank if rank is None or "download" in attributes else rank + _DOWNLOAD


def _address(attributes: Attributes) -> str | None:
    """Where a tag leads; browsers leave line ends and the space around it away."""
    written = attributes.get("href")
    return None if written is None else written.translate(_LINE_ENDS).strip()


def _absolute(address: str | None, base: str | None) -> str | None:
    """The http or https address that a link means; None for any other, and for what is none."""
    if address is None:
        return None
    try:
        joined = urljoin(base or "", address).partition("#")[0]
        parts = urlsplit(joined)
    except ValueError:
        return None
    is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    return joined if is_web and len(joined) <= _URL_LENGTH and joined.isascii() else None
