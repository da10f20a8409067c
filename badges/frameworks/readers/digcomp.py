"""DigComp 3.0 of the European Commission's JRC, as the data supplement of its publication.

The file has the suffix of JSON-LD but its context gives no address to anything, so it is read as
the JSON that it is. doi:10.2760/0001149
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from badges.errors import FrameworkError
from badges.frameworks.readers.checks import Found, Register
from badges.frameworks.readers.files import Folder, holds, json_of, last_part, matching
from badges.frameworks.readers.options import Options, Reader
from badges.model.concepts import Concept, Reading, RowProblem, Scheme

_NAME: Final = re.compile(r".*\.(jsonld|json)", re.IGNORECASE)
_MARK: Final = b'"CompetenceArea/'
_EDITION: Final = re.compile(
    r"DigComp[ _-]?(\d+\.\d+).*?(\d{1,2})[ _-]([A-Za-z]{3})[a-z]*[ _-](\d{4})", re.IGNORECASE
)
_NUMBER: Final = re.compile(r"DigComp[ _-]?(\d+\.\d+)", re.IGNORECASE)
_MONTHS: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_LANGUAGE: Final = "en"

_Node = Mapping[str, Any]


def _file(folder: Folder) -> str | None:
    for file in matching(folder, _NAME):
        if holds(folder, file, _MARK):
            return file
    return None


def _accepts(folder: Folder) -> bool:
    return _file(folder) is not None


def _open(folder: Folder, options: Options) -> Reading:
    file = _file(folder)
    if file is None:
        raise FrameworkError(
            "reader.file_missing", format=READER.name, file="DigComp … Data Supplement ….jsonld"
        )
    nodes = json_of(folder, file).get("@graph")
    if not isinstance(nodes, list):
        raise FrameworkError("reader.member", file=file, member="@graph")
    version, published = _edition(last_part(file))
    asked = options.version_or(version, READER.name)
    scheme = Scheme(
        key=options.key or "digcomp",
        name="DigComp",
        version=asked,
        language=_LANGUAGE,
        published=published,
        licence="https://creativecommons.org/licenses/by/4.0/",
        attribution=f"DigComp {asked}, © European Union (JRC144121), CC BY 4.0.",
        homepage="https://doi.org/10.2760/0001149",
    )
    parents = dict.fromkeys(_code(node) for node in nodes if isinstance(node, dict))
    found = Register(parents).let_through(_found(nodes, file))
    return Reading(scheme, found, expected=len(nodes))


READER = Reader("digcomp", _accepts, _open)


def _edition(name: str) -> tuple[str | None, str | None]:
    """Version and date, as the name of the file tells them."""
    dated = _EDITION.search(name)
    if dated and dated[3].lower() in _MONTHS:
        month = _MONTHS.index(dated[3].lower()) + 1
        day, year = int(dated[2]), dated[4]
        published = f"{year}-{month:02}-{day:02}"
        return f"{dated[1]} ({day:02}/{month:02}/{year})", published
    number = _NUMBER.search(name)
    return (number[1] if number else None), None


def _found(nodes: list[Any], file: str) -> Iterator[Found | RowProblem]:
    for place, node in enumerate(nodes, 1):
        make = _MAKERS.get(str(node.get("@type"))) if isinstance(node, dict) else None
        if make is None or not _code(node):
            yield RowProblem(file, None, "reader.node", {"place": place})
        else:
            yield Found(make(node), file)


def _text(node: _Node, member: str) -> str:
    value = node.get(member)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return str(value).strip()


def _code(node: _Node) -> str:
    """What follows the type in the identifier: `2.4` of `Competence/2.4`."""
    return _text(node, "@id").partition("/")[2]


def _target(node: _Node, member: str) -> str | None:
    return _text(node, member).partition("/")[2] or None


def _notes(node: _Node, **members: str) -> dict[str, str]:
    return {name: text for name, member in members.items() if (text := _text(node, member))}


def _area(node: _Node) -> Concept:
    return _concept(node, "area", _text(node, "name"), _text(node, "description"))


def _competence(node: _Node) -> Concept:
    above = _target(node, "competence_area_id")
    return _concept(
        node, "competence", _text(node, "name"), _text(node, "description"), broader=above
    )


def _statement(node: _Node) -> Concept:
    return _said(node, "statement")


def _outcome(node: _Node) -> Concept:
    return _said(node, "outcome")


def _said(node: _Node, kind: str) -> Concept:
    """A statement or a learning outcome is its own sentence, and has no other name."""
    notes = _notes(node, nature="type", ai="ai_label")
    if level := _target(node, "four_levels_proficiency_name"):
        notes["level"] = level
    above = _target(node, "competence_id")
    return _concept(node, kind, _text(node, "description"), "", broader=above, notes=notes)


def _level(node: _Node) -> Concept:
    notes = _notes(
        node,
        eight="eight_levels_mapping",
        six="six_levels_mapping",
        applies_to="applies_to",
        general="four_levels_description",
    )
    label = f"{_text(node, 'four_levels_name')} {_text(node, 'eight_levels_mapping')}".strip()
    return _concept(node, "level", label, _text(node, "eight_levels_description"), notes=notes)


def _term(node: _Node) -> Concept:
    return _concept(node, "glossary", _code(node), _text(node, "explanation"))


def _concept(
    node: _Node,
    kind: str,
    label: str,
    definition: str,
    **further: Any,
) -> Concept:
    return Concept(
        code=_code(node),
        kind=kind,
        label=label,
        language=_LANGUAGE,
        definition=definition,
        **further,
    )


_MAKERS: Final[Mapping[str, Callable[[_Node], Concept]]] = {
    "CompetenceArea": _area,
    "Competence": _competence,
    "ProficiencyLevel": _level,
    "CompetenceStatement": _statement,
    "LearningOutcome": _outcome,
    "Glossary": _term,
}
