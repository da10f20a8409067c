"""An offer: one badge that a wallet may fetch, once, for ten minutes.

It is made behind the card of its holder and nowhere else. Code and PIN follow from the key store,
so a copy of the database opens nothing. The first wallet wins, whichever protocol it speaks.
"""

import hmac
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from badges.encoding import encode_base64url
from issuer.errors import NotFound, TooManyAttempts, WalletRefused
from issuer.model import Award, WalletOffer
from issuer.ports import Office, UnitOfWork
from issuer.services.holders.opening import OpenBadge
from issuer.services.privacy.durations import WALLET_OFFERS
from issuer.services.wallets.copying import require_copyable

Standing = Literal["open", "taken", "received", "closed", "expired"]

LIFE = timedelta(minutes=10)
"""How long a wallet may come for the badge."""
TOKEN_LIFE = timedelta(minutes=5)
"""How long a wallet that came may take to fetch it."""
TRIES = 5
"""Wrong PIN after which nobody may try any more."""
PIN_LENGTH = 6
OFFERS_A_DAY = 30
"""Offers that may be made of one badge in a day."""

_CODE, _PIN = "wallet-code", "wallet-pin"
_CODE_SIZE = 24


def open_offer(office: Office, opened: OpenBadge) -> WalletOffer:
    """Offer a badge to a wallet, for whoever opened its card; earlier offers of it end.

    Raises:
        Conflict: the badge goes into no wallet: it was cancelled, or its time is over.
        NotFound: it was erased meanwhile.
        TooManyAttempts: it was offered very often today.
    """
    with office.store.write() as work:
        work.status_lists.lock(opened.award.place)
        award = work.awards.get(opened.award.id)
        if award is None or award.holder_id != opened.card.holder.id:
            raise NotFound("claim.no_badge")
        require_copyable(office, award)
        now, earlier = office.clock.now(), work.wallet_offers.of_award(award.id)
        _require_few(earlier, now)
        _end(work, earlier)
        made = WalletOffer(office.identifiers.uuid(), award.id, now, now + LIFE)
        work.wallet_offers.add(made)
        return made


def find_offer(work: UnitOfWork, offer_id: str) -> WalletOffer:
    """The offer of that id, whatever became of it.

    Raises:
        NotFound: no such offer, or one of some days ago (`wallet.unknown`).
    """
    found = work.wallet_offers.get(offer_id) if _is_uuid(offer_id) else None
    if found is None:
        raise NotFound("wallet.unknown")
    return found


def hold_offer(work: UnitOfWork, offer_id: str) -> tuple[WalletOffer, Award]:
    """The offer and its badge, as they stand once nobody else can change either.

    The place is locked before the offer, in the order of whoever erases a badge with its offers.

    Raises:
        NotFound: no such offer, or its badge was erased meanwhile (`wallet.unknown`).
    """
    award = work.awards.get(find_offer(work, offer_id).award)
    if award is None:
        raise NotFound("wallet.unknown")
    work.status_lists.lock(award.place)
    offer, award = work.wallet_offers.lock(offer_id), work.awards.get(award.id)
    if offer is None or award is None:
        raise NotFound("wallet.unknown")
    return offer, award


def standing(office: Office, offer: WalletOffer) -> Standing:
    """What may still be done with an offer: only an `open` one waits for a wallet."""
    if offer.state in ("received", "closed"):
        return offer.state
    return "expired" if office.clock.now() >= ends(offer) else offer.state


def ends(offer: WalletOffer) -> datetime:
    """When nobody may fetch the badge any more."""
    return offer.expires if offer.taken is None else offer.taken + TOKEN_LIFE


def require_open(office: Office, offer: WalletOffer) -> None:
    """Return when a wallet may still come for the badge.

    Raises:
        WalletRefused: it is too late, another wallet came, or the offer was closed.
    """
    found = standing(office, offer)
    if found != "open":
        raise WalletRefused(f"wallet.offer.{found}", error="invalid_grant")


def code_of(office: Office, offer: WalletOffer) -> str:
    """The pre-authorised code: it names the offer, and nobody can make one up.

    Raises:
        KeyUnavailable: it cannot be derived.
    """
    return _code(office, offer.id)


def pin_of(office: Office, offer: WalletOffer) -> str:
    """The six digits that the person types into their wallet (`tx_code`).

    Raises:
        KeyUnavailable: they cannot be derived.
    """
    number = int.from_bytes(office.keys.derive(_PIN, offer.id.encode()))
    return f"{number % 10**PIN_LENGTH:0{PIN_LENGTH}}"


def offer_id_of(office: Office, code: str) -> str | None:
    """The offer that a code of ours names, None for one that somebody made up.

    Raises:
        KeyUnavailable: codes cannot be derived.
    """
    offer_id = code.partition(".")[0]
    if not _is_uuid(offer_id):
        return None
    genuine = hmac.compare_digest(code.encode(), _code(office, offer_id).encode())
    return offer_id if genuine else None


def is_pin(office: Office, offer: WalletOffer, typed: str) -> bool:
    """Whether that is the PIN, compared in a time that tells nothing."""
    return hmac.compare_digest(typed.encode(), pin_of(office, offer).encode())


def receive(work: UnitOfWork, offer: WalletOffer) -> None:
    """The badge is handed over: nobody fetches it with this offer again."""
    work.wallet_offers.replace(replace(offer, state="received", token=None))


def close(work: UnitOfWork, offer: WalletOffer) -> None:
    """Let nobody fetch anything with this offer any more."""
    work.wallet_offers.replace(replace(offer, state="closed", token=None))


def forget_expired(office: Office) -> int:
    """Forget the offers that ended more than a day ago; the value is how many they were."""
    with office.store.write() as work:
        return work.wallet_offers.forget_before(office.clock.now() - WALLET_OFFERS)


def _code(office: Office, offer_id: str) -> str:
    secret = office.keys.derive(_CODE, offer_id.encode())[:_CODE_SIZE]
    return f"{offer_id}.{encode_base64url(secret)}"


def _require_few(earlier: tuple[WalletOffer, ...], now: datetime) -> None:
    recent = [offer.created for offer in earlier if offer.created > now - WALLET_OFFERS]
    if len(recent) >= OFFERS_A_DAY:
        wait = min(recent) + WALLET_OFFERS - now
        raise TooManyAttempts("wallet.too_many", seconds=max(1, int(wait.total_seconds())))


def _end(work: UnitOfWork, earlier: tuple[WalletOffer, ...]) -> None:
    """Close what is not over, as it stands once no wallet can change it."""
    for offer in earlier:
        if offer.state in ("open", "taken"):
            held = work.wallet_offers.lock(offer.id)
            if held is not None and held.state in ("open", "taken"):
                close(work, held)


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
