"""What a picture is, and whether it is safe to show: by its structure, no pixel is decoded.

A badge may carry pictures in itself. A name or a media type says nothing about them: bytes do. One
that unfolds into gigabytes, runs a script, or fetches something from elsewhere is refused.
"""

import re
import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NoReturn
from xml.parsers import expat

from badges.baking.container import require_size
from badges.errors import BakingError

PIXELS = 50_000_000
"""No badge needs a larger picture; unfolded, these take 200 MB."""

MEDIA_TYPES = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
}

_PNG = b"\x89PNG\r\n\x1a\n"
_CHUNK_OVERHEAD = 12
_JPEG = b"\xff\xd8\xff"
_MARKER = 0xFF
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset(range(0xD0, 0xD9)) | {0x01}
_JPEG_FRAME = struct.Struct(">BHH")
_GIF = (b"GIF87a", b"GIF89a")
_BOM = b"\xef\xbb\xbf"

_DEPTH = 256
_NODES = 100_000
_SVG_ROOTS = ("http://www.w3.org/2000/svg svg", "svg")
_ACTIVE = frozenset(
    {"script", "foreignobject", "iframe", "embed", "object", "audio", "video", "handler"}
    | {"listener"}
)
_LINKS = frozenset({"href", "src"})
_INSIDE = re.compile(r"\s*(#|data:image/(png|jpeg|gif|webp)[;,]|$)", re.IGNORECASE)
_URL = re.compile(
    r"url\s*+\(\s*+['\"]?+\s*+(?!#|data:image/(?:png|jpeg|gif|webp)[;,])", re.IGNORECASE
)
_IMPORT = re.compile(r"@import|@namespace\s+url", re.IGNORECASE)
_SCRIPT = re.compile(r"(java|vb)\s*script\s*:|expression\s*\(", re.IGNORECASE)
_ESCAPE = "\\"
_ENCODINGS = ("utf-8", "us-ascii")


@dataclass(frozen=True)
class Picture:
    """What a picture is: its kind, and its size in pixels where the kind has one."""

    kind: str
    width: int | None = None
    height: int | None = None

    @property
    def media_type(self) -> str:
        """The media type of its kind."""
        return MEDIA_TYPES[self.kind]


def inspect(image: bytes) -> Picture:
    """What `image` is, when it may be shown.

    Raises:
        BakingError: no picture that we know, damaged, larger than anybody needs, or an SVG that
            runs a script or fetches something.
    """
    require_size(image)
    for accepts, read in _READERS:
        if accepts(image):
            try:
                picture = read(image)
            except (struct.error, IndexError) as error:
                raise BakingError("picture.damaged") from error
            if (picture.width or 0) * (picture.height or 0) > PIXELS:
                raise BakingError("picture.too_large", limit=PIXELS)
            return picture
    raise BakingError("picture.unknown")


def _png(image: bytes) -> Picture:
    """Every chunk is whole and in its place."""
    position, kinds = len(_PNG), list[bytes]()
    view = memoryview(image)
    while kinds[-1:] != [b"IEND"]:
        length, kind = struct.unpack_from(">I4s", image, position)
        end = position + _CHUNK_OVERHEAD + length
        if end > len(image) or zlib.crc32(view[position + 4 : end - 4]) != int.from_bytes(
            view[end - 4 : end]
        ):
            raise BakingError("picture.damaged")
        kinds.append(kind)
        position = end
    if kinds[0] != b"IHDR" or b"IDAT" not in kinds:
        raise BakingError("picture.damaged")
    width, height = struct.unpack_from(">II", image, len(_PNG) + 8)
    return _sized("png", width, height)


def _jpeg(image: bytes) -> Picture:
    """The size stands in the first frame, after segments that are passed over."""
    position = 2
    while image[position] == _MARKER:
        marker = image[position + 1]
        if marker in _FRAMES:
            _, height, width = _JPEG_FRAME.unpack_from(image, position + 4)
            return _sized("jpeg", width, height)
        step = struct.unpack_from(">H", image, position + 2)[0] if marker not in _ALONE else 0
        position += 2 + step
    raise BakingError("picture.damaged")


def _gif(image: bytes) -> Picture:
    width, height = struct.unpack_from("<HH", image, 6)
    return _sized("gif", width, height)


