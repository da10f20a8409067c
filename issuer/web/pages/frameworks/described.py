"""What the description of our interfaces says of the documents of referentials."""

from badges.documents import JsonObject
from badges.web.openapi import Part
from badges.web.openapi_parts import HTML, JSON, query_parameter, reading
from issuer.web.pages.frameworks.answering import JSON_LD, TURTLE

_TABLES = {"csv": "text/csv", "sssom.tsv": "text/tab-separated-values", "case.json": JSON}
_GRAPHS = {"jsonld": JSON_LD, "ttl": TURTLE}
_NEGOTIATED = (JSON_LD, HTML, TURTLE, JSON)
_GONE = ("404",)


def _word(name: str, example: str, pattern: str = "^[a-z0-9][a-z0-9-]*$") -> JsonObject:
    """A part of a path that is a slug, or looks like `pattern`."""
    shape = {"type": "string", "pattern": pattern, "minLength": 1, "maxLength": 60}
    return {"name": name, "in": "path", "required": True, "schema": shape, "example": example}


_FRAMEWORK = _word("framework", "tiers-lieux")
_SLUG = _word("slug", "fabrication-numerique")
_VERSION = _word("version", "1.0.0", r"^[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}$")
_LANGUAGE = query_parameter("lang", {"type": "string", "enum": ["fr", "en"]})


def frameworks_part() -> Part:
    """The addresses of referentials that programs read."""
    home = "/frameworks/{framework}"
    return Part(
        {
            **_graph("framework", home, [_FRAMEWORK]),
            **_graph("competency", f"{home}/{{slug}}", [_FRAMEWORK, _SLUG]),
            **_graph("framework_frozen", f"{home}/v{{version}}", [_FRAMEWORK, _VERSION]),
            **_graph(
                "competency_frozen",
                f"{home}/v{{version}}/{{slug}}",
                [_FRAMEWORK, _VERSION, _SLUG],
            ),
            **{
                f"{home}.{suffix}": _document(f"framework_{suffix.split('.')[0]}", kind)
                for suffix, kind in _TABLES.items()
            },
            f"{home}/mappings.sssom.tsv": _document("mappings", _TABLES["sssom.tsv"]),
            f"{home}/wheel.svg": _document(
                "wheel",
                "image/svg+xml",
                query_parameter("domain", {"type": "string", "maxLength": 60}),
                query_parameter("part", {"type": "integer", "minimum": 1, "maximum": 999}),
                _LANGUAGE,
            ),
        }
    )


def _graph(name: str, path: str, parameters: list[JsonObject]) -> dict[str, JsonObject]:
    """A negotiated address, and the address of each of its formats."""
    alone = {
        f"{path}.{suffix}": reading(
            f"{name}_{suffix}", "documents", kind, parameters=parameters, refusals=_GONE
        )
        for suffix, kind in _GRAPHS.items()
    }
    whole = reading(name, "documents", *_NEGOTIATED, parameters=[*parameters, _LANGUAGE])
    return {path: whole, **alone}


def _document(name: str, kind: str, *parameters: JsonObject) -> JsonObject:
    return reading(name, "documents", kind, parameters=[_FRAMEWORK, *parameters], refusals=_GONE)
