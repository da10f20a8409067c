"""Key store and artwork, as protocols: what services use that is neither record nor clock."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from badges.ports import Signer
from issuer.model import ArtworkSpec, SharingCard, SigningKey


@dataclass(frozen=True)
class NewKey:
    """A key just made: its public half as text, its private half sealed."""

    public: str
    sealed: bytes = field(repr=False)


class KeyStore(Protocol):
    """Where private keys are opened; they never leave it in clear."""

    def prepare(self) -> None:
        """Make ready for the very first key of this instance; does nothing when it is.

        Raises:
            KeyUnavailable: the place of keys cannot be written.
        """
        ...

    def create(self, place: str, name: str, algorithm: str) -> NewKey:
        """Make a key pair of that algorithm (`Ed25519` or `P-256`).

        Raises:
            KeyUnavailable: the key-encryption key cannot be read.
        """
        ...

    def signer(self, key: SigningKey, verification_method: str) -> Signer:
        """The private key of `key` at work, speaking as `verification_method`.

        Raises:
            KeyUnavailable: the key-encryption key is lost, wrong or unreadable.
        """
        ...

    def reseal(self, key: SigningKey) -> bytes:
        """The private half of `key`, sealed for the secret that will come after this one.

        Until `turn_over`, keys open under both secrets.

        Raises:
            KeyUnavailable: the key cannot be opened, or the next secret cannot be made.
        """
        ...

    def turn_over(self) -> None:
        """Let the next secret take the place of this one, once every key is sealed for it.

        Raises:
            KeyUnavailable: it cannot be put in place.
        """
        ...

    def derive(self, purpose: str, context: bytes) -> bytes:
        """32 secret bytes that follow from `purpose` and `context`: the same ones each time.

        Raises:
            KeyUnavailable: the key-encryption key cannot be read.
        """
        ...

    def deriver(self, purpose: str) -> Callable[[bytes], bytes]:
        """`derive` for that purpose, for many contexts in a row; not to be kept.

        Raises:
            KeyUnavailable: the key-encryption key cannot be read.
        """
        ...


class Artwork(Protocol):
    """How badges and their QR codes are drawn; the same words give the same bytes."""

    @property
    def shapes(self) -> tuple[str, ...]:
        """The names of the shapes that can be drawn."""
        ...

    @property
    def icons(self) -> tuple[str, ...]:
        """The names of the icons that can be drawn."""
        ...

    def badge_svg(self, spec: ArtworkSpec) -> bytes:
        """The badge as SVG."""
        ...

    def badge_png(self, spec: ArtworkSpec) -> bytes:
        """The badge as PNG."""
        ...

    def sharing_card(self, card: SharingCard) -> bytes:
        """The picture that goes with a badge on social networks: a PNG of 1200 by 627 pixels."""
        ...

    def qr_svg(self, text: str) -> bytes:
        """A QR code of `text` as SVG."""
        ...

    def qr_png(self, text: str) -> bytes:
        """A QR code of `text` as PNG."""
        ...
