"""What arrives is recognised by its content; what cannot be read gives a report, not an error."""

import json
import struct
import zlib

import pytest

from badges import baking
from badges.documents import serialize
from badges.encoding import encode_base64url
from badges.ports import Fetched
from tests.verifier.badges_to_read import Desk, Place, badge
from verifier.intake.url import ACCEPT
from verifier.report import Outcome, Report, State, Verdict

URL = "https://badges.example.fr/credentials/4f8b"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><path d="M0 0"/></svg>'


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)


def png() -> bytes:
    """A picture of one grey point."""
    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0\x80")), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def refusal(report: Report) -> str:
    """The code with which the intake refused; every other check is skipped because of it."""
    first, *others = report.findings
    assert first.check == "input.readable"
    for finding in others:
        assert finding.outcome is Outcome.SKIPPED
        assert finding.because == ("input.readable",)
    assert report.credential is None
    return first.code


@pytest.mark.requirement("VER-01")
@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "vc-jwt"])
@pytest.mark.parametrize("picture", [png(), SVG], ids=["png", "svg"])
def test_a_baked_image_is_read(desk: Desk, place: Place, picture: bytes, suite: str) -> None:
    """PNG and SVG, JSON and JWT inside: the badge comes out as it was signed."""
    signed = place.sign(badge(place), suite)
    report = desk.read(baking.bake(picture, signed))
    assert report.state is State.GENUINE
    assert report.source.container == ("png" if picture is not SVG else "svg")
    assert report.subject_digest == desk.read(signed).subject_digest


@pytest.mark.requirement("VER-01")
@pytest.mark.parametrize(
    ("before", "after"), [(b"\xef\xbb\xbf", b""), (b"\r\n \t", b"\n\n"), (b" \xef\xbb\xbf ", b" ")]
)
@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "vc-jwt"])
def test_byte_order_mark_and_white_space_are_forgiven(
    desk: Desk, place: Place, suite: str, before: bytes, after: bytes
) -> None:
    """Mailers and editors add them; neither is part of what was signed."""
    signed = place.sign(badge(place), suite)
    report = desk.read(before + signed.body + after)
    assert report.state is State.GENUINE
    assert report.source.container == ("jwt" if suite == "vc-jwt" else "json")


def test_the_declared_type_decides_nothing(desk: Desk, place: Place) -> None:
    """Content alone says what arrived."""
    signed = place.sign(badge(place))
    assert desk.verifier.verify(signed.body, "image/png").state is State.GENUINE


@pytest.mark.requirement("VER-01", "VER-02")
@pytest.mark.parametrize(
    ("material", "code"),
    [
        (b"", "input.empty"),
        (b" \n", "input.empty"),
        (b"\xef\xbb\xbf", "input.empty"),
        (b"hello", "input.unrecognised"),
        (b"\0\1\2", "input.unrecognised"),
        (b"%PDF-1.7\n", "input.pdf"),
        (b"PK\x03\x04", "archive.broken"),
        (b"\xff\xd8\xff\xe0", "input.photo"),
        (b"[1]", "list.no_badge"),
        (b"<!DOCTYPE html><html></html>", "page.no_badge"),
        (b"<HTML><body>", "page.no_badge"),
        (b"{", "document.not_json"),
        (b'{"a":1,"a":2}', "document.duplicate_key"),
        (b'{"a":NaN}', "document.number"),
        (b'{"a":1e999}', "document.number"),
        (b'{"a":' + b"[" * 40 + b"]" * 40 + b"}", "document.too_deep"),
        (b'{"a":' + b"[" * 30_000, "document.too_deep"),
        (b'{"a":"\\ud800"}', "document.surrogate"),
        (b'{"a":"\xff"}', "document.not_utf8"),
        (b'{"a":[' + b"1," * 60_000 + b"1]}", "document.too_many_values"),
        (b'{"a":"' + b"x" * 1_000_001 + b'"}', "document.too_large"),
        (b"x" * 20_000_001, "input.limit"),
        (b"e30." + b"A" * 1_400_001 + b".e30", "input.limit"),
        (b"e30.e.e30", "encoding.base64url"),
        (b"e30.W10.e30", "document.not_an_object"),
        (b"....", "input.unrecognised"),
        (png(), "baking.no_credential"),
        (png()[:40], "baking.png_truncated"),
        (SVG, "baking.no_credential"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>", "baking.svg_malformed"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else None,
)
def test_what_cannot_be_read_is_reported(desk: Desk, material: bytes, code: str) -> None:
    """Each kind of garbage has its own code, is rejected as unreadable, and says what to do."""
    report = desk.read(material)
    assert refusal(report) == code
    assert (report.verdict, report.state) == (Verdict.REJECTED, State.UNREADABLE)
    for language in ("fr", "en"):
        message = report.to_json(language)["findings"][0]["message"]
        assert message != code
        assert "{" not in message


@pytest.mark.requirement("OB2-13")
def test_open_badges_1_is_neither_true_nor_false(desk: Desk) -> None:
    """A badge too old to be verified is named as such, and left undetermined."""
    document = {"uid": "1", "recipient": {}, "badge": "https://a/b", "verify": {}}
    payload = encode_base64url(serialize(document))
    for material in (serialize(document), f"e30.{payload}.e30".encode()):
        report = desk.read(material)
        assert refusal(report) == "input.open_badges_1"
        assert (report.verdict, report.state) == (Verdict.UNDETERMINED, State.CANNOT_CHECK)
        assert "Open Badges 1" in report.to_json("fr")["findings"][0]["message"]


def test_an_image_with_the_address_of_a_badge_leads_there(desk: Desk) -> None:
    """The old keyword in a PNG may hold only an address: what lies there is read."""
    text = _chunk(b"tEXt", b"openbadges\0https://example.org/assertion/1")
    report = desk.read(png()[:33] + text + png()[33:])
    assert refusal(report) == "fetch.unreachable"
    assert desk.web.visits == ["https://example.org/assertion/1"]


@pytest.mark.requirement("VER-01", "ISS-35", "TRAP-13")
@pytest.mark.parametrize("media_type", ["application/vc", "text/plain", "application/jwt", ""])
@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "vc-jwt"])
def test_an_address_is_followed_once(desk: Desk, place: Place, media_type: str, suite: str) -> None:
    """The text of an address leads to the badge there, whatever type its server declares."""
    desk.web.publish(URL, place.sign(badge(place), suite).body, media_type)
    for report in (desk.read(f" {URL}\n".encode()), desk.verifier.verify_url(URL)):
        assert report.state is State.GENUINE
        assert report.source.url == URL
        assert report.source.container == ("jwt" if suite == "vc-jwt" else "json")


