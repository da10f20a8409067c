"""Secrets that let somebody in: how they are made, and the little that is kept of them."""

from hashlib import sha256

from badges.encoding import encode_base64url
from issuer.ports import Office

SECRET_LENGTH = 200
"""Characters of a secret that are looked at: ours have far fewer."""

_SECRET_SIZE = 32


def new_secret(office: Office) -> str:
    """32 random bytes in base64url."""
    return encode_base64url(office.identifiers.token(_SECRET_SIZE))


def digest_of(secret: str) -> str:
    """What is kept of a secret: its SHA-256, in hexadecimal."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()
