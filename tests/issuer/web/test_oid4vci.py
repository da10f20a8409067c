"""OpenID4VCI over HTTP, as wallets speak it: statuses, headers, the words of OAuth, and limits."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from badges.documents import JsonObject, parse, serialize
from issuer.model import Award, AwardRequest, WalletOffer
from issuer.services import issuing, people
from issuer.services.life import revoking
from issuer.services.wallets import offers
from issuer.services.wallets.tokens import GRANT_TYPE
from tests.issuer.services.holders.cards import open_badge
from tests.issuer.services.wallets.wallet import JWT, LDP, Wallet
from tests.issuer.web.house import ONLINE, House, open_house

METADATA = "/.well-known/openid-credential-issuer/places/deux-rives"
SERVER = "/.well-known/oauth-authorization-server/places/deux-rives"
AUDIENCE = f"{ONLINE}/places/deux-rives"
NOW = 1_795_348_800
POSTED = ("/wallet/token", "/wallet/nonce", "/wallet/credential")


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house whose badges go into wallets; each test takes a badge of its own."""
    with open_house(tmp_path_factory.mktemp("wallets")) as made:
        yield made


@pytest.fixture
def client(own: House) -> FlaskClient:
    """A wallet's connection: no cookie."""
    return own.client()


@pytest.fixture
def award(own: House) -> Award:
    """A badge of somebody without e-mail."""
    return issuing.issue(own.office, AwardRequest(achievement="decoupe-laser", name="Zoé Martin"))


@pytest.fixture
def offer(own: House, award: Award) -> WalletOffer:
    """What its holder offers to a wallet."""
    return offers.open_offer(own.office, open_badge(own.office, award))


def _ask(client: FlaskClient, own: House, offer: WalletOffer, **changes: str) -> TestResponse:
    form = {
        "grant_type": GRANT_TYPE,
        "pre-authorized_code": offers.code_of(own.office, offer),
        "tx_code": offers.pin_of(own.office, offer),
        **changes,
    }
    return client.post("/wallet/token", data={name: text for name, text in form.items() if text})


def _told(answer: TestResponse, status: int) -> JsonObject:
    assert answer.status_code == status, answer.get_data(as_text=True)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    found: JsonObject = parse(answer.data)
    return found


def _refused(answer: TestResponse, error: str, status: int = 400) -> str:
    told = _told(answer, status)
    assert told["error"] == error
    said = str(told["error_description"])
    assert said.isascii()
    assert not set(said) & set('"\\')
    return said


def _token(client: FlaskClient, own: House, offer: WalletOffer) -> str:
    return str(_told(_ask(client, own, offer), 200)["access_token"])


def _fetch(
    client: FlaskClient, token: str, wallet: Wallet, configuration: str = LDP
) -> TestResponse:
    nonce = _told(client.post("/wallet/nonce"), 200)["c_nonce"]
    proof = wallet.proof(AUDIENCE, nonce, NOW)
    body = {"credential_configuration_id": configuration, "proofs": {"jwt": [proof]}}
    return _post(client, token, body)


def _post(client: FlaskClient, token: str, body: JsonObject, **more: Any) -> TestResponse:
    headers = {"Authorization": f"Bearer {token}"}
    return client.post("/wallet/credential", json=body, headers=headers, **more)


def _state(client: FlaskClient, body: bytes, media_type: str) -> str:
    answer = client.post("/api/v1/verify", data=body, content_type=media_type)
    return str((answer.json or {}).get("state"))


@pytest.mark.requirement("VCI-01")
def test_metadata_stand_where_wallets_look(client: FlaskClient) -> None:
    """Between host and path of the identifier, which they repeat to the letter."""
    issuer, server = (_told(client.get(path), 200) for path in (METADATA, SERVER))
    assert issuer["credential_issuer"] == server["issuer"] == AUDIENCE
    assert {one["format"] for one in issuer["credential_configurations_supported"].values()} >= {
        "ldp_vc",
        "jwt_vc_json-ld",
    }
    assert server["token_endpoint"] == f"{ONLINE}/wallet/token"


