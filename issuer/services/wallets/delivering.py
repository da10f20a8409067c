"""Handing a badge over: an access token, a key proof, and the copy bound to that key (VCI-05).

Refusals that change something (a nonce that is spent, an offer that ends) are raised once that is
kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from badges.documents import JsonObject
from issuer.errors import Conflict, WalletRefused
from issuer.model import Award, WalletOffer
from issuer.ports import Office, UnitOfWork
from issuer.services.people.secrets_kept import SECRET_LENGTH, digest_of
from issuer.services.wallets import key_proofs, learning_credential, nonces, offers
from issuer.services.wallets.copying import bound_copy, require_copyable
from issuer.services.wallets.key_proofs import ProvedKey
from issuer.services.wallets.metadata import LDP_VC, formats, issuer_identifier

Credential = JsonObject | str
"""A JSON object with its proof, untouched, or a compact JWT (VCI-04)."""

_REQUEST = "invalid_credential_request"
_SHOWN = 80


@dataclass(frozen=True)
class CredentialRequest:
    """What a wallet asks for: the badge in which format, and the one proof of its key."""

    kind: str
    jwt: str


def deliver(office: Office, token: str, body: JsonObject) -> Credential:
    """The badge of the offer whose access token this is, bound to the key that the wallet proved.

    Raises:
        WalletRefused: the token is not good (`invalid_token`), or the request is not (VCI-06).
        KeyUnavailable: it cannot be signed; the wallet may come again.
    """
    digest = digest_of(token[:SECRET_LENGTH])
    with office.store.read() as work:
        offer = work.wallet_offers.by_token(digest)
    if offer is None:
        raise _invalid_token()
    wanted = read_request(body, formats(office))
    with office.store.write() as work:
        outcome = _deliver(office, work, offer.id, digest, wanted)
    if isinstance(outcome, WalletRefused):
        raise outcome
    return outcome


def read_request(body: JsonObject, known: Mapping[str, str]) -> CredentialRequest:
    """The request of a wallet, its form checked; `known` are formats by configuration.

    Raises:
        WalletRefused: a member is missing, of another form, or asks for what is not offered.
    """
    if "credential_response_encryption" in body:
        raise WalletRefused("wallet.request.encryption", error="invalid_encryption_parameters")
    if "credential_identifier" in body:
        # Token responses name no identifiers, so none is known.
        if "credential_configuration_id" in body:
            raise WalletRefused("wallet.request.configuration", error=_REQUEST)
        raise WalletRefused("wallet.request.identifier", error="unknown_credential_identifier")
    name = body.get("credential_configuration_id")
    if not isinstance(name, str):
        raise WalletRefused("wallet.request.configuration", error=_REQUEST)
    if name not in known:
        error = "unknown_credential_configuration"
        raise WalletRefused("wallet.request.unknown", error=error, name=name[:_SHOWN])
    return CredentialRequest(known[name], _only_proof(body))


def _only_proof(body: JsonObject) -> str:
    """The one proof, since a badge is handed over once: batches are not offered."""
    proofs: Any = body.get("proofs")
    jwts = proofs.get("jwt") if isinstance(proofs, dict) and len(proofs) == 1 else None
    if not isinstance(jwts, list) or len(jwts) != 1 or not isinstance(jwts[0], str):
        raise WalletRefused("wallet.proof.one", error="invalid_proof")
    return jwts[0]


def _deliver(
    office: Office, work: UnitOfWork, offer_id: str, digest: str, wanted: CredentialRequest
) -> Credential | WalletRefused:
    offer, award = offers.hold_offer(work, offer_id)
    if offer.token != digest or offers.standing(office, offer) != "taken":
        return _invalid_token()
    proof = key_proofs.read(wanted.jwt)
    spent = _spend(office, work, offer, proof.nonce)
    if isinstance(spent, WalletRefused):
        return spent
    try:
        audience = issuer_identifier(office, award.place)
        proved = key_proofs.verify(proof, audience, office.clock.now())
        require_copyable(office, award)
    except WalletRefused as refusal:
        return refusal
    except Conflict as refusal:
        offers.close(work, spent)
        return WalletRefused(refusal.code, error="credential_request_denied")
    credential = _credential(office, work, award, proved, wanted.kind)
    offers.receive(work, spent)
    return credential


def _spend(
    office: Office, work: UnitOfWork, offer: WalletOffer, nonce: str
) -> WalletOffer | WalletRefused:
    """The offer, which remembers that this nonce was answered, whatever the answer is worth."""
    if not nonce:
        return WalletRefused("wallet.proof.nonce", error="invalid_proof")
    digest = digest_of(nonce)
    if digest == offer.nonce or not nonces.is_fresh(office, nonce):
        return WalletRefused("wallet.nonce", error="invalid_nonce")
    spent = replace(offer, nonce=digest)
    work.wallet_offers.replace(spent)
    return spent


def _credential(
    office: Office, work: UnitOfWork, award: Award, proved: ProvedKey, kind: str
) -> Credential:
    if kind == learning_credential.FORMAT:
        key = proved.key.jwk()
        return learning_credential.learning_credential(office, work, award, key)
    copy = bound_copy(office, work, award, proved.did)
    return copy.json.document if kind == LDP_VC else copy.jwt.text


def _invalid_token() -> WalletRefused:
    return WalletRefused("wallet.token.invalid", error="invalid_token")
