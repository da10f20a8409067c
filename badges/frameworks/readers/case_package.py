"""Any framework as a CFPackage of CASE 1.0 or 1.1 (1EdTech): items, and which is child of which.

The code of an item is its identifier, a UUID: that is what never changes and is never missing. Its
human coding scheme, which may be neither, is kept as the note `notation`.
https://www.imsglobal.org/spec/case/v1p1
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from badges.documents import JsonObject
from badges.errors import FrameworkError
from badges.frameworks.naming import without_version
from badges.frameworks.readers.checks import Found, Register, chosen, several
from badges.frameworks.readers.files import Folder, holds, json_of, matching
from badges.frameworks.readers.options import Options, Reader
from badges.model.concepts import Concept, Reading, RowProblem, Scheme

_NAME: Final = re.compile(r".*\.json", re.IGNORECASE)
_MARK: Final = b'"CFDocument"'
_KEYWORDS: Final = 50


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
        raise FrameworkError("reader.file_missing", format=READER.name, file="….json")
    package = json_of(folder, file)
    document = package.get("CFDocument")
    if not isinstance(document, dict):
        raise FrameworkError("reader.member", file=file, member="CFDocument")
    for member in ("CFItems", "CFAssociations"):
        if not isinstance(package.get(member, []), list):
            raise FrameworkError("reader.member", file=file, member=member)
    title, creator = _text(document, "title"), _text(document, "creator")
    if not title or not _text(document, "identifier"):
        raise FrameworkError("reader.member", file=file, member="CFDocument.title")
    changed = _text(document, "lastChangeDateTime")[:10]
    version = options.version_or(_text(document, "version") or changed, READER.name)
    scheme = Scheme(
        key=options.key_for(READER.name),
        name=without_version(title, version),
        version=version,
        language=_text(document, "language") or options.language,
        published=changed or None,
        licence=_link_address(document.get("licenseURI")),
        attribution=", ".join(filter(None, (title, creator))),
        homepage=_text(document, "officialSourceURL") or _text(document, "uri") or None,
    )
    read = _Package(file, package, _text(document, "identifier"), scheme.language)
    return Reading(scheme, read.concepts(), expected=len(package.get("CFItems", [])))


READER = Reader("case", _accepts, _open)


@dataclass(frozen=True)
class _Package:
    """A CFPackage whose outline is sound; its items and associations may still be anything."""

    file: str
    package: JsonObject
    document: str
    language: str

    def concepts(self) -> Iterator[Concept | RowProblem]:
        """Every CFItem, under its first parent; the others are told in a note."""
        items = self.package.get("CFItems", [])
        named = {_text(item, "identifier") for item in items if isinstance(item, dict)}
        codes = named - {""}
        above, problems = self._tree(codes)
        yield from problems
        parents: dict[str, tuple[str | None, tuple[str, ...]]] = {
            code: chosen((parent for _, parent in sorted(above.get(code, ()))), codes)
            for code in codes
        }
        register = Register({code: parent for code, (parent, _) in parents.items()})
        yield from register.let_through(self._found(items, parents))

    def _tree(self, codes: set[str]) -> tuple[dict[str, list[tuple[float, str]]], list[RowProblem]]:
        """For each item the parents that associations give it, with their place in the order."""
        above: dict[str, list[tuple[float, str]]] = {}
        problems: list[RowProblem] = []
        for place, association in enumerate(self.package.get("CFAssociations", []), 1):
            if not isinstance(association, dict):
                told = {"place": f"CFAssociations {place}"}
                problems.append(RowProblem(self.file, None, "reader.node", told))
            elif association.get("associationType") == "isChildOf":
                child = _end(association, "originNodeURI")
                parent = _end(association, "destinationNodeURI")
                if child not in codes:
                    told = {"source": child[:200], "target": parent[:200]}
                    problems.append(RowProblem(self.file, None, "reader.link_unknown", told))
                elif parent != self.document:
                    above.setdefault(child, []).append((_sequence(association), parent))
        return above, problems

    def _found(
        self, items: list[Any], parents: dict[str, tuple[str | None, tuple[str, ...]]]
    ) -> Iterator[Found | RowProblem]:
        for place, item in enumerate(items, 1):
            if not isinstance(item, dict) or not _text(item, "identifier"):
                told = {"place": f"CFItems {place}"}
                yield RowProblem(self.file, None, "reader.node", told)
            else:
                parent, others = parents[_text(item, "identifier")]
                yield Found(self._concept(item, parent, others), self.file)

    def _concept(self, item: JsonObject, parent: str | None, others: tuple[str, ...]) -> Concept:
        full, short = _text(item, "fullStatement"), _text(item, "abbreviatedStatement")
        alternative, remarks = _text(item, "alternativeLabel"), _text(item, "notes")
        notes = {
            "notation": _text(item, "humanCodingScheme"),
            "keywords": ", ".join(_texts(item.get("conceptKeywords"))),
            "status_end": _text(item, "statusEndDate"),
            "also_under": several(others),
        }
        return Concept(
            code=_text(item, "identifier"),
            kind=_text(item, "CFItemType") or "item",
            label=short or full,
            language=_text(item, "language") or self.language,
            other_labels=(alternative,) if alternative else (),
            definition=full if short else "",
            texts=(remarks,) if remarks else (),
            broader=parent,
            uri=_text(item, "uri") or None,
            notes={name: note for name, note in notes.items() if note},
        )


def _text(node: JsonObject, member: str) -> str:
    value = node.get(member)
    return value.strip() if isinstance(value, str) else ""


def _texts(value: object) -> list[str]:
    listed = value if isinstance(value, list) else []
    return [text for text in listed[:_KEYWORDS] if isinstance(text, str) and text]


def _link_address(value: object) -> str | None:
    """The address of a link: an object in CASE 1.0 and 1.1, a text where people simplify."""
    if isinstance(value, dict):
        return _text(value, "uri") or None
    return value if isinstance(value, str) and value else None


def _end(association: JsonObject, member: str) -> str:
    node = association.get(member)
    return _text(node, "identifier") if isinstance(node, dict) else ""


def _sequence(association: JsonObject) -> float:
    """Where an item stands among its siblings; without a number, after those that have one."""
    number = association.get("sequenceNumber")
    if isinstance(number, bool) or not isinstance(number, int | float):
        return math.inf
    return float(number)
