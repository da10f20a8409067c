"""Badges inside SVG pictures."""

import re
from contextlib import suppress
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from badges import baking
from badges.baking.svg import Svg
from badges.documents import MEDIA_TYPE_JSON, Secured, serialize
from badges.errors import BakingError
from tests.badges.baking.pictures import JSON_BADGE, JWT_BADGE, SVG

NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
DECLARATION = f' xmlns:openbadges="{NAMESPACE}"'.encode()
CREDENTIAL = f"{{{NAMESPACE}}}credential"
PUBLISHED = b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://example.org/svg11.dtd">'


def _code(image: bytes) -> str:
    with pytest.raises(BakingError) as caught:
        baking.read(image)
    return caught.value.code


def _svg(inside: str, attributes: str = "") -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{inside}</svg>'.encode()


def _foreign(image: bytes) -> ET.Element:
    """The first credential element as the standard library's reader sees it."""
    root = ET.fromstring(image)  # noqa: S314 - reads only what these tests wrote
    assert root[0].tag == CREDENTIAL, "the badge is the first child"
    assert len(list(root.iter(CREDENTIAL))) == 1
    return root[0]


@pytest.mark.requirement("BAKE-05", "BAKE-06", "BAKE-08", "BAKE-10")
def test_a_jwt_goes_into_the_verify_attribute_of_the_first_child() -> None:
    """One empty element carries the JWS as it is, and the root declares the prefix."""
    baked = baking.bake(SVG, JWT_BADGE)
    element = _foreign(baked)
    assert element.attrib == {"verify": JWT_BADGE.text}
    assert element.text is None
    assert re.search(rb"<svg xmlns:openbadges=", baked)
    assert baking.unbake(baked) == JWT_BADGE


@pytest.mark.requirement("BAKE-05", "BAKE-06", "BAKE-07", "TRAP-22")
def test_json_goes_into_a_cdata_body() -> None:
    """JSON is the text of the element, no `verify`, even when it holds the end mark of CDATA."""
    baked = baking.bake(SVG, JSON_BADGE)
    element = _foreign(baked)
    assert element.attrib == {}
    assert element.text == JSON_BADGE.text
    assert b"<openbadges:credential><![CDATA[{" in baked
    assert baking.unbake(baked) == JSON_BADGE


@pytest.mark.parametrize("badge", [JSON_BADGE, JWT_BADGE], ids=["json", "jwt"])
def test_every_other_byte_of_the_picture_stays(badge: Secured) -> None:
    """Taking the two insertions out gives the picture back, byte for byte."""
    baked = baking.bake(SVG, badge)
    element = re.compile(rb"<openbadges:credential.*(/>|</openbadges:credential>)", re.DOTALL)
    without = element.sub(b"", baked.split(b"<title>")[0]) + b"<title>" + baked.split(b"<title>")[1]
    assert without.replace(DECLARATION, b"") == SVG


@pytest.mark.requirement("BAKE-10")
@given(
    members=st.dictionaries(
        st.text(), st.sampled_from(["]]>", "]]", ">", "<![CDATA[", "&amp;", '"', "'"]), max_size=4
    ),
    margin=st.sampled_from(["", "\n", "\r\n", "\r", "\t "]),
)
def test_what_goes_in_comes_out_byte_for_byte(members: dict[str, str], margin: str) -> None:
    """Any JSON that XML can hold survives unchanged, line ends included."""
    body = margin.encode() + serialize(members) + margin.encode()
    badge = Secured(body, MEDIA_TYPE_JSON)
    if re.search("[\ufffe\uffff]", badge.text):
        with pytest.raises(BakingError, match=r"baking\.svg_character"):
            baking.bake(SVG, badge)
    else:
        assert baking.unbake(baking.bake(SVG, badge)).body == body


@pytest.mark.parametrize(
    ("image", "start"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', b"<svg xmlns:openbadges="),
        (b'<s:svg xmlns:s="http://www.w3.org/2000/svg"/>', b"<s:svg xmlns:openbadges="),
        (b'<svg xmlns="http://www.w3.org/2000/svg"></svg>', b"<svg xmlns:openbadges="),
        (b"<svg></svg>", b"<svg xmlns:openbadges="),
        (b"\xef\xbb\xbf<svg/>", b"\xef\xbb\xbf<svg xmlns:openbadges="),
        (b"<svg" + DECLARATION + b"/>", b"<svg xmlns:openbadges="),
        (b"<?a <svg> ?>\n<svg title='\"/>'\n/>", b"<?a <svg> ?>\n<svg xmlns:openbadges="),
    ],
)
def test_all_shapes_of_root_take_a_badge(image: bytes, start: bytes) -> None:
    """Prefixed, empty, bare, marked or already declaring roots: the badge is their first child."""
    baked = baking.bake(image, JSON_BADGE)
    assert baked.startswith(start)
    assert baked.count(b"xmlns:openbadges=") == 1
    assert _foreign(baked).text == JSON_BADGE.text
    assert baking.unbake(baked) == JSON_BADGE