def _webp(image: bytes) -> Picture:
    kind = image[12:16]
    if kind == b"VP8X":
        width, height = (1 + int.from_bytes(image[at : at + 3], "little") for at in (24, 27))
        return _sized("webp", width, height)
    if kind == b"VP8L":
        packed = struct.unpack_from("<I", image, 21)[0]
        return _sized("webp", 1 + (packed & 0x3FFF), 1 + (packed >> 14 & 0x3FFF))
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", image, 26)
        return _sized("webp", width & 0x3FFF, height & 0x3FFF)
    raise BakingError("picture.damaged")


def _sized(kind: str, width: int, height: int) -> Picture:
    if width == 0 or height == 0:
        raise BakingError("picture.damaged")
    return Picture(kind, width, height)


def _svg(image: bytes) -> Picture:
    _SvgScan().run(image)
    return Picture("svg")


class _SvgScan:
    """One pass of expat over an SVG that stops at the first thing that does something."""

    def __init__(self) -> None:
        self._depth = 0
        self._nodes = 0
        self._style: list[str] = []
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.XmlDeclHandler = _require_encoding
        self._parser.StartDoctypeDeclHandler = _refuse_doctype
        self._parser.ProcessingInstructionHandler = _refuse_instruction
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._style.append

    def run(self, image: bytes) -> None:
        """Return when the whole file was read and nothing in it is active."""
        try:
            self._parser.Parse(image, True)  # noqa: FBT003 - expat takes it by position only
        except expat.ExpatError as error:
            raise BakingError("picture.damaged") from error

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._style.clear()
        self._depth += 1
        self._nodes += 1 + len(attributes)
        if self._depth > _DEPTH or self._nodes > _NODES:
            raise BakingError("picture.too_complex", limit=_NODES)
        if self._depth == 1 and name not in _SVG_ROOTS:
            raise BakingError("picture.unknown")
        if _local(name) in _ACTIVE:
            raise BakingError("picture.script")
        for attribute, value in attributes.items():
            _require_passive(_local(attribute), value)

    def _end(self, name: str) -> None:
        if _local(name) == "style":
            _require_plain_style("".join(self._style))
        self._style.clear()
        self._depth -= 1


def _local(name: str) -> str:
    """The name without its namespace, in lower case."""
    return name.rpartition(" ")[2].rpartition(":")[2].lower()


def _require_passive(name: str, value: str) -> None:
    """Return when an attribute neither runs nor fetches, nor makes another do so."""
    if name.startswith("on") or _SCRIPT.search(value):
        raise BakingError("picture.script")
    if name == "attributename" and _local(value.strip()) in _LINKS:
        raise BakingError("picture.script")
    if name in _LINKS and not _INSIDE.match(value):
        raise BakingError("picture.external")
    if name == "style":
        _require_plain_style(value)
    elif _URL.search(value):
        raise BakingError("picture.external")


def _require_plain_style(style: str) -> None:
    """Return when a style sheet names nothing from elsewhere; an escape could spell anything."""
    if _ESCAPE in style or _SCRIPT.search(style):
        raise BakingError("picture.script")
    if _IMPORT.search(style) or _URL.search(style):
        raise BakingError("picture.external")


def _require_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    """Another encoding could hide letters from us that a browser reads."""
    if encoding is not None and encoding.lower() not in _ENCODINGS:
        raise BakingError("picture.damaged")


def _refuse_doctype(*_details: object) -> NoReturn:
    """A document type is the door of entities and of files from elsewhere."""
    raise BakingError("picture.external")


def _refuse_instruction(*_details: object) -> NoReturn:
    """A processing instruction may bring a style sheet from elsewhere."""
    raise BakingError("picture.external")


def _looks_like_xml(image: bytes) -> bool:
    return image.removeprefix(_BOM).lstrip()[:1] == b"<"


_Reader = tuple[Callable[[bytes], bool], Callable[[bytes], Picture]]
_READERS: tuple[_Reader, ...] = (
    (lambda image: image.startswith(_PNG), _png),
    (lambda image: image.startswith(_JPEG), _jpeg),
    (lambda image: image.startswith(_GIF), _gif),
    (lambda image: image[:4] == b"RIFF" and image[8:12] == b"WEBP", _webp),
    (_looks_like_xml, _svg),
)
