"""The one code of an offer, as wallets and people open it, and the exchange behind it."""

import json
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from werkzeug.test import TestResponse

from badges.documents import JsonObject
from issuer.model import Award, AwardRequest, WalletOffer
from issuer.services import issuing
from issuer.services.wallets import interactions, offers
from tests.issuer.services.holders.cards import open_badge
from tests.issuer.services.wallets.phone import Phone, received
from tests.issuer.web.house import ONLINE, PAGE, House, open_house

JSON = {"Accept": "application/json"}
UNKNOWN = "3f1c8b5e-2222-4000-8000-000000000001"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house of its own, since offers end."""
    with open_house(tmp_path_factory.mktemp("wallets")) as opened:
        yield opened


@pytest.fixture(scope="module")
def zoe(house: House) -> Award:
    """A badge of Zoé's."""
    return issuing.issue(house.office, AwardRequest(achievement="decoupe-laser", name="Zoé Martin"))


@pytest.fixture
def offer(house: House) -> WalletOffer:
    """A badge that waits for a wallet."""
    award = issuing.issue(house.office, AwardRequest(achievement="accueil", name="Zoé Martin"))
    return offers.open_offer(house.office, open_badge(house.office, award))


def get(house: House, path: str, headers: dict[str, str], **more: Any) -> TestResponse:
    """What the house answers."""
    return house.client().get(path, headers=headers, base_url=ONLINE, **more)


def post(house: House, offer: WalletOffer | str, body: Any, **more: Any) -> TestResponse:
    """What the exchange of an offer answers."""
    name = offer if isinstance(offer, str) else offer.id
    path = f"/wallet/exchanges/{name}"
    return house.client().post(path, json=body, base_url=ONLINE, **more)


def text_of(answer: TestResponse) -> str:
    """The words of a page, its apostrophes straight."""
    return unescape(answer.get_data(as_text=True)).replace("’", "'")


def take(house: House, offer: WalletOffer, phone: Phone) -> JsonObject:
    """Let a wallet fetch the badge."""
    asked = post(house, offer, {}).get_json()
    return received(post(house, offer, phone.answer(asked)).get_json())


def test_programs_are_told_the_protocols(house: House, offer: WalletOffer) -> None:
    """A wallet that scans the code reads where each protocol begins, from any origin."""
    address = interactions.interaction_url(house.office, offer)
    assert address == f"{ONLINE}/wallet/{offer.id}?iuv=1"
    parts = urlsplit(address)
    answer = get(house, f"{parts.path}?{parts.query}", JSON)
    assert answer.status_code == 200
    protocols = answer.get_json()["protocols"]
    assert protocols["vcapi"] == f"{ONLINE}/wallet/exchanges/{offer.id}"
    link = urlsplit(protocols["OID4VCI"])
    assert link.scheme == "openid-credential-offer"
    (reference,) = parse_qs(link.query)["credential_offer_uri"]
    assert reference == f"{ONLINE}/wallet/offers/{offer.id}"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_program_that_takes_anything_is_told_too(house: House, offer: WalletOffer) -> None:
    """A wallet that names no type is no person."""
    assert "protocols" in get(house, f"/wallet/{offer.id}", {"Accept": "*/*"}).get_json()


def test_people_are_told_what_the_code_is(house: House, offer: WalletOffer) -> None:
    """Who opens the code with a camera reads what it is for, until when, and that it is a key."""
    answer = get(house, f"/wallet/{offer.id}?iuv=1", PAGE)
    page = text_of(answer)
    assert answer.status_code == 200
    assert "Un portefeuille numérique est une application" in page
    assert "jusqu'à 13 h 10" in page
    assert "Ce carré est une clé" in page
    assert "Zoé" not in page
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers["X-Robots-Tag"]


def test_links_of_the_page_open_wallets_and_ask_no_other_site(
    house: House, offer: WalletOffer
) -> None:
    """Each link has a wallet's own scheme: the key of the exchange goes to no other server."""
    page = text_of(get(house, f"/wallet/{offer.id}", PAGE))
    links = [part.split('"')[0] for part in page.split('href="')[1:]]
    schemes = {urlsplit(link).scheme for link in links}
    assert schemes == {"", "openid-credential-offer", "dccrequest"}
    (wallet,) = [link for link in links if link.startswith("dccrequest:")]
    invitation = json.loads(unquote(wallet.partition("?request=")[2]))
    assert invitation["credentialRequestOrigin"] == ONLINE
    assert invitation["protocols"] == {"vcapi": f"{ONLINE}/wallet/exchanges/{offer.id}"}


def test_the_page_speaks_english(house: House, offer: WalletOffer) -> None:
    """The page answers in the language of the reader."""
    page = text_of(get(house, f"/wallet/{offer.id}?lang=en", PAGE))
    assert "This square is a key" in page
    assert "until 13:10" in page


def test_a_wallet_receives_the_badge(house: House, offer: WalletOffer) -> None:
    """Two messages, and the badge is bound to the wallet's key; browsers' wallets may read it."""
    phone = Phone()
    first = post(house, offer, {})
    assert first.status_code == 200
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    second = post(house, offer, phone.answer(first.get_json()))
    assert second.status_code == 200
    assert second.headers["Cache-Control"] == "no-store"
    copy = received(second.get_json())
    assert copy["credentialSubject"]["id"] == phone.did
    assert copy["issuer"]["id"] == "did:web:badges.example.fr:places:ecluse"
    assert not second.get_json().keys() - {"verifiablePresentation"}


