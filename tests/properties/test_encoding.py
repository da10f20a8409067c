"""Encodings: whatever the bytes, what was written is read back, and only that text is read."""

import base64
import string

from hypothesis import given
from hypothesis import strategies as st

from badges.encoding import (
    decode_base58,
    decode_base64url,
    decode_multibase,
    encode_base58,
    encode_base64url,
    encode_multibase,
)
from badges.errors import Malformed

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


@given(st.binary(max_size=200))
def test_bytes_come_back_from_every_encoding(value: bytes) -> None:
    """Encoding and decoding are inverse, leading zeros included."""
    assert decode_base58(encode_base58(value)) == value
    assert decode_base64url(encode_base64url(value)) == value
    assert decode_multibase(encode_multibase(value)) == value


@given(st.binary(max_size=300))
def test_base58_is_plain_arithmetic(value: bytes) -> None:
    """Digits taken many at a time are those of one division after another."""
    zeros = len(value) - len(value.lstrip(b"\0"))
    number, digits = int.from_bytes(value), ""
    while number:
        number, digit = divmod(number, 58)
        digits = ALPHABET[digit] + digits
    assert encode_base58(value) == "1" * zeros + digits


@given(st.text(alphabet=ALPHABET, max_size=400))
def test_every_text_of_the_alphabet_is_a_number(text: str) -> None:
    """Texts longer than a signature too, with ones in front or none."""
    number = 0
    for character in text:
        number = number * 58 + ALPHABET.index(character)
    value = decode_base58(text)
    assert int.from_bytes(value) == number
    assert len(value) - len(value.lstrip(b"\0")) == len(text) - len(text.lstrip("1"))


@given(st.text(alphabet=string.ascii_letters + string.digits + "-_+/= ", max_size=60))
def test_a_text_that_is_read_is_the_only_one(text: str) -> None:
    """What the strict decoders accept is exactly what the encoders write."""
    for decode, encode in (
        (decode_base58, encode_base58),
        (decode_base64url, encode_base64url),
    ):
        try:
            value = decode(text)
        except Malformed:
            continue
        assert encode(value) == text


@given(st.binary(max_size=200))
def test_base64url_agrees_with_the_library(value: bytes) -> None:
    """Without its padding, the standard library's text is ours."""
    assert encode_base64url(value) == base64.urlsafe_b64encode(value).decode().rstrip("=")
