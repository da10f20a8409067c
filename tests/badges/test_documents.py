"""Strict documents: what is read, what is refused, and what the views of signed bytes show."""

import json

import pytest

from badges.documents import (
    MEDIA_TYPE_JSON,
    MEDIA_TYPE_JWT,
    Limits,
    Secured,
    parse,
    serialize,
)
from badges.encoding import encode_base64url
from badges.errors import DocumentError, DuplicateKey, Malformed, TooDeep, TooLarge


def test_a_document_is_read_with_its_types() -> None:
    """Numbers stay numbers, text stays Unicode, members keep their order."""
    document = parse('{"b": [1, 2.5, true, null], "a": "é 🦊"}'.encode())
    assert document == {"b": [1, 2.5, True, None], "a": "é 🦊"}
    assert list(document) == ["b", "a"]


def test_a_byte_order_mark_is_forgiven() -> None:
    """Some editors write one; it changes nothing of the content."""
    assert parse(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


@pytest.mark.requirement("DM-05")
def test_documents_are_written_compactly_in_utf_8() -> None:
    """No escapes, no spaces, order kept; and never a number that JSON does not have."""
    assert serialize({"b": "é", "a": [1, 0.5]}) == '{"b":"é","a":[1,0.5]}'.encode()
    with pytest.raises(ValueError, match="not JSON compliant"):
        serialize({"a": float("inf")})


@pytest.mark.requirement("VER-02")
@pytest.mark.parametrize(
    ("body", "kind", "code"),
    [
        (b"", Malformed, "document.not_json"),
        (b"{", Malformed, "document.not_json"),
        (b'{"a": 1,}', Malformed, "document.not_json"),
        (b"{'a': 1}", Malformed, "document.not_json"),
        (b'{"a": 1} {}', Malformed, "document.not_json"),
        (b'{"a": "\n"}', Malformed, "document.not_json"),
        (b"[]", Malformed, "document.not_an_object"),
        (b'"text"', Malformed, "document.not_an_object"),
        (b"null", Malformed, "document.not_an_object"),
        (b"\xff\xfe{}", Malformed, "document.not_utf8"),
        (b'{"a": NaN}', Malformed, "document.number"),
        (b'{"a": -Infinity}', Malformed, "document.number"),
        (b'{"a": 1e999}', Malformed, "document.number"),
        (b'{"a": ' + b"9" * 5000 + b"}", Malformed, "document.number"),
        (b'{"a": 1.' + b"0" * 5000 + b"}", Malformed, "document.number"),
        (b'{"a": "\\ud800"}', Malformed, "document.surrogate"),
        (b'{"\\udfff": 1}', Malformed, "document.surrogate"),
        (b'{"a": 1, "a": 1}', DuplicateKey, "document.duplicate_key"),
        (b'{"a": {"b": 1, "\\u0062": 2}}', DuplicateKey, "document.duplicate_key"),
        (b'{"a":' * 33 + b"1" + b"}" * 33, TooDeep, "document.too_deep"),
        (b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}", TooDeep, "document.too_deep"),
        (b'{"a":"' + b"x" * 1_000_000 + b'"}', TooLarge, "document.too_large"),
        (b'{"a":[' + b"1," * 50_000 + b"1]}", TooLarge, "document.too_many_values"),
    ],
)
def test_what_two_readers_could_read_differently_is_refused(
    body: bytes, kind: type[DocumentError], code: str
) -> None:
    """Broken text, doubles of a member, odd numbers, and all beyond the limits has its code."""
    with pytest.raises(kind) as caught:
        parse(body)
    assert caught.value.code == code


def test_depth_counts_braces_outside_of_texts_only() -> None:
    """A text full of braces is no nesting, even after an escaped quotation mark."""
    flat = {"a": '\\"' + "[{" * 100, "b": "}" * 100}
    assert parse(json.dumps(flat).encode()) == flat


def test_limits_can_be_tighter() -> None:
    """A caller that expects a small document says so."""
    assert parse(b'{"a": [1]}', Limits(size=10, depth=2, nodes=3)) == {"a": [1]}
    with pytest.raises(TooLarge):
        parse(b'{"a": [1]}', Limits(size=9))
    with pytest.raises(TooDeep):
        parse(b'{"a": [1]}', Limits(depth=1))
    with pytest.raises(TooLarge):
        parse(b'{"a": [1]}', Limits(nodes=2))


def jwt(header: bytes, payload: bytes) -> Secured:
    """A compact JWS with a signature that nobody checks here."""
    segments = (encode_base64url(part) for part in (header, payload, b"signature"))
    return Secured(".".join(segments).encode(), MEDIA_TYPE_JWT)


def test_a_json_document_is_its_own_payload() -> None:
    """Embedded proofs travel in the document itself; there is no header."""
    secured = Secured('{"name": "é"}'.encode(), MEDIA_TYPE_JSON)
    assert not secured.is_jwt
    assert secured.text == '{"name": "é"}'
    assert secured.payload == secured.document == {"name": "é"}
    assert secured.header == {}


@pytest.mark.requirement("JWT-03", "JWT-04")
def test_a_jwt_shows_the_credential_in_either_shape() -> None:
    """The credential is the payload, or its `vc` claim in the older data model."""
    new = jwt(b'{"alg": "RS256"}', b'{"id": "urn:1", "iss": "x"}')
    old = jwt(b'{"alg": "RS256"}', b'{"vc": {"id": "urn:1"}, "iss": "x"}')

    assert new.is_jwt
    assert new.header == {"alg": "RS256"}
    assert new.document == new.payload == {"id": "urn:1", "iss": "x"}
    assert old.document == {"id": "urn:1"}
    assert old.payload["iss"] == "x"


@pytest.mark.requirement("VER-02")
@pytest.mark.parametrize(
    "body", [b"", b"a.b", b"a.b.c.d", b"!.!.!", b"e30.!!.x", b"e30.e31.x", b"\xff.\xff.\xff"]
)
def test_a_broken_jwt_has_no_payload(body: bytes) -> None:
    """Another count of parts, or parts that do not decode, are malformed."""
    with pytest.raises(DocumentError):
        _ = Secured(body, MEDIA_TYPE_JWT).payload


@pytest.mark.requirement("VER-02")
def test_double_members_are_refused_inside_a_jwt_too() -> None:
    """Header and payload are parsed with the same strictness as any document."""
    with pytest.raises(DuplicateKey):
        _ = jwt(b'{"alg": "none", "alg": "RS256"}', b"{}").header
    with pytest.raises(DuplicateKey):
        _ = jwt(b"{}", b'{"iss": "a", "iss": "b"}').payload
