"""What learners do with their badges out in the world: portfolios, wallets, badges from elsewhere.

No secret is kept here: codes, PIN and private links are derived from the key store when they are
shown (`issuer.services.wallets`, `issuer.services.private_links`), and what a wallet brings back
is compared with what is derived again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from issuer.model.badges import ArtworkSpec

Visibility = Literal["hidden", "private", "unlisted", "public"]
OfferState = Literal["open", "taken", "received", "closed"]

VISIBILITIES: tuple[Visibility, ...] = ("hidden", "private", "unlisted", "public")


@dataclass(frozen=True)
class Portfolio:
    """The page on which somebody shows chosen badges together; one for each card.

    `link` is the generation of its private link: it grows when the holder wants another one.
    """

    id: str
    holder: str
    title: str
    language: str
    created: datetime
    changed: datetime
    introduction: str | None = None
    visibility: Visibility = "hidden"
    link: int = 0


@dataclass(frozen=True)
class PortfolioItem:
    """One badge of a portfolio: an award of ours, or one that was brought from elsewhere."""

    portfolio: str
    position: int
    award: str | None = None
    imported: str | None = None


@dataclass(frozen=True)
class ImportedBadge:
    """A badge from elsewhere, its bytes kept as they came, with what the verifier said of it.

    `verdict` and `state` are those of the report of `examined`; `report` is its summary. `body` is
    read apart, since it may be a picture.
    """

    id: str
    holder: str
    created: datetime
    media_type: str
    size: int
    digest: str
    title: str
    issuer: str
    verdict: str
    state: str
    examined: datetime
    source: str | None = None
    report: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class WalletOffer:
    """A badge on its way into a wallet, for a short while and once.

    `tries` counts wrong PIN. `taken` is when a wallet came with the code, `token` the digest of the
    access token that it was given, `nonce` the digest of the last nonce that it answered.
    """

    id: str
    award: str
    created: datetime
    expires: datetime
    state: OfferState = "open"
    tries: int = 0
    taken: datetime | None = None
    token: str | None = field(default=None, repr=False)
    nonce: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class SharingCard:
    """The picture that goes with a badge on social networks: what stands on it, in words.

    `statement` is what the person can do, `state` that of the badge (`active`, `revoked`…), and
    `person` a name only when its holder made the badge public.
    """

    artwork: ArtworkSpec
    title: str
    place: str
    statement: str
    date: str
    language: str
    state: str = "active"
    person: str | None = None