@pytest.mark.requirement("BAKE-23", "BAKE-21")
def test_an_older_badge_stays_beside_the_new_one() -> None:
    """When a 2.0 badge has taken the usual prefix, ours is declared on its own element."""
    older = _svg(
        '<openbadges:assertion verify="https://example.org/1"/>',
        'xmlns:openbadges="http://openbadges.org"',
    )
    assert baking.read(older).text == "https://example.org/1"
    baked = baking.bake(older, JSON_BADGE)
    assert _foreign(baked).text == JSON_BADGE.text
    found = baking.read(baked)
    assert (found.secured, found.remarks) == (JSON_BADGE, ("baking.also_open_badges_2",))


@pytest.mark.requirement("BAKE-21", "BAKE-12")
@pytest.mark.parametrize(
    ("namespace", "element", "standard", "text"),
    [
        ("http://openbadges.org", 'assertion verify="https://a.example/1"/>', "OB 2.0", None),
        (
            "http://openbadges.org",
            'assertion verify="https://a.example/1"><![CDATA[ {"id":1} ]]></o:assertion>',
            *("OB 2.0", '{"id":1}'),
        ),
        ("http://openbadges.org", 'assertion verify="e30.e30.AA"/>', "OB 2.0", "e30.e30.AA"),
        (
            "https://purl.imsglobal.org/clr/v2p0",
            'credential verify="e30.e30.AA"/>',
            *("CLR 2.0", "e30.e30.AA"),
        ),
        (
            "https://purl.imsglobal.org/clr/v2p0",
            "credential><![CDATA[{}]]></o:credential>",
            *("CLR 2.0", "{}"),
        ),
    ],
)
def test_badges_of_other_standards_are_read_and_named(
    namespace: str, element: str, standard: str, text: str | None
) -> None:
    """Namespace and local name tell them apart; JSON in the body tells more than an address."""
    image = _svg(f'<g xmlns:o="{namespace}"><o:{element}</g>')
    found = baking.read(image)
    assert (found.standard, found.text) == (standard, text or "https://a.example/1")
    with pytest.raises(BakingError, match=r"baking\.(clr_2|open_badges_2)"):
        baking.unbake(image)


@pytest.mark.requirement("BAKE-03", "BAKE-08")
@pytest.mark.parametrize("old", [JSON_BADGE, JWT_BADGE], ids=["json", "jwt"])
def test_a_baked_picture_is_refused_unless_replacement_is_asked(old: Secured) -> None:
    """Replacing gives the picture that baking the original would have given."""
    baked = baking.bake(SVG, old)
    with pytest.raises(BakingError, match=r"baking\.already_baked"):
        baking.bake(baked, JWT_BADGE)
    assert baking.bake(baked, JWT_BADGE, replace=True) == baking.bake(SVG, JWT_BADGE)


@pytest.mark.requirement("BAKE-03", "BAKE-08")
def test_replacement_removes_every_old_badge() -> None:
    """Two badges with other prefixes, one nested, give way to one."""
    image = _svg(
        f'<g><a:credential xmlns:a="{NAMESPACE}"><b/>{{}}</a:credential></g>'
        f'<credential xmlns="{NAMESPACE}" verify="a.b.c" />'
    )
    assert baking.read(image).remarks == ("baking.several",)
    baked = baking.bake(image, JSON_BADGE, replace=True)
    assert _foreign(baked).text == JSON_BADGE.text


@pytest.mark.requirement("BAKE-08")
@pytest.mark.parametrize("prefix", ["openbadges", "ob", "x-1"])
def test_the_prefix_does_not_matter_the_namespace_does(prefix: str) -> None:
    """The element is found by namespace and local name."""
    element = f'<{prefix}:credential xmlns:{prefix}="{{}}" verify="{JWT_BADGE.text}"/>'
    assert baking.unbake(_svg(element.format(NAMESPACE))) == JWT_BADGE
    assert _code(_svg(element.format("https://example.org/other"))) == "baking.no_credential"


@pytest.mark.requirement("BAKE-06", "TRAP-22")
@pytest.mark.parametrize(
    ("element", "remark"),
    [
        ('verify=\'{"a":"é"}\'/>', "baking.svg_verify_json"),
        (">\n a.b.c \n</c:credential>", "baking.svg_body_jws"),
        (">{&quot;a&quot;:1}</c:credential>", None),
    ],
)
def test_misplaced_badges_are_read_with_a_remark(element: str, remark: str | None) -> None:
    """JSON in `verify` and a JWS in the body are read, and said to be out of place."""
    found = baking.read(_svg(f'<c:credential xmlns:c="{NAMESPACE}" {element}'))
    assert found.remarks == ((remark,) if remark else ())
    assert found.container == "svg"


