"""Building blocks of the description: answers, problems, parameters, and the common addresses."""

from collections.abc import Iterable
from typing import Any

from badges.documents import JsonObject

PROBLEM_TYPE = "application/problem+json"
HTML = "text/html"
JSON = "application/json"

_PHRASES = {
    "200": "OK",
    "201": "Created",
    "303": "See Other",
    "400": "Bad Request",
    "401": "Unauthorized",
    "403": "Forbidden",
    "404": "Not Found",
    "406": "Not Acceptable",
    "409": "Conflict",
    "410": "Gone",
    "413": "Content Too Large",
    "415": "Unsupported Media Type",
    "501": "Not Implemented",
    "503": "Service Unavailable",
}
_BINARY = ("image/", "application/zip", "application/pdf", "application/octet-stream")


def reference(name: str) -> JsonObject:
    """A pointer to one of the shared shapes."""
    return {"$ref": f"#/components/schemas/{name}"}


def answer(status: str, *media_types: str, shape: JsonObject | None = None) -> JsonObject:
    """One answer: its phrase, and its forms; text and pictures are strings and bytes."""
    found: JsonObject = {"description": _PHRASES[status]}
    if media_types:
        found["content"] = {kind: _content(kind, shape) for kind in media_types}
    return found


def problems(*statuses: str) -> JsonObject:
    """The refusals of an operation, all of one shape (RFC 9457)."""
    return {status: answer(status, PROBLEM_TYPE, shape=reference("Problem")) for status in statuses}


def path_parameter(name: str, example: str) -> JsonObject:
    """A part of the path that names something."""
    return {
        "name": name,
        "in": "path",
        "required": True,
        "schema": {"type": "string", "minLength": 1, "maxLength": 200},
        "example": example,
    }


def query_parameter(name: str, shape: JsonObject) -> JsonObject:
    """A parameter that may be left out."""
    return {"name": name, "in": "query", "required": False, "schema": shape}


def reading(
    operation_id: str,
    tag: str,
    *media_types: str,
    parameters: Iterable[JsonObject] = (),
    refusals: tuple[str, ...] = ("404", "406"),
    shape: JsonObject | None = None,
) -> JsonObject:
    """A public document that is read with GET, in the forms that are named."""
    operation: JsonObject = {
        "operationId": operation_id,
        "tags": [tag],
        "responses": {"200": answer("200", *media_types, shape=shape), **problems(*refusals)},
    }
    listed = list(parameters)
    return {"get": {**operation, "parameters": listed} if listed else operation}


def _content(kind: str, shape: JsonObject | None) -> JsonObject:
    if kind.startswith(_BINARY) and kind != "image/svg+xml":
        return {}
    if shape is not None and "json" in kind:
        return {"schema": shape}
    is_object = "json" in kind or kind == "application/vc"
    return {"schema": {"type": "object"} if is_object else {"type": "string"}}


_PROBLEM: JsonObject = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "params": {"type": "object", "additionalProperties": {"type": "string"}},
    },
}
_READY: JsonObject = {
    "type": "object",
    "required": ["ready", "checks"],
    "properties": {
        "ready": {"type": "boolean"},
        "checks": {"type": "object", "additionalProperties": {"type": "boolean"}},
    },
}


def _ready() -> JsonObject:
    operation = reading("ready", "operations", JSON, refusals=(), shape=reference("Readiness"))
    responses = operation["get"]["responses"]
    responses["503"] = answer("503", JSON, shape=reference("Readiness"))
    return operation


COMMON: dict[str, Any] = {
    "paths": {
        "/healthz": reading("health", "operations", "text/plain", refusals=()),
        "/readyz": _ready(),
        "/metrics": reading("metrics", "operations", "text/plain", refusals=()),
        "/api/v1/openapi.json": reading("description", "operations", JSON, refusals=()),
        "/api/v1/docs": reading("docs", "operations", HTML, refusals=()),
    },
    "schemas": {"Problem": _PROBLEM, "Readiness": _READY},
}
