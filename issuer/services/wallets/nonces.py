"""Nonces without a table: each bears its time and our seal, so that only fresh ones of ours count.

Nothing is kept when one is given out, so that nobody fills the database by asking for them. That
each is used once, its offer remembers (`WalletOffer.nonce`).
"""

import hmac
from datetime import timedelta

from badges.encoding import decode_base64url, encode_base64url
from badges.errors import Malformed
from issuer.ports import Office

LIFE = timedelta(minutes=5)
"""How long a nonce can be answered."""

NONCE = "wallet-nonce"
"""The purpose of nonces for key proofs (OpenID4VCI 1.0 section 7)."""

_TIME, _RANDOM, _SEAL = 8, 16, 16


def new_nonce(office: Office, purpose: str = NONCE) -> str:
    """A nonce of this instant, good for one purpose.

    Raises:
        KeyUnavailable: it cannot be sealed.
    """
    body = int(office.clock.now().timestamp()).to_bytes(_TIME) + office.identifiers.token(_RANDOM)
    return encode_base64url(body + _seal(office, purpose, body))


def is_fresh(office: Office, nonce: str, purpose: str = NONCE) -> bool:
    """Whether we gave out this nonce for that purpose in the last minutes.

    Raises:
        KeyUnavailable: the seal cannot be compared.
    """
    try:
        content = decode_base64url(nonce)
    except Malformed:
        return False
    body, seal = content[:-_SEAL], content[-_SEAL:]
    if len(content) != _TIME + _RANDOM + _SEAL:
        return False
    if not hmac.compare_digest(seal, _seal(office, purpose, body)):
        return False
    age = int(office.clock.now().timestamp()) - int.from_bytes(body[:_TIME])
    return 0 <= age < LIFE.total_seconds()


def _seal(office: Office, purpose: str, body: bytes) -> bytes:
    return office.keys.derive(purpose, body)[:_SEAL]
