"""Badges inside something else: pictures, papers, pages, archives, envelopes, records."""

import base64
import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import pypdfium2
import qrcode
from PIL import Image

from badges import baking
from badges.documents import JsonObject, Secured, serialize
from tests.corpus import ours
from tests.corpus.specimen import GENUINE, Specimen, World
from tests.interop.theirs import PNG
from tests.verifier.badges_to_read import OB_3, VC_2, Place

CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
_HOME = "https://emballages.example"
_VALID = (GENUINE, "proof.valid")
_INSIDE = (GENUINE, "inside.accepted")


def specimens(world: World) -> Iterator[Specimen]:
    """Each wrapping around a badge that holds, and around one that does not."""
    place = Place.by_key()
    good = place.sign(ours.badge(world, place))
    token = place.sign(ours.badge(world, place), "vc-jwt")
    late = place.sign(ours.badge(world, place, validUntil=world.written(days=-1)))
    for name, material, (state, code) in (
        *_envelopes(good, token, late),
        *_archives(good, token, late),
        *_pages(world, good, token),
        *_pictures(world, good),
        *_papers(good),
        *_presentations(place, good, token, late),
        *_records(world, place, good, late),
    ):
        yield Specimen(f"wrapped/{name}", material, state, code)


Row = tuple[str, bytes, tuple[str, str]]


def _envelopes(good: Secured, token: Secured, late: Secured) -> Iterator[Row]:
    text = base64.b64encode(good.body).decode()
    yield "data-json.txt", f"data:application/vc;base64,{text}".encode(), _VALID
    yield "data-jwt.txt", b"data:application/vc+jwt," + token.body, _VALID
    enveloped = {
        "@context": VC_2,
        "id": "data:application/vc+jwt," + token.text,
        "type": "EnvelopedVerifiableCredential",
    }
    yield "enveloped.json", serialize(enveloped), _VALID
    yield "list.json", _json([good.document, token.text]), _INSIDE
    yield "list-expired.json", _json([good.document, late.document]), ("expired", "inside.rejected")
    answer = {"credential": [good.document], "compactJwsString": [token.text]}
    yield "host-answer.json", serialize(answer), _INSIDE
    yield "vc-api.json", serialize({"verifiableCredential": good.document}), _VALID


def _archives(good: Secured, token: Secured, late: Secured) -> Iterator[Row]:
    badges = {"un.json": good.body, "deux.jwt": token.body, "trois.png": baking.bake(PNG, good)}
    yield "several.zip", archive(badges), _INSIDE
    yield "one.zip", archive({"un.json": good.body}), _VALID
    mixed = archive(badges | {"quatre.json": late.body})
    yield "one-expired.zip", mixed, ("expired", "inside.rejected")
    junk = {"__MACOSX/._un.json": b"\0\5", "un.json": good.body, ".DS_Store": b"\0"}
    yield "with-junk.zip", archive(junk), _VALID


