"""Names as people paste them: from a mail, a list, a spreadsheet, one person a line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from issuer.errors import InvalidRequest

TEXT_LIMIT = 1_000_000
LINES_LIMIT = 10_000

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_NUMBERING = re.compile(
    r"""\s*(?:
        [-–—*+•·▪◦‣●○■□☐☑✓✔]\s*            # a bullet, a box to tick
      | \[[ xX]?\]\s*                       # a box as text
      | (?:n°|\#)?\s*\(?\d{1,5}\s*[.)°:/-]\s*   # 1.  (1)  1°  1 -  n°1.
      | (?:n°|\#)?\s*\d{1,5}\s+                 # 1 and a space or tab
    )""",
    re.VERBOSE,
)
_ADDRESS = re.compile(r"(?:mailto:)?([^\s<>;,:|()\[\]\"]+@[^\s<>;,:|()\[\]\"]+)", re.IGNORECASE)
_BETWEEN_PEOPLE = re.compile(r"(?<=>)\s*[;,]\s*|\s*;\s*")
_AROUND = ' \t,;:|/<>()[]"«»“”–—-'
_COLUMNS = re.compile(r"\s*[\t;|]\s*")
_MARKS = 3  # a bullet, a box and a number at most stand before a name


@dataclass(frozen=True)
class Named:
    """Somebody as written on one line of a text; `row` counts the lines of the text from 1."""

    row: int
    name: str
    email: str | None = None


def read_names(text: str) -> Iterator[Named]:
    """The people of a text, in order; blank lines and lines of marks alone are nobody.

    Raises:
        InvalidRequest: the text is far too long.
    """
    if len(text) > TEXT_LIMIT:
        raise InvalidRequest("batch.text_too_long", field="people", limit=TEXT_LIMIT)
    for row, line in enumerate(_INVISIBLE.sub("", text).splitlines(), 1):
        for part in _people_of(line):
            person = _read_person(row, part)
            if person is not None:
                yield person


def _people_of(line: str) -> list[str]:
    """One line is one person, but a row of recipients copied from a mail is several."""
    if line.count("@") > 1 and (";" in line or ">" in line):
        return _BETWEEN_PEOPLE.split(line)
    return [line]


def _read_person(row: int, line: str) -> Named | None:
    plain = _without_numbering(line)
    found = _ADDRESS.search(plain)
    if found is None:
        name = _COLUMNS.sub(" ", plain).strip(_AROUND)
        return Named(row, _single_spaced(name)) if name else None
    around = f"{plain[: found.start()]}\t{plain[found.end() :]}"
    name = _COLUMNS.sub(" ", around.replace("<>", " ").replace("()", " ")).strip(_AROUND)
    return Named(row, _single_spaced(name), found[1].strip("."))


def _without_numbering(line: str) -> str:
    plain = line
    for _ in range(_MARKS):
        shorter = _NUMBERING.sub("", plain, count=1) if _NUMBERING.match(plain) else plain
        if shorter == plain:
            break
        plain = shorter
    return plain


def _single_spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text)
