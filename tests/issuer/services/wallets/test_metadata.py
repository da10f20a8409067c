"""What a place tells wallets of itself."""

import pytest

from badges.documents import parse
from issuer.errors import NotFound
from issuer.services.wallets import metadata, offers
from issuer.services.wallets.metadata import JWT_VC, LDP_VC
from tests.issuer.services.wallets.wallet import set_out
from tests.issuer.world import LAPTOP, ONLINE, Town

PLACE = "fablab-rural"


@pytest.mark.requirement("VCI-01", "VCI-04")
def test_a_place_is_an_issuer_of_two_formats(city: Town) -> None:
    """Each says what it signs with, to which keys it binds, and which proofs it reads."""
    city.laser()
    told = metadata.issuer_metadata(city.office, PLACE)
    assert told["credential_issuer"] == f"{ONLINE}/places/{PLACE}"
    assert told["credential_endpoint"] == f"{ONLINE}/wallet/credential"
    assert told["nonce_endpoint"] == f"{ONLINE}/wallet/nonce"
    formats = told["credential_configurations_supported"]
    by_format = {one["format"]: one for one in formats.values()}
    assert set(by_format) == {LDP_VC, JWT_VC}
    for one in by_format.values():
        assert one["proof_types_supported"] == {
            "jwt": {"proof_signing_alg_values_supported": ["EdDSA", "ES256"]}
        }
        assert "did:key" in one["cryptographic_binding_methods_supported"]
        assert {item["locale"] for item in one["credential_metadata"]["display"]} == {"fr", "en"}


def test_the_definition_is_that_of_our_badges(village: Town) -> None:
    """Contexts and types are those of the badges that come out, in their order."""
    award = set_out(village).award
    signed = parse(award.json)
    told = metadata.issuer_metadata(village.office, award.place)
    for one in told["credential_configurations_supported"].values():
        definition = one["credential_definition"]
        assert definition["type"] == signed["type"]
        assert definition["@context"] == signed["@context"][: len(definition["@context"])]


@pytest.mark.parametrize(("name", "signing"), [("city", "ES256"), ("village", "EdDSA")])
def test_the_algorithm_of_the_jwt_is_the_one_used(
    request: pytest.FixtureRequest, name: str, signing: str
) -> None:
    """A place that is its key signs with that key; one with a domain has a key for JWT."""
    town: Town = request.getfixturevalue(name)
    town.laser()
    town.issue()
    told = metadata.issuer_metadata(town.office, PLACE)["credential_configurations_supported"]
    assert told["OpenBadgeCredential_jwt"]["credential_signing_alg_values_supported"] == [signing]


@pytest.mark.requirement("VCI-03")
def test_a_place_is_its_own_authorisation_server(village: Town) -> None:
    """For one grant only, and for wallets that nobody registered (RFC 8414)."""
    village.laser()
    told = metadata.authorization_metadata(village.office, PLACE)
    assert told["issuer"] == f"{LAPTOP}/places/{PLACE}"
    assert told["grant_types_supported"] == ["urn:ietf:params:oauth:grant-type:pre-authorized_code"]
    assert told["pre-authorized_grant_anonymous_access_supported"] is True
    assert told["token_endpoint_auth_methods_supported"] == ["none"]


@pytest.mark.requirement("VCI-02")
def test_the_offer_has_the_code_and_asks_for_a_pin_that_it_does_not_tell(village: Town) -> None:
    """Whoever reads the offer still lacks the six digits."""
    trip = set_out(village)
    told = metadata.offer_document(village.office, trip.offer.id)
    (grant,) = told["grants"].values()
    assert grant["pre-authorized_code"] == offers.code_of(village.office, trip.offer)
    assert (grant["tx_code"]["input_mode"], grant["tx_code"]["length"]) == ("numeric", 6)
    assert len(grant["tx_code"]["description"]) <= 300
    assert offers.pin_of(village.office, trip.offer) not in str(told)


@pytest.mark.parametrize("slug", ["nowhere", "", "é", "../fablab-rural"])
def test_an_unknown_place_has_no_metadata(village: Town, slug: str) -> None:
    """Neither of the two documents."""
    for read in (metadata.issuer_metadata, metadata.authorization_metadata):
        with pytest.raises(NotFound):
            read(village.office, slug)
