"""Argon2id, as strong as RFC 9106 asks where memory is scarce."""

import argon2
import pytest

from issuer.entrance import Argon2Hasher

GOOD = "girafe tournevis lundi ocarina"


@pytest.fixture(scope="module")
def hashed() -> str:
    """One hash, since each takes time on purpose."""
    return Argon2Hasher().hash(GOOD)


def test_a_hash_says_its_parameters(hashed: str) -> None:
    """Argon2id, 64 MiB, three passes, four lanes: the second recommendation of RFC 9106."""
    assert hashed.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert not Argon2Hasher().is_outdated(hashed)


def test_only_the_same_password_matches(hashed: str) -> None:
    """Another one, nothing, and capitals do not; the salt makes each hash another."""
    hasher = Argon2Hasher()
    assert hasher.matches(hashed, GOOD)
    assert not hasher.matches(hashed, GOOD.upper())
    assert not hasher.matches(hashed, "")
    assert hasher.hash(GOOD) != hashed


def test_weaker_parameters_are_outdated() -> None:
    """A hash of another time still matches, and is to be made anew."""
    weak = argon2.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(GOOD)
    assert Argon2Hasher().matches(weak, GOOD)
    assert Argon2Hasher().is_outdated(weak)


@pytest.mark.parametrize("kept", ["", "plain", "$argon2id$", "$argon2id$v=19$m=1,t=1,p=1$x$y", "é"])
def test_a_damaged_hash_matches_nothing(kept: str) -> None:
    """Whatever stands in the store is no failure: it opens nothing, and is outdated."""
    assert not Argon2Hasher().matches(kept, GOOD)
    assert Argon2Hasher().is_outdated(kept)
