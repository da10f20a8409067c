"""The silhouettes of badges: the shape says the kind of badge, whatever its colour.

round = competency, hexagon = practice or project, shield = role, leaf = participation, star =
passing on. All are drawn on a canvas of 600 by 600 around its centre.
"""

from dataclasses import dataclass
from math import cos, radians, sin, tau

CANVAS = 600
_CENTRE = CANVAS / 2
_STAR_POINTS = 8


@dataclass(frozen=True)
class Shape:
    """A silhouette, and the four places on its rim for the marks of a level.

    Attributes:
        outline: SVG path commands.
        inner: how much smaller the fine line inside the rim is.
        marks: the four places, from the first level to the last.
    """

    outline: str
    inner: float
    marks: tuple[tuple[float, float], ...]


def _polar(angle: float, radius: float) -> tuple[float, float]:
    """The point at `angle` degrees clockwise from the top, at `radius` from the centre."""
    return (
        _CENTRE + radius * sin(radians(angle)),
        _CENTRE - radius * cos(radians(angle)),
    )


def _rounded(corners: list[tuple[float, float]], radius: float) -> str:
    """A closed polygon whose corners are rounded off, as path commands."""
    commands = []
    for i, (x, y) in enumerate(corners):
        points = []
        for neighbour in (corners[i - 1], corners[(i + 1) % len(corners)]):
            dx, dy = neighbour[0] - x, neighbour[1] - y
            share = radius / (dx * dx + dy * dy) ** 0.5
            points.append(f"{x + dx * share:.1f} {y + dy * share:.1f}")
        commands.append(f"{'L' if i else 'M'}{points[0]}Q{x:.1f} {y:.1f} {points[1]}")
    return "".join(commands) + "z"


def _round() -> Shape:
    marks = tuple(_polar(angle, 257) for angle in (-33, -11, 11, 33))
    return Shape("M300 12a288 288 0 1 1 0 576a288 288 0 1 1 0-576z", 0.79, marks)


def _hexagon() -> Shape:
    corners = [_polar(30 + 60 * i, 306) for i in range(6)]
    marks = tuple((x, 66.0) for x in (213, 271, 329, 387))
    return Shape(_rounded(corners, 46), 0.8, marks)


def _shield() -> Shape:
    outline = (
        "M52 22H548Q566 22 566 40V290C566 440 450 540 314 588Q300 593 286 588"
        "C150 540 34 440 34 290V40Q34 22 52 22z"
    )
    return Shape(outline, 0.8, tuple((x, 51.0) for x in (213, 271, 329, 387)))


def _leaf() -> Shape:
    outline = (
        "M300 20C400 20 500 26 574 10Q592 8 590 26C574 100 580 200 580 300"
        "C580 455 455 580 300 580C200 580 100 574 26 590Q8 592 10 574C26 500 20 400 20 300"
        "C20 145 145 20 300 20z"
    )
    return Shape(outline, 0.8, tuple((x, 50.0) for x in (323, 381, 439, 497)))


def _star() -> Shape:
    step = tau / _STAR_POINTS
    turn = 360 / tau
    corners = []
    for i in range(_STAR_POINTS):
        corners.append(_polar((i + 0.5) * step * turn, 308))
        corners.append(_polar((i + 1) * step * turn, 238))
    marks = tuple(_polar(angle, 252) for angle in (-67.5, -22.5, 22.5, 67.5))
    return Shape(_rounded(corners, 20), 0.76, marks)


SHAPES: dict[str, Shape] = {
    "round": _round(),
    "hexagon": _hexagon(),
    "shield": _shield(),
    "leaf": _leaf(),
    "star": _star(),
}
"""Every shape by its name."""
