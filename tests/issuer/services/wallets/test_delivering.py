"""Handing over: the copy belongs to the key that was proved, once, and to nobody else."""

from typing import Any

import pytest

from badges.documents import JsonObject, Secured, parse
from badges.keys import ED25519, P256, PrivateKey
from issuer.errors import Conflict, WalletRefused
from issuer.services import people, publishing
from issuer.services.life import revoking
from issuer.services.wallets import delivering, nonces, offers
from issuer.services.wallets.copying import bound_copy
from issuer.services.wallets.metadata import CONFIGURATIONS
from tests.issuer.services.holders.cards import award_zoe
from tests.issuer.services.wallets.wallet import LDP, Trip, Wallet, set_out
from tests.issuer.world import Town

BY = people.operator("zoe")


def _refused(trip: Trip, token: str, body: JsonObject) -> WalletRefused:
    with pytest.raises(WalletRefused) as refusal:
        delivering.deliver(trip.town.office, token, body)
    return refusal.value


def _body(jwt: str, **changes: Any) -> JsonObject:
    body = {"credential_configuration_id": LDP, "proofs": {"jwt": [jwt]}, **changes}
    return {name: value for name, value in body.items() if value is not None}


def _same_but(copy: JsonObject, first: JsonObject) -> None:
    """Assert that the two say the same, but for id, proof and whose key it is."""
    rest = [
        {
            **{name: part for name, part in document.items() if name not in ("id", "proof")},
            "credentialSubject": {**document["credentialSubject"], "id": None},
        }
        for document in (copy, first)
    ]
    assert rest[0] == rest[1]


@pytest.mark.requirement("VCI-04", "VCI-07")
@pytest.mark.parametrize("algorithm", [ED25519, P256])
@pytest.mark.parametrize("configuration", CONFIGURATIONS)
def test_the_copy_is_the_badge_bound_to_the_key(
    town: Town, configuration: str, algorithm: str
) -> None:
    """Same issuer, same words, same status entry; its subject is the DID that was proved."""
    trip, wallet = set_out(town), Wallet(PrivateKey.generate(algorithm))
    given = trip.receive(wallet, configuration)
    copy = given if isinstance(given, dict) else Secured(given.encode(), "application/vc+jwt")
    document = copy if isinstance(copy, dict) else copy.document
    first = parse(trip.award.json)
    assert document["credentialSubject"]["id"] == wallet.did
    assert document["credentialStatus"] == first["credentialStatus"]
    assert document["id"].startswith(f"{trip.award.url}#")
    _same_but(
        {name: part for name, part in document.items() if name not in ("iss", "jti", "nbf", "sub")},
        first,
    )


def test_the_first_badge_stays_what_it_was(town: Town) -> None:
    """Nothing of the copy is kept: files and pages are those of the badge that was awarded."""
    trip = set_out(town)
    before = publishing.file(town.office, trip.award.id, "json")
    trip.receive(Wallet())
    assert publishing.file(town.office, trip.award.id, "json") == before


def test_two_copies_of_a_badge_have_two_ids(village: Town) -> None:
    """Two wallets of one person hold two credentials, told apart by their ids."""
    award = award_zoe(village)
    ids = [set_out(village, award).receive(Wallet()) for _ in range(2)]
    assert len({str(given["id"]) for given in ids if isinstance(given, dict)}) == 2


def test_a_token_fetches_once(town: Town) -> None:
    """A second request with it is refused, with a fresh proof too."""
    trip = set_out(town)
    token = trip.token()
    assert trip.fetch(token, trip.proof(Wallet()))
    refusal = _refused(trip, token, _body(trip.proof(Wallet())))
    assert (refusal.error, refusal.code) == ("invalid_token", "wallet.token.invalid")


def test_a_token_lasts_five_minutes(village: Town) -> None:
    """And a wallet that comes with the last second of the code still has them."""
    trip = set_out(village)
    village.clock.advance(minutes=9, seconds=59)
    token = trip.token()
    village.clock.advance(minutes=4, seconds=59)
    village.clock.advance(seconds=1)
    assert _refused(trip, token, _body(trip.proof(Wallet()))).error == "invalid_token"
    assert offers.standing(village.office, trip.kept()) == "expired"


@pytest.mark.parametrize("token", ["", "x", "é" * 500, "A" * 43, "\0"])
def test_a_made_up_token_is_refused(town: Town, token: str) -> None:
    """Before anything else is looked at."""
    assert _refused(set_out(town), token, {}).error == "invalid_token"


