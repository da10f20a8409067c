"""What was seen is opened: a badge, an address, several, or somebody's private matter."""

import json
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from badges import baking
from badges.errors import DocumentError
from badges.i18n import LANGUAGES, Translator
from badges.net import OfflineFetcher
from tests.verifier.badges_to_read import Place, badge
from tests.verifier.sight.things_to_see import file_of, png_of_size, qr
from verifier.errors import InputError, Unseen
from verifier.intake import receive
from verifier.intake.bounded_sight import BoundedSight
from verifier.intake.material import Onward, Opened, Received, Several, Tools
from verifier.intake.pdf import PDF
from verifier.intake.qr_photo import QR_PHOTO, choose, open_picture
from verifier.ports import Attachment, PdfContents

ADDRESS = "https://badges.example.fr/credentials/4f8b"
JWT = "eyJhbGciOiJFZERTQSJ9.W10.c2ln"
PHOTO = b"\xff\xd8\xff\xe0photo"
DOCUMENT = b"%PDF-1.7"


@dataclass
class SightOf:
    """A sight that sees what a test tells it to see, and counts how often it was asked."""

    texts: tuple[str, ...] = ()
    attached: tuple[Attachment, ...] = ()
    asked: list[bytes] = field(default_factory=list)

    def codes(self, picture: bytes) -> tuple[str, ...]:
        """The texts."""
        self.asked.append(picture)
        return self.texts

    def pdf(self, document: bytes) -> PdfContents:
        """The attached files and the texts."""
        self.asked.append(document)
        return PdfContents(self.attached, self.texts)


def photo_of(*texts: str) -> Opened:
    """What a photo that shows codes with these texts is opened to."""
    return QR_PHOTO.open(PHOTO, Tools(OfflineFetcher(), SightOf(texts)))


def pdf_with(*attached: bytes, texts: tuple[str, ...] = ()) -> Opened:
    """What a PDF with these attached files and codes is opened to."""
    files = tuple(Attachment(f"file-{n}", content) for n, content in enumerate(attached, 1))
    return PDF.open(DOCUMENT, Tools(OfflineFetcher(), SightOf(texts, files)))


@pytest.mark.parametrize(
    "picture",
    [
        *(file_of(qr(side=60), kind) for kind in ("JPEG", "WEBP", "GIF", "BMP")),
        b"\0\0\0\x18ftypheic\0\0\0\0",
        b"\0\0\0\x18ftypmif1\0\0\0\0",
        b"\0\0\0\x1cftypavif\0\0\0\0",
        b"II*\0\x08\0\0\0",
        b"MM\0*\0\0\0\x08",
        b"\xff\x0a\xfa\x1f",
    ],
    ids=["jpeg", "webp", "gif", "bmp", "heic", "mif1", "avif", "tiff", "tiff be", "jxl"],
)
@pytest.mark.requirement("VER-01")
def test_pictures_are_recognised_by_their_content(picture: bytes) -> None:
    """Whatever the file is called."""
    assert QR_PHOTO.accepts(picture)
    assert not PDF.accepts(picture)


@pytest.mark.parametrize(
    "material",
    [
        b"",
        b"BM",
        b"BMW is a car, and this text is long enough",
        b"RIFF\0\0\0\0WAVEfmt ",
        b"GIF",
        b"\0\0\0\x18ftypisom",
        b"{}",
        png_of_size(1, 1),
        DOCUMENT,
    ],
)
@pytest.mark.requirement("VER-01")
def test_other_things_are_left_to_others(material: bytes) -> None:
    """A text, a film, a sound; and a PNG, which may carry a badge and is asked for that first."""
    assert not QR_PHOTO.accepts(material)


@pytest.mark.parametrize(
    ("material", "is_pdf"),
    [
        (DOCUMENT, True),
        (b"HTTP/1.1 200 OK\r\n\r\n%PDF-1.4", True),
        (b" " * 1024 + b"%PDF-", True),
        (b" " * 1025 + b"%PDF-", False),
        (b'{"name": "%PDF-1.7"}', False),
        (b"<svg>%PDF-1.7</svg>", False),
        (b"\x89PNG\r\n\x1a\n%PDF-", False),
        (b"PK\x03\x04%PDF-", False),
        (b"PDF", False),
    ],
)
@pytest.mark.requirement("VER-01")
def test_a_pdf_is_recognised_by_its_content(material: bytes, *, is_pdf: bool) -> None:
    """Its sign may follow what mailers add, and never makes a PDF of another kind of file."""
    assert PDF.accepts(material) is is_pdf


@pytest.mark.parametrize(
    "picture", [b"RIFF\x08\0\0\0WEBPVP8 ", b"BM" + bytes(12) + b"\x28\0\0\0\n"]
)
def test_the_last_byte_of_a_picture_is_kept(picture: bytes) -> None:
    """It may happen to be what ends a line of text; the picture would be broken without it."""
    sight = SightOf((JWT,))
    with pytest.raises(DocumentError):  # that token holds no document
        receive(picture, Tools(OfflineFetcher(), sight))
    assert sight.asked == [picture]


@pytest.mark.parametrize("kind", [b"heic", b"avif"])
def test_a_kind_that_is_not_decoded_says_what_to_do(kind: bytes) -> None:
    """Without asking anybody to look."""
    sight = SightOf((ADDRESS,))
    with pytest.raises(InputError) as caught:
        open_picture(b"\0\0\0\x18ftyp" + kind, Tools(OfflineFetcher(), sight))
    assert (caught.value.code, sight.asked) == ("picture.other_kind", [])