def archive(files: dict[str, bytes]) -> bytes:
    """A ZIP of these files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return stream.getvalue()


def _pages(world: World, good: Secured, token: Secured) -> Iterator[Row]:
    world.web.publish(f"{_HOME}/badge.json", good.body, "application/vc")
    script = f'<script type="application/ld+json">{good.text}</script>'
    link = '<link rel="alternate" type="application/vc" href="/badge.json">'
    for name, head in (("script", script), ("link", link)):
        page = f"<!doctype html><html><head><title>Badge</title>{head}</head></html>".encode()
        world.web.publish(f"{_HOME}/{name}", page, "text/html")
        yield f"page-{name}.txt", f"{_HOME}/{name}".encode(), _VALID
    yield "page-script.html", f"<!doctype html><html>{script}</html>".encode(), _VALID
    world.web.publish(f"{_HOME}/badge.jwt", token.body, "text/plain")
    yield "address-jwt.txt", f"{_HOME}/badge.jwt".encode(), _VALID
    world.web.publish(f"{_HOME}/empty", b"<!doctype html><html></html>", "text/html")
    yield "page-empty.txt", f"{_HOME}/empty".encode(), ("unreadable", "page.no_badge")


def _pictures(world: World, good: Secured) -> Iterator[Row]:
    address = f"{_HOME}/badge.json"
    world.web.publish(address, good.body, "application/vc")
    picture = code(address)
    yield "qr.png", encoded(picture, "PNG"), _VALID
    yield "qr.jpg", encoded(picture, "JPEG"), _VALID
    yield "qr.webp", encoded(picture, "WEBP"), _VALID
    turned = picture.rotate(17, expand=True, fillcolor=255)
    yield "qr-turned.jpg", encoded(turned, "JPEG"), _VALID
    yield "qr-dark.png", encoded(picture.point(lambda value: 255 - value), "PNG"), _VALID
    gone = code(f"{_HOME}/gone")
    yield "qr-gone.png", encoded(gone, "PNG"), ("cannot_check", "fetch.unreachable")
    blank = Image.new("L", (300, 300), 200)
    yield "no-code.jpg", encoded(blank, "JPEG"), ("unreadable", "picture.without_code")


def code(text: str) -> Image.Image:
    """A QR code as a grey picture with its quiet zone."""
    made = qrcode.QRCode(border=4, box_size=6)
    made.add_data(text)
    picture: Image.Image = made.make_image().get_image()
    return picture.convert("L")


def encoded(picture: Image.Image, form: str) -> bytes:
    """The picture in one file format."""
    stream = io.BytesIO()
    picture.save(stream, form)
    return stream.getvalue()


def _papers(good: Secured) -> Iterator[Row]:
    attached = _pdf()
    attached.new_attachment("badge.json").set_data(good.body)
    yield "attached.pdf", _saved(attached), _VALID
    twice = _pdf()
    twice.new_attachment("a.json").set_data(good.body)
    twice.new_attachment("b.png").set_data(baking.bake(PNG, good))
    yield "attached-twice.pdf", _saved(twice), _INSIDE
    stream = io.BytesIO()
    sheet = Image.new("L", (1240, 1754), 255)
    sheet.paste(code(f"{_HOME}/badge.json"), (700, 1200))
    sheet.save(stream, "PDF", resolution=150)
    yield "printed.pdf", stream.getvalue(), _VALID
    yield "empty.pdf", _saved(_pdf()), ("unreadable", "input.pdf_without_badge")


def _pdf() -> Any:
    document = pypdfium2.PdfDocument.new()
    document.new_page(595, 842)
    return document


def _saved(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _presentations(place: Place, good: Secured, token: Secured, late: Secured) -> Iterator[Row]:
    envelope = {
        "@context": VC_2,
        "id": "data:application/vc+jwt," + token.text,
        "type": "EnvelopedVerifiableCredential",
    }
    for name, inside, expected in (
        ("one", [good.document], _INSIDE),
        ("two", [good.document, envelope], _INSIDE),
        ("expired", [good.document, late.document], ("expired", "inside.rejected")),
        (
            *("changed", [serialize_changed(good)]),
            ("altered", "inside.rejected"),
        ),
    ):
        presentation = {
            "@context": [VC_2],
            "type": ["VerifiablePresentation"],
            "holder": place.did,
            "verifiableCredential": inside,
        }
        yield f"presentation-{name}.json", serialize(presentation), expected


def serialize_changed(secured: Secured) -> JsonObject:
    """The document with another name than it was signed with."""
    return secured.document | {"name": "Autre badge"}


def _records(world: World, place: Place, good: Secured, late: Secured) -> Iterator[Row]:
    for name, inside, expected in (
        ("whole", [good.document], _INSIDE),
        ("expired-inside", [good.document, late.document], ("expired", "inside.rejected")),
        ("forged-inside", [serialize_changed(good)], ("altered", "inside.rejected")),
    ):
        record = {
            "@context": [VC_2, CLR, OB_3],
            "id": f"urn:uuid:7f1d2a10-0000-4000-8000-00000000000{len(name) % 10}",
            "type": ["VerifiableCredential", "ClrCredential"],
            "name": "Relevé d'acquis",
            "issuer": {"id": place.did, "type": ["Profile"], "name": "Le Lieu Un"},
            "validFrom": world.written(days=-1),
            "credentialSubject": {
                "id": "urn:uuid:6a1e0cf1-98c3-4e4b-8d55-0a8d3a1f0b11",
                "type": ["ClrSubject"],
                "verifiableCredential": inside,
            },
        }
        signed = place.sign(record)
        yield f"record-{name}.json", signed.body, expected
        if name == "whole":
            renamed = serialize(signed.document | {"name": "Autre relevé"})
            yield "record-changed.json", renamed, ("altered", "proof.invalid")


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
