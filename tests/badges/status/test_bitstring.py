"""Bitstring status lists: the bits of the standard, and lists made to harm."""

import base64
import gzip
import zlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from badges.documents import JsonObject
from badges.encoding import decode_base64url, encode_base64url
from badges.errors import StatusError
from badges.status import METHODS
from badges.status.bitstring import MINIMUM_BITS, Bitstring, StatusEntry, decode, encode

# The example of the Recommendation (section "Bitstring Encoding"): 131,072 zero bits.
EMPTY_OF_THE_W3C = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"


def packed(bits: bytes) -> str:
    """Any bytes as an encoded list, by the standard library."""
    return "u" + encode_base64url(gzip.compress(bits, mtime=0))


def test_the_family_has_its_table_of_contents() -> None:
    """Each status method is found by its standard's name."""
    assert METHODS == ("BitstringStatusListEntry", "1EdTechRevocationList")


@pytest.mark.requirement("STAT-12")
def test_the_empty_list_of_the_standard_is_read() -> None:
    """The published example is 131,072 bits, none of which is set."""
    bits = decode(EMPTY_OF_THE_W3C)
    assert len(bits) == MINIMUM_BITS == 131_072
    assert not any(bits.bits)


@pytest.mark.requirement("STAT-12", "TRAP-16")
def test_index_zero_is_the_left_most_bit() -> None:
    """The first byte holds indices 0 to 7 from its most significant bit on."""
    unfolded = gzip.decompress(base64.urlsafe_b64decode(encode([0, 6, 15, 131_071])[1:] + "=="))
    assert unfolded[:2] == bytes([0b1000_0010, 0b0000_0001])
    assert unfolded[-1] == 0b0000_0001
    assert len(unfolded) == 16_384


@pytest.mark.requirement("STAT-12", "STAT-25")
def test_a_list_is_read_back() -> None:
    """Exactly the indices that were set are set."""
    chosen = {0, 1, 7, 8, 4_242, 131_071}
    bits = decode(encode(chosen))
    assert {index for index in range(len(bits)) if bits.value(index)} == chosen


@pytest.mark.requirement("STAT-12")
@settings(max_examples=25, deadline=None)
@given(st.sets(st.integers(0, 262_143), max_size=50))
def test_any_list_is_read_back(chosen: set[int]) -> None:
    """Whatever the indices and the order, the list says the same, in the same text."""
    text = encode(chosen, length=262_144)
    assert text == encode(sorted(chosen, reverse=True), length=262_144)
    bits = decode(text)
    assert all(bits.value(index) for index in chosen)
    assert sum(byte.bit_count() for byte in bits.bits) == len(chosen)


def test_the_same_list_has_the_same_text() -> None:
    """The gzip header bears no date and no name, so that nothing changes but the bits."""
    text = encode([5])
    assert text == encode(iter([5]))
    header = decode_base64url(text[1:])[:10]
    assert header[:4] == b"\x1f\x8b\x08\x00"
    assert header[4:8] == bytes(4)


@pytest.mark.requirement("STAT-12", "STAT-23")
@pytest.mark.parametrize("length", [0, 8, 131_064, 131_073, 2**40])
def test_lists_too_short_for_privacy_are_not_made(length: int) -> None:
    """Under 131,072 entries, or not in whole bytes, or without end, no list is made."""
    with pytest.raises(StatusError, match=r"status\.list_length"):
        encode([], length=length)


@pytest.mark.requirement("STAT-24")
@pytest.mark.parametrize("index", [-1, 131_072, 10**12])
def test_an_index_outside_of_the_list_is_refused(index: int) -> None:
    """Neither writing nor reading reaches beyond the list, nor counts from its end."""
    with pytest.raises(StatusError, match=r"status\.range"):
        encode([index])
    with pytest.raises(StatusError, match=r"status\.range"):
        decode(EMPTY_OF_THE_W3C).value(index)


@pytest.mark.requirement("STAT-22")
@pytest.mark.parametrize(
    "text",
    [
        "",
        EMPTY_OF_THE_W3C[1:],
        "z" + EMPTY_OF_THE_W3C[1:],
        EMPTY_OF_THE_W3C + "==",
        EMPTY_OF_THE_W3C[:-6],
        EMPTY_OF_THE_W3C.replace("B", "!"),
        "u",
        "uAAAA",
        "u" + encode_base64url(zlib.compress(bytes(16_384))),
        "u" + encode_base64url(bytes(16_384)),
        packed(bytes(16_384)) + "AAAA",
        "u" + encode_base64url(gzip.compress(bytes(16_384), mtime=0) * 2),
        "u" + encode_base64url(gzip.compress(bytes(16_384), mtime=0)[:-8] + bytes(8)),
    ],
)
def test_what_is_no_encoded_list_is_refused(text: str) -> None:
    """Another base or packing, a cut, a tail, a second member or a wrong checksum."""
    with pytest.raises(StatusError, match=r"status\.malformed_list"):
        decode(text)