def test_an_address_that_leads_to_an_address_is_not_followed_on(desk: Desk) -> None:
    """A page whose content is another address is no badge."""
    desk.web.publish(URL, b"https://example.org/elsewhere", "text/plain")
    assert refusal(desk.read(URL.encode())) == "input.unrecognised"
    assert desk.web.visits == [URL]


@pytest.mark.requirement("VER-01")
def test_a_page_for_people_is_told_with_advice(desk: Desk) -> None:
    """A web page is no badge; the message says what to give instead."""
    desk.web.publish(URL, b"<!doctype html><title>Badge</title>", "text/html")
    assert refusal(desk.read(URL.encode())) == "page.no_badge"


def test_a_page_out_of_reach_is_undetermined(desk: Desk) -> None:
    """Nobody answering is no verdict on the badge."""
    report = desk.verifier.verify_url(URL)
    assert refusal(report) == "fetch.unreachable"
    assert (report.verdict, report.state) == (Verdict.UNDETERMINED, State.CANNOT_CHECK)


def test_a_page_too_large_is_refused(desk: Desk) -> None:
    """The limit of a file holds for an address."""
    desk.web.pages[URL] = Fetched(URL, "image/png", b"x" * 5_000_001)
    assert refusal(desk.read(URL.encode())) == "input.limit"


@pytest.mark.parametrize(
    "text", ["not an address", "https://exämple.org/", "ftp://a/", "https://a b/"]
)
def test_what_is_no_address_is_not_fetched(desk: Desk, text: str) -> None:
    """`verify_url` fetches nothing but one well-written web address."""
    assert refusal(desk.verifier.verify_url(text)) == "input.unrecognised"
    assert not desk.web.visits


@pytest.mark.requirement("ISS-34", "TRAP-13")
def test_the_question_to_a_server_names_every_form() -> None:
    """A service that negotiates learns that the signed document is wanted before a picture."""
    for name in ("application/vc", "application/vc+jwt", "application/json", "image/png"):
        assert name in ACCEPT
    assert "text/html" not in ACCEPT
    assert ACCEPT.index("application/vc,") < ACCEPT.index("application/json;q=0.9")


def test_a_report_on_garbage_is_complete_json(desk: Desk) -> None:
    """Programs get the same members whatever arrived."""
    garbage, good = desk.read(b"garbage").to_json("fr"), desk.read(b"{}").to_json("fr")
    assert garbage.keys() == good.keys()
    assert json.loads(json.dumps(garbage)) == garbage
