"""Key proofs: exactly one asymmetric key, for this issuer, made now; everything else is refused."""

import hmac
from typing import Any

import pytest

from badges.did import did_jwk, did_key_method
from badges.documents import JsonObject, serialize
from badges.encoding import encode_base64url
from badges.keys import ED25519, P256, PrivateKey
from issuer.errors import WalletRefused
from issuer.services.wallets import key_proofs
from tests.issuer.services.wallets.wallet import Wallet
from tests.world import NOON

HERE = "https://badges.example.fr/places/fablab-rural"
NOW = NOON.timestamp()


def _proof(wallet: Wallet, **changes: Any) -> str:
    return wallet.proof(HERE, "nonce", NOW, **changes)


def _refused(jwt: str) -> str:
    with pytest.raises(WalletRefused) as refusal:
        key_proofs.verify(key_proofs.read(jwt), HERE, NOON)
    assert refusal.value.error == "invalid_proof"
    return refusal.value.code


@pytest.mark.requirement("VCI-05")
@pytest.mark.parametrize("named", ["kid", "jwk"])
@pytest.mark.parametrize("algorithm", [ED25519, P256])
def test_a_good_proof_gives_the_did_of_its_key(algorithm: str, named: str) -> None:
    """By did:key, or by did:jwk when the header shows the bare key."""
    wallet = Wallet(PrivateKey.generate(algorithm), is_bare=named == "jwk")
    proof = key_proofs.read(_proof(wallet))
    proved = key_proofs.verify(proof, HERE, NOON)
    assert (proved.did, proof.nonce) == (wallet.did, "nonce")
    assert proved.key == wallet.key.public


def test_a_did_jwk_in_kid_is_read() -> None:
    """The other DID that is its own key."""
    wallet = Wallet(is_bare=True)
    kid = f"{did_jwk(wallet.key.public)}#0"
    jwt = _proof(wallet, header={"jwk": None, "kid": kid})
    assert key_proofs.verify(key_proofs.read(jwt), HERE, NOON).did == did_jwk(wallet.key.public)


def test_a_did_holds_a_key_and_nothing_else() -> None:
    """What a wallet hides beside its key in a did:jwk would stand in a badge that we sign."""
    wallet = Wallet()
    noted = {**wallet.key.public.jwk(), "note": "x" * 1_000}
    kid = f"did:jwk:{encode_base64url(serialize(noted))}#0"
    assert _refused(_proof(wallet, header={"kid": kid})) == "wallet.proof.key"


def test_the_younger_name_of_an_algorithm_is_read() -> None:
    """RFC 9864 calls EdDSA with that curve Ed25519."""
    wallet = Wallet()
    jwt = _proof(wallet, header={"alg": "Ed25519"})
    assert key_proofs.verify(key_proofs.read(jwt), HERE, NOON).did == wallet.did


@pytest.mark.parametrize("seconds", [-60, 300])
def test_clocks_may_differ_a_little(seconds: int) -> None:
    """A minute ahead of ours, or five behind."""
    wallet = Wallet()
    jwt = _proof(wallet, claims={"iat": NOW - seconds})
    assert key_proofs.verify(key_proofs.read(jwt), HERE, NOON).did == wallet.did


