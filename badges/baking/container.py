"""What every image format of this family shares: the shape of a member, and what it carries.

Open Badges 3.0 puts the signed badge itself into a picture: a compact JWS, or the JSON of the
credential (https://www.imsglobal.org/spec/ob/v3p0/#baked-badge). CLR 2.0 does the same with its
records; Open Badges 2.0 puts an assertion there, signed or not, or only its address. The picture is
only a carrier: its pixels and shapes are neither read nor changed here.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from badges.documents import DEFAULT_LIMITS, MEDIA_TYPE_JSON, MEDIA_TYPE_JWT, Secured
from badges.errors import BakingError

IMAGE_LIMIT = 5_000_000
"""Bytes of an image that we accept to read or to bake (VER-02)."""

TEXT_LIMIT = DEFAULT_LIMITS.size
"""Bytes of a badge inside an image, after decompression: what a document may weigh."""

_COMPACT_JWS = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+")
_ADDRESS = re.compile(r"https?://[\x21-\x7e]{1,2040}", re.IGNORECASE)


class Standard(StrEnum):
    """Whose words are in the image, in the order in which one of several is chosen (BAKE-23)."""

    OPEN_BADGES_3 = "OB 3.0"
    CLR_2 = "CLR 2.0"
    OPEN_BADGES_2 = "OB 2.0"


_OTHERS = {Standard.CLR_2: "baking.clr_2", Standard.OPEN_BADGES_2: "baking.open_badges_2"}
_BESIDE = {
    Standard.CLR_2: "baking.also_clr_2",
    Standard.OPEN_BADGES_2: "baking.also_open_badges_2",
}


@dataclass(frozen=True)
class Unbaked:
    """A badge taken out of an image: its text, the container, and what was irregular.

    `remarks` are codes such as `baking.compressed`: the badge was read all the same, and whoever
    shows a report may want to warn that other readers could fail (BAKE-04).
    """

    text: str
    container: str
    remarks: tuple[str, ...] = ()
    standard: Standard = Standard.OPEN_BADGES_3

    @property
    def secured(self) -> Secured:
        """The signed document, exactly as it was put in.

        Raises:
            BakingError: the text is neither JSON nor a JWS.
        """
        return secured_from_text(self.text)

    @property
    def is_address(self) -> bool:
        """Whether the image only says where the badge is, as early 2.0 images did (BAKE-20)."""
        return _ADDRESS.fullmatch(self.text) is not None


def choose(found: Iterable[Standard]) -> tuple[Standard | None, tuple[str, ...]]:
    """The standard to read, and remarks that name the others (BAKE-23); None when there is none."""
    ranked = sorted(set(found), key=list(Standard).index)
    return (ranked[0] if ranked else None), tuple(_BESIDE[other] for other in ranked[1:])


def require_ours(unbaked: Unbaked) -> Secured:
    """The badge of Open Badges 3.0 that was taken out.

    Raises:
        BakingError: it is of another standard.
    """
    if unbaked.standard in _OTHERS:
        raise BakingError(_OTHERS[unbaked.standard], container=unbaked.container)
    return unbaked.secured


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
        """The badge that `image` carries: the 3.0 one, else the CLR, else the 2.0 one.

        Raises:
            BakingError: the image is broken, or carries none that can be read.
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


def require_readable(unbaked: Unbaked) -> Unbaked:
    """`unbaked` when its text is a badge, or for the older standard the address of one.

    Raises:
        BakingError: it is neither.
    """
    is_older = unbaked.standard is Standard.OPEN_BADGES_2
    if not (is_older and unbaked.is_address):
        _ = unbaked.secured
    return unbaked


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
