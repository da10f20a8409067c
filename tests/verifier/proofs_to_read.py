"""Badges with several proofs, and presentations: as issuers, notaries and holders sign them."""

from typing import Any

from badges.documents import MEDIA_TYPE_JSON, JsonObject, Secured, serialize
from badges.encoding import encode_instant, encode_multibase
from badges.proofs.eddsa_rdfc_2022 import EDDSA_RDFC_2022
from tests.verifier.badges_to_read import VC_2, Place
from tests.world import NOON


def in_json(document: JsonObject) -> Secured:
    """A document as it would arrive."""
    return Secured(serialize(document), MEDIA_TYPE_JSON)


def add_proof(
    document: JsonObject, place: Place, after: tuple[str, ...] = (), **members: Any
) -> JsonObject:
    """`document` with one more proof by `place`, over the proofs whose ids are in `after`."""
    present = [*document.get("proof", [])]
    unsecured: JsonObject = {name: value for name, value in document.items() if name != "proof"}
    options: JsonObject = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": encode_instant(NOON),
        "verificationMethod": place.method,
        "proofPurpose": "assertionMethod",
    } | members
    covered = unsecured
    if after:
        options["previousProof"] = after[0] if len(after) == 1 else list(after)
        named = [proof for name in after for proof in present if proof.get("id") == name]
        covered = {**unsecured, "proof": named}
    hashed = EDDSA_RDFC_2022.transform(covered, options)
    value = encode_multibase(place.key.sign(hashed.signed))
    return {**unsecured, "proof": [*present, {**options, "proofValue": value}]}


def by_fragment(key: Place, issuer: str) -> Place:
    """Somebody who signs under `issuer`, the key named by the fragment of the address."""
    return Place(key.key, issuer, f"{issuer}#{key.key.public.multikey()}")


def presentation(holder: str | None, *inside: JsonObject, **members: Any) -> JsonObject:
    """An unsigned presentation."""
    document: JsonObject = {
        "@context": [VC_2],
        "type": ["VerifiablePresentation"],
        "holder": holder,
        "verifiableCredential": list(inside),
    } | members
    return {name: value for name, value in document.items() if value not in (None, [])}
