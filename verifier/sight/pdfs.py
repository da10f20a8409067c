"""PDF: the files attached to it, and the QR codes on its first pages; speaks pypdfium2."""

import codecs
import ctypes
import math
from collections.abc import Iterator

import pypdfium2
from pypdfium2 import raw

from verifier.sight import frames, qr
from verifier.sight.found import (
    BROKEN_PDF,
    LOCKED_PDF,
    TOO_SLOW,
    CannotSee,
    Deadline,
    may_be_badge,
)

ATTACHMENTS = 16
ATTACHMENT_BYTES = 5_000_000
ATTACHMENTS_BYTES = 10_000_000
NAME_CHARACTERS = 200
PAGES = 6
PIXELS = 6_000_000
SIDE = 8_000
_SCALE = 200 / 72  # 200 points an inch: a code of 25 mm has 6 points a module

codecs.lookup("utf-16-le")  # the names of attached files; once confined, nothing more is loaded


def look(material: bytes, deadline: Deadline) -> frames.Frames:
    """What a PDF holds, as frames: each attachment's name and content, then the codes.

    Raises:
        CannotSee: as `open_pdf`.
    """
    document = open_pdf(material)
    has_badge = False
    for name, content in attachments(document):
        has_badge = has_badge or may_be_badge(content)
        yield frames.NAME, name.encode("utf-8", "replace")
        yield frames.CONTENT, content
    if not has_badge:
        for text in codes(document, deadline):
            yield frames.CODE, text.encode("utf-8", "replace")


def open_pdf(content: bytes) -> pypdfium2.PdfDocument:
    """The document.

    Raises:
        CannotSee: broken, without pages, or closed by a password.
    """
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        is_locked = error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        raise CannotSee(LOCKED_PDF if is_locked else BROKEN_PDF) from error


def attachments(document: pypdfium2.PdfDocument) -> Iterator[tuple[str, bytes]]:
    """Name and content of each attached file, as far as the bounds go."""
    left = ATTACHMENTS_BYTES
    for index in range(min(document.count_attachments(), ATTACHMENTS)):
        try:
            attachment = document.get_attachment(index)
            content = _content(attachment, min(left, ATTACHMENT_BYTES))
            name = attachment.get_name()
        except (pypdfium2.PdfiumError, UnicodeDecodeError):
            continue  # one that is broken hides none of the others
        left -= len(content)
        yield name[:NAME_CHARACTERS], content


def _content(attachment: pypdfium2.PdfAttachment, limit: int) -> bytes:
    """The whole file, or nothing of one that is larger than `limit`.

    Its real size is asked for first: the size that the PDF declares binds nobody.
    """
    size = ctypes.c_ulong()
    raw.FPDFAttachment_GetFile(attachment, None, 0, size)
    return bytes(attachment.get_data()) if 0 < size.value <= limit else b""


def codes(document: pypdfium2.PdfDocument, deadline: Deadline) -> Iterator[str]:
    """The texts of the QR codes on the first pages and the last, page by page, each text once.

    Raises:
        CannotSee: the time is over, and pages are left that nobody looked at.
    """
    seen: set[str] = set()
    for index in _pages(len(document)):
        if not deadline.left:
            raise CannotSee(TOO_SLOW)
        for text in _page_codes(document, index):
            if text not in seen:
                seen.add(text)
                yield text
        if len(seen) >= qr.CODES:
            return


def _pages(count: int) -> list[int]:
    """A certificate has its code on the first page or on the last."""
    return list(range(count)) if count <= PAGES else [*range(PAGES - 1), count - 1]


def _page_codes(document: pypdfium2.PdfDocument, index: int) -> list[str]:
    """The codes of one page; a broken page has none."""
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return []
    scale = _scale(*page.get_size())
    if scale is None:
        return []
    bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False)
    points = memoryview(bitmap.buffer).cast("B")
    return qr.read(qr.Grey(points, bitmap.width, bitmap.height, bitmap.stride))


def _scale(width: float, height: float) -> float | None:
    """How large to draw a page of that size, in points of 1/72 inch; None for no real page."""
    if not (math.isfinite(width) and math.isfinite(height) and width > 0 and height > 0):
        return None
    scale = min(_SCALE, math.sqrt(PIXELS / (width * height)), SIDE / max(width, height))
    return scale if min(width, height) * scale >= 1 else None
