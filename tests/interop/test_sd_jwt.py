"""The EUDI learning credential, fetched over OpenID4VCI, as readers of other people's read it.

npm @sd-jwt/sd-jwt-vc (OpenWallet Foundation) and openvc-core verify it with the key that the place
publishes; a holder then shows one part of it to one reader.
"""

import json
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from openvc.jwt_vc_issuer import resolve_jwt_vc_issuer_key
from openvc.proof.errors import ProofError
from openvc.proof.sd_jwt import SdJwtVcProofSuite

from badges.documents import JsonObject
from badges.encoding import encode_base64url
from badges.keys import P256, PrivateKey
from issuer.services.wallets import offers, tokens
from issuer.services.wallets.learning_credential import CONFIGURATION, VCT
from tests.interop.instance import DOMAIN, PLACE_NAME, Instance
from tests.interop.node_programs import Answers, NodePrograms
from tests.issuer.services.holders.cards import open_badge
from tests.issuer.services.wallets.wallet import Wallet

pytestmark = pytest.mark.interop

AUDIENCE, NONCE = "https://employeur.example", "n-0S6_WzA2Mj"
ISSUER = f"{DOMAIN}/places/etang"
JSON = "application/json"
HIDDEN = {"family_name", "achievement_description"}


def ask(instance: Instance, method: str, path: str, body: str = "", **headers: str) -> JsonObject:
    """The JSON that the real server answers."""
    parts = urlsplit(instance.address)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body or None, named)
        response = connection.getresponse()
        answer = json.loads(response.read())
        assert response.status == 200, answer
        return dict(answer)
    finally:
        connection.close()


@pytest.fixture(scope="module")
def mine() -> PrivateKey:
    """The key of a wallet."""
    return PrivateKey.generate(P256)


@pytest.fixture(scope="module")
def credential(by_domain: Instance, mine: PrivateKey) -> str:
    """A learning credential that a wallet fetched with the code and the PIN of its holder."""
    office = by_domain.office
    badge = by_domain.badges["with an end"]
    with office.store.read() as work:
        award = work.awards.get(badge.id)
    assert award is not None
    offer = offers.open_offer(office, open_badge(office, award))
    document = ask(by_domain, "GET", f"/wallet/offers/{offer.id}")
    assert CONFIGURATION in document["credential_configuration_ids"]
    form = {
        "grant_type": tokens.GRANT_TYPE,
        "pre-authorized_code": document["grants"][tokens.GRANT_TYPE]["pre-authorized_code"],
        "tx_code": offers.pin_of(office, offer),
    }
    kind = "application/x-www-form-urlencoded"
    token = ask(by_domain, "POST", "/wallet/token", urlencode(form), Content_Type=kind)
    nonce = ask(by_domain, "POST", "/wallet/nonce")["c_nonce"]
    now = office.clock.now().timestamp()
    proof = Wallet(mine, is_bare=True).proof(ISSUER, nonce, now)
    body = {"credential_configuration_id": CONFIGURATION, "proofs": {"jwt": [proof]}}
    bearer = f"Bearer {token['access_token']}"
    answer = ask(
        by_domain,
        "POST",
        "/wallet/credential",
        json.dumps(body),
        Content_Type=JSON,
        Authorization=bearer,
    )
    (given,) = answer["credentials"]
    return str(given["credential"])


@pytest.fixture(scope="module")
def theirs(node: NodePrograms, by_domain: Instance, credential: str, mine: PrivateKey) -> Answers:
    """What npm @sd-jwt/sd-jwt-vc says of it."""
    holder = encode_base64url(mine.secret())
    case = {"credential": credential, "holder": holder, "audience": AUDIENCE, "nonce": NONCE}
    return node.run("sd_jwt", {"case": case}, origins=by_domain.origins)


@pytest.fixture(scope="module")
def case(theirs: Answers) -> dict[str, Any]:
    """The answer to the one case."""
    assert "thrown" not in theirs["case"], theirs["case"]
    return dict(theirs["case"])


@pytest.fixture(scope="module")
def their_key(by_domain: Instance, credential: str) -> JsonObject:
    """The key of the place, as openvc finds it from what the credential says."""
    issuer, kid = SdJwtVcProofSuite().peek_issuer(credential)

    def fetch(url: str) -> JsonObject:
        assert url.startswith(DOMAIN)
        return ask(by_domain, "GET", urlsplit(url).path)

    return dict(resolve_jwt_vc_issuer_key(issuer, kid, fetch=fetch))


def test_the_reference_library_verifies_it(case: dict[str, Any], mine: PrivateKey) -> None:
    """Its key is found, its signature holds, its digests fit, and it names the wallet's key."""
    told = case["all"]
    assert told["vct"] == VCT, told
    assert told["iss"] == ISSUER
    assert told["issuing_authority"] == PLACE_NAME
    assert told["issuing_country"] == "FR"
    assert told["family_name"] == "李 Œdipe 🪴"
    assert told["learning_outcomes"]
    assert told["date_of_expiry"] == "2090-12-31"
    assert told["cnf"]["jwk"] == mine.public.jwk()


def test_what_is_not_shown_is_not_read(case: dict[str, Any]) -> None:
    """Shown with its competencies alone, it says no name; another question is not answered."""
    assert case["shown"]["learning_outcomes"] == case["all"]["learning_outcomes"]
    assert not HIDDEN & set(case["shown"])
    assert "nonce" in case["replayed"]["thrown"].lower(), case["replayed"]
    assert "thrown" in case["spoilt"]


def test_openvc_verifies_it_too(credential: str, their_key: JsonObject) -> None:
    """Another library, in another language, reads the same, with the same key."""
    suite = SdJwtVcProofSuite()
    found = suite.verify(credential, public_key_jwk=their_key, expected_vct=VCT)
    assert found.claims["family_name"] == "李 Œdipe 🪴"
    bare = credential.split("~", maxsplit=1)[0] + "~"
    assert not HIDDEN & set(suite.verify(bare, public_key_jwk=their_key).claims)


def test_openvc_reads_what_the_other_library_shows(
    case: dict[str, Any], their_key: JsonObject
) -> None:
    """A presentation made by one library passes the other for its reader, and for no other."""
    suite = SdJwtVcProofSuite()
    expected: dict[str, Any] = {"public_key_jwk": their_key, "require_key_binding": True}
    found = suite.verify(case["presented"], audience=AUDIENCE, nonce=NONCE, **expected)
    assert found.key_bound
    assert "family_name" not in found.claims
    with pytest.raises(ProofError):
        suite.verify(case["presented"], audience="https://autre.example", nonce=NONCE, **expected)
