"""did:web: where a DID leads, and the addresses that are traps."""

import pytest

from badges.did import Resolver, did_web
from badges.did.web import DID_WEB
from badges.documents import JsonObject
from badges.errors import FetchError, ResolutionError, Unreachable
from badges.keys import PublicKey
from tests.world import WebOfDocuments

MULTIKEY = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
DID = "did:web:badges.example.fr:places:atelier"
ADDRESS = "https://badges.example.fr/places/atelier/did.json"


@pytest.mark.requirement("KEY-06", "VER-03")
@pytest.mark.parametrize(
    ("end", "is_believed"),
    [
        ("https://badges.example.fr/elsewhere.json", True),
        ("https://www.badges.example.fr/did.json", True),
        ("https://example.fr/did.json", False),
        ("https://badges.example.fr.example.org/did.json", False),
    ],
)
def test_another_site_does_not_speak_for_the_one_asked(end: str, *, is_believed: bool) -> None:
    """A redirection to another host, such as an open one, does not make its document ours."""
    method = {"type": "Multikey", "controller": DID, "publicKeyMultibase": MULTIKEY}
    listed = [method | {"id": f"{DID}#1"}]
    web = WebOfDocuments()
    web.publish(end, {"id": DID, "assertionMethod": listed})
    web.pages[ADDRESS] = web.pages[end]
    if is_believed:
        assert Resolver(web)(f"{DID}#1").controller == DID
        return
    with pytest.raises(FetchError, match=r"did\.redirected"):
        Resolver(web)(f"{DID}#1")


@pytest.mark.requirement("KEY-04", "TRAP-10")
@pytest.mark.parametrize(
    ("did", "address"),
    [
        ("did:web:example.fr", "https://example.fr/.well-known/did.json"),
        ("did:web:example.fr%3A8443", "https://example.fr:8443/.well-known/did.json"),
        ("did:web:example.fr%3a8443", "https://example.fr:8443/.well-known/did.json"),
        ("did:web:example.fr%3A8443:a:b", "https://example.fr:8443/a/b/did.json"),
        (DID, ADDRESS),
        ("did:web:Example.FR:a", "https://example.fr/a/did.json"),
        ("did:web:localhost%3A8000:places:x", "https://localhost:8000/places/x/did.json"),
        ("did:web:xn--exmple-cua.fr", "https://xn--exmple-cua.fr/.well-known/did.json"),
        ("did:web:example.fr:caf%C3%A9", "https://example.fr/caf%C3%A9/did.json"),
    ],
)
def test_a_did_web_leads_to_one_https_address(did: str, address: str) -> None:
    """Colons are slashes, %3A is the port, and without path the document is well known."""
    assert DID_WEB.address(did) == address


@pytest.mark.requirement("KEY-04")
@pytest.mark.parametrize(
    "did",
    [
        "did:web:",
        "did:web::a",
        "did:web:example.fr:",
        "did:web:example.fr::a",
        "did:web:127.0.0.1",
        "did:web:127.0.0.1%3A8000",
        "did:web:2130706433",
        "did:web:0x7f000001",
        "did:web:0x7f.1",
        "did:web:[%3A%3A1]",
        "did:web:%5B%3A%3A1%5D",
        "did:web:example.fr%3A",
        "did:web:example.fr%3A0",
        "did:web:example.fr%3A65536",
        "did:web:example.fr%3A80%3A80",
        "did:web:example.fr%3Aport",
        "did:web:user%40example.fr",
        "did:web:user@example.fr",
        "did:web:example.fr%2Fevil",
        "did:web:example.fr/evil",
        "did:web:example.fr%00",
        "did:web:-example.fr",
        "did:web:example..fr",
        "did:web:example.fr.",
        "did:web:ex_ample.fr",
        "did:web:exämple.fr",
        "did:web:example.fr:..",
        "did:web:example.fr:.",
        "did:web:example.fr:%2E%2E",
        "did:web:example.fr:a%2Fb",
        "did:web:example.fr:a%5Cb",
        "did:web:example.fr:a%3Fb",
        "did:web:example.fr:a%23b",
        "did:web:example.fr:a%00",
        "did:web:example.fr:a%252e",
        "did:web:example.fr:a%FF",
        "did:web:example.fr:a%",
        "did:web:example.fr:a?x=1",
        "did:web:example.fr:a b",
    ],
)
def test_addresses_that_are_traps_are_refused(did: str) -> None:
    """IP addresses in any clothing, ports out of range, and paths that servers would rewrite."""
    with pytest.raises(ResolutionError, match=r"did\.web"):
        DID_WEB.address(did)


