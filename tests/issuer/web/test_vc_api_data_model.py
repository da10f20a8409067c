"""VC-API, the side that signs: what the data model allows is signed, what it forbids is not."""

import base64
import hashlib
import json
from pathlib import Path

import pytest

from badges.documents import JsonObject
from schemas.catalogue import CURRENT
from tests.issuer.web.vc import VC_2, Signing, credential, open_signing, refused, with_terms

CONTEXT_BYTES = CURRENT.content(VC_2)
CONTEXT_SHA256 = hashlib.sha256(CONTEXT_BYTES).digest()
CONTEXT_SRI = "sha256-" + base64.b64encode(CONTEXT_SHA256).decode()
CONTEXT_MULTIBASE = "u" + base64.urlsafe_b64encode(b"\x12\x20" + CONTEXT_SHA256).decode().strip("=")


OK: dict[str, JsonObject] = {
    "type is an address": {"type": ["VerifiableCredential", "https://example.org/#T"]},
    "type comes last": {"type": ["https://example.org/#T", "VerifiableCredential"]},
    "type of its own": {
        "@context": with_terms(OwnCredential="Own"),
        "type": ["VerifiableCredential", "OwnCredential"],
    },
    "several subjects": {"credentialSubject": [{"id": "did:example:a"}, {"id": "did:example:b"}]},
    "milliseconds": {"validFrom": "2023-02-25T19:10:39.340Z"},
    "an offset": {"validFrom": "2023-02-25T19:10:39-06:00"},
    "far ahead": {"validFrom": "2919-02-25T19:10:39Z"},
    "a period": {"validFrom": "2020-01-01T00:00:00Z", "validUntil": "2030-01-01T00:00:00Z"},
    "name in languages": {
        "name": [{"@value": "Un", "@language": "fr"}, {"@value": "One", "@language": "en"}]
    },
    "terms for trials": {
        "@context": [VC_2, "https://www.w3.org/ns/credentials/undefined-terms/v2"],
        "credentialSubject": {"id": "urn:x:1", "whatever": 1},
    },
    "a status of its own": {
        "@context": with_terms(OwnStatus="S"),
        "credentialStatus": {"id": "did:example:status", "type": "OwnStatus"},
    },
    "terms of use": {
        "@context": with_terms(Policy="P"),
        "termsOfUse": [{"type": "Policy"}, {"type": "Policy", "id": "urn:x:1"}],
    },
    "evidence": {
        "@context": with_terms(Proof="P"),
        "evidence": [{"type": "Proof"}, {"type": ["Proof"], "id": "https://example.org/e"}],
    },
    "a schema": {"credentialSchema": {"id": "https://example.org/s.json", "type": "JsonSchema"}},
    "a refresh service": {
        "refreshService": {"type": "https://example.org/#Refresh", "id": "did:example:refresh"}
    },
    "a right digest": {"relatedResource": [{"id": VC_2, "digestSRI": CONTEXT_SRI}]},
    "a right multihash": {
        "relatedResource": {"id": VC_2, "digestMultibase": CONTEXT_MULTIBASE, "mediaType": "a/b"}
    },
    "a resource out of reach": {
        "relatedResource": {"id": "https://nowhere.invalid/x", "digestSRI": CONTEXT_SRI}
    },
}


@pytest.mark.parametrize("members", OK.values(), ids=OK)
def test_what_the_data_model_allows_is_signed(place: Signing, members: JsonObject) -> None:
    """Each of these credentials is signed, and its signature holds."""
    signed = place.signed(credential(**members))
    response = place.verify(signed, checks=["proof"])
    assert response.status_code == 200, response.text


