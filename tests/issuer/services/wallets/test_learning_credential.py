"""The badge as an EUDI learning credential: what it says, for whom, and for how long."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from openvc.jwt_vc_issuer import resolve_jwt_vc_issuer_key
from openvc.proof.sd_jwt import SdJwtVcProofSuite

from badges.documents import JsonObject
from badges.errors import KeyMaterialError
from badges.keys import ED25519, P256, PrivateKey
from issuer.errors import Conflict, NotAllowed, NotFound, WalletRefused
from issuer.model import Award
from issuer.selective import open_selective
from issuer.services import keyring, people
from issuer.services.finding import find_place
from issuer.services.life import revoking
from issuer.services.wallets import learning_credential as learning
from tests.issuer.services.holders.cards import award_zoe
from tests.issuer.services.wallets.wallet import Wallet, set_out
from tests.issuer.world import LAPTOP, ONLINE, Town, open_town

PLACE = "fablab-rural"
ISSUER = f"{ONLINE}/places/{PLACE}"


@pytest.fixture
def port(tmp_path: Path) -> Iterator[Town]:
    """A town online where SD-JWT VC can be written."""
    made = open_town(tmp_path, f"sqlite:///{tmp_path / 'port.sqlite3'}", ONLINE)
    made.office = replace(made.office, selective=open_selective())
    yield made
    made.office.store.close()


def write(town: Town, award: Award, key: PrivateKey | None = None) -> str:
    """The learning credential of a badge, for that key or another one.

    It is written at the hour of this machine, which is the one that openvc looks at.
    """
    town.clock.instant = datetime.now(UTC).replace(microsecond=0)
    holder = (key or PrivateKey.generate(P256)).public.jwk()
    with town.office.store.write() as work:
        return learning.learning_credential(town.office, work, award, holder)


def claims(town: Town, award: Award) -> JsonObject:
    """What a learning credential would say."""
    with town.office.store.read() as work:
        return learning.claims(town.office, work, award)


def read(town: Town, credential: str) -> JsonObject:
    """The claims of a credential, its key found as a reader of the web finds it."""
    metadata = learning.issuer_metadata(town.office, PLACE)
    address = f"{ONLINE}/.well-known/jwt-vc-issuer/places/{PLACE}"
    pages = {address: metadata}
    suite = SdJwtVcProofSuite()
    issuer, kid = suite.peek_issuer(credential)
    jwk = resolve_jwt_vc_issuer_key(issuer, kid, fetch=pages.__getitem__)
    return dict(suite.verify(credential, public_key_jwk=jwk).claims)


def test_it_says_what_the_badge_says(port: Town) -> None:
    """Type, issuer, name, title and competencies are there, under the names of the EUDI."""
    award = award_zoe(port, level="N3")
    told = claims(port, award)
    assert told["vct"] == "urn:eu.europa.ec.eudi:learning:credential:1"
    assert told["iss"] == ISSUER
    assert told["issuing_authority"] == "Fablab rural"
    assert told["issuing_country"] == "FR"
    assert told["date_of_issuance"] == "2026-11-22"
    assert told["family_name"] == "Zoé Martin"
    assert told["achievement_title"] == "Découpe laser en autonomie"
    assert told["achievement_description"].startswith("Utiliser")
    assert len(told["learning_outcomes"]) == 2
    assert told["learning_outcomes"][0].endswith(")")


def test_it_makes_nothing_up(port: Town) -> None:
    """No given name is cut out of a name, and what the badge does not say is absent."""
    told = claims(port, award_zoe(port))
    assert not {"given_name", "assessment_grade", "date_of_expiry", "status"} & set(told)


def test_it_lives_ninety_days_at_most(port: Town) -> None:
    """It has no status, so it ends soon; sooner when the badge does."""
    award = award_zoe(port)
    now = port.clock.now()
    assert claims(port, award)["exp"] == int((now + timedelta(days=90)).timestamp())
    ends = now + timedelta(days=7)
    told = claims(port, award._replace(valid_until=ends))
    assert told["exp"] == int(ends.timestamp())
    assert told["date_of_expiry"] == "2026-11-29"


@pytest.mark.parametrize(("zone", "day"), [("Indian/Reunion", "2026-11-23"), ("Nowhere", None)])
def test_days_are_those_of_the_place(port: Town, zone: str, day: str | None) -> None:
    """Late in the evening in UTC it is the day after in La Réunion."""
    award = award_zoe(port)._replace(awarded=datetime(2026, 11, 22, 21, 0, tzinfo=UTC))
    with port.office.store.write() as work:
        work.places.replace(replace(find_place(work, PLACE), time_zone=zone))
    assert claims(port, award)["date_of_issuance"] == (day or "2026-11-22")


def test_others_find_the_key_and_verify_it(port: Town) -> None:
    """The key that the metadata of the place publish is the one that signed."""
    mine = PrivateKey.generate(P256)
    found = read(port, write(port, award_zoe(port), mine))
    assert found["family_name"] == "Zoé Martin"
    assert found["cnf"] == {"jwk": mine.public.jwk()}


def test_the_name_can_be_kept_to_oneself(port: Town) -> None:
    """The issuer's part alone says which badge it is, and neither of whom nor what it takes."""
    signed = write(port, award_zoe(port)).split("~")[0]
    found = read(port, f"{signed}~")
    assert found["achievement_title"] == "Découpe laser en autonomie"
    assert not {"family_name", "learning_outcomes", "achievement_description"} & set(found)