def test_a_silent_wallet_is_asked(house: House, offer: WalletOffer) -> None:
    """A first message without a body says as little as an empty one."""
    path = f"/wallet/exchanges/{offer.id}"
    answer = house.client().post(path, base_url=ONLINE)
    assert "verifiablePresentationRequest" in answer.get_json()


def test_after_that_the_code_is_over_for_everybody(house: House, offer: WalletOffer) -> None:
    """Programs are told 410 with a code, people a kind page; neither learns who came."""
    take(house, offer, Phone())
    for answer in (post(house, offer, {}), get(house, f"/wallet/{offer.id}?iuv=1", JSON)):
        assert answer.status_code == 410
        assert answer.mimetype == "application/problem+json"
        assert answer.get_json()["code"] == "wallet.offer.received"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
    page = get(house, f"/wallet/{offer.id}?iuv=1", PAGE)
    assert page.status_code == 410
    assert "Ce carré ne sert plus" in text_of(page)
    assert "reste à vous" in text_of(page)


def test_a_code_of_nothing(house: House) -> None:
    """An address that somebody made up leads people to the kind page, programs to a 404."""
    assert get(house, f"/wallet/{UNKNOWN}", PAGE).status_code == 410
    for answer in (get(house, f"/wallet/{UNKNOWN}", JSON), post(house, UNKNOWN, {})):
        assert answer.status_code == 404
        assert answer.get_json()["code"] == "wallet.unknown"
    assert get(house, "/wallet/anything", PAGE).status_code == 404


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b'{"a": 1, "a": 2}', "application/json", 400),
        (b"{}", "text/plain", 415),
        (b'{"verifiablePresentation": {}}', "application/json", 400),
        (b'{"verifiablePresentation": "eyJ"}', "application/json", 400),
        (b'{"verifiablePresentation": ' + b"[" * 60 + b"]" * 60 + b"}", "application/json", 400),
        (b'{"x": "' + b"x" * 60_000 + b'"}', "application/json", 413),
    ],
    ids=["broken", "list", "twice", "text", "empty", "jwt", "deep", "large"],
)
def test_bad_messages_end_in_a_sentence(
    house: House, offer: WalletOffer, body: bytes, kind: str, status: int
) -> None:
    """Whatever is sent, the answer is a problem with a sentence, and the offer still waits."""
    path = f"/wallet/exchanges/{offer.id}"
    answer = house.client().post(path, data=body, content_type=kind, base_url=ONLINE)
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    problem = answer.get_json()
    assert problem["detail"] != problem["code"]
    assert take(house, offer, Phone())


def test_a_browser_is_told_what_it_may_send(house: House, offer: WalletOffer) -> None:
    """Wallets that live in a browser ask first, and may send JSON."""
    headers = {
        "Origin": "https://wallet.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    for path in (f"/wallet/exchanges/{offer.id}", f"/wallet/{offer.id}"):
        answer = house.client().options(path, headers=headers, base_url=ONLINE)
        assert answer.status_code == 204
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "POST" in answer.headers["Access-Control-Allow-Methods"]
        assert "Content-Type" in answer.headers["Access-Control-Allow-Headers"]


def test_no_cookie_is_set_or_needed(house: House, offer: WalletOffer) -> None:
    """An exchange depends on what is sent and on nothing that a browser remembers."""
    answer = post(house, offer, {}, headers={"Origin": "https://wallet.example"})
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers


def test_a_stranger_finds_no_way_to_a_code(house: House, zoe: Award) -> None:
    """Neither the public page nor its JSON leads to an offer, and none is made by asking."""
    page = text_of(get(house, f"/credentials/{zoe.id}", PAGE))
    assert "/wallet/" not in page
    assert get(house, f"/wallet/{zoe.id}", JSON).status_code == 404
    assert post(house, zoe.id, {}).status_code == 404
    with house.office.store.read() as work:
        assert work.wallet_offers.of_award(zoe.id) == ()


def test_readers_of_sd_jwt_find_the_keys_of_a_place(house: House, zoe: Award) -> None:
    """The metadata name the place and its P-256 key, under the URL that credentials tell."""
    del zoe
    answer = get(house, "/.well-known/jwt-vc-issuer/places/deux-rives", JSON)
    assert answer.status_code == 200
    metadata = answer.get_json()
    assert metadata["issuer"] == f"{ONLINE}/places/deux-rives"
    (key,) = metadata["jwks"]["keys"]
    assert (key["kty"], key["crv"], key["alg"]) == ("EC", "P-256", "ES256")
    assert key["kid"].startswith("did:web:badges.example.fr:places:deux-rives#key-")
    assert "d" not in key
    missing = get(house, "/.well-known/jwt-vc-issuer/places/nowhere", JSON)
    assert (missing.status_code, missing.get_json()["code"]) == (404, "place.unknown")


def test_a_laptop_has_no_such_keys(tmp_path: Path) -> None:
    """On plain http nothing of this kind is written, so nothing is published."""
    with open_house(tmp_path, "http://127.0.0.1:8000") as laptop:
        path = "/.well-known/jwt-vc-issuer/places/deux-rives"
        assert laptop.client().get(path, headers=JSON).status_code == 404
