"""Badges inside pictures: `bake` puts a signed badge into an image, `unbake` takes it out.

The image is never decoded nor encoded again: the badge is spliced between its bytes, and comes out
byte for byte as it went in. A format is one file and one line in `FORMATS`.
"""

from badges.baking.container import (
    IMAGE_LIMIT,
    ImageFormat,
    Standard,
    Unbaked,
    require_ours,
    require_size,
)
from badges.baking.png import Png
from badges.baking.svg import Svg
from badges.documents import Secured
from badges.errors import BakingError

FORMATS: tuple[ImageFormat, ...] = (Png(), Svg())

__all__ = [
    "FORMATS",
    "IMAGE_LIMIT",
    "ImageFormat",
    "Standard",
    "Unbaked",
    "bake",
    "is_image",
    "read",
    "unbake",
]


def bake(image: bytes, secured: Secured, *, replace: bool = False) -> bytes:
    """`image` carrying `secured`, all its other bytes untouched.

    Args:
        image: a PNG or SVG, of at most `IMAGE_LIMIT` bytes.
        secured: the badge as signed.
        replace: take out a badge that is there already, instead of refusing (BAKE-03).

    Raises:
        BakingError: not an image that can carry a badge, or one that carries one already.
    """
    return _format_of(image).bake(image, secured, replace=replace)


def unbake(image: bytes) -> Secured:
    """The badge of Open Badges 3.0 that `image` carries, exactly as it was put in.

    Raises:
        BakingError: not an image, broken, without a badge, or with one of another standard.
    """
    return require_ours(read(image))


def read(image: bytes) -> Unbaked:
    """The badge that `image` carries, with its standard and what was irregular about it.

    Raises:
        BakingError: not an image, broken, or without a badge.
    """
    return _format_of(image).read(image)


def is_image(image: bytes) -> bool:
    """Whether `image` is of a kind that can carry a badge, judged by its content (VER-01)."""
    return any(candidate.accepts(image) for candidate in FORMATS)


def _format_of(image: bytes) -> ImageFormat:
    require_size(image)
    for candidate in FORMATS:
        if candidate.accepts(image):
            return candidate
    raise BakingError("baking.not_an_image")
