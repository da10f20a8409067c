"""Badges inside PNG pictures."""

import zlib

import png as pypng  # type: ignore[import-untyped] # it publishes no types
import pytest
from hypothesis import given
from hypothesis import strategies as st

from badges import baking
from badges.documents import MEDIA_TYPE_JSON, MEDIA_TYPE_JWT, Secured, serialize
from badges.errors import BakingError
from tests.badges.baking.pictures import (
    JSON_BADGE,
    JWT_BADGE,
    SIGNATURE,
    chunk,
    itxt,
    kinds,
    png,
)


def _code(image: bytes) -> str:
    with pytest.raises(BakingError) as caught:
        baking.read(image)
    return caught.value.code


@pytest.mark.requirement("BAKE-01", "BAKE-10")
@pytest.mark.parametrize("badge", [JSON_BADGE, JWT_BADGE], ids=["json", "jwt"])
def test_baking_splices_one_plain_itxt_chunk_after_the_header(badge: Secured) -> None:
    """The baked picture is the old one with exactly one uncompressed chunk after IHDR."""
    image = png()
    baked = baking.bake(image, badge)
    text = chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0" + badge.body)
    header = len(SIGNATURE) + 25
    assert baked == image[:header] + text + image[header:]
    assert kinds(baked) == [b"IHDR", b"iTXt", b"IDAT", b"IEND"]


@pytest.mark.requirement("BAKE-01")
def test_a_foreign_reader_finds_sound_chunks_and_the_same_pixels() -> None:
    """Another PNG library accepts the baked picture, its checksum, and sees the same pixel."""
    baked = baking.bake(png(), JWT_BADGE)
    found = dict(pypng.Reader(bytes=baked).chunks())
    assert found[b"iTXt"].endswith(JWT_BADGE.body)
    assert [list(row) for row in pypng.Reader(bytes=baked).asDirect()[2]] == [[0x80]]


@pytest.mark.requirement("BAKE-10")
@given(
    members=st.dictionaries(st.text(), st.text() | st.integers() | st.booleans(), max_size=5),
    margin=st.sampled_from(["", "\n", "\r\n", "  "]),
)
def test_what_goes_in_comes_out_byte_for_byte(members: dict[str, object], margin: str) -> None:
    """Any JSON body survives a PNG unchanged, white space included."""
    body = margin.encode() + serialize(members) + margin.encode()
    badge = Secured(body, MEDIA_TYPE_JSON)
    assert baking.unbake(baking.bake(png(), badge)) == badge


def test_an_animated_picture_keeps_its_frames() -> None:
    """APNG chunks stay where they are."""
    animation = chunk(b"acTL", b"\0\0\0\1\0\0\0\0")
    baked = baking.bake(png(animation), JSON_BADGE)
    assert animation in baked
    assert baking.unbake(baked) == JSON_BADGE


@pytest.mark.requirement("BAKE-02", "BAKE-03", "TRAP-22")
@pytest.mark.parametrize(
    "old",
    [
        itxt(JWT_BADGE.body),
        itxt(JWT_BADGE.body, packed=True),
        chunk(b"tEXt", b"openbadgecredential\0" + JWT_BADGE.body),
    ],
)
def test_a_baked_picture_is_refused_unless_replacement_is_asked(old: bytes) -> None:
    """A picture that carries a badge in any form is baked again only on request, and only once."""
    with pytest.raises(BakingError, match=r"baking\.already_baked"):
        baking.bake(png(old), JSON_BADGE)
    replaced = baking.bake(png(old, chunk(b"tEXt", b"Title\0x")), JSON_BADGE, replace=True)
    assert replaced == baking.bake(png(chunk(b"tEXt", b"Title\0x")), JSON_BADGE)


@pytest.mark.requirement("BAKE-03", "BAKE-23")
def test_an_older_badge_stays_beside_the_new_one() -> None:
    """Replacing takes out only 3.0 badges, and a reader hears of the 2.0 one."""
    older = itxt(b"https://example.org/assertion/1", keyword=b"openbadges")
    baked = baking.bake(png(older), JSON_BADGE, replace=True)
    assert older in baked
    assert baking.read(baked).remarks == ("baking.also_open_badges_2",)


@pytest.mark.requirement("BAKE-04")
def test_the_first_itxt_chunk_wins() -> None:
    """Later chunks with the keyword are ignored, and that is remarked."""
    found = baking.read(png(itxt(JSON_BADGE.body), itxt(JWT_BADGE.body)))
    assert found.secured == JSON_BADGE
    assert found.container == "png"
    assert found.remarks == ("baking.several",)


