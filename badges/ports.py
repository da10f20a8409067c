"""What the core needs from outside, as protocols, and the small values that cross them.

Core rooms do no I/O: time, network, keys and identifiers come in through these ports. The adapters
are chosen in the `bootstrap` of each door; tests pass the fakes of `tests/world.py`.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """The one clock of the house."""

    def now(self) -> datetime:
        """The instant, timezone-aware in UTC, in whole seconds (DM-06)."""
        ...


class Identifiers(Protocol):
    """Where random identifiers come from, so that tests can foresee them."""

    def uuid(self) -> str:
        """A fresh UUID version 4 in lower case, without prefix."""
        ...

    def token(self, size: int) -> bytes:
        """`size` unguessable random bytes."""
        ...

    def below(self, limit: int) -> int:
        """An unguessable integer in `0 <= n < limit`."""
        ...


@dataclass(frozen=True)
class Fetched:
    """One answer from the network: final URL, media type without parameters, body, max-age in s.

    `fetched_at` is set on a copy out of a bundle: what it says was so at that instant, in UTC.
    """

    url: str
    media_type: str
    body: bytes
    max_age: int | None = None
    fetched_at: datetime | None = None


class Fetcher(Protocol):
    """The only way out to the network."""

    def fetch(self, url: str, *, accept: str = "*/*", limit: int | None = None) -> Fetched:
        """GET `url`, of at most `limit` bytes.

        Raises:
            FetchError: `Refused` by our guard, `Unreachable`, `FetchTooLarge` or `TooSlow`.
        """
        ...


class PublicKey(Protocol):
    """A key that can check a signature."""

    @property
    def algorithm(self) -> str:
        """`Ed25519`, `P-256` or `RSA`."""
        ...

    def verify(self, signature: bytes, data: bytes) -> None:
        """Return when `signature` is this key's over `data`.

        Raises:
            SignatureMismatch: it is not.
        """
        ...


class Signer(Protocol):
    """A private key at work: it signs and never shows itself."""

    @property
    def algorithm(self) -> str:
        """`Ed25519`, `P-256` or `RSA`."""
        ...

    @property
    def verification_method(self) -> str:
        """Absolute URL of the public key, listed in the controller's document."""
        ...

    def sign(self, data: bytes) -> bytes:
        """The signature over `data`; P-256 as r || s, 64 bytes (RFC 7518 section 3.4)."""
        ...


@dataclass(frozen=True)
class VerificationMethod:
    """A public key as its controller's document lists it (W3C Controlled Identifiers 1.0).

    `purposes` are the verification relationships that list it, such as `assertionMethod`.
    `revoked` and `expires` are informative: the `created` of a proof is self-asserted (KEY-11).
    """

    id: str
    controller: str
    key: PublicKey
    purposes: frozenset[str] = field(default_factory=frozenset)
    revoked: datetime | None = None
    expires: datetime | None = None


class KeyResolver(Protocol):
    """From the URL of a verification method to the key that its controller vouches for."""

    def __call__(self, url: str) -> VerificationMethod:
        """The method named by `url`.

        Raises:
            ResolutionError: the document cannot be had or does not hold that method.
            FetchError: the document could not be fetched.
        """
        ...
