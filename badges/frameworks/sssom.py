"""SSSOM as tab-separated values: the bridges to official referentials, in a form people review.

Simple Standard for Sharing Ontological Mappings, https://mapping-commons.github.io/sssom/
Read back by `badges.frameworks.sssom_reading`.
"""

import re
from collections.abc import Iterator

from badges.frameworks.addresses import competency_url, framework_url, official_url
from badges.frameworks.cells import guarded
from badges.frameworks.nodes import DEFAULT_JUSTIFICATION
from badges.frameworks.sssom_reading import COLUMNS, SEMAPV, SKOS, SssomRow, read
from badges.model.framework import Competency, Framework, OfficialMatch

__all__ = ["COLUMNS", "SssomRow", "read", "write"]

_TERM = re.compile(r"semapv:[A-Za-z]+")


def write(framework: Framework, base_url: str) -> str:
    """Every bridge that nobody refused, one a line, after a header that explains the prefixes.

    A refused bridge is left out: who reads a line takes its two ends for related.
    """
    lines = [*_header(framework, base_url), "\t".join(COLUMNS)]
    for item in framework.competencies:
        for match in item.matches:
            if match.status != "refused":
                row = _row(framework, item, match, base_url)
                lines.append("\t".join(_cell(text) for text in row))
    return "\n".join(lines) + "\n"


def _header(framework: Framework, base_url: str) -> Iterator[str]:
    yield "#curie_map:"
    yield f'#  skos: "{SKOS}"'
    yield f'#  semapv: "{SEMAPV}"'
    yield f'#mapping_set_id: "{framework_url(framework, base_url)}/mappings"'
    yield f'#mapping_set_version: "{framework.version}"'
    yield f'#mapping_set_description: "{_quotable(framework.edition("en"))}"'
    yield f'#license: "{framework.licence}"'


def _quotable(text: str) -> str:
    """The header is YAML: within quotes, two signs need a backslash, and no line may end."""
    return " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')


def _row(
    framework: Framework, item: Competency, match: OfficialMatch, base_url: str
) -> tuple[str, ...]:
    is_term = _TERM.fullmatch(match.justification) is not None
    other = {"code": match.code, "kind": match.kind, "status": match.status}
    return (
        competency_url(framework, item, base_url),
        item.label.say("fr"),
        f"skos:{match.relation}",
        official_url(match, base_url),
        match.label,
        match.justification if is_term else DEFAULT_JUSTIFICATION,
        framework_url(framework, base_url),
        framework.version,
        match.framework,
        match.version,
        framework.modified,
        "" if is_term else match.justification,
        "|".join(f"{name}={_escaped(value)}" for name, value in other.items()),
    )


def _escaped(value: str) -> str:
    """The signs that part one thing from the next, as percent escapes."""
    return value.replace("%", "%25").replace("|", "%7C").replace("=", "%3D")


def _cell(text: str) -> str:
    """What would break a line becomes a space; no formula; a quote at the start is quoted."""
    plain = guarded(" ".join(text.split()))
    if not plain.startswith('"'):
        return plain
    doubled = plain.replace('"', '""')
    return f'"{doubled}"'
