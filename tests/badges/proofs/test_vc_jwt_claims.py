"""The claims of a VC-JWT: they repeat what the badge says, in either shape, or are refused."""

from datetime import UTC, datetime
from typing import Any

import pytest

from badges.documents import JsonObject
from badges.errors import LostTerm, MalformedProof
from badges.jsonld import require_nothing_lost
from tests.badges.proofs.jwts import VC_JWT, claims, code_of, jws, secured_by
from tests.badges.proofs.materials import CREATED, badge, keyring, signer, verify


@pytest.mark.requirement("JWT-05", "JWT-07")
@pytest.mark.parametrize("claim", ["iss", "sub", "jti", "nbf"])
def test_each_claim_is_required(claim: str) -> None:
    """In the profile of Open Badges none of the four may be missing."""
    members: JsonObject = {claim: None}
    assert code_of(jws(claims(**members))) == "jwt.claim_missing"


@pytest.mark.requirement("JWT-07")
@pytest.mark.parametrize(
    "members",
    [
        {"iss": "did:web:evil.example"},
        {"iss": ["did:web:evil.example"]},
        {"iss": 7},
        {"sub": "urn:uuid:other"},
        {"jti": "https://badges.example.fr/credentials/2"},
        {"nbf": 1795338001},
        {"nbf": 0},
        {"issuer": {"id": "did:web:evil.example", "type": ["Profile"]}},
        {"issuer": "did:web:evil.example"},
        {"credentialSubject": {"id": "urn:uuid:other"}},
        {"credentialSubject": [{"id": "urn:uuid:6c0e5a6e-3a6b-4a55-9a3c-3f1d6a7d9c11"}]},
        {"id": "https://badges.example.fr/credentials/2"},
        {"validFrom": "2026-11-22T09:00:01Z"},
        {"validFrom": None},
        {"validFrom": "soon"},
        {"validFrom": 1795338000},
        {"validUntil": "2027-11-22T09:00:00Z", "exp": 1826960401},
    ],
)
def test_claims_must_say_what_the_badge_says(members: dict[str, Any]) -> None:
    """A payload that says two things about issuer, holder, identifier or dates is refused."""
    assert code_of(jws(claims(**members))) == "jwt.claim_differs"


@pytest.mark.requirement("JWT-07")
@pytest.mark.parametrize("value", ["1795338000", True, [1], 10**30, -(10**30)])
@pytest.mark.parametrize("claim", ["nbf", "exp"])
def test_dates_are_numbers_of_seconds(claim: str, value: object) -> None:
    """A text, a truth value, or a number beyond any calendar is no NumericDate."""
    members: JsonObject = {claim: value}
    assert code_of(jws(claims(**members))) == "jwt.numeric_date"


@pytest.mark.requirement("JWT-07")
def test_an_end_in_the_claims_alone_is_told() -> None:
    """`exp` without `validUntil` sets the end; the caller, who holds the clock, applies it."""
    verified = verify(jws(claims(exp=1826870400.7)), keyring(signer("P-256")))
    assert verified.expires == datetime(2027, 11, 22, 8, tzinfo=UTC)


@pytest.mark.requirement("JWT-06")
def test_the_claims_are_terms_of_the_current_context_only() -> None:
    """With context 3.0.3 nothing of the payload is lost; earlier ones do not know `jti`."""
    document = {name: value for name, value in badge("P-256").items() if name != "awardedDate"}
    require_nothing_lost(VC_JWT.secure(document, signer("P-256"), created=CREATED).document)
    document["@context"][1] = document["@context"][1].replace("3.0.3", "3.0.2")
    require_nothing_lost(document)
    with pytest.raises(LostTerm):
        require_nothing_lost(VC_JWT.secure(document, signer("P-256"), created=CREATED).document)


def old_shape(**members: Any) -> JsonObject:
    """The payload of the VC data model 1.1: the credential under `vc`."""
    credential = badge("P-256")
    credential["@context"] = ["https://www.w3.org/2018/credentials/v1", credential["@context"][1]]
    credential["issuanceDate"] = credential.pop("validFrom")
    registered = {name: claims()[name] for name in ("iss", "jti", "nbf", "sub")}
    return {"vc": credential, **registered, **members}


@pytest.mark.requirement("JWT-04")
def test_the_shape_of_the_older_data_model_is_read() -> None:
    """The credential under `vc`, with its issuance date, holds under the same claims."""
    secured = jws(old_shape())
    verify(secured, keyring(signer("P-256")))
    assert secured.document["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert code_of(jws(old_shape(nbf=1))) == "jwt.claim_differs"
    assert code_of(jws(old_shape(iss="did:web:evil.example"))) == "jwt.claim_differs"


@pytest.mark.requirement("JWT-04")
@pytest.mark.parametrize(
    "payload",
    [
        {**claims(), "vc": badge("P-256")},
        old_shape(credentialSubject={"id": "urn:uuid:other"}),
        old_shape(**{"@context": ["https://www.w3.org/ns/credentials/v2"]}),
        {**claims(), "vc": "text"},
        {**claims(), "vc": None},
    ],
)
def test_two_badges_in_one_jwt_are_refused(payload: JsonObject) -> None:
    """A credential under `vc` and another beside it could be shown one for the other."""
    assert code_of(jws(payload)) == "jwt.two_credentials"


@pytest.mark.requirement("JWT-09")
def test_the_profile_of_the_w3c_is_read() -> None:
    """With `vc+jwt` the claims may be absent, `exp` is the signature's, `vc` is forbidden."""
    bare = claims(iss=None, sub=None, jti=None, nbf=None)
    verify(jws(bare, typ="vc+jwt"), keyring(signer("P-256")))
    ending = jws({**bare, "exp": 1826870400, "validUntil": "2030-01-01T00:00:00Z"}, typ="vc+jwt")
    verified = verify(ending, keyring(signer("P-256")))
    assert verified.expires == datetime(2027, 11, 22, 8, tzinfo=UTC)

    for payload in ({**bare, "iss": "did:web:evil.example"}, {**bare, "nbf": 1}):
        assert code_of(jws(payload, typ="vc+jwt")) == "jwt.claim_differs"
    assert code_of(jws(old_shape(), typ="vc+jwt")) == "jwt.two_credentials"


@pytest.mark.requirement("JWT-05", "TRAP-12")
@pytest.mark.parametrize(
    ("members", "claim"),
    [
        ({"credentialSubject": {"type": ["AchievementSubject"]}}, "sub"),
        ({"credentialSubject": [{"id": "urn:1"}]}, "sub"),
        ({"id": None}, "jti"),
        ({"validFrom": "soon"}, "nbf"),
        ({"validFrom": None}, "nbf"),
        ({"issuer": {"type": ["Profile"]}}, "iss"),
    ],
)
def test_a_badge_that_cannot_fill_the_claims_is_not_signed(
    members: dict[str, Any], claim: str
) -> None:
    """Without an identifier of badge, issuer and holder, and a date, there is no VC-JWT."""
    with pytest.raises(MalformedProof) as caught:
        secured_by(**members)
    assert (caught.value.code, caught.value.params["claim"]) == ("jwt.no_source", claim)


def test_an_issuer_may_be_a_plain_identifier() -> None:
    """Other people's badges name the issuer by its URL alone."""
    assert secured_by(issuer="did:web:x.example").payload["iss"] == "did:web:x.example"
