"""BitstringStatusList: one bit, or a few, for each credential (W3C vc-bitstring-status-list 1.0).

Pure coding of lists and entries. Fetching and verifying the list that carries a bitstring is for
the callers; so is signing it. Index 0 is the left-most bit of the first byte (STAT-12).
"""

import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from badges.documents import JsonObject
from badges.encoding import decode_base64url, encode_base64url
from badges.errors import Malformed, StatusError
from badges.model.vocabularies import STATUS_PURPOSES

MINIMUM_BITS = 131_072
ENTRY_TYPE = "BitstringStatusListEntry"

_BYTE = 8
# A list of sixteen million entries still fits; a few kilobytes that unfold into more are refused.
_DECODED_LIMIT = 16 * 1024 * 1024
_ENCODED_LIMIT = 8 * 1024 * 1024
_GZIP = 31  # zlib's window bits for gzip framing, with a header that holds no date
_LEVEL = 6
_INDEX = re.compile(r"0|[1-9][0-9]{0,11}", re.ASCII)
_PURPOSE = re.compile(r"[^\s\x00-\x1f\x7f]+")
_STATUS = re.compile(r"0[xX][0-9A-Fa-f]{1,8}", re.ASCII)
_SIZE_LIMIT = 8
_URL_LENGTH = 2_048


def encode(indices: Iterable[int], *, length: int = MINIMUM_BITS) -> str:
    """The `encodedList` in which exactly the bits at `indices` are set (STAT-12).

    The same indices give the same text: the gzip header bears no date.

    Raises:
        StatusError: a length that is no multiple of 8 or too short for privacy, or an index
            outside the list.
    """
    if length < MINIMUM_BITS or length % _BYTE or length > _DECODED_LIMIT * _BYTE:
        raise StatusError("status.list_length", length=length, minimum=MINIMUM_BITS)
    bits = bytearray(length // _BYTE)
    for index in indices:
        if not 0 <= index < length:
            raise StatusError("status.range", index=index, length=length)
        bits[index // _BYTE] |= 0x80 >> index % _BYTE
    compressor = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
    return "u" + encode_base64url(compressor.compress(bytes(bits)) + compressor.flush())


def decode(encoded: str) -> "Bitstring":
    """The bitstring of an `encodedList`, unfolded within a limit (STAT-22).

    Raises:
        StatusError: not multibase base64url of one gzip member, or more than 16 MiB.
    """
    if not encoded.startswith("u"):
        raise StatusError("status.malformed_list", reason="multibase")
    if len(encoded) > _ENCODED_LIMIT:
        raise StatusError("status.list_too_large", limit=_DECODED_LIMIT)
    unfolder = zlib.decompressobj(_GZIP)
    try:
        bits = unfolder.decompress(decode_base64url(encoded[1:]), _DECODED_LIMIT + 1)
    except (Malformed, zlib.error) as error:
        raise StatusError("status.malformed_list", reason="gzip") from error
    if len(bits) > _DECODED_LIMIT:
        raise StatusError("status.list_too_large", limit=_DECODED_LIMIT)
    if not unfolder.eof or unfolder.unused_data:
        raise StatusError("status.malformed_list", reason="end")
    if len(bits) * _BYTE < MINIMUM_BITS:
        raise StatusError("status.list_length", length=len(bits) * _BYTE, minimum=MINIMUM_BITS)
    return Bitstring(bits)


@dataclass(frozen=True)
class Bitstring:
    """The bits of a list; its length is in bits."""

    bits: bytes = field(repr=False)

    def __len__(self) -> int:
        return len(self.bits) * _BYTE

    def value(self, index: int, *, size: int = 1) -> int:
        """The value of the entry at `index`, of `size` bits, most significant bit first.

        Raises:
            StatusError: fewer entries than privacy asks for (STAT-23), or an index outside of
                the list (STAT-24).
        """
        length = len(self.bits) * _BYTE
        if not 0 < size <= _SIZE_LIMIT or length // size < MINIMUM_BITS:
            raise StatusError("status.list_length", length=length, minimum=MINIMUM_BITS * size)
        start = index * size
        if index < 0 or start + size > length:
            raise StatusError("status.range", index=index, length=length // size)
        first, last = start // _BYTE, (start + size - 1) // _BYTE
        window = int.from_bytes(self.bits[first : last + 1])
        return window >> (last + 1) * _BYTE - start - size & (1 << size) - 1


@dataclass(frozen=True, slots=True)
class StatusEntry:
    """The `credentialStatus` of a credential: where its bits are, and what they speak of."""

    purpose: str
    index: int
    list_url: str
    size: int = 1
    messages: Mapping[int, str] = field(default_factory=dict)

    @classmethod
    def read(cls, entry: JsonObject) -> Self:
        """The entry as written in a credential (STAT-02 to STAT-07).

        Raises:
            StatusError: another type, or a member missing or in another form.
        """
        if entry.get("type") != ENTRY_TYPE:
            raise StatusError("status.entry_type", type=str(entry.get("type"))[:80])
        size = _size(entry.get("statusSize", 1))
        return cls(
            purpose=_purpose(entry),
            index=_index(entry.get("statusListIndex")),
            list_url=_url(entry),
            size=size,
            messages=_messages(entry.get("statusMessage"), size),
        )

    def message(self, value: int) -> str | None:
        """What the issuer says that `value` means, when it says so (STAT-25)."""
        return self.messages.get(value)


def is_purpose(value: object) -> bool:
    """Whether this names what a status is for: one word, and none of ours in another spelling.

    `revocation ` or `Revocation` may be meant to cancel, or not: nobody can know.
    """
    if not isinstance(value, str):
        return False
    if value in STATUS_PURPOSES:
        return True
    return _PURPOSE.fullmatch(value) is not None and value.lower() not in STATUS_PURPOSES


def _purpose(entry: JsonObject) -> str:
    purpose = _text(entry, "statusPurpose")
    if not is_purpose(purpose):
        raise StatusError("status.entry_member", member="statusPurpose")
    return purpose


def _text(entry: JsonObject, member: str) -> str:
    value = entry.get(member)
    if not isinstance(value, str) or not 0 < len(value) <= _URL_LENGTH:
        raise StatusError("status.entry_member", member=member)
    return value


def _url(entry: JsonObject) -> str:
    url = _text(entry, "statusListCredential")
    if not url.startswith(("https://", "http://", "did:")):
        raise StatusError("status.entry_member", member="statusListCredential")
    return url


def _index(value: object) -> int:
    """A text of digits: as a JSON number the signed RDF would be another one (STAT-04)."""
    if not isinstance(value, str) or not _INDEX.fullmatch(value):
        raise StatusError("status.entry_member", member="statusListIndex")
    return int(value)


def _size(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= _SIZE_LIMIT:
        raise StatusError("status.entry_member", member="statusSize")
    return value


def _messages(value: Any, size: int) -> dict[int, str]:
    """One message for each value that `size` bits can hold; required beyond one bit (STAT-07)."""
    if value is None and size == 1:
        return {}
    items = value if isinstance(value, list) else []
    messages = dict(map(_message, items))
    if sorted(messages) != list(range(1 << size)) or len(items) != 1 << size:
        raise StatusError("status.entry_member", member="statusMessage")
    return messages


def _message(item: Any) -> tuple[int, str]:
    status, message = (
        (item.get("status"), item.get("message")) if isinstance(item, dict) else ("", "")
    )
    if not isinstance(status, str) or not _STATUS.fullmatch(status) or not isinstance(message, str):
        raise StatusError("status.entry_member", member="statusMessage")
    return int(status, 16), message
