"""HMAC of many messages under one key."""

import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issuer.keystores.hmacs import hmac_sha256

# RFC 4231, test cases 1, 2 and 6: key, message, HMAC-SHA-256.
VECTORS = (
    (
        b"\x0b" * 20,
        b"Hi There",
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
    ),
    (
        b"Jefe",
        b"what do ya want for nothing?",
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    ),
    (
        b"\xaa" * 131,
        b"Test Using Larger Than Block-Size Key - Hash Key First",
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
    ),
)


@pytest.mark.parametrize(("key", "message", "expected"), VECTORS)
def test_the_published_vectors_hold(key: bytes, message: bytes, expected: str) -> None:
    """What comes out is what RFC 4231 prints, for short keys and for one longer than a block."""
    assert hmac_sha256(key)(message).hex() == expected


@given(st.binary(max_size=200), st.lists(st.binary(max_size=300), max_size=4))
def test_it_says_what_the_standard_library_says(key: bytes, messages: list[bytes]) -> None:
    """Whatever the key and one message after another, the standard library answers the same."""
    ask = hmac_sha256(key)
    assert [ask(message) for message in messages] == [
        hmac.digest(key, message, "sha256") for message in messages
    ]
