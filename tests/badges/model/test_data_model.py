"""The rules of the W3C data model: each departure is found, at its place, and nothing else."""

from typing import Any

import pytest

from badges.documents import JsonObject
from badges.i18n import Translator
from badges.model.data_model import (
    LIMIT,
    VC_1,
    VC_2,
    Departure,
    departures,
    envelope_departures,
    presentation_departures,
)

ISSUER = "did:example:place"


def credential(**members: Any) -> JsonObject:
    """A small credential of VCDM 2.0; `members` replace or, when None, remove members of it."""
    document: JsonObject = {
        "@context": [VC_2],
        "type": ["VerifiableCredential"],
        "issuer": ISSUER,
        "credentialSubject": {"id": "did:example:person"},
    } | members
    return {name: value for name, value in document.items() if value is not None}


def older(**members: Any) -> JsonObject:
    """A small credential of VCDM 1.1."""
    return credential(**{"@context": [VC_1], "issuanceDate": "2020-01-01T00:00:00Z"} | members)


def presentation(**members: Any) -> JsonObject:
    """A small presentation; `members` are added or replace members of it."""
    return {"@context": [VC_2], "type": ["VerifiablePresentation"]} | members


SOUND: dict[str, Any] = {
    "id": "urn:uuid:0a1b",
    "name": {"@value": "Attestation", "@language": "fr"},
    "description": [
        {"@value": "Text", "@language": "en", "@direction": "ltr"},
        {"@value": "نص", "@language": "ar", "@direction": "rtl"},
    ],
    "validFrom": "2023-02-25T19:10:39-06:00",
    "validUntil": "2023-02-25T19:10:39.001-06:00",
    "type": ["https://example.org/#Other", "VerifiableCredential"],
    "credentialStatus": {"type": "Example"},
    "credentialSchema": [{"id": "https://example.org/s", "type": "JsonSchema"}],
    "refreshService": {"type": ["Example"]},
    "termsOfUse": [{"type": "IssuerPolicy", "id": "https://example.org/t"}],
    "evidence": [{"type": "Example"}, {"type": "Example"}],
    "credentialSubject": [{"id": "did:example:a"}, {"knows": "something"}],
    "issuer": {"id": ISSUER, "name": "Un lieu"},
    "relatedResource": {"id": "https://example.org/r", "digestSRI": f"sha256-{'A' * 43}="},
    "proof": [{"type": "DataIntegrityProof"}],
}


@pytest.mark.parametrize("member", SOUND)
def test_what_the_model_allows_is_no_departure(member: str) -> None:
    """Each form that the data model allows passes."""
    assert departures(credential(**{member: SOUND[member]})) == ()


def test_a_rich_credential_is_sound() -> None:
    """All allowed forms together pass too, and so does a single context that is no list."""
    assert departures(credential(**SOUND)) == ()
    assert departures(credential(**{"@context": VC_2})) == ()


