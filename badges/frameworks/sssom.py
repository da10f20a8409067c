"""SSSOM as tab-separated values: the bridges to official referentials, in a form people review.

Simple Standard for Sharing Ontological Mappings, https://mapping-commons.github.io/sssom/
"""

from collections.abc import Iterator

from badges.frameworks.addresses import competency_url, framework_url, official_url
from badges.model.framework import Competency, Framework, OfficialMatch

COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "subject_source",
    "subject_source_version",
    "object_source",
    "object_source_version",
    "mapping_date",
    "other",
)

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_SEMAPV = "https://w3id.org/semapv/vocab/"


def write(framework: Framework, base_url: str) -> str:
    """Every bridge of the framework, one a line, after a header that explains the prefixes."""
    lines = [*_header(framework, base_url), "\t".join(COLUMNS)]
    for item in framework.competencies:
        for match in item.matches:
            row = _row(framework, item, match, base_url)
            lines.append("\t".join(_cell(text) for text in row))
    return "\n".join(lines) + "\n"


def _header(framework: Framework, base_url: str) -> Iterator[str]:
    yield "#curie_map:"
    yield f'#  skos: "{_SKOS}"'
    yield f'#  semapv: "{_SEMAPV}"'
    yield f'#mapping_set_id: "{framework_url(framework, base_url)}/mappings"'
    yield f'#mapping_set_version: "{framework.version}"'
    yield f'#mapping_set_description: "{framework.edition("en")}"'
    yield f'#license: "{framework.licence}"'


def _row(
    framework: Framework, item: Competency, match: OfficialMatch, base_url: str
) -> tuple[str, ...]:
    return (
        competency_url(framework, item, base_url),
        item.label.say("fr"),
        f"skos:{match.relation}",
        official_url(match, base_url),
        match.label,
        match.justification,
        framework_url(framework, base_url),
        framework.version,
        match.framework,
        match.version,
        framework.modified,
        f"code={match.code}|kind={match.kind}|status={match.status}",
    )


def _cell(text: str) -> str:
    """The format has no escapes: what would break a line becomes a space."""
    return " ".join(text.split())
