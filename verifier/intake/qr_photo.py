"""A photo or a screenshot with a QR code in it: the code holds a badge, or its address."""

from dataclasses import dataclass

from verifier.errors import InputError
from verifier.intake.compact_jwt import COMPACT_JWT
from verifier.intake.material import Onward, Opened, Part, Several, Tools, trim
from verifier.intake.url import URL

_BEGINNINGS = (b"\xff\xd8\xff", b"GIF87a", b"GIF89a")
_OTHER_PICTURES = (b"II*\x00", b"MM\x00*", b"\xff\x0a", b"\x00\x00\x00\x0cJXL ")
_BRANDS = (b"heic", b"heix", b"heif", b"hevc", b"mif1", b"msf1", b"avif", b"avis")
"""What telephones write: pictures made as one frame of a film (ISO/IEC 23008-12)."""
_BMP_HEADERS = (12, 40, 52, 56, 64, 108, 124)

_INVITATIONS = ("openid-credential-offer:", "openid4vp:", "openid-vc:", "haip:", "dccrequest:")
_CONTACTS = ("begin:vcard", "mecard:", "bizcard:", "mailto:", "tel:", "sms:", "smsto:", "matmsg:")


@dataclass(frozen=True)
class QrPhoto:
    """A picture that shows a badge's QR code."""

    name: str = "qr_photo"

    def accepts(self, material: bytes) -> bool:
        """Whether this is a picture that can carry no badge by itself, by its first bytes."""
        return is_picture(material) or is_other_picture(material)

    def open(self, material: bytes, tools: Tools) -> Opened:
        """What the QR code in the picture holds.

        Raises:
            InputError: as `open_picture`.
        """
        return open_picture(material, tools)


def is_picture(material: bytes) -> bool:
    """Whether this is a JPEG, GIF, WebP or BMP."""
    if material.startswith(b"RIFF"):
        return material[8:12] == b"WEBP"
    if material.startswith(b"BM"):
        return int.from_bytes(material[14:18], "little") in _BMP_HEADERS
    return material.startswith(_BEGINNINGS)


def is_other_picture(material: bytes) -> bool:
    """Whether this is a picture of a kind that we do not decode: HEIC, AVIF, TIFF, JPEG XL."""
    is_film = material[4:8] == b"ftyp" and material[8:12] in _BRANDS
    return is_film or material.startswith(_OTHER_PICTURES)


def open_picture(material: bytes, tools: Tools) -> Opened:
    """What the QR codes in any picture hold; for a PNG without a baked badge too.

    Raises:
        InputError: not a picture that can be read, without a QR code, or with other things in it.
    """
    if is_other_picture(material):
        raise InputError("picture.other_kind")
    found = tools.sight.codes(material)
    if not found:
        raise InputError("picture.without_code")
    return choose(found, "qr_photo")


def choose(codes: tuple[str, ...], container: str) -> Opened:
    """Of the texts of one or more QR codes: the badges, else the addresses.

    A badge counts more than an address, for paper often bears the address of a home page too.

    Raises:
        InputError: none is either; the code says in general what was found, and repeats nothing.
    """
    texts = tuple(dict.fromkeys(trim(code.encode("utf-8", "replace")) for code in codes))
    chosen = [text for text in texts if _is_badge(text)]
    chosen = chosen or [text for text in texts if URL.accepts(text)]
    if not chosen:
        raise InputError(_described(codes[0]))
    if len(chosen) == 1:
        return Onward(chosen[0], container=container)
    parts = (Part(f"qr-{number}", text) for number, text in enumerate(chosen, 1))
    return Several(container, tuple(parts))


def _is_badge(text: bytes) -> bool:
    """Whether a text is a badge itself: JSON, a JWT, or a data: URL."""
    return (
        text.startswith((b"{", b"[")) or text[:5].lower() == b"data:" or COMPACT_JWT.accepts(text)
    )


def _described(code: str) -> str:
    """What a code that leads to no badge is, in general: it may be somebody's private matter."""
    text = code.strip().lower()
    if text.startswith("wifi:"):
        return "qr.wifi"
    if text.startswith(_INVITATIONS):
        return "qr.invitation"
    return "qr.contact" if text.startswith(_CONTACTS) else "qr.other"


QR_PHOTO = QrPhoto()