def test_an_ed25519_key_can_hold_it(port: Town) -> None:
    """A wallet with another kind of key is served too."""
    mine = PrivateKey.generate(ED25519)
    assert read(port, write(port, award_zoe(port), mine))["cnf"] == {"jwk": mine.public.jwk()}


def test_a_retired_key_still_verifies_and_a_stolen_one_does_not(port: Town) -> None:
    """After a rotation the older credential still holds; a revoked key is published no more."""
    credential = write(port, award_zoe(port))
    keyring.rotate(port.office, PLACE)
    assert read(port, credential)["iss"] == ISSUER
    (older, *_) = [key for key in keyring.list_all(port.office, PLACE) if key.algorithm == P256]
    keyring.revoke(port.office, PLACE, older.name, reason="Volée")
    kids = [key["kid"] for key in learning.issuer_metadata(port.office, PLACE)["jwks"]["keys"]]
    assert len(kids) == 1
    assert not kids[0].endswith(f"#{older.name}")


def test_a_badge_taken_back_goes_into_no_wallet(port: Town) -> None:
    """A cancelled badge is written in this form no more than in the others."""
    award = award_zoe(port)
    by = people.operator("local")
    revoked = revoking.revoke(port.office, award.id, by, reason="Donné par erreur")
    with pytest.raises(Conflict) as caught:
        write(port, revoked)
    assert caught.value.code == "wallet.badge.revoked"


def test_a_private_key_is_refused(port: Town) -> None:
    """A wallet that sends its private key by mistake is not bound to it."""
    award = award_zoe(port)
    leaked = {**PrivateKey.generate(P256).public.jwk(), "d": "AAAA"}
    with port.office.store.write() as work, pytest.raises(KeyMaterialError):
        learning.learning_credential(port.office, work, award, leaked)


def test_without_https_or_the_library_it_is_not_offered(village: Town, city: Town) -> None:
    """A laptop has no address where keys are found, and a plain installation has no library."""
    on_laptop = replace(village.office, selective=open_selective())
    assert on_laptop.settings.base_url == LAPTOP
    for office, town in ((on_laptop, village), (city.office, city)):
        award = award_zoe(town)
        assert not learning.is_offered(office)
        with office.store.write() as work, pytest.raises(NotAllowed) as caught:
            learning.learning_credential(office, work, award, {})
        assert caught.value.code == "wallet.no_learning_credential"
        with pytest.raises(NotFound):
            learning.issuer_metadata(office, PLACE)


def test_the_metadata_of_a_place_name_every_claim(port: Town) -> None:
    """Wallets are told each claim in French and in English, and whether it is always there."""
    port.laser()
    award = port.issue()
    configuration = learning.learning_configuration()
    assert configuration["format"] == "dc+sd-jwt"
    assert configuration["vct"] == learning.VCT
    told = claims(port, award._replace(valid_until=port.clock.now() + timedelta(days=400)))
    described = {item["path"][0]: item for item in configuration["credential_metadata"]["claims"]}
    assert set(described) == set(told) - {"iss", "vct", "iat", "exp"}
    for item in described.values():
        assert [label["locale"] for label in item["display"]] == ["fr", "en"]
    assert not described["date_of_expiry"]["mandatory"]


def test_a_wallet_asks_for_it_by_its_name(port: Town) -> None:
    """Of OpenID4VCI it is one more configuration, handed over once for the key that was proved."""
    port.clock.instant = datetime.now(UTC).replace(microsecond=0)
    trip, key = set_out(port), PrivateKey.generate(P256)
    given = trip.receive(Wallet(key, is_bare=True), learning.CONFIGURATION)
    assert isinstance(given, str)
    assert read(port, given)["cnf"] == {"jwk": key.public.jwk()}
    assert trip.kept().state == "received"


def test_where_it_is_not_offered_no_wallet_gets_it(city: Town) -> None:
    """Without the library its name is unknown, and the badge still waits in its usual forms."""
    trip = set_out(city)
    with pytest.raises(WalletRefused) as caught:
        trip.receive(Wallet(), learning.CONFIGURATION)
    assert caught.value.error == "unknown_credential_configuration"
    assert trip.kept().state == "taken"
