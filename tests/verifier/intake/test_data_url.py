"""`data:` addresses: what they carry is read as if it had come alone."""

import base64
from urllib.parse import quote

import pytest

from badges.documents import Secured
from tests.verifier.badges_to_read import Place, badge
from tests.verifier.intake.opening import one, refusal


@pytest.fixture
def signed(place: Place) -> Secured:
    """A badge as a compact JWS."""
    return place.sign(badge(place), "vc-jwt")


@pytest.mark.parametrize(
    "head", ["", "application/vc+jwt", "APPLICATION/JWT", 'text/plain;charset="utf-8"', ";x=y"]
)
def test_the_content_is_read_whatever_its_type(signed: Secured, head: str) -> None:
    """The media type decides nothing, and neither does its absence."""
    found = one(f"data:{head},{signed.text}".encode())
    assert found.secured == signed
    assert (found.container, found.path) == ("jwt", ("data_url", "compact_jwt"))


def test_base64_and_percent_signs_are_undone(place: Place) -> None:
    """Both alphabets, with and without padding, broken over lines or escaped."""
    signed = place.sign(badge(place))
    usual = base64.b64encode(signed.body).decode()
    for text in (
        usual,
        usual.rstrip("="),
        base64.urlsafe_b64encode(signed.body).decode(),
        quote(usual, safe=""),
        "\r\n".join(usual[at : at + 76] for at in range(0, len(usual), 76)),
    ):
        found = one(f"DATA:application/vc;base64,{text}".encode())
        assert found.secured.body == signed.body
    assert one(f"data:,{quote(signed.text)}".encode()).secured.body == signed.body


@pytest.mark.parametrize(
    ("material", "code"),
    [
        (b"data:", "data_url.form"),
        (b"data:application/vc", "data_url.form"),
        (b"data:<script>,x", "data_url.form"),
        (b"data:" + b"x" * 600 + b",x", "data_url.form"),
        (b"data:;base64,%%%", "data_url.base64"),
        (b"data:;base64,a", "data_url.base64"),
        (b"data:;base64,\xc3\xa9", "data_url.base64"),
        (b"data:,", "input.empty"),
        (b"data:,hello", "input.unrecognised"),
        (b"data:,data:,hello", "input.unrecognised"),
        (b"data:,PK%03%04", "data_url.archive"),
        (b"data:;base64,UEsFBgAA", "data_url.archive"),
        (b"data:,%7B", "document.not_json"),
    ],
)
def test_what_cannot_be_read_is_told(material: bytes, code: str) -> None:
    """Each kind of garbage has its own code."""
    assert refusal(material) == code


@pytest.mark.requirement("VER-02")
def test_the_content_is_bounded() -> None:
    """A long content is refused before it is decoded."""
    assert refusal(b"data:," + b"%41" * 400, material_bytes=1_000) == "input.limit"