@pytest.mark.requirement("VCI-06")
def test_a_nonce_is_answered_once(town: Town) -> None:
    """A proof that failed has spent its nonce: the same one in a good proof is refused."""
    trip, wallet = set_out(town), Wallet()
    token, nonce = trip.token(), nonces.new_nonce(town.office)
    bad = trip.proof(wallet, nonce=nonce, claims={"aud": "https://evil.example"})
    assert _refused(trip, token, _body(bad)).error == "invalid_proof"
    again = _refused(trip, token, _body(trip.proof(wallet, nonce=nonce)))
    assert (again.error, again.code) == ("invalid_nonce", "wallet.nonce")
    assert trip.fetch(token, trip.proof(wallet))


def test_an_old_or_foreign_nonce_is_refused(village: Town) -> None:
    """Nonces are ours and five minutes old at most."""
    trip, wallet = set_out(village), Wallet()
    old = nonces.new_nonce(village.office)
    village.clock.advance(minutes=5)
    token = trip.token()
    for nonce in (old, "AAAA"):
        assert _refused(trip, token, _body(trip.proof(wallet, nonce=nonce))).error == (
            "invalid_nonce"
        )
    without = trip.proof(wallet, claims={"nonce": None})
    assert _refused(trip, token, _body(without)).code == "wallet.proof.nonce"


BAD_REQUESTS: dict[str, tuple[JsonObject, str]] = {
    "no format": ({"credential_configuration_id": None}, "invalid_credential_request"),
    "a format of a list": ({"credential_configuration_id": [LDP]}, "invalid_credential_request"),
    "another format": (
        {"credential_configuration_id": "mso_mdoc"},
        "unknown_credential_configuration",
    ),
    "an identifier": (
        {"credential_configuration_id": None, "credential_identifier": "x"},
        "unknown_credential_identifier",
    ),
    "both": ({"credential_identifier": "x"}, "invalid_credential_request"),
    "encryption": ({"credential_response_encryption": {}}, "invalid_encryption_parameters"),
    "no proofs": ({"proofs": None}, "invalid_proof"),
    "no proof": ({"proofs": {"jwt": []}}, "invalid_proof"),
    "proofs of a text": ({"proofs": "jwt"}, "invalid_proof"),
    "proofs of a number": ({"proofs": {"jwt": [1]}}, "invalid_proof"),
    "proofs of another kind": ({"proofs": {"di_vp": [{}]}}, "invalid_proof"),
    "the proof of older drafts": ({"proofs": None, "proof": {"jwt": "x"}}, "invalid_proof"),
}


@pytest.mark.requirement("VCI-06")
@pytest.mark.parametrize("name", BAD_REQUESTS)
def test_a_bad_request_is_refused_by_its_name(village: Town, name: str) -> None:
    """Each refusal has the name that the standard gives it, and the wallet may ask again."""
    changes, error = BAD_REQUESTS[name]
    trip = set_out(village)
    token = trip.token()
    assert _refused(trip, token, _body(trip.proof(Wallet()), **changes)).error == error
    assert trip.fetch(token, trip.proof(Wallet()))


def test_two_proofs_are_refused(village: Town) -> None:
    """A badge is handed to one key."""
    trip = set_out(village)
    token = trip.token()
    two = {"jwt": [trip.proof(Wallet()), trip.proof(Wallet())]}
    assert _refused(trip, token, _body("", proofs=two)).code == "wallet.proof.one"


def test_a_badge_that_was_cancelled_meanwhile_is_denied(town: Town) -> None:
    """The offer ends with it, and the reason has the name of the standard."""
    trip = set_out(town)
    token = trip.token()
    revoking.revoke(town.office, trip.award.id, BY, reason="Erreur")
    refusal = _refused(trip, token, _body(trip.proof(Wallet())))
    assert (refusal.error, refusal.code) == ("credential_request_denied", "wallet.badge.revoked")
    assert offers.standing(town.office, trip.kept()) == "closed"


def test_a_cancelled_badge_is_copied_by_no_caller(village: Town) -> None:
    """The rule stands where the copy is made, whoever asks for it."""
    award = award_zoe(village)
    revoked = revoking.revoke(village.office, award.id, BY, reason="Erreur")
    with village.office.store.write() as work, pytest.raises(Conflict) as refusal:
        bound_copy(village.office, work, revoked, "did:key:z6Mk")
    assert refusal.value.code == "wallet.badge.revoked"