BAD: dict[str, JsonObject] = {
    "no context": {"@context": None},
    "a context that is a number": {"@context": 4},
    "other things as contexts": {"@context": [{"foo": True}, 4, False, None]},
    "another context first": {"@context": ["https://w3id.org/security/data-integrity/v2", VC_2]},
    "a context that is no address": {"@context": [VC_2, "https ://not-a-url/v1"]},
    "a context that is a number later": {"@context": [VC_2, 123192875]},
    "a context that nobody knows": {"@context": [VC_2, "https://example.org/unknown/v1"]},
    "no type": {"type": None},
    "a type that is a number": {"type": 4},
    "types that are no texts": {"type": [2, None, {"foo": True}, False]},
    "not a credential": {"type": ["https://example.org/#T"]},
    "a type without meaning": {
        "@context": [VC_2, {"@vocab": None}],
        "type": ["VerifiableCredential", "Unheard"],
    },
    "a type that means no address": {
        "@context": [VC_2, {"Odd": "https ://not-a-url#Odd"}],
        "type": ["VerifiableCredential", "Odd"],
    },
    "a term without meaning": {"unheard": "x"},
    "a term without meaning inside": {"credentialSubject": {"id": "urn:x:1", "unheard": 1}},
    "a status under another name": {"statusEntry": {"type": "BitstringStatusListEntry"}},
    "a protected type anew": {
        "@context": [VC_2, {"VerifiableCredential": "https://example.org/#Bad"}]
    },
    "a protected term of its own anew": {
        "@context": [
            VC_2,
            {"@protected": True, "Own": "https://example.org/#Own"},
            {"Own": "https://example.org/#Other"},
        ],
        "type": ["VerifiableCredential", "Own"],
    },
    "an id that is no address": {"id": "not-a-url"},
    "several ids": {"id": ["urn:x:1", "urn:x:2"]},
    "an id that is a number": {"id": 4},
    "a subject with several ids": {"credentialSubject": {"id": ["urn:x:1", "urn:x:2"]}},
    "an issuer that is a number": {"issuer": 4},
    "an issuer that is no address": {"issuer": "not-a-url"},
    "an issuer without id": {"issuer": {"name": "x"}},
    "an issuer whose id is null": {"issuer": {"id": None}},
    "no subject": {"credentialSubject": None},
    "an empty subject": {"credentialSubject": {}},
    "one empty subject": {"credentialSubject": [{"id": "did:example:a"}, {}]},
    "subjects that are no objects": {"credentialSubject": [None, True, 4]},
    "no date at all": {"validFrom": "yesterday"},
    "a date without zone": {"validUntil": "2030-01-01T00:00:00"},
    "an end before the start": {
        "validFrom": "2030-01-01T00:00:00Z",
        "validUntil": "2020-01-01T00:00:00Z",
    },
    "a status without type": {"credentialStatus": {"id": "did:example:status"}},
    "a status whose id is no address": {
        "credentialStatus": {"id": "x y", "type": "BitstringStatusListEntry"}
    },
    "a schema without type": {"credentialSchema": {"id": "https://example.org/s.json"}},
    "a schema without id": {"credentialSchema": {"type": "JsonSchema"}},
    "terms of use without type": {"termsOfUse": {"id": "urn:x:1"}},
    "evidence without type": {"evidence": {"id": "urn:x:1"}},
    "a refresh service without type": {"refreshService": {"id": "urn:x:1"}},
    "a name in an odd form": {"name": {"@value": "x", "unheard": "y"}},
    "resources that are texts": {"relatedResource": [VC_2]},
    "a resource without id": {"relatedResource": {"digestSRI": CONTEXT_SRI}},
    "a resource without digest": {"relatedResource": {"id": VC_2}},
    "a resource named twice": {"relatedResource": [{"id": VC_2, "digestSRI": CONTEXT_SRI}] * 2},
    "a wrong digest": {"relatedResource": {"id": VC_2, "digestSRI": "sha256-" + "A" * 43 + "="}},
    "a wrong multihash": {
        "relatedResource": {"id": VC_2, "digestMultibase": "uZTQ0MjM1NiAgcmVwb3J0cc5jZWxhdGVk"}
    },
    "a proof that is a text": {"proof": "x"},
    "a number beyond all readers": {
        "@context": with_terms(size="size"),
        "credentialSubject": {"size": 2**60},
    },
}


@pytest.mark.requirement("SAFE-01")
@pytest.mark.parametrize("members", BAD.values(), ids=BAD)
def test_what_the_data_model_forbids_isrefused(place: Signing, members: JsonObject) -> None:
    """400 with a problem that programs and people can read; nothing is signed."""
    problem = refused(place.issue(credential(**members)))
    assert problem["params"]["field"].startswith("credential")
    assert problem["detail"] != problem["code"]


def test_a_resource_is_compared_with_what_stands_at_its_address(tmp_path: Path) -> None:
    """Fetched within bounds: a digest that is wrong from the first day is refused."""
    (tmp_path / "page").write_bytes(b"the page")
    address = "https://example.org/page"
    (tmp_path / "map.json").write_text(json.dumps({address: {"file": "page"}}))
    right = "sha384-" + base64.b64encode(hashlib.sha384(b"the page").digest()).decode()
    wrong = "sha384-" + base64.b64encode(hashlib.sha384(b"another").digest()).decode()
    with open_signing(tmp_path / "data", fetch_map=str(tmp_path / "map.json")) as signing:
        signing.signed(credential(relatedResource={"id": address, "digestSRI": right}))
        related = {"id": address, "digestSRI": wrong}
        problem = refused(signing.issue(credential(relatedResource=related)))
        assert problem["code"] == "vc_api.resource_other"
        many = [{"id": f"{address}?{n}", "digestSRI": right} for n in range(5)]
        signing.signed(credential(relatedResource=many))
