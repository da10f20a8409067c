"""The discovery document of the CASE interface: OpenAPI 3.0, true to what is served here."""

from typing import get_args

from badges.documents import JsonObject
from badges.i18n import LANGUAGES, Translator
from badges.web.openapi import Part, program_version
from badges.web.openapi_parts import reading
from issuer.web.case_api.query import DEFAULT_LIMIT, HIGHEST_LIMIT, TEXT_LIMIT
from issuer.web.case_api.refusals import CodeMinor
from issuer.web.case_api.shapes import CLASSES, RESOURCES, Attribute, Resource

FILE_NAME = "imscasev1p1_openapi3_v1p0.json"

_JSON = "application/json"
_STATUS_INFO = "imsx_StatusInfo"
# What a GUID looks like in CASE 1.1: lower case, of versions 1 to 5.
UUID_PATTERN = "[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
_TYPES: dict[str, JsonObject] = {
    "string": {"type": "string"},
    "uuid": {"type": "string", "pattern": f"^{UUID_PATTERN}$"},
    "uri": {"type": "string", "format": "uri"},
    "date": {"type": "string", "format": "date"},
    "date-time": {"type": "string", "format": "date-time"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "object": {"type": "object", "additionalProperties": True},
}
_ENUMERATIONS = {
    "imsx_codeMajor": ("success", "processing", "failure", "unsupported"),
    "imsx_severity": ("status", "warning", "error"),
}
_MINORS = ("fullsuccess", *get_args(CodeMinor))


def describe(server: str, language: str) -> JsonObject:
    """The description of the interface at the address `server`, its sentences in `language`."""
    say = Translator(language, "issuer")
    paths: JsonObject = {
        "/CFDocuments": {"get": _operation("getAllCFDocuments", "CFDocumentSet", _listing(), say)}
    }
    for resource in RESOURCES.values():
        paths[f"/{resource.path}/{{sourcedId}}"] = {"get": _reading(resource, say)}
    return {
        "openapi": "3.0.3",
        "info": {
            "title": say("case_api.title"),
            "description": say("case_api.lead"),
            "version": program_version(),
            "x-1edtech-spec-version": "1.1",
        },
        "servers": [{"url": server}],
        "paths": paths,
        "components": {"schemas": {**_classes(), **_status_info()}},
    }


def case_part(prefix: str) -> Part:
    """What the description of our own interfaces says of this one: where it describes itself."""
    address = f"{prefix}/discovery/{FILE_NAME}"
    return Part({address: reading("caseDiscovery", "documents", _JSON, refusals=())})


def _reading(resource: Resource, say: Translator) -> JsonObject:
    identifier: JsonObject = {
        "name": "sourcedId",
        "in": "path",
        "required": True,
        "schema": _TYPES["uuid"],
    }
    parameters = [identifier, _fields(), _language()]
    operation = _operation(resource.operation, resource.answer, parameters, say)
    operation["responses"]["404"] = _refusal(say("case_api.answer.404"))
    return operation


def _operation(name: str, answer: str, parameters: list[JsonObject], say: Translator) -> JsonObject:
    headers: JsonObject = {"ETag": {"schema": _TYPES["string"]}}
    if name == "getAllCFDocuments":
        headers["X-Total-Count"] = {"required": True, "schema": _TYPES["integer"]}
        headers["Link"] = {"required": True, "schema": _TYPES["string"]}
    return {
        "operationId": name,
        "summary": say(f"case_api.operation.{name}"),
        "tags": [_manager(name)],
        "parameters": parameters,
        "responses": {
            "200": {
                "description": say("case_api.answer.200"),
                "headers": headers,
                "content": {_JSON: {"schema": _reference(answer)}},
            },
            "304": {"description": say("case_api.answer.304")},
            "400": _refusal(say("case_api.answer.400")),
            "406": _refusal(say("case_api.answer.406")),
            "default": _refusal(say("case_api.answer.default")),
        },
    }


def _manager(operation: str) -> str:
    """The interface of the service model to which the operation belongs (CASE 1.1, section 5)."""
    for word, manager in (
        ("Package", "PackagesManager"),
        ("Document", "DocumentsManager"),
        ("Grouping", "DefinitionsManager"),
        ("Association", "AssociationsManager"),
        ("ItemType", "DefinitionsManager"),
        ("Item", "ItemsManager"),
        ("Rubric", "RubricsManager"),
    ):
        if word in operation:
            return manager
    return "DefinitionsManager"


def _listing() -> list[JsonObject]:
    text: JsonObject = {"type": "string", "minLength": 1, "maxLength": TEXT_LIMIT}
    limit: JsonObject = {"type": "integer", "minimum": 1, "default": DEFAULT_LIMIT}
    return [
        _query("limit", {**limit, "x-highest": HIGHEST_LIMIT}),
        _query("offset", {"type": "integer", "minimum": 0, "default": 0}),
        _query("sort", _TYPES["string"]),
        _query("orderBy", {"type": "string", "enum": ["asc", "desc"], "default": "asc"}),
        _query("filter", text),
        _fields(),
        _language(),
    ]


def _fields() -> JsonObject:
    shape: JsonObject = {"type": "array", "items": {"type": "string", "minLength": 1}}
    return {**_query("fields", shape), "style": "form", "explode": False}


def _language() -> JsonObject:
    return _query("lang", {"type": "string", "enum": list(LANGUAGES)})


def _query(name: str, shape: JsonObject) -> JsonObject:
    return {"name": name, "in": "query", "required": False, "schema": shape}


def _refusal(description: str) -> JsonObject:
    return {"description": description, "content": {_JSON: {"schema": _reference(_STATUS_INFO)}}}


def _reference(name: str) -> JsonObject:
    return {"$ref": f"#/components/schemas/{name}DType"}


def _classes() -> JsonObject:
    return {f"{name}DType": _object(attributes) for name, attributes in CLASSES.items()}


def _object(attributes: tuple[Attribute, ...]) -> JsonObject:
    required = [item.name for item in attributes if item.required]
    return {
        "type": "object",
        **({"required": required} if required else {}),
        "properties": {item.name: _shape(item) for item in attributes},
        "additionalProperties": False,
    }


def _shape(item: Attribute) -> JsonObject:
    shape = _reference(item.kind) if item.kind in CLASSES else _TYPES[item.kind]
    if item.name == "caseVersion":
        shape = {"type": "string", "enum": ["1.1"]}
    return {"type": "array", "items": shape} if item.many else shape


def _status_info() -> JsonObject:
    field: JsonObject = {
        "type": "object",
        "required": ["imsx_codeMinorFieldName", "imsx_codeMinorFieldValue"],
        "properties": {
            "imsx_codeMinorFieldName": {"type": "string"},
            "imsx_codeMinorFieldValue": {"type": "string", "enum": list(_MINORS)},
        },
        "additionalProperties": False,
    }
    minor: JsonObject = {
        "type": "object",
        "required": ["imsx_codeMinorField"],
        "properties": {"imsx_codeMinorField": {"type": "array", "minItems": 1, "items": field}},
        "additionalProperties": False,
    }
    words = {name: {"type": "string", "enum": list(of)} for name, of in _ENUMERATIONS.items()}
    return {
        f"{_STATUS_INFO}DType": {
            "type": "object",
            "required": list(_ENUMERATIONS),
            "properties": {
                **words,
                "imsx_description": {"type": "string"},
                "imsx_codeMinor": minor,
            },
            "additionalProperties": False,
        }
    }
