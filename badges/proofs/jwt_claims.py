"""The registered claims of a JWT must repeat what the document inside says (JWT-07)."""

import math
from datetime import UTC, datetime
from typing import Any

from badges.documents import JsonObject
from badges.encoding import decode_instant
from badges.errors import Malformed, MalformedProof
from badges.model.kinds import (
    PRESENTATION,
    STATUS_LIST,
    is_of_two_kinds,
    is_presentation,
    type_names,
)

_DATES = {"nbf": ("validFrom", "issuanceDate"), "exp": ("validUntil", "expirationDate")}
_OF_A_CREDENTIAL = frozenset(
    {"@context", "id", "type", "issuer", "credentialSubject", "credentialStatus", "proof"}
    | {"holder", "verifiableCredential"}
    | {name for names in _DATES.values() for name in names}
)
_WRAPPERS = ("vc", "vp")
_ALONE = PRESENTATION | STATUS_LIST
"""What has no start of its own."""
_REQUIRED = ("iss", "sub", "jti", "nbf")


def require_same_claims(
    payload: JsonObject, document: JsonObject, *, jose_type: str | None
) -> None:
    """Return when the claims of `payload` say the same as `document`.

    In the profile of Open Badges, `iss`, `sub`, `jti` and `nbf` are required and `exp` is
    `validUntil` (JWT-05). With a `jose_type` such as `vc+jwt` (VC-JOSE-COSE, JWT-09) claims may be
    absent and `exp` speaks of the signature; those that are present must still agree. So it is for
    presentations, whose `iss` is the holder and whose dates are those of the signature.

    Raises:
        MalformedProof: a claim is missing, differs, or there are two documents in one payload, or
            one document of two kinds.
    """
    is_jose = jose_type is not None
    _require_one_credential(payload, document, is_jose=is_jose)
    _require_one_kind(payload, document)
    names = type_names(document)  # which are of one kind
    presents = not PRESENTATION.isdisjoint(names)
    if jose_type is not None and jose_type.startswith("vp") != presents:
        raise MalformedProof("jwt.type_differs", type=jose_type)
    if presents:
        _require_same_holder(payload, document)
        return
    is_list = not STATUS_LIST.isdisjoint(names)
    for claim, value in _sources(document).items():
        if claim not in payload:
            if claim in _REQUIRED and not (is_jose or is_list):
                raise MalformedProof("jwt.claim_missing", claim=claim)
        elif not isinstance(payload[claim], str) or payload[claim] != value:
            raise MalformedProof("jwt.claim_differs", claim=claim)
    if is_list:
        return  # its dates speak of the signature and of the list; both are checked as they are
    if not is_jose and "nbf" not in payload:
        raise MalformedProof("jwt.claim_missing", claim="nbf")
    _require_same_instant(payload, document, "nbf")
    if not is_jose:
        _require_same_instant(payload, document, "exp")


def instant_of(payload: JsonObject, claim: str) -> datetime | None:
    """The instant of a NumericDate claim (RFC 7519 section 2), or None when absent.

    Raises:
        MalformedProof: not a number of seconds that a calendar can show.
    """
    if claim not in payload:
        return None
    number = payload[claim]
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise MalformedProof("jwt.numeric_date", claim=claim)
    try:
        return datetime.fromtimestamp(math.floor(number), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise MalformedProof("jwt.numeric_date", claim=claim) from error


def begin_of(payload: JsonObject, document: JsonObject) -> datetime | None:
    """The start that only the claims can tell: `nbf`, of what has no start of its own.

    Raises:
        MalformedProof: as `instant_of`.
    """
    if _ALONE.isdisjoint(type_names(document)) or is_of_two_kinds(document):
        return None
    return instant_of(payload, "nbf")


def _require_one_kind(payload: JsonObject, document: JsonObject) -> None:
    """`vc` holds a credential and `vp` a presentation; nothing is both (JWT-04, VER-05)."""
    if is_of_two_kinds(document):
        raise MalformedProof("vcdm.two_kinds")
    if document is not payload:
        claim = "vp" if is_presentation(document) else "vc"
        if payload.get(claim) is not document:
            raise MalformedProof("jwt.claim_kind", claim="vc" if claim == "vp" else "vp")


def _require_same_holder(payload: JsonObject, document: JsonObject) -> None:
    """`iss` repeats the holder and `jti` the identifier, when the presentation says them."""
    holder = document.get("holder")
    said = {
        "iss": holder.get("id") if isinstance(holder, dict) else holder,
        "jti": document.get("id"),
    }
    for claim, value in said.items():
        if claim in payload and value is not None and payload[claim] != value:
            raise MalformedProof("jwt.claim_differs", claim=claim)


def _require_one_credential(payload: JsonObject, document: JsonObject, *, is_jose: bool) -> None:
    """A payload with the credential under `vc` and another beside it could be read in two ways."""
    wrappers = [name for name in _WRAPPERS if name in payload]
    if not wrappers:
        return
    is_mixed = len(wrappers) > 1 or not _OF_A_CREDENTIAL.isdisjoint(payload)
    if is_jose or document is payload or is_mixed:
        raise MalformedProof("jwt.two_credentials")


def _sources(document: JsonObject) -> dict[str, Any]:
    issuer, subject = document.get("issuer"), document.get("credentialSubject")
    return {
        "iss": issuer.get("id") if isinstance(issuer, dict) else issuer,
        "jti": document.get("id"),
        "sub": subject.get("id") if isinstance(subject, dict) else None,
    }


def _require_same_instant(payload: JsonObject, document: JsonObject, claim: str) -> None:
    """A claim that is there repeats its date; an `exp` alone is an end that the caller checks."""
    claimed, said = instant_of(payload, claim), _said(document, claim)
    if claimed is None or (claim == "exp" and said is None):
        return
    if said is None or claimed != said.replace(microsecond=0):
        raise MalformedProof("jwt.claim_differs", claim=claim)


def _said(document: JsonObject, claim: str) -> datetime | None:
    texts = [document[name] for name in _DATES[claim] if name in document]
    if not texts:
        return None
    try:
        return decode_instant(texts[0]) if isinstance(texts[0], str) else None
    except Malformed as error:
        raise MalformedProof("jwt.claim_differs", claim=claim) from error
