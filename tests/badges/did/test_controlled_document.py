"""Controller documents on the web: the key must be fetched and seen to be the issuer's."""

from datetime import UTC, datetime
from typing import Any

import pytest

from badges.did import Resolver
from badges.documents import JsonObject
from badges.errors import FetchError, ResolutionError
from badges.keys import PrivateKey, PublicKey
from tests.world import WebOfDocuments

ISSUER = "https://issuer.example/profile"
MULTIKEY = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
URL = f"{ISSUER}#{MULTIKEY}"
P256 = PublicKey.from_multikey("zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP")
RSA = PrivateKey.generate("RSA").public


def entry(**members: Any) -> JsonObject:
    """A method as the issuer publishes it; None takes a member away."""
    method = {
        "id": URL,
        "type": "Multikey",
        "controller": ISSUER,
        "publicKeyMultibase": MULTIKEY,
        **members,
    }
    return {name: value for name, value in method.items() if value is not None}


def profile(*methods: JsonObject, **members: Any) -> JsonObject:
    """A profile that is at once a controlled identifier document (KEY-07)."""
    return {
        "id": ISSUER,
        "type": ["Profile"],
        "name": "L’Atelier",
        "verificationMethod": list(methods) or [entry()],
        "assertionMethod": [URL],
        **members,
    }


def code_of(web: WebOfDocuments, document: JsonObject, url: str = URL) -> str:
    """The code with which a published document is refused."""
    web.publish(ISSUER, document)
    with pytest.raises(ResolutionError) as caught:
        Resolver(web)(url)
    return caught.value.code


@pytest.mark.requirement("KEY-01", "KEY-02", "KEY-06", "KEY-07")
def test_the_key_of_an_https_issuer_is_found(web: WebOfDocuments) -> None:
    """The profile at the issuer's URL lists its key."""
    web.publish(ISSUER, profile())
    method = Resolver(web)(URL)
    assert method.id == URL
    assert method.controller == ISSUER
    assert method.key == PublicKey.from_multikey(MULTIKEY)
    assert method.purposes == {"assertionMethod"}


@pytest.mark.requirement("KEY-06", "TRAP-09")
def test_a_key_in_the_fragment_is_not_believed(web: WebOfDocuments) -> None:
    """`https://issuer#z6Mk…` proves nothing: the document is read, and must list the key."""
    stranger = PrivateKey.from_multikey("z3u2W4YnTstS1nSSBAgZcYSJF43JuZ9uLV6bF38B1Bf8NugW")
    web.publish(ISSUER, profile())
    with pytest.raises(ResolutionError, match=r"did\.method_missing"):
        Resolver(web)(f"{ISSUER}#{stranger.public.multikey()}")
    assert web.visits == [ISSUER]
    web.withdraw(ISSUER)
    with pytest.raises(FetchError):
        Resolver(web)(URL)


@pytest.mark.requirement("KEY-02")
def test_purposes_are_those_that_list_the_key(web: WebOfDocuments) -> None:
    """A key that is published but not listed has no purpose; one may have several."""
    web.publish(ISSUER, profile(assertionMethod=[]))
    assert Resolver(web)(URL).purposes == frozenset()
    web.publish(ISSUER, profile(assertionMethod=[], authentication=[URL]))
    assert Resolver(web)(URL).purposes == {"authentication"}
    web.publish(ISSUER, profile(authentication=[URL], keyAgreement=[URL]))
    assert Resolver(web)(URL).purposes == {"assertionMethod", "authentication", "keyAgreement"}


@pytest.mark.requirement("KEY-02")
def test_a_method_may_be_embedded_where_it_is_listed(web: WebOfDocuments) -> None:
    """A relationship holds the method itself, or its URL; a list of one may lack brackets."""
    for listed in ([entry()], entry()):
        web.publish(ISSUER, {"id": ISSUER, "assertionMethod": listed})
        assert Resolver(web)(URL).purposes == {"assertionMethod"}
    web.publish(ISSUER, {"id": ISSUER, "verificationMethod": entry(), "assertionMethod": URL})
    assert Resolver(web)(URL).purposes == {"assertionMethod"}


JWK_FORMS = [("JsonWebKey", P256), ("JsonWebKey2020", P256), ("JsonWebKey", RSA)]


