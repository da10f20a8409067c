"""The description of the machine interfaces: OpenAPI 3.1, and a page of our own that shows it.

Each door describes its own addresses beside them and adds its part when it opens; what is written
here is what all share. Sentences are codes, `openapi.<operationId>`, said in the reader's language.
"""

import copy
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from flask import Blueprint, Flask, Response, current_app, render_template

from badges.documents import JsonObject, serialize
from badges.web.languages import words
from badges.web.openapi_parts import COMMON
from badges.web.public_documents import publish

_PARTS = "badges.openapi"
_DISTRIBUTION = "badges-tiers-lieux"
_MEDIA_TYPE = "application/json"
METHODS = ("get", "post", "put", "patch", "delete")

Say = Callable[..., str]


@dataclass(frozen=True)
class Part:
    """What one door says of its addresses: paths, the shapes they share, how one gets in."""

    paths: Mapping[str, JsonObject]
    schemas: Mapping[str, JsonObject] = field(default_factory=dict)
    security: Mapping[str, JsonObject] = field(default_factory=dict)


@dataclass(frozen=True)
class Operation:
    """One line of the page: an address, what may be sent, and what comes back."""

    method: str
    path: str
    summary: str
    needs_token: bool
    parameters: tuple[tuple[str, str], ...]
    sends: tuple[str, ...]
    answers: tuple[tuple[str, str, str], ...]


def install(app: Flask, base_url: str) -> None:
    """Serve `/api/v1/openapi.json` and `/api/v1/docs`."""
    app.extensions[_PARTS] = [COMMON_PART]
    pages = Blueprint("openapi", __name__, url_prefix="/api/v1")

    @pages.get("/openapi.json")
    def description() -> Response:
        body = serialize(describe(parts(current_app), words(), base_url))
        return publish(body, _MEDIA_TYPE, vary=("Accept-Language", "Cookie"))

    @pages.get("/docs")
    def page() -> str:
        document = describe(parts(current_app), words(), base_url)
        return render_template("badges/api.html", groups=grouped(document), api=document)

    app.register_blueprint(pages)


def add(app: Flask, part: Part) -> None:
    """Describe the addresses of a door that opens."""
    app.extensions[_PARTS].append(part)


def parts(app: Flask) -> list[Part]:
    """What every open door said of its addresses."""
    found: list[Part] = app.extensions[_PARTS]
    return found


def describe(described: Iterable[Part], say: Say, base_url: str) -> JsonObject:
    """The OpenAPI document of those parts, in the language of `say`."""
    paths: JsonObject = {}
    schemas: JsonObject = {}
    security: JsonObject = {}
    for part in described:
        paths |= copy.deepcopy(dict(part.paths))
        schemas |= part.schemas
        security |= part.security
    for _, _, operation in operations(paths):
        operation["summary"] = say(f"openapi.{operation['operationId']}")
    tags = dict.fromkeys(tag for _, _, operation in operations(paths) for tag in operation["tags"])
    return {
        "openapi": "3.1.0",
        "info": {
            "title": say("openapi.title"),
            "description": say("openapi.lead"),
            "version": program_version(),
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": base_url}],
        "tags": [{"name": tag, "description": say(f"openapi.tag.{tag}")} for tag in tags],
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": security},
    }


def operations(paths: Mapping[str, JsonObject]) -> Iterable[tuple[str, str, JsonObject]]:
    """Every operation of a document: its method, its path, and what is said of it."""
    for path, item in paths.items():
        for method in METHODS:
            if method in item:
                yield method, path, item[method]


def grouped(document: JsonObject) -> list[tuple[str, list[Operation]]]:
    """The operations of a document under the words of their first tag, for the page."""
    titles = {tag["name"]: tag["description"] for tag in document["tags"]}
    groups: dict[str, list[Operation]] = {title: [] for title in titles.values()}
    for method, path, operation in operations(document["paths"]):
        groups[titles[operation["tags"][0]]].append(_line(method, path, operation))
    return list(groups.items())


def _line(method: str, path: str, operation: JsonObject) -> Operation:
    parameters: list[JsonObject] = operation.get("parameters", [])
    answers: dict[str, JsonObject] = operation["responses"]
    return Operation(
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        needs_token=bool(operation.get("security")),
        parameters=tuple((item["name"], item["in"]) for item in parameters),
        sends=tuple(operation.get("requestBody", {}).get("content", {})),
        answers=tuple(
            (status, answer["description"], ", ".join(answer.get("content", {})))
            for status, answer in answers.items()
        ),
    )


@cache
def program_version() -> str:
    """The version of the program, as it is installed."""
    try:
        return version(_DISTRIBUTION)
    except PackageNotFoundError:
        return "0"


def _common() -> Part:
    paths: Any = COMMON["paths"]
    schemas: Any = COMMON["schemas"]
    return Part(paths, schemas)


COMMON_PART = _common()
