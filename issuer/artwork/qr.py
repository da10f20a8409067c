"""QR codes for paper and pages: black on white, quiet zone included, sharp at any size.

Error correction Q: a quarter of the code may be dirty or folded and it still reads.
"""

import struct
import zlib
from xml.sax.saxutils import escape

import qrcode
from qrcode.constants import ERROR_CORRECT_Q

from issuer.errors import InvalidRequest

QUIET_ZONE = 4
"""Modules of white around the code; the standard's minimum (ISO/IEC 18004)."""

_TEXT_LIMIT = 1_000  # Bytes; a code of this correction holds 1,663, but no telephone reads it.
_PIXELS_PER_MODULE = 10


def qr_svg(text: str) -> str:
    """A QR code of `text` as one SVG path.

    Raises:
        InvalidRequest: no text, or more than a code that still scans can hold.
    """
    rows = _modules(text)
    size = len(rows)
    path = "".join(
        f"M{start} {y}h{length}v1h-{length}z"
        for y, row in enumerate(rows)
        for start, length in _runs(row)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" role="img"'
        f' shape-rendering="crispEdges"><title>{escape(text)}</title>'
        f'<path fill="#fff" d="M0 0h{size}v{size}h-{size}z"/><path d="{path}"/></svg>\n'
    )


def qr_png(text: str) -> bytes:
    """A QR code of `text` as PNG, one bit for each pixel.

    Raises:
        InvalidRequest: as `qr_svg`.
    """
    rows = _modules(text)
    side = len(rows) * _PIXELS_PER_MODULE
    lines = b"".join(_scan_line(row) * _PIXELS_PER_MODULE for row in rows)
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


def _modules(text: str) -> list[list[bool]]:
    """The rows of the code, true for black, with the quiet zone."""
    if not text or not text.isprintable() or len(text.encode("utf-8")) > _TEXT_LIMIT:
        raise InvalidRequest("artwork.qr_text", field="text", limit=_TEXT_LIMIT)
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, border=QUIET_ZONE)
    code.add_data(text)
    code.make(fit=True)
    return [[bool(module) for module in row] for row in code.get_matrix()]


def _runs(row: list[bool]) -> list[tuple[int, int]]:
    """Start and length of each run of black modules."""
    runs: list[tuple[int, int]] = []
    for x, black in enumerate(row):
        if not black:
            continue
        if runs and sum(runs[-1]) == x:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((x, 1))
    return runs


def _scan_line(row: list[bool]) -> bytes:
    """One line of pixels, without filter, white as 1."""
    bits = "".join(("0" if black else "1") * _PIXELS_PER_MODULE for black in row)
    padded = bits.ljust(-(-len(bits) // 8) * 8, "0")
    return b"\0" + int(padded, 2).to_bytes(len(padded) // 8)


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)
