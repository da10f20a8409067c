"""The wheel of a portfolio: one sector for each competency that badges prove, filled to its level.

It goes with a list that says the same in words and numbers its lines alike, so it needs no label
but numbers, and holds no personal data. It takes its colours from the style of the page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from markupsafe import Markup, escape

SECTOR_LIMIT = 24
"""Competencies of one wheel: numbers of more of them would be too small to read."""

_SIDE = 320
_MIDDLE = _SIDE / 2
_RADIUS, _HUB = 128.0, 24.0
_NUMBERS = 144.0


@dataclass(frozen=True)
class Sector:
    """One competency: its number in the list, and `step` of `steps`; 0 when no level is told."""

    number: int
    step: int
    steps: int


def draw_proofs(sectors: Sequence[Sector], title: str, description: str, *, name: str) -> Markup:
    """The wheel as SVG to stand in a page; `title` and `description` are read aloud.

    `name` is what its ids begin with, since a page may hold several wheels.
    """
    count = len(sectors)
    drawn = "".join(
        part for place, sector in enumerate(sectors) for part in _drawn(sector, place, count)
    )
    return Markup(  # noqa: S704 - words are escaped, the rest are numbers of ours
        f'<svg class="proofs" viewBox="0 0 {_SIDE} {_SIDE}" role="img" '
        f'aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(description)}</desc>'
        f"{drawn}</svg>"
    )


def _drawn(sector: Sector, place: int, count: int) -> Iterator[str]:
    """The sector: its steps as empty cells, those that were reached filled, then its number."""
    begin, end = 2 * pi * place / count, 2 * pi * (place + 1) / count
    for step in range(sector.steps):
        inner, outer = (_ring(step + more, sector.steps) for more in (0, 1))
        word = "on" if step < sector.step else "off"
        yield f'<path class="{word}" d="{_cell(begin, end, inner, outer)}"/>'
    middle = (begin + end) / 2
    if not sector.step:
        across, down = _at(middle, _ring(0.5, sector.steps))
        yield f'<circle class="told" cx="{across:.1f}" cy="{down:.1f}" r="4"/>'
    across, down = _at(middle, _NUMBERS)
    yield f'<text x="{across:.1f}" y="{down + 4.5:.1f}" text-anchor="middle">{sector.number}</text>'


def _ring(step: float, steps: int) -> float:
    return _HUB + (_RADIUS - _HUB) * step / steps


def _cell(begin: float, end: float, inner: float, outer: float) -> str:
    """The outline of one step; a whole turn is drawn in two halves, as its ends are one point."""
    if end - begin < 2 * pi - 0.001:
        return _slice(begin, end, inner, outer)
    half = (begin + end) / 2
    return _slice(begin, half, inner, outer) + _slice(half, end, inner, outer)


def _slice(begin: float, end: float, inner: float, outer: float) -> str:
    large = int(end - begin > pi)
    (a, b), (c, d) = _at(begin, outer), _at(end, outer)
    (e, f), (g, h) = _at(end, inner), _at(begin, inner)
    return (
        f"M{a:.1f} {b:.1f}A{outer:.1f} {outer:.1f} 0 {large} 1 {c:.1f} {d:.1f}"
        f"L{e:.1f} {f:.1f}A{inner:.1f} {inner:.1f} 0 {large} 0 {g:.1f} {h:.1f}Z"
    )


def _at(angle: float, radius: float) -> tuple[float, float]:
    """The point at `angle`, clockwise from the top."""
    return _MIDDLE + radius * sin(angle), _MIDDLE - radius * cos(angle)
