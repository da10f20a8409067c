"""The registered claims of a VC-JWT must repeat what the credential says (JWT-07)."""

import math
from datetime import UTC, datetime
from typing import Any

from badges.documents import JsonObject
from badges.encoding import decode_instant
from badges.errors import Malformed, MalformedProof

_DATES = {"nbf": ("validFrom", "issuanceDate"), "exp": ("validUntil", "expirationDate")}
_STATUS_LIST = "BitstringStatusListCredential"
_BADGES = frozenset({"OpenBadgeCredential", "AchievementCredential", "EndorsementCredential"})
_OF_A_CREDENTIAL = frozenset(
    {"@context", "id", "type", "issuer", "credentialSubject", "credentialStatus", "proof"}
    | {name for names in _DATES.values() for name in names}
)
_REQUIRED = ("iss", "sub", "jti", "nbf")


def require_same_claims(payload: JsonObject, document: JsonObject, *, is_jose: bool) -> None:
    """Return when the claims of `payload` say the same as `document`.

    In the profile of Open Badges, `iss`, `sub`, `jti` and `nbf` are required and `exp` is
    `validUntil` (JWT-05). With the type `vc+jwt` (VC-JOSE-COSE, JWT-09) claims may be absent and
    `exp` speaks of the signature; those that are present must still agree.

    Raises:
        MalformedProof: a claim is missing, differs, or there are two credentials in one payload.
    """
    _require_one_credential(payload, document, is_jose=is_jose)
    types = document.get("type")
    names = {
        item for item in (types if isinstance(types, list) else [types]) if isinstance(item, str)
    }
    is_list = _STATUS_LIST in names and _BADGES.isdisjoint(names)
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


def _require_one_credential(payload: JsonObject, document: JsonObject, *, is_jose: bool) -> None:
    """A payload with the credential under `vc` and another beside it could be read in two ways."""
    if "vc" not in payload:
        return
    if is_jose or document is payload or not _OF_A_CREDENTIAL.isdisjoint(payload):
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
