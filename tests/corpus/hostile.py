"""Files that want to crash, exhaust or fool whoever reads them, and files that are no badge."""

import struct
import zlib
from collections.abc import Iterator

from badges.documents import JsonObject, serialize
from badges.encoding import encode_base64url
from tests.corpus import ours
from tests.corpus.specimen import Specimen, World
from tests.interop.theirs import PNG, SVG
from tests.verifier.badges_to_read import Place

_UNREADABLE = "unreadable"
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def specimens(world: World) -> Iterator[Specimen]:
    """Hostile texts, documents, images and addresses."""
    place = Place.by_key()
    for name, material, state, code in (
        *_texts(),
        *_documents(world, place),
        *_images(place.sign(ours.badge(world, place)).body),
        *_addresses(),
    ):
        yield Specimen(f"hostile/{name}", material, state, code)


Row = tuple[str, bytes, str, str]


def _texts() -> Iterator[Row]:
    yield "empty.json", b"", _UNREADABLE, "input.empty"
    yield "space.txt", b" \n\t ", _UNREADABLE, "input.empty"
    yield "words.txt", b"bonjour", _UNREADABLE, "input.unrecognised"
    yield "zeros.bin", bytes(4096), _UNREADABLE, "input.unrecognised"
    yield "brace.json", b"{", _UNREADABLE, "document.not_json"
    yield "number.json", b'{"a":NaN}', _UNREADABLE, "document.number"
    yield "huge-number.json", b'{"a":' + b"9" * 5000 + b"}", _UNREADABLE, "document.number"
    yield "infinite.json", b'{"a":1e999}', _UNREADABLE, "document.number"
    yield "deep.json", b'{"a":' * 5000 + b"1" + b"}" * 5000, _UNREADABLE, "document.too_deep"
    brackets = b'{"a":' + b"[" * 400_000
    yield "brackets.json", brackets, _UNREADABLE, "document.too_deep"
    many = b'{"a":[' + b"1," * 300_000 + b"1]}"
    yield "many.json", many, _UNREADABLE, "document.too_many_values"
    names = ",".join(f'"a{index}":1' for index in range(100_000))
    yield "members.json", f"{{{names}}}".encode(), _UNREADABLE, "document.too_large"
    yield "not-utf-8.json", b'{"a":"\xff\xfe"}', _UNREADABLE, "document.not_utf8"
    yield "surrogate.json", b'{"a":"\\ud800"}', _UNREADABLE, "document.surrogate"
    yield "key-twice.json", b'{"a":1,"a":2}', _UNREADABLE, "document.duplicate_key"
    yield "long.json", b'{"a":"' + b"x" * 1_200_000 + b'"}', _UNREADABLE, "document.too_large"
    yield "payload-no-json.jwt", b"e30.AAAA.AAAA", _UNREADABLE, "document.not_json"


def _documents(world: World, place: Place) -> Iterator[Row]:
    document = ours.badge(world, place)
    signed = place.sign(document).document
    for name, change, state, code in (
        ("empty-object.json", {}, _UNREADABLE, "type.missing"),
        ("null-members.json", dict.fromkeys(signed), _UNREADABLE, "type.missing"),
        ("proofs-many.json", signed | {"proof": [signed["proof"][0]] * 40}, *_NO_PROOF),
        ("proof-number.json", signed | {"proof": 7}, "altered", "context.keyword"),
        ("proof-empty.json", signed | {"proof": []}, *_NO_PROOF),
        ("context-unknown.json", _with_context(signed, "https://evil.example/c"), *_UNKNOWN),
        ("context-inline.json", _with_context(signed, {"name": "https://evil.example/n"}), *_ALTER),
        ("context-base.json", _with_context(signed, {"@base": "https://evil.example/"}), *_SAME),
        (
            "included.json",
            signed | {"@included": [{"id": "urn:x:1"}]},
            "altered",
            "context.keyword",
        ),
        ("described-twice.json", _described_twice(signed), "altered", "context.described_twice"),
    ):
        yield name, serialize(change), state, code
    header = encode_base64url(b'{"alg":"EdDSA","x":"' + b"h" * 900_000 + b'"}')
    _, payload, signature = place.sign(document, "vc-jwt").text.split(".")
    yield "giant-header.jwt", f"{header}.{payload}.{signature}".encode(), *_BAD_PROOF
    yield "poison.json", serialize(_poisoned(signed)), *_ALTER
    yield "type-number.json", serialize(signed | {"type": 5}), "altered", "jsonld.dropped"


