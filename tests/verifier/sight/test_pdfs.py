"""PDF files: attached badges, codes on pages, and those that want to cost us something."""

import pytest
from PIL import Image

from tests.verifier.sight.things_to_see import ADDRESS, pdf, pdf_of, qr, stream, table
from verifier.errors import InputError
from verifier.ports import Attachment, PdfContents
from verifier.sight import IsolatedSight, pdfs
from verifier.sight.found import CannotSee, Deadline

BADGE = b'{"@context": [], "type": ["VerifiableCredential"]}'
OTHER = "https://badges.example.fr/credentials/other"

CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
ONE_PAGE = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"


def seen(document: bytes, seconds: float = 10) -> PdfContents:
    """What a PDF holds, read in this process."""
    opened = pdfs.open_pdf(document)
    attached = tuple(Attachment(name, content) for name, content in pdfs.attachments(opened))
    return PdfContents(attached, tuple(pdfs.codes(opened, Deadline.after(seconds))))


def page(box: str) -> bytes:
    """An empty page of that size, as a PDF writes it."""
    return f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]>>".encode()


def outcome(sight: IsolatedSight, document: bytes) -> PdfContents | str:
    """What the confined process sees, or the code of its error."""
    try:
        return sight.pdf(document)
    except InputError as error:
        return error.code


NOTHING = PdfContents()
FAILURES = ("sight.failed", "sight.too_slow", "sight.too_much_memory")


def test_attached_files_are_given_with_their_names(sight: IsolatedSight) -> None:
    """Byte for byte, in the order of their names, accents included."""
    files = {"a.json": BADGE, "reçu d'Inès.txt": b"merci"}
    document = pdf(None, attached=files)
    expected = tuple(Attachment(name, content) for name, content in files.items())
    assert sight.pdf(document).attachments == seen(document).attachments == expected


def test_the_codes_of_the_pages_are_given(sight: IsolatedSight) -> None:
    """Page by page, each text once."""
    document = pdf(qr(), None, qr(), qr(OTHER))
    assert sight.pdf(document).codes == seen(document).codes == (ADDRESS, OTHER)


def test_an_attached_badge_spares_looking_at_the_pages(sight: IsolatedSight) -> None:
    """The badge itself counts more than its address."""
    contents = sight.pdf(pdf(qr(), attached={"badge.json": BADGE}))
    assert contents == PdfContents((Attachment("badge.json", BADGE),), ())


def test_an_attached_file_of_another_kind_spares_nothing(sight: IsolatedSight) -> None:
    """A certificate with its terms of use attached still shows its code."""
    contents = sight.pdf(pdf(qr(), attached={"terms.txt": b"Read me"}))
    assert contents.codes == (ADDRESS,)


def test_long_documents_are_read_at_both_ends() -> None:
    """The first five pages and the last one."""
    assert seen(pdf(*[None] * 8, qr())).codes == (ADDRESS,)
    assert seen(pdf(*[None] * 5, qr(), None)).codes == ()


def test_pages_that_nobody_looked_at_are_told() -> None:
    """When the time is over, silence must not pass for an answer."""
    document = pdf(qr())
    with pytest.raises(CannotSee, match=r"sight\.too_slow"):
        seen(document, seconds=0)


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (b"%PDF-1.7\n", "pdf.broken"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 40, "pdf.broken"),
        (pdf(qr())[:2_000], "pdf.broken"),
        (pdf_of(CATALOGUE, b"<</Type/Pages/Kids[]/Count 0>>"), "pdf.broken"),
        (pdf_of(CATALOGUE, b"<</Type/Pages/Kids[2 0 R]/Count 9>>"), None),
        (pdf_of(CATALOGUE, ONE_PAGE, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 0 0]>>"), None),
        (pdf_of(CATALOGUE, ONE_PAGE, page("0 0 1e30 1e30")), None),
        (pdf_of(CATALOGUE, ONE_PAGE, page("0 0 999999999 1")), None),
        (pdf_of(CATALOGUE, ONE_PAGE, page("5 5 -100 -100")), None),
        (pdf_of(CATALOGUE, ONE_PAGE, page("0 0 99999 99999")), None),
        (pdf_of(CATALOGUE, b"<</Type/Pages/Kids[3 0 R]/Count 99999999>>", page("0 0 9 9")), None),
    ],
    ids=[
        "begun", "random", "cut", "no page", "its own page", "no size", "endless", "line",
        "negative", "huge", "lying count",
    ],
)  # fmt: skip
@pytest.mark.requirement("VER-02")
def test_broken_and_odd_files_are_an_answer(
    sight: IsolatedSight, document: bytes, code: str | None
) -> None:
    """Each gives nothing, or an error of ours."""
    assert outcome(sight, document) == (code or NOTHING)
    if code is None:
        assert seen(document) == NOTHING
        return
    with pytest.raises(CannotSee, match=code):
        seen(document)


