"""The pictures of badges and QR codes."""

import dataclasses
import re
import struct
import xml.etree.ElementTree as ET
import zlib
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from badges import baking
from badges.errors import BakingError
from badges.i18n import LANGUAGES, Translator, catalogue
from issuer.artwork import DrawnArtwork
from issuer.artwork.lettering import Box, set_lines
from issuer.artwork.palette import DOMAINS, INK, PAPER, contrast
from issuer.artwork.shapes import CANVAS, SHAPES
from issuer.errors import InvalidRequest
from issuer.model import ArtworkSpec

if TYPE_CHECKING:
    from issuer.ports import Artwork

NAMESPACE = "{http://www.w3.org/2000/svg}"
CUP = ArtworkSpec(shape="round", colour="ACC", icon="cup", title="Accueillir", level=2)
LONGEST = (
    "Documenter et partager une façon de faire pour que d’autres la reprennent, en toute liberté"
)
BOX = Box(300, 464, 536, 112, (58, 42, 29, 25))


def _svg(spec: ArtworkSpec) -> ET.Element:
    return ET.fromstring(DrawnArtwork().badge_svg(spec))  # noqa: S314 - reads only what we drew


def _pixels(image: bytes) -> tuple[int, int, bytes]:
    """Width, bits of a pixel and unfiltered lines of a PNG without interlacing."""
    width, _, depth, colour = struct.unpack_from(">IIBB", image, 16)
    length = struct.unpack_from(">I", image, 33)[0]
    assert image[37:41] == b"IDAT"
    channels = {0: 1, 6: 4}[colour]
    return width, depth * channels, zlib.decompress(image[41 : 41 + length])


def test_the_adapter_is_the_port() -> None:
    """The issuer can be given this artwork, and it knows its own words."""
    artwork: Artwork = DrawnArtwork()
    assert artwork.shapes == ("round", "hexagon", "shield", "leaf", "star")
    assert len(artwork.icons) >= 20
    assert DrawnArtwork.colours == ("ACC", "COO", "FAB", "NUM", "TRA", "PIL")


def test_every_badge_can_be_drawn_and_differs() -> None:
    """Each shape, colour, icon and level gives well-formed SVG of its own."""
    artwork = DrawnArtwork()
    specs = [dataclasses.replace(CUP, shape=shape) for shape in artwork.shapes]
    specs += [dataclasses.replace(CUP, colour=colour) for colour in artwork.colours[1:]]
    specs += [dataclasses.replace(CUP, icon=icon) for icon in artwork.icons if icon != "cup"]
    specs += [dataclasses.replace(CUP, level=level) for level in (None, 1, 3, 4)]
    drawings = {artwork.badge_svg(spec) for spec in specs}
    assert len(drawings) == len(specs)
    for drawing in drawings:
        assert ET.fromstring(drawing).tag == f"{NAMESPACE}svg"  # noqa: S314 - reads only what we drew


@pytest.mark.requirement("ISS-14")
def test_the_png_is_the_same_picture_at_600_pixels() -> None:
    """A badge as PNG is square, 600 wide, transparent in its corners and the same every time."""
    artwork = DrawnArtwork()
    image = artwork.badge_png(CUP)
    assert struct.unpack_from(">II", image, 16) == (600, 600)
    assert image == DrawnArtwork().badge_png(CUP)
    assert len(image) < 100_000
    _, bits, lines = _pixels(artwork.badge_png(CUP, width=64))
    assert bits == 32
    assert lines[1:5] == b"\0\0\0\0", "the first corner is transparent"


@pytest.mark.requirement("BAKE-09")
def test_a_badge_refers_to_nothing_outside() -> None:
    """No script, font, style, link or foreign content: it looks the same everywhere."""
    names = {element.tag.removeprefix(NAMESPACE) for element in _svg(CUP).iter()}
    assert names <= {"svg", "title", "desc", "g", "path", "rect", "circle"}
    source = DrawnArtwork().badge_svg(CUP).decode()
    assert not re.search(r"href|url\(|@import|font|style", source)
    assert source.count("http") == 1, "the namespace alone"


