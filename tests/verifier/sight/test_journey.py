"""From a photo or a PDF to the report, with everything real but the network."""

from dataclasses import replace

import pytest

from badges.documents import Secured, serialize
from tests.verifier.badges_to_read import Desk, Place, badge
from tests.verifier.sight.things_to_see import ADDRESS, file_of, laid, pdf, qr, turned
from verifier.bootstrap import Verifier
from verifier.pipeline import Pipeline
from verifier.report import Report, State, Verdict
from verifier.sight import IsolatedSight


@pytest.fixture
def verifier(desk: Desk, sight: IsolatedSight) -> Verifier:
    """The verifier of the desk, with eyes."""
    return Verifier(Pipeline(desk.clock, desk.web, desk.trust, sight=sight))


@pytest.fixture
def signed(desk: Desk, place: Place) -> Secured:
    """A badge that is published at its address."""
    made = place.sign(badge(place))
    desk.web.publish(ADDRESS, made.body)
    return made


def codes(report: Report) -> str:
    """The code of the first finding: how the file was read."""
    return report.findings[0].code


@pytest.mark.requirement("VER-01")
def test_a_photo_of_the_address_of_a_badge(verifier: Verifier, signed: Secured) -> None:
    """The paper is on the table, a little turned: the report is that of the badge."""
    report = verifier.verify(file_of(laid(turned(qr(), 17)).convert("RGB"), quality=70))
    assert (report.state, report.verdict) == (State.GENUINE, Verdict.ACCEPTED)
    assert report.subject_digest == verifier.verify(signed.body).subject_digest
    assert report.source.path == ("qr_photo", "url", "json_document")
    assert report.source.container == "qr_photo"


def test_a_screenshot_is_named_for_what_it_shows(verifier: Verifier, signed: Secured) -> None:
    """A PNG without a badge of its own, in which a code is seen, is a picture of a code."""
    report = verifier.verify(file_of(qr(), "PNG"))
    assert report.subject_digest == verifier.verify(signed.body).subject_digest
    assert report.source.container == "qr_photo"


def test_a_photo_of_a_badge_that_was_changed(
    verifier: Verifier, desk: Desk, signed: Secured
) -> None:
    """A photo makes nothing true."""
    desk.web.publish(ADDRESS, signed.body.replace(b"Animer un atelier", b"Diriger un atelier"))
    report = verifier.verify(file_of(qr(), "WEBP"))
    assert (report.state, report.verdict) == (State.ALTERED, Verdict.REJECTED)


def test_a_photo_of_an_address_out_of_reach(verifier: Verifier) -> None:
    """Nothing can be said then, neither good nor bad."""
    report = verifier.verify(file_of(qr()))
    assert (report.state, report.verdict) == (State.CANNOT_CHECK, Verdict.UNDETERMINED)


def test_a_code_that_holds_the_whole_badge(verifier: Verifier) -> None:
    """A short JWT fits into a QR code, and needs no network but for the key."""
    place = Place.by_key()
    members = {"credentialSubject": {"id": "urn:uuid:6a1e0cf1-98c3-4e4b-8d55-0a8d3a1f0b11"}}
    jwt = place.sign(badge(place, **members), "vc-jwt")
    report = verifier.verify(file_of(qr(jwt.body.decode(), 1200), "GIF"))
    assert report.source.path == ("qr_photo", "compact_jwt")
    assert report.subject_digest == verifier.verify(jwt.body).subject_digest


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "vc-jwt"])
def test_a_pdf_with_the_badge_attached(verifier: Verifier, place: Place, suite: str) -> None:
    """The attached badge is read, and the code on the page is not followed."""
    signed = place.sign(badge(place), suite)
    report = verifier.verify(pdf(qr("https://elsewhere.example/"), attached={"b": signed.body}))
    assert report.state is State.GENUINE
    assert report.source.container == "pdf"
    assert report.source.path[0] == "pdf"


@pytest.mark.usefixtures("signed")
def test_a_pdf_with_a_code_on_its_page(verifier: Verifier) -> None:
    """A certificate as it was printed to a file."""
    report = verifier.verify(pdf(qr()))
    assert report.state is State.GENUINE
    assert report.source.path == ("pdf", "url", "json_document")


def test_a_pdf_with_several_badges(verifier: Verifier, place: Place) -> None:
    """One report for each, under the names that they have in the PDF."""
    good = place.sign(badge(place))
    bad = serialize({**good.document, "name": "Diriger un atelier"})
    report = verifier.verify(pdf(None, attached={"bon.json": good.body, "faux.json": bad}))
    states = {part.source.name: part.state for part in report.parts}
    assert states == {"bon.json": State.GENUINE, "faux.json": State.ALTERED}
    assert report.verdict is Verdict.REJECTED


@pytest.mark.usefixtures("signed")
def test_a_photo_of_two_badges(verifier: Verifier, desk: Desk, place: Place) -> None:
    """Two cards on one table: two reports."""
    other = "https://badges.example.fr/credentials/5a9c"
    desk.web.publish(other, place.sign(badge(place, id=other)).body)
    report = verifier.verify(file_of(laid(qr(), qr(other))))
    assert [part.state for part in report.parts] == [State.GENUINE, State.GENUINE]
    assert report.source.container == "qr_photo"


@pytest.mark.parametrize(
    ("material", "code"),
    [
        (file_of(laid()), "picture.without_code"),
        (file_of(qr("WIFI:S:lieu;P:secret;;")), "qr.wifi"),
        (file_of(qr())[:300], "picture.broken"),
        (b"GIF89a", "picture.broken"),
        (b"\0\0\0\x18ftypheic", "picture.other_kind"),
        (pdf(None), "input.pdf_without_badge"),
        (b"%PDF-1.7", "pdf.broken"),
    ],
    ids=["no code", "wifi", "cut", "begun", "heic", "empty pdf", "broken pdf"],
)
@pytest.mark.requirement("VER-02")
def test_what_cannot_be_read_is_a_report(verifier: Verifier, material: bytes, code: str) -> None:
    """In words, in both languages, and never with what the code holds."""
    report = verifier.verify(material)
    assert (codes(report), report.state) == (code, State.UNREADABLE)
    for language in ("fr", "en"):
        written = report.to_json(language)
        assert written["findings"][0]["message"] != code
        assert "secret" not in str(written)


def test_what_nobody_could_look_at_is_undetermined(desk: Desk, sight: IsolatedSight) -> None:
    """A machine that is too busy, or starts no process, says nothing against the badge."""
    blind = replace(sight, command=("/nowhere/python",))
    report = Verifier(Pipeline(desk.clock, desk.web, desk.trust, sight=blind)).verify(file_of(qr()))
    assert codes(report) == "sight.unavailable"
    assert (report.state, report.verdict) == (State.CANNOT_CHECK, Verdict.UNDETERMINED)
