"""VC-API, the side that verifies: what the W3C suites ask of a verifier, in our own words."""

import copy
import json
from typing import Any

import pytest

from badges.documents import JsonObject
from tests.issuer.web.house import House
from tests.issuer.web.vc import Signing, credential, older
from tests.verifier.web.presenting import (
    DATA_MODEL,
    SECURITY,
    Holder,
    envelope,
    failed,
    held,
    problem_types,
)

CHECKED = {"checks": ["proof"]}


@pytest.mark.parametrize("options", [{}, CHECKED, {"checks": []}, {"checks": ["credentialStatus"]}])
def test_a_credential_that_holds_is_verified(
    place: Signing, signed: JsonObject, options: Any
) -> None:
    """200, nobody needs a token, and any origin may read the answer."""
    response = place.verify(signed, **options)
    body = held(response)
    assert body["checks"] == (options.get("checks") or ["proof", "credentialStatus"])
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_without_options_everything_is_asked(place: Signing, signed: JsonObject) -> None:
    """`options` may be left out, or be null."""
    for body in ({}, {"options": None}):
        request = {"verifiableCredential": signed, **body}
        assert held(place.client.post("/credentials/verify", json=request))


def test_the_older_data_model_is_verified(place: Signing) -> None:
    """A credential of VCDM 1.1 holds too."""
    assert held(place.verify(place.signed(older())))


@pytest.mark.parametrize("form", ["json", "jwt"])
def test_a_badge_is_verified(badges: House, form: str) -> None:
    """Badges are credentials: bare with their proof, or as a JWT in its envelope."""
    client, award = badges.client(), badges.awards["genuine"]
    document = json.loads(award.json) if form == "json" else envelope(award.jwt.decode())
    assert held(client.post("/credentials/verify", json={"verifiableCredential": document}))[
        "verified"
    ]


@pytest.mark.parametrize("name", ["revoked", "suspended"])
def test_a_status_counts_when_it_is_asked_for(badges: House, name: str) -> None:
    """Of a cancelled badge the proof still holds; with its status, it is not verified."""
    client, document = badges.client(), json.loads(badges.awards[name].json)

    def ask(*checks: str) -> Any:
        body = {"verifiableCredential": document, "options": {"checks": list(checks)}}
        return client.post("/credentials/verify", json=body)

    assert held(ask("proof"))
    for checks in ((), ("proof", "credentialStatus"), ("proof", "unheard")):
        assert failed(ask(*checks))["errors"] == [f"status.{name}"]


@pytest.mark.parametrize(
    "value", ["eyJhbGciOiJFZERTQSJ9.e30.AA", "", None, 4, True, [], [credential()]]
)
def test_what_is_no_object_is_refused(place: Signing, value: Any) -> None:
    """A text, even a JWT, null or a list is 400; so is nothing at all."""
    body = failed(place.verify(value, **CHECKED))
    assert problem_types(body) == {f"{DATA_MODEL}MALFORMED_VALUE_ERROR"}
    assert failed(place.client.post("/credentials/verify", json={"credential": credential()}))[
        "errors"
    ]


@pytest.mark.parametrize("member", ["@context", "type", "issuer", "credentialSubject", "proof"])
def test_a_missing_member_is_refused(place: Signing, signed: JsonObject, member: str) -> None:
    """Whoever takes one of the members that must be there away breaks the credential."""
    lacking = {name: value for name, value in signed.items() if name != member}
    body = failed(place.verify(lacking, **CHECKED))
    assert f"{DATA_MODEL}MALFORMED_VALUE_ERROR" in problem_types(body)


ODD: tuple[Any, ...] = ("text", {}, None, 10, True, [])


@pytest.mark.parametrize("value", ODD, ids=repr)
@pytest.mark.parametrize("member", ["@context", "type", "issuer", "credentialSubject", "proof"])
def test_a_member_of_another_form_is_refused(
    place: Signing, signed: JsonObject, member: str, value: Any
) -> None:
    """Numbers, truth values, null, and what is empty, alone and in a list."""
    assert failed(place.verify({**signed, member: value}, **CHECKED))
    if member in ("@context", "type"):
        assert failed(place.verify({**signed, member: [value]}, **CHECKED))