_NO_PROOF = ("unreadable", "proof.invalid")
_NO_PROOF = (_UNREADABLE, "proof.invalid")
_BAD_PROOF = ("altered", "proof.invalid")
_ALTER = ("altered", "proof.invalid")
# No name in a badge is relative, so a base changes nothing of what was signed.
_SAME = ("genuine", "proof.valid")
_UNKNOWN = ("cannot_check", "context.unavailable")


def _with_context(document: JsonObject, context: object) -> JsonObject:
    return document | {"@context": [*document["@context"], context]}


def _described_twice(document: JsonObject) -> JsonObject:
    evidence = [{"id": document["id"], "type": ["Evidence"], "validUntil": "2099-01-01T00:00:00Z"}]
    return document | {"evidence": evidence}


def _poisoned(document: JsonObject) -> JsonObject:
    """Blank nodes that all look alike: naming them canonically would take for ever (TRAP-24)."""
    knot = [{"type": ["Evidence"]} for _ in range(1_000)]
    return document | {"evidence": knot}


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _images(badge: bytes) -> Iterator[Row]:
    head, rest = PNG[:33], PNG[33:]
    bomb = b"openbadgecredential\0\1\0\0\0" + zlib.compress(bytes(60_000_000), 9)
    yield "bomb.png", head + _chunk(b"iTXt", bomb) + rest, _UNREADABLE, "baking.badge_too_large"
    plain = b"openbadgecredential\0\0\0\0\0" + badge
    good = head + _chunk(b"iTXt", plain) + rest
    yield "cut.png", good[:-20], _UNREADABLE, "baking.png_truncated"
    wrong = bytearray(good)
    wrong[len(head) + 60] ^= 1
    yield "checksum.png", bytes(wrong), _UNREADABLE, "baking.png_checksum"
    lying = head + struct.pack(">I", 0x7FFFFFFF) + b"iTXt" + plain
    yield "length-lies.png", lying, _UNREADABLE, "baking.png_truncated"
    yield "only-signature.png", _SIGNATURE, _UNREADABLE, "input.broken_image"
    entity = b'<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    yield "entities.svg", entity + SVG, _UNREADABLE, "baking.svg_doctype"
    outside = b'<!DOCTYPE svg SYSTEM "file:///etc/passwd">' + SVG
    yield "external.svg", outside, _UNREADABLE, "baking.svg_doctype"
    attributes = b" ".join(b'a%d="1"' % index for index in range(100_000))
    crowded = SVG.replace(b"<circle", b"<circle " + attributes)
    yield "attributes.svg", crowded, _UNREADABLE, "baking.no_credential"
    nested = b'<svg xmlns="http://www.w3.org/2000/svg">' + b"<g>" * 100_000
    yield "nested.svg", nested, _UNREADABLE, "baking.svg_depth"


def _addresses() -> Iterator[Row]:
    for name, address in (
        ("loopback", "http://127.0.0.1/badge.json"),
        ("metadata", "http://169.254.169.254/latest/meta-data/"),
        ("decimal", "https://2130706433/badge.json"),
        ("octal", "https://0177.0.0.1/badge.json"),
        ("ipv6", "https://[::1]/badge.json"),
        ("mapped", "https://[::ffff:127.0.0.1]/badge.json"),
        ("user", "https://good.example@127.0.0.1/badge.json"),
        ("port", "https://example.org:25/badge.json"),
    ):
        yield f"address-{name}.txt", address.encode(), "cannot_check", "fetch."
