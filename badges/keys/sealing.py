"""Sealing: a secret encrypted at rest, bound to the name that it is stored under (KEY-12)."""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from badges.errors import KeyMaterialError

_SEAL_VERSION = b"\x01"
_SEAL_KEY_SIZE = 32
_NONCE_SIZE = 12


def seal(key: bytes, secret: bytes, context: bytes) -> bytes:
    """`secret` encrypted and authenticated with AES-256-GCM, for `context` only (KEY-12).

    The context (which key, of which place) is not stored in the result: a sealed secret moved to
    another name does not open.

    Raises:
        KeyMaterialError: `key` is not 32 bytes.
    """
    nonce = secrets.token_bytes(_NONCE_SIZE)
    return _SEAL_VERSION + nonce + _aes(key).encrypt(nonce, secret, _SEAL_VERSION + context)


def unseal(key: bytes, sealed: bytes, context: bytes) -> bytes:
    """The secret of `seal(key, secret, context)`.

    Raises:
        KeyMaterialError: another key, another context, or altered bytes.
    """
    cipher = _aes(key)
    nonce, body = sealed[1 : 1 + _NONCE_SIZE], sealed[1 + _NONCE_SIZE :]
    if not sealed.startswith(_SEAL_VERSION) or len(nonce) != _NONCE_SIZE:
        raise KeyMaterialError("key.sealed")
    try:
        return cipher.decrypt(nonce, body, _SEAL_VERSION + context)
    except InvalidTag as error:
        raise KeyMaterialError("key.sealed") from error


def _aes(key: bytes) -> AESGCM:
    if len(key) != _SEAL_KEY_SIZE:
        raise KeyMaterialError("key.seal_key", length=len(key), expected=_SEAL_KEY_SIZE)
    return AESGCM(key)
