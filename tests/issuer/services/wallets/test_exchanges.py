"""VC-API exchange: a wallet proves who it is, and the badge is bound to its key, once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from badges import proofs
from badges.did import Resolver
from badges.documents import MEDIA_TYPE_JSON, JsonObject, Secured, parse, serialize
from badges.errors import BadgeError
from issuer.errors import Conflict, InvalidRequest, NotFound, WalletRefused
from issuer.model import WalletOffer
from issuer.services import people
from issuer.services.holders import choosing
from issuer.services.life import revoking
from issuer.services.wallets import exchanges, offers, tokens
from tests.issuer.services.holders.cards import award_zoe, kept, open_badge
from tests.issuer.services.wallets.phone import Phone, begin, offer_of, received
from tests.issuer.world import LAPTOP, Town


def state_of(town: Town, offer: WalletOffer) -> str:
    """What became of an offer."""
    with town.office.store.read() as work:
        found = work.wallet_offers.get(offer.id)
    assert found is not None
    return found.state


def refusal(town: Town, offer: WalletOffer, message: JsonObject) -> InvalidRequest:
    """The refusal of a presentation, which leaves the offer as it was."""
    with pytest.raises(InvalidRequest) as caught:
        exchanges.converse(town.office, offer.id, message)
    assert state_of(town, offer) == "open"
    return caught.value


def test_a_wallet_is_asked_who_it_is(village: Town) -> None:
    """The first message is a DIDAuthentication request with a challenge, to this very address."""
    offer = offer_of(village, award_zoe(village))
    request = begin(village, offer)["verifiablePresentationRequest"]
    (query,) = request["query"]
    assert query["type"] == "DIDAuthentication"
    assert {"method": "key"} in query["acceptedMethods"]
    names = [item["cryptosuite"] for item in query["acceptedCryptosuites"]]
    assert names[0] == "eddsa-rdfc-2022"
    assert "Ed25519Signature2020" in names
    assert request["domain"] == LAPTOP
    (service,) = request["interact"]["service"]
    assert service["type"] == "UnmediatedHttpPresentationService2021"
    assert service["serviceEndpoint"] == f"{LAPTOP}/wallet/exchanges/{offer.id}"


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "ecdsa-rdfc-2019", "eddsa-jcs-2022"])
def test_the_badge_is_bound_to_the_key_that_signed(village: Town, suite: str) -> None:
    """The copy names the proved DID, keeps the status of the badge, and its proof holds."""
    award = award_zoe(village)
    offer, phone = offer_of(village, award), Phone.of(suite)
    answer = phone.answer(begin(village, offer))
    copy = received(exchanges.converse(village.office, offer.id, answer))
    first = parse(award.json)
    assert copy["credentialSubject"]["id"] == phone.did
    assert copy["credentialStatus"] == first["credentialStatus"]
    assert copy["issuer"] == first["issuer"]
    assert copy["id"] != first["id"]
    secured = Secured(serialize(copy), MEDIA_TYPE_JSON)
    (proof,) = proofs.presented(secured)
    verified = proofs.suite_of(proof).verify(secured, proof, Resolver(None))
    assert verified.method.controller == award.issuer


def test_the_first_badge_is_left_as_it_was(village: Town) -> None:
    """What goes into a wallet changes nothing of the badge that was signed."""
    award = award_zoe(village)
    before = kept(village.office, award)
    offer = offer_of(village, award)
    exchanges.converse(village.office, offer.id, Phone().answer(begin(village, offer)))
    assert kept(village.office, award) == before


def test_an_answer_serves_once(village: Town) -> None:
    """The same presentation shown again is refused, and so is a new one: the offer is over."""
    offer, phone = offer_of(village, award_zoe(village)), Phone()
    asked = begin(village, offer)
    answer = phone.answer(asked)
    exchanges.converse(village.office, offer.id, answer)
    assert state_of(village, offer) == "received"
    for message in (answer, Phone().answer(asked), {}):
        with pytest.raises(WalletRefused) as caught:
            exchanges.converse(village.office, offer.id, message)
        assert caught.value.code == "wallet.offer.received"


def test_the_challenge_is_of_one_offer_only(village: Town) -> None:
    """A challenge that was made for another offer answers nothing."""
    award = award_zoe(village)
    asked = begin(village, offer_of(village, award))
    offer = offer_of(village, award)
    assert refusal(village, offer, Phone().answer(asked)).code == "exchange.challenge"


@pytest.mark.parametrize("challenge", ["", "A", "AAAA", "é", 7, None, ["A"], "A" * 32])
def test_another_challenge_is_refused(village: Town, challenge: Any) -> None:
    """A challenge that we did not make is refused, whatever it is."""
    offer, phone = offer_of(village, award_zoe(village)), Phone.of("eddsa-jcs-2022")
    answer = phone.answer(begin(village, offer), challenge=challenge)
    assert refusal(village, offer, answer).code == "exchange.challenge"


def test_a_challenge_grows_old(village: Town) -> None:
    """After five minutes a challenge is no good, though the offer still waits."""
    offer = offer_of(village, award_zoe(village))
    asked = begin(village, offer)
    village.clock.advance(minutes=5, seconds=1)
    answer = Phone().answer(asked, made=village.clock.now())
    assert refusal(village, offer, answer).code == "exchange.challenge"
    fresh = Phone().answer(begin(village, offer), made=village.clock.now())
    assert received(exchanges.converse(village.office, offer.id, fresh))


def test_another_domain_is_refused(village: Town) -> None:
    """A presentation made for another site cannot be brought here."""
    offer = offer_of(village, award_zoe(village))
    answer = Phone().answer(begin(village, offer), domain="https://elsewhere.example")
    assert refusal(village, offer, answer).code == "exchange.domain"


def test_the_holder_is_the_one_who_signs(village: Town) -> None:
    """Somebody cannot receive the badge in the name of another key than theirs, or of none."""
    offer = offer_of(village, award_zoe(village))
    asked = begin(village, offer)
    for holder in (Phone().did, f"{LAPTOP}/people/zoe"):
        assert refusal(village, offer, Phone().answer(asked, holder=holder)).code == (
            "exchange.holder"
        )
    phone = Phone()
    answer = phone.answer(asked, holder={"id": phone.did})
    copy = received(exchanges.converse(village.office, offer.id, answer))
    assert copy["credentialSubject"]["id"] == phone.did


def test_a_proof_of_another_purpose_is_refused(village: Town) -> None:
    """What was signed as a statement does not say who is there."""
    offer = offer_of(village, award_zoe(village))
    answer = Phone().answer(begin(village, offer), proofPurpose="assertionMethod")
    found = refusal(village, offer, answer)
    assert (found.code, found.params["problem"]) == ("exchange.proof", "proof.purpose")


def test_a_changed_presentation_is_refused(village: Town) -> None:
    """A signature holds over what was signed and nothing else."""
    offer = offer_of(village, award_zoe(village))
    answer = Phone().answer(begin(village, offer))
    answer["verifiablePresentation"]["id"] = "urn:uuid:3f1c8b5e-2222-4000-8000-000000000001"
    found = refusal(village, offer, answer)
    assert (found.code, found.params["problem"]) == ("exchange.proof", "proof.signature")


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"cryptosuite": "ecdsa-sd-2023"}, "proof.suite_unsupported"),
        ({"cryptosuite": "magic-2030"}, "proof.suite_unsupported"),
        ({"cryptosuite": ["eddsa-rdfc-2022"]}, "proof.suite_missing"),
        ({"verificationMethod": "did:web:elsewhere.example#key-1"}, None),
        ({"verificationMethod": "https://elsewhere.example/key"}, None),
        ({"verificationMethod": 7}, "proof.verification_method"),
        ({"created": "yesterday"}, None),
    ],
)
def test_a_proof_that_we_cannot_check_is_refused(
    village: Town, changes: dict[str, Any], problem: str | None
) -> None:
    """Another suite, or a key that must be fetched: refused, and nothing is fetched."""
    offer = offer_of(village, award_zoe(village))
    answer = Phone().answer(begin(village, offer))
    answer["verifiablePresentation"]["proof"] |= changes
    found = refusal(village, offer, answer)
    assert found.code == "exchange.proof"
    assert problem in (None, found.params["problem"])


@pytest.mark.parametrize(
    ("presentation", "code"),
    [
        (None, "exchange.presentation"),
        ("eyJ.eyJ.c2ln", "exchange.presentation"),
        ([], "exchange.presentation"),
        ({}, "exchange.presentation"),
        ({"type": "VerifiableCredential"}, "exchange.presentation"),
        ({"type": "VerifiablePresentation"}, "exchange.unsigned"),
        ({"type": ["VerifiablePresentation"], "proof": []}, "exchange.unsigned"),
        ({"type": ["VerifiablePresentation"], "proof": [{}, {}]}, "exchange.unsigned"),
        ({"type": ["VerifiablePresentation"], "proof": ["x"]}, "exchange.unsigned"),
        ({"type": ["VerifiablePresentation"], "proof": {}}, "exchange.challenge"),
    ],
)
def test_what_is_no_signed_presentation_is_refused(
    village: Town, presentation: Any, code: str
) -> None:
    """Any other thing in the place of a presentation is refused with a sentence."""
    offer = offer_of(village, award_zoe(village))
    message = {"verifiablePresentation": presentation}
    assert refusal(village, offer, message).code == code


def test_proofs_out_of_their_time_are_refused(village: Town) -> None:
    """A proof that has ended, or that comes from the future, answers nothing now."""
    offer = offer_of(village, award_zoe(village))
    asked = begin(village, offer)
    ended = Phone().answer(asked, expires="2026-11-22T11:00:00Z")
    assert refusal(village, offer, ended).code == "exchange.challenge"
    later = Phone().answer(asked, created="2026-11-22T13:00:00Z")
    assert refusal(village, offer, later).code == "exchange.challenge"


def test_an_offer_ends_by_itself(village: Town) -> None:
    """After ten minutes nobody is asked anything, and no answer is taken."""
    offer = offer_of(village, award_zoe(village))
    asked = begin(village, offer)
    village.clock.advance(minutes=10)
    for message in ({}, Phone().answer(asked, made=village.clock.now())):
        with pytest.raises(WalletRefused) as caught:
            exchanges.converse(village.office, offer.id, message)
        assert caught.value.code == "wallet.offer.expired"


@pytest.mark.parametrize("name", ["", "x", "3f1c8b5e-2222-4000-8000-000000000001", "é" * 50])
def test_an_offer_that_never_was_is_not_found(village: Town, name: str) -> None:
    """Nobody makes an offer up."""
    with pytest.raises(NotFound) as caught:
        exchanges.converse(village.office, name, {})
    assert caught.value.code == "wallet.unknown"


def test_a_badge_taken_back_meanwhile_goes_nowhere(village: Town) -> None:
    """The place cancels the badge while its code is on a screen: the wallet gets nothing."""
    award = award_zoe(village)
    offer = offer_of(village, award)
    answer = Phone().answer(begin(village, offer))
    by = people.operator("local")
    revoking.revoke(village.office, award.id, by, reason="Donné par erreur")
    for message in ({}, answer):
        with pytest.raises(Conflict) as caught:
            exchanges.converse(village.office, offer.id, message)
        assert caught.value.code == "wallet.badge.revoked"


def test_a_hidden_badge_is_still_its_holders(village: Town) -> None:
    """Hiding a badge shows it to nobody, and its holder may keep it in their wallet."""
    award = award_zoe(village)
    choosing.choose(village.office, open_badge(village.office, award), "hidden")
    offer, phone = offer_of(village, award), Phone()
    answer = phone.answer(begin(village, offer))
    copy = received(exchanges.converse(village.office, offer.id, answer))
    assert copy["credentialSubject"]["id"] == phone.did


def test_two_wallets_at_the_same_instant(town: Town) -> None:
    """Of two wallets that answer at once, exactly one receives the badge."""
    offer = offer_of(town, award_zoe(town))
    asked = begin(town, offer)
    answers = [Phone().answer(asked) for _ in range(2)]
    gate = Barrier(2)

    def come(message: JsonObject) -> str:
        gate.wait()
        try:
            return str(received(exchanges.converse(town.office, offer.id, message))["id"])
        except BadgeError as error:
            return error.code

    with ThreadPoolExecutor(2) as both:
        outcomes = sorted(both.map(come, answers))
    assert outcomes[1] == "wallet.offer.received"
    assert outcomes[0].startswith(f"{LAPTOP}/credentials/")


@pytest.mark.parametrize("turn", range(3))
def test_two_protocols_at_the_same_instant(town: Town, turn: int) -> None:
    """A wallet of OpenID4VCI and one of VC-API come at once: one of them has the badge alone."""
    del turn  # who comes first is chance, so one round shows little
    office, offer = town.office, offer_of(town, award_zoe(town))
    answer = Phone().answer(begin(town, offer))
    code, pin = offers.code_of(office, offer), offers.pin_of(office, offer)
    gate = Barrier(2)

    def come(ask: Callable[[], object]) -> str:
        gate.wait()
        try:
            ask()
        except BadgeError as error:
            return error.code
        return "served"

    ways = (
        lambda: tokens.redeem(office, code, pin),
        lambda: exchanges.converse(office, offer.id, answer),
    )
    with ThreadPoolExecutor(2) as both:
        by_code, by_exchange = both.map(come, ways)
    assert [by_code, by_exchange].count("served") == 1
    assert state_of(town, offer) == ("taken" if by_code == "served" else "received")
