"""What the issuer's door says of its machine addresses: VC-API, and the documents it publishes."""

from badges.documents import JsonObject
from badges.proofs.adding import WRITABLE
from badges.web.openapi import Part
from badges.web.openapi_parts import (
    HTML,
    JSON,
    answer,
    path_parameter,
    problems,
    query_parameter,
    reading,
    reference,
)

_LD = "application/ld+json"
_VC = "application/vc"
_VC_LD = "application/vc+ld+json"
_JWT = "application/vc+jwt"
_SVG, _PNG, _PDF = "image/svg+xml", "image/png", "application/pdf"
_TOKEN = "bearer"  # noqa: S105 - the name of a scheme, not a secret
_GONE = ("404",)

_SLUG = path_parameter("slug", "mon-lieu")
_CREDENTIAL = path_parameter("name", "4f8b1c1e-7a53-4b1c-9d55-0a8d3a1f0b11")
_LANGUAGE = query_parameter("lang", {"type": "string", "enum": ["fr", "en"]})


def issuer_part() -> Part:
    """The addresses of the issuer; referentials describe themselves."""
    return Part(
        paths={**_vc_api(), **_credentials(), **_places(), **_definitions()},
        schemas=_SCHEMAS,
        security={_TOKEN: {"type": "http", "scheme": "bearer"}},
    )


def _vc_api() -> dict[str, JsonObject]:
    refusals = ("400", "401", "403", "409", "413", "415", "503")
    return {
        "/credentials/issue": {"post": _posting("issueCredential", "Issue", "201", refusals)},
        "/credentials/status": {
            "post": _posting("updateStatus", "Status", "200", (*refusals, "404"))
        },
    }


def _posting(operation_id: str, shapes: str, status: str, refusals: tuple[str, ...]) -> JsonObject:
    return {
        "operationId": operation_id,
        "tags": ["vc-api"],
        "security": [{_TOKEN: []}],
        "requestBody": {
            "required": True,
            "content": {JSON: {"schema": reference(f"{shapes}Request")}},
        },
        "responses": {
            status: answer(status, JSON, shape=reference(f"{shapes}Response")),
            **problems(*sorted(refusals)),
        },
    }


def _credentials() -> dict[str, JsonObject]:
    forms = {"json": _VC, "jwt": _JWT, "png": _PNG, "svg": _SVG, "pdf": _PDF}
    codes = {"qr.svg": _SVG, "qr.png": _PNG}
    negotiated = (_VC, HTML, _VC_LD, _LD, JSON, _JWT, "application/jwt", _PNG, _SVG, _PDF)
    files = {
        f"/credentials/{{name}}.{form}": reading(
            f"credential_{form}", "documents", kind, parameters=[_CREDENTIAL], refusals=_GONE
        )
        for form, kind in forms.items()
    }
    pictures = {
        f"/credentials/{{name}}/{form}": reading(
            f"credential_{form.replace('.', '_')}",
            "documents",
            kind,
            parameters=[_CREDENTIAL],
            refusals=_GONE,
        )
        for form, kind in codes.items()
    }
    whole = reading("credential", "documents", *negotiated, parameters=[_CREDENTIAL, _LANGUAGE])
    status = reading(
        "statusList",
        "documents",
        *(_VC, _VC_LD, _LD, JSON),
        parameters=[path_parameter("list_id", "mon-lieu-revocation-1")],
        refusals=_GONE,
    )
    return {"/credentials/{name}": whole, **files, **pictures, "/status/{list_id}": status}


def _places() -> dict[str, JsonObject]:
    key = [_SLUG, path_parameter("name", "key-1")]
    did = ("application/did+ld+json", "application/did+json", JSON, _LD)
    return {
        "/places/{slug}": reading(
            "place", "documents", _LD, HTML, JSON, _VC_LD, parameters=[_SLUG, _LANGUAGE]
        ),
        "/places/{slug}/did.json": reading(
            "didDocument", "documents", *did, parameters=[_SLUG], refusals=_GONE
        ),
        "/places/{slug}/keys/{name}": reading(
            "publicKey",
            "documents",
            *("application/jwk+json", JSON),
            parameters=key,
            refusals=_GONE,
        ),
        "/.well-known/jwks.json": reading(
            "keySet", "documents", "application/jwk-set+json", refusals=()
        ),
    }


def _definitions() -> dict[str, JsonObject]:
    return {
        "/achievements/{slug}": reading(
            "achievement", "documents", _LD, HTML, JSON, _VC_LD, parameters=[_SLUG, _LANGUAGE]
        ),
        "/achievements/{slug}/v{number}": reading(
            "achievementVersion",
            "documents",
            *(_LD, HTML, JSON, _VC_LD),
            parameters=[_SLUG, path_parameter("number", "2"), _LANGUAGE],
            refusals=_GONE,
        ),
        "/schemas/{name}.json": reading(
            "schema",
            "documents",
            "application/schema+json",
            parameters=[path_parameter("name", "open-badges-3.0")],
            refusals=_GONE,
        ),
        "/contexts/tiers-lieux/v1": reading("context", "documents", _LD, refusals=()),
        "/contexts/tiers-lieux/v2": reading("context_v2", "documents", _LD, refusals=()),
    }


_ENTRY: JsonObject = {
    "type": "object",
    "required": ["type"],
    "properties": {
        "type": {"const": "BitstringStatusListEntry"},
        "statusPurpose": {"type": "string", "enum": ["revocation", "suspension"]},
    },
}
_SCHEMAS: dict[str, JsonObject] = {
    "IssueRequest": {
        "type": "object",
        "required": ["credential"],
        "properties": {
            "credential": {"type": "object", "required": ["@context", "type"]},
            "options": {
                "type": "object",
                "properties": {
                    "cryptosuite": {"type": "string", "enum": list(WRITABLE)},
                    "type": {"type": "string", "enum": ["DataIntegrityProof", *WRITABLE]},
                    "proofPurpose": {"const": "assertionMethod"},
                    "status": {"type": "boolean"},
                    "statusPurpose": {"type": "string", "enum": ["revocation", "suspension"]},
                    "previousProof": {"type": ["string", "array"], "items": {"type": "string"}},
                },
            },
        },
    },
    "IssueResponse": {
        "type": "object",
        "required": ["verifiableCredential"],
        "properties": {"verifiableCredential": {"type": "object", "required": ["proof"]}},
    },
    "StatusRequest": {
        "type": "object",
        "required": ["credentialId", "credentialStatus"],
        "properties": {
            "credentialId": {"type": "string", "minLength": 1, "maxLength": 2000},
            "credentialStatus": _ENTRY,
            "status": {"type": "boolean"},
        },
    },
    "StatusResponse": {
        "type": "object",
        "required": ["credentialStatus", "status"],
        "properties": {"credentialStatus": _ENTRY, "status": {"type": "boolean"}},
    },
}
