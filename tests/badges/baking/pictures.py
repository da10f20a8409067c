"""Small pictures and badges for the tests of baking, made byte by byte."""

import struct
import zlib

from badges.documents import MEDIA_TYPE_JSON, MEDIA_TYPE_JWT, Secured

SIGNATURE = b"\x89PNG\r\n\x1a\n"
SVG = b"""<?xml version="1.0" encoding="UTF-8"?>
<!-- a > in a comment, and <svg> too -->
<svg xmlns="http://www.w3.org/2000/svg" aria-label="1 > 0" viewBox='0 0 9 9'
  ><title>Caf\xc3\xa9</title><path d="M0 0h9v9z"/></svg>
"""
JSON_BADGE = Secured('{"name":"Café <b> ]]> & “fin”","type":["A"]}'.encode(), MEDIA_TYPE_JSON)
JWT_BADGE = Secured(b"eyJhbGciOiJSUzI1NiJ9.eyJ4IjoxfQ.c2lnbmF0dXJl_-", MEDIA_TYPE_JWT)


def chunk(kind: bytes, content: bytes = b"") -> bytes:
    """One PNG chunk with its length and checksum."""
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)


def png(*extra: bytes) -> bytes:
    """A PNG of one grey pixel, with `extra` chunks after its header."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\0\x80"))
    return SIGNATURE + header + b"".join(extra) + pixels + chunk(b"IEND")


def itxt(text: bytes, *, keyword: bytes = b"openbadgecredential", packed: bool = False) -> bytes:
    """An `iTXt` chunk, compressed or not."""
    if packed:
        return chunk(b"iTXt", keyword + b"\0\1\0\0\0" + zlib.compress(text))
    return chunk(b"iTXt", keyword + b"\0\0\0\0\0" + text)


def kinds(image: bytes) -> list[bytes]:
    """The kinds of the chunks of a PNG, in order."""
    found, position = [], len(SIGNATURE)
    while position < len(image):
        length, kind = struct.unpack_from(">I4s", image, position)
        found.append(kind)
        position += 12 + length
    return found