@pytest.mark.parametrize(
    "text",
    [ADDRESS, "HTTP://BADGES.EXAMPLE.FR/V/4F8B", JWT, '{"type": []}', "[{}]", "data:,x", "DATA:,x"],
)
def test_a_badge_or_its_address_is_read_on(text: str) -> None:
    """The text of the only code, without the white space around it."""
    assert photo_of(f" {text}\n") == Onward(text.encode(), container="qr_photo")
    assert pdf_with(texts=(text,)) == Onward(text.encode(), container="pdf")


def test_a_badge_counts_more_than_an_address() -> None:
    """Paper bears the address of a home page beside the badge."""
    assert photo_of("https://lieu.example.fr/", JWT, "bonjour") == Onward(
        JWT.encode(), container="qr_photo"
    )


def test_several_badges_are_several() -> None:
    """Each once, in the order in which they are read, each with a name."""
    other = f"{ADDRESS}2"
    opened = photo_of(ADDRESS, "bonjour", other, ADDRESS)
    assert isinstance(opened, Several)
    named = [(part.name, part.material.decode()) for part in opened.parts]
    assert named == [("qr-1", ADDRESS), ("qr-2", other)]
    assert opened.container == "qr_photo"
    from_pdf = pdf_with(texts=(ADDRESS, other))
    assert isinstance(from_pdf, Several)
    assert from_pdf.container == "pdf"


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        ((), "picture.without_code"),
        (("WIFI:S:Tiers-lieu;T:WPA;P:motdepasse;;",), "qr.wifi"),
        (("BEGIN:VCARD\nFN:Inès Martin\nEND:VCARD",), "qr.contact"),
        (("mailto:ines@example.fr",), "qr.contact"),
        (("openid-credential-offer://?credential_offer_uri=x",), "qr.invitation"),
        (("Bonjour Inès",), "qr.other"),
        (("ftp://example.fr/badge",), "qr.other"),
        (("https://example.fr/two words",), "qr.other"),
        (("1234567890123",), "qr.other"),
        (("",), "qr.other"),
    ],
)
def test_what_leads_to_no_badge_is_named_and_never_repeated(
    texts: tuple[str, ...], code: str
) -> None:
    """A code may hold somebody's password or name: only its kind is told, in both languages."""
    with pytest.raises(InputError) as caught:
        photo_of(*texts)
    assert (caught.value.code, caught.value.params) == (code, {})
    for language in LANGUAGES:
        assert Translator(language, "verifier")(code) != code


@given(st.lists(st.text(max_size=40), min_size=1, max_size=5))
def test_whatever_codes_hold(texts: list[str]) -> None:
    """Any text is read on, or refused with one of our codes."""
    try:
        found: Opened | str = choose(tuple(texts), "qr_photo")
    except InputError as error:
        found = error.code
    assert not isinstance(found, Received)
    assert isinstance(found, Onward | Several) or found.startswith("qr.")


def test_attached_badges_of_every_kind_are_found(place: Place) -> None:
    """JSON, with or without a byte order mark; JWT; PNG and SVG that carry one."""
    signed = place.sign(badge(place))
    jwt = place.sign(badge(place), "vc-jwt").body
    svg = baking.bake(b'<svg xmlns="http://www.w3.org/2000/svg"/>', signed)
    png = baking.bake(file_of(qr(side=60), "PNG"), signed)
    for content in (signed.body, jwt, svg, png):
        assert pdf_with(b"notes", content, texts=(ADDRESS,)) == Onward(content)
    assert pdf_with(b"\xef\xbb\xbf" + signed.body + b"\n") == Onward(signed.body)


def test_several_attached_badges_are_several(place: Place) -> None:
    """Each under the name that it has in the PDF; the same file twice is one badge."""
    one, two = place.sign(badge(place)).body, place.sign(badge(place), "vc-jwt").body
    opened = pdf_with(one, b"notes", two, one)
    assert isinstance(opened, Several)
    assert {part.material for part in opened.parts} == {one, two}
    assert {part.name for part in opened.parts} <= {"file-1", "file-3", "file-4"}
    assert opened.container == "pdf"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"notes",
        json.dumps({"name": "settings"}).encode(),
        json.dumps({"@context": {}}).encode(),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        png_of_size(1, 1),
        b"PK\x03\x04",
    ],
)
def test_attached_files_that_are_no_badges_are_passed_by(content: bytes) -> None:
    """A logo, an invoice, settings: the code on the page counts."""
    assert pdf_with(content, texts=(ADDRESS,)) == Onward(ADDRESS.encode(), container="pdf")
    with pytest.raises(InputError) as caught:
        pdf_with(content)
    assert caught.value.code == "input.pdf_without_badge"


def test_codes_of_a_pdf_that_lead_nowhere_are_named() -> None:
    """The same words as for a photo."""
    with pytest.raises(InputError) as caught:
        pdf_with(texts=("WIFI:S:x;;",))
    assert caught.value.code == "qr.wifi"


def test_a_verification_looks_so_often_and_no_more() -> None:
    """A code may lead to a picture with a code: that ends."""
    inner = SightOf((ADDRESS,))
    sight = BoundedSight(inner, looks=2)
    assert sight.codes(PHOTO) == (ADDRESS,)
    assert sight.pdf(DOCUMENT).codes == (ADDRESS,)
    for look in (sight.codes, sight.pdf):
        with pytest.raises(Unseen) as caught:
            look(PHOTO)
        assert caught.value.code == "sight.enough"
    assert inner.asked == [PHOTO, DOCUMENT]


def test_a_verification_looks_for_so_long_and_no_longer() -> None:
    """When the time is spent, no further look begins."""
    sight = BoundedSight(SightOf((ADDRESS,)), seconds=1e-9)
    assert sight.codes(PHOTO) == (ADDRESS,)
    with pytest.raises(Unseen):
        sight.codes(PHOTO)
