"""The only room that speaks JSON-LD: documents to canonical N-Quads, always in safe mode.

Safe mode means that nothing a document says can be left out of what is signed: an undefined term
or type, a relative identifier, a language map where none is expected are refused, not dropped
(SAFE-01). Contexts come from the catalogue; there is no network and no base.
"""

import hashlib

from badges.documents import Alike, JsonObject
from badges.documents.kinds import Path
from badges.jsonld import general, likenesses, nquads, rdfc, walker
from badges.jsonld.active_contexts import UnsupportedError
from badges.jsonld.matching import MATCHES
from badges.jsonld.safety import require_portable
from badges.jsonld.slots import Texts, filled
from badges.jsonld.templates import Template
from schemas.catalogue import CURRENT, Catalogue

__all__ = [
    "Path",
    "Template",
    "Texts",
    "UnsupportedError",
    "canonical_bytes",
    "canonicalize",
    "canonicalize_nquads",
    "digest",
    "filled",
    "require_nothing_lost",
    "require_portable",
]

_SHA256 = "sha256"
_WORK_LIMIT = 40_000
"""Steps allowed when telling blank nodes of a document apart: about a tenth of a second."""


def canonicalize(document: JsonObject, catalogue: Catalogue = CURRENT) -> str:
    """The canonical N-Quads of a document (RDFC-1.0 with SHA-256).

    Raises:
        UnknownContext: a context that the catalogue does not hold.
        LostTerm: something that JSON-LD would drop and so leave unsigned; `pointer` says where.
        CanonicalisationTooCostly: blank nodes too much alike, or too many contexts.
        TooDeep: nested deeper than we accept.
    """
    return "".join(_blocks(document, catalogue))


def digest(
    document: JsonObject, catalogue: Catalogue = CURRENT, alike: Alike | None = None
) -> bytes:
    """SHA-256 of the canonical N-Quads of a document in UTF-8: what a proof covers (PRF-03).

    With `alike`, the document is what is alike without its proofs, and may be known by that.

    Raises:
        JsonLdError, TooDeep: as `canonicalize`.
    """
    known: bytes | None = None
    if alike is not None and catalogue is CURRENT:
        known = likenesses.digest(alike, document)
    if known is None:
        known = MATCHES.digest(document, catalogue)
    if known is not None:
        return known
    found = hashlib.sha256(canonical_bytes(document, catalogue)).digest()
    MATCHES.learn(document, catalogue)
    return found


def canonical_bytes(
    document: JsonObject, catalogue: Catalogue = CURRENT, *, hash_algorithm: str = _SHA256
) -> bytes:
    """The canonical N-Quads of a document in UTF-8; RDFC-1.0 names blank nodes by that hash.

    Raises:
        JsonLdError, TooDeep: as `canonicalize`.
    """
    blocks = _blocks(document, catalogue, hash_algorithm)
    # Encoded one by one: a single wide character would make the whole text four times larger.
    return b"".join([block.encode() for block in blocks])


def _blocks(document: JsonObject, catalogue: Catalogue, hash_algorithm: str = _SHA256) -> list[str]:
    if hash_algorithm != _SHA256:  # rare, and so left to the general way alone
        text = general.canonical_text(document, catalogue, _WORK_LIMIT, hash_algorithm)
        return [text]
    try:
        return walker.canonical_blocks(document, catalogue, _WORK_LIMIT)
    except UnsupportedError:
        return [general.canonical_text(document, catalogue, _WORK_LIMIT)]


def require_nothing_lost(
    document: JsonObject, catalogue: Catalogue = CURRENT, alike: Alike | None = None
) -> None:
    """Return when every member of a document reaches its RDF form (SAFE-01).

    With `alike`, the document is the credential of what is alike, and may be known by that.

    Raises:
        JsonLdError, TooDeep: as `canonicalize`.
    """
    if alike is not None and catalogue is CURRENT and likenesses.is_nothing_lost(alike, document):
        return
    if MATCHES.digest(document, catalogue) is None:
        _blocks(document, catalogue)
        MATCHES.learn(document, catalogue)


def canonicalize_nquads(text: str, *, hash_algorithm: str = "sha256") -> str:
    """The canonical form of an N-Quads document (RDFC-1.0), named graphs included.

    Raises:
        Malformed: a line is not a statement.
        CanonicalisationTooCostly: the blank nodes are too much alike.
    """
    return rdfc.canonicalize(nquads.parse(text), hash_algorithm=hash_algorithm)
