"""Issuers whose document cannot be had: what the badge says of its own key confirms nobody."""

import copy
from collections.abc import Callable

import pytest

from badges.documents import JsonObject, serialize
from badges.errors import (
    FetchError,
    FetchTooLarge,
    Refused,
    TooSlow,
    Unreachable,
)
from badges.ports import Fetched
from tests.verifier import jwt_forgery
from tests.verifier.badges_to_read import Desk, Place, badge
from tests.verifier.proofs_to_read import by_fragment, in_json
from tests.world import StillClock, WebOfDocuments
from verifier.report import Report, State, Verdict

ISSUER = "https://issuer.example/profile"
KEY = Place.by_key()
P256 = Place.by_key("P-256")
SUITES = {"Ed25519": "eddsa-rdfc-2022", "P-256": "ecdsa-rdfc-2019"}
UNDETERMINED = (Verdict.UNDETERMINED, State.ISSUER_UNCONFIRMED)
ALTERED = (Verdict.REJECTED, State.ALTERED)
IMPOSTOR = (Verdict.REJECTED, State.NOT_THE_ISSUER)
GENUINE = (Verdict.ACCEPTED, State.GENUINE)

ERRORS: dict[str, FetchError] = {
    "refused": Refused("fetch.address", host="issuer.example"),
    "404": Unreachable("fetch.status", url=ISSUER, status=404),
    "timeout": TooSlow("fetch.too_slow", url=ISSUER),
    "too large": FetchTooLarge("fetch.too_large", url=ISSUER, limit=1),
}
PAGES: dict[str, bytes] = {
    "html": b"<!doctype html><title>Le Lieu</title>",
    "empty": b"",
    "list": b"[]",
    "profile without keys": serialize({"id": ISSUER, "type": "Profile", "name": "Le Lieu"}),
    "empty lists": serialize({"id": ISSUER, "verificationMethod": [], "assertionMethod": []}),
    "empty object": b"{}",
}


class BrokenWeb(WebOfDocuments):
    """A web in which every fetch ends with one error."""

    def __init__(self, error: FetchError) -> None:
        super().__init__()
        self.error = error

    def fetch(self, url: str, *, accept: str = "*/*", limit: int | None = None) -> Fetched:
        """Fail as told."""
        del url, accept, limit
        raise self.error


def profile(*places: Place, **members: object) -> JsonObject:
    """The document at the issuer's address, which lists these keys by their fragment."""
    methods = [
        {
            "id": f"{ISSUER}#{place.key.public.multikey()}",
            "type": "Multikey",
            "controller": ISSUER,
            "publicKeyMultibase": place.key.public.multikey(),
        }
        for place in places
    ]
    listed = [method["id"] for method in methods]
    return {"id": ISSUER, "verificationMethod": methods, "assertionMethod": listed, **members}


def signed_by(key: Place, issuer: str = ISSUER) -> JsonObject:
    """A badge in the name of `issuer`, its key named by the fragment of the address."""
    place = by_fragment(key, issuer)
    return place.sign(badge(place), SUITES[key.key.algorithm]).document


def altered(document: JsonObject) -> JsonObject:
    """The badge with another name for what was achieved."""
    changed = copy.deepcopy(document)
    changed["credentialSubject"]["achievement"]["name"] = "Diriger une agence"
    return changed


def told(report: Report) -> tuple[Verdict, State]:
    """The two words that decide."""
    return report.verdict, report.state


@pytest.mark.requirement("KEY-06", "TRAP-09", "VER-14")
@pytest.mark.parametrize("error", ERRORS.values(), ids=ERRORS.keys())
@pytest.mark.parametrize("key", [KEY, P256], ids=["z6Mk", "zDn"])
def test_an_issuer_out_of_reach_is_unconfirmed(key: Place, error: FetchError) -> None:
    """Whatever keeps us from the document: intact is unconfirmed, changed is altered."""
    desk = Desk(BrokenWeb(error))
    report = desk.read(in_json(signed_by(key)))
    assert told(report) == UNDETERMINED
    assert report.finding("proof.signature").code == "proof.valid"
    assert report.finding("proof.controller").code == "issuer.not_authenticated"
    assert told(desk.read(in_json(altered(signed_by(key))))) == ALTERED


@pytest.mark.requirement("KEY-06", "TRAP-09")
@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_a_page_that_speaks_of_no_key_confirms_nobody(desk: Desk, page: bytes) -> None:
    """A web page, broken JSON or a mere profile is neither for nor against the key."""
    desk.web.publish(ISSUER, page)
    assert told(desk.read(in_json(signed_by(KEY)))) == UNDETERMINED
    assert told(desk.read(in_json(altered(signed_by(KEY))))) == ALTERED


