"""Many badges on one page: counted by state, listed with what needs a look first, and as CSV."""

import base64
import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from verifier.report.spreadsheet import cell
from verifier.web.reading import Reading

SHOWN = 60
"""Badges that a page lists; the CSV file has them all."""

_RANKS = {"rejected": 0, "undetermined": 1, "accepted": 2}
_COLUMNS = (
    "number",
    "name",
    "verdict",
    "state",
    "headline",
    "holder",
    "achievement",
    "issuer",
    "awarded",
    "valid_until",
    "codes",
)
_CELL_SEPARATOR = " "


@dataclass(frozen=True)
class Entry:
    """One badge of many: where it stood, how it is called, and its reading."""

    number: int
    name: str | None
    reading: Reading


@dataclass(frozen=True)
class Listing:
    """The badges inside one wrapping, those of inner lists and archives too."""

    whole: Reading

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every badge in the order in which it came."""
        leaves = enumerate(_leaves(self.whole, ""), start=1)
        return tuple(Entry(number, name, reading) for number, (name, reading) in leaves)

    @property
    def shown(self) -> list[Entry]:
        """What a person should look at, first; the others in their order."""
        ranked = sorted(self.entries, key=lambda entry: _RANKS[entry.reading.report["verdict"]])
        return ranked[:SHOWN]

    @property
    def counts(self) -> list[tuple[Reading, int]]:
        """How many there are in each state, as one reading of that state and its number."""
        number = Counter(_label(entry.reading) for entry in self.entries)
        first: dict[str, Reading] = {}
        for entry in self.entries:
            first.setdefault(_label(entry.reading), entry.reading)
        ranked = sorted(first, key=lambda label: _RANKS[first[label].report["verdict"]])
        return [(first[label], number[label]) for label in ranked]

    def csv_address(self, say: Callable[[str], str], language: str) -> str:
        """The table as an address that holds it whole: nothing is uploaded or kept for it."""
        table = self.csv(say, language)
        return f"data:text/csv;charset=utf-8;base64,{base64.b64encode(table).decode('ascii')}"

    def csv(self, say: Callable[[str], str], language: str) -> bytes:
        """The table as a spreadsheet of that language opens it: French ones part by semicolons.

        What a badge that is not accepted says of itself stays out of it.
        """
        text = io.StringIO()
        writer = csv.writer(text, delimiter=";" if language == "fr" else ",")
        writer.writerow([say(f"web.csv.{column}") for column in _COLUMNS])
        for entry in self.entries:
            writer.writerow([cell(text) for text in _row(entry)])
        return text.getvalue().encode("utf-8-sig", "replace")


def _leaves(reading: Reading, prefix: str) -> Iterator[tuple[str | None, Reading]]:
    for part in reading.parts:
        name = f"{prefix}{part.name}" if part.name else None
        if part.document == "collection" and part.parts:
            yield from _leaves(part, f"{name or ''}/")
        else:
            yield name, part


def _label(reading: Reading) -> str:
    return str(reading.report["headline"])


def _row(entry: Entry) -> tuple[str, ...]:
    reading = entry.reading
    report = reading.report
    summary = report["summary"]
    told = (
        summary["holder"],
        summary["achievement"],
        summary["issuer"]["name"],
        summary["awarded"],
        summary["valid_until"],
    )
    is_believed = reading.is_believed
    return (
        str(entry.number),
        entry.name or "",
        report["verdict"],
        report["state"],
        report["headline"],
        *(text or "" if is_believed else "" for text in told),
        _CELL_SEPARATOR.join(finding["code"] for finding in reading.troubles + reading.notes),
    )
