"""Titles as outlines: the same letters on every machine, with or without fonts.

The outlines come from an open typeface (letters.json names it and its licence). Text becomes SVG
path commands; what the typeface lacks is drawn as its base letter, or left out.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_BREAKS = re.compile(r"[ \t\r\n]+")
# Spaces of French typography: no line begins with such a sign, and none ends on an opening one.
_BEFORE_MARK = re.compile(r"(?<=\S) (?=[:;?!»%])")
_AFTER_MARK = re.compile(r"(?<=«) (?=\S)")
_NARROW_SPACES = {"\u202f": "\u00a0", "\u2009": "\u00a0", "\u2011": "-", "\u02bc": "’"}
_ELLIPSIS = "…"


@dataclass(frozen=True)
class _Letters:
    """A typeface: advance and outline of each character, in units of which `em` make the size."""

    em: int
    cap_height: int
    outlines: dict[str, tuple[int, str]]

    def width(self, text: str) -> int:
        """Width of a line of text, in units."""
        return sum(self.outlines[character][0] for character in text)


@dataclass(frozen=True)
class Lines:
    """A text set in lines that fit a box, and their drawing as an SVG element, in place."""

    texts: tuple[str, ...]
    size: float
    drawing: str


@dataclass(frozen=True)
class Box:
    """Where a text has to fit: its middle, its extent, and the sizes that it may take.

    `starts` puts the beginning of each line, not its middle, at `x`.
    """

    x: float
    y: float
    width: float
    height: float
    sizes: tuple[float, ...]
    leading: float = 1.22
    starts: bool = False


def set_lines(text: str, box: Box) -> Lines:
    """`text` centred in `box`, as large as it fits; the end is cut off when nothing fits."""
    letters = _letters()
    words = _words(letters, text)
    for size in box.sizes:
        room = box.width * letters.em / size
        limit = max(1, int(box.height / (size * box.leading)))
        lines = _balanced(letters, words, room)
        if len(lines) <= limit and all(letters.width(line) <= room for line in lines):
            return Lines(tuple(lines), size, _drawing(letters, lines, size, box))
    lines = _cut(letters, _wrap(letters, list(_split(letters, words, room)), room), limit, room)
    return Lines(tuple(lines), size, _drawing(letters, lines, size, box))


@cache
def _letters() -> _Letters:
    content = json.loads(files("issuer.artwork").joinpath("letters.json").read_text("utf-8"))
    outlines = {character: (width, path) for character, (width, path) in content["letters"].items()}
    return _Letters(content["units_per_em"], content["cap_height"], outlines)


def _words(letters: _Letters, text: str) -> list[str]:
    """The words of a text in characters that can be drawn."""
    kept = _AFTER_MARK.sub("\u00a0", _BEFORE_MARK.sub("\u00a0", text))
    drawable = "".join(_drawable(letters, unicodedata.normalize("NFC", kept)))
    return [word for word in _BREAKS.split(drawable) if word.strip("\u00a0")]


def _drawable(letters: _Letters, text: str) -> Iterator[str]:
    for character in text:
        known = _NARROW_SPACES.get(character, character)
        if known in letters.outlines or _BREAKS.fullmatch(known):
            yield known
        else:
            base = unicodedata.normalize("NFKD", known)
            yield from (part for part in base if part in letters.outlines)


def _wrap(letters: _Letters, words: list[str], room: float) -> list[str]:
    """Words in lines, each filled before the next."""
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and letters.width(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _balanced(letters: _Letters, words: list[str], room: float) -> list[str]:
    """As few lines as fit, of nearly the same length: a title should not end on a lone word."""
    lines = _wrap(letters, words, room)
    low, high = room / 3, room
    for _ in range(12):
        middle = (low + high) / 2
        tighter = _wrap(letters, words, middle)
        if len(tighter) == len(lines) and max(map(letters.width, tighter), default=0) <= room:
            high, lines = middle, tighter
        else:
            low = middle
    return lines


def _split(letters: _Letters, words: list[str], room: float) -> Iterator[str]:
    """Words, those that are wider than a line cut in pieces."""
    for word in words:
        piece = ""
        for character in word:
            if piece and letters.width(piece + character) > room:
                yield piece
                piece = ""
            piece += character
        yield piece


def _cut(letters: _Letters, lines: list[str], limit: int, room: float) -> list[str]:
    """The first lines, with an ellipsis when some are left out."""
    if len(lines) <= limit:
        return lines
    last = lines[limit - 1]
    while last and letters.width(last + _ELLIPSIS) > room:
        last = last[:-1]
    return [*lines[: limit - 1], last.rstrip() + _ELLIPSIS]


def _drawing(letters: _Letters, lines: list[str], size: float, box: Box) -> str:
    """Centred lines as one SVG path; letters grow upward where SVG counts downward."""
    scale = size / letters.em
    step = round(box.leading * letters.em)
    y = (step * (len(lines) - 1) - letters.cap_height) // 2
    commands = []
    for line in lines:
        x = 0 if box.starts else -letters.width(line) // 2
        for character in line:
            width, outline = letters.outlines[character]
            commands.append(f"M{x} {y}{outline}" if outline else "")
            x += width
        y -= step
    place = f"translate({box.x:g} {box.y:g}) scale({scale:g} {-scale:g})"
    return f'<path transform="{place}" d="{"".join(commands)}"/>'