@pytest.mark.parametrize("kind", ["openid-credential-issuer", "oauth-authorization-server"])
def test_an_unknown_place_is_no_issuer(client: FlaskClient, kind: str) -> None:
    """404, said to a program."""
    answer = client.get(f"/.well-known/{kind}/places/nowhere", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


@pytest.mark.requirement("VCI-02", "VCI-03", "VCI-04", "VCI-05", "VCI-06", "VCI-07")
@pytest.mark.parametrize("configuration", [LDP, JWT])
def test_a_wallet_receives_a_badge_that_our_verifier_finds_genuine(
    client: FlaskClient, own: House, offer: WalletOffer, configuration: str
) -> None:
    """Offer, token, nonce, credential; and cancelling the badge cancels what the wallet holds."""
    wallet = Wallet()
    read = _told(client.get(f"/wallet/offers/{offer.id}"), 200)
    assert read["credential_issuer"] == AUDIENCE
    assert configuration in read["credential_configuration_ids"]
    token = _token(client, own, offer)
    answer = _told(_fetch(client, token, wallet, configuration), 200)
    (given,) = answer["credentials"]
    credential = given["credential"]
    is_text = isinstance(credential, str)
    body = credential.encode() if is_text else serialize(credential)
    kind = "application/vc+jwt" if is_text else "application/vc"
    assert is_text is (configuration == JWT)
    assert _state(client, body, kind) == "genuine"
    by = people.operator("local")
    revoking.revoke(own.office, offer.award, by, reason="Donné par erreur")
    assert _state(client, body, kind) == "revoked"


def test_the_token_says_how_long_it_lasts(
    client: FlaskClient, own: House, offer: WalletOffer
) -> None:
    """A bearer token for five minutes (RFC 6749 section 5.1)."""
    told = _told(_ask(client, own, offer), 200)
    assert (told["token_type"], told["expires_in"]) == ("Bearer", 300)


@pytest.mark.requirement("VCI-03", "VCI-06")
@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"grant_type": "authorization_code"}, "unsupported_grant_type"),
        ({"grant_type": ""}, "unsupported_grant_type"),
        ({"tx_code": ""}, "invalid_request"),
        ({"tx_code": "x" * 1_000}, "invalid_grant"),
        ({"pre-authorized_code": ""}, "invalid_request"),
        ({"pre-authorized_code": "é" * 300}, "invalid_grant"),
        ({"pre-authorized_code": "made-up"}, "invalid_grant"),
    ],
    ids=["other grant", "no grant", "no PIN", "long PIN", "no code", "odd code", "made-up code"],
)
def test_a_bad_token_request_is_refused_in_words_of_oauth(
    client: FlaskClient, own: House, offer: WalletOffer, changes: dict[str, str], error: str
) -> None:
    """JSON with the error of the standard, whoever asks, and the offer can still be used."""
    _refused(_ask(client, own, offer, **changes), error)
    assert _token(client, own, offer)


def test_a_parameter_comes_once(client: FlaskClient, own: House, offer: WalletOffer) -> None:
    """Two codes in one request could be read in two ways (RFC 6749 section 3.2)."""
    code = offers.code_of(own.office, offer)
    form = {"grant_type": GRANT_TYPE, "pre-authorized_code": [code, code], "tx_code": "000000"}
    said = _refused(client.post("/wallet/token", data=form), "invalid_request")
    assert "pre-authorized_code" in said


def test_a_token_request_is_a_form(client: FlaskClient) -> None:
    """JSON is not read there."""
    answer = client.post("/wallet/token", json={"grant_type": GRANT_TYPE})
    _refused(answer, "invalid_request")
    assert "access_token" not in answer.text


def test_a_code_replayed_gives_nothing_and_ends_the_offer(
    client: FlaskClient, own: House, offer: WalletOffer
) -> None:
    """The token that was given before works no more either."""
    token = _token(client, own, offer)
    _refused(_ask(client, own, offer), "invalid_grant")
    _refused(_fetch(client, token, Wallet()), "invalid_token", 401)
    assert client.get(f"/wallet/offers/{offer.id}").status_code == 410


