"""From the code of an offer to an access token: once, and only with the PIN (VCI-03).

A refusal may have to be kept (a wrong PIN counts, a replayed code ends its offer), so it is raised
when the unit of work has ended well.
"""

from dataclasses import replace

from issuer.errors import WalletRefused
from issuer.model import WalletOffer
from issuer.ports import Office, UnitOfWork
from issuer.services.people.secrets_kept import digest_of, new_secret
from issuer.services.wallets import offers

GRANT_TYPE = "urn:ietf:params:oauth:grant-type:pre-authorized_code"

_GRANT = "invalid_grant"


def redeem(office: Office, code: str, pin: str) -> str:
    """The access token for a code and the PIN that goes with it, good for `TOKEN_LIFE`.

    Raises:
        WalletRefused: the code is unknown, used or expired, or the PIN is wrong. A code that is
            used twice was seen by somebody else: it ends the offer (RFC 6749 section 4.1.2).
    """
    offer_id = offers.offer_id_of(office, code)
    if offer_id is None:
        raise WalletRefused("wallet.token.code", error=_GRANT)
    secret = new_secret(office)
    with office.store.write() as work:
        refusal = _redeem(office, work, offer_id, pin, digest_of(secret))
    if refusal is not None:
        raise refusal
    return secret


def _redeem(
    office: Office, work: UnitOfWork, offer_id: str, pin: str, digest: str
) -> WalletRefused | None:
    """Keep what came of it; the value is why not, if so."""
    offer = work.wallet_offers.lock(offer_id)
    if offer is None:
        return WalletRefused("wallet.token.code", error=_GRANT)
    if offer.state == "taken":
        offers.close(work, offer)
        return WalletRefused("wallet.offer.taken", error=_GRANT)
    found = offers.standing(office, offer)
    if found != "open":
        return WalletRefused(f"wallet.offer.{found}", error=_GRANT)
    if not offers.is_pin(office, offer, pin):
        return _count(work, offer)
    taken = replace(offer, state="taken", taken=office.clock.now(), token=digest)
    work.wallet_offers.replace(taken)
    return None


def _count(work: UnitOfWork, offer: WalletOffer) -> WalletRefused:
    tried = replace(offer, tries=offer.tries + 1)
    left = offers.TRIES - tried.tries
    if left > 0:
        work.wallet_offers.replace(tried)
        return WalletRefused("wallet.token.pin", error=_GRANT, left=left)
    offers.close(work, tried)
    return WalletRefused("wallet.offer.closed", error=_GRANT)