@pytest.mark.parametrize(
    "member", ["type", "created", "verificationMethod", "proofValue", "proofPurpose", "cryptosuite"]
)
def test_a_proof_that_lacks_a_member_is_refused(
    place: Signing, signed: JsonObject, member: str
) -> None:
    """Each member of the proof is signed, or needed to check it."""
    proof = {name: value for name, value in signed["proof"].items() if name != member}
    assert failed(place.verify({**signed, "proof": proof}, **CHECKED))


@pytest.mark.parametrize(
    "members",
    [
        {"type": "UnknownProofType"},
        {"cryptosuite": "unknown-cryptosuite-2017"},
        {"verificationMethod": "did:key:invalid"},
        {"proofPurpose": "invalidPurpose"},
        {"proofPurpose": "authentication"},
        {"proofValue": None},
        {"proofValue": "no-multibase"},
        {"created": "yesterday"},
        {"created": "2026-11-22T12:00:00"},
        {"expires": "2026-11-22T13:00:00"},
        {"domain": "other.example"},
        {"challenge": "other"},
    ],
    ids=str,
)
def test_a_changed_proof_is_refused(place: Signing, signed: JsonObject, members: Any) -> None:
    """Whatever of a proof is replaced or added, it does not hold any more."""
    assert failed(place.verify({**signed, "proof": {**signed["proof"], **members}}, **CHECKED))[
        "errors"
    ]


def test_a_changed_credential_is_refused(place: Signing, signed: JsonObject) -> None:
    """One letter is enough; the types of the problems are those of the W3C."""
    changed = copy.deepcopy(signed)
    changed["credentialSubject"]["name"] = "Noe"
    body = failed(place.verify(changed, **CHECKED))
    expected = {f"{DATA_MODEL}CRYPTOGRAPHIC_SECURITY_ERROR", f"{SECURITY}PROOF_VERIFICATION_ERROR"}
    assert problem_types(body) == expected
    assert body["errors"] == ["proof.invalid"]


def test_one_proof_of_a_set_that_does_not_hold_spoils_the_set(
    place: Signing, signed: JsonObject
) -> None:
    """Programs cannot weigh one proof against another: all must hold."""
    twice = place.signed(signed)
    assert held(place.verify(twice))
    broken = {**twice["proof"][1], "proofValue": twice["proof"][0]["proofValue"]}
    assert failed(place.verify({**twice, "proof": [twice["proof"][0], broken]}))


@pytest.mark.parametrize(
    "previous", ["urn:uuid:0", ["urn:uuid:0"], 4, None, ["urn:uuid:0", None]], ids=str
)
def test_a_chain_to_nowhere_is_refused(place: Signing, signed: JsonObject, previous: Any) -> None:
    """A proof that names earlier ones which are not there does not hold."""
    chained = place.signed(signed, previousProof=signed["proof"]["id"])
    proof = {**chained["proof"][1], "previousProof": previous}
    assert failed(place.verify({**chained, "proof": [chained["proof"][0], proof]}))


def test_somebody_else_cannot_sign_for_the_issuer(place: Signing, holder: Holder) -> None:
    """A good signature by a key that the issuer does not list is not the issuer's."""
    claimed = credential(issuer="did:web:badges.example.fr:places:premier")
    forged = holder.sign(claimed, proofPurpose="assertionMethod")
    body = failed(place.verify(forged, **CHECKED))
    assert f"{SECURITY}INVALID_VERIFICATION_METHOD" in problem_types(body)


def test_a_period_that_is_over_counts_when_everything_is_asked(place: Signing) -> None:
    """A range error; with the proof alone, dates are left to the program that asks."""
    over = place.signed(credential(validUntil="2020-01-01T00:00:00Z"))
    body = failed(place.verify(over))
    assert problem_types(body) == {f"{DATA_MODEL}RANGE_ERROR"}
    assert held(place.verify(over, **CHECKED))


def test_a_list_that_cannot_be_had_is_a_retrieval_error(place: Signing) -> None:
    """Never green: what cannot be known is not verified."""
    entry = {
        "id": "https://nowhere.invalid/status/1#1",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "1",
        "statusListCredential": "https://nowhere.invalid/status/1",
    }
    unknown = place.signed(credential(credentialStatus=entry))
    body = failed(place.verify(unknown, checks=["proof", "credentialStatus"]))
    assert problem_types(body) == {
        "https://www.w3.org/ns/credentials/status-list#STATUS_RETRIEVAL_ERROR"
    }


