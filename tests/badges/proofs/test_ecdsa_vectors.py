"""The further ECDSA suites against published known answers: canonical JSON, and P-384."""

import hashlib
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils

from badges import jsonld
from badges.did import Resolver
from badges.documents import MEDIA_TYPE_JWT, Secured, serialize
from badges.encoding import encode_base64url
from badges.errors import MalformedProof, SignatureMismatch, UnsupportedSuite
from badges.proofs import suite
from badges.proofs.ecdsa_jcs_2019 import ECDSA_JCS_2019
from badges.proofs.ecdsa_rdfc_2019 import ECDSA_RDFC_2019
from badges.proofs.jcs_hashing import hash_jcs
from tests.badges.proofs.jwts import claims
from tests.badges.proofs.materials import (
    CREATED,
    Keyring,
    badge,
    in_json,
    signer,
    verify,
    with_examples,
)
from tests.vectors import vector

VECTORS = vector("w3c_vc_di_ecdsa_p384")
UNSECURED = vector("w3c_vc_di_eddsa")["unsecured"]


def of(name: str) -> tuple[dict[str, Any], Secured]:
    """The published case of that name, and its signed document."""
    case = VECTORS[name]
    return case, in_json({**UNSECURED, "proof": case["proof"]})


@pytest.mark.parametrize("curve", ["p256", "p384"])
def test_ecdsa_jcs_2019_verifies_the_proofs_of_the_w3c(curve: str) -> None:
    """The published proofs hold, over the published hashes; the key decides the hash."""
    case, secured = of(f"ecdsa-jcs-2019-{curve}")
    options = {name: value for name, value in case["proof"].items() if name != "proofValue"}
    algorithm = {"p256": "sha256", "p384": "sha384"}[curve]

    verified = ECDSA_JCS_2019.verify(secured, case["proof"], Resolver(None))
    forms = ECDSA_JCS_2019.canonical(secured, case["proof"])

    assert verified.method.id == case["proof"]["verificationMethod"]
    assert hash_jcs(UNSECURED, options, hash_algorithm=algorithm).signed.hex() == case["signed"]
    assert (forms.signed.hex(), forms.hash_algorithm) == (case["signed"], algorithm)
    assert verified.document_sha256 == hashlib.sha256(forms.document).hexdigest()


def test_ecdsa_rdfc_2019_verifies_the_p384_proof_of_the_w3c() -> None:
    """The published proof of the longer curve holds, and falls with the document."""
    case, secured = of("ecdsa-rdfc-2019-p384")
    with_context = with_examples(ECDSA_RDFC_2019)

    verified = with_context.verify(secured, case["proof"], Resolver(None))
    forms = with_context.canonical(secured, case["proof"])

    assert verified.method.key.algorithm == "P-384"
    assert forms.signed.hex() == case["signed"]
    altered = {**secured.document, "name": "Another name"}
    with pytest.raises(SignatureMismatch):
        with_context.verify(in_json(altered), case["proof"], Resolver(None))


def test_with_p384_blank_nodes_are_named_by_sha384() -> None:
    """RDFC-1.0 takes the hash of the key too: the published order follows from SHA-384 alone."""
    case = VECTORS["employment-p384"]
    text = "\n".join(case["quads"]) + "\n"
    canonical = jsonld.canonicalize_nquads(text, hash_algorithm="sha384")
    assert canonical == text
    assert hashlib.sha384(canonical.encode()).hexdigest() == case["signed"][96:]
    assert jsonld.canonicalize_nquads(text, hash_algorithm="sha256") != text


def test_both_ways_to_canonical_bytes_agree() -> None:
    """A badge has the same statements under either hash; only blank names and order may differ."""
    document = badge()
    usual = jsonld.canonical_bytes(document)
    other = jsonld.canonical_bytes(document, hash_algorithm="sha384")
    assert usual == jsonld.canonicalize(document).encode()
    assert len(usual) == len(other)
    assert jsonld.canonicalize_nquads(other.decode()) == usual.decode()


@pytest.mark.requirement("PRF-23", "PRF-10")
def test_canonical_json_is_never_signed_with() -> None:
    """The suite is there to read what others signed."""
    with pytest.raises(UnsupportedSuite, match=r"proof\.read_only"):
        suite("ecdsa-jcs-2019").secure(badge("P-256"), signer("P-256"), created=CREATED)


def test_the_size_of_a_signature_must_be_that_of_its_key() -> None:
    """A P-256 signature under a P-384 key is no signature of it."""
    case, _ = of("ecdsa-jcs-2019-p384")
    short = VECTORS["ecdsa-jcs-2019-p256"]["proof"]["proofValue"]
    proof = {**case["proof"], "proofValue": short}
    with pytest.raises(SignatureMismatch):
        ECDSA_JCS_2019.verify(in_json({**UNSECURED, "proof": proof}), proof, Resolver(None))
    proof["proofValue"] = case["proof"]["proofValue"][:90]
    with pytest.raises(MalformedProof, match=r"proof\.value_length"):
        ECDSA_JCS_2019.verify(in_json({**UNSECURED, "proof": proof}), proof, Resolver(None))


@pytest.mark.requirement("JWT-02")
def test_a_jwt_signed_with_es384_is_verified() -> None:
    """ES384 needs a P-384 key, and nothing but its signature holds."""
    private = ec.generate_private_key(ec.SECP384R1())
    numbers = private.public_key().public_numbers()
    x, y = (encode_base64url(number.to_bytes(48)) for number in (numbers.x, numbers.y))
    header = {"alg": "ES384", "jwk": {"kty": "EC", "crv": "P-384", "x": x, "y": y}}
    parts = [encode_base64url(serialize(part)) for part in (header, claims())]
    signing_input = ".".join(parts).encode()
    r, s = utils.decode_dss_signature(private.sign(signing_input, ec.ECDSA(hashes.SHA384())))
    signature = encode_base64url(r.to_bytes(48) + s.to_bytes(48)).encode()

    verified = verify(Secured(signing_input + b"." + signature, MEDIA_TYPE_JWT), Keyring({}))

    assert verified.method.key.algorithm == "P-384"
    with pytest.raises(SignatureMismatch):
        verify(
            Secured(signing_input + b"." + signature[:-6] + b"AAAAAA", MEDIA_TYPE_JWT), Keyring({})
        )