def test_a_badge_has_words_for_those_who_do_not_see_it() -> None:
    """The title and a sentence on shape, domain, level and drawing come with the picture."""
    root = _svg(CUP)
    assert root.get("role") == "img"
    assert root.findtext(f"{NAMESPACE}title") == "Accueillir"
    assert root.findtext(f"{NAMESPACE}desc") == (
        "Badge en forme de cercle, domaine « Accueillir et aller vers », niveau 2 sur 4."
        " Dessin : une tasse qui fume."
    )
    without = dataclasses.replace(CUP, level=None)
    assert "level" not in DrawnArtwork().description(without, "en")
    assert DrawnArtwork().description(CUP, "en").startswith("Badge in the shape of a circle")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_has_words(language: str) -> None:
    """Shapes, kinds, domains and icons can be said in both languages."""
    say = Translator(language, "issuer")
    codes = [f"artwork.shape.{name}" for name in DrawnArtwork.shapes]
    codes += [f"artwork.kind.{name}" for name in DrawnArtwork.shapes]
    codes += [f"artwork.domain.{name}" for name in DrawnArtwork.colours]
    codes += [f"artwork.icon.{name}" for name in DrawnArtwork.icons]
    assert [code for code in codes if say.find(code) is None] == []
    drawn = {code for code in catalogue("issuer", language) if code.startswith("artwork.icon.")}
    assert drawn == {code for code in codes if code.startswith("artwork.icon.")}


