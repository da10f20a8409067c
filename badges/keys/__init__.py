"""Keys: Ed25519, P-256 and RSA; Multikey and JWK; signing, verifying, sealing.

The only room that speaks `cryptography`. A public key knows one algorithm and accepts one form of
signature, so a proof can never choose how it is checked. P-384 keys can be read and verify, but are
never made. RSA exists for RS256 alone, since that is what every Open Badges reader must know.
"""

from badges.keys.algorithms import ALGORITHMS, ED25519, P256, P384, RSA
from badges.keys.private import KeySigner, PrivateKey
from badges.keys.public import PublicKey
from badges.keys.sealing import seal, unseal

__all__ = [
    "ALGORITHMS",
    "ED25519",
    "P256",
    "P384",
    "RSA",
    "KeySigner",
    "PrivateKey",
    "PublicKey",
    "seal",
    "unseal",
]
