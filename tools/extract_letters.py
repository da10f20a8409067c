"""Make issuer/artwork/letters.json: outlines of letters, so that titles look the same everywhere.

Run by hand when the typeface or the list of characters changes, with fonttools installed:
    python tools/extract_letters.py Manrope-SemiBold.ttf issuer/artwork/letters.json
"""

import json
import sys
from pathlib import Path

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

# Latin with its accents, Greek, Cyrillic, punctuation, and a few signs.
_RANGES = (
    *(
        (0x20, 0x7E),
        (0xA0, 0x17F),
        (0x218, 0x21B),
        (0x391, 0x3C9),
        (0x400, 0x45F),
        (0x1E9E, 0x1E9E),
    ),
    *((0x2010, 0x203A), (0x20AC, 0x20AC), (0x2116, 0x2122), (0x2190, 0x2193), (0x2212, 0x2265)),
)
_UNITS = 1000


class _Outline(BasePen):
    """Writes an outline with m, l, q and z only, each point relative to the one before."""

    def __init__(self, glyphs: object, scale: float) -> None:
        super().__init__(glyphs)
        self.scale = scale
        self.commands: list[str] = []
        self.here = self.start = (0, 0)

    def _add(self, command: str, *points: tuple[float, float]) -> None:
        units = [(round(x * self.scale), round(y * self.scale)) for x, y in points]
        steps = (f"{x - self.here[0]} {y - self.here[1]}" for x, y in units)
        self.commands.append(command + " ".join(steps).replace(" -", "-"))
        self.here = units[-1]

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802 - named by fonttools
        self._add("m", pt)
        self.start = self.here

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802 - named by fonttools
        self._add("l", pt)

    def _qCurveToOne(self, pt1: tuple[float, float], pt2: tuple[float, float]) -> None:  # noqa: N802 - named by fonttools
        self._add("q", pt1, pt2)

    def _closePath(self) -> None:  # noqa: N802 - named by fonttools
        self.commands.append("z")
        self.here = self.start


def main(source: str, target: str) -> None:
    """Write the outlines of the wanted characters that the font has."""
    font = TTFont(source)
    glyphs, names = font.getGlyphSet(), font.getBestCmap()
    scale = _UNITS / font["head"].unitsPerEm
    letters = {}
    for code in (code for first, last in _RANGES for code in range(first, last + 1)):
        if code in names:
            pen = _Outline(glyphs, scale)
            glyphs[names[code]].draw(pen)
            letters[chr(code)] = [round(glyphs[names[code]].width * scale), "".join(pen.commands)]
    content = {
        "typeface": "Manrope SemiBold",
        "copyright": "Copyright 2018 The Manrope Project Authors (https://github.com/sharanda/manrope)",
        "licence": "SIL Open Font License 1.1 (https://openfontlicense.org)",
        "units_per_em": _UNITS,
        "cap_height": round(font["OS/2"].sCapHeight * scale),
        "letters": letters,
    }
    text = json.dumps(content, ensure_ascii=False, indent=0, separators=(",", ":"))
    Path(target).write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
