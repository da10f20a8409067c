"""Does a document follow the data model of Open Badges 3.0, or of the record CLR 2.0?

Compiled JSON Schemas answer, in detail.

There are two readings of one model. Strict is for what we issue: arrays wherever the standard says
so, absolute ids, no empty values, so that the document passes both generations of the official
schemas (SCH-03). Tolerant is for what others issued: a single value may stand for an array of one,
as JSON-LD allows and the official schema of 2026 does. The tolerant schema is derived from the
strict one, so that the two cannot drift apart.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Any

import jsonschema_rs

from badges.documents import JsonObject
from badges.documents.kinds import Path
from badges.errors import SchemaError
from badges.json_schema.slots import SlotConditions, UnsupportedError

__all__ = [
    "KINDS",
    "PROBLEM_LIMIT",
    "Problem",
    "SlotConditions",
    "is_valid",
    "model",
    "problems",
    "require_valid",
    "slot_conditions",
]

KINDS = {
    "achievementcredential": "AchievementCredential",
    "endorsementcredential": "EndorsementCredential",
    "clrcredential": "ClrCredential",
    "profile": "Profile",
    "anyachievementcredential": "AnyAchievementCredential",
    "anyendorsementcredential": "AnyEndorsementCredential",
    "anyclrcredential": "AnyClrCredential",
}
"""What can be validated, and the class of the data model that it must be. The `any` kinds also take
the shape of the Verifiable Credentials data model 1.1."""

PROBLEM_LIMIT = 50
"""Problems that are told at most: a person mends a few at a time, and a report stays readable."""

_EXPECTED_LIMIT = 400
_EXCERPT = 2_000
_SHORT = 64
_MENDED_BY_ITEMS = ("contains", "minItems")
_EMPTY_LIMITS = ("minLength", "minItems")
_KEYWORDS_WITH_A_SENTENCE = (
    *("additionalProperties", "anyOf", "const", "contains", "enum", "format", "minItems"),
    *("minLength", "pattern", "required", "type"),
)


@dataclass(frozen=True)
class Problem:
    """One place where a document departs from the data model.

    Attributes:
        path: JSON pointer (RFC 6901) to the place in the document; empty for the whole.
        keyword: the JSON Schema keyword that is not met, such as `required` or `enum`.
        message: what was expected there, in no language: member names, terms, a type, a pattern.
    """

    path: str
    keyword: str
    message: str

    @property
    def code(self) -> str:
        """The code of the sentence that says this problem to a person."""
        known = self.keyword in _KEYWORDS_WITH_A_SENTENCE
        return f"schema.{self.keyword}" if known else "schema.other"


def is_valid(
    document: JsonObject, kind: str = "achievementcredential", *, strict: bool = True
) -> bool:
    """Whether `document` follows the data model of `kind`, without a word on where it does not.

    Raises:
        SchemaError: the value is no JSON at all (`schema.not_json`).
    """
    _, validator = _compiled(kind, strict=strict)
    try:
        return validator.is_valid(document)
    except (ValueError, RecursionError) as error:
        raise SchemaError("schema.not_json") from error


def slot_conditions(
    document: JsonObject, paths: Sequence[Path], kind: str = "achievementcredential"
) -> SlotConditions | None:
    """What a valid document of `kind` must say at `paths` to stay valid in the strict reading.

    None when that cannot be told of each place by itself.
    """
    schema, _ = _compiled(kind, strict=True)
    try:
        return SlotConditions(schema, document, paths)
    except UnsupportedError:
        return None


def problems(
    document: JsonObject, kind: str = "achievementcredential", *, strict: bool = True
) -> tuple[Problem, ...]:
    """Where `document` departs from the data model of `kind`, at most `PROBLEM_LIMIT` places.

    Args:
        document: JSON as Python values.
        kind: one of `KINDS`.
        strict: hold the document to what we issue; false reads what others issued.

    Raises:
        SchemaError: the value is no JSON at all (`schema.not_json`).
    """
    schema, validator = _compiled(kind, strict=strict)
    try:
        if validator.is_valid(document):
            return ()
        found = tuple(islice(_problems(schema, validator, document), PROBLEM_LIMIT))
        return found or (_first(schema, validator, document),)
    except (ValueError, RecursionError) as error:
        raise SchemaError("schema.not_json") from error


def require_valid(
    document: JsonObject, kind: str = "achievementcredential", *, strict: bool = True
) -> None:
    """Return when `document` follows the data model of `kind`.

    Raises:
        SchemaError: it does not; the parameters tell the first problem and how many there are.
    """
    found = problems(document, kind, strict=strict)
    if found:
        first = found[0]
        raise SchemaError(
            "schema.invalid",
            path=first.path,
            keyword=first.keyword,
            expected=first.message,
            count=len(found),
        )


def model(*, strict: bool = True) -> JsonObject:
    """The whole data model as one JSON Schema document with a definition per class."""
    described = _load("data_model.json")
    if strict:
        return described
    definitions = {name: _tolerant(node) for name, node in described["$defs"].items()}
    reading = _load("reading.json")
    return reading | {"$defs": definitions | reading["$defs"]}


def _load(name: str) -> JsonObject:
    text = files("schemas.json_schemas").joinpath(name).read_text("utf-8")
    schema: JsonObject = json.loads(text)
    return schema


@cache
def _compiled(kind: str, *, strict: bool) -> tuple[JsonObject, jsonschema_rs.Draft201909Validator]:
    """The schema of one kind and its validator; compiled once in the life of the process."""
    schema = model(strict=strict) | {"$ref": f"#/$defs/{KINDS[kind]}"}
    validator = jsonschema_rs.Draft201909Validator(schema, validate_formats=True, offline=True)
    return schema, validator


def _tolerant(node: Any) -> Any:
    """The same schema for reading: one value for an array of one, empty values, any id.

    Relative ids are refused with the linked data (SAFE-01), where their danger lies.
    """
    if isinstance(node, list):
        return [_tolerant(item) for item in node]
    if not isinstance(node, dict):
        return node
    loose = {name: _tolerant(value) for name, value in node.items()}
    if isinstance(node.get("items"), list):  # A fixed sequence such as @context stays one.
        return loose
    for empty in _EMPTY_LIMITS:
        loose.pop(empty, None)
    if loose.get("format") == "iri":
        del loose["format"]
    if loose.get("type") != "array":
        return loose
    single = loose.get("contains", loose.get("items", True))
    return {"if": {"type": "array"}, "then": loose, "else": single}


def _problems(
    schema: JsonObject, validator: jsonschema_rs.Draft201909Validator, document: JsonObject
) -> Iterator[Problem]:
    """Each problem of the beginning of a document once, in the order of the schema.

    The validator finds all problems before it tells the first, a second for twenty thousand: of
    long arrays it gets the first items. What only the missing ones would mend is not told.
    """
    excerpt = _Excerpt()
    part = excerpt.of(document)
    seen = set()
    for error in validator.iter_errors(part):
        problem = _problem(schema, error)
        is_ours = problem.keyword in _MENDED_BY_ITEMS and problem.path in excerpt.cut
        if problem not in seen and not is_ours:
            seen.add(problem)
            yield problem


def _first(
    schema: JsonObject, validator: jsonschema_rs.Draft201909Validator, document: JsonObject
) -> Problem:
    """The first problem of a whole document that has one."""
    try:
        validator.validate(document)
    except jsonschema_rs.ValidationError as error:
        return _problem(schema, error)
    raise SchemaError("schema.not_json")  # the same validator just refused it


def _problem(schema: JsonObject, error: jsonschema_rs.ValidationError) -> Problem:
    return Problem(_pointer(error.instance_path), error.kind.name, _expected(schema, error))


@dataclass
class _Excerpt:
    """The beginning of a document: every member, and of long arrays the first items."""

    left: int = _EXCERPT
    cut: set[str] = field(default_factory=set)

    def of(self, value: Any, path: tuple[str | int, ...] = ()) -> Any:
        """`value` without the items for which nothing is left; each array keeps its first.

        `cut` are the JSON pointers of the arrays that lost some.
        """
        self.left -= 1
        if isinstance(value, dict):
            return {name: self.of(inner, (*path, name)) for name, inner in value.items()}
        if not isinstance(value, list):
            return value
        items: list[Any] = []
        for item in value:
            is_short = len(items) < _SHORT and not isinstance(item, dict | list)
            if items and self.left < 0 and not is_short:
                self.cut.add(_pointer(path))
                break
            items.append(self.of(item, (*path, len(items))))
        return items


def _pointer(path: Iterable[str | int]) -> str:
    """JSON pointer of a path (RFC 6901)."""
    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in path)
    return "".join(f"/{step}" for step in steps)


def _expected(schema: JsonObject, error: jsonschema_rs.ValidationError) -> str:
    """What the schema wanted there, or which member is missing or too many.

    Never a value of the document, which may be personal.
    """
    value: Any = schema
    if error.kind.name in ("required", "additionalProperties"):
        value = error.kind.value
    else:
        for step in error.schema_path:
            value = value[step]
    return _flat(value)[:_EXPECTED_LIMIT]


def _flat(value: Any) -> str:
    """The terms of a piece of schema, without its syntax."""
    if isinstance(value, dict):
        return " ".join(_flat(item) for item in value.values())
    if isinstance(value, list):
        return ", ".join(_flat(item) for item in value)
    return str(value)