def test_a_did_web_is_written_from_host_and_path() -> None:
    """What the issuer writes is what the verifier resolves; a bad host is refused."""
    assert did_web("badges.example.fr", "places", "atelier") == DID
    assert did_web("localhost:8000") == "did:web:localhost%3A8000"
    with pytest.raises(ResolutionError):
        did_web("127.0.0.1", "places", "atelier")
    with pytest.raises(ResolutionError):
        did_web("example.fr", "a/b")


def document(**members: object) -> JsonObject:
    """The DID document of a place."""
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": DID,
        "verificationMethod": [
            {
                "id": f"{DID}#key-1",
                "type": "Multikey",
                "controller": DID,
                "publicKeyMultibase": MULTIKEY,
            }
        ],
        "assertionMethod": [f"{DID}#key-1"],
        **members,
    }


@pytest.mark.requirement("KEY-01", "KEY-02", "KEY-04", "KEY-05")
def test_the_published_key_is_found(web: WebOfDocuments) -> None:
    """The document at the address of the DID lists the key to assert."""
    web.publish(ADDRESS, document(), "application/did+json")
    method = Resolver(web)(f"{DID}#key-1")
    assert method.controller == DID
    assert method.key == PublicKey.from_multikey(MULTIKEY)
    assert method.purposes == {"assertionMethod"}
    assert web.visits == [ADDRESS]


@pytest.mark.requirement("KEY-04")
def test_the_document_must_be_that_of_the_did(web: WebOfDocuments) -> None:
    """A document with another id, published there by mistake or malice, is refused."""
    web.publish(ADDRESS, document(id="did:web:evil.example"))
    with pytest.raises(ResolutionError, match=r"did\.document_id"):
        Resolver(web)(f"{DID}#key-1")


def test_a_document_is_fetched_once_for_several_keys(web: WebOfDocuments) -> None:
    """Within one verification the same document is not asked for twice."""
    web.publish(ADDRESS, document())
    resolve = Resolver(web)
    resolve(f"{DID}#key-1")
    with pytest.raises(ResolutionError, match=r"did\.method_missing"):
        resolve(f"{DID}#key-2")
    assert web.visits == [ADDRESS]


def test_what_is_remembered_is_bounded(web: WebOfDocuments) -> None:
    """A badge that names many documents cannot fill the memory: the oldest are forgotten."""
    resolve = Resolver(web)
    dids = [f"did:web:host{number}.example" for number in range(80)]
    for did in dids:
        web.publish(DID_WEB.address(did), {"id": did})
        resolve.document(did)
    resolve.document(dids[-1])
    assert len(web.visits) == 80
    resolve.document(dids[0])
    assert len(web.visits) == 81


def test_what_cannot_be_fetched_is_told_as_such(web: WebOfDocuments) -> None:
    """A silent host or a verifier without network is not a wrong key."""
    with pytest.raises(FetchError):
        Resolver(web)(f"{DID}#key-1")
    with pytest.raises(Unreachable, match=r"did\.offline"):
        Resolver(None)(f"{DID}#key-1")


@pytest.mark.requirement("VER-02")
@pytest.mark.parametrize(
    "body", [b"", b"[]", b"<html>", b'{"id": 1, "id": 2}', b'{"a":' * 20 + b"1" + b"}" * 20]
)
def test_what_is_no_document_is_refused(web: WebOfDocuments, body: bytes) -> None:
    """A page that is not strict JSON, or nests too deep, holds no key."""
    web.publish(ADDRESS, body)
    with pytest.raises(ResolutionError, match=r"did\.document "):
        Resolver(web)(f"{DID}#key-1")


@pytest.mark.requirement("VER-02")
def test_a_giant_document_is_not_read(web: WebOfDocuments) -> None:
    """The fetcher is told how much we would read."""
    web.publish(ADDRESS, b'{"id": "' + b"x" * 300_000 + b'"}')
    with pytest.raises(FetchError):
        Resolver(web)(f"{DID}#key-1")
