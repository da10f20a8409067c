"""How long a text will be in an ordinary sans-serif typeface, without having the typeface.

Widths are those of the Arial family, rounded up by class of letters: a line that we call full is
full in Arial, Helvetica and Liberation Sans, and never longer than that by more than a hair.
"""

import re
import unicodedata

POINT = 25.4 / 72
"""Millimetres of a typographic point."""

_CLASSES = (
    ("ijl'’|.,:;!", 0.25),
    ('ftrI/()[]-· «»"°\u00a0\u202f', 0.36),
    ("Jckszvxy", 0.51),
    ("FLTZ", 0.62),
    ("ABEKPSVXY", 0.68),
    ("CDHNRUw&", 0.73),
    ("GOQ", 0.79),
    ("mM", 0.85),
    ("W%@—…œæŒÆ", 1.02),
)
_WIDTHS = {letter: width for letters, width in _CLASSES for letter in letters}
_SPACES = re.compile(r"[ \t\r\n]+")
_USUAL = 0.57
_WIDE = 1.0
_BOLDER = 1.07


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The length of a line of `text` in letters of `size`, in the unit of `size`."""
    plain = unicodedata.normalize("NFC", text)
    return sum(map(_letter, plain)) * size * (_BOLDER if bold else 1.0)


def wrap(text: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """`text` in lines of at most `room`, at least one; a word that is longer is cut."""
    lines = [""]
    for word in _pieces(_SPACES.split(text.strip()), room, size, bold=bold):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if not lines[-1] or width(longer, size, bold=bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def balanced(text: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """As few lines as `wrap` makes, of nearly the same length: none ends on a lone word."""
    lines = wrap(text, room, size, bold=bold)
    low, high = room / 2, room
    for _ in range(8):
        middle = (low + high) / 2
        tighter = wrap(text, middle, size, bold=bold)
        if len(tighter) == len(lines):
            high, lines = middle, tighter
        else:
            low = middle
    return lines


def _pieces(words: list[str], room: float, size: float, *, bold: bool) -> list[str]:
    pieces = []
    for word in words:
        piece = ""
        for letter in word:
            if piece and width(piece + letter, size, bold=bold) > room:
                pieces.append(piece)
                piece = ""
            piece += letter
        pieces.append(piece)
    return pieces


def _letter(character: str) -> float:
    """The width of one letter; accents take no room, scripts without case are taken as wide."""
    if unicodedata.east_asian_width(character) in "WF":
        return _WIDE
    base = unicodedata.normalize("NFD", character)[0]
    return _WIDTHS.get(character, _WIDTHS.get(base, _USUAL))
