"""npm @openid4vc/openid4vci, the client of the OpenWallet Foundation Labs, receives our badges.

What it receives is then read by the verifiers of others: JSON by npm @digitalbazaar/vc and by
openvc-core, JWT by openbadgeslib (openvc-core reads JWT of the data model 1.1 only).
"""

import json
from dataclasses import dataclass
from typing import Any

import pytest
from openvc.proof.data_integrity import DataIntegrityProofSuite
from openvc.proof.errors import SignatureInvalid

from badges.documents import MEDIA_TYPE_JWT, JsonObject, Secured
from badges.encoding import decode_base64url
from badges.keys import ED25519, PublicKey
from issuer.model import AwardRequest, WalletOffer
from issuer.services import people
from issuer.services.holders import opening
from issuer.services.holders.holding import words_of
from issuer.services.identities import active_key
from issuer.services.life import revoking
from issuer.services.wallets import interactions, offers
from schemas.catalogue import CURRENT
from tests.interop.instance import PLACE_NAME, Instance
from tests.interop.node_programs import Answers, NodePrograms
from tests.interop.openbadges_library import Loopback, OpenBadgesLibrary

pytestmark = pytest.mark.interop

PLACE = "etang"
LDP, JWT = "OpenBadgeCredential_ldp_vc", "OpenBadgeCredential_jwt"
WAYS = {
    "ldp, did:jwk": (LDP, "EdDSA", "kid"),
    "ldp, jwk": (LDP, "ES256", "jwk"),
    "jwt, did:jwk": (JWT, "ES256", "kid"),
    "jwt, jwk": (JWT, "EdDSA", "jwk"),
}
LEARNER = AwardRequest(achievement="", name="Zoé Martin")


@dataclass(frozen=True)
class Received:
    """One badge that went into a wallet: the award, and what the wallet holds."""

    award: str
    did: str
    credential: Any

    @property
    def document(self) -> JsonObject:
        """The credential, out of its JWT where it is in one."""
        if isinstance(self.credential, dict):
            return self.credential
        return Secured(self.credential.encode(), MEDIA_TYPE_JWT).document


def offered(instance: Instance) -> tuple[str, WalletOffer]:
    """A fresh badge whose holder, card in hand, offers it to a wallet."""
    office = instance.office
    badge = instance.award(LEARNER)
    with office.store.read() as work:
        award = work.awards.get(badge.id)
        holder = work.holders.get((award.holder_id if award else None) or "")
    assert holder is not None
    words = " ".join(words_of(office, holder))
    opened = opening.open_badge(office, words, "127.0.0.1", badge.id)
    return badge.id, offers.open_offer(office, opened)


def case(instance: Instance, offer: WalletOffer, way: str, **changes: str) -> JsonObject:
    """What a wallet needs to fetch the badge of an offer."""
    configuration, alg, named = WAYS[way]
    return {
        "offer": interactions.offer_link(instance.office, offer),
        "pin": offers.pin_of(instance.office, offer),
        "configuration": configuration,
        "alg": alg,
        "named": named,
        **changes,
    }


@pytest.fixture(scope="module")
def answers(node: NodePrograms, instance: Instance) -> tuple[dict[str, str], Answers]:
    """What the client tells of each way, and of one with a wrong PIN; with the awards by way."""
    made = {way: offered(instance) for way in WAYS}
    cases = {way: case(instance, offer, way) for way, (_, offer) in made.items()}
    _, spare = offered(instance)
    wrong = f"{(int(offers.pin_of(instance.office, spare)) + 1) % 1_000_000:06}"
    cases["wrong"] = case(instance, spare, "ldp, jwk", pin=wrong)
    awards = {way: award for way, (award, _) in made.items()}
    return awards, node.run("receive", cases, origins=instance.origins)


@pytest.fixture(scope="module")
def received(answers: tuple[dict[str, str], Answers]) -> dict[str, Received]:
    """Each badge that arrived."""
    awards, told = answers
    found = {}
    for way in WAYS:
        assert "thrown" not in told[way], told[way]
        (given,) = told[way]["credentials"]
        found[way] = Received(awards[way], told[way]["did"], given["credential"])
    return found