WRONG: list[tuple[str, Any, str, str]] = [
    ("@context", None, "vcdm.context_missing", "/@context"),
    ("@context", [], "vcdm.context_missing", "/@context"),
    ("@context", ["https://example.org/v1"], "vcdm.context_first", "/@context"),
    ("@context", ["https://example.org/v1", VC_2], "vcdm.context_first", "/@context"),
    ("@context", [VC_2, "https ://not-a-url/v1"], "vcdm.context_item", "/@context/1"),
    ("@context", [VC_2, {}, 192], "vcdm.context_item", "/@context/2"),
    ("type", None, "vcdm.type_missing", "/type"),
    ("type", [], "vcdm.type_missing", "/type"),
    ("type", ["Other"], "vcdm.type_credential", "/type"),
    ("type", ["VerifiableCredential", 3], "vcdm.type_text", "/type"),
    ("type", ["VerifiableCredential", "VerifiablePresentation"], "vcdm.two_kinds", "/type"),
    (
        "type",
        ["VerifiableCredential", "OpenBadgeCredential", "ClrCredential"],
        "vcdm.two_kinds",
        "/type",
    ),
    ("id", "not a url", "vcdm.id", "/id"),
    ("id", "relative", "vcdm.id", "/id"),
    ("id", ["did:example:a", "did:example:b"], "vcdm.id", "/id"),
    ("issuer", None, "vcdm.issuer_missing", "/issuer"),
    ("issuer", "somebody", "vcdm.issuer", "/issuer"),
    ("issuer", ["did:example:a"], "vcdm.issuer", "/issuer"),
    ("issuer", {"name": "Un lieu"}, "vcdm.issuer", "/issuer/id"),
    ("issuer", {"id": "somebody"}, "vcdm.issuer", "/issuer/id"),
    ("issuer", {"id": ISSUER, "name": 3}, "vcdm.wording", "/issuer/name"),
    ("credentialSubject", None, "vcdm.subject", "/credentialSubject"),
    ("credentialSubject", {}, "vcdm.subject", "/credentialSubject"),
    ("credentialSubject", [], "vcdm.subject", "/credentialSubject"),
    ("credentialSubject", "did:example:a", "vcdm.subject", "/credentialSubject"),
    ("credentialSubject", [{"id": "a:b"}, {}], "vcdm.subject", "/credentialSubject/1"),
    ("credentialSubject", {"id": ["a:b", "a:c"]}, "vcdm.id", "/credentialSubject/id"),
    ("name", {"@value": "x", "@language": "en", "url": "a:b"}, "vcdm.wording", "/name"),
    ("name", {"@value": "x", "@direction": "up"}, "vcdm.wording", "/name"),
    ("description", ["x", {"@language": "en"}], "vcdm.wording", "/description/1"),
    ("validFrom", "2023-02-25", "vcdm.instant", "/validFrom"),
    ("validUntil", "2023-02-31T00:00:00Z", "vcdm.instant", "/validUntil"),
    ("validUntil", 2023, "vcdm.instant", "/validUntil"),
    ("credentialStatus", {"id": "a:b"}, "vcdm.type_needed", "/credentialStatus/type"),
    ("credentialStatus", {"type": "X", "id": "b"}, "vcdm.id", "/credentialStatus/id"),
    ("credentialStatus", {"type": "X", "id": ["a:b"]}, "vcdm.id", "/credentialStatus/id"),
    ("credentialStatus", "a:b", "vcdm.not_an_object", "/credentialStatus"),
    ("credentialSchema", {"type": "X"}, "vcdm.id_needed", "/credentialSchema/id"),
    ("credentialSchema", {"id": "a:b"}, "vcdm.type_needed", "/credentialSchema/type"),
    ("credentialSchema", {"id": 3, "type": "X"}, "vcdm.id", "/credentialSchema/id"),
    ("refreshService", [{"id": "a:b"}], "vcdm.type_needed", "/refreshService/0/type"),
    ("termsOfUse", [{"type": []}], "vcdm.type_needed", "/termsOfUse/0/type"),
    ("evidence", [{"type": "X"}, {}], "vcdm.type_needed", "/evidence/1/type"),
    ("evidence", [], "vcdm.not_an_object", "/evidence"),
    ("confidenceMethod", {}, "vcdm.type_needed", "/confidenceMethod/type"),
    ("renderMethod", {"id": "a:b"}, "vcdm.type_needed", "/renderMethod/type"),
    ("proof", "text", "vcdm.proof", "/proof"),
    ("proof", [], "vcdm.proof", "/proof"),
    ("proof", {"created": "x"}, "vcdm.type_needed", "/proof/type"),
    ("relatedResource", [3], "vcdm.related_resource", "/relatedResource/0"),
    ("relatedResource", {"id": "https://a.org/"}, "vcdm.related_resource", "/relatedResource"),
    (
        "relatedResource",
        [SOUND["relatedResource"]] * 2,
        "vcdm.related_resource",
        "/relatedResource",
    ),
]


@pytest.mark.parametrize(("member", "value", "code", "path"), WRONG)
def test_each_departure_is_found_at_its_place(
    member: str, value: object, code: str, path: str
) -> None:
    """One wrong member is one departure, with its code and its pointer."""
    assert departures(credential(**{member: value})) == (Departure(code, path),)


@pytest.mark.parametrize("member", ["id", "issuer", "name", "validFrom", "proof", "evidence"])
def test_null_is_a_departure(member: str) -> None:
    """A member that is there and null is not the same as one that is absent."""
    document = credential() | {member: None}
    assert len(departures(document)) == 1


def test_the_end_is_not_before_the_start() -> None:
    """The same instant may begin and end; zones are compared as instants."""
    begins = "2026-01-01T00:00:00+02:00"
    same = credential(validFrom=begins, validUntil="2025-12-31T22:00:00Z")
    before = credential(validFrom=begins, validUntil="2025-12-31T21:59:59Z")
    assert departures(same) == ()
    assert departures(before) == (Departure("vcdm.period", "/validUntil"),)


