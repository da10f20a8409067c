"""Recognising a holder by a hashed identifier (IDH-01 to IDH-05).

Identifier first, salt appended, no separator; SHA-256 in lower-case hexadecimal. A salted hash that
travels with its salt can still be guessed: it is a pseudonym, not a secret (IDH-06).
"""

import hashlib
import hmac

from badges.documents import JsonObject
from badges.model.subject import IdentityObject

SALT_SIZE = 16
"""Bytes of fresh salt for each credential."""

_ALGORITHMS = {"sha256": hashlib.sha256, "md5": hashlib.md5}


def normalise_email(email: str) -> str:
    """The address as it is hashed at issue: trimmed and in lower case (IDH-05)."""
    return email.strip().lower()


def hash_identity(identifier: str, salt: str = "") -> str:
    """The `identityHash` of an identifier, always with SHA-256 (IDH-01)."""
    return _hash("sha256", identifier, salt)


def hashed_email(email: str, salt: bytes) -> IdentityObject:
    """The identity object of an e-mail address, which never appears in clear (IDH-04)."""
    text = salt.hex()
    return IdentityObject(
        hashed=True,
        identity_hash=hash_identity(normalise_email(email), text),
        identity_type="emailAddress",
        salt=text,
    )


def plain_name(name: str) -> IdentityObject:
    """The identity object of the holder's name, which the holder agreed to show."""
    return IdentityObject(hashed=False, identity_hash=name, identity_type="name")


def is_identity(identity: JsonObject, claimed: str) -> bool:
    """Whether `claimed` is who this IdentityObject speaks of: as typed, trimmed, or lower-cased.

    Hexadecimal digits are compared whatever their case (IDH-03), an absent salt is an empty one,
    and the legacy `md5$` is read. What cannot be read matches nobody.
    """
    expected = identity.get("identityHash")
    salt = identity.get("salt", "")
    if not isinstance(expected, str) or not isinstance(salt, str):
        return False
    candidates = dict.fromkeys((claimed, claimed.strip(), normalise_email(claimed)))
    if identity.get("hashed") is False:
        return any(_equal(expected, candidate) for candidate in candidates)
    algorithm, _, digest = expected.partition("$")
    if algorithm.lower() not in _ALGORITHMS:
        return False
    wanted = f"{algorithm.lower()}${digest.lower()}"
    return any(_equal(wanted, _hash(algorithm.lower(), item, salt)) for item in candidates)


def _hash(algorithm: str, identifier: str, salt: str) -> str:
    digest = _ALGORITHMS[algorithm]((identifier + salt).encode(), usedforsecurity=False)
    return f"{algorithm}${digest.hexdigest()}"


def _equal(left: str, right: str) -> bool:
    return hmac.compare_digest(left.encode(), right.encode())