def test_without_a_good_token_nothing_is_handed_over(client: FlaskClient) -> None:
    """401, and the header says how to come back (RFC 6750 section 3)."""
    bare = client.post("/wallet/credential", json={})
    _refused(bare, "invalid_token", 401)
    assert bare.headers["WWW-Authenticate"] == 'Bearer realm="badges"'
    for header in ("Bearer made-up", "Bearer", "Basic eDp5", "bearer é"):
        answer = client.post("/wallet/credential", json={}, headers={"Authorization": header})
        _refused(answer, "invalid_token", 401)
        assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


@pytest.mark.requirement("VCI-06")
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{", "application/json"),
        (b"[]", "application/json"),
        (b'{"a":1,"a":2}', "application/json"),
        (b'{"a":' + b"[" * 50 + b"]" * 50 + b"}", "application/json"),
        (b"{}", "text/plain"),
        (b"credential_configuration_id=x", "application/x-www-form-urlencoded"),
    ],
    ids=["broken", "a list", "a member twice", "deep", "text", "a form"],
)
def test_a_body_that_is_no_request_is_refused(
    client: FlaskClient, own: House, offer: WalletOffer, body: bytes, kind: str
) -> None:
    """In the words of the standard, and the wallet may try again."""
    headers = {"Authorization": f"Bearer {_token(client, own, offer)}"}
    answer = client.post("/wallet/credential", data=body, content_type=kind, headers=headers)
    _refused(answer, "invalid_credential_request")


def test_a_huge_body_is_refused(client: FlaskClient, own: House, offer: WalletOffer) -> None:
    """Nobody can make us read megabytes; what came before is not lost."""
    large = "1" * 200_000
    _refused(_ask(client, own, offer, tx_code=large), "invalid_request", 413)
    token = _token(client, own, offer)
    _refused(_post(client, token, {"padding": large}), "invalid_request", 413)
    assert _fetch(client, token, Wallet()).status_code == 200


def test_a_nonce_needs_no_body_and_reads_none(client: FlaskClient) -> None:
    """Whatever is sent along, a nonce comes back, and it is another one each time."""
    nonces = [client.post("/wallet/nonce", data=body).json for body in (b"", b"1" * 200_000)]
    assert len({str(told) for told in nonces}) == 2
    assert all(told and set(told) == {"c_nonce"} for told in nonces)


@pytest.mark.parametrize("path", POSTED)
def test_only_posting_does_anything(client: FlaskClient, path: str) -> None:
    """A link that is followed by mistake does nothing."""
    answer = client.get(path)
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"OPTIONS", "POST"}


@pytest.mark.parametrize("path", [*POSTED, METADATA])
def test_a_wallet_in_a_browser_may_ask(client: FlaskClient, path: str) -> None:
    """The question that browsers ask first is answered: any origin, with a token and JSON."""
    answer = client.options(path, headers={"Origin": "https://wallet.example"})
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Authorization" in answer.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in answer.headers


def test_no_visitor_makes_an_offer(client: FlaskClient, own: House, award: Award) -> None:
    """The public page leads to no wallet, and what makes offers answers only the card."""
    page = client.get(f"/credentials/{award.id}", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert b"openid-credential-offer" not in page.data
    assert b"/wallet" not in page.data
    guess = "-".join(["abricot"] * 5)
    headers = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
    for path in (f"/claim/{guess}/{award.id}/wallet", f"/credentials/{award.id}/wallet"):
        assert client.post(path, headers=headers).status_code in (404, 405, 429)
    with own.office.store.read() as work:
        assert work.wallet_offers.of_award(award.id) == ()


@pytest.mark.parametrize("name", ["x", "0" * 36, "00000000-0000-4000-8000-000000000000"])
def test_an_unknown_offer_is_unknown(client: FlaskClient, name: str) -> None:
    """404 for what never was, and for what was forgotten."""
    answer = client.get(f"/wallet/offers/{name}")
    assert (answer.status_code, (answer.json or {})["code"]) == (404, "wallet.unknown")
