"""What the tests of paper print, and how they look at what was printed."""

import re
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import zxingcpp
from PIL import Image

from issuer.artwork import DrawnArtwork
from issuer.artwork.qr import qr_svg
from issuer.model import ArtworkSpec
from issuer.model.paper import Ability, Booklet, Card, Certificate, Poster, Sticker
from issuer.paper import TypstPress

ARTWORK = DrawnArtwork().badge_svg(ArtworkSpec("round", "FAB", "laser", "Découpe laser", 3))
BADGE = '{"@context": ["x"], "type": ["y"], "name": "Amélie"}\n'.encode()
PRESS = TypstPress(qr=qr_svg, has_system_fonts=False)
"""Only the fonts inside Typst, so that the tests say the same on every machine."""

POINTS_AN_INCH, MILLIMETRES_AN_INCH = 72, 25.4

CERTIFICATE = Certificate(
    language="fr",
    place="Fablab des Deux Rives",
    place_contact="https://deux-rives.example/",
    holder="Amélie Le Goff-Nguyễn",
    achievement="Découpe laser en autonomie",
    description="Utiliser la découpe laser du lieu sans danger.",
    criteria="Sur une machine du lieu :\n• contrôle de sécurité\n• pièce découpée",
    abilities=(
        Ability("TL-FAB-01", "Je règle la découpe laser sans me mettre en danger.", "Autonome"),
        Ability("TL-FAB-03", "Je dessine une pièce à découper."),
    ),
    awarded="22\u00a0novembre 2026",
    valid_until="22\u00a0novembre 2028",
    verify_url="https://badges.example.fr/v/K7QMW-X3FPA",
    short_code="K7QMW-X3FPA",
    identifier="https://badges.example.fr/credentials/4f8b1c1e-7a53-4b1c-9d55-0a8d3a1f0b11",
    made="2026-11-22T12:00:00Z",
    artwork=ARTWORK,
    badge=BADGE,
    shown=("Une boîte à outils en contreplaqué.",),
)
OTHER = replace(CERTIFICATE, short_code="ABCDE-FGHJK", achievement="Accueil", badge=b'{"a": 1}')
CARD = Card(
    language="fr",
    place="Fablab des Deux Rives",
    holder="Amélie Le Goff-Nguyễn",
    achievements=("Découpe laser en autonomie", "Accueil & écoute"),
    awarded="22\u00a0novembre 2026",
    url="https://badges.example.fr/claim/K7QMX3FPABCDEFGH",
    words=("cerise", "marteau", "tranquille", "rivière"),
)
STICKER = Sticker(
    holder="Amélie Le Goff-Nguyễn",
    achievement="Découpe laser en autonomie",
    verify_url=CERTIFICATE.verify_url,
    short_code=CERTIFICATE.short_code,
    artwork=ARTWORK,
)
BOOKLET = Booklet(
    language="fr",
    holder="Amélie Le Goff-Nguyễn",
    place="Fablab des Deux Rives",
    made="22\u00a0novembre 2026",
    certificates=(CERTIFICATE, OTHER),
)
POSTER = Poster(
    language="fr",
    place="Fablab des Deux Rives",
    achievement="Découpe laser en autonomie",
    description="Utiliser la découpe laser du lieu sans danger.",
    url="https://badges.example.fr/ask/K7QMX",
    typed_at="badges.example.fr/claim",
    words=("cerise", "marteau", "rivière"),
    until="30\u00a0novembre 2026",
    artwork=ARTWORK,
)

KINDS = {
    "certificate": lambda press: press.certificate(CERTIFICATE),
    "certificates": lambda press: press.certificates((CERTIFICATE, OTHER)),
    "cards": lambda press: press.cards((CARD,) * 11),
    "stickers": lambda press: press.stickers((STICKER,) * 25),
    "booklet": lambda press: press.booklet(BOOKLET),
    "poster": lambda press: press.poster(POSTER),
}


@dataclass(frozen=True)
class SeenCode:
    """A code found on a page: what it holds, and how long its sides are."""

    text: str
    millimetres: float


def changed(**fields: Any) -> Certificate:
    """The certificate with other contents."""
    return replace(CERTIFICATE, **fields)


def pages(pdf: bytes, dots_an_inch: int = 200) -> list[Image.Image]:
    """The pages as a printer would put them on paper, in grey."""
    document = pypdfium2.PdfDocument(pdf)
    scale = dots_an_inch / POINTS_AN_INCH
    return [page.render(scale=scale, grayscale=True).to_pil() for page in document]


def texts(pdf: bytes) -> list[str]:
    """The text of each page as a reader copies it, on one line."""
    document = pypdfium2.PdfDocument(pdf)
    return [_in_one_line(page.get_textpage().get_text_bounded()) for page in document]


def codes(pdf: bytes, dots_an_inch: int = 200) -> list[SeenCode]:
    """The codes on every page, measured as they would be with a ruler."""
    found = (code for page in pages(pdf, dots_an_inch) for code in zxingcpp.read_barcodes(page))
    return [SeenCode(code.text, _side(code.position, dots_an_inch)) for code in found]


def attachments(pdf: bytes) -> dict[str, bytes]:
    """The attached files by name."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return {name: item.get_file().read_bytes() for name, item in document.attachments.items()}


def _in_one_line(text: str) -> str:
    """A text whose lines were broken for want of room, joined: pdfium tells a hyphen as U+0002."""
    whole = re.sub("\u200b\\s*", "", text)
    return " ".join(re.sub("\x02\\s*", "-", whole).split())


def _side(corners: Any, dots_an_inch: int) -> float:
    """The shortest side of a code."""
    points = [corners.top_left, corners.top_right, corners.bottom_right, corners.bottom_left]
    sides = (
        ((one.x - other.x) ** 2 + (one.y - other.y) ** 2) ** 0.5
        for one, other in zip(points, points[1:] + points[:1], strict=True)
    )
    return float(min(sides)) / dots_an_inch * MILLIMETRES_AN_INCH
