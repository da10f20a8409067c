"""did:jwk: the DID is a public JWK, and its document is computed."""

from dataclasses import dataclass

from badges.did.method import document_of_key
from badges.documents import JsonObject, Limits, parse, serialize
from badges.encoding import decode_base64url, encode_base64url
from badges.errors import DocumentError, KeyMaterialError, ResolutionError
from badges.keys import PublicKey

_PREFIX = "did:jwk:"
_LIMITS = Limits(size=4_096, depth=4, nodes=64)
_PURPOSES = ("assertionMethod", "authentication", "capabilityDelegation", "capabilityInvocation")


@dataclass(frozen=True)
class DidJwk:
    """The did:jwk method."""

    name: str = "jwk"

    def computed(self, did: str) -> JsonObject:
        """One JsonWebKey `did:jwk:…#0`.

        Raises:
            ResolutionError: what follows `did:jwk:` is not a public key that we read; a private
                member would make the key everybody's.
        """
        try:
            jwk = parse(decode_base64url(did.removeprefix(_PREFIX)), _LIMITS)
            PublicKey.from_jwk(jwk)
        except (DocumentError, KeyMaterialError) as error:
            raise ResolutionError("did.jwk", did=did[:200], because=error.code) from error
        method = {"id": f"{did}#0", "type": "JsonWebKey", "publicKeyJwk": jwk}
        return document_of_key(did, method, _PURPOSES)

    def address(self, did: str) -> str:
        """Nowhere.

        Raises:
            ResolutionError: always.
        """
        raise ResolutionError("did.no_address", did=did[:200])


def did_jwk(key: PublicKey) -> str:
    """The did:jwk of `key`, with the required members of its JWK only."""
    return _PREFIX + encode_base64url(serialize(key.jwk()))


DID_JWK = DidJwk()