@pytest.mark.requirement("BAKE-04", "TRAP-22")
@pytest.mark.parametrize(
    ("text", "remarks"),
    [
        (itxt(JSON_BADGE.body, packed=True), ("baking.compressed",)),
        (chunk(b"tEXt", b"openbadgecredential\0" + JSON_BADGE.body), ("baking.not_itxt",)),
        (
            chunk(b"zTXt", b"openbadgecredential\0\0" + zlib.compress(JSON_BADGE.body)),
            ("baking.not_itxt", "baking.compressed"),
        ),
        (itxt(JSON_BADGE.body), ()),
    ],
)
def test_irregular_text_chunks_are_read_with_a_remark(text: bytes, remarks: object) -> None:
    """Compressed and older text chunks give the same badge, and say what is wrong."""
    found = baking.read(png(text))
    assert (found.secured, found.remarks) == (JSON_BADGE, remarks)


@pytest.mark.requirement("BAKE-04")
def test_a_latin_1_chunk_is_read_as_latin_1() -> None:
    """A `tEXt` chunk that is no UTF-8 holds Latin-1, as PNG says."""
    text = chunk(b"tEXt", b"openbadgecredential\0" + '{"name":"Café"}'.encode("latin-1"))
    assert baking.unbake(png(text)).payload == {"name": "Café"}


@pytest.mark.requirement("BAKE-04")
def test_text_with_a_brace_is_json_and_other_text_a_jws() -> None:
    """The media type follows from the text alone."""
    assert baking.unbake(png(itxt(JSON_BADGE.body))).media_type == MEDIA_TYPE_JSON
    assert baking.unbake(png(itxt(JWT_BADGE.body))).media_type == MEDIA_TYPE_JWT
    assert _code(png(itxt(b"https://example.org/badge"))) == "baking.not_a_credential"


@pytest.mark.requirement("VAL-01")
@pytest.mark.parametrize(
    ("image", "code"),
    [
        (png(), "baking.no_credential"),
        (b"GIF89a", "baking.not_an_image"),
        (b"", "baking.not_an_image"),
    ],
)
def test_a_picture_without_our_badge_says_why(image: bytes, code: str) -> None:
    """No badge and no picture at all are two different things."""
    assert _code(image) == code


@pytest.mark.requirement("BAKE-12", "BAKE-20", "TRAP-22")
@pytest.mark.parametrize(
    ("text", "standard", "found", "remarks"),
    [
        (itxt(b"{}", keyword=b"clrcredential"), "CLR 2.0", "{}", ()),
        (itxt(JWT_BADGE.body, keyword=b"clrcredential"), "CLR 2.0", JWT_BADGE.text, ()),
        (itxt(b"{}", keyword=b"openbadges"), "OB 2.0", "{}", ()),
        (itxt(JWT_BADGE.body, keyword=b"openbadges"), "OB 2.0", JWT_BADGE.text, ()),
        (
            itxt(b"HTTPS://a.example/1 \n", keyword=b"openbadges"),
            "OB 2.0",
            "HTTPS://a.example/1",
            (),
        ),
        (
            chunk(b"tEXt", b"openbadges\0https://a.example/1"),
            *("OB 2.0", "https://a.example/1", ("baking.not_itxt",)),
        ),
        (
            chunk(b"zTXt", b"openbadges\0\0" + zlib.compress(b"{}")),
            *("OB 2.0", "{}", ("baking.not_itxt", "baking.compressed")),
        ),
    ],
)
def test_badges_of_other_standards_are_read_and_named(
    text: bytes, standard: str, found: str, remarks: tuple[str, ...]
) -> None:
    """CLR 2.0 and Open Badges 2.0 have their own keywords; the latter may be only an address."""
    unbaked = baking.read(png(text))
    assert (unbaked.standard, unbaked.text, unbaked.remarks) == (standard, found, remarks)
    assert unbaked.is_address is found.lower().startswith("https:")
    with pytest.raises(BakingError, match=r"baking\.(clr_2|open_badges_2)"):
        baking.unbake(png(text))


@pytest.mark.requirement("BAKE-12", "BAKE-20")
@pytest.mark.parametrize(
    ("keyword", "text"),
    [
        (b"clrcredential", b"https://a.example/1"),
        (b"openbadges", b"ftp://a.example/1"),
        (b"openbadges", b"https://a.example/1 and more"),
        (b"openbadges", b""),
    ],
)
def test_other_texts_under_these_keywords_are_no_badge(keyword: bytes, text: bytes) -> None:
    """Only the older standard may say where instead of what."""
    assert _code(png(itxt(text, keyword=keyword))) == "baking.not_a_credential"


@pytest.mark.requirement("BAKE-23", "BAKE-12")
def test_of_several_standards_the_newest_is_read() -> None:
    """3.0 before CLR before 2.0, wherever they lie in the file; the others are remarked."""
    older = itxt(b"https://a.example/1", keyword=b"openbadges")
    record = itxt(JSON_BADGE.body, keyword=b"clrcredential")
    found = baking.read(png(older, record))
    assert (found.standard, found.remarks) == ("CLR 2.0", ("baking.also_open_badges_2",))
    found = baking.read(png(older, record, itxt(JWT_BADGE.body)))
    both = ("baking.also_clr_2", "baking.also_open_badges_2")
    assert (found.standard, found.secured, found.remarks) == ("OB 3.0", JWT_BADGE, both)


