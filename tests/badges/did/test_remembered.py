"""What is remembered of keys follows from bytes alone, so a change is seen at once."""

from typing import Any

import pytest

from badges.did import Resolver, did_key_method, remembered
from badges.did.key import DID_KEY
from badges.documents import JsonObject
from badges.errors import ResolutionError
from badges.keys import PrivateKey, PublicKey
from tests.world import WebOfDocuments

DID = "did:web:badges.example.fr"
ADDRESS = "https://badges.example.fr/.well-known/did.json"
METHOD = f"{DID}#key-1"


def new_key() -> PublicKey:
    """A key that nobody has seen before."""
    return PrivateKey.generate("Ed25519").public


def listing(key: PublicKey, **members: Any) -> JsonObject:
    """A document that lists this key to assert."""
    entry = {"id": METHOD, "type": "Multikey", "controller": DID, **members}
    return {
        "id": DID,
        "verificationMethod": [entry | {"publicKeyMultibase": key.multikey()}],
        "assertionMethod": [METHOD],
    }


@pytest.mark.requirement("KEY-03")
def test_a_key_that_is_its_own_address_is_read_once() -> None:
    """The second verification gets the very method that the first one read."""
    url = did_key_method(new_key())
    assert Resolver(None)(url) is Resolver(None)(url)


@pytest.mark.requirement("KEY-03")
def test_a_wrong_address_is_refused_each_time() -> None:
    """That there was no key is not remembered as if there were one."""
    for _ in range(2):
        with pytest.raises(ResolutionError, match=r"did\.key"):
            Resolver(None)("did:key:z6Mkbroken#z6Mkbroken")


@pytest.mark.requirement("KEY-02", "KEY-11")
def test_the_document_of_today_decides() -> None:
    """A controller that replaces, revokes or takes away its key is heard by the next resolver."""
    web, first, second = WebOfDocuments(), new_key(), new_key()
    web.publish(ADDRESS, listing(first))
    assert Resolver(web)(METHOD).key == first
    web.publish(ADDRESS, listing(second))
    assert Resolver(web)(METHOD).key == second
    web.publish(ADDRESS, listing(second, revoked="2026-11-22T10:00:00Z"))
    assert Resolver(web)(METHOD).revoked is not None
    web.publish(ADDRESS, {"id": DID, "verificationMethod": [], "assertionMethod": ["#other"]})
    with pytest.raises(ResolutionError, match=r"did\.method_missing"):
        Resolver(web)(METHOD)


@pytest.mark.requirement("KEY-02")
def test_the_same_text_elsewhere_is_no_document_of_theirs() -> None:
    """What one controller publishes does not speak for another who copies it."""
    web, key = WebOfDocuments(), new_key()
    web.publish(ADDRESS, listing(key))
    assert Resolver(web)(METHOD).key == key
    web.publish("https://elsewhere.example/.well-known/did.json", listing(key))
    with pytest.raises(ResolutionError, match=r"did\.document_id"):
        Resolver(web)("did:web:elsewhere.example#key-1")


@pytest.mark.requirement("VER-02")
def test_long_documents_are_not_remembered() -> None:
    """A stranger's long document is read each time: it does not stay in memory."""
    web, key = WebOfDocuments(), new_key()
    web.publish(ADDRESS, listing(key) | {"padding": "x" * 20_000})
    assert Resolver(web)(METHOD) is not Resolver(web)(METHOD)
    assert Resolver(web)(METHOD) == Resolver(web)(METHOD)


@pytest.mark.requirement("VER-02")
def test_the_memory_for_keys_is_bounded() -> None:
    """However many keys are asked for, a few hundred are kept."""
    multikeys = [new_key().multikey() for _ in range(300)]
    for multikey in multikeys:
        did = f"did:key:{multikey}"
        remembered.computed_method(DID_KEY, did, f"{did}#{multikey}")
    info = remembered.computed_method.cache_info()
    assert info.maxsize is not None
    assert info.currsize <= info.maxsize <= len(multikeys)