@pytest.fixture(scope="module")
def verdicts(node: NodePrograms, instance: Instance, received: dict[str, Received]) -> Answers:
    """What @digitalbazaar/vc says of those with an embedded proof, before and after revoking."""
    cases = {way: {"credential": one.credential} for way, one in received.items() if "ldp" in way}
    return node.run("verify_vc", cases, origins=instance.origins)


def _jwk_of(did: str) -> JsonObject:
    """The key of a did:jwk, whatever the order in which its members are written."""
    found: JsonObject = json.loads(decode_base64url(did.removeprefix("did:jwk:")))
    return found


@pytest.mark.requirement("VCI-01", "VCI-02", "VCI-03", "VCI-04", "VCI-05", "VCI-06", "VCI-07")
@pytest.mark.parametrize("way", WAYS)
def test_the_client_receives_the_badge_bound_to_its_key(
    received: dict[str, Received], way: str
) -> None:
    """Offer, metadata, PIN, nonce, proof: the whole way, for both formats and both curves."""
    bound = received[way].document["credentialSubject"]["id"]
    assert _jwk_of(bound) == _jwk_of(received[way].did)
    assert isinstance(received[way].credential, dict) is ("ldp" in way)


def test_the_client_shows_who_issues(answers: tuple[dict[str, str], Answers]) -> None:
    """The name of the place stands in the metadata, where wallets look for it."""
    assert {answers[1][way]["issuer"] for way in WAYS} == {PLACE_NAME}


def test_the_client_tells_a_wrong_pin(answers: tuple[dict[str, str], Answers]) -> None:
    """It reads our refusal as the error of the standard."""
    assert "invalid_grant" in answers[1]["wrong"]["thrown"]


def test_it_asked_nobody_else(answers: tuple[dict[str, str], Answers]) -> None:
    """All that a wallet needs is served by us."""
    assert answers[1].refused == ()


@pytest.mark.parametrize("way", [way for way in WAYS if "ldp" in way])
def test_the_copy_verifies_in_digitalbazaar_vc(verdicts: Answers, way: str) -> None:
    """Its proof holds, and its bit in our list is clear."""
    assert verdicts[way]["verified"] is True
    assert verdicts[way]["statuses"] == [["revocation", False]]


@pytest.mark.parametrize("way", [way for way in WAYS if "ldp" in way])
def test_the_copy_verifies_in_openvc_core(
    instance: Instance, received: dict[str, Received], way: str
) -> None:
    """Its proof holds for the key that the place signs with, and not once a word is changed.

    This library reads one proof, not a list of one.
    """
    one = received[way].credential
    (proof,) = one["proof"]
    with instance.office.store.read() as work:
        keys = work.keys.of(PLACE)
    jwk = PublicKey.from_multikey(active_key(PLACE, keys, ED25519).public).jwk()
    contexts = {url: CURRENT.document(url) for url in CURRENT.urls()}
    suite, copy = DataIntegrityProofSuite(), {**one, "proof": proof}
    read = suite.verify(copy, public_key_jwk=jwk, extra_contexts=contexts)
    assert read.issuer == instance.issuer_id
    with pytest.raises(SignatureInvalid):
        suite.verify({**copy, "name": "Autre"}, public_key_jwk=jwk, extra_contexts=contexts)


@pytest.mark.parametrize("way", [way for way in WAYS if "jwt" in way])
def test_the_jwt_verifies_in_openbadgeslib(
    instance: Instance, received: dict[str, Received], way: str
) -> None:
    """Signature and status, read by a library of others."""
    library = OpenBadgesLibrary(Loopback(instance.origins))
    assert library.refusal_of_jwt(received[way].credential) is None


@pytest.mark.parametrize("way", [way for way in WAYS if "ldp" in way])
def test_cancelling_the_badge_cancels_the_copy(
    node: NodePrograms,
    instance: Instance,
    received: dict[str, Received],
    verdicts: Answers,
    way: str,
) -> None:
    """They stand at the same place of the same list, which the peer reads after us."""
    assert verdicts[way]["statuses"] == [["revocation", False]]
    one = received[way]
    by = people.operator("local")
    revoking.revoke(instance.office, one.award, by, reason="Donné par erreur")
    again = node.run(
        "verify_vc", {"copy": {"credential": one.credential}}, origins=instance.origins
    )
    assert again["copy"]["statuses"] == [["revocation", True]]
