"""How people who work here prove who they are: adapters for passwords and passkeys."""

from issuer.entrance.passkeys import WebAuthnCeremonies
from issuer.entrance.passwords import Argon2Hasher

__all__ = ["Argon2Hasher", "WebAuthnCeremonies"]
