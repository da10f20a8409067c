"""did:key and did:jwk: the DID is the key, and nothing is fetched."""

import pytest

from badges.did import METHODS, DidMethod, Resolver, did_key, did_key_method
from badges.documents import serialize
from badges.encoding import encode_base64url, encode_multibase
from badges.errors import KeyMaterialError, ResolutionError
from badges.keys import PrivateKey, PublicKey

MULTIKEY = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
P256 = "zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP"


def test_the_family_has_its_table_of_contents() -> None:
    """Each method is listed once, under the name that follows `did:`."""
    assert [method.name for method in METHODS] == ["key", "web", "jwk"]


@pytest.mark.requirement("KEY-01", "KEY-03")
@pytest.mark.parametrize("multikey", [MULTIKEY, P256])
def test_a_did_key_is_its_own_document(multikey: str) -> None:
    """The one method is `did:key:zX#zX`, controlled by the DID, listed to assert."""
    url = f"did:key:{multikey}#{multikey}"
    method = Resolver(None)(url)

    assert method.id == url
    assert method.controller == f"did:key:{multikey}"
    assert method.key == PublicKey.from_multikey(multikey)
    assert "assertionMethod" in method.purposes
    assert "keyAgreement" not in method.purposes
    assert did_key(PublicKey.from_multikey(multikey)) == f"did:key:{multikey}"
    assert did_key_method(PublicKey.from_multikey(multikey)) == url


@pytest.mark.requirement("KEY-03", "TRAP-09")
@pytest.mark.parametrize(
    "url",
    [
        f"did:key:{MULTIKEY}#",
        f"did:key:{MULTIKEY}#{P256}",
        f"did:key:{MULTIKEY}#key-1",
        f"did:key:{P256}#{MULTIKEY}",
        f"did:key:{MULTIKEY}?versionId=1#{MULTIKEY}",
        f"did:key:{MULTIKEY}/path#{MULTIKEY}",
        f"did:key:{MULTIKEY[:-1]}#{MULTIKEY[:-1]}",
        f"did:key:{MULTIKEY[1:]}#{MULTIKEY[1:]}",
        f"did:key:1.1:{MULTIKEY}#{MULTIKEY}",
        "did:key:#",
        "did:key:" + encode_multibase(b"\xec\x01" + bytes(32)) + "#x",
    ],
)
def test_a_did_key_names_no_other_key(url: str) -> None:
    """Another fragment than the key itself, or a text that is no key, does not resolve."""
    with pytest.raises(ResolutionError):
        Resolver(None)(url)


def test_a_did_that_is_one_key_may_stand_for_it() -> None:
    """Issuers write the bare did:key as their method: there is one key that it can mean."""
    method = Resolver(None)(f"did:key:{MULTIKEY}")
    assert method == Resolver(None)(f"did:key:{MULTIKEY}#{MULTIKEY}")
    assert method.controller == f"did:key:{MULTIKEY}"


def test_an_rsa_key_has_no_did_key() -> None:
    """Issuers with RSA keys are found on the web."""
    with pytest.raises(KeyMaterialError):
        did_key(PrivateKey.generate("RSA").public)


def did_jwk(jwk: dict[str, object]) -> str:
    """The did:jwk of a JWK."""
    return "did:jwk:" + encode_base64url(serialize(jwk))


JWK: dict[str, object] = PublicKey.from_multikey(P256).jwk()


@pytest.mark.requirement("KEY-01")
def test_a_did_jwk_is_its_own_document() -> None:
    """The one method is `#0`, and its key is the JWK."""
    did = did_jwk(JWK)
    method = Resolver(None)(f"{did}#0")
    assert method.controller == did
    assert method.key == PublicKey.from_multikey(P256)
    assert "assertionMethod" in method.purposes


@pytest.mark.requirement("KEY-12")
@pytest.mark.parametrize(
    "url",
    [
        did_jwk(JWK) + "#1",
        did_jwk(JWK) + "=#0",
        did_jwk({**JWK, "d": "AQAB"}) + "#0",
        did_jwk({**JWK, "use": "enc"}) + "#0",
        did_jwk({**JWK, "crv": "P-384"}) + "#0",
        did_jwk({**JWK, "x5c": "A" * 8000}) + "#0",
        "did:jwk:#0",
        "did:jwk:bm90IGpzb24#0",
        "did:jwk:" + encode_base64url(b'{"kty":"EC","kty":"RSA"}') + "#0",
    ],
)
def test_what_is_no_did_jwk_does_not_resolve(url: str) -> None:
    """A private member, a key to encrypt with, doubled members or a giant text is refused."""
    with pytest.raises(ResolutionError):
        Resolver(None)(url)


@pytest.mark.parametrize("method", [method for method in METHODS if method.name != "web"])
def test_computed_documents_have_no_address(method: DidMethod) -> None:
    """Asking where they are published is refused."""
    with pytest.raises(ResolutionError, match=r"did\.no_address"):
        method.address("did:key:z")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "#key-1",
        "key-1",
        "did:",
        "did:#x",
        "did:example:123#key-1",
        "did:ebsi:zabc#1",
        "DID:KEY:z6Mk#z6Mk",
        "urn:uuid:8cc9022b-6b14-4cf3-8571-74972c5feb54#x",
        "javascript:alert(1)#x",
        "file:///etc/passwd#x",
        "https://#key",
        "https://[::1#key",
        "https://user:secret@issuer.example/keys#key",
        "https://issuer.example@evil.example/#key",
        "https://issuer.example/ #key",
        "https://issuer.example/\n#key",
        "https://exämple.fr/#key",
        "https://issuer.example/" + "a" * 9000 + "#key",
    ],
)
def test_what_is_no_method_url_is_refused(url: str) -> None:
    """Unknown methods and schemes, tricks with user names, spaces and endless URLs."""
    with pytest.raises(ResolutionError):
        Resolver(None)(url)
