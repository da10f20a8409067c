"""Pictures made to cost something: each is an answer or an error of ours."""

import random
from dataclasses import replace

import pytest
from PIL import Image

from tests.verifier.sight.things_to_see import (
    ADDRESS,
    file_of,
    gif_of_size,
    png_of_size,
    qr,
    webp_of_size,
)
from verifier.errors import InputError
from verifier.sight import IsolatedSight, pictures
from verifier.sight.found import CannotSee, Deadline

MAGIC = {
    "png": b"\x89PNG\r\n\x1a\n",
    "jpeg": b"\xff\xd8\xff\xe0",
    "gif": b"GIF89a",
    "webp": b"RIFF\x40\0\0\0WEBPVP8 ",
    "bmp": b"BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0",
}
OURS = {"picture.broken", "picture.too_many_pixels", "sight.too_much_memory", "sight.too_slow"}


def outcome(sight: IsolatedSight, picture: bytes) -> tuple[str, ...] | str:
    """What the confined process sees, or the code of its error."""
    try:
        return sight.codes(picture)
    except InputError as error:
        return error.code


def jpeg_of_size(side: int, *, is_progressive: bool) -> bytes:
    """A JPEG that claims to be so large: its header was changed, its content is small."""
    small = file_of(Image.new("L", (16, 16), 128), progressive=is_progressive)
    at = small.index(b"\xff\xc2" if is_progressive else b"\xff\xc0") + 5
    return small[:at] + side.to_bytes(2, "big") * 2 + small[at + 4 :]


@pytest.mark.requirement("VER-02")
@pytest.mark.parametrize(
    "picture",
    [
        png_of_size(50_000, 50_000),
        png_of_size(2**31 - 1, 1),
        png_of_size(4_001, 4_000),
        gif_of_size(65_000, 65_000),
        gif_of_size(10, 65_000),
        webp_of_size(16_000, 16_000),
        webp_of_size(2**24, 2**8),
        jpeg_of_size(65_000, is_progressive=False),
        jpeg_of_size(6_000, is_progressive=True),
        file_of(Image.new("1", (31_000, 2)), "PNG"),
    ],
    ids=[
        "png", "png line", "png just too large", "gif", "gif frame", "webp", "webp line", "jpeg",
        "progressive jpeg", "too wide",
    ],
)  # fmt: skip
def test_a_bomb_is_refused_before_it_is_decoded(picture: bytes) -> None:
    """A few bytes claim to be thousands of megapixels; only their header is read."""
    with pytest.raises(CannotSee) as caught:
        pictures.codes(picture, Deadline.after(10))
    assert caught.value.code in {"picture.too_many_pixels", "picture.broken"}


@pytest.mark.parametrize(
    ("picture", "limit"),
    [
        (png_of_size(4_001, 4_000), pictures.PIXELS),
        (jpeg_of_size(6_000, is_progressive=True), pictures.PROGRESSIVE_PIXELS),
        (jpeg_of_size(12_500, is_progressive=False), pictures.JPEG_PIXELS),
    ],
    ids=["png", "progressive jpeg", "jpeg"],
)
def test_each_kind_has_its_bound(picture: bytes, limit: int) -> None:
    """What decoding costs depends on the kind: the error is about points, not about damage."""
    assert limit > 10_000_000
    with pytest.raises(CannotSee, match=r"picture\.too_many_pixels"):
        pictures.codes(picture, Deadline.after(10))


@pytest.mark.parametrize("kind", MAGIC)
def test_chance_behind_the_right_beginning(sight: IsolatedSight, kind: str) -> None:
    """Random bytes that begin as a picture does."""
    chance = random.Random(11)  # noqa: S311 - no secret
    for size in (20, 20_000):
        assert outcome(sight, MAGIC[kind] + chance.randbytes(size)) in ((), *OURS)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP"])
def test_files_cut_short_or_changed(sight: IsolatedSight, kind: str) -> None:
    """Wherever it is cut, and whichever bytes are others: an answer, or an error of ours."""
    chance = random.Random(12)  # noqa: S311 - no secret
    whole = file_of(qr().convert("RGB"), kind)
    cut = [whole[: int(len(whole) * share)] for share in (0.3, 0.9)]
    for _ in range(2):
        changed = bytearray(whole)
        for _ in range(20):
            changed[chance.randrange(8, len(whole))] = chance.randrange(256)
        cut.append(bytes(changed))
    for one in cut:
        found = outcome(sight, one)
        assert isinstance(found, tuple) or found in OURS


@pytest.mark.requirement("VER-02")
def test_the_largest_that_is_decoded_fits(sight: IsolatedSight) -> None:
    """Sixteen megapixels with transparency, at the bound, in the memory of one worker."""
    large = Image.new("RGBA", (4000, 4000), "white")
    large.paste(qr(side=900).convert("RGBA"), (99, 99))
    picture = file_of(large, "PNG", compress_level=1)
    assert outcome(replace(sight, seconds=30), picture) == (ADDRESS,)