@pytest.mark.requirement("KEY-01")
@pytest.mark.parametrize(("kind", "key"), JWK_FORMS, ids=["jwk", "jwk2020", "rsa"])
def test_keys_may_be_written_as_jwk(web: WebOfDocuments, kind: str, key: PublicKey) -> None:
    """Both names of the JWK form are read."""
    method = entry(type=kind, publicKeyJwk=key.jwk(), publicKeyMultibase=None)
    web.publish(ISSUER, profile(method))
    assert Resolver(web)(URL).key == key


def test_the_older_ed25519_form_is_read(web: WebOfDocuments) -> None:
    """Ed25519VerificationKey2020 holds a Multikey of that algorithm, and of no other."""
    web.publish(ISSUER, profile(entry(type="Ed25519VerificationKey2020")))
    assert Resolver(web)(URL).key.algorithm == "Ed25519"
    other = entry(type="Ed25519VerificationKey2020", publicKeyMultibase=P256.multikey())
    assert code_of(web, profile(other)) == "did.method_type"


@pytest.mark.requirement("KEY-02")
@pytest.mark.parametrize(
    ("document", "code"),
    [
        ({}, "did.no_methods"),
        (profile(id="https://issuer.example/profile/"), "did.document_id"),
        (profile(id=ISSUER.upper()), "did.document_id"),
        (profile(id=[ISSUER]), "did.document_id"),
        ({"id": ISSUER, "assertionMethod": [], "name": "Le Lieu"}, "did.no_methods"),
        (profile(entry(id=f"{ISSUER}#other")), "did.method_missing"),
        (profile(entry(id=f"#{MULTIKEY}"), assertionMethod=[]), "did.method_missing"),
        (profile(entry(id=None)), "did.method_missing"),
        (profile(entry(controller="https://evil.example")), "did.method_controller"),
        (profile(entry(controller=None)), "did.method_controller"),
        (profile(entry(controller=[ISSUER])), "did.method_controller"),
        (profile(entry(), entry(publicKeyMultibase=P256.multikey())), "did.method_ambiguous"),
        (profile(assertionMethod=[entry(publicKeyMultibase="z6")]), "did.method_ambiguous"),
        (profile(entry(type="Ed25519VerificationKey2018")), "did.method_type"),
        (profile(entry(type="MultiKey")), "did.method_type"),
        (profile(entry(type=["Multikey"])), "did.method_type"),
        (profile(entry(type="JsonWebKey")), "did.method_type"),
        (profile(entry(publicKeyMultibase=None)), "did.method_type"),
        (profile(entry(publicKeyMultibase=7)), "did.method_type"),
        (profile(entry(publicKeyJwk=P256.jwk())), "did.method_type"),
        (profile(entry(publicKeyMultibase="z6Mk")), "did.method_key"),
        (profile(entry(expires="soon")), "did.method_key"),
        (profile(entry(revoked=True)), "did.method_key"),
        (profile(entry(secretKeyMultibase="z3u2")), "did.secret_published"),
        (profile(entry(privateKeyJwk={})), "did.secret_published"),
        (profile(verificationMethod=[7]), "did.document_shape"),
        (profile(assertionMethod=[None]), "did.document_shape"),
        (profile(assertionMethod=7), "did.document_shape"),
        (profile(assertionMethod=[URL] * 500), "did.too_many_methods"),
    ],
)
def test_documents_that_prove_nothing_are_refused(
    web: WebOfDocuments, document: JsonObject, code: str
) -> None:
    """Another document, another controller, two keys of one name, or a key that is no key."""
    assert code_of(web, document) == code


@pytest.mark.requirement("KEY-12")
def test_a_private_jwk_in_a_document_is_refused(web: WebOfDocuments) -> None:
    """Whoever publishes a private key has no key any more."""
    jwk = {**P256.jwk(), "d": "AQAB"}
    method = entry(type="JsonWebKey", publicKeyJwk=jwk, publicKeyMultibase=None)
    assert code_of(web, profile(method)) == "did.method_key"


@pytest.mark.requirement("KEY-02", "TRAP-10")
def test_only_did_documents_may_use_relative_names(web: WebOfDocuments) -> None:
    """In a DID document `#key-1` is a name of its own; from elsewhere it is not followed."""
    did = "did:web:issuer.example"
    method = entry(id="#key-1", controller=did)
    document = {"id": did, "verificationMethod": [method], "assertionMethod": ["#key-1"]}
    web.publish("https://issuer.example/.well-known/did.json", document)
    assert Resolver(web)(f"{did}#key-1").purposes == {"assertionMethod"}

    web.publish(ISSUER, {**document, "id": ISSUER})
    with pytest.raises(ResolutionError, match=r"did\.method_missing"):
        Resolver(web)(f"{ISSUER}#key-1")


