"""Schemas that strangers wrote, such as those of extensions: bounded, then applied (OB2-11).

Whoever makes a badge chooses them. None may make us fetch, turn in circles, or work for long.
"""

from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote

import jsonschema_rs

from badges.documents import JsonObject
from badges.errors import SchemaError
from badges.json_schema import Problem

_DRAFTS = frozenset(
    {"http://json-schema.org/draft-04/schema", "http://json-schema.org/schema", ""}
    | {"https://json-schema.org/draft-04/schema"}
)
_DEPTH = 60
_NODES = 2_000
_STEPS = 200_000
_LETTERS = 100_000
_EXPLAINED = 10_000
"""Steps of which a place is told: whoever explains all that an `anyOf` tried works far longer."""
_PATTERNS = jsonschema_rs.RegexOptions(size_limit=50_000, dfa_size_limit=500_000)


class ForeignSchema:
    """A JSON Schema of draft 4 that somebody else wrote, made harmless before it is applied.

    Every reference is written out first: none leads to the network, in circles, or to the same
    place a million times. What remains is a tree, so that the work is at most its size times that
    of the value. Patterns run in linear time, without looking around or back.
    """

    def __init__(self, document: JsonObject) -> None:
        """Compile `document`.

        Raises:
            SchemaError: another draft, a reference that leads elsewhere, too much of it, or no
                schema at all.
        """
        draft = document.get("$schema", "")
        if not isinstance(draft, str) or draft.removesuffix("#") not in _DRAFTS:
            raise SchemaError("schema.foreign_draft", draft=str(draft)[:200])
        tree = _Tree(document)
        written = tree.node(document, 0)
        self._nodes, self._patterns = tree.nodes, tree.patterns
        try:
            self._validator = jsonschema_rs.Draft4Validator(
                written, validate_formats=False, offline=True, pattern_options=_PATTERNS
            )
        except (ValueError, jsonschema_rs.ReferencingError) as error:
            raise SchemaError("schema.foreign_invalid") from error

    def problem(self, value: Any) -> Problem | None:
        """The first place where `value` departs from the schema; None when it follows it.

        Raises:
            SchemaError: value and schema together are more work than we do for a stranger.
        """
        nodes, letters = _weight(value)
        steps = nodes * self._nodes
        if steps > _STEPS or letters * self._patterns > _LETTERS:
            raise SchemaError("schema.foreign_too_large")
        try:
            if steps > _EXPLAINED:
                return None if self._validator.is_valid(value) else Problem("", "", "")
            self._validator.validate(value)
        except jsonschema_rs.ValidationError as error:
            return Problem(pointer(error.instance_path), error.kind.name, "")
        except (ValueError, RecursionError) as error:
            raise SchemaError("schema.not_json") from error
        return None


class _Tree:
    """The schema of a stranger with all its references written out, and how large it became."""

    def __init__(self, root: JsonObject) -> None:
        self._root = root
        self.nodes = self.patterns = 0

    def node(self, value: Any, depth: int) -> Any:
        """The same piece of schema without references nor names of its own.

        Raises:
            SchemaError: a reference leads elsewhere, or in circles, or it becomes too large.
        """
        self._count(1, depth)
        if isinstance(value, list):
            return [self.node(item, depth + 1) for item in value]
        if not isinstance(value, dict):
            return value
        reference = value.get("$ref")
        if isinstance(reference, str):
            return self.node(self._target(reference), depth + 1)
        return self._members(value, depth)

    def _members(self, value: JsonObject, depth: int) -> JsonObject:
        written = {}
        for name, inner in value.items():
            if name in ("id", "$schema", "definitions") and (not depth or isinstance(inner, str)):
                continue
            if name == "pattern" and isinstance(inner, str):
                self.patterns += 1
            if name == "patternProperties" and isinstance(inner, dict):
                self.patterns += len(inner)
            if name == "enum" and isinstance(inner, list):  # values, in which nothing refers
                self._count(_weight(inner)[0], depth)
                written[name] = inner
            else:
                written[name] = self.node(inner, depth + 1)
        return written

    def _count(self, nodes: int, depth: int) -> None:
        self.nodes += nodes
        if depth > _DEPTH or self.nodes > _NODES:
            raise SchemaError("schema.foreign_too_large")

    def _target(self, reference: str) -> Any:
        """What a reference within this schema names (a JSON pointer)."""
        base, _, pointer = reference.partition("#")
        found: Any = self._root
        for step in unquote(pointer).split("/")[1:]:
            name = step.replace("~1", "/").replace("~0", "~")
            found = found.get(name) if isinstance(found, dict) else None
        if base or not pointer.startswith("/") or not isinstance(found, dict):
            raise SchemaError("schema.foreign_reference", reference=reference[:200])
        return found


def _weight(value: Any) -> tuple[int, int]:
    """How many values a value holds, and how many letters in all."""
    nodes, letters, pending = 0, 0, [value]
    while pending:
        item = pending.pop()
        nodes += 1
        if isinstance(item, dict):
            letters += sum(map(len, item))
            pending.extend(item.values())
        elif isinstance(item, list):
            pending.extend(item)
        elif isinstance(item, str):
            letters += len(item)
    return nodes, letters


def pointer(path: Iterable[str | int]) -> str:
    """JSON pointer of a path (RFC 6901)."""
    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in path)
    return "".join(f"/{step}" for step in steps)
