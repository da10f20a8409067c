"""Proofs: one file for each way to secure a document; this tuple is the table of contents."""

from badges.documents import JsonObject, Secured
from badges.errors import MalformedProof, UnsupportedSuite
from badges.proofs.chains import foundations
from badges.proofs.data_integrity import PROOF_TYPE as DATA_INTEGRITY
from badges.proofs.data_integrity import embedded_proofs
from badges.proofs.ecdsa_jcs_2019 import ECDSA_JCS_2019
from badges.proofs.ecdsa_rdfc_2019 import ECDSA_RDFC_2019
from badges.proofs.ecdsa_sd_2023 import ECDSA_SD_2023
from badges.proofs.ed25519_signature_2020 import ED25519_SIGNATURE_2020
from badges.proofs.eddsa_2022 import EDDSA_2022
from badges.proofs.eddsa_jcs_2022 import EDDSA_JCS_2022
from badges.proofs.eddsa_rdfc_2022 import EDDSA_RDFC_2022
from badges.proofs.replay import require_made_for
from badges.proofs.suite import (
    CURRENT_EDITION,
    CanonicalForms,
    Suite,
    Verified,
    as_malformed_proof,
)
from badges.proofs.vc_jwt import PROOF_TYPE as JWT
from badges.proofs.vc_jwt import VC_JWT, read_jws

__all__ = [
    "CURRENT_EDITION",
    "SUITES",
    "CanonicalForms",
    "Suite",
    "Verified",
    "foundations",
    "name_of",
    "presented",
    "require_made_for",
    "suite",
    "suite_of",
]

SUITES: tuple[Suite, ...] = (
    EDDSA_RDFC_2022,
    ECDSA_RDFC_2019,
    ECDSA_SD_2023,
    EDDSA_JCS_2022,
    ECDSA_JCS_2019,
    EDDSA_2022,
    ED25519_SIGNATURE_2020,
    VC_JWT,
)


def suite(name: str) -> Suite:
    """The suite called `name`.

    Raises:
        UnsupportedSuite: none of ours; which is not the same as a wrong signature (PRF-23).
    """
    for member in SUITES:
        if member.name == name:
            return member
    raise UnsupportedSuite("proof.suite_unsupported", suite=name[:80])


def presented(secured: Secured) -> tuple[JsonObject, ...]:
    """The proofs that `secured` presents, in their order; none when it has none.

    A JWS presents one, written `{"type": "vc-jwt", "alg": …, "verificationMethod": kid}`.

    Raises:
        MalformedProof: what stands in the place of proofs cannot be read as proofs.
    """
    with as_malformed_proof():
        if not secured.is_jwt:
            return embedded_proofs(secured.document)
        header = read_jws(secured).header
    return ({"type": JWT, "alg": header.get("alg"), "verificationMethod": header.get("kid")},)


def name_of(proof: JsonObject) -> str:
    """What `proof` calls its suite, for people: nothing is checked, and it may be unknown."""
    return str(proof.get("cryptosuite") or proof.get("type"))[:80]


def suite_of(proof: JsonObject) -> Suite:
    """The suite that `proof` names.

    Raises:
        MalformedProof: it names none.
        UnsupportedSuite: it names one that is not ours (PRF-23).
    """
    kind = proof.get("type")
    name = proof.get("cryptosuite") if kind == DATA_INTEGRITY else kind
    if not isinstance(name, str) or not name:
        raise MalformedProof("proof.suite_missing")
    return suite(name)