@pytest.mark.requirement("BAKE-09")
@pytest.mark.parametrize(
    ("image", "code"),
    [
        (b"<!DOCTYPE svg><svg/>", "baking.svg_doctype"),
        (
            b'<!DOCTYPE svg [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><svg>&c;</svg>',
            "baking.svg_doctype",
        ),
        (b'<!DOCTYPE svg SYSTEM "file:///etc/passwd"><svg/>', "baking.svg_doctype"),
        (b'<!DOCTYPE svg PUBLIC "-//W3C//DTD XHTML 1.1//EN" "x.dtd"><svg/>', "baking.svg_doctype"),
        (PUBLISHED.replace(b">", b' [<!ENTITY a "b">]>') + b"<svg/>", "baking.svg_doctype"),
        (PUBLISHED + b"<svg>&elsewhere;</svg>", "baking.svg_doctype"),
        (b"<svg>&unknown;</svg>", "baking.svg_malformed"),
        (b"<svg><g></svg>", "baking.svg_malformed"),
        (b"<svg>", "baking.svg_malformed"),
        (b"<svg/><svg/>", "baking.svg_malformed"),
        (b"<svg>" + b"<g>" * 300 + b"</g>" * 300 + b"</svg>", "baking.svg_depth"),
        (b'<?xml version="1.0" encoding="latin-1"?><svg/>', "baking.svg_encoding"),
        ('<?xml version="1.0" encoding="utf-16"?><svg/>'.encode("utf-16"), "baking.svg_encoding"),
        (b"<svg>\xff</svg>", "baking.svg_encoding"),
        (b"<html/>", "baking.not_an_image"),
        (b"<!doctype html><svg/>", "baking.not_an_image"),
        (b"<?xml version='1.0'?>", "baking.not_an_image"),
        (SVG, "baking.no_credential"),
    ],
)
def test_unsafe_or_broken_pictures_are_refused_both_ways(image: bytes, code: str) -> None:
    """No document type of its own, no entity, no other encoding, no endless nesting."""
    assert _code(image) == code
    if code != "baking.no_credential":
        with pytest.raises(BakingError, match=code.replace(".", r"\.")):
            baking.bake(image, JSON_BADGE)


@pytest.mark.requirement("BAKE-05", "BAKE-09")
@pytest.mark.parametrize("badge", [JSON_BADGE, JWT_BADGE])
def test_the_document_type_that_drawing_programs_write_is_let_be(badge: Secured) -> None:
    """One that the W3C published for SVG is known by its name, never fetched, and stays there."""
    baked = baking.bake(SVG.replace(b"<svg", PUBLISHED + b"<svg", 1), badge)
    assert PUBLISHED + b"<svg" in baked
    assert baking.read(baked).text.encode() == badge.body


def test_a_foreign_root_is_refused_even_when_nobody_asked_first() -> None:
    """The SVG format itself does not take another XML file for a picture."""
    with pytest.raises(BakingError, match=r"baking\.not_an_image"):
        Svg().read(b"<html/>")


@pytest.mark.requirement("BAKE-09")
@pytest.mark.parametrize("encoding", ["UTF-7", "utf-32", "hz", "nonsense", "rot13"])
def test_strange_encodings_are_no_traceback(encoding: str) -> None:
    """Whatever encoding the first line declares, a broken picture is our error."""
    image = f'<?xml version="1.0" encoding="{encoding}"?><svg>é</svg>'.encode()
    assert not baking.is_image(image) or _code(image) == "baking.svg_encoding"
    with pytest.raises(BakingError):
        Svg().read(image)


def test_a_character_that_xml_cannot_hold_is_refused() -> None:
    """U+FFFF is fine in JSON and forbidden in XML."""
    badge = Secured('{"a":"\uffff"}'.encode(), MEDIA_TYPE_JSON)
    with pytest.raises(BakingError, match=r"baking\.svg_character"):
        baking.bake(SVG, badge)


@pytest.mark.requirement("VER-02")
def test_sizes_are_bounded() -> None:
    """Neither a huge picture nor a huge badge is taken."""
    assert _code(_svg("x" * baking.IMAGE_LIMIT)) == "baking.too_large"
    credential = f'<c:credential xmlns:c="{NAMESPACE}">{"x" * 1_000_001}</c:credential>'
    assert _code(_svg(credential)) == "baking.badge_too_large"


@pytest.mark.requirement("VER-01")
def test_images_are_recognised_by_their_content() -> None:
    """A PNG signature or an `svg` root make an image; names and guesses do not."""
    assert baking.is_image(SVG)
    assert baking.is_image(b"\x89PNG\r\n\x1a\n")
    assert not baking.is_image(b'{"a": "<svg>"}')
    assert not baking.is_image(b"<p><svg/></p>")


@given(position=st.integers(min_value=0, max_value=2000), value=st.integers(0, 255))
def test_damage_gives_our_error_or_a_badge(position: int, value: int) -> None:
    """An SVG with one wrong byte never gives a traceback."""
    baked = bytearray(baking.bake(SVG, JWT_BADGE))
    baked[position % len(baked)] = value
    with suppress(BakingError):
        assert baking.unbake(bytes(baked)).body
