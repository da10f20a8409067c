"""Schemas that strangers wrote: applied as draft 4 has it, and never more work than we allow."""

from typing import Any

import pytest

from badges.documents import JsonObject
from badges.errors import SchemaError
from badges.ob2 import ForeignSchema

TEXT = {"type": "string"}


def _place(schema: JsonObject, value: Any) -> str | None:
    """Where the value departs from the schema."""
    problem = ForeignSchema(schema).problem(value)
    return None if problem is None else f"{problem.path} {problem.code}"


@pytest.mark.requirement("OB2-11")
@pytest.mark.parametrize(
    ("schema", "value", "expected"),
    [
        ({}, {"a": 1}, None),
        ({"required": ["a"]}, {}, " schema.required"),
        ({"properties": {"a": TEXT}}, {"a": 1}, "/a schema.type"),
        ({"definitions": {"t": TEXT}, "items": {"$ref": "#/definitions/t"}}, ["a", 1],
         "/1 schema.type"),
        ({"definitions": {"a/b": TEXT}, "items": {"$ref": "#/definitions/a~1b"}}, [1],
         "/0 schema.type"),
        ({"definitions": {"a b": TEXT}, "items": {"$ref": "#/definitions/a%20b"}}, ["a"], None),
        ({"id": "https://a.example/", "definitions": {"t": TEXT},
          "properties": {"id": {"$ref": "#/definitions/t"}}}, {"id": 1}, "/id schema.type"),
        ({"properties": {"$ref": TEXT, "definitions": TEXT}}, {"$ref": 1}, "/$ref schema.type"),
        ({"properties": {"$ref": TEXT, "definitions": TEXT}}, {"definitions": 1},
         "/definitions schema.type"),
        ({"enum": [{"id": "x", "$ref": "y"}]}, {"id": "x", "$ref": "y"}, None),
        ({"enum": [{"id": "x"}]}, {}, " schema.enum"),
        ({"minimum": 1, "exclusiveMinimum": True}, 1, " schema.other"),
        ({"pattern": "^(a+)+$"}, "a" * 50_000 + "b", " schema.pattern"),
        ({"format": "email"}, "nobody", None),
    ],
)  # fmt: skip
def test_a_schema_is_applied_as_draft_4_has_it(
    schema: JsonObject, value: Any, expected: str | None
) -> None:
    """References within the schema are followed; the first place that departs is told."""
    assert _place(schema, value) == expected


def _doubling(levels: int) -> JsonObject:
    """A small schema that names the next one twice, again and again."""
    named = {
        f"d{level}": {"anyOf": [{"$ref": f"#/definitions/d{level + 1}"}] * 2}
        for level in range(levels)
    }
    return {"definitions": named | {f"d{levels}": TEXT}, "items": {"$ref": "#/definitions/d0"}}


def _deep(levels: int) -> JsonObject:
    schema: JsonObject = dict(TEXT)
    for _ in range(levels):
        schema = {"properties": {"a": schema}}
    return schema


@pytest.mark.requirement("OB2-11", "VER-02", "VER-03")
@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"$schema": "http://json-schema.org/draft-03/schema#"}, "schema.foreign_draft"),
        ({"$schema": ["http://json-schema.org/draft-04/schema#"]}, "schema.foreign_draft"),
        ({"$ref": "https://a.example/schema.json"}, "schema.foreign_reference"),
        ({"items": {"$ref": "file:///etc/hosts"}}, "schema.foreign_reference"),
        ({"items": {"$ref": "other.json#/definitions/a"}}, "schema.foreign_reference"),
        ({"items": {"$ref": "#"}}, "schema.foreign_reference"),
        ({"items": {"$ref": "#/definitions/a"}}, "schema.foreign_reference"),
        ({"required": ["a"], "items": {"$ref": "#/required/0"}}, "schema.foreign_reference"),
        ({"definitions": {"a": {"$ref": "#/definitions/a"}}, "$ref": "#/definitions/a"},
         "schema.foreign_too_large"),
        ({"definitions": {"a": {"items": {"$ref": "#/definitions/a"}}},
          "items": {"$ref": "#/definitions/a"}}, "schema.foreign_too_large"),
        (_doubling(30), "schema.foreign_too_large"),
        (_deep(200), "schema.foreign_too_large"),
        ({"enum": list(range(5_000))}, "schema.foreign_too_large"),
        ({"type": "nothing"}, "schema.foreign_invalid"),
        ({"required": True}, "schema.foreign_invalid"),
        ({"pattern": "(?=a)b"}, "schema.foreign_invalid"),
        ({"pattern": "(a{100}){100}"}, "schema.foreign_invalid"),
        ({"pattern": "("}, "schema.foreign_invalid"),
    ],
)  # fmt: skip
def test_a_schema_that_asks_too_much_is_refused(schema: JsonObject, expected: str) -> None:
    """Nothing is fetched, nothing turns in circles, nothing multiplies."""
    with pytest.raises(SchemaError) as caught:
        ForeignSchema(schema)
    assert caught.value.code == expected


@pytest.mark.requirement("OB2-11", "VER-02")
@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"items": {"anyOf": [TEXT] * 400}}, [1] * 1_000),
        ({"allOf": [{"pattern": "(a|b)*a(a|b){100}"}] * 20}, "ab" * 5_000),
        ({"patternProperties": {f"a{number}": {} for number in range(20)}}, {"a" * 9_000: 1}),
    ],
)
def test_more_work_than_a_stranger_gets_is_refused(schema: JsonObject, value: Any) -> None:
    """Schema and value are each small enough, but not the one applied to the other."""
    with pytest.raises(SchemaError) as caught:
        ForeignSchema(schema).problem(value)
    assert caught.value.code == "schema.foreign_too_large"


@pytest.mark.requirement("OB2-11")
def test_of_a_large_value_only_the_answer_is_told() -> None:
    """The place is not looked for where that would take much longer than the answer."""
    schema = {"items": {"anyOf": [TEXT] * 20}}
    assert _place(schema, ["a"] * 1_000) is None
    assert _place(schema, ["a"] * 999 + [1]) == " schema.other"
