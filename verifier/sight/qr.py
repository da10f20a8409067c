"""QR codes in a grey picture: the only module that speaks zxing-cpp."""

from collections.abc import Iterable
from dataclasses import dataclass

import zxingcpp

CODES = 16
CODE_BYTES = 8_000
"""The largest QR code holds 7,089 digits."""

_FORMATS = zxingcpp.BarcodeFormats(
    [zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.MicroQRCode]
)


@dataclass(frozen=True)
class Grey:
    """A picture of one byte a point, row after row; `stride` bytes lie between two rows."""

    points: bytes | memoryview
    width: int
    height: int
    stride: int = 0


def read(grey: Grey) -> list[str]:
    """The texts of the QR codes in `grey`, in reading order."""
    view = zxingcpp.ImageView(
        grey.points, grey.width, grey.height, zxingcpp.ImageFormat.Lum, grey.stride
    )
    found = zxingcpp.read_barcodes(view, formats=_FORMATS, text_mode=zxingcpp.TextMode.Plain)
    texts = (_text(code) for code in _in_reading_order(found))
    return [text for text in dict.fromkeys(texts) if text and len(text) <= CODE_BYTES][:CODES]


def _text(code: zxingcpp.Barcode) -> str:
    """The text: UTF-8 when it is that, for the standard's own guess is an older alphabet."""
    try:
        return code.bytes.decode("utf-8")
    except UnicodeDecodeError:
        return str(code.text)


def _in_reading_order(codes: Iterable[zxingcpp.Barcode]) -> list[zxingcpp.Barcode]:
    """Line by line; a code belongs to the line whose first code reaches down to its middle."""
    lines: list[list[tuple[float, zxingcpp.Barcode]]] = []
    bottom = float("-inf")
    for top, middle, low, left, code in sorted(map(_place, codes), key=lambda place: place[:4]):
        del top
        if middle > bottom:
            lines.append([])
            bottom = low
        lines[-1].append((left, code))
    return [code for line in lines for _, code in sorted(line, key=lambda item: item[0])]


def _place(code: zxingcpp.Barcode) -> tuple[float, float, float, float, zxingcpp.Barcode]:
    """Top, middle, bottom and left edge of a code, and the code."""
    corners = code.position
    points = (corners.top_left, corners.top_right, corners.bottom_left, corners.bottom_right)
    heights = [point.y for point in points]
    top, bottom = min(heights), max(heights)
    return top, (top + bottom) / 2, bottom, min(point.x for point in points), code
