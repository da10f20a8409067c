"""Wallets of other people's libraries scan our code and fetch a badge over VC-API.

One signs with the very packages of the Learner Credential Wallet (Ed25519Signature2020), the other
with the reference implementation of Data Integrity. What they receive must pass the verifier of
@digitalbazaar/vc, and go when the badge is cancelled.
"""

import pytest

from badges.documents import JsonObject
from issuer.model import Award
from issuer.services import people
from issuer.services.life import revoking
from issuer.services.wallets import interactions, offers
from tests.interop.instance import Instance
from tests.interop.node_programs import Answers, NodePrograms
from tests.issuer.services.holders.cards import kept, open_badge

pytestmark = pytest.mark.interop

WALLETS = ("lcw", "w3c")


@pytest.fixture(scope="module")
def awards(instance: Instance) -> dict[str, Award]:
    """A badge for each wallet."""
    made: dict[str, Award] = {}
    for name in WALLETS:
        badge = instance.award_to_take_back()["revocation"]
        with instance.office.store.read() as work:
            award = work.awards.get(badge.id)
        assert award is not None
        made[name] = award
    return made


@pytest.fixture(scope="module")
def received(node: NodePrograms, instance: Instance, awards: dict[str, Award]) -> Answers:
    """What each wallet gets that scans the code of its badge."""
    cases = {}
    for name, award in awards.items():
        offer = offers.open_offer(instance.office, open_badge(instance.office, award))
        scanned = interactions.interaction_url(instance.office, offer)
        cases[name] = {"scanned": scanned, "signs": name}
    return node.run("exchange", cases, origins=instance.origins)


def credential(received: Answers, name: str) -> JsonObject:
    """The one badge that a wallet received."""
    assert "thrown" not in received[name], received[name]
    assert received[name]["status"] == 200, received[name]
    (found,) = received[name]["credentials"]
    return dict(found)


@pytest.mark.parametrize("name", WALLETS)
def test_the_wallet_receives_the_badge_for_its_key(
    received: Answers, awards: dict[str, Award], name: str
) -> None:
    """The badge names the DID of the wallet, and leads to the first badge."""
    found = credential(received, name)
    assert found["credentialSubject"]["id"] == received[name]["did"]
    assert found["id"].startswith(f"{awards[name].url}#")


def test_each_wallet_signs_in_its_own_way(received: Answers) -> None:
    """The Learner Credential Wallet signs with the older suite, and is understood."""
    assert received["lcw"]["proof"]["type"] == "Ed25519Signature2020"
    assert received["w3c"]["proof"]["cryptosuite"] == "eddsa-rdfc-2022"


@pytest.mark.parametrize("name", WALLETS)
def test_nobody_takes_it_twice_or_for_another(received: Answers, name: str) -> None:
    """The same answer brings nothing more, nor does a holder whose key did not sign."""
    assert received[name]["again"] == 410
    assert received[name]["stolen"] in ("exchange.holder", "exchange.proof")


def test_others_verify_it_until_it_is_cancelled(
    node: NodePrograms, instance: Instance, received: Answers, awards: dict[str, Award]
) -> None:
    """@digitalbazaar/vc accepts both copies; cancelling one badge marks its copy alone."""
    by = people.operator("local")
    assert kept(instance.office, awards["w3c"]).state == "active"
    cases = {name: {"credential": credential(received, name)} for name in WALLETS}
    before = node.run("verify_vc", cases, origins=instance.origins)
    revoking.revoke(instance.office, awards["w3c"].id, by, reason="Donné par erreur")
    after = node.run("verify_vc", cases, origins=instance.origins)
    for name in WALLETS:
        assert before[name]["verified"] is True, before[name]
        assert before[name]["statuses"] == [["revocation", False]]
        assert after[name]["statuses"] == [["revocation", name == "w3c"]]
