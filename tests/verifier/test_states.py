"""Each state of the contract reached by a badge that deserves it, and nothing but that state."""

from datetime import timedelta

import pytest

from badges.documents import serialize
from tests.verifier.badges_to_read import (
    LIST_URL,
    Desk,
    Place,
    badge,
    status_entry,
    status_list,
)
from tests.verifier.jwt_forgery import with_embedded_key
from tests.world import NOON, WebOfDocuments
from verifier.checks import CHECKS
from verifier.report import Outcome, State, Verdict

SUITES = ("eddsa-rdfc-2022", "vc-jwt")


@pytest.mark.requirement("VER-13", "VER-14", "KEY-06")
@pytest.mark.parametrize(
    ("suite", "algorithm"),
    [
        *(("eddsa-rdfc-2022", "Ed25519"), ("ecdsa-rdfc-2019", "P-256")),
        *(("vc-jwt", "Ed25519"), ("vc-jwt", "P-256"), ("vc-jwt", "RSA")),
    ],
)
def test_a_badge_as_signed_is_genuine(desk: Desk, suite: str, algorithm: str) -> None:
    """Every suite that we issue with is accepted, by did:web and, but for RSA, by did:key."""
    places = [Place.by_web(desk.web, algorithm=algorithm)]
    if algorithm != "RSA":
        places.append(Place.by_key(algorithm))
    for place in places:
        report = desk.read(place.sign(badge(place), suite))
        assert (report.verdict, report.state) == (Verdict.ACCEPTED, State.GENUINE)
        assert report.source.proofs == (suite,)


def test_every_check_answers_in_every_report(desk: Desk, place: Place) -> None:
    """Whatever arrives, the report has one finding for each check, in the same order."""
    names = list(dict.fromkeys(check.id for check in CHECKS))
    for material in (b"", b"{}", place.sign(badge(place)).body, serialize(badge(place))):
        assert [finding.check for finding in desk.read(material).findings] == names


@pytest.mark.requirement("STAT-25", "VER-16")
@pytest.mark.parametrize(
    ("purpose", "state"), [("revocation", State.REVOKED), ("suspension", State.SUSPENDED)]
)
@pytest.mark.parametrize("suite", SUITES)
def test_a_set_bit_is_revoked_or_suspended(
    desk: Desk, place: Place, suite: str, purpose: str, state: State
) -> None:
    """The bit at the badge's index decides, and the purpose says which of the two."""
    signed = place.sign(badge(place, credentialStatus=status_entry(statusPurpose=purpose)), suite)
    for indices, expected in (((48213,), state), ((48212, 48214), State.GENUINE)):
        listing = status_list(place, *indices)
        listing["credentialSubject"]["statusPurpose"] = purpose
        desk.web.publish(LIST_URL, place.sign(listing, suite).body, "application/vc")
        assert desk.read(signed).state is expected


@pytest.mark.requirement("VER-17", "VER-18")
def test_the_instant_decides_between_early_valid_and_late(desk: Desk, place: Place) -> None:
    """One instant, a minute of grace before the start, none after the end."""
    signed = place.sign(
        badge(place, validFrom="2026-11-22T12:00:00Z", validUntil="2026-11-23T12:00:00+00:00")
    )
    start, end = NOON, NOON + timedelta(days=1)
    for instant, state in (
        (start - timedelta(seconds=61), State.NOT_YET_VALID),
        (start - timedelta(seconds=60), State.GENUINE),
        (start, State.GENUINE),
        (end, State.GENUINE),
        (end + timedelta(seconds=1), State.EXPIRED),
    ):
        report = desk.at(instant).read(signed)
        assert report.state is state
        assert report.verified_at == instant


@pytest.mark.requirement("KEY-06", "TRAP-09")
@pytest.mark.parametrize("suite", SUITES)
def test_a_key_of_somebody_else_is_not_the_issuer(desk: Desk, place: Place, suite: str) -> None:
    """A good signature by another's key, in the name of the place, is a false issuer."""
    stranger = Place.by_key()
    report = desk.read(stranger.sign(badge(place), suite))
    assert (report.verdict, report.state) == (Verdict.REJECTED, State.NOT_THE_ISSUER)
    assert report.finding("proof.signature").outcome is Outcome.PASSED
    assert report.finding("proof.controller").code == "key.controller_mismatch"


@pytest.mark.requirement("KEY-06", "TRAP-09")
def test_a_key_that_the_issuer_does_not_list_is_not_the_issuer(desk: Desk, place: Place) -> None:
    """`issuer#key` proves nothing: the issuer's document is fetched and must list the key."""
    impostor = Place.by_key()
    multikey = impostor.key.public.multikey()
    forged = Place(impostor.key, place.did, f"{place.did}#{multikey}")
    report = desk.read(forged.sign(badge(place)))
    assert (report.verdict, report.state) == (Verdict.REJECTED, State.NOT_THE_ISSUER)
    assert report.finding("proof.signature").code == "key.unresolved"


@pytest.mark.requirement("KEY-06")
def test_a_key_listed_for_another_purpose_is_not_the_issuer(
    desk: Desk, place: Place, web: WebOfDocuments
) -> None:
    """A key that the issuer keeps for logging in cannot award badges."""
    document = place.document
    document["authentication"] = document.pop("assertionMethod")
    web.publish("https://badges.example.fr/places/lieu-1/did.json", document)
    report = desk.read(place.sign(badge(place)))
    assert report.state is State.NOT_THE_ISSUER


