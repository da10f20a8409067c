"""The one code that every wallet reads: an interaction URL, and what each protocol finds behind it.

W3C VCALM 1.0 section 3.7: the address carries `iuv=1`, and programs that ask it for JSON are told
which protocols may fetch the badge, and where. People who open it get a page.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from badges.documents import JsonObject
from issuer.errors import WalletRefused
from issuer.model import WalletOffer
from issuer.ports import Office
from issuer.services.finding import find_place
from issuer.services.wallets.offers import find_offer, require_open

_PARIS = "Europe/Paris"


@dataclass(frozen=True)
class Interaction:
    """What somebody who opens the code may do with it until `ends`, in the time of the place.

    `offer_link` opens any wallet that speaks OpenID4VCI, `lcw_link` the Learner Credential Wallet.
    """

    protocols: JsonObject
    offer_link: str
    lcw_link: str
    ends: datetime


def interaction_url(office: Office, offer: WalletOffer) -> str:
    """What the one QR code of an offer says."""
    return f"{office.settings.base_url}/wallet/{offer.id}?iuv=1"


def exchange_url(office: Office, offer: WalletOffer) -> str:
    """Where wallets that speak VC-API fetch the badge."""
    return f"{office.settings.base_url}/wallet/exchanges/{offer.id}"


def offer_link(office: Office, offer: WalletOffer) -> str:
    """The link that opens a wallet of OpenID4VCI on this device (VCI-02)."""
    by_reference = quote(f"{office.settings.base_url}/wallet/offers/{offer.id}", safe="")
    return f"openid-credential-offer://?credential_offer_uri={by_reference}"


def lcw_link(office: Office, offer: WalletOffer) -> str:
    """The link that opens the Learner Credential Wallet on this device.

    The wallet's own scheme, not its https address: on a device without the wallet that address
    would carry the key of the exchange to somebody else's server.
    """
    invitation = {
        "credentialRequestOrigin": origin(office),
        "protocols": {"vcapi": exchange_url(office, offer)},
    }
    return f"dccrequest://request?request={quote(json.dumps(invitation), safe='')}"


def interaction(office: Office, offer_id: str) -> Interaction:
    """What waits behind a code.

    Raises:
        NotFound: no such offer (`wallet.unknown`).
        WalletRefused: it is too late, or a wallet came already.
    """
    with office.store.read() as work:
        offer = find_offer(work, offer_id)
        award = work.awards.get(offer.award)
        if award is None:
            raise WalletRefused("wallet.offer.closed", error="invalid_grant")
        place = find_place(work, award.place)
    require_open(office, offer)
    link = offer_link(office, offer)
    return Interaction(
        protocols={"vcapi": exchange_url(office, offer), "OID4VCI": link},
        offer_link=link,
        lcw_link=lcw_link(office, offer),
        ends=_there(offer.expires, place.time_zone),
    )


def origin(office: Office) -> str:
    """Who we are to a wallet: scheme and host of our public address."""
    parts = urlsplit(office.settings.base_url)
    return f"{parts.scheme}://{parts.netloc}"


def _there(instant: datetime, zone: str) -> datetime:
    """The time of day at the place; that of the clock on a machine without time zones."""
    for name in (zone, _PARIS):
        try:
            return instant.astimezone(ZoneInfo(name))
        except (ZoneInfoNotFoundError, ValueError):
            continue
    return instant
