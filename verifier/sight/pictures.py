"""Photos and screenshots: decoded to grey within bounds, then looked at in several ways."""

import io
from collections.abc import Callable, Iterator
from typing import TypeVar

from PIL import (
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageFile,
    ImageOps,
    JpegImagePlugin,
    PngImagePlugin,
    WebPImagePlugin,
)

from verifier.sight import frames, qr
from verifier.sight.found import (
    BROKEN_PICTURE,
    OTHER_PICTURE,
    TOO_MANY_PIXELS,
    CannotSee,
    Deadline,
)

PIXELS = 16_000_000
WEBP_PIXELS = 10_000_000
"""Its decoder keeps several copies of the picture."""
JPEG_PIXELS = 150_000_000
"""A JPEG is drawn smaller while it is decoded: the sharpest telephones make 108 megapixels."""
PROGRESSIVE_PIXELS = 30_000_000
"""One that comes in several passes is held whole between them."""
JPEG_DRAWN = 16_000_000
SIDE = 30_000

_SMALL = 1_000
"""A picture whose longer side has fewer points is also looked at enlarged."""
_LARGE = 1_200
"""One whose longer side has more points is also looked at reduced, which takes noise away."""
_WHITE, _BLACK = 255, 0

_Made = TypeVar("_Made")
_Opener = Callable[[io.BytesIO], ImageFile.ImageFile]
_KINDS: tuple[tuple[bytes, _Opener], ...] = (
    (b"\xff\xd8\xff", JpegImagePlugin.JpegImageFile),
    (b"\x89PNG\r\n\x1a\n", PngImagePlugin.PngImageFile),
    (b"RIFF", WebPImagePlugin.WebPImageFile),
    (b"GIF8", GifImagePlugin.GifImageFile),
    (b"BM", BmpImagePlugin.BmpImageFile),
)

ImageFile.LOAD_TRUNCATED_IMAGES = True  # half a photo may show the whole code
Image.MAX_IMAGE_PIXELS = None  # our own bounds, told by our own error, come first


def look(material: bytes, deadline: Deadline) -> frames.Frames:
    """The codes in a picture, as frames.

    Raises:
        CannotSee: as `codes`.
    """
    for text in codes(material, deadline):
        yield frames.CODE, text.encode()


def codes(picture: bytes, deadline: Deadline) -> list[str]:
    """The texts of the QR codes in `picture`, in reading order; none when there are none.

    Raises:
        CannotSee: not a picture that we decode, broken, or of too many pixels.
    """
    grey, alpha = _layers(picture)
    for ground in (None,) if alpha is None else (_WHITE, _BLACK):
        found = _look(_on_paper(grey, alpha, ground), deadline)
        if found or not deadline.left:
            return found
    return []


def _layers(picture: bytes) -> tuple[Image.Image, Image.Image | None]:
    """How light each point is, and how opaque where any is not; the colours are let go of."""
    image = _open(picture)
    _require_bounded(image)
    return _decoding(lambda: (_light(image), _opacity(image)))


def _open(picture: bytes) -> ImageFile.ImageFile:
    for beginning, opener in _KINDS:
        if picture.startswith(beginning):
            return _decoding(lambda: opener(io.BytesIO(picture)))  # noqa: B023 - called at once
    raise CannotSee(OTHER_PICTURE)


def _decoding(step: Callable[[], _Made]) -> _Made:
    """What `step` makes; whatever a decoder finds wrong with its input is the same to us.

    Pillow raises a dozen kinds of exceptions on broken files, none of which it promises.
    """
    try:
        return step()
    except MemoryError:
        raise
    except Exception as error:
        raise CannotSee(BROKEN_PICTURE) from error


def _require_bounded(image: ImageFile.ImageFile) -> None:
    """Return when decoding `image` cannot cost too much; only its header was read so far."""
    width, height = image.size
    if width * height > _pixels(image) or max(width, height) > SIDE:
        raise CannotSee(TOO_MANY_PIXELS)


def _pixels(image: ImageFile.ImageFile) -> int:
    """How many points a picture of its kind may have."""
    if image.format == "JPEG":
        return PROGRESSIVE_PIXELS if "progressive" in image.info else JPEG_PIXELS
    return WEBP_PIXELS if image.format == "WEBP" else PIXELS


def _light(image: ImageFile.ImageFile) -> Image.Image:
    if image.format == "JPEG":
        _draw_smaller(image)
    if image.mode.startswith("I"):  # 16 bits a point
        return image.point(lambda light: light * (1 / 256)).convert("L")
    return image.convert("L")


def _opacity(image: ImageFile.ImageFile) -> Image.Image | None:
    """The layer of transparency; None when every point is opaque."""
    if "transparency" in image.info:
        return image.convert("RGBA").getchannel("A")
    return image.getchannel("A") if image.mode in ("RGBA", "LA", "PA") else None


def _on_paper(grey: Image.Image, alpha: Image.Image | None, ground: int | None) -> Image.Image:
    """The picture as it is seen on a page of that colour."""
    if alpha is None or ground is None:
        return grey
    paper = Image.new("L", grey.size, ground)
    paper.paste(grey, mask=alpha)
    return paper


def _draw_smaller(image: ImageFile.ImageFile) -> None:
    """Have the decoder give grey, and a half, a quarter or an eighth of a very large photo."""
    width, height = image.size
    scale = 1
    while width * height > JPEG_DRAWN * scale * scale:
        scale *= 2
    image.draft("L", (width // scale, height // scale))


def _look(grey: Image.Image, deadline: Deadline) -> list[str]:
    """The codes of the first way of looking that shows any; the first is always taken."""
    for view in _views(grey):
        found = qr.read(qr.Grey(view.tobytes(), view.width, view.height))
        if found or not deadline.left:
            return found
    return []


def _views(grey: Image.Image) -> Iterator[Image.Image]:
    """Ways of looking, the most telling first."""
    yield grey
    stretched = ImageOps.autocontrast(grey, cutoff=1)
    yield stretched
    if max(grey.size) >= _LARGE:
        yield stretched.reduce(2)
        yield stretched.reduce(4)
    elif max(grey.size) <= _SMALL:
        yield stretched.resize((grey.width * 2, grey.height * 2))
