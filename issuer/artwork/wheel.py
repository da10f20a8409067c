"""The wheel ("roue") of a framework: an empty A4 sheet on which somebody colours how far they are.

One sector for each competency, one ring for each level, to fill with felt pens from the middle
outwards, at the start and again later. It is drawn from the framework alone, in black on white: the
sheet holds no personal data before somebody writes on it, and the same framework gives the same
bytes. Lengths are millimetres.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, cos, pi, sin
from xml.sax.saxutils import escape

from badges.i18n import Translator
from badges.model.framework import DEFAULT_LEVELS, Competency, Domain, Framework
from issuer.artwork.measuring import POINT, balanced, wrap

SECTOR_LIMIT = 16
"""More sectors than that cannot be labelled at 9 points: the framework takes several sheets."""

_WIDTH, _HEIGHT = 297, 210
_MARGIN = 10.0
_MIDDLE = (148.5, 106.0)
_RADIUS, _HUB = 60.0, 9.0
_COLUMN = 66.0
_TOP, _BOTTOM = 43.0, 172.0
_GAP = 2.4
_LEADING = 1.22
_SIZES = tuple(points * POINT for points in (13.0, 12.0, 11.0, 10.0, 9.0))
_SMALL = 9 * POINT
_RING_LIMIT = 8
# Sectors bear letters and rings numbers: nobody takes one for the other.
_LETTERS = "ABCDEFGHIJKLMNOP"
_HELD = re.compile(r"(?<=«) | (?=[»:;?!])")


@dataclass(frozen=True)
class WheelSheet:
    """One sheet of paper: the families, all the competencies, or those of one family.

    A family too long for one sheet takes several parts, counted from 1.
    """

    domain: Domain | None
    part: int
    parts: int
    sectors: tuple[tuple[str, str], ...]

    def key(self) -> tuple[str, int]:
        """What names the sheet in an address: the slug of the family, and the part."""
        return (self.domain.slug if self.domain else "", self.part)


@dataclass(frozen=True)
class _Label:
    """The words of a sector, set in lines: the sentence, then the name in smaller letters."""

    letter: str
    angle: float
    said: tuple[str, ...]
    named: tuple[str, ...]
    size: float

    @property
    def height(self) -> float:
        """What the lines take from top to bottom."""
        return (len(self.said) * self.size + len(self.named) * _SMALL) * _LEADING


def sheets(framework: Framework, language: str) -> tuple[WheelSheet, ...]:
    """The sheets that the framework takes, the first one for the whole of it.

    Up to sixteen competencies share one wheel. Longer frameworks have a wheel of their families,
    then one for each family. What is deprecated is not learnt any more, and left out.
    """
    live = tuple(item for item in framework.competencies if not item.deprecated)
    if len(live) <= SECTOR_LIMIT:
        return tuple(_parts(None, [_told(item, language) for item in live]))
    families = [item for item in framework.domains if _among(live, item)]
    overview = [(_held(item.label.say(language)), "") for item in families]
    whole = list(_parts(None, overview)) if len(families) > 1 else []
    for family in families:
        told = [_told(item, language) for item in _among(live, family)]
        whole += _parts(family, told)
    return tuple(whole)


def draw_wheel(framework: Framework, sheet: WheelSheet, language: str) -> str:
    """The sheet as SVG, A4 lying down."""
    say = Translator(language, "issuer")
    rings = _rings(framework, language)
    title = framework.title.say(language)
    name = say("web.wheel.of", title=sheet.domain.label.say(language) if sheet.domain else title)
    words = " ".join(f"{_LETTERS[n]}. {said}" for n, (said, _) in enumerate(sheet.sectors))
    parts = (
        *_heading(framework, sheet, say, language),
        *_grid(len(sheet.sectors), len(rings)),
        *_labels(sheet),
        *_legend(rings, say),
        *_credit(framework, language),
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}mm" height="{_HEIGHT}mm" '
        f'viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-labelledby="t d" lang="{language}">'
        f'<title id="t">{escape(name)}</title>'
        f'<desc id="d">{escape(say("web.wheel.description", rings=len(rings)))} '
        f"{escape(words)}</desc>"
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>'
        '<g font-family="Arial,Helvetica,Liberation Sans,sans-serif" fill="#000">'
        f"{''.join(parts)}</g></svg>\n"
    )


def _parts(domain: Domain | None, told: Sequence[tuple[str, str]]) -> Iterator[WheelSheet]:
    """`told` on as few sheets as hold it, of nearly the same number."""
    count = max(1, ceil(len(told) / SECTOR_LIMIT))
    size = ceil(len(told) / count) or 1
    for part in range(count):
        yield WheelSheet(domain, part + 1, count, tuple(told[part * size : (part + 1) * size]))


def _among(live: tuple[Competency, ...], family: Domain) -> list[Competency]:
    return [item for item in live if item.domain.code == family.code]


def _told(item: Competency, language: str) -> tuple[str, str]:
    return _held(item.statement.say(language)), _held(item.label.say(language))


def _held(text: str) -> str:
    """A sign that French sets apart by a space stays on the line of its word."""
    return _HELD.sub("\u00a0", text)


def _rings(framework: Framework, language: str) -> list[tuple[str, str]]:
    """The word of each level and what it looks like, from the middle outwards."""
    levels = (framework.levels or DEFAULT_LEVELS)[:_RING_LIMIT]
    return [(level.label.say(language), level.descriptor.say(language)) for level in levels]


def _heading(
    framework: Framework, sheet: WheelSheet, say: Translator, language: str
) -> Iterator[str]:
    """What the wheel is about on the left; who, and when, to be written by hand on the right."""
    title = framework.title.say(language)
    of = f"{title} · " if sheet.domain else ""
    above = of + say("web.wheel.version", version=framework.version)
    head = sheet.domain.label.say(language) if sheet.domain else title
    if sheet.parts > 1:
        head = f"{head} ({sheet.part}/{sheet.parts})"
    yield _text(_MARGIN, 15, wrap(above, 170, 4)[0], 4.0)
    for place, line in enumerate(balanced(head, 172, 7, bold=True)[:2]):
        yield _text(_MARGIN, 23 + 7.6 * place, line, 7.0, bold=True)
    right = _WIDTH - _MARGIN
    yield _text(190, 15, say("web.wheel.name"), 4.0)
    yield _line((190 + 22, 15.6), (right, 15.6), 0.25)
    for place, code in enumerate(("web.wheel.first", "web.wheel.second")):
        y = 23.5 + 8 * place
        yield _text(190, y, say(code), 4.0)
        yield _line((190 + 22, y + 0.6), (right - 33, y + 0.6), 0.25)
        yield _text(right - 7, y, say("web.wheel.colour"), 4.0, anchor="end")
        yield (
            f'<rect x="{right - 5.5}" y="{y - 4.4}" width="5.5" height="5.5" fill="none" '
            'stroke="#000" stroke-width=".3"/>'
        )


def _grid(sectors: int, rings: int) -> Iterator[str]:
    """Circles and spokes: no more is needed to colour between the lines."""
    x, y = _MIDDLE
    yield '<g fill="none" stroke="#000" stroke-width=".35">'
    for ring in range(rings + 1):
        radius = _HUB + (_RADIUS - _HUB) * ring / rings
        heavy = ' stroke-width=".7"' if ring == rings else ""
        yield f'<circle cx="{x}" cy="{y}" r="{radius:.2f}"{heavy}/>'
    if sectors > 1:
        for place in range(sectors):
            angle = 2 * pi * place / sectors
            yield _line(_at(angle, _HUB), _at(angle, _RADIUS), 0.35)
    yield "</g>"
    for ring in range(rings):
        across, down = _at(0, _HUB + (_RADIUS - _HUB) * (ring + 0.5) / rings)
        yield f'<circle cx="{across:.2f}" cy="{down:.2f}" r="2.7" fill="#fff"/>'
        yield _text(across, down + 1.15, str(ring + 1), _SMALL, anchor="middle", bold=True)


def _labels(sheet: WheelSheet) -> Iterator[str]:
    """The words of the sectors in two columns, each line joined to its sector."""
    count = len(sheet.sectors)
    half = [n for n in range(count) if (n + 0.5) / count <= 1 / 2]
    rest = [n for n in range(count - 1, -1, -1) if n not in half]
    columns = _set(sheet, (half, rest))
    for column, side in zip(columns, (1, -1), strict=True):
        wanted = [_at(label.angle, _RADIUS)[1] for label in column]
        tops = _spread(wanted, [label.height for label in column])
        for label, top in zip(column, tops, strict=True):
            yield from _label(label, top, side)


def _set(sheet: WheelSheet, columns: tuple[list[int], list[int]]) -> list[list[_Label]]:
    """The labels in the largest letters with which both columns hold on the sheet.

    When even the smallest are too large the names go, then the ends of the sentences.
    """
    attempts = [(size, True, 99) for size in _SIZES]
    attempts += [(_SMALL, False, limit) for limit in (99, 4, 3, 2, 1)]
    for size, with_name, limit in attempts:
        made = [[_made(sheet, n, size, with_name, limit) for n in column] for column in columns]
        if all(sum(i.height + _GAP for i in column) - _GAP <= _BOTTOM - _TOP for column in made):
            break
    return made


def _made(sheet: WheelSheet, place: int, size: float, with_name: bool, limit: int) -> _Label:  # noqa: FBT001 - one row of `attempts`
    said, named = sheet.sectors[place]
    lines = balanced(f"{_LETTERS[place]}.\u00a0{said}", _COLUMN, size, bold=True)
    if len(lines) > limit:
        lines = [*lines[: limit - 1], f"{lines[limit - 1]} …"]
    small = balanced(named, _COLUMN, _SMALL) if with_name and named != said else []
    angle = 2 * pi * (place + 0.5) / len(sheet.sectors)
    return _Label(_LETTERS[place], angle, tuple(lines), tuple(small), size)


def _spread(wanted: list[float], heights: list[float]) -> list[float]:
    """The tops of the labels: each beside its sector, or as near as the others leave room."""
    tops: list[float] = []
    free = _TOP
    for middle, height in zip(wanted, heights, strict=True):
        tops.append(max(free, middle - height / 2))
        free = tops[-1] + height + _GAP
    free = _BOTTOM
    for place in range(len(tops) - 1, -1, -1):
        tops[place] = min(tops[place], free - heights[place])
        free = tops[place] - _GAP
    return tops


def _label(label: _Label, top: float, side: int) -> Iterator[str]:
    edge = _MARGIN + _COLUMN if side < 0 else _WIDTH - _MARGIN - _COLUMN
    anchor = "end" if side < 0 else "start"
    baseline = top
    for lines, size, bold in ((label.said, label.size, True), (label.named, _SMALL, False)):
        for line in lines:
            baseline += size * _LEADING
            yield _text(edge, baseline - size * 0.3, line, size, anchor=anchor, bold=bold)
    near = (edge - 1.6 * side, top + label.size * 0.75)
    yield _line(_at(label.angle, _RADIUS), _at(label.angle, _RADIUS + 2.2), 0.3)
    yield _line(_at(label.angle, _RADIUS + 2.2), near, 0.3)
    across, down = _at(label.angle, _RADIUS - 3.4)
    yield _text(across, down + 1.15, label.letter, _SMALL, anchor="middle")


def _legend(rings: list[tuple[str, str]], say: Translator) -> Iterator[str]:
    """How to colour, in plain words, and what each ring means."""
    yield _text(_MARGIN, 182, say("web.wheel.how"), 10.5 * POINT, bold=True)
    room = (_WIDTH - 2 * _MARGIN) / len(rings)
    for place, (word, looks) in enumerate(rings):
        x = _MARGIN + room * place
        head = wrap(f"{place + 1}. {word}", room - 4, _SMALL * 1.1, bold=True)
        yield _text(x, 188, head[0], _SMALL * 1.1, bold=True)
        for row, line in enumerate(wrap(looks, room - 4, _SMALL)[:3]):
            yield _text(x, 192.4 + row * _SMALL * _LEADING, line, _SMALL)
    yield _text(_MARGIN, 206, say("web.wheel.yours"), _SMALL)


def _credit(framework: Framework, language: str) -> Iterator[str]:
    """Who wrote the framework, as its licence asks, on every copy."""
    lines = [line.say(language) for line in framework.attributions] or [framework.creator]
    if lines[0]:
        credit = balanced(lines[0], 125, _SMALL)[:2]
        for place, line in enumerate(reversed(credit)):
            y = 206 - place * _SMALL * _LEADING
            yield _text(_WIDTH - _MARGIN, y, line, _SMALL, anchor="end")


def _at(angle: float, radius: float) -> tuple[float, float]:
    """The point at `angle`, clockwise from the top."""
    return _MIDDLE[0] + radius * sin(angle), _MIDDLE[1] - radius * cos(angle)


def _line(start: tuple[float, float], end: tuple[float, float], width: float) -> str:
    return (
        f'<path d="M{start[0]:.2f} {start[1]:.2f}L{end[0]:.2f} {end[1]:.2f}" '
        f'stroke="#000" stroke-width="{width}"/>'
    )


def _text(
    x: float, y: float, text: str, size: float, *, anchor: str = "start", bold: bool = False
) -> str:
    weight = ' font-weight="700"' if bold else ""
    where = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return (
        f'<text x="{x:.2f}" y="{y:.2f}" font-size="{size:.3f}"{where}{weight}>{escape(text)}</text>'
    )
