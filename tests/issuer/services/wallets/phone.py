"""A wallet of the tests that speaks VC-API: one key, and presentations signed with it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from badges.did import did_key, did_key_method
from badges.documents import JsonObject
from badges.encoding import encode_instant, encode_multibase
from badges.keys import ED25519, P256, PrivateKey
from badges.proofs.adding import WRITABLE
from issuer.model import Award, WalletOffer
from issuer.services.wallets import exchanges, offers
from tests.issuer.services.holders.cards import open_badge
from tests.issuer.world import Town
from tests.world import NOON

CONTEXT = "https://www.w3.org/ns/credentials/v2"


@dataclass
class Phone:
    """A wallet whose only key is its identity (did:key)."""

    key: PrivateKey = field(default_factory=lambda: PrivateKey.generate(ED25519))
    suite: str = "eddsa-rdfc-2022"

    @classmethod
    def of(cls, suite: str) -> "Phone":
        """A wallet that signs with that cryptosuite."""
        return cls(PrivateKey.generate(P256 if suite.startswith("ecdsa") else ED25519), suite)

    @property
    def did(self) -> str:
        """Who it is."""
        return did_key(self.key.public)

    def answer(
        self, asked: JsonObject, *, made: datetime = NOON, **changes: Any
    ) -> dict[str, JsonObject]:
        """The message that answers a request of ours; `changes` are to the proof's options.

        `holder`, `type` and `context` change the presentation itself.
        """
        request = asked["verifiablePresentationRequest"]
        document = {
            "@context": [changes.pop("context", CONTEXT)],
            "type": changes.pop("type", ["VerifiablePresentation"]),
            "holder": changes.pop("holder", self.did),
        }
        options = {
            "type": "DataIntegrityProof",
            "cryptosuite": self.suite,
            "created": encode_instant(made),
            "verificationMethod": did_key_method(self.key.public),
            "proofPurpose": "authentication",
            "challenge": request["challenge"],
            "domain": request["domain"],
        } | changes
        return {"verifiablePresentation": self.signed(document, options)}

    def signed(self, document: JsonObject, options: JsonObject) -> JsonObject:
        """The document with a proof of exactly these options."""
        if "jcs" in self.suite:
            options = {"@context": document["@context"], **options}
        hashed = WRITABLE[self.suite].transform(document, options)
        value = encode_multibase(self.key.sign(hashed.signed))
        return {**document, "proof": {**options, "proofValue": value}}


def offer_of(town: Town, award: Award) -> WalletOffer:
    """An offer of that badge, made behind its card."""
    return offers.open_offer(town.office, open_badge(town.office, award))


def begin(town: Town, offer: WalletOffer) -> JsonObject:
    """What a wallet is asked that says nothing yet."""
    return exchanges.converse(town.office, offer.id, {})


def received(message: JsonObject) -> JsonObject:
    """The badge in our last message."""
    (credential,) = message["verifiablePresentation"]["verifiableCredential"]
    return dict(credential)
