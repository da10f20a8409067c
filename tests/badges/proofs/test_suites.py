"""The family of suites: its table of contents, and what is said of the suites that it lacks."""

import copy

import pytest

from badges.encoding import encode_multibase
from badges.errors import MalformedProof, SignatureMismatch, UnsupportedSuite
from badges.proofs import SUITES, suite, suite_of
from badges.proofs.eddsa_2022 import EDDSA_2022
from badges.proofs.eddsa_rdfc_2022 import EDDSA_RDFC_2022
from tests.badges.proofs.materials import CREATED, badge, in_json, keyring, signer, verify


def test_suites_are_found_by_their_name() -> None:
    """Each suite answers to its standard's name, once."""
    names = [member.name for member in SUITES]
    assert len(set(names)) == len(names)
    for member in SUITES:
        assert suite(member.name) is member
        assert member.standing in ("recommended", "accepted", "read-only")


@pytest.mark.requirement("PRF-23")
@pytest.mark.parametrize(
    "proof",
    [
        {"type": "DataIntegrityProof", "cryptosuite": "ecdsa-xi-2023", "proofValue": "z2V"},
        {"type": "DataIntegrityProof", "cryptosuite": "bbs-2023"},
        {"type": "RsaSignature2018"},
        {"type": "BbsBlsSignature2020"},
        {"type": "x" * 10_000},
    ],
)
def test_a_suite_that_we_lack_is_unsupported_rather_than_wrong(proof: dict[str, str]) -> None:
    """An unknown suite says nothing about the signature; its name is told, within bounds."""
    with pytest.raises(UnsupportedSuite) as caught:
        suite_of(proof)
    assert len(caught.value.params["suite"]) <= 80
    assert not isinstance(caught.value, SignatureMismatch)


@pytest.mark.parametrize(
    "proof",
    [
        {},
        {"type": None},
        {"type": ["DataIntegrityProof"], "cryptosuite": "eddsa-rdfc-2022"},
        {"type": "DataIntegrityProof"},
        {"type": "DataIntegrityProof", "cryptosuite": ["eddsa-rdfc-2022"]},
        {"type": "", "cryptosuite": "eddsa-rdfc-2022"},
    ],
)
def test_a_proof_that_names_no_suite_is_malformed(proof: dict[str, object]) -> None:
    """Without one type, and one cryptosuite for Data Integrity, there is nothing to follow."""
    with pytest.raises(MalformedProof, match=r"proof\.suite_missing"):
        suite_of(proof)


@pytest.mark.requirement("PRF-22")
def test_the_former_name_of_eddsa_is_read_but_not_written() -> None:
    """A badge signed as eddsa-2022 still verifies; new ones are refused."""
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-2022",
        "created": "2026-11-22T09:00:00Z",
        "verificationMethod": signer().verification_method,
        "proofPurpose": "assertionMethod",
    }
    signature = signer().sign(EDDSA_RDFC_2022.transform(badge(), options).signed)
    proof = {**options, "proofValue": encode_multibase(signature)}
    document = in_json({**badge(), "proof": proof})

    assert verify(document, keyring(signer())).suite == "eddsa-2022"
    renamed = copy.deepcopy(document.document)
    renamed["proof"]["cryptosuite"] = "eddsa-rdfc-2022"
    with pytest.raises(SignatureMismatch):
        verify(in_json(renamed), keyring(signer()))
    with pytest.raises(UnsupportedSuite, match=r"proof\.read_only"):
        EDDSA_2022.secure(badge(), signer(), created=CREATED)


@pytest.mark.requirement("PRF-10")
def test_read_only_suites_do_not_sign() -> None:
    """What the certification does not know, we read and never issue."""
    for member in SUITES:
        if member.standing == "read-only":
            with pytest.raises(UnsupportedSuite, match=r"proof\.read_only"):
                member.secure(badge(), signer(), created=CREATED)
