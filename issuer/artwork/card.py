"""The card of a badge for social networks: 1200 by 627, drawn by us, letters as outlines.

A badge that counts shows its picture and a dark band that says where to look. One that does not
count shows neither: a plain sign, its state in large letters, and no picture to take for a valid
badge.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from badges.i18n import Translator
from badges.web.wording import typography
from issuer.artwork.badge import draw
from issuer.artwork.lettering import Box, set_lines
from issuer.artwork.palette import DOMAINS, INK, PAPER
from issuer.model import SharingCard

WIDTH, HEIGHT = 1200, 627

_BAND = 84
_MUTED = "#5b564e"
_WASH = "#efeae0"
_ALARM = "#8f1d1d"
_LEFT, _ROOM = 560, 584
_PICTURE = 448
_CAP = 0.72
_LEADING = 1.2
_MIDDLE = (HEIGHT - _BAND) / 2
_SIGN = (250.0, _MIDDLE)
_TEXT_LIMIT = 300

_SIGNS = {
    "revoked": '<path d="M-90-90 90 90M90-90-90 90"/>',
    "suspended": '<path d="M-48-90V90M48-90V90"/>',
    "expired": '<path d="M-84-100H84M-84 100H84M-60-100C-60-30 60 30 60 100"/>'
    '<path d="M60-100C60-30-60 30-60 100"/>',
    "not_yet_valid": '<path d="M0-96V0L66 42"/>',
}
_BANDS = {
    "active": "sharing.card.verify",
    "revoked": "sharing.card.over",
    "expired": "sharing.card.over",
}


@dataclass(frozen=True)
class _Words:
    """One text of the column: the sizes it may take, how many lines at most, its colour."""

    text: str
    sizes: tuple[int, ...]
    lines: int
    colour: str
    above: int


@dataclass(frozen=True)
class _Set:
    """A text that was set: its drawing, and how high it stands."""

    drawing: str
    height: float
    above: int


def draw_card(card: SharingCard) -> str:
    """The card as an SVG document, without any font or reference to anything outside.

    Raises:
        InvalidRequest: as `issuer.artwork.badge.draw`.
    """
    say = Translator(card.language, "issuer")
    is_good = card.state == "active"
    colour = DOMAINS[card.artwork.colour] if is_good else INK
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
    parts = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size}>',
        f'<path fill="{PAPER if is_good else _WASH}" d="M0 0H{WIDTH}V{HEIGHT}H0z"/>',
        _picture(card) if is_good else _sign(card.state),
        *_column(list(_good(card, say, colour) if is_good else _bad(card, say))),
        _band(_BANDS.get(card.state, "sharing.card.paused"), say, colour),
        "</svg>",
    )
    return "".join(parts)


def _good(card: SharingCard, say: Translator, colour: str) -> Iterator[_Words]:
    """What a badge that counts says, from top to bottom."""
    yield _Words(say("sharing.card.badge"), (26,), 1, colour, 0)
    yield _Words(card.title, (58, 54, 50, 46, 42, 38), 4, INK, 26)
    if card.person:
        yield _Words(_spoken(say, "to", person=card.person), (30, 27, 24), 1, INK, 28)
    yield _Words(_spoken(say, "by", place=card.place), (30, 27, 24), 2, INK, 24)
    yield _Words(_quoted(card.statement, card.language), (26, 24, 22), 3, _MUTED, 30)
    yield _Words(_spoken(say, "done.active", date=card.date), (24,), 1, _MUTED, 28)


def _bad(card: SharingCard, say: Translator) -> Iterator[_Words]:
    """What a badge that does not count says: its state first, and nothing to be proud of."""
    yield _Words(_spoken(say, f"state.{card.state}"), (64, 58, 52, 46), 2, _ALARM, 0)
    if card.date:
        yield _Words(_spoken(say, f"done.{card.state}", date=card.date), (30,), 1, INK, 30)
    yield _Words(card.title, (34, 30, 27), 3, _MUTED, 40)
    yield _Words(_spoken(say, "by", place=card.place), (26, 24), 2, _MUTED, 22)


def _spoken(say: Translator, name: str, **params: str) -> str:
    return typography(say(f"sharing.card.{name}", **params), say.language)


def _quoted(text: str, language: str) -> str:
    """A statement between the quotation marks of its language; nothing stays nothing."""
    if not text.strip():
        return ""
    marks = ("«\u00a0", "\u00a0»") if language == "fr" else ("“", "”")
    return f"{marks[0]}{text.strip()}{marks[1]}"


def _column(words: list[_Words]) -> Iterator[str]:
    """The texts under each other, the whole in the middle of the height that is left."""
    column = [made for word in words if (made := _set(word)) is not None]
    y = _MIDDLE - sum(item.height + item.above for item in column) / 2
    for item in column:
        y += item.above
        yield f'<g transform="translate(0 {y:.1f})">{item.drawing}</g>'
        y += item.height


def _set(words: _Words) -> _Set | None:
    """A text as outlines, its top at zero; None when no letter of it can be drawn."""
    smallest = words.sizes[-1]
    height = words.lines * smallest * _LEADING + 1
    box = Box(_LEFT, 0, _ROOM, height, words.sizes, _LEADING, starts=True)
    lines = set_lines(words.text[:_TEXT_LIMIT], box)
    if not lines.texts:
        return None
    tall = ((len(lines.texts) - 1) * _LEADING + _CAP) * lines.size
    drawing = (
        f'<g fill="{words.colour}" transform="translate(0 {tall / 2:.1f})">{lines.drawing}</g>'
    )
    return _Set(drawing, tall, words.above)


def _picture(card: SharingCard) -> str:
    """The badge itself, at the left."""
    scale = _PICTURE / 600
    x, y = 64, _MIDDLE - _PICTURE / 2
    return (
        f'<g transform="translate({x} {y:.1f}) scale({scale:.4f})">'
        f"{draw(card.artwork, card.language)}</g>"
    )


def _sign(state: str) -> str:
    """A sign instead of the badge: crossed, paused, run out or not begun, in a plain ring."""
    x, y = _SIGN
    return (
        f'<g transform="translate({x} {y:.1f})" fill="none" stroke="{_ALARM}" stroke-width="30"'
        f' stroke-linecap="round" stroke-linejoin="round"><circle r="182"/>{_SIGNS[state]}</g>'
    )


def _band(code: str, say: Translator, colour: str) -> str:
    """The band at the foot, which says what the picture is."""
    top = HEIGHT - _BAND
    box = Box(WIDTH / 2, top + _BAND / 2, WIDTH - 120, _BAND - 20, (32, 28))
    lines = set_lines(typography(say(code), say.language), box)
    return (
        f'<path fill="{colour}" d="M0 {top}H{WIDTH}V{HEIGHT}H0z"/>'
        f'<g fill="{PAPER}">{lines.drawing}</g>'
    )
