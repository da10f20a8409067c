"""What a picture is and whether it may be shown, by its structure alone."""

import struct
import zlib

import pytest

from badges.baking.inspection import inspect
from badges.errors import BakingError

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'


def chunk(kind: bytes, content: bytes) -> bytes:
    """One chunk of a PNG."""
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def png(width: int = 3, height: int = 2, *chunks: bytes) -> bytes:
    """A PNG of that size."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    middle = b"".join(chunks) or chunk(b"IDAT", zlib.compress(b"\0" * 8))
    return b"\x89PNG\r\n\x1a\n" + header + middle + chunk(b"IEND", b"")


def jpeg(width: int, height: int) -> bytes:
    """The beginning of a JPEG, up to its frame."""
    frame = struct.pack(">BHH", 8, height, width) + b"\x01\x01\x11\x00"
    comment = b"\xff\xfe" + struct.pack(">H", 6) + b"lieu"
    return b"\xff\xd8" + comment + b"\xff\xc0" + struct.pack(">H", 2 + len(frame)) + frame


def gif(width: int, height: int) -> bytes:
    """The beginning of a GIF."""
    return b"GIF89a" + struct.pack("<HH", width, height) + b"\0\0\0"


def webp(kind: bytes, content: bytes) -> bytes:
    """A WebP with one chunk."""
    body = b"WEBP" + kind + struct.pack("<I", len(content)) + content
    return b"RIFF" + struct.pack("<I", len(body)) + body


EXTENDED = b"\0\0\0\0" + (2).to_bytes(3, "little") + (1).to_bytes(3, "little")
LOSSLESS = b"\x2f" + struct.pack("<I", 2 | 1 << 14)
LOSSY = b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 3, 2)


@pytest.mark.parametrize(
    ("image", "kind"),
    [
        (png(), "png"),
        (jpeg(3, 2), "jpeg"),
        (gif(3, 2), "gif"),
        (webp(b"VP8X", EXTENDED), "webp"),
        (webp(b"VP8L", LOSSLESS), "webp"),
        (webp(b"VP8 ", LOSSY), "webp"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_each_kind_is_recognised_with_its_size(image: bytes, kind: str) -> None:
    """By content, whatever the name."""
    picture = inspect(image)
    assert (picture.kind, picture.width, picture.height) == (kind, 3, 2)
    assert picture.media_type == f"image/{kind}"


@pytest.mark.parametrize(
    "content",
    [
        "",
        '<rect fill="url(#a)" style="fill: url(#a); stroke: red"/>',
        '<use xlink:href="#a"/><use href="#b"/>',
        '<image href="data:image/png;base64,AAAA"/>',
        "<style>.a { fill: url('#b') }</style>",
        "<text>javascript: est un langage, onload aussi</text>",
        '<metadata><a xmlns="http://ns" resource="https://example.org/"/></metadata>',
    ],
)
def test_a_drawing_that_stands_alone_is_fine(content: str) -> None:
    """Shapes, references inside itself, and words."""
    assert inspect(b"\xef\xbb\xbf" + SVG.format(content).encode()).kind == "svg"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("<script>1</script>", "picture.script"),
        ('<x:script xmlns:x="http://www.w3.org/2000/svg"/>', "picture.script"),
        ('<rect onload="1"/>', "picture.script"),
        ('<rect ONCLICK="1"/>', "picture.script"),
        ('<a href="javascript:1"><text>x</text></a>', "picture.script"),
        ("<foreignObject/>", "picture.script"),
        ('<set attributeName="xlink:href" to="x"/>', "picture.script"),
        ('<image href="https://example.org/i.png"/>', "picture.external"),
        ('<use xlink:href="other.svg#a"/>', "picture.external"),
        ('<image href="data:image/svg+xml,x"/>', "picture.external"),
        ('<rect fill="url(https://example.org/#a)"/>', "picture.external"),
        ("<style>@import 'https://example.org/a.css';</style>", "picture.external"),
        ("<style>.a { fill: url( //example.org/a ) }</style>", "picture.external"),
        ("<style>.a { fill: u\\72l(//example.org/) }</style>", "picture.script"),
        ('<rect style="background: url(//example.org/)"/>', "picture.external"),
        ('<?xml-stylesheet href="https://example.org/a.css"?>', "picture.external"),
        ("<g>" * 300 + "</g>" * 300, "picture.too_complex"),
        ("<g>", "picture.damaged"),
    ],
)
def test_a_drawing_that_does_something_is_refused(content: str, code: str) -> None:
    """Scripts, and whatever fetches from elsewhere, in each place where they can stand."""
    with pytest.raises(BakingError) as caught:
        inspect(SVG.format(content).encode())
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("image", "code"),
    [
        (b"", "picture.unknown"),
        (b"%PDF-1.7", "picture.unknown"),
        (b"<html></html>", "picture.unknown"),
        (b"<!DOCTYPE svg><svg/>", "picture.external"),
        (b"<?xml version='1.0' encoding='utf-16'?><svg/>", "picture.damaged"),
        (b"<svg", "picture.damaged"),
        (png()[:-3], "picture.damaged"),
        (png().replace(b"IHDR", b"IHDX"), "picture.damaged"),
        (png(0, 2), "picture.damaged"),
        (png(3, 2, chunk(b"tEXt", b"a\0b")), "picture.damaged"),
        (png(100_000, 100_000), "picture.too_large"),
        (jpeg(60_000, 60_000), "picture.too_large"),
        (b"\xff\xd8\xff", "picture.damaged"),
        (b"\xff\xd8\xff\xe0\x00\x04xx\x00", "picture.damaged"),
        (b"GIF89a", "picture.damaged"),
        (webp(b"VP9 ", b""), "picture.damaged"),
        (b" " * 5_000_001, "baking.too_large"),
    ],
)
def test_what_is_no_whole_picture_is_refused(image: bytes, code: str) -> None:
    """Cut, damaged, of another kind, or larger than anybody needs."""
    with pytest.raises(BakingError) as caught:
        inspect(image)
    assert caught.value.code == code
