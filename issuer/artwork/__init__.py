"""How badges and QR codes look: the adapter of the port `issuer.ports.Artwork`.

Everything is drawn by us, from words: a shape, a domain, an icon, a title and a level. The same
words give the same picture on every machine.
"""

from functools import lru_cache

import resvg_py

from badges.i18n import DEFAULT_LANGUAGE
from issuer.artwork import qr
from issuer.artwork.badge import describe, draw, require_drawable
from issuer.artwork.card import draw_card
from issuer.artwork.icons import ICONS
from issuer.artwork.palette import DOMAINS
from issuer.artwork.shapes import SHAPES
from issuer.model import ArtworkSpec, SharingCard

PNG_WIDTH = 600
"""Pixels of a badge as PNG: twice what most pages show."""

_REMEMBERED = 64


class DrawnArtwork:
    """Draws badges and QR codes; it keeps nothing but a few recent pictures."""

    shapes: tuple[str, ...] = tuple(SHAPES)
    colours: tuple[str, ...] = tuple(DOMAINS)
    icons: tuple[str, ...] = tuple(ICONS)

    def require_drawable(self, spec: ArtworkSpec) -> None:
        """Return when `spec` can be drawn.

        Raises:
            InvalidRequest: names the field that cannot.
        """
        require_drawable(spec)

    def description(self, spec: ArtworkSpec, language: str = DEFAULT_LANGUAGE) -> str:
        """What the badge looks like, in a sentence: the text that stands for the picture."""
        return describe(spec, language)

    def badge_svg(self, spec: ArtworkSpec, *, language: str = DEFAULT_LANGUAGE) -> bytes:
        """The badge as SVG.

        Raises:
            InvalidRequest: a shape, colour, icon or level that we do not know.
        """
        return draw(spec, language).encode("utf-8")

    def badge_png(self, spec: ArtworkSpec, *, width: int = PNG_WIDTH) -> bytes:
        """The badge as PNG, `width` pixels wide, transparent around its shape.

        Raises:
            InvalidRequest: as `badge_svg`.
        """
        return _badge_png(spec, width)

    def sharing_card(self, card: SharingCard) -> bytes:
        """The picture that goes with a badge on social networks, as PNG.

        Raises:
            InvalidRequest: as `badge_svg`.
        """
        return _card_png(card)

    def qr_svg(self, text: str) -> bytes:
        """A QR code of `text` as SVG.

        Raises:
            InvalidRequest: no text, or too much of it.
        """
        return qr.qr_svg(text).encode("utf-8")

    def qr_png(self, text: str) -> bytes:
        """A QR code of `text` as PNG.

        Raises:
            InvalidRequest: no text, or too much of it.
        """
        return qr.qr_png(text)


@lru_cache(maxsize=_REMEMBERED)
def _badge_png(spec: ArtworkSpec, width: int) -> bytes:
    """A picture as PNG; the same one serves every award of an achievement, so it is remembered."""
    svg = draw(spec, DEFAULT_LANGUAGE)
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=width, skip_system_fonts=True))


@lru_cache(maxsize=_REMEMBERED)
def _card_png(card: SharingCard) -> bytes:
    """A card as PNG; networks that show one badge to many people ask for the same one."""
    return bytes(resvg_py.svg_to_bytes(svg_string=draw_card(card), skip_system_fonts=True))
