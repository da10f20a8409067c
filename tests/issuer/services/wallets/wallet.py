"""A wallet of OpenID4VCI for tests: a key of its own, and the proofs that it makes with it."""

from dataclasses import dataclass, field
from typing import Any

from badges.did import did_jwk, did_key, did_key_method
from badges.documents import JsonObject, serialize
from badges.encoding import encode_base64url
from badges.keys import ED25519, PrivateKey
from issuer.model import Award, WalletOffer
from issuer.services.wallets import delivering, metadata, nonces, offers, tokens
from issuer.services.wallets.delivering import Credential
from tests.issuer.services.holders.cards import award_zoe, open_badge
from tests.issuer.world import Town

LDP, JWT = "OpenBadgeCredential_ldp_vc", "OpenBadgeCredential_jwt"
ALGORITHMS = {"Ed25519": "EdDSA", "P-256": "ES256"}


@dataclass(frozen=True)
class Wallet:
    """A wallet that names its key by its did:key, or shows the bare JWK when it `is_bare`."""

    key: PrivateKey = field(default_factory=lambda: PrivateKey.generate(ED25519))
    is_bare: bool = False

    @property
    def did(self) -> str:
        """The DID to which a badge of this wallet is bound."""
        return did_jwk(self.key.public) if self.is_bare else did_key(self.key.public)

    def proof(
        self,
        audience: str,
        nonce: str | None,
        now: float,
        *,
        header: JsonObject | None = None,
        claims: JsonObject | None = None,
    ) -> str:
        """A key proof; what stands in `header` and `claims` replaces what a good one says.

        A value of None takes the member away.
        """
        named: JsonObject = (
            {"jwk": self.key.public.jwk()}
            if self.is_bare
            else {"kid": did_key_method(self.key.public)}
        )
        kind = {"typ": "openid4vci-proof+jwt", "alg": ALGORITHMS[self.key.algorithm]}
        parts = (
            _without_none({**kind, **named, **(header or {})}),
            _without_none({"aud": audience, "iat": now, "nonce": nonce, **(claims or {})}),
        )
        text = ".".join(encode_base64url(serialize(part)) for part in parts)
        return f"{text}.{encode_base64url(self.key.sign(text.encode()))}"


def _without_none(members: JsonObject) -> JsonObject:
    return {name: value for name, value in members.items() if value is not None}


@dataclass
class Trip:
    """One badge on its way: the offer that its holder made, and what a wallet asks for it."""

    town: Town
    award: Award
    offer: WalletOffer

    @property
    def audience(self) -> str:
        """Who the place is to wallets."""
        return metadata.issuer_identifier(self.town.office, self.award.place)

    def token(self) -> str:
        """The access token for the code and the PIN of the offer."""
        office = self.town.office
        code, pin = offers.code_of(office, self.offer), offers.pin_of(office, self.offer)
        return tokens.redeem(office, code, pin)

    def proof(self, wallet: Wallet, **changes: Any) -> str:
        """A proof of the wallet's key, made now with a nonce of ours unless one is given."""
        nonce = changes.pop("nonce", None) or nonces.new_nonce(self.town.office)
        return wallet.proof(self.audience, nonce, self.town.clock.now().timestamp(), **changes)

    def fetch(self, token: str, proof: str, configuration: str = LDP) -> Credential:
        """What is handed over for that token and that proof."""
        body = {"credential_configuration_id": configuration, "proofs": {"jwt": [proof]}}
        return delivering.deliver(self.town.office, token, body)

    def receive(self, wallet: Wallet, configuration: str = LDP) -> Credential:
        """The whole way at once."""
        return self.fetch(self.token(), self.proof(wallet), configuration)

    def kept(self) -> WalletOffer:
        """The offer as it is kept now."""
        with self.town.office.store.read() as work:
            return offers.find_offer(work, self.offer.id)


def set_out(town: Town, award: Award | None = None) -> Trip:
    """A trip of a badge of the laser given to Zoé, or of that badge."""
    found = award or award_zoe(town)
    return Trip(town, found, offers.open_offer(town.office, open_badge(town.office, found)))
