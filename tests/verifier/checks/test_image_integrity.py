"""Pictures in a badge: looked at when they are inside, never fetched when they are not."""

import base64
from typing import Any

import pytest

from tests.badges.baking.test_inspection import SVG, gif, png
from tests.verifier.badges_to_read import Desk, Place, achievement, badge, with_subject
from tests.verifier.checks.test_resource_integrity import sri
from verifier.report import Finding, Outcome, Severity, Verdict

PLACE = Place.by_key()
WEB = "https://lieu-un.example.fr/badge.png"


def inline(content: bytes, media_type: str = "image/png") -> str:
    """A picture as the address that holds it."""
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


def image(address: Any) -> dict[str, Any]:
    """An Image object."""
    return {"id": address, "type": "Image"}


def judged(desk: Desk, value: Any, **members: Any) -> Finding:
    """The finding on a badge whose achievement bears this picture."""
    document = with_subject(badge(PLACE, **members), achievement=achievement(image=value))
    return desk.read(PLACE.sign(document, "vc-jwt")).finding("image.integrity")


@pytest.mark.parametrize(
    "address", [inline(png()), inline(SVG.format("").encode(), "image/svg+xml")]
)
def test_a_picture_inside_the_badge_is_looked_at(desk: Desk, address: str) -> None:
    """A PNG or a plain SVG is what a badge should bear."""
    finding = judged(desk, image(address))
    assert (finding.outcome, finding.code) == (Outcome.PASSED, "image.sound")
    assert finding.evidence[0].value == "/credentialSubject/achievement/image"


@pytest.mark.parametrize(
    ("address", "cause"),
    [
        (inline(b"%PDF-1.7"), "picture.unknown"),
        (inline(png(100_000, 100_000)), "picture.too_large"),
        (inline(SVG.format("<script/>").encode(), "image/svg+xml"), "picture.script"),
        ("data:image/png;base64,%%%", "picture.unknown"),
        ("data:image/png", "picture.unknown"),
    ],
    ids=["pdf", "bomb", "script", "base64", "empty"],
)
def test_a_picture_that_is_none_is_a_warning(desk: Desk, address: str, cause: str) -> None:
    """The badge itself may be genuine: its picture must not be shown."""
    finding = judged(desk, image(address))
    assert (finding.outcome, finding.code) == (Outcome.FAILED, "image.bad")
    assert (finding.severity, finding.params["cause"]) == (Severity.WARNING, cause)


def test_a_picture_of_another_kind_is_told(desk: Desk) -> None:
    """A GIF is tolerated; a PNG that says that it is an SVG is not what it claims to be."""
    unusual = judged(desk, image(inline(gif(3, 2), "image/gif")))
    assert (unusual.code, unusual.severity) == ("image.unusual", Severity.NOTICE)
    wrong = judged(desk, image(inline(png(), "image/svg+xml")))
    assert (wrong.code, wrong.severity) == ("image.mislabelled", Severity.WARNING)
    assert wrong.params["kind"] == "png"


def test_a_picture_on_the_web_is_not_fetched(desk: Desk) -> None:
    """It may change, which is told; nobody learns that the badge was checked."""
    finding = judged(desk, image(WEB))
    assert (finding.outcome, finding.code) == (Outcome.PASSED, "image.elsewhere")
    assert finding.severity is Severity.NOTICE
    assert WEB not in desk.web.visits


def test_a_digest_binds_a_picture_on_the_web(desk: Desk) -> None:
    """Then it is compared like any related resource."""
    desk.web.publish(WEB, png())
    resource = {"id": WEB, "digestSRI": sri(png())}
    assert judged(desk, image(WEB), relatedResource=[resource]).code == "image.sound"
    broken = {"id": WEB}
    assert judged(desk, image(WEB), relatedResource=[broken]).code == "image.elsewhere"


@pytest.mark.requirement("DM-04", "TRAP-14")
@pytest.mark.parametrize("value", [WEB, [WEB]])
def test_a_bare_address_is_told(desk: Desk, value: Any) -> None:
    """An image is an object; the data model refuses anything else."""
    finding = judged(desk, value)
    assert (finding.code, finding.severity) == ("image.bare", Severity.WARNING)
    document = with_subject(badge(PLACE), achievement=achievement(image=value))
    assert desk.read(PLACE.sign(document, "vc-jwt")).verdict is Verdict.REJECTED


@pytest.mark.parametrize("value", [{}, {"id": ""}, {"id": 5}, {"id": "badge.png"}, 5, [[]]])
def test_a_picture_without_a_usable_address_is_told(desk: Desk, value: Any) -> None:
    """Whatever stands there, the answer is a finding."""
    assert judged(desk, value).code == "image.address"


def test_pictures_are_found_wherever_they_stand(desk: Desk) -> None:
    """On the badge, its subject, its issuer and its achievement; the gravest answers."""
    document = with_subject(
        badge(PLACE, image=image(inline(png()))),
        image=image(inline(gif(3, 2), "image/gif")),
        achievement=achievement(image=image(WEB)),
    )
    document["issuer"]["image"] = image(inline(b"x"))
    finding = desk.read(PLACE.sign(document)).finding("image.integrity")
    assert finding.code == "image.bad"
    assert finding.params["path"] == "/issuer/image"
    assert [fact.name for fact in finding.evidence] == [
        *("image.bad", "image.elsewhere", "image.unusual", "image.sound"),
    ]


def test_the_number_of_pictures_is_bounded(desk: Desk) -> None:
    """Beyond the bound the rest is said to be unchecked."""
    evidence = [{"type": ["Evidence"], "image": image(inline(png()))}] * 21
    finding = desk.read(PLACE.sign(badge(PLACE, evidence=evidence), "vc-jwt")).finding(
        "image.integrity"
    )
    assert (finding.outcome, finding.code) == (Outcome.UNKNOWN, "image.too_many")