@pytest.mark.requirement("STAT-22")
def test_a_list_that_unfolds_without_end_is_refused() -> None:
    """A few kilobytes of text cannot fill the memory: unfolding stops at 16 MiB."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(compressor.compress(bytes(1_000_000)) for _ in range(40)) + compressor.flush()
    assert len(bomb) < 50_000
    with pytest.raises(StatusError, match=r"status\.list_too_large"):
        decode("u" + encode_base64url(bomb))
    with pytest.raises(StatusError, match=r"status\.list_too_large"):
        decode("u" + "A" * 9_000_000)


@pytest.mark.requirement("STAT-23", "TRAP-16")
def test_a_list_under_16_kilobytes_is_refused() -> None:
    """131,071 bits would not hide a person among enough others."""
    with pytest.raises(StatusError, match=r"status\.list_length"):
        decode(packed(bytes(16_383)))


@pytest.mark.requirement("STAT-06", "STAT-23", "STAT-25")
def test_entries_of_several_bits_are_read() -> None:
    """With size n, entry i is the n bits from i x n on, most significant first."""
    bits = Bitstring(bytes([0b1101_1000, 0b0110_0001]) + bytes(65_536))
    assert [bits.value(index, size=2) for index in range(8)] == [3, 1, 2, 0, 1, 2, 0, 1]
    assert [bits.value(index, size=3) for index in range(5)] == [6, 6, 0, 6, 0]
    assert bits.value(1, size=4) == 0b1000
    with pytest.raises(StatusError, match=r"status\.list_length"):
        decode(EMPTY_OF_THE_W3C).value(0, size=2)
    with pytest.raises(StatusError, match=r"status\.list_length"):
        bits.value(0, size=0)
    with pytest.raises(StatusError, match=r"status\.range"):
        bits.value(len(bits) // 2, size=2)


LIST = "https://badges.example.fr/status/1"


def entry(**members: Any) -> JsonObject:
    """A status entry as a badge bears it; None takes a member away."""
    written = {
        "id": f"{LIST}#48213",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "48213",
        "statusListCredential": LIST,
        **members,
    }
    return {name: value for name, value in written.items() if value is not None}


@pytest.mark.requirement("STAT-01", "STAT-02", "STAT-03", "STAT-04", "STAT-05")
def test_an_entry_is_read() -> None:
    """Purpose, index and list; the `id` is optional and says nothing."""
    expected = StatusEntry(purpose="revocation", index=48_213, list_url=LIST)
    assert StatusEntry.read(entry()) == StatusEntry.read(entry(id=None)) == expected
    assert expected.size == 1
    assert StatusEntry.read(entry(statusPurpose="suspension")).purpose == "suspension"
    assert StatusEntry.read(entry(statusListIndex="0")).index == 0


@pytest.mark.requirement("STAT-02", "STAT-03", "STAT-04", "STAT-05", "STAT-06", "TRAP-16")
@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"type": "1EdTechRevocationList"}, "status.entry_type"),
        ({"type": None}, "status.entry_type"),
        ({"type": ["BitstringStatusListEntry"]}, "status.entry_type"),
        ({"statusPurpose": None}, "status.entry_member"),
        ({"statusPurpose": ["revocation"]}, "status.entry_member"),
        ({"statusPurpose": ""}, "status.entry_member"),
        ({"statusListIndex": None}, "status.entry_member"),
        ({"statusListIndex": 48213}, "status.entry_member"),
        ({"statusListIndex": "-1"}, "status.entry_member"),
        ({"statusListIndex": "+1"}, "status.entry_member"),
        ({"statusListIndex": "01"}, "status.entry_member"),
        ({"statusListIndex": "1.0"}, "status.entry_member"),
        ({"statusListIndex": " 1"}, "status.entry_member"),
        ({"statusListIndex": "1_000"}, "status.entry_member"),
        ({"statusListIndex": "٣"}, "status.entry_member"),
        ({"statusListIndex": "9" * 5000}, "status.entry_member"),
        ({"statusListCredential": None}, "status.entry_member"),
        ({"statusListCredential": {"id": LIST}}, "status.entry_member"),
        ({"statusListCredential": "javascript:alert(1)"}, "status.entry_member"),
        ({"statusListCredential": "https://x.example/" + "a" * 3000}, "status.entry_member"),
        ({"statusSize": 0}, "status.entry_member"),
        ({"statusSize": True}, "status.entry_member"),
        ({"statusSize": "1"}, "status.entry_member"),
        ({"statusSize": 1.0}, "status.entry_member"),
        ({"statusSize": 64}, "status.entry_member"),
    ],
)
def test_what_is_no_entry_is_refused(members: dict[str, Any], code: str) -> None:
    """Another type, an index as number or in odd digits, or a purpose as list."""
    with pytest.raises(StatusError) as caught:
        StatusEntry.read(entry(**members))
    assert caught.value.code == code


MESSAGES = [
    {"status": "0x0", "message": "valid"},
    {"status": "0x1", "message": "under review"},
    {"status": "0x2", "message": "suspended"},
    {"status": "0x3", "message": "withdrawn"},
]


@pytest.mark.requirement("STAT-06", "STAT-07", "STAT-25")
def test_messages_say_what_a_value_means() -> None:
    """With two bits there are four values, and the issuer says what each means."""
    read = StatusEntry.read(entry(statusPurpose="message", statusSize=2, statusMessage=MESSAGES))
    assert read.size == 2
    assert read.message(3) == "withdrawn"
    assert read.message(4) is None
    assert StatusEntry.read(entry()).message(1) is None


@pytest.mark.requirement("STAT-07")
@pytest.mark.parametrize(
    "messages",
    [
        None,
        [],
        "withdrawn",
        MESSAGES[:3],
        [*MESSAGES, {"status": "0x4", "message": "more"}],
        [*MESSAGES[:3], MESSAGES[0]],
        [*MESSAGES, MESSAGES[0]],
        [*MESSAGES[:3], {"status": 3, "message": "withdrawn"}],
        [*MESSAGES[:3], {"status": "3", "message": "withdrawn"}],
        [*MESSAGES[:3], "withdrawn"],
        [*MESSAGES[:3], {"status": "0x" + "3" * 500, "message": "withdrawn"}],
    ],
)
def test_there_is_one_message_for_each_value(messages: object) -> None:
    """Missing, doubled, surplus or unreadable messages make the entry unreadable."""
    with pytest.raises(StatusError, match=r"status\.entry_member"):
        StatusEntry.read(entry(statusSize=2, statusMessage=messages))
