"""The picture of a badge, drawn from its description and from nothing else.

Paper and workshop: a dark shape of one colour, an icon and a fine line of paper colour, a plaque
with the title. A paper edge goes all around, so that the badge stands on dark pages too.
"""

from xml.sax.saxutils import escape

from badges.i18n import Translator
from issuer.artwork.icons import GRID, ICONS, PEN
from issuer.artwork.lettering import Box, set_lines
from issuer.artwork.palette import DOMAINS, INK, PAPER, require_contrast
from issuer.artwork.shapes import CANVAS, SHAPES, Shape
from issuer.errors import InvalidRequest
from issuer.model import ArtworkSpec

LEVELS = 4

_PLAQUE = (12, 398, 576, 132)
_TITLE = Box(300, 464, 536, 112, (58, 54, 50, 46, 42, 39, 36, 33, 31, 29, 27, 25))
_ICON_SIZE = 252
_ICON_MIDDLE = (300, 243)
_TITLE_LIMIT = 500


def require_drawable(spec: ArtworkSpec) -> None:
    """Return when every word of `spec` is one that we can draw, so that everybody can read it.

    Raises:
        InvalidRequest: names the field that is not.
    """
    known = (
        ("shape", spec.shape, tuple(SHAPES)),
        ("colour", spec.colour, tuple(DOMAINS)),
        ("icon", spec.icon, tuple(ICONS)),
    )
    for field, value, values in known:
        if value not in values:
            raise InvalidRequest(
                f"artwork.{field}_unknown", field=field, value=value, known=", ".join(values)
            )
    require_contrast(spec.colour)
    if spec.level is not None and not 1 <= spec.level <= LEVELS:
        raise InvalidRequest("artwork.level_unknown", field="level", value=spec.level)


def describe(spec: ArtworkSpec, language: str) -> str:
    """What the picture shows, in a sentence for those who do not see it."""
    say = Translator(language, "issuer")
    code = "artwork.description" if spec.level is None else "artwork.description_level"
    return say(
        code,
        shape=say(f"artwork.shape.{spec.shape}"),
        icon=say(f"artwork.icon.{spec.icon}"),
        domain=say(f"artwork.domain.{spec.colour}"),
        level=spec.level,
        levels=LEVELS,
    )


def draw(spec: ArtworkSpec, language: str) -> str:
    """The badge as an SVG document: no script, no font, no reference to anything outside.

    Raises:
        InvalidRequest: as `require_drawable`.
    """
    require_drawable(spec)
    shape, colour = SHAPES[spec.shape], DOMAINS[spec.colour]
    size = f'viewBox="0 0 {CANVAS} {CANVAS}" width="{CANVAS}" height="{CANVAS}"'
    parts = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">',
        f"<title>{_xml(spec.title)}</title>",
        f"<desc>{_xml(describe(spec, language))}</desc>",
        _silhouette(shape, colour),
        _marks(shape, spec.level),
        _icon(spec.icon),
        _plaque(spec.title, colour),
        "</svg>\n",
    )
    return "".join(parts)


def _xml(text: str) -> str:
    """Text that any XML reader takes: no control character, no lone surrogate, markup escaped."""
    plain = " ".join(text[:_TITLE_LIMIT].split())
    return escape("".join(character for character in plain if _is_xml(character)))


def _is_xml(character: str) -> bool:
    """Whether XML 1.0 allows the character (its production `Char`)."""
    return character >= " " and not (
        "\ud800" <= character <= "\udfff" or character in "\x7f\ufffe\uffff"
    )


def _silhouette(shape: Shape, colour: str) -> str:
    """The shape, its paper edge, and the fine line that makes a rim."""
    middle = CANVAS / 2
    shift = f"{middle * (1 - shape.inner):.1f}"
    return (
        f'<path d="{shape.outline}" fill="{colour}" stroke="{PAPER}" stroke-width="10"/>'
        f'<path transform="translate({shift} {shift}) scale({shape.inner})" d="{shape.outline}"'
        f' fill="none" stroke="{PAPER}" stroke-width="5" stroke-opacity=".75"/>'
    )


def _marks(shape: Shape, level: int | None) -> str:
    """The level as marks on the rim: full ones reached, hollow ones to come; none without level."""
    if level is None:
        return ""
    reached, to_come = 'r="16"', f'r="11" fill="none" stroke="{PAPER}" stroke-width="4"'
    circles = (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" {reached if number <= level else to_come}/>'
        for number, (x, y) in enumerate(shape.marks, 1)
    )
    return f'<g fill="{PAPER}">{"".join(circles)}</g>'


def _icon(name: str) -> str:
    """The icon above the plaque, in paper colour."""
    icon = ICONS[name]
    scale = _ICON_SIZE / GRID
    x, y = (middle - _ICON_SIZE / 2 for middle in _ICON_MIDDLE)
    solid = f'<path d="{icon.solid}" fill="{PAPER}" stroke="none"/>' if icon.solid else ""
    return (
        f'<g transform="translate({x:g} {y:g}) scale({scale:.3f})" fill="none" stroke="{PAPER}"'
        f' stroke-width="{PEN}" stroke-linecap="round" stroke-linejoin="round">'
        f'<path d="{icon.lines}"/>{solid}</g>'
    )


def _plaque(title: str, colour: str) -> str:
    """The title in ink on a plaque across the shape."""
    x, y, width, height = _PLAQUE
    lines = set_lines(title[:_TITLE_LIMIT], _TITLE)
    box = f'x="{x}" y="{y}" width="{width}" height="{height}" rx="22"'
    return (
        f'<rect {box} fill="none" stroke="{PAPER}" stroke-width="18"/>'
        f'<rect {box} fill="{PAPER}" stroke="{colour}" stroke-width="7"/>'
        f'<g fill="{INK}">{lines.drawing}</g>'
    )
