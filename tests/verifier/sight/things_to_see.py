"""Pictures and PDF files as people hand them over, drawn here; and some that no person would."""

import io
import random
import struct
import zlib
from collections.abc import Mapping

import pypdfium2
import qrcode
from PIL import Image

ADDRESS = "https://badges.example.fr/credentials/4f8b"
WHITE = 255


def qr(text: str = ADDRESS, side: int = 400) -> Image.Image:
    """The QR code of `text`, black on white, `side` points wide."""
    code = qrcode.QRCode(border=4, error_correction=qrcode.constants.ERROR_CORRECT_L)
    code.add_data(text)
    code.make()
    drawn: Image.Image = code.make_image().get_image()
    return drawn.convert("L").resize((side, side), Image.Resampling.NEAREST)


def table(width: int = 1600, height: int = 1200) -> Image.Image:
    """What lies around a code in a photo: patches of light and shade, the same every time."""
    shades = random.Random(7).randbytes((width // 8) * (height // 8))  # noqa: S311 - no secret
    patches = Image.frombytes("L", (width // 8, height // 8), shades)
    return patches.resize((width, height), Image.Resampling.BILINEAR)


def laid(*codes: Image.Image, width: int = 1600, height: int = 1200) -> Image.Image:
    """Codes side by side on the table, in the middle of its height."""
    photo = table(width, height)
    step = width // (len(codes) + 1)
    for place, code in enumerate(codes, 1):
        photo.paste(code, (place * step - code.width // 2, (height - code.height) // 2))
    return photo


def turned(code: Image.Image, degrees: float) -> Image.Image:
    """A code on a white sheet that does not lie straight."""
    return code.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=WHITE)


def file_of(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    """`image` as the bytes of a file."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def pdf(
    *pages: Image.Image | None,
    attached: Mapping[str, bytes] | None = None,
    size: tuple[float, float] = (595, 842),
) -> bytes:
    """A PDF of A4 pages, each with a picture 28 mm wide, or empty; files are attached to it."""
    document = pypdfium2.PdfDocument.new()
    for picture in pages:
        page = document.new_page(*size)
        if picture is not None:
            drawn = pypdfium2.PdfImage.new(document)
            drawn.load_jpeg(io.BytesIO(file_of(picture)), inline=True)
            drawn.set_matrix(pypdfium2.PdfMatrix().scale(80, 80).translate(60, 60))
            page.insert_obj(drawn)
            page.gen_content()
    for name, content in (attached or {}).items():
        document.new_attachment(name).set_data(content)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf_of(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF written by hand: object 1 is its catalogue; there is a correct table of places."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table_at = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R%s>>\n" % (len(objects) + 1, trailer)
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % table_at


def stream(content: bytes, members: bytes = b"") -> bytes:
    """A compressed stream of a PDF."""
    packed = zlib.compress(content, 1)
    head = b"<</Length %d/Filter/FlateDecode%s>>\nstream\n" % (len(packed), members)
    return head + packed + b"\nendstream"


def png_of_size(width: int, height: int) -> bytes:
    """A PNG that claims to be so large, with almost no content."""
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(99))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


def gif_of_size(screen: int, frame: int) -> bytes:
    """A GIF whose screen and whose first frame claim to be so large."""
    head = b"GIF89a" + struct.pack("<HH", screen, screen) + b"\x80\0\0" + b"\0\0\0\xff\xff\xff"
    return head + b"," + struct.pack("<HHHHB", 0, 0, frame, frame, 0) + b"\x02\x02\x4c\x01\0;"


def webp_of_size(width: int, height: int) -> bytes:
    """A WebP whose canvas claims to be so large."""
    canvas = bytes(4) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", len(canvas)) + canvas
    return b"RIFF" + struct.pack("<I", len(body)) + body
