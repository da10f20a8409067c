"""Text encodings: known answers, and one text for one value."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from badges.encoding import (
    decode_base58,
    decode_base64url,
    decode_instant,
    decode_multibase,
    encode_base58,
    encode_base64url,
    encode_instant,
    encode_multibase,
)
from badges.errors import Malformed

# draft-msporny-base58 section 5, and the leading zeros that it is about.
BASE58 = [
    (b"", ""),
    (b"Hello World!", "2NEpo7TZRRrLZSi2U"),
    (bytes.fromhex("0000287fb4cd"), "11233QC4"),
    (b"\0", "1"),
    (b"\0\0\0", "111"),
    (b"\xff", "5Q"),
]
# RFC 4648 section 10, without padding.
BASE64URL = [(b"", ""), (b"f", "Zg"), (b"fo", "Zm8"), (b"foo", "Zm9v"), (b"\xfb\xff", "-_8")]


@pytest.mark.parametrize(("value", "text"), BASE58)
def test_base58_has_its_known_answers(value: bytes, text: str) -> None:
    """Published pairs hold in both directions."""
    assert encode_base58(value) == text
    assert decode_base58(text) == value


@pytest.mark.parametrize("text", ["0", "O", "I", "l", "a b", "a\n", "é", "a" * 2049])
def test_base58_refuses_other_signs_and_giant_texts(text: str) -> None:
    """Look-alikes, spaces and texts that would take long to decode are refused."""
    with pytest.raises(Malformed, match=r"encoding\.base58"):
        decode_base58(text)


@pytest.mark.parametrize(("value", "text"), BASE64URL)
def test_base64url_has_its_known_answers(value: bytes, text: str) -> None:
    """Published pairs hold in both directions."""
    assert encode_base64url(value) == text
    assert decode_base64url(text) == value


@pytest.mark.parametrize("text", ["Zg==", "Z", "Zh", "Zm9=", "+/8", "Zm 8", "Zm8\n", "Zé", "ZmF"])
def test_base64url_refuses_a_second_text_for_one_value(text: str) -> None:
    """Padding, the other alphabet, white space and stray bits are refused."""
    with pytest.raises(Malformed, match=r"encoding\.base64url"):
        decode_base64url(text)


@pytest.mark.requirement("PRF-01")
def test_multibase_is_z_or_u() -> None:
    """Base58btc is written with `z`; base64url is read with `u`; nothing else is guessed."""
    assert encode_multibase(b"Hello World!") == "z2NEpo7TZRRrLZSi2U"
    assert decode_multibase("z2NEpo7TZRRrLZSi2U") == b"Hello World!"
    assert decode_multibase("uZm9v") == b"foo"
    for text in ("", "2NEpo7TZRRrLZSi2U", "mZm9v", "f666f6f", "Z2NEpo7TZRRrLZSi2U"):
        with pytest.raises(Malformed):
            decode_multibase(text)


@pytest.mark.requirement("DM-06")
def test_instants_are_written_in_utc_and_whole_seconds() -> None:
    """Whatever the zone, the text ends in Z and has no fraction."""
    paris = timezone(timedelta(hours=1))
    noon = datetime(2026, 11, 22, 12, 0, 0, 987_654, tzinfo=paris)
    assert encode_instant(noon) == "2026-11-22T11:00:00Z"
    assert encode_instant(datetime(999, 1, 1, tzinfo=UTC)) == "0999-01-01T00:00:00Z"


@pytest.mark.requirement("DM-06")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-22T12:00:00Z", datetime(2026, 11, 22, 12, tzinfo=UTC)),
        ("2026-11-22T12:00:00+01:00", datetime(2026, 11, 22, 11, tzinfo=UTC)),
        ("2026-11-22T12:00:00.5Z", datetime(2026, 11, 22, 12, 0, 0, 500_000, tzinfo=UTC)),
        ("2024-02-29T00:00:00-00:00", datetime(2024, 2, 29, tzinfo=UTC)),
    ],
)
def test_instants_are_read_with_their_zone(text: str, expected: datetime) -> None:
    """An XSD dateTime with a zone is one instant."""
    assert decode_instant(text) == expected


@pytest.mark.requirement("DM-06")
@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-11-22",
        "2026-11-22T12:00:00",
        "2026-11-22 12:00:00Z",
        "2026-11-22T12:00Z",
        "2026-02-30T00:00:00Z",
        "2026-11-22T25:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "2026-11-22T12:00:00Z ",
        "٢٠٢٦-11-22T12:00:00Z",
        "2026-11-22T12:00:00+99:99",
    ],
)
def test_what_is_no_instant_is_refused(text: str) -> None:
    """Without a zone, in another form, or on a day that no calendar has, there is no instant."""
    with pytest.raises(Malformed, match=r"encoding\.instant"):
        decode_instant(text)
