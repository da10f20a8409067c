"""Hashes over canonical RDF (RDFC-1.0), shared by the suites whose name says `rdfc`."""

from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Any

from badges import jsonld
from badges.documents import Alike, JsonObject, Likeness
from badges.documents.kinds import taker
from badges.proofs.data_integrity import Hashed
from badges.proofs.suite import SHA256
from schemas.catalogue import CURRENT, EDITION_2025_04, Catalogue

_STANDARD = frozenset({"type", "created", "verificationMethod", "proofPurpose"})
_MEMBERS = (_STANDARD | {"cryptosuite"}, _STANDARD)
_TEXTS = frozenset({str})
_CONFIGURATION = "configuration"
_DID, _PAGE = "did:web:exemple.fr#key", "https://exemple.fr/key"
"""Examples of keys: others that start alike are soon seen to be addresses."""
_PURPOSES = frozenset({"assertionMethod", "authentication"})
_OB_3_0_3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"


def hash_rdfc(
    document: JsonObject,
    options: JsonObject,
    catalogue: Catalogue = CURRENT,
    *,
    hash_algorithm: str = SHA256,
    alike: Alike | None = None,
) -> Hashed:
    """The hashes of `document` and of the proof's configuration (PRF-03, PRF-05).

    A `@context` inside the proof is never trusted: the document's takes its place. The algorithm
    is also the one by which RDFC-1.0 names blank nodes (vc-di-ecdsa section 3.2).

    Raises:
        JsonLdError: a term would be lost, a context is unknown, or the work exceeds its limit.
    """
    if hash_algorithm != SHA256:
        proof, text = _texts(document, options, catalogue, hash_algorithm)
        return Hashed.of(proof, text, edition=catalogue.edition, hash_algorithm=hash_algorithm)
    return Hashed(
        hash_configuration(options, document.get("@context"), catalogue, alike),
        jsonld.digest(document, catalogue, alike),
        partial(_texts, document, options, catalogue, hash_algorithm),
        edition=catalogue.edition,
    )


def _texts(
    document: JsonObject, options: JsonObject, catalogue: Catalogue, hash_algorithm: str
) -> tuple[bytes, bytes]:
    """The canonical texts of the proof's configuration and of the document."""
    proof, text = (
        jsonld.canonical_bytes(part, catalogue, hash_algorithm=hash_algorithm)
        for part in ({**options, "@context": document.get("@context")}, document)
    )
    return proof, text


def hash_configuration(
    options: JsonObject,
    contexts: object,
    catalogue: Catalogue = CURRENT,
    alike: Alike | None = None,
) -> bytes:
    """SHA-256 of the canonical configuration of a proof, under the contexts of its document.

    With `alike`, the proof is one of what is alike.

    Raises:
        JsonLdError: as for `hash_rdfc`.
    """
    if alike is not None and catalogue is CURRENT:
        known = _hash_alike(alike, options, contexts)
        if known is not None:
            return known
    usual = _usual(options, contexts, catalogue)
    if usual is not None:
        try:
            texts = usual.reader.texts([options["created"], options["verificationMethod"]])
            return usual.digest(texts)
        except jsonld.UnsupportedError:
            pass  # the general way will say what it is about them
    return jsonld.digest({**options, "@context": contexts}, catalogue)


def _hash_alike(alike: Alike, options: JsonObject, contexts: object) -> bytes | None:
    """The same of the only proof of a document that is like others; None for the usual way."""
    likeness = alike.likeness
    known: _Slots | None = likeness.recall(_CONFIGURATION)
    if known is None:
        known = _slots(likeness, options, contexts)
        likeness.keep(_CONFIGURATION, known)
    template, take = known
    if template is None:
        return None
    try:
        return template.digest(template.reader.texts_of(take(alike.values), take(alike.written)))
    except jsonld.UnsupportedError:
        return None


_Slots = tuple[jsonld.Template | None, Callable[[Sequence[Any]], tuple[Any, ...]]]


def _slots(likeness: Likeness, options: JsonObject, contexts: object) -> _Slots:
    """The template of the configuration, if there is one proof, and what takes its two texts."""
    proofs = {path[:-1] for path in likeness.paths if path[0] == "proof"}
    template = _usual(options, contexts, CURRENT) if len(proofs) == 1 else None
    if template is None:
        return None, taker(())
    (proof,) = proofs
    members = ("created", "verificationMethod")
    return template, taker([likeness.paths.index((*proof, member)) for member in members])


def _usual(options: JsonObject, contexts: object, catalogue: Catalogue) -> jsonld.Template | None:
    """The template of configurations with the usual members; None for all others."""
    if options.keys() not in _MEMBERS or not isinstance(contexts, list):
        return None
    if {*map(type, options.values()), *map(type, contexts)} != _TEXTS:
        return None
    if options["proofPurpose"] not in _PURPOSES:
        return None
    suite = (options["type"], options.get("cryptosuite"), options["proofPurpose"])
    example = _DID if options["verificationMethod"].startswith("did:") else _PAGE
    return _template(suite, example, tuple(contexts), catalogue)


@lru_cache(maxsize=128)
def _template(
    suite: tuple[str, str | None, str], method: str, contexts: tuple[str, ...], catalogue: Catalogue
) -> jsonld.Template | None:
    kind, cryptosuite, purpose = suite
    sample: JsonObject = {
        "@context": list(contexts),
        "type": kind,
        "created": "2026-11-22T12:00:00Z",
        "verificationMethod": method,
        "proofPurpose": purpose,
    }
    if cryptosuite is not None:
        sample["cryptosuite"] = cryptosuite
    try:
        return jsonld.Template(sample, (("created",), ("verificationMethod",)), catalogue)
    except jsonld.UnsupportedError:
        return None


def hash_rdfc_2025_04(
    document: JsonObject, options: JsonObject, *, hash_algorithm: str = SHA256
) -> Hashed | None:
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
    if former == document:
        return None
    return hash_rdfc(former, options, EDITION_2025_04, hash_algorithm=hash_algorithm)


def _without(value: Any, member: str) -> Any:
    """`value` without any member of that name; parsing has bounded how deep this goes."""
    if isinstance(value, dict):
        return {name: _without(inner, member) for name, inner in value.items() if name != member}
    if isinstance(value, list):
        return [_without(inner, member) for inner in value]
    return value
