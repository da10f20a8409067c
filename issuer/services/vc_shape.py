"""A client's credential in the right shape: its issuer, its status, and the contexts they need."""

from datetime import datetime
from typing import Any

from badges.documents import JsonObject
from badges.encoding import encode_instant
from badges.model.data_model import VC_1, VC_2

DATA_INTEGRITY = "https://w3id.org/security/data-integrity/v2"
STATUS = "https://www.w3.org/ns/credentials/status/v1"

_WITH_PROOFS = {DATA_INTEGRITY, "https://w3id.org/security/data-integrity/v1", VC_2}
_WITH_STATUS = {STATUS, VC_2}


def complete(credential: JsonObject, now: datetime) -> JsonObject:
    """The credential with what its edition of the data model needs to be signed.

    The edition 1.1 asks for `issuanceDate`, and its context does not know of our proofs. What has
    proofs already is left as it is: anything else would break them.
    """
    if "proof" in credential or _contexts(credential)[:1] != [VC_1]:
        return dict(credential)
    document = _with_context(credential, DATA_INTEGRITY, _WITH_PROOFS)
    return (
        document
        if "issuanceDate" in document
        else {**document, "issuanceDate": encode_instant(now)}
    )


def with_issuer(credential: JsonObject, issuer: str) -> JsonObject:
    """The credential with that issuer; what else it says of its issuer is kept."""
    named = credential.get("issuer")
    if isinstance(named, dict):
        return {**credential, "issuer": {**named, "id": issuer}}
    return {**credential, "issuer": issuer}


def with_status(credential: JsonObject, entry: JsonObject) -> JsonObject:
    """The credential with one status entry more, beside those that it has."""
    document = _with_context(credential, STATUS, _WITH_STATUS)
    if "credentialStatus" not in document:
        return {**document, "credentialStatus": entry}
    return {**document, "credentialStatus": [*_listed(document["credentialStatus"]), entry]}


def _with_context(credential: JsonObject, url: str, enough: set[str]) -> JsonObject:
    """The credential with that context last, unless one that says the same is there."""
    contexts = _contexts(credential)
    if any(item in enough for item in contexts if isinstance(item, str)):
        return dict(credential)
    return {**credential, "@context": [*contexts, url]}


def _contexts(credential: JsonObject) -> list[Any]:
    return _listed(credential.get("@context"))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
