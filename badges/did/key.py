"""did:key: the DID is the key, and its document is computed (KEY-03)."""

from dataclasses import dataclass

from badges.did.method import document_of_key
from badges.documents import JsonObject
from badges.errors import KeyMaterialError, ResolutionError
from badges.keys import PublicKey

_PREFIX = "did:key:"
_PURPOSES = ("assertionMethod", "authentication", "capabilityDelegation", "capabilityInvocation")


@dataclass(frozen=True)
class DidKey:
    """The did:key method for Ed25519 and the NIST curves."""

    name: str = "key"

    def computed(self, did: str) -> JsonObject:
        """One Multikey `did:key:zX#zX` for every purpose but key agreement.

        Raises:
            ResolutionError: what follows `did:key:` is not a public key that we read.
        """
        multikey = did.removeprefix(_PREFIX)
        try:
            PublicKey.from_multikey(multikey)
        except KeyMaterialError as error:
            raise ResolutionError("did.key", did=did[:200], because=error.code) from error
        method = {"id": f"{did}#{multikey}", "type": "Multikey", "publicKeyMultibase": multikey}
        return document_of_key(did, method, _PURPOSES)

    def address(self, did: str) -> str:
        """Nowhere.

        Raises:
            ResolutionError: always.
        """
        raise ResolutionError("did.no_address", did=did[:200])


def did_key(key: PublicKey) -> str:
    """The did:key of `key`.

    Raises:
        KeyMaterialError: an RSA key, which has no Multikey form here.
    """
    return _PREFIX + key.multikey()


def did_key_method(key: PublicKey) -> str:
    """The URL of the one verification method of the did:key of `key` (KEY-03)."""
    return f"{did_key(key)}#{key.multikey()}"


DID_KEY = DidKey()
