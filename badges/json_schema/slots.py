"""What the data model asks of the slots of a document, when all else in it is known to be valid.

Badges of one achievement differ in a few texts. When one of them is valid, another is valid too if
its own texts meet what the schema says in their places. Those conditions are gathered here, each in
the very words of the schema, and the same engine judges them. They are enough and not needed: a
document that does not meet them is validated as a whole.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import jsonschema_rs

from badges.documents import JsonObject
from badges.documents.kinds import Path, taker

_SILENT = frozenset({"$schema", "$defs", "$comment", "title", "description"})
_OF_THE_SHAPE = frozenset({"type", "required", "minItems"})
"""Keywords that no value of a slot changes: whether a slot is a text or a number is known."""
_ALWAYS_MET: tuple[JsonObject, ...] = (
    {"type": "string"},
    {"type": "string", "minLength": 1},
    {"type": "number"},
)
_DEEP = 12


class UnsupportedError(Exception):
    """The schema says something of the slots that is not understood here."""


class SlotConditions:
    """What the slots of documents that are alike must meet; the first of them is valid."""

    def __init__(self, schema: JsonObject, document: JsonObject, paths: Sequence[Path]) -> None:
        """Gather what `schema` asks of the texts at `paths`, of which `document` is an example.

        Raises:
            UnsupportedError: the schema asks for something else than a condition for each text.
        """
        found: dict[Path, list[Any]] = {}
        for path, condition in _Search(schema, paths).conditions(schema, document, (), 0):
            found.setdefault(path, []).append(condition)
        places = [place for place, path in enumerate(paths) if path in found]
        items = [{"allOf": found[paths[place]]} for place in places]
        self._take = taker(places)
        self._validator = _compiled({"type": "array", "items": items} if items else {})

    def hold(self, values: Sequence[Any]) -> bool:
        """Whether a document with these values, in the order of the paths, is valid for certain."""
        return self._validator.is_valid(list(self._take(values)))


class _Search:
    """Goes through a schema and a document that is valid, to the slots and nowhere else."""

    def __init__(self, schema: JsonObject, paths: Sequence[Path]) -> None:
        self._definitions: JsonObject = schema.get("$defs", {})
        self._slots = frozenset(paths)
        self._ways = {path[:length] for path in paths for length in range(len(path) + 1)}

    def conditions(
        self, schema: Any, value: Any, path: Path, depth: int
    ) -> Iterator[tuple[Path, JsonObject]]:
        """What `schema` asks of the slots in `value`, which it accepts."""
        if path not in self._ways or not isinstance(schema, dict):
            return
        if depth > _DEEP * _DEEP:
            raise UnsupportedError
        if path in self._slots:
            condition = self._whole(schema, 0)
            if condition not in _ALWAYS_MET:
                yield path, condition
            return
        for keyword, said in schema.items():
            for inner, part, step in self._inside(keyword, said, schema, value):
                yield from self.conditions(inner, part, (*path, *step), depth + 1)

    def _inside(
        self, keyword: str, said: Any, schema: JsonObject, value: Any
    ) -> Iterator[tuple[Any, Any, Path]]:
        """The schemas by which one keyword judges the value or its parts, each with its part."""
        if keyword == "$ref":
            yield self._definition(said), value, ()
        elif keyword == "allOf":
            yield from ((option, value, ()) for option in said)
        elif keyword == "anyOf":
            yield self._accepting(said, value), value, ()
        elif keyword in {"properties", "additionalProperties"}:
            yield from _members(keyword, said, schema, value)
        elif keyword in {"items", "contains"}:
            yield from self._items(keyword, said, value)
        elif keyword not in _SILENT | _OF_THE_SHAPE:
            raise UnsupportedError

    def _items(self, keyword: str, said: Any, value: Any) -> Iterator[tuple[Any, Any, Path]]:
        items = list(enumerate(value)) if isinstance(value, list) else []
        if isinstance(said, list):
            raise UnsupportedError
        if keyword == "contains":
            items = [item for item in items if self._accepts(said, item[1])][:1]
        yield from ((said, item, (place,)) for place, item in items)

    def _accepting(self, options: list[Any], value: Any) -> Any:
        """The first schema that accepts the value; one is enough."""
        for option in options:
            if self._accepts(option, value):
                return option
        raise UnsupportedError

    def _accepts(self, schema: Any, value: Any) -> bool:
        return _compiled({"allOf": [schema], "$defs": self._definitions}).is_valid(value)

    def _definition(self, reference: str) -> Any:
        try:
            return self._definitions[reference.removeprefix("#/$defs/")]
        except KeyError as error:
            raise UnsupportedError from error

    def _whole(self, schema: Any, depth: int) -> Any:
        """The schema with its definitions in place, so that it stands alone."""
        if depth > _DEEP:
            raise UnsupportedError
        if isinstance(schema, list):
            return [self._whole(item, depth + 1) for item in schema]
        if not isinstance(schema, dict):
            return schema
        if schema.keys() == {"$ref"}:
            return self._whole(self._definition(schema["$ref"]), depth + 1)
        if "$ref" in schema:
            rest = {name: value for name, value in schema.items() if name != "$ref"}
            both = [self._definition(schema["$ref"]), rest]
            return {"allOf": self._whole(both, depth + 1)}
        return {name: self._whole(value, depth + 1) for name, value in schema.items()}


def _members(
    keyword: str, said: Any, schema: JsonObject, value: Any
) -> Iterator[tuple[Any, Any, Path]]:
    """The members of an object of which `properties`, or what it leaves over, speaks."""
    if not isinstance(value, dict):
        return
    named = schema.get("properties", {})
    for name, inner in value.items():
        if keyword == "properties" and name in named:
            yield named[name], inner, (name,)
        elif keyword == "additionalProperties" and name not in named:
            yield said, inner, (name,)


def _compiled(schema: JsonObject) -> jsonschema_rs.Draft201909Validator:
    return jsonschema_rs.Draft201909Validator(schema, validate_formats=True, offline=True)
