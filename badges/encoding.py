"""Strict text encodings: base58btc, base64url without padding, multibase, and instants.

Strict means one text for one value: no padding, no white space, no other alphabet. A lenient
decoder would let two different texts carry the same signature.
"""

import base64
import binascii
import re
from datetime import UTC, datetime
from string import ascii_letters, digits

from badges.errors import Malformed

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BASE58_PAIRS = [first + second for first in _BASE58 for second in _BASE58]
_NO_DIGIT = 255
_BASE58_DIGITS = bytes(
    _BASE58.index(chr(code)) if chr(code) in _BASE58 else _NO_DIGIT for code in range(256)
)
_BASE64URL = (ascii_letters + digits + "-_").encode()
_BASE64 = bytes(
    b"+/"[b"-_".index(code)] if code in b"-_" else code if code in _BASE64URL else ord("!")
    for code in range(256)
)
"""From base64url to base64; what is not of the alphabet becomes a sign of neither."""
_BASE58_LIMIT = 2048
_PIECE = 128
"""Digits of base58 that are read together, one to a byte of a long integer; a power of two."""


def encode_base58(data: bytes) -> str:
    """Base58btc of `data` (Bitcoin alphabet), one leading `1` for each leading zero byte."""
    number = int.from_bytes(data)
    fours: list[int] = []
    while number:  # four digits a step: few divisions of a long number, the rest of short ones
        number, four = divmod(number, 58**4)
        fours.append(four)
    fours.reverse()
    pairs = _BASE58_PAIRS
    text = "".join([pairs[four // 3_364] + pairs[four % 3_364] for four in fours])  # 58 * 58
    zeros = len(data) - len(data.lstrip(b"\0"))
    return "1" * zeros + text.lstrip("1")


def decode_base58(text: str) -> bytes:
    """Bytes of a base58btc text.

    Raises:
        Malformed: a character outside the alphabet, or a text over 2,048 characters.
    """
    if len(text) > _BASE58_LIMIT:
        raise Malformed("encoding.base58", reason="length")
    # A character beyond ASCII becomes a question mark, which is no digit either.
    values = text.encode("ascii", "replace").translate(_BASE58_DIGITS)
    if _NO_DIGIT in values:
        raise Malformed("encoding.base58", reason="alphabet")
    number = 0
    for start in range(0, len(values), _PIECE):
        piece = values[start : start + _PIECE]
        number = number * 58 ** len(piece) + _from_digits(piece)
    zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8)


def _lanes(count: int) -> tuple[tuple[int, int, int], ...]:
    """Steps that join neighbours: how wide a lane is, what its place is worth, every second one."""
    steps = []
    width, worth = 8, 58
    while width < count * 8:
        lane = (1 << width) - 1
        mask = sum(lane << place for place in range(0, count * 8, 2 * width))
        steps.append((width, worth, mask))
        width, worth = 2 * width, worth * worth
    return tuple(steps)


_STEPS = _lanes(_PIECE)


def _from_digits(values: bytes) -> int:
    """The number that base58 digits write: all neighbours are joined at once, seven times."""
    number = int.from_bytes(values)
    for width, worth, mask in _STEPS:
        number = (number & mask) + worth * ((number >> width) & mask)
    return number


def encode_base64url(data: bytes) -> str:
    """Base64url of `data` without padding (RFC 4648 section 5)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def decode_base64url(text: str) -> bytes:
    """Bytes of a base64url text without padding.

    Raises:
        Malformed: padding, another alphabet, an impossible length, or stray bits at the end.
    """
    # A character beyond ASCII becomes a question mark, which is not of the alphabet either.
    raw = text.encode("ascii", "replace")
    rest = len(raw) % 4
    try:
        padded = raw.translate(_BASE64) + b"=" * (-len(raw) % 4)
        data = binascii.a2b_base64(padded, strict_mode=True)
    except binascii.Error as error:
        is_foreign = raw.translate(None, _BASE64URL)
        reason = "alphabet" if is_foreign else "length"
        raise Malformed("encoding.base64url", reason=reason) from error
    # Only the last characters can hold bits that belong to no byte.
    if rest and base64.urlsafe_b64encode(data[1 - rest :]).rstrip(b"=") != raw[-rest:]:
        raise Malformed("encoding.base64url", reason="stray bits")
    return data


def encode_multibase(data: bytes) -> str:
    """Multibase base58btc: `z` and the base58btc of `data`."""
    return "z" + encode_base58(data)


def decode_multibase(text: str) -> bytes:
    """Bytes of a multibase text: `z` (base58btc) or `u` (base64url without padding).

    Raises:
        Malformed: another prefix, or a body that its base does not allow.
    """
    if text.startswith("z"):
        return decode_base58(text[1:])
    if text.startswith("u"):
        return decode_base64url(text[1:])
    raise Malformed("encoding.multibase", reason="prefix")


_TO_THE_SECOND = len("2026-11-22T12:00:00")
_INSTANT = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)", re.ASCII | re.IGNORECASE
)


def encode_instant(instant: datetime) -> str:
    """`instant` as `YYYY-MM-DDTHH:MM:SSZ`, in UTC and whole seconds (DM-06)."""
    there = instant if instant.tzinfo is UTC else instant.astimezone(UTC)
    return there.isoformat(timespec="seconds")[:_TO_THE_SECOND] + "Z"


def decode_instant(text: str) -> datetime:
    """The instant that an XSD dateTime with a zone names (DM-06).

    Raises:
        Malformed: no zone, another form, or a day that no calendar has.
    """
    if not _INSTANT.fullmatch(text):
        raise Malformed("encoding.instant", reason="form")
    try:
        return datetime.fromisoformat(text.upper()).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Malformed("encoding.instant", reason="calendar") from error
