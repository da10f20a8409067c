"""One more proof on any document: in a set beside the others, or in a chain that covers them.

W3C vc-data-integrity sections 4.3 (add proof) and 4.6 (add proof set or chain). Badges are secured
by `Suite.secure`, which knows only what their certification knows; this is for the machine
interface, where a client names the cryptosuite. So the read-only eddsa-jcs-2022 can be written
here, and nowhere else (PRF-10).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from badges.documents import MEDIA_TYPE_JSON, JsonObject, Secured, serialize
from badges.encoding import encode_instant, encode_multibase
from badges.errors import MalformedProof, UnsupportedSuite
from badges.ports import Signer
from badges.proofs.data_integrity import (
    PROOF_TYPE,
    DataIntegritySuite,
    embedded_proofs,
    without_proof,
)
from badges.proofs.ecdsa_rdfc_2019 import ECDSA_RDFC_2019
from badges.proofs.eddsa_jcs_2022 import EDDSA_JCS_2022
from badges.proofs.eddsa_rdfc_2022 import EDDSA_RDFC_2022
from badges.proofs.suite import ASSERTION, require_algorithm

_SUITES = (EDDSA_RDFC_2022, EDDSA_JCS_2022, ECDSA_RDFC_2019)
WRITABLE = {suite.name: suite for suite in _SUITES}
"""The suites that a client may ask for, the usual one first."""


@dataclass(frozen=True)
class Addition:
    """How to add a proof: by which suite, when, and after which proofs of a chain.

    `identifier` is the URL by which a later proof can name this one.
    """

    suite: str
    created: datetime
    identifier: str | None = None
    previous: Sequence[str] = ()


def writable_suite(name: str) -> DataIntegritySuite:
    """The suite of that name, when documents can be secured with it on request.

    Raises:
        UnsupportedSuite: none of those.
    """
    if name not in WRITABLE:
        raise UnsupportedSuite("proof.suite_unsupported", suite=name[:80])
    return WRITABLE[name]


def add_proof(document: JsonObject, signer: Signer, addition: Addition) -> Secured:
    """`document` with one more proof; one alone stands as an object, several as a list.

    Raises:
        UnsupportedSuite: not a suite that can be written.
        MalformedProof: a proof of the chain is not there, or the key does not suit.
        JsonLdError: the document would lose terms.
    """
    suite = writable_suite(addition.suite)
    require_algorithm(suite.name, signer.algorithm, suite.algorithm)
    proofs = embedded_proofs(document)
    options = _options(document, signer, addition)
    hashed = suite.transform(_covered(document, proofs, addition.previous), options)
    proof = {**options, "proofValue": encode_multibase(signer.sign(hashed.signed))}
    written: Any = [*proofs, proof] if proofs else proof
    return Secured(serialize({**document, "proof": written}), MEDIA_TYPE_JSON)


def _options(document: JsonObject, signer: Signer, addition: Addition) -> JsonObject:
    """What the proof says of itself; canonical JSON needs the contexts to be said in it too."""
    options: JsonObject = {} if addition.identifier is None else {"id": addition.identifier}
    options |= {
        "type": PROOF_TYPE,
        "cryptosuite": addition.suite,
        "created": encode_instant(addition.created),
        "verificationMethod": signer.verification_method,
        "proofPurpose": ASSERTION,
    }
    if addition.previous:
        alone = len(addition.previous) == 1
        options["previousProof"] = addition.previous[0] if alone else list(addition.previous)
    if addition.suite == EDDSA_JCS_2022.name and "@context" in document:
        return {"@context": document["@context"], **options}
    return options


def _covered(
    document: JsonObject, proofs: tuple[JsonObject, ...], previous: Sequence[str]
) -> JsonObject:
    """The document alone for a set; with the proofs that it follows for a chain (PRF-07)."""
    unsecured = without_proof(document)
    if not previous:
        return unsecured
    named = []
    for identifier in previous:
        found = [proof for proof in proofs if proof.get("id") == identifier]
        if len(found) != 1:
            raise MalformedProof("proof.previous", id=identifier[:80])
        named += found
    return {**unsecured, "proof": named}