def test_colours_hold_on_paper_and_in_grey() -> None:
    """Paper-coloured drawing on each colour, and ink on paper, are readable without colour."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    for colour in DOMAINS.values():
        assert contrast(colour, PAPER) >= 4.5
    assert contrast(INK, PAPER) >= 7
    assert len(set(DOMAINS.values())) == len(DOMAINS)


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_the_level_is_shown_as_marks_on_the_rim(level: int) -> None:
    """As many full marks as the level, and hollow ones up to four."""
    circles = list(_svg(dataclasses.replace(CUP, level=level)).iter(f"{NAMESPACE}circle"))
    assert [circle.get("fill") for circle in circles] == [None] * level + ["none"] * (4 - level)


def test_without_level_there_are_no_marks() -> None:
    """A badge without level has a plain rim."""
    assert list(_svg(dataclasses.replace(CUP, level=None)).iter(f"{NAMESPACE}circle")) == []


@pytest.mark.parametrize("name", SHAPES)
def test_marks_stay_on_the_canvas_and_apart(name: str) -> None:
    """Four marks fit on the rim of every shape without touching."""
    marks = SHAPES[name].marks
    assert len(marks) == 4
    assert all(16 < x < CANVAS - 16 and 16 < y < CANVAS / 2 for x, y in marks)
    for (x, y), (other_x, other_y) in pairwise(marks):
        assert (x - other_x) ** 2 + (y - other_y) ** 2 > 40**2


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"shape": "square"}, "artwork.shape_unknown", "shape"),
        ({"colour": "acc"}, "artwork.colour_unknown", "colour"),
        ({"icon": "<script>"}, "artwork.icon_unknown", "icon"),
        ({"level": 0}, "artwork.level_unknown", "level"),
        ({"level": 5}, "artwork.level_unknown", "level"),
    ],
)
def test_what_cannot_be_drawn_is_refused_by_name(
    change: dict[str, object], code: str, field: str
) -> None:
    """An unknown word is our error with the field to mend, and both languages can say it."""
    wrong = ArtworkSpec(**{**dataclasses.asdict(CUP), **change})
    artwork = DrawnArtwork()
    for draw in (artwork.badge_svg, artwork.badge_png, artwork.require_drawable):
        with pytest.raises(InvalidRequest) as caught:
            draw(wrong)
        assert (caught.value.code, caught.value.params["field"]) == (code, field)
    for language in LANGUAGES:
        assert "{" not in Translator(language, "issuer")(code, **caught.value.params)


def test_long_titles_wrap_and_shrink() -> None:
    """Ninety letters fit on three lines, large enough to read at 200 pixels; short ones are big."""
    lines = set_lines(LONGEST, Box(300, 464, 536, 112, (58, 42, 29)))
    assert len(LONGEST) >= 90
    assert " ".join(lines.texts) == LONGEST
    assert len(lines.texts) <= 3
    assert lines.size >= 29
    assert set_lines("Couture", BOX).size == 58


def test_lines_are_of_similar_length() -> None:
    """A title does not end on a lone short word."""
    first, second = set_lines(
        "Animer un groupe avec des outils d’intelligence collective", BOX
    ).texts
    assert abs(len(first) - len(second)) < 12


def test_endless_titles_are_cut_with_an_ellipsis() -> None:
    """What fits at the smallest size stays, and the cut shows; a word without end is divided."""
    lines = set_lines("mot " * 400, BOX)
    assert lines.texts[-1].endswith("…")
    divided = set_lines("a" * 90, BOX)
    assert "".join(divided.texts) == "a" * 90


def test_no_line_begins_with_a_sign_that_ends_a_word() -> None:
    """French sets a space before « : », and the sign stays with the word before it."""
    lines = set_lines("Coudre & réparer : l'été à 100 % « chez nous »", BOX).texts
    assert len(lines) > 1
    assert not any(line.startswith((":", "%", "»")) or line.endswith("«") for line in lines)


@pytest.mark.parametrize(
    ("title", "drawn"),
    [
        ("Réparer 🚲 un vélo", "Réparer un vélo"),
        ("Cœur à l’œuvre : 100 %", "Cœur à l’œuvre\u00a0: 100\u00a0%"),
        ("Ngữ pháp", "Ngu pháp"),
        ("Привет, κόσμε", "Привет, κοσμε"),
        ("日本", ""),
        ("", ""),
        ("a\tb\nc", "a b c"),
        ("e\u0301te\u0301", "été"),
        ("trait\u2011d’union", "trait-d’union"),
    ],
)
def test_missing_glyphs_do_not_break(title: str, drawn: str) -> None:
    """What the typeface lacks is drawn as its base letter or left out."""
    assert " ".join(set_lines(title, BOX).texts) == drawn


@settings(max_examples=60)
@given(title=st.text(alphabet=st.characters(codec=None), max_size=120))
def test_any_title_gives_safe_svg_that_takes_a_badge(title: str) -> None:
    """Control characters, markup, lone surrogates: the SVG stays well-formed and bakeable."""
    image = DrawnArtwork().badge_svg(dataclasses.replace(CUP, title=title))
    assert ET.fromstring(image) is not None  # noqa: S314 - reads only what we drew
    with pytest.raises(BakingError, match=r"baking\.no_credential"):
        baking.read(image)


def test_markup_in_a_title_stays_text() -> None:
    """`<`, `&` and quotes are shown, not obeyed."""
    title = "<script>alert('&\"')</script>"
    root = _svg(dataclasses.replace(CUP, title=title))
    assert root.findtext(f"{NAMESPACE}title") == title
    assert root.find(f".//{NAMESPACE}script") is None


URL = "https://badges.exemple.fr/v/7b0c3f52-6f0e-4d0c-8a61-1b1c7a3e5d10abcdef"


def _scan(image: bytes) -> list[zxingcpp.Barcode]:
    """What a barcode reader sees on a one-bit PNG."""
    width, bits, lines = _pixels(image)
    assert bits == 1
    stride = 1 + (width + 7) // 8
    grey = bytearray()
    for y in range(width):
        row = lines[y * stride + 1 : (y + 1) * stride]
        grey += bytes(255 * (row[x // 8] >> (7 - x % 8) & 1) for x in range(width))
    return list(zxingcpp.read_barcodes(memoryview(bytes(grey)).cast("B", (width, width))))


@pytest.mark.parametrize("text", [URL, "https://exemple.fr/é?x=1&y=<2>", "a"])
def test_a_qr_code_reads_back_from_its_png(text: str) -> None:
    """Another implementation reads the same text, at error correction Q."""
    (barcode,) = _scan(DrawnArtwork().qr_png(text))
    assert barcode.text == text
    assert barcode.ec_level == "Q"


def test_the_svg_and_the_png_are_the_same_code() -> None:
    """The path of the SVG covers exactly the black pixels of the PNG, quiet zone of four around."""
    root = ET.fromstring(DrawnArtwork().qr_svg(URL))  # noqa: S314 - reads only what we drew
    size = int(root.get("viewBox", "").split()[-1])
    path = root.findall(f"{NAMESPACE}path")[1].get("d", "")
    black = set()
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)", path):
        black |= {(int(x) + i, int(y)) for i in range(int(length))}
    width, _, lines = _pixels(DrawnArtwork().qr_png(URL))
    stride = 1 + (width + 7) // 8
    assert width == size * 10
    seen = {
        (x, y)
        for y in range(size)
        for x in range(size)
        if not lines[y * 10 * stride + 1 + (x * 10) // 8] >> (7 - x * 10 % 8) & 1
    }
    assert black == seen
    assert all(4 <= x < size - 4 and 4 <= y < size - 4 for x, y in black)
    assert root.findtext(f"{NAMESPACE}title") == URL


@pytest.mark.parametrize("text", ["", "x" * 1_001, "é" * 501, "a\nb", "a\0", "\ud800"])
def test_texts_that_make_no_code_are_refused(text: str) -> None:
    """Nothing, too much, or more than one line is our error."""
    for draw in (DrawnArtwork().qr_png, DrawnArtwork().qr_svg):
        with pytest.raises(InvalidRequest, match=r"artwork\.qr_text"):
            draw(text)


def test_the_letters_carry_their_licence() -> None:
    """The open typeface is named, with its licence beside it."""
    artwork = files("issuer.artwork")
    assert "SIL Open Font License" in artwork.joinpath("letters.json").read_text("utf-8")[:400]
    assert "Manrope" in artwork.joinpath("letters.OFL.txt").read_text("utf-8")[:200]
