"""What a place tells wallets of itself: who issues, where, in which formats (VCI-01, VCI-02).

Each place is an issuer of its own. Its identifier is the address of its page, and its metadata is
served at the well-known address that wallets make from it. It is its own authorisation server
(RFC 8414), for one grant only.
"""

from collections.abc import Mapping

from badges.documents import JsonObject
from badges.model.credential import CREDENTIALS_V2, OPEN_BADGES_3_0_3, AchievementCredential
from issuer.errors import WalletRefused
from issuer.model import Award, Place, WalletOffer
from issuer.ports import Office, UnitOfWork
from issuer.services.addresses import place_url
from issuer.services.finding import find_place
from issuer.services.identities import identity_of, is_did_key
from issuer.services.securing import EMBEDDED
from issuer.services.wallets import learning_credential, offers
from issuer.services.wallets.key_proofs import ALGORITHMS
from issuer.services.wallets.learning_credential import learning_configuration
from issuer.services.wallets.tokens import GRANT_TYPE

LDP_VC, JWT_VC = "ldp_vc", "jwt_vc_json-ld"
"""The formats of our badges: JSON with an embedded proof, and the JWT that wraps the same JSON."""

CONFIGURATIONS = {"OpenBadgeCredential_ldp_vc": LDP_VC, "OpenBadgeCredential_jwt": JWT_VC}
"""Format by the name of its configuration, for those that every place has."""

BINDING_METHODS = ("did:key", "did:jwk", "jwk")

_NAMES = {"fr": "Badge de compétence", "en": "Badge of competency"}
_PINS = {
    "fr": "Les six chiffres affichés sur la page de votre badge, sous « Mon code secret ».",
    "en": "The six digits shown on the page of your badge, under “My secret code”.",
}


def issuer_identifier(office: Office, place: str) -> str:
    """The identifier of a place as an issuer, which key proofs must name as their audience."""
    return place_url(office.settings.base_url, place)


def issuer_metadata(office: Office, slug: str) -> JsonObject:
    """The credential issuer metadata of a place (OpenID4VCI 1.0 section 12.2.4).

    Raises:
        NotFound: no such place.
    """
    with office.store.read() as work:
        place = find_place(work, slug)
        configurations = configurations_of(office, work, place)
    base = office.settings.base_url
    return {
        "credential_issuer": issuer_identifier(office, place.slug),
        "credential_endpoint": f"{base}/wallet/credential",
        "nonce_endpoint": f"{base}/wallet/nonce",
        "display": [{"name": place.name, "locale": place.language}],
        "credential_configurations_supported": configurations,
    }


def configurations_of(office: Office, work: UnitOfWork, place: Place) -> JsonObject:
    """What a place can issue into wallets, by the name of each configuration."""
    keys = work.keys.of(place.slug)
    by_key = bool(keys) and is_did_key(identity_of(office.settings, place, keys).issuer)
    signing = {LDP_VC: EMBEDDED, JWT_VC: "EdDSA" if by_key else "ES256"}
    ours = {name: _configuration(kind, signing[kind]) for name, kind in CONFIGURATIONS.items()}
    if not learning_credential.is_offered(office):
        return ours
    return {**ours, learning_credential.CONFIGURATION: learning_configuration()}


def formats(office: Office) -> Mapping[str, str]:
    """The format of each configuration that is issued here, by its name."""
    if not learning_credential.is_offered(office):
        return CONFIGURATIONS
    return {**CONFIGURATIONS, learning_credential.CONFIGURATION: learning_credential.FORMAT}


def _configuration(kind: str, signing: str) -> JsonObject:
    return {
        "format": kind,
        "credential_definition": {
            "@context": [CREDENTIALS_V2, OPEN_BADGES_3_0_3],
            "type": list(AchievementCredential.TYPE),
        },
        "credential_signing_alg_values_supported": [signing],
        "cryptographic_binding_methods_supported": list(BINDING_METHODS),
        "proof_types_supported": {"jwt": {"proof_signing_alg_values_supported": list(ALGORITHMS)}},
        "credential_metadata": {
            "display": [{"name": name, "locale": language} for language, name in _NAMES.items()]
        },
    }


def authorization_metadata(office: Office, slug: str) -> JsonObject:
    """The metadata of the place as its own authorisation server (RFC 8414).

    Nobody registers a wallet here and there is no page to sign in on: the code is the grant.

    Raises:
        NotFound: no such place.
    """
    with office.store.read() as work:
        place = find_place(work, slug)
    return {
        "issuer": issuer_identifier(office, place.slug),
        "token_endpoint": f"{office.settings.base_url}/wallet/token",
        "token_endpoint_auth_methods_supported": ["none"],
        "grant_types_supported": [GRANT_TYPE],
        "response_types_supported": [],
        "pre-authorized_grant_anonymous_access_supported": True,
    }


def offer_document(office: Office, offer_id: str) -> JsonObject:
    """The offer as a wallet reads it (VCI-02); the PIN is not in it.

    Raises:
        NotFound: no such offer.
        WalletRefused: it waits for no wallet any more.
    """
    with office.store.read() as work:
        offer = offers.find_offer(work, offer_id)
        award = work.awards.get(offer.award)
        if award is None:
            raise WalletRefused("wallet.offer.closed", error="invalid_grant")
        place = find_place(work, award.place)
    offers.require_open(office, offer)
    return _offer(office, offer, award, place)


def _offer(office: Office, offer: WalletOffer, award: Award, place: Place) -> JsonObject:
    pin = {
        "input_mode": "numeric",
        "length": offers.PIN_LENGTH,
        "description": _PINS.get(place.language, _PINS["en"]),
    }
    grant = {"pre-authorized_code": offers.code_of(office, offer), "tx_code": pin}
    return {
        "credential_issuer": issuer_identifier(office, award.place),
        "credential_configuration_ids": list(formats(office)),
        "grants": {GRANT_TYPE: grant},
    }
