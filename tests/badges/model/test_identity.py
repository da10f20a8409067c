"""Hashed identities: known answers, and who is recognised by them."""

import hashlib

import pytest

from badges.model.identity import hash_identity, hashed_email, is_identity, plain_name

KNOWN = "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"
SALT = bytes(range(16))


@pytest.mark.requirement("IDH-01", "IDH-02", "TRAP-18")
def test_the_known_answer_of_the_standard() -> None:
    """`a@example.com` with the salt `Kosher`: identifier first, salt appended."""
    assert hash_identity("a@example.com", "Kosher") == KNOWN


@pytest.mark.requirement("IDH-03", "TRAP-18")
def test_hexadecimal_is_compared_whatever_its_case() -> None:
    """Upper-case digits, an upper-case algorithm, and an absent salt are read."""
    shouted = {"hashed": True, "identityHash": "SHA256" + KNOWN[6:].upper(), "salt": "Kosher"}
    assert is_identity(shouted, "a@example.com")
    bare = {"hashed": True, "identityHash": hash_identity("a@example.com")}
    assert is_identity(bare, "a@example.com")


@pytest.mark.requirement("IDH-01")
def test_legacy_md5_is_read_and_never_written() -> None:
    """`md5$` matches when reading; what we write is SHA-256."""
    digest = hashlib.md5(b"a@example.comK", usedforsecurity=False).hexdigest()
    assert is_identity(
        {"hashed": True, "identityHash": f"md5${digest}", "salt": "K"}, "a@example.com"
    )
    assert hash_identity("a@example.com").startswith("sha256$")


@pytest.mark.requirement("IDH-04", "IDH-05", "IDH-06", "TRAP-26")
def test_an_email_is_hashed_with_its_salt() -> None:
    """Trimmed and lower-cased before hashing, salted with 16 bytes, and never in clear."""
    identity = hashed_email("  Camille@Example.ORG ", SALT).to_document()
    assert identity == {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": hash_identity("camille@example.org", SALT.hex()),
        "identityType": "emailAddress",
        "salt": SALT.hex(),
    }
    assert "example" not in str(identity).lower()


@pytest.mark.requirement("IDH-05", "TRAP-18")
@pytest.mark.parametrize("typed", ["camille@example.org", " Camille@Example.ORG\n"])
def test_the_holder_is_recognised_as_they_type(typed: str) -> None:
    """Case and spaces around an address do not matter when checking."""
    identity = hashed_email("camille@example.org", SALT).to_document()
    assert is_identity(identity, typed)
    assert not is_identity(identity, "camilla@example.org")


@pytest.mark.requirement("IDH-05")
def test_an_address_hashed_as_typed_by_others_is_recognised() -> None:
    """Another issuer may have hashed capitals: the claim is tried as typed first."""
    identity = {"hashed": True, "identityHash": hash_identity("Camille@example.org", "x")}
    assert is_identity(identity | {"salt": "x"}, "Camille@example.org")


@pytest.mark.requirement("IDH-04")
def test_a_name_is_in_clear() -> None:
    """`hashed` false holds the plain value."""
    identity = plain_name("Camille Œuvrard").to_document()
    assert identity["identityHash"] == "Camille Œuvrard"
    assert identity["hashed"] is False
    assert is_identity(identity, " Camille Œuvrard ")
    assert not is_identity(identity, "Camille")


@pytest.mark.parametrize(
    "identity",
    [{}, {"identityHash": 3}, {"identityHash": "sha1$00"}, {"identityHash": KNOWN, "salt": 1}],
)
def test_what_cannot_be_read_matches_nobody(identity: dict[str, object]) -> None:
    """Missing, of another kind, or of another algorithm."""
    assert not is_identity(identity, "a@example.com")
