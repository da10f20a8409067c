"""The wheel to colour: what is on each sheet, and that its words never touch."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.etree import ElementTree as ET

import pytest

from badges.frameworks import load_tiers_lieux
from badges.model.framework import Competency, Framework, Words
from issuer.artwork.measuring import POINT, width
from issuer.artwork.wheel import SECTOR_LIMIT, draw_wheel, sheets
from tests.issuer.web.case_library import kitchen, long_framework

SVG = "{http://www.w3.org/2000/svg}"
PAGE_WIDTH, PAGE_HEIGHT = 297, 210


@dataclass(frozen=True)
class Line:
    """A line of text on the sheet, by its edges."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float

    def touches(self, other: "Line") -> bool:
        """Whether two lines share some paper."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


def lines_of(drawing: str) -> Iterator[Line]:
    """Every line of text of a drawing, as wide as it will be."""
    for element in ET.fromstring(drawing).iter(f"{SVG}text"):  # noqa: S314 - we drew it
        text, size = element.text or "", float(element.get("font-size", "0"))
        x, y = float(element.get("x", "0")), float(element.get("y", "0"))
        long = width(text, size, bold=element.get("font-weight") is not None)
        left = {"start": x, "end": x - long, "middle": x - long / 2}[
            element.get("text-anchor", "start")
        ]
        yield Line(text, left, left + long, y - size * 0.72, y + size * 0.21, size)


def worded(count: int, statement: str, label: str) -> Framework:
    """A framework of so many competencies that all say the same."""
    model = load_tiers_lieux()
    items: tuple[Competency, ...] = tuple(
        replace(item, statement=Words({"fr": statement}), label=Words({"fr": label}))
        for item in model.competencies[:count]
    )
    return replace(model, competencies=items)


FRAMEWORKS = {
    "shipped": load_tiers_lieux(),
    "one": worded(1, "Je couds.", "Coudre"),
    "two": worded(2, "Je couds.", "Coudre"),
    "five": kitchen(),
    "sixteen": worded(
        16, "Je prends ma part dans une œuvre commune et je la mène au bout.", "M" * 90
    ),
    "wordy": worded(16, "Je dis une phrase bien trop longue. " * 9, "Nom long " * 9),
    "unbroken": worded(16, "W" * 200, "Nom"),
    "three hundred": long_framework(300),
}


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_words_never_touch_and_stay_readable(name: str) -> None:
    """At least 9 points, inside the paper, and no line over another, however long the texts are."""
    framework = FRAMEWORKS[name]
    for sheet in sheets(framework, "fr"):
        lines = list(lines_of(draw_wheel(framework, sheet, "fr")))
        assert len(lines) > len(sheet.sectors)
        for place, line in enumerate(lines):
            assert line.size >= 9 * POINT - 0.001, line
            assert line.left > 0, line
            assert line.right < PAGE_WIDTH, line
            assert line.bottom < PAGE_HEIGHT, line
            assert not [other for other in lines[:place] if line.touches(other)], line


def test_a_short_framework_takes_one_sheet_with_every_sentence() -> None:
    """Five competencies, one of them deprecated: four sectors, four rings, nothing more to draw."""
    framework = kitchen()
    (sheet,) = sheets(framework, "fr")
    drawing = draw_wheel(framework, sheet, "fr")
    assert [said for said, _ in sheet.sectors] == [
        item.statement.say("fr") for item in framework.competencies if not item.deprecated
    ]
    assert len(re.findall(r'<circle[^>]*stroke-width=".7"|r="[0-9.]+"/>', drawing)) >= 4
    assert sheet.key() == ("", 1)


def test_a_long_framework_has_a_sheet_of_its_families_then_one_for_each() -> None:
    """Every competency in use has its sector on exactly one sheet, sixteen at most a sheet."""
    framework = long_framework(300)
    first, *rest = sheets(framework, "fr")
    assert [said for said, _ in first.sectors] == [
        domain.label.say("fr") for domain in framework.domains
    ]
    assert max(len(sheet.sectors) for sheet in rest) <= SECTOR_LIMIT
    assert sum(len(sheet.sectors) for sheet in rest) == 300
    assert len({sheet.key() for sheet in (first, *rest)}) == len(rest) + 1


def test_the_sheet_is_blank_black_and_the_same_each_time() -> None:
    """No colour, no script, nothing from elsewhere; the same framework gives the same bytes."""
    framework = load_tiers_lieux()
    sheet = sheets(framework, "fr")[1]
    drawing = draw_wheel(framework, sheet, "fr")
    assert drawing == draw_wheel(framework, sheet, "fr")
    assert set(re.findall(r"#[0-9a-f]{3,6}", drawing)) == {"#000", "#fff"}
    assert not re.search(r"<script|<image|href|url\(", drawing)
    assert len(drawing) < 20_000


def test_the_sheet_says_in_words_what_it_is_in_both_languages() -> None:
    """A title, a description with the sectors in their order, and how to use it."""
    framework = load_tiers_lieux()
    for language, words in (("fr", "Coloriez du centre"), ("en", "Colour from the middle")):
        sheet = sheets(framework, language)[1]
        root = ET.fromstring(draw_wheel(framework, sheet, language))  # noqa: S314 - we drew it
        described = root.findtext(f"{SVG}desc") or ""
        assert framework.domains[0].label.say(language) in (root.findtext(f"{SVG}title") or "")
        assert all(said in described for said, _ in sheet.sectors)
        assert root.get("role") == "img"
        assert any(words in line.text for line in lines_of(draw_wheel(framework, sheet, language)))


def test_marks_of_other_people_cannot_break_the_drawing() -> None:
    """Angle brackets and ampersands of a title stay words."""
    framework = replace(kitchen(), title=Words({"fr": "Coudre & <script>x</script>"}))
    drawing = draw_wheel(framework, sheets(framework, "fr")[0], "fr")
    assert "<script" not in drawing
    assert "Coudre & <script>" in (
        ET.fromstring(drawing).findtext(f"{SVG}title") or ""  # noqa: S314 - we drew it
    )