def test_the_older_model_has_its_own_dates_and_identifiers() -> None:
    """VCDM 1.1 wants `issuanceDate`, and an identifier for status and refresh."""
    assert departures(older()) == ()
    assert departures(older(issuanceDate=None)) == (
        Departure("vcdm.issued_missing", "/issuanceDate"),
    )
    ends = older(expirationDate="2019-01-01T00:00:00Z")
    assert departures(ends) == (Departure("vcdm.period", "/expirationDate"),)
    status = older(credentialStatus={"type": "Example"})
    assert departures(status) == (Departure("vcdm.id_needed", "/credentialStatus/id"),)


def test_what_is_told_is_bounded() -> None:
    """A thousand departures are not all told."""
    assert len(departures(credential(evidence=[{}] * 1_000))) == LIMIT


ENVELOPE = {"@context": VC_2, "type": "EnvelopedVerifiableCredential", "id": "data:x/y,z"}


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"verifiableCredential": []},
        {"verifiableCredential": credential()},
        {"verifiableCredential": [credential(), ENVELOPE]},
        {"holder": ISSUER, "id": "urn:uuid:1", "proof": {"type": "DataIntegrityProof"}},
        {"holder": {"id": ISSUER}, "type": "VerifiablePresentation"},
        {"@context": [VC_1], "verifiableCredential": ["a.b.c"]},
    ],
)
def test_a_sound_presentation_has_no_departure(members: JsonObject) -> None:
    """A presentation may hold nothing, one or many credentials, and name its holder."""
    assert presentation_departures(presentation(**members)) == ()


@pytest.mark.parametrize(
    ("members", "code", "path"),
    [
        ({"@context": []}, "vcdm.context_missing", "/@context"),
        ({"@context": ["a:b"]}, "vcdm.context_first", "/@context"),
        ({"type": "VerifiableCredential"}, "vcdm.type_presentation", "/type"),
        ({"type": []}, "vcdm.type_missing", "/type"),
        ({"type": ["VerifiablePresentation", "ClrCredential"]}, "vcdm.two_kinds", "/type"),
        ({"id": "x"}, "vcdm.id", "/id"),
        ({"holder": {}}, "vcdm.holder", "/holder/id"),
        ({"holder": "x"}, "vcdm.holder", "/holder"),
        ({"verifiableCredential": "a.b.c"}, "vcdm.inner", "/verifiableCredential"),
        ({"verifiableCredential": None}, "vcdm.inner", "/verifiableCredential"),
        ({"verifiableCredential": ["https://a.org/"]}, "vcdm.inner", "/verifiableCredential/0"),
        ({"verifiableCredential": [{}]}, "vcdm.inner_type", "/verifiableCredential/0/type"),
        (
            {"verifiableCredential": [ENVELOPE | {"id": "a:b"}]},
            "vcdm.envelope_id",
            "/verifiableCredential/0/id",
        ),
        (
            {"@context": [VC_1], "verifiableCredential": ["https://a.org/"]},
            "vcdm.inner",
            "/verifiableCredential/0",
        ),
    ],
)
def test_each_departure_of_a_presentation_is_found(
    members: JsonObject, code: str, path: str
) -> None:
    """What is no presentation, or holds what is no credential, is told at its place."""
    assert presentation_departures(presentation(**members)) == (Departure(code, path),)


@pytest.mark.parametrize(
    ("members", "code", "path"),
    [
        ({"@context": []}, "vcdm.context_first", "/@context"),
        ({"@context": "https://example.org/v2"}, "vcdm.context_first", "/@context"),
        ({"id": "z.z.z"}, "vcdm.envelope_id", "/id"),
        ({"id": None}, "vcdm.envelope_id", "/id"),
        ({"type": "VerifiableCredential"}, "vcdm.envelope_type", "/type"),
        ({"type": []}, "vcdm.envelope_type", "/type"),
    ],
)
def test_an_envelope_says_what_it_is(members: JsonObject, code: str, path: str) -> None:
    """An envelope has the context of the model, its own type alone, and a `data:` URL."""
    assert envelope_departures(ENVELOPE) == ()
    assert envelope_departures(ENVELOPE | members) == (Departure(code, path),)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_departure_has_a_sentence(language: str) -> None:
    """Whatever departs can be told to people, with its place."""
    words = Translator(language, "badges")
    for code in {code for _, _, code, _ in WRONG} | {"vcdm.period", "vcdm.inner"}:
        assert words(code, path="/somewhere") != code
