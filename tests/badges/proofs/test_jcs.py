"""Canonical JSON (RFC 8785), and the suite that signs it."""

import copy
import json
import struct
from typing import Any

import pytest

from badges.documents import JsonObject, parse
from badges.encoding import encode_multibase
from badges.errors import MalformedProof, SignatureMismatch
from badges.proofs.jcs import canonicalize_jcs
from badges.proofs.jcs_hashing import hash_jcs
from tests.badges.proofs.materials import badge, in_json, keyring, signer, verify
from tests.vectors import vector

RFC = vector("rfc8785")


@pytest.mark.requirement("PRF-10")
@pytest.mark.parametrize(("bits", "text"), RFC["numbers"].items())
def test_numbers_are_written_as_ecmascript_does(bits: str, text: str) -> None:
    """Each double of the RFC's table has the text of the table."""
    (number,) = struct.unpack(">d", bytes.fromhex(bits))
    assert canonicalize_jcs([number]) == f"[{text}]".encode()


@pytest.mark.requirement("PRF-10")
def test_the_document_of_the_rfc_is_reproduced() -> None:
    """Members sorted, escapes shortest, literals plain."""
    case = RFC["document"]
    assert canonicalize_jcs(parse(case["input"].encode())) == case["canonical"].encode()


@pytest.mark.requirement("PRF-10")
def test_members_are_sorted_by_utf_16_code_units() -> None:
    """The order of the RFC's example differs from that of code points."""
    case = RFC["sorting"]
    canonical = canonicalize_jcs(parse(case["input"].encode()))
    assert list(json.loads(canonical).values()) == case["order"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({}, "{}"),
        ([], "[]"),
        ([1, 10**20, 10**21, -5], "[1,100000000000000000000,1e+21,-5]"),
        ([True, False, None], "[true,false,null]"),
        (["\x7f\u2028/<"], '["\x7f\u2028/<"]'),
        (["\b\t\n\f\r\x01"], '["\\b\\t\\n\\f\\r\\u0001"]'),
    ],
)
def test_values_have_one_text(value: Any, text: str) -> None:
    """Containers, integers, literals and controls are written the one way."""
    assert canonicalize_jcs(value) == text.encode()


@pytest.mark.requirement("TRAP-23")
@pytest.mark.parametrize("number", [2**53 + 1, -(2**53) - 1, 10**39, 10**400, float("inf")])
def test_numbers_that_no_double_holds_are_refused(number: float) -> None:
    """Two readers would see two numbers under one signature."""
    with pytest.raises(MalformedProof, match=r"proof\.jcs_number"):
        canonicalize_jcs([number])


def signed(document: JsonObject, **members: Any) -> JsonObject:
    """`document` with a proof over canonical JSON, made as another software would."""
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
        "created": "2026-11-22T09:00:00Z",
        "verificationMethod": signer().verification_method,
        "proofPurpose": "assertionMethod",
        **members,
    }
    value = encode_multibase(signer().sign(hash_jcs(document, options).signed))
    return {**document, "proof": {**options, "proofValue": value}}


@pytest.mark.requirement("PRF-10")
def test_a_proof_over_canonical_json_is_verified() -> None:
    """The order of members does not matter; what they say does, even beyond any context."""
    document = signed(badge(unknownTerm=1.5))
    verified = verify(in_json(dict(reversed(document.items()))), keyring(signer()))
    assert verified.suite == "eddsa-jcs-2022"
    for changed in ({"unknownTerm": 1.6}, {"name": "Autre"}, {"type": ["OpenBadgeCredential"]}):
        with pytest.raises(SignatureMismatch):
            verify(in_json({**document, **changed}), keyring(signer()))


@pytest.mark.requirement("PRF-05")
def test_contexts_may_only_have_been_appended() -> None:
    """The proof keeps the contexts that it signed; the document may add some after them."""
    contexts = badge()["@context"]
    document = signed(badge(), **{"@context": contexts})
    more = {**document, "@context": [*contexts, "https://example.org/more"]}
    verify(in_json(more), keyring(signer()))

    for others in (
        [contexts[0]],
        list(reversed(contexts)),
        ["https://example.org/more", *contexts],
    ):
        with pytest.raises(MalformedProof, match=r"proof\.jcs_context"):
            verify(in_json({**document, "@context": others}), keyring(signer()))


@pytest.mark.requirement("PRF-05")
def test_one_context_may_stand_without_list() -> None:
    """A context written alone is the first of the list."""
    only = badge(**{"@context": badge()["@context"][0]})
    document = signed(only, **{"@context": only["@context"]})
    verify(in_json(document), keyring(signer()))
    verify(in_json({**document, "@context": [only["@context"], "urn:x"]}), keyring(signer()))


def test_the_options_are_signed_too() -> None:
    """Another date in the proof is a mismatch."""
    document = copy.deepcopy(signed(badge()))
    document["proof"]["created"] = "2026-11-22T09:00:01Z"
    with pytest.raises(SignatureMismatch):
        verify(in_json(document), keyring(signer()))
