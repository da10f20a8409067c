"""The printing press, as a protocol: words and pictures in, PDF out."""

from typing import Protocol

from issuer.model.paper import Booklet, Card, Certificate, Poster, Sticker


class Press(Protocol):
    """Lays paper out; the same content gives the same bytes."""

    def certificate(self, certificate: Certificate) -> bytes:
        """One A4 page as PDF/A-3 with the signed badge attached."""
        ...

    def certificates(self, certificates: tuple[Certificate, ...]) -> bytes:
        """The certificates of a group, one A4 page after the other, to print at once."""
        ...

    def cards(self, cards: tuple[Card, ...]) -> bytes:
        """Claim cards on A4 sheets, with cut marks."""
        ...

    def stickers(self, stickers: tuple[Sticker, ...]) -> bytes:
        """Stickers on A4 sheets, with cut marks."""
        ...

    def booklet(self, booklet: Booklet) -> bytes:
        """The passport of one person, with every badge in it attached."""
        ...

    def poster(self, poster: Poster) -> bytes:
        """The A4 sheet of a workshop's wall."""
        ...
