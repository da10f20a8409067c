"""Shapes, colours and icons of badges, drawn by pages in line: no request for each choice."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from issuer.artwork.icons import GRID, ICONS, PEN, Icon
from issuer.artwork.palette import DOMAINS, PAPER
from issuer.artwork.shapes import CANVAS, SHAPES, Shape


@dataclass(frozen=True)
class Drawing:
    """What the macros of `workshop/badge_drawing.html` draw with."""

    canvas: int = CANVAS
    grid: int = GRID
    pen: float = PEN
    paper: str = PAPER
    colours: Mapping[str, str] = field(default_factory=lambda: DOMAINS)
    shapes: Mapping[str, Shape] = field(default_factory=lambda: SHAPES)
    icons: Mapping[str, Icon] = field(default_factory=lambda: ICONS)


DRAWING = Drawing()
"""The drawings of this program."""
