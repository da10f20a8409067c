"""The key that a badge itself names: to see whether its content is intact, never who signed it.

When the issuer's document cannot be had, a key may still stand in the address of the method
(`https://issuer.example#z6Mk…`) or in the header of a JWT (`jwk`). Whoever writes a badge chooses
that key (TRAP-09, JWT-08): so it comes without a controller, and nobody is thereby confirmed.
"""

from dataclasses import dataclass
from typing import Any

from badges.did.controlled_document import RELATIONSHIPS
from badges.errors import BadgeError, FetchError, KeyMaterialError, ResolutionError
from badges.keys import PublicKey
from badges.ports import VerificationMethod

_WEB = ("https://", "http://")
# What is published is no document of keys: neither for nor against the key of the badge.
_SILENT = frozenset({"did.document", "did.no_methods"})
_NO_ADDRESS = frozenset({"did.url"})


@dataclass(frozen=True)
class OwnWord:
    """A resolver (`ports.KeyResolver`) that takes the badge's own word for its key.

    `jwk` is the key in the header of a JWT, when there is one.
    """

    jwk: Any = None

    def __call__(self, url: str) -> VerificationMethod:
        """The key that `url`, or else the header, holds; its controller is empty.

        Raises:
            ResolutionError: neither holds a key.
        """
        return VerificationMethod(url, "", self._key(url), frozenset(RELATIONSHIPS))

    def _key(self, url: str) -> PublicKey:
        address, _, fragment = url.partition("#")
        try:
            if address.startswith(_WEB) and fragment:
                return PublicKey.from_multikey(fragment)
        except KeyMaterialError as error:
            if not isinstance(self.jwk, dict):
                raise ResolutionError("did.no_own_key", method=url[:200]) from error
        if not isinstance(self.jwk, dict):
            raise ResolutionError("did.no_own_key", method=url[:200])
        try:
            return PublicKey.from_jwk(self.jwk)
        except KeyMaterialError as error:
            raise ResolutionError("did.no_own_key", method=url[:200]) from error

    def helps_after(self, error: BadgeError) -> bool:
        """Whether `error` leaves open whose key it is, so that the badge's own word may be taken.

        A document that was read and names other keys settles the question.
        """
        if isinstance(error, FetchError):
            return True
        if not isinstance(error, ResolutionError):
            return False
        silent = _SILENT if self.jwk is None else _SILENT | _NO_ADDRESS
        return error.code in silent
