"""Published known answers: our hashes and signatures are theirs, byte for byte."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from badges.did import Resolver
from badges.documents import JsonObject
from badges.encoding import encode_multibase
from badges.errors import MalformedProof
from badges.keys import KeySigner, PrivateKey, PublicKey
from badges.ports import VerificationMethod
from badges.proofs.ecdsa_rdfc_2019 import ECDSA_RDFC_2019
from badges.proofs.ed25519_signature_2020 import ED25519_SIGNATURE_2020
from badges.proofs.eddsa_jcs_2022 import EDDSA_JCS_2022
from badges.proofs.eddsa_rdfc_2022 import EDDSA_RDFC_2022
from badges.proofs.jcs_hashing import hash_jcs
from badges.proofs.rdfc import hash_rdfc
from tests.badges.proofs.materials import (
    ASSERTS,
    EXAMPLES,
    Keyring,
    in_json,
    verify,
    with_examples,
)
from tests.vectors import vector

EDDSA = vector("w3c_vc_di_eddsa")
ECDSA = vector("w3c_vc_di_ecdsa")
GUIDE = vector("one_edtech_guide")
CREATED = datetime(2023, 2, 24, 23, 36, 38, tzinfo=UTC)


def options(proof: JsonObject) -> JsonObject:
    """The proof as it was when it was hashed."""
    return {name: value for name, value in proof.items() if name != "proofValue"}


def method_at(url: str, multikey: str) -> Keyring:
    """A resolver for the one method of a vector."""
    key = PublicKey.from_multikey(multikey)
    return Keyring({url: VerificationMethod(url, url.partition("#")[0], key, ASSERTS)})


@pytest.mark.requirement("PRF-03", "PRF-08", "TRAP-07", "TRAP-08")
def test_eddsa_rdfc_2022_makes_the_signature_of_the_w3c() -> None:
    """With the published secret key we write the published proof, and its two hashes."""
    case = EDDSA["eddsa-rdfc-2022"]
    suite = with_examples(EDDSA_RDFC_2022)
    key = PrivateKey.from_multikey(EDDSA["secret"])
    signer = KeySigner(key, case["proof"]["verificationMethod"])

    secured = suite.secure(EDDSA["unsecured"], signer, created=CREATED)
    verified = verify(secured, method_at(signer.verification_method, EDDSA["public"]), suite)

    assert secured.document["proof"] == [case["proof"]]
    assert verified.document_sha256 == case["document_sha256"]
    assert verified.proof_sha256 == case["proof_sha256"]
    assert verified.created == CREATED
    assert key.sign(bytes.fromhex(case["proof_sha256"] + case["document_sha256"])) == bytes.fromhex(
        case["signature"]
    )


@pytest.mark.requirement("PRF-04", "PRF-08")
def test_ecdsa_rdfc_2019_makes_the_signature_of_the_w3c() -> None:
    """The published P-256 key signs to the published value (RFC 6979), and it verifies."""
    suite = with_examples(ECDSA_RDFC_2019)
    signer = KeySigner(
        PrivateKey.from_multikey(ECDSA["secret"]), ECDSA["proof"]["verificationMethod"]
    )

    secured = suite.secure(EDDSA["unsecured"], signer, created=CREATED)
    proof = secured.document["proof"][0]
    verified = suite.verify(secured, proof, Resolver(None))

    assert secured.document["proof"] == [ECDSA["proof"]]
    assert verified.proof_sha256 == ECDSA["proof_sha256"]
    assert verified.document_sha256 == ECDSA["document_sha256"]


@pytest.mark.requirement("PRF-10", "PRF-05")
def test_eddsa_jcs_2022_verifies_the_proof_of_the_w3c() -> None:
    """The published proof over canonical JSON holds, with its two hashes."""
    case = EDDSA["eddsa-jcs-2022"]
    secured = in_json({**EDDSA["unsecured"], "proof": case["proof"]})

    verified = EDDSA_JCS_2022.verify(secured, case["proof"], Resolver(None))

    assert verified.document_sha256 == case["document_sha256"]
    assert verified.proof_sha256 == case["proof_sha256"]
    signed = hash_jcs(EDDSA["unsecured"], options(case["proof"])).signed
    key = PrivateKey.from_multikey(EDDSA["secret"])
    assert encode_multibase(key.sign(signed)) == case["proof"]["proofValue"]


@pytest.mark.requirement("PRF-07")
@pytest.mark.parametrize("name", ["proof_set", "proof_chain"])
def test_sets_and_chains_of_the_w3c_are_verified(name: str) -> None:
    """Each proof of the published set and of the published chain holds."""
    suite = with_examples(EDDSA_RDFC_2022)
    secured = in_json({**EDDSA["unsecured"], "proof": EDDSA[name]})
    for proof in EDDSA[name]:
        assert suite.verify(secured, proof, Resolver(None)).method.id == proof["verificationMethod"]


@pytest.mark.requirement("PRF-03", "PRF-08", "PRF-09", "TRAP-07", "TRAP-06")
def test_the_open_badges_guide_is_reproduced() -> None:
    """The credential of the implementation guide gives its hashes and its proof value."""
    case = GUIDE["obv3p0"]
    key = PrivateKey.from_multikey(encode_multibase(b"\x80\x26" + bytes.fromhex(case["seed"])))
    assert key.public.multikey() == case["public"]

    created = datetime.fromisoformat(case["proof"]["created"])
    signer = KeySigner(key, case["proof"]["verificationMethod"])
    secured = EDDSA_RDFC_2022.secure(case["unsecured"], signer, created=created)
    verified = verify(secured, method_at(signer.verification_method, case["public"]))

    assert secured.document["proof"][0]["proofValue"] == case["proof_value"]
    assert verified.document_sha256 == case["document_sha256"]
    assert verified.proof_sha256 == case["proof_sha256"]
    assert verified.catalogue_edition == "current"


@pytest.mark.shared
@pytest.mark.requirement("PRF-08")
@pytest.mark.parametrize("name", ["obv3p0", "clrv2p0"])
def test_the_signed_files_of_the_guide_verify(shared: Path, name: str) -> None:
    """The signed badge and the signed CLR of the guide, as published, hold."""
    case = GUIDE[name]
    folder = shared / "standards/vectors/1edtech-impl-guide" / name
    signed: dict[str, Any] = json.loads((folder / "signed.json").read_text("utf-8"))

    verified = verify(
        in_json(signed), method_at(case["proof"]["verificationMethod"], case["public"])
    )

    assert verified.document_sha256 == case["document_sha256"]
    assert verified.proof_sha256 == case["proof_sha256"]


@pytest.mark.requirement("TRAP-07")
def test_the_document_does_not_come_first() -> None:
    """The signed bytes are the proof's hash, then the document's: the other order is wrong."""
    case = EDDSA["eddsa-rdfc-2022"]
    hashed = hash_rdfc(EDDSA["unsecured"], options(case["proof"]), EXAMPLES)
    assert hashed.signed.hex() == case["proof_sha256"] + case["document_sha256"]


@pytest.mark.requirement("PRF-21", "PRF-08")
def test_ed25519_signature_2020_verifies_the_proof_of_the_w3c() -> None:
    """The published proof of the older suite holds, with its two hashes."""
    case = EDDSA["Ed25519Signature2020"]
    document = {**EDDSA["unsecured"], "@context": case["context"], "proof": case["proof"]}
    suite = with_examples(ED25519_SIGNATURE_2020)

    verified = suite.verify(in_json(document), case["proof"], Resolver(None))

    assert verified.suite == "Ed25519Signature2020"
    assert verified.document_sha256 == case["document_sha256"]
    assert verified.proof_sha256 == case["proof_sha256"]


@pytest.mark.requirement("PRF-21", "PRF-04")
def test_ed25519_signature_2020_is_not_mistaken_for_data_integrity() -> None:
    """A proof of the older suite has no cryptosuite, and another name is another proof."""
    case = EDDSA["Ed25519Signature2020"]
    suite = with_examples(ED25519_SIGNATURE_2020)
    for change in ({"cryptosuite": "eddsa-rdfc-2022"}, {"type": "DataIntegrityProof"}):
        proof = {**case["proof"], **change}
        document = {**EDDSA["unsecured"], "@context": case["context"], "proof": proof}
        with pytest.raises(MalformedProof, match=r"proof\.suite_mismatch"):
            suite.verify(in_json(document), proof, Resolver(None))