def test_an_index_outside_of_the_list_is_a_range_error(place: Signing) -> None:
    """And an entry of another form is a malformed value."""
    entry = place.signed(credential(id="urn:x:range"), status=True)["credentialStatus"]
    beyond = {**entry, "id": "urn:x:beyond", "statusListIndex": "99999999"}
    body = failed(place.verify(place.signed(credential(credentialStatus=beyond))))
    assert problem_types(body) == {f"{DATA_MODEL}RANGE_ERROR"}
    odd = {**entry, "id": "urn:x:odd", "statusListIndex": "one"}
    body = failed(place.verify(place.signed(credential(credentialStatus=odd))))
    assert problem_types(body) == {f"{DATA_MODEL}MALFORMED_VALUE_ERROR"}


@pytest.mark.parametrize(
    "options",
    ["x", [], {"checks": "proof"}, {"checks": [4]}, {"challenge": 4}, {"domain": ""}],
    ids=str,
)
def test_options_of_another_form_are_refused(
    place: Signing, signed: JsonObject, options: Any
) -> None:
    """400 rather than a check that was not meant."""
    body = {"verifiableCredential": signed, "options": options}
    assert failed(place.client.post("/credentials/verify", json=body))


@pytest.mark.parametrize("path", ["/credentials/verify", "/presentations/verify"])
def test_a_body_that_cannot_be_read_is_a_parsing_error(place: Signing, path: str) -> None:
    """Broken JSON, a list, a member named twice: 400; too large 413; another kind 415."""
    for content in (b"", b"{", b"[]", b'"x"', b'{"a": 1, "a": 2}', b"[" * 999, b"\xff"):
        response = place.client.post(path, data=content, content_type="application/json")
        assert problem_types(failed(response)) == {f"{DATA_MODEL}PARSING_ERROR"}
    large = place.client.post(path, data=b" " * 1_020_000, content_type="application/json")
    assert (large.status_code, large.mimetype) == (413, "application/problem+json")
    text = place.client.post(path, data=b"{}", content_type="text/plain")
    assert (text.status_code, text.mimetype) == (415, "application/problem+json")


def test_pages_of_other_origins_may_ask(place: Signing) -> None:
    """The preflight of a browser is answered."""
    for path in ("/credentials/verify", "/presentations/verify"):
        response = place.client.options(path)
        assert response.status_code == 204
        assert response.headers["Access-Control-Allow-Methods"] == "POST, OPTIONS"


@pytest.mark.parametrize(
    "members",
    [
        {"@context": []},
        {"@context": "https://www.w3.org/ns/credentials/examples/v2"},
        {"@context": None},
        {"id": None},
        {"id": "eyJhbGciOiJFZERTQSJ9.e30.AA"},
        {"id": "data:application/vc+jwt"},
        {"id": "data:application/vc+jwt,"},
        {"id": "data:application/vc+jwt,e30"},
        {"id": "data:application/vc+jwt,e30.e30.e30"},
        {"id": "data:text/html,<p>"},
        {"id": "data:application/vc+jwt,é"},
        {"type": None},
        {"type": "VerifiableCredential"},
        {"type": "EnvelopedVerifiablePresentation"},
        {"type": ["EnvelopedVerifiableCredential", "VerifiableCredential"]},
    ],
    ids=str,
)
def test_an_envelope_of_another_form_is_refused(badges: House, members: Any) -> None:
    """Context, type and `data:` address of an envelope are those that the standard fixes."""
    token = badges.awards["genuine"].jwt.decode()
    body = {"verifiableCredential": envelope(token, **members), "options": CHECKED}
    assert failed(badges.client().post("/credentials/verify", json=body))


def test_a_changed_jwt_is_refused(badges: House) -> None:
    """One letter of the signature is enough."""
    token = badges.awards["genuine"].jwt.decode()
    end = "B" if token[-20] == "A" else "A"
    broken = f"{token[:-20]}{end}{token[-19:]}"
    body = {"verifiableCredential": envelope(broken), "options": CHECKED}
    assert failed(badges.client().post("/credentials/verify", json=body))
