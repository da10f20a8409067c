"""The VC-API exchange (W3C VCALM 1.0): two messages, and the badge is in the wallet.

The wallet says nothing and is asked who it is; it answers with a presentation that its holder's key
signed, and receives a copy of the badge bound to that key. Whoever has the code of the offer may
answer, so the page that shows it says that it is a key. The first wallet wins, whichever protocol
it speaks.
"""

from badges.documents import JsonObject
from badges.model.credential import CREDENTIALS_V2
from issuer.model import WalletOffer
from issuer.ports import Office
from issuer.services.wallets import nonces
from issuer.services.wallets.copying import bound_copy, require_copyable
from issuer.services.wallets.interactions import exchange_url, origin
from issuer.services.wallets.offers import find_offer, hold_offer, receive, require_open
from issuer.services.wallets.presenting import CRYPTOSUITES, METHODS, Question, proven_holder

_PRESENTATION = "verifiablePresentation"
_ANSWER = "UnmediatedHttpPresentationService2021"


def converse(office: Office, offer_id: str, message: JsonObject) -> JsonObject:
    """Our answer to one message of a wallet: who are you, or the badge.

    Raises:
        NotFound: no such offer (`wallet.unknown`).
        WalletRefused: it is too late, or a wallet came already (`wallet.offer.*`).
        InvalidRequest: the presentation does not prove who its holder is (`exchange.*`).
        Conflict: the badge goes into no wallet: cancelled, over, or erased (`wallet.badge.*`).
        KeyUnavailable: the place's private key cannot be opened.
    """
    if _PRESENTATION not in message:
        return _ask(office, offer_id)
    return _hand_over(office, offer_id, message[_PRESENTATION])


def _ask(office: Office, offer_id: str) -> JsonObject:
    """The request for a presentation, as VCALM and the Learner Credential Wallet read it."""
    with office.store.read() as work:
        offer = find_offer(work, offer_id)
        award = work.awards.get(offer.award)
    require_open(office, offer)
    if award is not None:
        require_copyable(office, award)
    request = {
        "query": [
            {
                "type": "DIDAuthentication",
                "acceptedMethods": [{"method": name} for name in METHODS],
                "acceptedCryptosuites": [{"cryptosuite": name} for name in CRYPTOSUITES],
            }
        ],
        "challenge": nonces.new_nonce(office, _purpose(offer)),
        "domain": origin(office),
        # A list of services: wallets take its first without asking whether there is one.
        "interact": {
            "service": [{"type": _ANSWER, "serviceEndpoint": exchange_url(office, offer)}]
        },
    }
    return {"verifiablePresentationRequest": request}


def _hand_over(office: Office, offer_id: str, presentation: object) -> JsonObject:
    """The badge for the key that signed; its offer then ends, in the same unit of work.

    The signature is checked before anything is locked: that is the slow part, and a stranger's.
    """
    with office.store.read() as work:
        offer = find_offer(work, offer_id)
    require_open(office, offer)
    holder = proven_holder(presentation, _question(office, offer))
    with office.store.write() as work:
        offer, award = hold_offer(work, offer_id)
        require_open(office, offer)
        copy = bound_copy(office, work, award, holder)
        receive(work, offer)
    return {
        _PRESENTATION: {
            "@context": [CREDENTIALS_V2],
            "type": ["VerifiablePresentation"],
            "verifiableCredential": [copy.json.document],
        }
    }


def _question(office: Office, offer: WalletOffer) -> Question:
    return Question(
        domain=origin(office),
        is_ours=lambda challenge: nonces.is_fresh(office, challenge, _purpose(offer)),
        now=office.clock.now(),
    )


def _purpose(offer: WalletOffer) -> str:
    """A challenge is good for one offer, which ends with the first presentation that answers it."""
    return f"wallet-challenge:{offer.id}"
