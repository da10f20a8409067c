"""What every image format of this family shares: the shape of a member, and what it carries.

Open Badges 3.0 puts the signed badge itself into a picture: a compact JWS, or the JSON of the
credential (https://www.imsglobal.org/spec/ob/v3p0/#baked-badge). The picture is only a carrier: its
pixels and shapes are neither read nor changed here.
"""

import re
from dataclasses import dataclass
from typing import Protocol

from badges.documents import DEFAULT_LIMITS, MEDIA_TYPE_JSON, MEDIA_TYPE_JWT, Secured
from badges.errors import BakingError

IMAGE_LIMIT = 5_000_000
"""Bytes of an image that we accept to read or to bake (VER-02)."""

TEXT_LIMIT = DEFAULT_LIMITS.size
"""Bytes of a badge inside an image, after decompression: what a document may weigh."""

_COMPACT_JWS = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+")


@dataclass(frozen=True)
class Unbaked:
    """A badge taken out of an image: its exact bytes, the container, and what was irregular.

    `remarks` are codes such as `baking.compressed`: the badge was read all the same, and whoever
    shows a report may want to warn that other readers could fail (BAKE-04).
    """

    secured: Secured
    container: str
    remarks: tuple[str, ...] = ()


class ImageFormat(Protocol):
    """One kind of picture that can carry a badge."""

    @property
    def name(self) -> str:
        """The container as reports name it: `png` or `svg`."""
        ...

    def accepts(self, image: bytes) -> bool:
        """Whether `image` is of this kind, judged by its content."""
        ...

    def bake(self, image: bytes, secured: Secured, *, replace: bool) -> bytes:
        """`image` with the badge inside and everything else as it was.

        Raises:
            BakingError: the image is broken, or carries a badge already and `replace` is false.
        """
        ...

    def read(self, image: bytes) -> Unbaked:
        """The badge that `image` carries.

        Raises:
            BakingError: the image is broken, carries no badge, or one of another standard.
        """
        ...


def require_size(image: bytes) -> None:
    """Refuse an image over the limit before anything looks inside (VER-02)."""
    if len(image) > IMAGE_LIMIT:
        raise BakingError("baking.too_large", limit=IMAGE_LIMIT)


def text_to_bake(secured: Secured) -> str:
    """The badge as the text that goes into an image.

    Raises:
        BakingError: larger than any reader accepts, or not what its media type says, so that it
            could not be taken out as the same badge.
    """
    if len(secured.body) > TEXT_LIMIT:
        raise BakingError("baking.badge_too_large", limit=TEXT_LIMIT)
    try:
        text = secured.text
    except UnicodeDecodeError as error:
        raise BakingError("baking.not_a_credential") from error
    if "\0" in text or secured_from_text(text).media_type != secured.media_type:
        raise BakingError("baking.not_a_credential")
    return text


def secured_from_text(text: str) -> Secured:
    """The badge written in an image: JSON when it starts with a brace, else a JWS (BAKE-04).

    Raises:
        BakingError: neither.
    """
    body = text.encode("utf-8")
    if len(body) > TEXT_LIMIT:
        raise BakingError("baking.badge_too_large", limit=TEXT_LIMIT)
    if text.lstrip(" \t\r\n").startswith("{"):
        return Secured(body, MEDIA_TYPE_JSON)
    if _COMPACT_JWS.fullmatch(text):
        return Secured(body, MEDIA_TYPE_JWT)
    raise BakingError("baking.not_a_credential")
