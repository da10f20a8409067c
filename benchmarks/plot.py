"""Line charts as plain SVG text: title, axes with units, direct labels, light and dark.

No library draws them: a chart here is a few lines, texts and dots, and the file is read again years
later. Colours follow the reader's own light or dark scheme and were chosen to be told apart by
colour-blind readers; every line also has its label at its end, so that colour is never alone.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

WIDTH, HEIGHT = 720, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 84, 148, 56, 60
_INKS = 4
_LABEL_GAP = 17.0
_STEPS, _MOST_TICKS = (0.2, 0.5, 1.0, 2.0), 6
_MARKS, _FEW_DECADES = (1, 2, 5), 2.5

_STYLE = """
text { font: 13px system-ui, sans-serif; fill: #333; }
.title { font-size: 16px; font-weight: 600; fill: #111; }
.paper { fill: #fff; } .grid { stroke: #ddd; } .axis { stroke: #777; }
.l0 { stroke: #0b62a4; } .l1 { stroke: #b4430e; } .l2 { stroke: #2a7a3f; } .l3 { stroke: #7b3fa0; }
.d0 { fill: #0b62a4; } .d1 { fill: #b4430e; } .d2 { fill: #2a7a3f; } .d3 { fill: #7b3fa0; }
@media (prefers-color-scheme: dark) {
text { fill: #ccc; } .title { fill: #eee; }
.paper { fill: #16181c; } .grid { stroke: #33363c; } .axis { stroke: #888; }
.l0 { stroke: #6cb6f0; } .l1 { stroke: #f59a5b; } .l2 { stroke: #74cf8a; } .l3 { stroke: #cf9df0; }
.d0 { fill: #6cb6f0; } .d1 { fill: #f59a5b; } .d2 { fill: #74cf8a; } .d3 { fill: #cf9df0; }
}
"""

Point = tuple[float, float]


@dataclass(frozen=True)
class Line:
    """One line of a chart."""

    label: str
    points: Sequence[Point]


@dataclass(frozen=True)
class Axis:
    """What an axis tells, in which unit, and whether equal steps are equal factors."""

    title: str
    is_log: bool = True

    def over(self, values: Sequence[float]) -> "Scale":
        """The scale on which all these values have their place."""
        low, high = min(values), max(values)
        if self.is_log:
            high = max(high, 2 * low)
            marks = _MARKS if math.log10(high / low) < _FEW_DECADES else _MARKS[:1]
            powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
            ticks = [mark * 10.0**power for power in powers for mark in marks]
            return Scale(low, high, [tick for tick in ticks if low <= tick <= high], is_log=True)
        step = _round_step(high)
        ticks = [step * number for number in range(math.ceil(high / step) + 1)]
        return Scale(0.0, ticks[-1], ticks, is_log=False)


@dataclass(frozen=True)
class Scale:
    """An axis with numbers: from where to where, and the round ones that are written."""

    low: float
    high: float
    ticks: Sequence[float]
    is_log: bool

    def part(self, value: float) -> float:
        """Where a value lies between the lower end (0) and the upper one (1)."""
        if self.is_log:
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)


@dataclass(frozen=True)
class Chart:
    """Lines over two axes."""

    name: str
    title: str
    across: Axis
    up: Axis
    lines: Sequence[Line]

    def to_json(self) -> dict[str, object]:
        """The numbers that the chart shows."""
        return {
            "title": self.title,
            "across": self.across.title,
            "up": self.up.title,
            "lines": {line.label: [list(point) for point in line.points] for line in self.lines},
        }

    def to_svg(self) -> str:
        """The chart as one SVG document."""
        return "\n".join(self._elements()) + "\n"

    def _elements(self) -> Iterator[str]:
        points = [point for line in self.lines for point in line.points]
        place = _Place(
            self.across.over([x for x, _ in points]), self.up.over([y for _, y in points])
        )
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
            f'role="img" aria-labelledby="t">'
        )
        yield f'<title id="t">{escape(self.title)}</title>'
        yield f"<style>{_STYLE}</style>"
        yield f'<rect class="paper" width="{WIDTH}" height="{HEIGHT}" rx="6"/>'
        yield f'<text class="title" x="20" y="32">{escape(self.title)}</text>'
        yield from self._frame(place)
        ends = _spread([place(line.points[-1])[1] for line in self.lines])
        for number, (line, height) in enumerate(zip(self.lines, ends, strict=True)):
            places = [place(point) for point in line.points]
            yield from _drawn(places, number % _INKS)
            yield (
                f'<text x="{places[-1][0] + 10:.1f}" y="{height + 4:.1f}">'
                f"{escape(line.label)}</text>"
            )
        yield "</svg>"

    def _frame(self, place: "_Place") -> Iterator[str]:
        left, right, top, bottom = _LEFT, WIDTH - _RIGHT, _TOP, HEIGHT - _BOTTOM
        for tick in place.up.ticks:
            y = place.height(tick)
            yield f'<line class="grid" x1="{left}" y1="{y:.1f}" x2="{right}" y2="{y:.1f}"/>'
            yield f'<text x="{left - 8}" y="{y + 4:.1f}" text-anchor="end">{_said(tick)}</text>'
        for tick in place.across.ticks:
            x = place.left(tick)
            yield f'<line class="axis" x1="{x:.1f}" y1="{bottom}" x2="{x:.1f}" y2="{bottom + 5}"/>'
            yield f'<text x="{x:.1f}" y="{bottom + 20}" text-anchor="middle">{_said(tick)}</text>'
        yield f'<line class="axis" x1="{left}" y1="{bottom}" x2="{right}" y2="{bottom}"/>'
        yield (
            f'<text x="{(left + right) / 2}" y="{bottom + 44}" text-anchor="middle">'
            f"{escape(self.across.title)}</text>"
        )
        middle = (top + bottom) / 2
        yield (
            f'<text x="20" y="{middle}" text-anchor="middle" transform="rotate(-90 20 {middle})">'
            f"{escape(self.up.title)}</text>"
        )


@dataclass(frozen=True)
class _Place:
    """Where a point is drawn."""

    across: Scale
    up: Scale

    def __call__(self, point: Point) -> Point:
        return self.left(point[0]), self.height(point[1])

    def left(self, value: float) -> float:
        """Its distance from the left edge."""
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * self.across.part(value)

    def height(self, value: float) -> float:
        """Its distance from the upper edge."""
        return HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * self.up.part(value)


def _drawn(places: Sequence[Point], ink: int) -> Iterator[str]:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    yield f'<polyline class="l{ink}" fill="none" stroke-width="2" points="{path}"/>'
    for x, y in places:
        yield f'<circle class="d{ink}" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>'


def _spread(heights: Sequence[float]) -> list[float]:
    """The heights of the labels, moved apart where lines end close to each other."""
    spread = list(heights)
    order = sorted(range(len(heights)), key=heights.__getitem__)
    for above, below in pairwise(order):
        spread[below] = max(spread[below], spread[above] + _LABEL_GAP)
    return spread


def _round_step(most: float) -> float:
    """A step of 1, 2 or 5 times a power of ten, for a few ticks."""
    power: float = 10.0 ** math.floor(math.log10(most))
    return next(power * part for part in _STEPS if most / (power * part) <= _MOST_TICKS)


def _said(number: float) -> str:
    """A tick as people read it: 0.01, 5, 1,000, 1 M."""
    if number >= 1e6:  # noqa: PLR2004 - a million
        return f"{number / 1e6:g} M"
    return f"{number:,.0f}" if number >= 10 else f"{number:g}"  # noqa: PLR2004 - no decimals from here