@pytest.mark.requirement("KEY-02", "KEY-06", "KEY-07")
def test_a_document_that_was_read_settles_it(desk: Desk) -> None:
    """Listed: genuine. Other keys, or the key for another purpose: a false issuer."""
    desk.web.publish(ISSUER, profile(KEY))
    assert told(desk.read(in_json(signed_by(KEY)))) == GENUINE
    assert told(desk.read(in_json(altered(signed_by(KEY))))) == ALTERED
    for document in (
        profile(P256),
        profile(KEY, assertionMethod=[]),
        profile(KEY, id="https://issuer.example/other"),
        {"id": ISSUER, "assertionMethod": [f"{ISSUER}#{KEY.key.public.multikey()}"]},
    ):
        desk.web.publish(ISSUER, document)
        assert told(desk.read(in_json(signed_by(KEY)))) == IMPOSTOR


@pytest.mark.requirement("KEY-06", "TRAP-09")
def test_the_address_must_be_the_issuer_s_own(desk: Desk) -> None:
    """A key in the address of somebody else is somebody else's, in or out of reach."""
    place = by_fragment(KEY, "https://elsewhere.example/profile")
    document = place.sign(badge(place, issuer={"id": ISSUER, "type": ["Profile"]})).document
    assert told(desk.read(in_json(document))) == IMPOSTOR


def test_a_fragment_that_is_no_key_helps_nobody(desk: Desk) -> None:
    """Nothing to check with: the question stays open, even for a changed badge."""
    place = Place(KEY.key, ISSUER, f"{ISSUER}#key-1")
    document = place.sign(badge(place)).document
    for material in (document, altered(document)):
        report = desk.read(in_json(material))
        assert told(report) == (Verdict.UNDETERMINED, State.CANNOT_CHECK)
        assert report.finding("proof.signature").code == "key.unreachable"


def test_a_did_web_out_of_reach_cannot_be_checked(desk: Desk) -> None:
    """There is no key to be had, whatever the fragment looks like."""
    for fragment in ("key-1", KEY.key.public.multikey()):
        place = Place(KEY.key, "did:web:issuer.example", f"did:web:issuer.example#{fragment}")
        report = desk.read(place.sign(badge(place)))
        assert told(report) == (Verdict.UNDETERMINED, State.CANNOT_CHECK)


def _without_kid(place: Place, document: JsonObject) -> bytes:
    return jwt_forgery.with_embedded_key(place, document).body


def _with_kid(place: Place, document: JsonObject) -> bytes:
    key = place.key.public.jwk()
    return jwt_forgery.with_header(place, document, jwk=key, kid=f"{ISSUER}/key").body


def _with_fragment(place: Place, document: JsonObject) -> bytes:
    key = place.key.public.jwk()
    return jwt_forgery.with_header(place, document, jwk=key, kid=f"{ISSUER}#key-1").body


def _with_plain_name(place: Place, document: JsonObject) -> bytes:
    return jwt_forgery.with_header(place, document, jwk=place.key.public.jwk(), kid="key-1").body


TOKENS = (_without_kid, _with_kid, _with_fragment, _with_plain_name)


@pytest.mark.requirement("JWT-08", "TRAP-09")
@pytest.mark.parametrize("token", TOKENS)
@pytest.mark.parametrize("algorithm", ["Ed25519", "P-256", "RSA"])
def test_a_key_in_the_header_confirms_nobody(
    desk: Desk, token: Callable[[Place, JsonObject], bytes], algorithm: str
) -> None:
    """With a `kid` out of reach or without any: intact is unconfirmed, changed is altered."""
    web_place = Place.by_web(desk.web, algorithm=algorithm)
    place = Place(web_place.key, ISSUER, web_place.method)
    body = token(place, badge(place))
    assert told(desk.read(body)) == UNDETERMINED
    head, payload, signature = body.split(b".")
    changed = head + b"." + payload[:-8] + b"AAAA" + payload[-4:] + b"." + signature
    assert desk.read(changed).verdict is Verdict.REJECTED


@pytest.mark.requirement("JWT-08", "KEY-06")
@pytest.mark.parametrize("token", [_without_kid, _with_kid, _with_plain_name])
def test_the_issuer_may_list_the_key_of_the_header(
    desk: Desk, place: Place, token: Callable[[Place, JsonObject], bytes]
) -> None:
    """Whoever the header names, the issuer's own document vouches for the key."""
    assert told(desk.read(token(place, badge(place)))) == GENUINE


@pytest.mark.requirement("JWT-08", "TRAP-09")
def test_a_header_key_is_not_taken_for_one_that_the_issuer_names(desk: Desk) -> None:
    """The document that `kid` leads to lists other keys: the key beside it does not help."""
    desk.web.publish(ISSUER, profile(P256))
    place = Place(KEY.key, ISSUER, "unused")
    assert told(desk.read(_with_fragment(place, badge(place)))) == IMPOSTOR


@pytest.mark.requirement("JWT-08")
def test_two_keys_in_one_header_are_refused() -> None:
    """The address names one key and the header another: neither is believed."""
    desk = Desk(WebOfDocuments(), StillClock())
    place = by_fragment(KEY, ISSUER)
    jwk = Place.by_key().key.public.jwk()
    report = desk.read(jwt_forgery.with_header(place, badge(place), jwk=jwk))
    assert report.finding("proof.signature").params["cause"] == "jwt.key_conflict"