@pytest.mark.requirement("JWT-08", "TRAP-09")
def test_a_key_in_the_header_alone_confirms_nobody(desk: Desk, place: Place) -> None:
    """Anybody can put their own key beside their own signature: undetermined, never green."""
    away = Place(place.key, "did:web:nowhere.example", "did:web:nowhere.example#key-1")
    report = desk.read(with_embedded_key(Place.by_key(), badge(away)))
    assert (report.verdict, report.state) == (Verdict.UNDETERMINED, State.ISSUER_UNCONFIRMED)
    assert report.finding("proof.controller").code == "issuer.not_authenticated"


@pytest.mark.requirement("JWT-08", "KEY-06", "TRAP-09")
def test_an_issuer_that_lists_other_keys_disowns_the_one_in_the_header(
    desk: Desk, place: Place
) -> None:
    """The issuer's document was read, and the key beside the signature is not in it."""
    report = desk.read(with_embedded_key(Place.by_key(), badge(place)))
    assert (report.verdict, report.state) == (Verdict.REJECTED, State.NOT_THE_ISSUER)
    assert report.finding("proof.signature").params["cause"] == "did.key_not_listed"


@pytest.mark.requirement("VER-13")
@pytest.mark.parametrize("count", [0, 40])
def test_what_cannot_be_read_as_proofs_accuses_nobody(desk: Desk, place: Place, count: int) -> None:
    """No proof in the list, or too many: that is not the same as a badge that was changed."""
    signed = place.sign(badge(place)).document
    report = desk.read(serialize(signed | {"proof": signed["proof"] * count}))
    assert (report.verdict, report.finding("proof.signature").state) == (
        Verdict.REJECTED,
        State.UNREADABLE,
    )


@pytest.mark.requirement("PRF-23")
def test_an_unknown_suite_is_not_a_wrong_signature(desk: Desk, place: Place) -> None:
    """What we cannot check is said to be unchecked."""
    signed = place.sign(badge(place)).document
    signed["proof"][0]["cryptosuite"] = "mldsa44-rdfc-2024"
    report = desk.read(serialize(signed))
    assert (report.verdict, report.state) == (Verdict.UNDETERMINED, State.CANNOT_CHECK)
    assert report.finding("proof.signature").code == "proof.unsupported"


def test_an_unknown_did_method_is_not_a_wrong_signature(desk: Desk) -> None:
    """A key behind a DID method that we do not speak is unchecked, not false."""
    place = Place(Place.by_key().key, "did:ion:abc", "did:ion:abc#key-1")
    report = desk.read(place.sign(badge(place)))
    assert report.state is State.CANNOT_CHECK


@pytest.mark.requirement("VER-21")
def test_a_key_out_of_reach_is_not_a_wrong_signature(desk: Desk, place: Place) -> None:
    """When the issuer's site is down the badge is neither true nor false."""
    desk.web.withdraw("https://badges.example.fr/places/lieu-1/did.json")
    report = desk.read(place.sign(badge(place)))
    assert (report.verdict, report.state) == (Verdict.UNDETERMINED, State.CANNOT_CHECK)
    assert report.finding("proof.signature").code == "key.unreachable"
    assert "proof.signature" in report.finding("status.revocation").because


def test_a_badge_without_proof_says_so(desk: Desk, place: Place) -> None:
    """An unsigned document is nothing to rely on, and the report says that it is unsigned."""
    report = desk.read(serialize(badge(place)))
    assert (report.verdict, report.state) == (Verdict.REJECTED, State.UNREADABLE)
    assert report.finding("proof.signature").code == "proof.missing"
    assert "signature" in report.sentence("fr")


def test_a_changed_badge_is_altered_whatever_else_it_is(desk: Desk, place: Place) -> None:
    """A wrong signature is told before dates and shape: nothing else can be believed."""
    signed = place.sign(badge(place, validUntil="2026-11-21T00:00:00Z")).document
    signed["name"] = "Autre chose"
    del signed["credentialSubject"]["achievement"]["criteria"]
    report = desk.read(serialize(signed))
    assert (report.verdict, report.state) == (Verdict.REJECTED, State.ALTERED)


def test_a_proof_that_ended_is_expired(desk: Desk, place: Place) -> None:
    """A proof may set its own end; the clock of the verification decides."""
    signed = place.sign(badge(place)).document
    signed["proof"][0]["expires"] = "2026-11-21T00:00:00Z"
    assert desk.read(serialize(signed)).state is State.ALTERED


def test_one_good_proof_is_enough(desk: Desk, place: Place) -> None:
    """Of several proofs each is told, and one that holds accepts the badge (ISS-31)."""
    signed = place.sign(badge(place)).document
    unknown = {**signed["proof"][0], "cryptosuite": "unheard-of-2030"}
    signed["proof"] = [unknown, *signed["proof"]]
    report = desk.read(serialize(signed))
    assert report.state is State.GENUINE
    told = report.finding("proof.signature").evidence
    names = [fact.name for fact in told if fact.name != "public_key"]
    assert names == ["unheard-of-2030", "eddsa-rdfc-2022"]
