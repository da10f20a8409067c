"""eddsa-jcs-2022: Ed25519 over canonical JSON (W3C vc-di-eddsa section 3.3); read only (PRF-10).

The certification of Open Badges does not know this suite, so we never issue with it by default.
"""

from badges.documents import JsonObject
from badges.errors import MalformedProof
from badges.keys import ED25519
from badges.proofs.data_integrity import DataIntegritySuite, Hashed, sha256
from badges.proofs.jcs import canonicalize_jcs
from badges.proofs.suite import READ_ONLY


def hash_jcs(document: JsonObject, options: JsonObject) -> Hashed:
    """The hashes of `document` and of the proof's configuration in canonical JSON.

    The proof's own `@context` must be a leading part of the document's, and then replaces it: a
    holder may have appended contexts since (PRF-05).

    Raises:
        MalformedProof: other contexts, or a number that is not exact.
    """
    if "@context" in options:
        signed, present = _as_list(options["@context"]), _as_list(document.get("@context"))
        if present[: len(signed)] != signed:
            raise MalformedProof("proof.jcs_context")
        document = {**document, "@context": options["@context"]}
    return Hashed(sha256(canonicalize_jcs(options)), sha256(canonicalize_jcs(document)))


def _as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


EDDSA_JCS_2022 = DataIntegritySuite(
    name="eddsa-jcs-2022",
    standing=READ_ONLY,
    algorithm=ED25519,
    transform=hash_jcs,
)