@pytest.mark.requirement("KEY-11")
def test_the_end_of_a_key_is_told(web: WebOfDocuments) -> None:
    """`revoked` and `expires` come along; old keys stay published and stay found."""
    method = entry(revoked="2026-01-01T00:00:00Z", expires="2027-01-01T00:00:00+01:00")
    web.publish(ISSUER, profile(method))
    found = Resolver(web)(URL)
    assert found.revoked == datetime(2026, 1, 1, tzinfo=UTC)
    assert found.expires == datetime(2026, 12, 31, 23, tzinfo=UTC)


KEY_PAGE = "https://issuer.example/keys/1"


@pytest.mark.requirement("KEY-09", "KEY-06", "TRAP-11")
def test_a_bare_jwk_is_read_but_nobody_vouches_for_it(web: WebOfDocuments) -> None:
    """A `kid` that leads to a JWK gives a key without controller."""
    web.publish(KEY_PAGE, RSA.jwk())
    method = Resolver(web)(KEY_PAGE)
    assert method.key == RSA
    assert method.controller == ""
    assert method.purposes == {"assertionMethod"}


@pytest.mark.requirement("KEY-09", "KEY-06")
@pytest.mark.parametrize("listed", ["by url", "by key"])
def test_a_bare_jwk_whose_issuer_lists_it_is_vouched_for(web: WebOfDocuments, listed: str) -> None:
    """The `iss` of a JWK is a claim; the issuer's own document confirms it."""
    web.publish(KEY_PAGE, {**RSA.jwk(), "iss": ISSUER})
    jwk_method = entry(type="JsonWebKey", publicKeyJwk=RSA.jwk(), publicKeyMultibase=None)
    confirmed = (
        {"id": ISSUER, "assertionMethod": [KEY_PAGE]} if listed == "by url" else profile(jwk_method)
    )
    web.publish(ISSUER, confirmed)
    assert Resolver(web)(KEY_PAGE).controller == ISSUER

    for silent in ({"id": ISSUER}, {"id": "https://evil.example"}):
        web.publish(ISSUER, silent)
        assert Resolver(web)(KEY_PAGE).controller == ""
    for denying in (profile(), profile(jwk_method, assertionMethod=[])):
        web.publish(ISSUER, denying)
        with pytest.raises(ResolutionError, match=r"did\.key_not_listed"):
            Resolver(web)(KEY_PAGE)


@pytest.mark.requirement("KEY-08", "KEY-06")
def test_a_key_document_of_its_own_needs_its_controller(web: WebOfDocuments) -> None:
    """A page that is one Multikey names its controller, whose document must list the page."""
    page = entry(id=KEY_PAGE)
    web.publish(KEY_PAGE, page)
    web.publish(ISSUER, {"id": ISSUER, "assertionMethod": [KEY_PAGE]})
    assert Resolver(web)(KEY_PAGE).controller == ISSUER

    web.publish(ISSUER, {"id": ISSUER, "assertionMethod": []})
    assert Resolver(web)(KEY_PAGE).controller == ""
    web.withdraw(ISSUER)
    with pytest.raises(FetchError):
        Resolver(web)(KEY_PAGE)
    web.publish(KEY_PAGE, {**page, "controller": KEY_PAGE})
    assert Resolver(web)(KEY_PAGE).controller == ""


@pytest.mark.requirement("KEY-09", "TRAP-11")
@pytest.mark.parametrize(
    "page",
    [
        {"keys": [RSA.jwk()]},
        {**P256.jwk(), "d": "AQAB"},
        {"kty": "RSA"},
        {"kty": "oct", "k": "AQAB"},
        entry(id="https://evil.example/keys/1"),
        profile(),
    ],
)
def test_what_is_not_one_public_key_is_refused(web: WebOfDocuments, page: JsonObject) -> None:
    """A set of keys, a private key, or a document with another id is not the key asked for."""
    web.publish(KEY_PAGE, page)
    with pytest.raises(ResolutionError):
        Resolver(web)(KEY_PAGE)


def test_a_claimed_controller_is_a_url(web: WebOfDocuments) -> None:
    """A claim that leads nowhere is refused rather than ignored."""
    web.publish(KEY_PAGE, {**RSA.jwk(), "iss": "not a url"})
    with pytest.raises(ResolutionError, match=r"did\.url"):
        Resolver(web)(KEY_PAGE)