@pytest.mark.parametrize(
    ("image", "code"),
    [
        (png()[:-1], "baking.png_truncated"),
        (png()[:-12], "baking.png_truncated"),
        (png()[:20], "baking.png_truncated"),
        (SIGNATURE, "baking.png_truncated"),
        (SIGNATURE + b"\xff\xff\xff\xffIHDR" + b"\0" * 30, "baking.png_truncated"),
        (png().replace(b"\0\0\0\1\0\0\0\1", b"\0\0\0\2\0\0\0\1"), "baking.png_checksum"),
        (SIGNATURE + chunk(b"IEND"), "baking.png_structure"),
        (SIGNATURE + chunk(b"IDAT") + chunk(b"IEND"), "baking.png_structure"),
        (png(chunk(b"IHDR", b"\0" * 13)), "baking.png_structure"),
        (png(chunk(b"\0\0\0\0")), "baking.png_structure"),
    ],
)
def test_broken_pictures_are_refused_both_ways(image: bytes, code: str) -> None:
    """Cut, damaged or misbuilt PNG files neither take nor give a badge."""
    assert _code(image) == code
    with pytest.raises(BakingError, match=code.replace(".", r"\.")):
        baking.bake(image, JSON_BADGE)


@pytest.mark.requirement("BAKE-04")
@pytest.mark.parametrize(
    "content",
    [
        b"openbadgecredential",
        b"openbadgecredential\0\0\0no separators",
        b"openbadgecredential\0\2\0\0\0{}",
        b"openbadgecredential\0\0\0\0\0{\xff}",
        b"openbadgecredential\0\1\0\0\0not zlib",
        b"openbadgecredential\0\1\1\0\0" + zlib.compress(b"{}"),
        b"openbadgecredential\0\1\0\0\0" + zlib.compress(b'{"a":1}' * 9)[:-9],
    ],
)
def test_a_misbuilt_text_chunk_is_refused(content: bytes) -> None:
    """A chunk with our keyword whose fields or compression are wrong carries no badge."""
    assert _code(png(chunk(b"iTXt", content))) == "baking.png_text"


@pytest.mark.requirement("BAKE-04", "VER-02")
def test_a_decompression_bomb_stops_at_the_limit() -> None:
    """A few kilobytes that unfold to megabytes are not unfolded."""
    bomb = itxt(b'{"a":"' + b"x" * 20_000_000 + b'"}', packed=True)
    assert len(bomb) < 30_000
    assert _code(png(bomb)) == "baking.badge_too_large"


@pytest.mark.requirement("VER-02")
def test_sizes_are_bounded() -> None:
    """Neither a huge picture nor a huge badge is taken."""
    assert _code(png(chunk(b"tEXt", b"a\0" + b"x" * baking.IMAGE_LIMIT))) == "baking.too_large"
    huge = Secured(b"{" + b" " * 1_000_000 + b"}", MEDIA_TYPE_JSON)
    with pytest.raises(BakingError, match=r"baking\.badge_too_large"):
        baking.bake(png(), huge)
    assert _code(png(itxt(huge.body))) == "baking.badge_too_large"


@pytest.mark.parametrize(
    "badge",
    [
        Secured(b"{\xff}", MEDIA_TYPE_JSON),
        Secured(b"[]", MEDIA_TYPE_JSON),
        Secured(b"", MEDIA_TYPE_JSON),
        Secured(JWT_BADGE.body, MEDIA_TYPE_JSON),
        Secured(JSON_BADGE.body, MEDIA_TYPE_JWT),
        Secured(JWT_BADGE.body + b"\n", MEDIA_TYPE_JWT),
        Secured(b'{"a":"\0"}', MEDIA_TYPE_JSON),
    ],
)
def test_only_what_comes_out_the_same_is_baked(badge: Secured) -> None:
    """A body that a reader would take for something else is refused before it is in a picture."""
    with pytest.raises(BakingError, match=r"baking\.not_a_credential"):
        baking.bake(png(), badge)


@given(position=st.integers(min_value=0, max_value=400), value=st.integers(0, 255))
def test_no_damage_ever_gives_a_different_badge(position: int, value: int) -> None:
    """A picture with one wrong byte gives the same badge or our error, never a traceback."""
    baked = bytearray(baking.bake(png(), JSON_BADGE))
    baked[position % len(baked)] = value
    try:
        assert baking.unbake(bytes(baked)) == JSON_BADGE
    except BakingError:
        assert bytes(baked) != baking.bake(png(), JSON_BADGE)


@given(noise=st.binary(max_size=200))
def test_noise_after_a_png_signature_is_refused(noise: bytes) -> None:
    """Whatever follows the signature, the answer is our error."""
    assert _code(SIGNATURE + noise).startswith("baking.")