def test_a_locked_pdf_says_so(sight: IsolatedSight) -> None:
    """A file that asks for a password is not called broken."""
    members = b"/Filter/Standard/V 1/R 2/P -4/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">"
    identifier = b"00" * 16
    trailer = b"/Encrypt 4 0 R/ID[<" + identifier + b"><" + identifier + b">]"
    document = pdf_of(
        CATALOGUE, ONE_PAGE, page("0 0 99 99"), b"<<" + members + b">>", trailer=trailer
    )
    assert outcome(sight, document) == "pdf.locked"


def test_a_deep_tree_of_pages_is_an_answer(sight: IsolatedSight) -> None:
    """Three thousand nodes, one inside the other."""
    nodes = [b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (number + 3) for number in range(3_000)]
    document = pdf_of(CATALOGUE, *nodes, page("0 0 99 99"))
    assert outcome(sight, document) in (NOTHING, "pdf.broken", "sight.failed")


def attached_by_hand(content: bytes) -> bytes:
    """A PDF whose one attached file is written by hand."""
    return pdf_of(
        b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(a)4 0 R]>>>>>>",
        ONE_PAGE,
        page("0 0 99 99"),
        b"<</Type/Filespec/F(a)/UF(a)/EF<</F 5 0 R>>>>",
        content,
    )


def test_an_attachment_too_large_is_left_aside() -> None:
    """Six megabytes of spaces: its name is given, its content is not."""
    document = attached_by_hand(stream(b" " * 6_000_000))
    assert seen(document).attachments == (Attachment("a", b""),)


def test_a_lying_size_is_not_believed() -> None:
    """The size that the PDF declares binds nobody: the file is as long as it is."""
    document = attached_by_hand(stream(BADGE, b"/Params<</Size 900000000>>"))
    assert seen(document).attachments == (Attachment("a", BADGE),)


@pytest.mark.parametrize("content", [b"null", b"<</Length 9>>", stream(b"x")[:-20]])
def test_a_broken_attachment_is_empty(content: bytes) -> None:
    """A file that is not there, or cut short, has a name and no content."""
    assert all(not item.content for item in seen(attached_by_hand(content)).attachments)


def test_at_most_sixteen_attachments_are_given() -> None:
    """However many there are."""
    document = pdf(None, attached={f"{number:02}": b"x" for number in range(20)})
    assert len(seen(document).attachments) == 16


def test_attachments_are_bounded_together() -> None:
    """Four files of three megabytes each: the fourth finds no place."""
    files = {f"{number}": bytes([number]) * 3_000_000 for number in range(4)}
    sizes = [len(item.content) for item in seen(pdf(None, attached=files)).attachments]
    assert sizes == [3_000_000, 3_000_000, 3_000_000, 0]


@pytest.mark.requirement("VER-02")
def test_a_compressed_bomb_is_an_error(sight: IsolatedSight) -> None:
    """An attachment of a kilobyte that unfolds to gigabytes ends the worker, and nothing else."""
    twice = stream(stream(b" " * 400_000_000).split(b"stream\n", 1)[1], b"")
    head = b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>\nstream\n"
    body = twice.split(b"stream\n", 1)[1]
    bomb = head % (len(body) - len(b"\nendstream")) + body
    assert outcome(sight, attached_by_hand(bomb)) in FAILURES


def drawing(content: bytes, resources: bytes = b"") -> bytes:
    """A PDF whose one page draws what it is told to."""
    return pdf_of(
        CATALOGUE,
        ONE_PAGE,
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<"
        + resources
        + b">>>>",
        stream(content),
    )


@pytest.mark.requirement("VER-02")
@pytest.mark.parametrize(
    "document",
    [
        drawing(b"0 0 m 600 800 l S " * 2_000_000),
        drawing(b"q " * 3_000_000),
        drawing(b"[" * 1_000_000),
        drawing(b"/X Do " * 100_000, b"/XObject<</X 4 0 R>>"),
    ],
    ids=["lines", "states", "brackets", "drawing itself"],
)
def test_a_page_that_costs_much_is_an_answer(sight: IsolatedSight, document: bytes) -> None:
    """Lines without end, nesting without end: nothing, or an error of ours, and in time."""
    assert outcome(sight, document) in (NOTHING, *FAILURES)


def test_at_most_sixteen_codes_are_given() -> None:
    """Sheets of stickers: no page is looked at once there are enough."""
    sheet = Image.new("L", (1600, 1600), 255)
    for number in range(16):
        row, column = divmod(number, 4)
        sheet.paste(qr(f"{number}", 300), (column * 400, row * 400))
    assert seen(pdf(sheet, qr())).codes == tuple(map(str, range(16)))


def test_a_code_drawn_over_a_photo_is_found() -> None:
    """A page scanned as one picture, the code somewhere on it."""
    sheet = table(1200, 1200)
    sheet.paste(qr(side=500), (300, 300))
    assert seen(pdf(sheet)).codes == (ADDRESS,)
