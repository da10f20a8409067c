"""A plain table (CSV) of the framework, for whoever works in a spreadsheet."""

import csv
import io
from collections.abc import Iterator

from badges.frameworks.addresses import competency_url
from badges.model.framework import Competency, Framework

_LANGUAGES = ("fr", "en")


def write(framework: Framework, base_url: str) -> str:
    """One line for each competency, every text in French and in English (RFC 4180)."""
    rows = [
        {name: _cell(text) for name, text in _row(framework, item, base_url)}
        for item in framework.competencies
    ]
    sheet = io.StringIO(newline="")
    writer = csv.DictWriter(sheet, _columns(rows), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return sheet.getvalue()


def _columns(rows: list[dict[str, str]]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))


def _row(framework: Framework, item: Competency, base_url: str) -> Iterator[tuple[str, str]]:
    yield "notation", item.notation
    yield "url", competency_url(framework, item, base_url)
    yield "uuid", str(item.uuid)
    yield "domain", item.domain.code
    yield "type", item.type
    yield "official_coverage", item.coverage
    for language in _LANGUAGES:
        yield f"label_{language}", item.label.say(language)
        yield f"statement_{language}", item.statement.say(language)
        yield f"definition_{language}", item.definition.say(language)
        for place, indicator in enumerate(item.indicators, 1):
            yield f"indicator_{place}_{language}", indicator.say(language)
        for level in item.levels:
            yield f"{level.code}_{language}", level.descriptor.say(language)
    yield (
        "official_matches",
        " ; ".join(
            f"{match.relation} {match.framework} {match.version} {match.code} {match.label}"
            for match in item.matches
        ),
    )


def _cell(text: str) -> str:
    """A spreadsheet must not take a text for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
