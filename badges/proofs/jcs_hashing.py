"""Hashes over canonical JSON (RFC 8785), shared by the suites whose name says `jcs`."""

from badges.documents import Alike, JsonObject
from badges.errors import MalformedProof
from badges.proofs.data_integrity import Hashed
from badges.proofs.jcs import canonicalize_jcs
from badges.proofs.suite import SHA256


def hash_jcs(
    document: JsonObject,
    options: JsonObject,
    *,
    hash_algorithm: str = SHA256,
    alike: Alike | None = None,
) -> Hashed:
    """The hashes of `document` and of the proof's configuration in canonical JSON.

    The proof's own `@context` must be a leading part of the document's, and then replaces it: a
    holder may have appended contexts since (PRF-05).

    Raises:
        MalformedProof: other contexts, or a number that is not exact.
    """
    del alike  # canonical JSON is soon written anew
    if "@context" in options:
        signed, present = _as_list(options["@context"]), _as_list(document.get("@context"))
        if present[: len(signed)] != signed:
            raise MalformedProof("proof.jcs_context")
        document = {**document, "@context": options["@context"]}
    proof, text = canonicalize_jcs(options), canonicalize_jcs(document)
    return Hashed.of(proof, text, hash_algorithm=hash_algorithm, is_linked=False)


def _as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]
