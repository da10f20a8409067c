"""A plain table (CSV) of the framework, for whoever works in a spreadsheet; written and read.

The table holds the words, the names and the state of each competency. Bridges travel in SSSOM and
searches in JSON-LD: the columns `url` and `official_matches` are there for people, and not read.
"""

import csv
import io
from collections.abc import Iterator

from badges.frameworks.addresses import competency_url
from badges.frameworks.cells import guarded
from badges.frameworks.table_reading import TableHead, TableProblems, read
from badges.model.framework import Competency, Framework, Words

__all__ = ["TableHead", "TableProblems", "read", "write"]

_LANGUAGES = ("fr", "en")


def write(framework: Framework, base_url: str) -> str:
    """One line for each competency, every text in every language it has (RFC 4180)."""
    languages = _languages(framework)
    rows = [
        {name: guarded(text) for name, text in _row(framework, item, base_url, languages)}
        for item in framework.competencies
    ]
    sheet = io.StringIO(newline="")
    writer = csv.DictWriter(sheet, _columns(rows), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return sheet.getvalue()


def _languages(framework: Framework) -> tuple[str, ...]:
    """French and English, then every other language of a text."""
    others = {
        language for item in framework.competencies for _, text in _texts(item) for language in text
    }
    return (*_LANGUAGES, *sorted(others - set(_LANGUAGES)))


def _columns(rows: list[dict[str, str]]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))


def _row(
    framework: Framework, item: Competency, base_url: str, languages: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    yield "notation", item.notation
    yield "url", competency_url(framework, item, base_url)
    yield "slug", item.slug
    yield "uuid", str(item.uuid)
    yield "domain", item.domain.code
    yield "type", item.type
    yield "official_coverage", item.coverage
    if item.deprecated:
        yield "deprecated", "yes"
    if item.replaced_by is not None:
        yield "replaced_by", item.replaced_by
    for language in languages:
        for name, text in _texts(item):
            yield f"{name}_{language}", text.get(language, "")
    yield (
        "official_matches",
        " ; ".join(
            f"{match.relation} {match.framework} {match.version} {match.code} {match.label}"
            for match in item.matches
            if match.status != "refused"
        ),
    )


def _texts(item: Competency) -> Iterator[tuple[str, Words]]:
    yield "domain", item.domain.label
    yield "label", item.label
    yield "statement", item.statement
    yield "definition", item.definition
    yield from ((f"indicator_{place}", text) for place, text in enumerate(item.indicators, 1))
    yield from ((level.code, level.descriptor) for level in item.levels)
    yield "origin", item.origin