STRANGER = PrivateKey.generate(ED25519)
CURVE = PrivateKey.generate(P256)
BAD_HEADERS: dict[str, tuple[JsonObject, str]] = {
    "no type": ({"typ": None}, "type"),
    "a plain JWT": ({"typ": "JWT"}, "type"),
    "a badge": ({"typ": "vc+jwt"}, "type"),
    "alg none": ({"alg": "none"}, "algorithm"),
    "alg NONE": ({"alg": "NONE"}, "algorithm"),
    "no alg": ({"alg": None}, "algorithm"),
    "alg of a list": ({"alg": ["EdDSA"]}, "algorithm"),
    "HS256": ({"alg": "HS256"}, "algorithm"),
    "RS256": ({"alg": "RS256"}, "algorithm"),
    "alg of another curve": ({"alg": "ES256"}, "key"),
    "the kid of somebody else": ({"kid": did_key_method(STRANGER.public)}, "signature"),
    "the jwk of somebody else": ({"kid": None, "jwk": STRANGER.public.jwk()}, "signature"),
    "kid and jwk": ({"jwk": STRANGER.public.jwk()}, "key"),
    "no key": ({"kid": None}, "key"),
    "a kid of a number": ({"kid": 7}, "key"),
    "a kid without fragment": ({"kid": did_key_method(STRANGER.public).split("#")[0]}, "key"),
    "a kid that is no DID": ({"kid": "https://example.org/keys#1"}, "key"),
    "a kid to fetch": ({"kid": "did:web:example.org#key-1"}, "key"),
    "a kid of nonsense": ({"kid": "did:key:zzz#zzz"}, "key"),
    "a kid of two keys": (
        {"kid": f"{did_key_method(STRANGER.public).split('#')[0]}#{CURVE.public.multikey()}"},
        "key",
    ),
    "a jwk of a text": ({"kid": None, "jwk": "key"}, "key"),
    "a private jwk": ({"kid": None, "jwk": {**STRANGER.public.jwk(), "d": "AAAA"}}, "key"),
    "a symmetric jwk": ({"kid": None, "jwk": {"kty": "oct", "k": "AAAA"}}, "key"),
    "a certificate": ({"kid": None, "x5c": ["AAAA"]}, "header"),
    "a chain of trust": ({"trust_chain": ["AAAA"]}, "header"),
    "crit": ({"crit": ["exp"]}, "header"),
    "b64": ({"b64": False}, "header"),
}


@pytest.mark.requirement("VCI-05", "VCI-06")
@pytest.mark.parametrize("name", BAD_HEADERS)
def test_a_bad_header_is_refused(name: str) -> None:
    """Wrong type, an algorithm that anyone could fake, or not exactly one key that we can read."""
    header, why = BAD_HEADERS[name]
    assert _refused(_proof(Wallet(), header=header)) == f"wallet.proof.{why}"


BAD_CLAIMS: dict[str, tuple[JsonObject, str]] = {
    "another issuer": ({"aud": "https://badges.example.fr/places/ecluse"}, "audience"),
    "another instance": ({"aud": "https://evil.example"}, "audience"),
    "several issuers": ({"aud": [HERE, "https://evil.example"]}, "audience"),
    "nobody": ({"aud": None}, "audience"),
    "no time": ({"iat": None}, "time"),
    "a text for time": ({"iat": "now"}, "time"),
    "true for time": ({"iat": True}, "time"),
    "too old": ({"iat": NOW - 301}, "time"),
    "of tomorrow": ({"iat": NOW + 61}, "time"),
}


@pytest.mark.requirement("VCI-05")
@pytest.mark.parametrize("name", BAD_CLAIMS)
def test_bad_claims_are_refused(name: str) -> None:
    """A proof for another issuer or another day is worth nothing here."""
    claims, why = BAD_CLAIMS[name]
    assert _refused(_proof(Wallet(), claims=claims)) == f"wallet.proof.{why}"


def test_a_changed_proof_is_refused() -> None:
    """The signature covers header and claims."""
    head, _, tail = _proof(Wallet(), claims={"iat": NOW - 1}).split(".")
    claims = encode_base64url(serialize({"aud": HERE, "iat": NOW, "nonce": "nonce"}))
    assert _refused(f"{head}.{claims}.{tail}") == "wallet.proof.signature"


def test_a_proof_sealed_with_the_public_key_is_refused() -> None:
    """The old trick: the public key as the secret of an HMAC."""
    wallet = Wallet()
    text = _proof(wallet, header={"alg": "HS256"}).rpartition(".")[0]
    seal = hmac.digest(wallet.key.public.spki, text.encode(), "sha256")
    assert _refused(f"{text}.{encode_base64url(seal)}") == "wallet.proof.algorithm"


@pytest.mark.parametrize(
    "jwt", ["", "a.b", "a.b.c.d", "é.é.é", "....", "e30.e30.", "W10.e30.AA", "A" * 9_000]
)
def test_what_is_no_jwt_is_refused(jwt: str) -> None:
    """Whatever is sent, the answer is ours."""
    assert _refused(jwt) in ("wallet.proof.form", "wallet.proof.type")
