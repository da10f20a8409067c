"""What is printed is PDF/A-3 and PDF/UA, as pikepdf reads it; the signed badge is inside.

veraPDF is not in the registries that this project uses, so the clauses that our layouts could
break are checked one by one; Typst itself refuses to write what breaks the others.
"""

from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pytest

from tests.issuer.paper.pieces import (
    BADGE,
    BOOKLET,
    CERTIFICATE,
    KINDS,
    OTHER,
    PRESS,
    attachments,
    changed,
)

_FORBIDDEN = ("/JavaScript", "/JS", "/Launch", "/ImportData", "/ResetForm", "/Movie", "/Sound")
_PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")


@pytest.fixture(params=KINDS)
def document(request: pytest.FixtureRequest) -> Iterator[pikepdf.Pdf]:
    """Each kind of paper in turn."""
    with pikepdf.open(BytesIO(KINDS[request.param](PRESS))) as opened:
        yield opened


def test_each_paper_says_that_it_is_pdf_a_3_and_accessible(document: pikepdf.Pdf) -> None:
    """Part 3, level A, in the metadata (ISO 19005-3, 6.6.4), and PDF/UA-1 (ISO 14289-1, 5)."""
    with document.open_metadata() as metadata:
        told = {name: metadata.get(name) for name in ("pdfaid:part", "pdfaid:conformance")}
        assert told == {"pdfaid:part": "3", "pdfaid:conformance": "A"}
        assert metadata.get("pdfuaid:part") == "1"
        assert metadata.get("dc:title")


def test_colours_have_a_meaning_of_their_own(document: pikepdf.Pdf) -> None:
    """An output intent with its colour profile inside (ISO 19005-3, 6.2.3)."""
    (intent,) = document.Root.OutputIntents
    assert intent.S == "/GTS_PDFA1"
    assert len(intent.DestOutputProfile.read_bytes()) > 100


def test_each_paper_can_be_read_aloud(document: pikepdf.Pdf) -> None:
    """Tagged, in a language, with its title shown (ISO 14289-1, 7.1 and 7.2)."""
    root = document.Root
    assert root.MarkInfo.Marked
    assert root.StructTreeRoot.K is not None
    assert str(root.Lang) == "fr"
    assert root.ViewerPreferences.DisplayDocTitle


def test_every_picture_has_words_that_stand_for_it(document: pikepdf.Pdf) -> None:
    """A figure has an alternative text (ISO 14289-1, 7.3)."""
    figures = [
        item
        for item in document.objects
        if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"
    ]
    assert figures
    assert all(str(item.Alt).strip() for item in figures)


def test_every_font_is_inside(document: pikepdf.Pdf) -> None:
    """With what each letter means (ISO 19005-3, 6.2.11.4 and 6.2.11.7)."""
    fonts = [
        item
        for item in document.objects
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"
    ]
    descriptors = [item.FontDescriptor for item in fonts if "/FontDescriptor" in item]
    assert descriptors
    assert all(any(name in item for name in _PROGRAMS) for item in descriptors)
    assert all("/ToUnicode" in item for item in fonts if item.Subtype == "/Type0")


def test_nothing_in_it_acts_or_is_locked(document: pikepdf.Pdf) -> None:
    """No script, no action, no password (ISO 19005-3, 6.5 and 6.1.3)."""
    kinds = {
        str(item.get("/S"))
        for item in document.objects
        if isinstance(item, pikepdf.Dictionary) and "/S" in item
    }
    assert kinds.isdisjoint(_FORBIDDEN)
    assert not document.is_encrypted
    assert "/AA" not in document.Root
    assert not document.check_pdf_syntax()


def test_the_signed_badge_is_attached_byte_for_byte() -> None:
    """One file, told to be what the page was made from (ISO 19005-3, 6.8)."""
    with pikepdf.open(BytesIO(PRESS.certificate(CERTIFICATE))) as document:
        (file,) = document.Root.AF
        assert str(file.UF) == "badge.json"
        assert file.AFRelationship == "/Source"
        assert str(file.Desc)
        stream = file.EF.F
        assert stream.Subtype == "/application/vc"
        assert stream.Params.Size == len(BADGE)
        assert stream.read_bytes() == BADGE
        assert list(document.attachments) == ["badge.json"]


def test_a_passport_holds_every_badge() -> None:
    """Each under a name that tells them apart; the same badge twice is no failure."""
    assert attachments(PRESS.booklet(BOOKLET)) == {
        "badge-1-K7QMW-X3FPA.json": BADGE,
        "badge-2-ABCDE-FGHJK.json": OTHER.badge,
    }


def test_a_file_for_a_whole_group_holds_no_badge() -> None:
    """It goes to a printer, so that no learner carries the badges of the others."""
    assert attachments(KINDS["certificates"](PRESS)) == {}


def test_the_metadata_name_the_badge() -> None:
    """Title, author and the address of the credential are read without opening the page."""
    with (
        pikepdf.open(BytesIO(PRESS.certificate(CERTIFICATE))) as document,
        document.open_metadata() as metadata,
    ):
        assert metadata["dc:title"] == "Découpe laser en autonomie – Amélie Le Goff-Nguyễn"
        assert metadata["dc:creator"] == ["Fablab des Deux Rives"]
        assert CERTIFICATE.identifier in str(metadata["dc:description"])
        assert metadata["xmp:CreateDate"].startswith("2026-11-22T12:00:00")


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_content_gives_the_same_bytes(kind: str) -> None:
    """Twice the same, and another when one letter is another."""
    assert KINDS[kind](PRESS) == KINDS[kind](PRESS)
    assert PRESS.certificate(changed(holder="Camille")) != PRESS.certificate(CERTIFICATE)
