"""The adapter on openvc: what it writes is read back by the library's own verifier."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from openvc.proof.errors import ProofError
from openvc.proof.sd_jwt import SdJwtVcProofSuite

from badges.documents import JsonObject, Secured
from badges.encoding import decode_base64url
from badges.errors import UnsupportedSuite
from badges.keys import ED25519, P256, KeySigner, PrivateKey
from issuer.selective import open_selective
from issuer.selective.sd_jwt import SdJwtWriter

METHOD = "did:web:badges.example.fr:places:fablab#key-2"
CLAIMS: JsonObject = {
    "iss": "https://badges.example.fr/places/fablab",
    "vct": "urn:example:skill:1",
    "iat": 1_700_000_000,
    "family_name": "Zoé Martin",
    "achievement_title": "Découpe laser",
}


def keys(algorithm: str = P256) -> tuple[PrivateKey, KeySigner, JsonObject]:
    """A key, its signer, and the public key of a holder."""
    key = PrivateKey.generate(algorithm)
    return key, KeySigner(key, METHOD), PrivateKey.generate(P256).public.jwk()


def write(signer: KeySigner, holder: JsonObject, *hidden: str, **more: Any) -> str:
    """An SD-JWT VC of the claims above and more."""
    return SdJwtWriter().issue({**CLAIMS, **more}, hidden, signer, holder)


def header_of(credential: str) -> JsonObject:
    """The header of the issuer's JWT."""
    jwt = credential.split("~", maxsplit=1)[0]
    return Secured(jwt.encode(), "application/vc+jwt").header


@pytest.mark.parametrize(("algorithm", "alg"), [(P256, "ES256"), (ED25519, "EdDSA")])
def test_what_is_written_verifies(algorithm: str, alg: str) -> None:
    """The signature holds, all is disclosed at first, and the key of the holder is in it."""
    key, signer, holder = keys(algorithm)
    credential = write(signer, holder, "family_name")
    found = SdJwtVcProofSuite().verify(credential, public_key_jwk=key.public.jwk())
    assert found.claims["family_name"] == "Zoé Martin"
    assert found.claims["cnf"] == {"jwk": holder}
    header = header_of(credential)
    assert header == {"typ": "dc+sd-jwt", "alg": alg, "kid": METHOD}


def test_what_is_hidden_is_nowhere_in_what_is_signed() -> None:
    """Without its disclosure, nobody reads the name; all else stays."""
    key, signer, holder = keys()
    signed = write(signer, holder, "family_name").split("~")[0]
    assert "Zoé".encode() not in decode_base64url(signed.split(".")[1])
    found = SdJwtVcProofSuite().verify(f"{signed}~", public_key_jwk=key.public.jwk())
    assert "family_name" not in found.claims
    assert found.claims["achievement_title"] == "Découpe laser"


def test_another_key_does_not_verify_it() -> None:
    """What one place signed is not taken for another's."""
    _, signer, holder = keys()
    other = PrivateKey.generate(P256).public.jwk()
    credential = write(signer, holder)
    with pytest.raises(ProofError):
        SdJwtVcProofSuite().verify(credential, public_key_jwk=other)


def test_the_holder_shows_it_with_their_key() -> None:
    """A presentation signed by the holder's key for one reader passes, for another it does not."""
    key, signer, _ = keys()
    mine = PrivateKey.generate(P256)
    credential = write(signer, mine.public.jwk(), "family_name")
    suite = SdJwtVcProofSuite()
    shown = suite.create_presentation(
        credential, holder_key=_Mine(mine), audience="https://employer.example", nonce="n-1"
    )
    expected: dict[str, Any] = {
        "public_key_jwk": key.public.jwk(),
        "nonce": "n-1",
        "require_key_binding": True,
    }
    assert suite.verify(shown, audience="https://employer.example", **expected).key_bound
    with pytest.raises(ProofError):
        suite.verify(shown, audience="https://other.example", **expected)


class _Mine:
    """The key of a holder as openvc speaks to it."""

    alg = "ES256"
    kid = "mine"

    def __init__(self, key: PrivateKey) -> None:
        self._key = key

    def sign(self, signing_input: bytes) -> bytes:
        """The signature of the holder."""
        return self._key.sign(signing_input)


def test_an_expired_one_is_refused() -> None:
    """The end that we write is the end that others read."""
    key, signer, holder = keys()
    ended = int((datetime.now(UTC) - timedelta(days=1)).timestamp())
    credential = write(signer, holder, exp=ended)
    with pytest.raises(ProofError):
        SdJwtVcProofSuite().verify(credential, public_key_jwk=key.public.jwk())


def test_what_everybody_must_see_cannot_be_hidden() -> None:
    """Nobody may hide the end or the type of a credential: readers would judge another thing."""
    _, signer, holder = keys()
    for name in ("vct", "iss", "no_such_claim"):
        with pytest.raises(UnsupportedSuite) as caught:
            write(signer, holder, name)
        assert caught.value.code == "proof.sd_jwt"


def test_salts_differ_each_time() -> None:
    """Two credentials of the same words have no digest in common, so nobody links what is hid."""
    _, signer, holder = keys()
    first, second = (write(signer, holder, "family_name") for _ in range(2))
    assert first.split("~")[1] != second.split("~")[1]


def test_without_the_library_the_room_stays_shut() -> None:
    """An installation without the extra has nobody who writes SD-JWT VC."""
    assert open_selective("no_such_library") is None
    assert isinstance(open_selective(), SdJwtWriter)
