"""What the verifier's door says of its machine addresses: one badge, many, and VC-API."""

from badges.documents import JsonObject
from badges.web.openapi import Part
from badges.web.openapi_parts import JSON, answer, problems, query_parameter, reference
from verifier.policy import POLICIES
from verifier.report import Outcome, Severity, State, Verdict
from verifier.web.batch import NDJSON, ZIP
from verifier.web.material import MEDIA_TYPES, MULTIPART

_REFUSALS = ("400", "413", "415")
_TEXTS: JsonObject = {"type": "array", "items": {"type": "string"}}
_MAYBE_TEXT: JsonObject = {"type": ["string", "null"]}


def verifier_part() -> Part:
    """The addresses of the verifier."""
    return Part(paths={**_ours(), **_vc_api()}, schemas=_schemas())


def _ours() -> dict[str, JsonObject]:
    one: JsonObject = {kind: {} for kind in MEDIA_TYPES} | {
        JSON: {"schema": {"type": "object"}},
        MULTIPART: {"schema": reference("Upload")},
    }
    many: JsonObject = {
        JSON: {"schema": {"type": "array", "items": {"type": ["object", "string"]}}},
        ZIP: {},
        MULTIPART: {"schema": reference("Upload")},
    }
    report = answer("200", JSON, shape=reference("Report"))
    return {
        "/api/v1/verify": {"post": _asking("verify", one, report)},
        "/api/v1/verify-batch": {"post": _asking("verifyBatch", many, answer("200", NDJSON))},
        "/api/v1/evidence": {"post": _asking("evidence", one, answer("200", ZIP))},
    }


def _asking(operation_id: str, content: JsonObject, good: JsonObject) -> JsonObject:
    names = [policy.name for policy in POLICIES]
    return {
        "operationId": operation_id,
        "tags": ["verify"],
        "parameters": [
            query_parameter("policy", {"type": "string", "enum": names}),
            query_parameter("recipient", {"type": "string", "maxLength": 200}),
        ],
        "requestBody": {"required": True, "content": content},
        "responses": {"200": good, **problems(*_REFUSALS)},
    }


def _vc_api() -> dict[str, JsonObject]:
    return {
        f"/{noun}s/verify": {
            "post": {
                "operationId": f"verify{noun.capitalize()}",
                "tags": ["vc-api"],
                "requestBody": {
                    "required": True,
                    "content": {JSON: {"schema": reference(f"Verify{noun.capitalize()}Request")}},
                },
                "responses": {
                    "200": answer("200", JSON, shape=reference("VerificationResult")),
                    "400": answer("400", JSON, shape=reference("VerificationResult")),
                    **problems("413", "415"),
                },
            }
        }
        for noun in ("credential", "presentation")
    }


def _schemas() -> dict[str, JsonObject]:
    return {
        "Upload": {
            "type": "object",
            "required": ["file"],
            "properties": {"file": {"type": "string", "contentMediaType": MEDIA_TYPES[-1]}},
        },
        "Report": _REPORT,
        "Finding": _FINDING,
        "VerifyCredentialRequest": _request("verifiableCredential"),
        "VerifyPresentationRequest": _request("verifiablePresentation"),
        "VerificationResult": _RESULT,
        "ProblemDetail": _PROBLEM_DETAIL,
    }


def _request(member: str) -> JsonObject:
    return {
        "type": "object",
        "required": [member],
        "properties": {
            member: {"type": "object", "required": ["@context", "type"]},
            "options": {
                "type": "object",
                "properties": {
                    "checks": _TEXTS,
                    "challenge": {"type": "string"},
                    "domain": {"type": "string"},
                },
            },
        },
    }


_FINDING: JsonObject = {
    "type": "object",
    "required": ["check", "outcome", "severity", "code", "params", "message", "spec"],
    "properties": {
        "check": {"type": "string"},
        "outcome": {"type": "string", "enum": list(Outcome)},
        "severity": {"type": "string", "enum": list(Severity)},
        "code": {"type": "string"},
        "params": {"type": "object"},
        "message": {"type": "string"},
        "evidence": {"type": "array", "items": {"type": "object"}},
        "because": _TEXTS,
        "spec": {"type": "string"},
        "repair": _MAYBE_TEXT,
    },
}
_REPORT: JsonObject = {
    "type": "object",
    "required": [
        *("verdict", "verified", "warnings", "errors", "state", "policy", "verified_at"),
        *("subject_digest", "source", "summary", "findings", "credential", "parts"),
    ],
    "properties": {
        "verdict": {"type": "string", "enum": list(Verdict)},
        "verified": {"type": "boolean"},
        "warnings": _TEXTS,
        "errors": _TEXTS,
        "state": {"type": "string", "enum": list(State)},
        "policy": {"type": "string"},
        "verified_at": {"type": "string", "format": "date-time"},
        "subject_digest": {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"},
        "source": {"type": "object"},
        "summary": {"type": "object"},
        "findings": {"type": "array", "items": reference("Finding")},
        "credential": {"type": ["object", "null"]},
        "parts": {"type": "array", "items": reference("Report")},
    },
}
_PROBLEM_DETAIL: JsonObject = {
    "type": "object",
    "required": ["type", "title", "detail", "code"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "pointer": {"type": "string"},
    },
}
_RESULT: JsonObject = {
    "type": "object",
    "required": ["verified", "checks", "warnings", "errors", "problemDetails"],
    "properties": {
        "verified": {"type": "boolean"},
        "checks": _TEXTS,
        "warnings": _TEXTS,
        "errors": _TEXTS,
        "problemDetails": {"type": "array", "items": reference("ProblemDetail")},
    },
}
