"""Badges signed before 1EdTech added terms under the same context URL (ISS-06)."""

from typing import Any

import pytest

from badges.documents import JsonObject, Secured
from badges.encoding import encode_multibase
from badges.errors import LostTerm, SignatureMismatch
from badges.proofs import suite
from badges.proofs.rdfc import hash_rdfc
from schemas.catalogue import EDITION_2025_04
from tests.badges.proofs.materials import CREATED, badge, in_json, keyring, signer, verify

JWS = "eyJhbGciOiJSUzI1NiJ9.eyJ4IjoxfQ.c2ln"


def signed_then(document: JsonObject) -> JsonObject:
    """A proof as software of April 2025 made it: what that context lacked was dropped."""
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2025-05-01T09:00:00Z",
        "verificationMethod": signer().verification_method,
        "proofPurpose": "assertionMethod",
    }
    signature = signer().sign(hash_rdfc(document, options, EDITION_2025_04).signed)
    return {**options, "proofValue": encode_multibase(signature)}


def earlier(**members: Any) -> Secured:
    """A badge signed then, with members that were not signed."""
    return in_json({**badge(), **members, "proof": signed_then(badge())})


@pytest.mark.requirement("ISS-06", "TRAP-02")
@pytest.mark.parametrize(
    "members",
    [
        {"endorsementJwt": [JWS]},
        {"jti": badge()["id"]},
        {"issuer": {**badge()["issuer"], "endorsementJwt": [JWS]}},
    ],
)
def test_the_earlier_edition_is_tried_and_told(members: dict[str, Any]) -> None:
    """A badge whose signature holds only over the earlier context says so."""
    verified = verify(earlier(**members), keyring(signer()))
    assert verified.catalogue_edition == "2025-04"


@pytest.mark.requirement("ISS-06")
def test_with_the_current_edition_these_terms_are_signed() -> None:
    """A badge signed today with an endorsement is bound to it."""
    secured = suite("eddsa-rdfc-2022").secure(
        badge(endorsementJwt=[JWS]), signer(), created=CREATED
    )
    assert verify(secured, keyring(signer())).catalogue_edition == "current"


@pytest.mark.requirement("ISS-06")
def test_an_unsigned_jti_must_repeat_the_signed_id() -> None:
    """The earlier context did not sign `jti`: another value than the id is a mismatch."""
    with pytest.raises(SignatureMismatch):
        verify(earlier(jti="https://badges.example.fr/credentials/2"), keyring(signer()))


@pytest.mark.requirement("ISS-06")
def test_other_changes_stay_a_mismatch() -> None:
    """Trying the earlier edition forgives nothing but its two terms."""
    with pytest.raises(SignatureMismatch):
        verify(earlier(endorsementJwt=[JWS], name="Autre"), keyring(signer()))
    with pytest.raises(SignatureMismatch):
        verify(earlier(description="new"), keyring(signer()))


@pytest.mark.requirement("ISS-06", "END-07")
def test_other_contexts_have_no_earlier_edition() -> None:
    """Under 3.0.2 these terms are undefined: they are lost terms, not an earlier edition."""
    document = {name: value for name, value in badge().items() if name != "awardedDate"}
    document["@context"][1] = document["@context"][1].replace("3.0.3", "3.0.2")
    secured = suite("eddsa-rdfc-2022").secure(document, signer(), created=CREATED)
    with pytest.raises(LostTerm):
        verify(in_json({**secured.document, "endorsementJwt": [JWS]}), keyring(signer()))
