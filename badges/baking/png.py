"""A badge inside a PNG: one uncompressed `iTXt` chunk, spliced in so that no pixel is touched.

https://www.imsglobal.org/spec/ob/v3p0/#png (BAKE-01 to BAKE-04); chunks as in
https://www.w3.org/TR/png-3/. Animated PNG only adds chunks, so it is carried like any other.
"""

import struct
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from badges.baking.container import (
    TEXT_LIMIT,
    Standard,
    Unbaked,
    choose,
    require_readable,
    require_size,
    text_to_bake,
)
from badges.documents import Secured
from badges.errors import BakingError

KEYWORD = b"openbadgecredential"
"""Names the chunk of an Open Badge 3.0."""

_STANDARDS = {
    KEYWORD: Standard.OPEN_BADGES_3,
    b"clrcredential": Standard.CLR_2,
    b"openbadges": Standard.OPEN_BADGES_2,
}
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEADER_LENGTH = 25
_CHUNK_OVERHEAD = 12
_KEYWORD_LIMIT = 79
_CHUNK_START = struct.Struct(">I4s")
_TEXT_KINDS = (b"iTXt", b"tEXt", b"zTXt")


class _Chunk(NamedTuple):
    """One chunk: its kind, the bytes of the file that it occupies, and what a text is about.

    Pixels are not copied: only text chunks are looked into.
    """

    kind: bytes
    start: int
    end: int
    keyword: bytes


class Png:
    """The PNG container."""

    name = "png"

    def accepts(self, image: bytes) -> bool:
        """Whether `image` starts as a PNG does."""
        return image.startswith(_SIGNATURE)

    def bake(self, image: bytes, secured: Secured, *, replace: bool) -> bytes:
        """`image` with the badge right after its header, every other byte as it was (BAKE-01).

        Raises:
            BakingError: not a sound PNG, or a badge is there already and `replace` is false.
        """
        chunks = _require_chunks(image)
        old = [chunk for chunk in chunks if chunk.keyword == KEYWORD]
        if old and not replace:
            raise BakingError("baking.already_baked")
        header = chunks[0]
        pieces = [image[: header.end], _text_chunk(text_to_bake(secured))]
        position = header.end
        for chunk in old:
            pieces.append(image[position : chunk.start])
            position = chunk.end
        pieces.append(image[position:])
        return b"".join(pieces)

    def read(self, image: bytes) -> Unbaked:
        """The badge of the first `iTXt` chunk that is named so, else of another text chunk.

        Of several standards the newest is read: 3.0, then CLR (BAKE-12), then 2.0 (BAKE-20).

        Raises:
            BakingError: not a sound PNG, or no badge that can be read.
        """
        chunks = _require_chunks(image)
        named = [(_STANDARDS[chunk.keyword], chunk) for chunk in chunks if _is_ours(chunk)]
        standard, beside = choose(standard for standard, _ in named)
        if standard is None:
            raise BakingError("baking.no_credential", container=self.name)
        ours = [chunk for found, chunk in named if found is standard]
        chosen = next((chunk for chunk in ours if chunk.kind == b"iTXt"), ours[0])
        text, remarks = _text(chosen.kind, image[chosen.start + 8 : chosen.end - 4])
        if standard is Standard.OPEN_BADGES_2:
            text = text.strip()
        if len(ours) > 1:
            remarks = (*remarks, "baking.several")
        return require_readable(Unbaked(text, self.name, (*remarks, *beside), standard))


def _is_ours(chunk: _Chunk) -> bool:
    return chunk.keyword in _STANDARDS


def _require_chunks(image: bytes) -> list[_Chunk]:
    """The chunks of a whole and sound PNG, header first, end last.

    Raises:
        BakingError: cut short, damaged, or not put together as a PNG must be.
    """
    require_size(image)
    chunks = list(_chunks(image))
    kinds = [chunk.kind for chunk in chunks]
    if kinds[-1:] != [b"IEND"]:
        raise BakingError("baking.png_truncated")
    header_first = kinds[0] == b"IHDR" and chunks[0].end == len(_SIGNATURE) + _HEADER_LENGTH
    if not header_first or kinds.count(b"IHDR") > 1 or b"IDAT" not in kinds:
        raise BakingError("baking.png_structure")
    return chunks


def _chunks(image: bytes) -> Iterator[_Chunk]:
    """Walk from the signature to `IEND`; what may follow the end is no part of the picture."""
    position, size, view = len(_SIGNATURE), len(image), memoryview(image)
    while position < size:
        if position + _CHUNK_OVERHEAD > size:
            raise BakingError("baking.png_truncated")
        length, kind = _CHUNK_START.unpack_from(image, position)
        end = position + _CHUNK_OVERHEAD + length
        if not kind.isalpha():
            raise BakingError("baking.png_structure")
        if end > size:
            raise BakingError("baking.png_truncated")
        if zlib.crc32(view[position + 4 : end - 4]) != int.from_bytes(view[end - 4 : end]):
            raise BakingError("baking.png_checksum", chunk=kind.decode("ascii"))
        yield _Chunk(kind, position, end, _keyword(image, kind, position + 8, end - 4))
        if kind == b"IEND":
            return
        position = end


def _keyword(image: bytes, kind: bytes, start: int, end: int) -> bytes:
    """What a text chunk is about; empty for the others."""
    if kind not in _TEXT_KINDS:
        return b""
    return image[start : min(end, start + _KEYWORD_LIMIT + 1)].partition(b"\0")[0]


def _text_chunk(text: str) -> bytes:
    """An `iTXt` chunk: keyword, no compression, no language, no translated keyword, text."""
    content = KEYWORD + b"\0\0\0\0\0" + text.encode("utf-8")
    body = b"iTXt" + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def _text(kind: bytes, content: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a text chunk, and what was irregular about its form."""
    rest = content.partition(b"\0")[2]
    if kind == b"tEXt":
        return _decode(rest, "latin-1"), ("baking.not_itxt",)
    if kind == b"zTXt":
        return _decode(_decompress(rest[:1], rest[1:]), "latin-1"), (
            "baking.not_itxt",
            "baking.compressed",
        )
    flag, method, fields = rest[:1], rest[1:2], rest[2:].split(b"\0", 2)
    if flag not in (b"\0", b"\1") or len(fields) != 3:  # noqa: PLR2004 - language, translation, text
        raise BakingError("baking.png_text")
    if flag == b"\1":
        return _decode(_decompress(method, fields[2]), "utf-8"), ("baking.compressed",)
    return _decode(fields[2], "utf-8"), ()


def _decode(text: bytes, encoding: str) -> str:
    """Text of a chunk; a badge written as UTF-8 into a Latin-1 chunk is read as UTF-8."""
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError as error:
        if encoding == "utf-8":
            raise BakingError("baking.png_text") from error
        return text.decode(encoding)


def _decompress(method: bytes, packed: bytes) -> bytes:
    """Inflate at most what a badge may weigh, whatever the chunk promises (zip bombs)."""
    if method != b"\0":
        raise BakingError("baking.png_text")
    inflater = zlib.decompressobj()
    try:
        text = inflater.decompress(packed, TEXT_LIMIT + 1)
    except zlib.error as error:
        raise BakingError("baking.png_text") from error
    if len(text) > TEXT_LIMIT:
        raise BakingError("baking.badge_too_large", limit=TEXT_LIMIT)
    if not inflater.eof:
        raise BakingError("baking.png_text")
    return text
