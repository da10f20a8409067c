"""Keys sealed by a key that lives in one file."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from badges.clock import RandomIdentifiers
from badges.keys import PublicKey
from issuer.errors import KeyUnavailable
from issuer.keystores import KEY_STORES, EncryptedFile
from issuer.model import SigningKey
from tests.world import NOON, CountedIdentifiers


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """Where the key-encryption key will be."""
    return tmp_path / "keys"


@pytest.fixture
def keys(directory: Path, identifiers: CountedIdentifiers) -> EncryptedFile:
    """A key store made ready."""
    store = EncryptedFile(directory, identifiers)
    store.prepare()
    return store


def a_key(keys: EncryptedFile, name: str = "key-1") -> SigningKey:
    """A key of the place `lieu`, sealed by the store."""
    new = keys.create("lieu", name, "Ed25519")
    return SigningKey("lieu", name, "Ed25519", new.public, "active", NOON, sealed=new.sealed)


def test_a_key_signs_as_its_method(keys: EncryptedFile) -> None:
    """The signature holds under the public half that was given out."""
    key = a_key(keys)
    signer = keys.signer(key, "did:example:1#key-1")
    assert signer.verification_method == "did:example:1#key-1"
    PublicKey.from_multikey(key.public).verify(signer.sign(b"badge"), b"badge")


@pytest.mark.requirement("KEY-12")
def test_what_is_sealed_shows_nothing(keys: EncryptedFile, directory: Path) -> None:
    """Sealed twice, a key has two forms; the file is its owner's only."""
    first, second = a_key(keys), a_key(keys)
    assert first.sealed != second.sealed
    assert directory.stat().st_mode & 0o777 == 0o700
    assert keys.path.stat().st_mode & 0o777 == 0o600
    assert [item.name for item in directory.iterdir()] == ["key-encryption.key"]


def test_preparing_again_keeps_the_key(keys: EncryptedFile) -> None:
    """What was sealed before still opens after."""
    key = a_key(keys)
    keys.prepare()
    assert keys.signer(key, "m").algorithm == "Ed25519"


def test_people_may_prepare_together(directory: Path) -> None:
    """Of eight that start at once, one makes the key and the others take it."""
    stores = [EncryptedFile(directory, RandomIdentifiers()) for _ in range(8)]
    with ThreadPoolExecutor(8) as people:
        list(people.map(EncryptedFile.prepare, stores))
    key = a_key(stores[0])
    assert {store.signer(key, "m").algorithm for store in stores} == {"Ed25519"}
    assert [item.name for item in directory.iterdir()] == ["key-encryption.key"]


@pytest.mark.requirement("KEY-12")
def test_sealed_keys_cannot_be_swapped(keys: EncryptedFile) -> None:
    """What was sealed for one name does not open under another."""
    first, second = a_key(keys), a_key(keys, "key-2")
    with pytest.raises(KeyUnavailable, match=r"keys\.file_wrong"):
        keys.signer(replace(second, sealed=first.sealed), "m")
    with pytest.raises(KeyUnavailable, match=r"keys\.pair_mismatch"):
        keys.signer(replace(first, public=second.public), "m")


def test_a_lost_file_says_so(keys: EncryptedFile) -> None:
    """Even when the key was opened before."""
    key = a_key(keys)
    keys.signer(key, "m")
    keys.path.unlink()
    with pytest.raises(KeyUnavailable) as caught:
        keys.signer(key, "m")
    assert caught.value.code == "keys.file_lost"
    assert caught.value.params == {"path": str(keys.path)}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"A" * 43, "keys.file_wrong"),
        (b"", "keys.file_damaged"),
        (b"AAAA", "keys.file_damaged"),
        (b"\xff" * 43, "keys.file_damaged"),
        (b"A" * 1_000_000, "keys.file_damaged"),
    ],
)
def test_a_wrong_or_damaged_file_says_so(keys: EncryptedFile, content: bytes, code: str) -> None:
    """Another key, or none at all: each with its code, and nothing of the file in it."""
    key = a_key(keys)
    keys.signer(key, "m")
    keys.path.write_bytes(content)
    with pytest.raises(KeyUnavailable) as caught:
        keys.signer(key, "m")
    assert caught.value.code == code
    assert set(caught.value.params) <= {"path", "place", "name"}


def test_an_unreadable_file_says_so(keys: EncryptedFile) -> None:
    """A folder in its place cannot be read as a key."""
    key = a_key(keys)
    keys.path.unlink()
    keys.path.mkdir()
    with pytest.raises(KeyUnavailable, match=r"keys\.file_unreadable"):
        keys.signer(key, "m")


def test_an_unwritable_folder_says_so(tmp_path: Path, identifiers: CountedIdentifiers) -> None:
    """A file in the place of the folder."""
    (tmp_path / "keys").write_text("in the way", encoding="ascii")
    with pytest.raises(KeyUnavailable, match=r"keys\.file_unwritable"):
        EncryptedFile(tmp_path / "keys", identifiers).prepare()


def test_many_keys_can_be_opened(keys: EncryptedFile) -> None:
    """More than are remembered."""
    many = [a_key(keys, f"key-{number}") for number in range(70)]
    for key in (*many, *many[:3]):
        assert keys.signer(key, "m").algorithm == "Ed25519"


def test_the_family_lists_its_members() -> None:
    """The tuple is the table of contents."""
    assert [store.scheme for store in KEY_STORES] == ["file"]
