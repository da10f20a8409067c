"""Open Badges 2.0 in whatever it comes, and what is of an older standard and no such badge."""

import zlib

import pytest

from badges import baking
from badges.documents import JsonObject, serialize
from tests.badges.baking.pictures import chunk, itxt, png
from tests.verifier.badges_to_read import VC_2, badge
from tests.verifier.badges_to_read import Place as Issuer
from tests.verifier.open_badges_2.sites import (
    ASSERTION,
    CONTEXT,
    ELSEWHERE,
    Place,
    assertion,
    badge_class,
    jws,
    key_document,
    profile,
    signed_assertion,
)
from tests.verifier.test_pipeline import require_whole
from verifier.case import Kind, kind_of
from verifier.report import Outcome, State, Verdict


def png_with(text: bytes, kind: bytes = b"iTXt") -> bytes:
    """A PNG with a text chunk of the older keyword."""
    if kind == b"iTXt":
        return png(itxt(text, keyword=b"openbadges"))
    if kind == b"zTXt":
        return png(chunk(kind, b"openbadges\0\0" + zlib.compress(text)))
    return png(chunk(kind, b"openbadges\0" + text))


def svg_with(verify: str, body: str = "") -> bytes:
    """An SVG with an assertion element of the older namespace."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="http://openbadges.org">'
        f'<openbadges:assertion verify="{verify}">{body}</openbadges:assertion></svg>'
    ).encode()


def cdata(document: JsonObject) -> str:
    """A document as the body of an element."""
    return f"<![CDATA[{serialize(document).decode()}]]>"


@pytest.mark.requirement("BAKE-20", "BAKE-21", "BAKE-22", "VER-01")
@pytest.mark.parametrize(
    "image",
    [
        png_with(serialize(assertion())),
        png_with(ASSERTION.encode()),
        png_with(ASSERTION.encode() + b"\n", b"tEXt"),
        png_with(serialize(assertion()), b"tEXt"),
        png_with(serialize(assertion()), b"zTXt"),
        svg_with(ASSERTION),
        svg_with(ASSERTION, cdata(assertion())),
        svg_with("", cdata(assertion())),
    ],
    ids=["itxt", "itxt-url", "text-url", "text", "ztxt", "svg-url", "svg", "svg-body"],
)
def test_hosted_badges_in_pictures(place: Place, image: bytes) -> None:
    """JSON or an address, in each of the places where images of that time carry them."""
    report = place.read(image)
    assert (report.state, report.source.proofs) == (State.GENUINE, ("hosted",))
    assert ASSERTION in place.web.visits
    require_whole(report)


@pytest.mark.requirement("BAKE-20")
def test_the_address_in_a_picture_came_in_that_picture(place: Place) -> None:
    """The container is the file that somebody has in hand, also when it holds an address alone."""
    for image, container in ((png_with(ASSERTION.encode()), "png"), (svg_with(ASSERTION), "svg")):
        assert place.read(image).source.container == container


@pytest.mark.requirement("BAKE-20", "BAKE-21", "OB2-09")
def test_signed_badges_in_pictures(place: Place) -> None:
    """A JWS, in a text chunk or an attribute."""
    signed = jws(signed_assertion())
    for image in (png_with(signed), png_with(signed, b"tEXt"), svg_with(signed.decode())):
        report = place.read(image)
        assert (report.state, report.source.proofs) == (State.GENUINE, ("RS256",))


@pytest.mark.requirement("BAKE-22")
def test_the_json_in_a_picture_is_not_believed(place: Place) -> None:
    """What a forger baked is compared with the site, and loses."""
    forged = assertion(badge=badge_class(name="Doctorat"))
    for image in (png_with(serialize(forged)), svg_with(ASSERTION, cdata(forged))):
        report = place.read(image)
        assert report.summary.achievement == "Animer un atelier"
        assert report.finding("issuer.hosting").code == "hosting.published_otherwise"


@pytest.mark.requirement("BAKE-23")
def test_the_newer_badge_is_read_first_and_the_other_one_named(place: Place) -> None:
    """Both standards in one image: 3.0 is judged, and a remark tells of the 2.0 badge."""
    issuer = Issuer.by_key()
    for image in (png_with(serialize(assertion())), svg_with(ASSERTION, cdata(assertion()))):
        report = place.read(baking.bake(image, issuer.sign(badge(issuer))))
        assert report.source.standard == "OB 3.0"
        assert report.source.remarks == ("baking.also_open_badges_2",)
        assert report.to_json("fr")["source"]["remarks"] == ["baking.also_open_badges_2"]
        assert not place.web.visits


@pytest.mark.requirement("OB2-13")
@pytest.mark.parametrize("material", ["json", "address", "jws"])
def test_other_wrappings(place: Place, material: str) -> None:
    """A file, an address and a compact JWS are read too."""
    forms = {
        "json": serialize(assertion()),
        "address": ASSERTION.encode(),
        "jws": jws(signed_assertion()),
    }
    report = place.read(b" " + forms[material] + b"\n")
    assert (report.state, report.source.standard) == (State.GENUINE, "OB 2.0")


@pytest.mark.requirement("OB2-13")
@pytest.mark.parametrize(
    ("document", "kind"),
    [
        (assertion(), Kind.ASSERTION),
        (assertion(**{"@context": [CONTEXT, "https://example.org/x"]}), Kind.ASSERTION),
        ({"type": "Assertion", "recipient": {}, "badge": "https://a/b"}, Kind.ASSERTION),
        (assertion(**{"@context": [VC_2, CONTEXT]}), Kind.CREDENTIAL),
        (assertion(**{"@context": [CONTEXT, VC_2]}), Kind.CREDENTIAL),
        (assertion(type=["Assertion", "OpenBadgeCredential"]), Kind.BADGE),
        (badge_class(), Kind.CREDENTIAL),
        ({"@context": "https://example.org/", "type": "Assertion"}, Kind.CREDENTIAL),
    ],
)
def test_the_context_decides_which_standard_judges(document: JsonObject, kind: Kind) -> None:
    """No document is processed under both standards."""
    assert kind_of(document) is kind


@pytest.mark.requirement("OB2-13")
def test_a_document_under_both_contexts_is_not_accepted(place: Place) -> None:
    """It is judged as a credential, which it is not."""
    both = assertion(**{"@context": [CONTEXT, VC_2]})
    place.publish(both)
    assert place.read(both).verdict is Verdict.REJECTED
    report = place.read(assertion())
    assert report.verdict is Verdict.REJECTED
    assert report.finding("document.context").code == "ob2.no_context"


@pytest.mark.requirement("OB2-02", "OB2-13")
@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (badge_class(), "input.badge_class"),
        (badge_class(**{"@context": None}), "input.badge_class"),
        (profile(), "input.issuer_profile"),
        (profile(type="Profile"), "input.issuer_profile"),
        (key_document(publicKeyPem="x"), "input.issuer_key"),
        ({"@context": CONTEXT, "type": "RevocationList"}, "input.revocation_list"),
        ({"@context": CONTEXT, "type": "Endorsement"}, "input.endorsement_2"),
    ],
)
def test_a_part_alone_is_named_for_what_it_is(
    place: Place, document: JsonObject, expected: str
) -> None:
    """The description of a badge is not a badge that somebody received."""
    for material in (serialize(document), jws(document), png_with(serialize(document))):
        report = place.read(material)
        assert (report.verdict, report.state) == (Verdict.REJECTED, State.UNREADABLE)
        assert report.finding("input.readable").code == expected
        assert expected not in report.sentence("fr")


@pytest.mark.requirement("OB2-13", "OB2-01")
@pytest.mark.parametrize(
    "document",
    [
        {
            "uid": "a1",
            "recipient": {"type": "email", "hashed": True, "identity": "sha256$aa"},
            "badge": f"{ELSEWHERE}/badge.json",
            "verify": {"type": "hosted", "url": f"{ELSEWHERE}/1"},
            "issuedOn": 1359217910,
        },
        {
            "@context": "https://w3id.org/openbadges/v1",
            "type": "Assertion",
            "id": f"{ELSEWHERE}/1",
            "uid": "a1",
            "recipient": {},
            "badge": f"{ELSEWHERE}/badge",
            "verify": {},
        },
        {
            "recipient": "sha256$c7ef86405ba71b85acd8e2e95166c4b111448089f2e1599f42fe1bba46e865c5",
            "salt": "deadsea",
            "issued_on": "2011-08-23",
            "badge": {"version": "0.5.0", "name": "Open Source Contributor"},
        },
        {"@context": "https://openbadgespec.org/v1/context.json", "type": "BadgeClass"},
    ],
    ids=["1.0", "1.1", "0.5", "1.1-class"],
)
def test_open_badges_1_is_recognised(place: Place, document: JsonObject) -> None:
    """Too old to be verified, and neither true nor false: its state says so."""
    for material in (serialize(document), jws(document), png_with(serialize(document))):
        report = place.read(material)
        assert (report.verdict, report.state) == (Verdict.UNDETERMINED, State.CANNOT_CHECK)
        assert report.finding("input.readable").code == "input.open_badges_1"
        assert "Open Badges 1" in report.sentence("en")


@pytest.mark.requirement("OB2-13")
def test_a_site_that_shows_an_older_badge_leaves_it_open(place: Place) -> None:
    """A file of 2.0 whose page is of 1.x cannot be judged."""
    place.publish(assertion(**{"@context": "https://w3id.org/openbadges/v1"}))
    report = place.read(assertion())
    assert (report.verdict, report.state) == (Verdict.UNDETERMINED, State.CANNOT_CHECK)
    assert report.finding("issuer.hosting").code == "input.open_badges_1"


def test_questions_of_the_other_standard_do_not_arise(place: Place) -> None:
    """Suspension and refresh are of 3.0; hosting is of 2.0."""
    report = place.read(assertion())
    for check in ("status.suspension", "credential.refresh", "document.terms"):
        assert report.finding(check).code == "check.other_kind"
    issuer = Issuer.by_key()
    report = place.read(issuer.sign(badge(issuer)).body)
    assert report.finding("issuer.hosting").code == "check.other_kind"
    assert report.finding("issuer.hosting").outcome is Outcome.NOT_APPLICABLE
