"""Where portfolios, badges from elsewhere and wallet offers are kept, and who examines badges."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from badges.documents import JsonObject
from badges.ports import Signer
from issuer.model import ImportedBadge, Portfolio, PortfolioItem, WalletOffer


class Portfolios(Protocol):
    """The portfolios of holders and the badges in them."""

    def add(self, portfolio: Portfolio) -> None:
        """Keep a new portfolio."""
        ...

    def get(self, portfolio_id: str) -> Portfolio | None:
        """The portfolio of that id, or None."""
        ...

    def of_holder(self, holder_id: str) -> Portfolio | None:
        """The portfolio of a card, or None."""
        ...

    def replace(self, portfolio: Portfolio) -> None:
        """Keep the new state of the portfolio of the same id."""
        ...

    def items(self, portfolio_id: str) -> tuple[PortfolioItem, ...]:
        """The badges of a portfolio, in order."""
        ...

    def put_items(self, portfolio_id: str, items: Sequence[PortfolioItem]) -> None:
        """Keep these badges, in this order, instead of those that were there."""
        ...

    def forget(self, portfolio_id: str) -> None:
        """Remove a portfolio for good; the badges in it stay what they are."""
        ...


class ImportedBadges(Protocol):
    """The badges that holders brought from elsewhere."""

    def add(self, badge: ImportedBadge, body: bytes) -> None:
        """Keep a badge and its bytes as they came."""
        ...

    def get(self, badge_id: str) -> ImportedBadge | None:
        """What is known of a badge, or None."""
        ...

    def body(self, badge_id: str) -> bytes | None:
        """The bytes of a badge, or None."""
        ...

    def of_holder(self, holder_id: str) -> tuple[ImportedBadge, ...]:
        """The badges of a card from elsewhere, oldest first."""
        ...

    def replace(self, badge: ImportedBadge) -> None:
        """Keep what the verifier says now of the badge of the same id, and whose it is."""
        ...

    def forget(self, badge_id: str) -> None:
        """Remove a badge for good, from portfolios too."""
        ...


class WalletOffers(Protocol):
    """The badges on their way into wallets."""

    def add(self, offer: WalletOffer) -> None:
        """Keep a new offer."""
        ...

    def get(self, offer_id: str) -> WalletOffer | None:
        """The offer of that id, or None."""
        ...

    def lock(self, offer_id: str) -> WalletOffer | None:
        """As `get`, making every other unit of work wait that would lock it too."""
        ...

    def by_token(self, token: str) -> WalletOffer | None:
        """The offer whose access token has that digest, or None."""
        ...

    def of_award(self, award: str) -> tuple[WalletOffer, ...]:
        """The offers of an award, newest first."""
        ...

    def replace(self, offer: WalletOffer) -> None:
        """Keep the new state of the offer of the same id."""
        ...

    def forget_before(self, before: datetime) -> int:
        """Remove for good those that expired before that instant; how many they were."""
        ...


class SelectiveDisclosure(Protocol):
    """Who writes SD-JWT VC, whose holder shows only some of the claims."""

    def issue(
        self,
        claims: JsonObject,
        disclosable: tuple[str, ...],
        signer: Signer,
        holder_key: JsonObject,
    ) -> str:
        """The compact SD-JWT VC of `claims` (`iss`, `vct`, `iat`… and those that can be hidden).

        `holder_key` is the public JWK that the credential is bound to (`cnf`).

        Raises:
            KeyUnavailable: the signer cannot sign.
        """
        ...


class Examiner(Protocol):
    """Somebody who verifies any badge, as the verifier's door does."""

    def examine(self, body: bytes, media_type: str, *, language: str) -> JsonObject:
        """The report on one badge (interfaces.md, "The report"), whatever the verdict.

        Raises:
            BadgeError: what was sent cannot be examined at all: empty, or too large.
        """
        ...

    def fetch(self, url: str, *, language: str) -> JsonObject:
        """The report on the badge at an address.

        Raises:
            BadgeError: as `examine`, or not an address.
        """
        ...
