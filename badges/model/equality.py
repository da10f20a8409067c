"""When two documents are the same credential, and which of them is current (EQ-01 to EQ-03)."""

from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import unquote

from badges.documents import JsonObject
from badges.encoding import decode_instant
from badges.errors import SchemaError

_NEVER = datetime.min.replace(tzinfo=UTC)


def is_same_credential(left: JsonObject, right: JsonObject) -> bool:
    """Whether issuer and id agree, each percent-decoded, then trimmed (EQ-01)."""
    identity = _identity(left)
    return identity is not None and identity == _identity(right)


def current_version(versions: Iterable[JsonObject]) -> JsonObject:
    """Of equal credentials, the one whose validity begins last (EQ-02).

    Raises:
        SchemaError: there is none, or they are not versions of one credential.
        Malformed: a date is not a date.
    """
    ordered = sorted(versions, key=_beginning)
    if not ordered or not all(is_same_credential(ordered[0], other) for other in ordered):
        raise SchemaError("model.not_versions")
    return ordered[-1]


def _identity(credential: JsonObject) -> tuple[str, str] | None:
    issuer = credential.get("issuer")
    issuer_id = issuer.get("id") if isinstance(issuer, dict) else issuer
    identifier = credential.get("id")
    if not isinstance(issuer_id, str) or not isinstance(identifier, str):
        return None
    return unquote(issuer_id).strip(), unquote(identifier).strip()


def _beginning(credential: JsonObject) -> datetime:
    """`validFrom`, or `issuanceDate` in the VCDM 1.1 shape (EQ-03)."""
    text = credential.get("validFrom", credential.get("issuanceDate"))
    return decode_instant(text) if isinstance(text, str) else _NEVER
