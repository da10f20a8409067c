"""Hashes over canonical RDF (RDFC-1.0 and SHA-256), shared by the suites whose name says `rdfc`."""

from typing import Any

from badges import jsonld
from badges.documents import JsonObject
from badges.proofs.data_integrity import Hashed
from schemas.catalogue import CURRENT, EDITION_2025_04, Catalogue

_OB_3_0_3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"


def hash_rdfc(document: JsonObject, options: JsonObject, catalogue: Catalogue = CURRENT) -> Hashed:
    """The hashes of `document` and of the proof's configuration (PRF-03, PRF-05).

    A `@context` inside the proof is never trusted: the document's takes its place.

    Raises:
        JsonLdError: a term would be lost, a context is unknown, or the work exceeds its limit.
    """
    configuration = {**options, "@context": document.get("@context")}
    return Hashed(
        proof=jsonld.digest(configuration, catalogue),
        document=jsonld.digest(document, catalogue),
        edition=catalogue.edition,
    )


def hash_rdfc_2025_04(document: JsonObject, options: JsonObject) -> Hashed | None:
    """The same under the context 3.0.3 of April 2025, or None when that changes nothing (ISS-06).

    That edition did not know `endorsementJwt` and the top-level `jti`, and dropped them: whoever
    signed then did not sign these members. They are left out here as they were there; a `jti`
    must repeat the signed `id`, and each endorsement has its own signature.

    Raises:
        JsonLdError: as for `hash_rdfc`.
    """
    contexts = document.get("@context")
    if not isinstance(contexts, list) or _OB_3_0_3 not in contexts:
        return None
    if "jti" in document and document["jti"] != document.get("id"):
        return None
    former = {name: value for name, value in document.items() if name != "jti"}
    former = _without(former, "endorsementJwt")
    return None if former == document else hash_rdfc(former, options, EDITION_2025_04)


def _without(value: Any, member: str) -> Any:
    """`value` without any member of that name; parsing has bounded how deep this goes."""
    if isinstance(value, dict):
        return {name: _without(inner, member) for name, inner in value.items() if name != member}
    if isinstance(value, list):
        return [_without(inner, member) for inner in value]
    return value
