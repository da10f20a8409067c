"""Many badges at once: a JSON list or an archive in, one line of NDJSON for each report out."""

import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask import Request

from badges.errors import BadgeError
from badges.web.problems import WebError
from verifier.bootstrap import Verifier
from verifier.errors import NotYetRead
from verifier.intake import Several
from verifier.report import Report
from verifier.settings import BOUNDS
from verifier.web.material import JSON, MULTIPART, read_body, read_upload
from verifier.web.question import Wish, accept_large, make_wish

NDJSON = "application/x-ndjson"
ZIP = "application/zip"
SECONDS = 50.0
"""After which what is left is not judged any more: a line says so for each."""

_LIMITS = {JSON: 5_000_000, ZIP: BOUNDS.material_bytes}
_ADDRESS = (b"http:", b"https:")
_ARCHIVE = b"PK"
_URL_MEMBERS = {"url"}
_ENVELOPE_LIMIT = 2_100
# A string is stepped over; of the rest, only what opens, closes or parts.
_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[\[\]{},"]', re.DOTALL)


@dataclass(frozen=True)
class Item:
    """One badge of many: where it stood, what it was called, and how it is judged."""

    name: str
    judge: Callable[[], Report]
    refuse: Callable[[], Report]


def read_batch(request: Request, verifier: Verifier) -> list[Item]:
    """The badges in the body of a request, none of them read yet.

    Raises:
        WebError: nothing (400), no list and no archive (400, 415), or too many (413).
    """
    accept_large(request)
    kind = request.mimetype
    body = read_upload(request) if kind == MULTIPART else read_body(request, kind, _LIMITS)
    recipient, policy = (request.values.get(name) for name in ("recipient", "policy"))
    wish = make_wish(recipient, policy)
    return make_items(body, kind, verifier, wish)


def make_items(body: bytes, kind: str, verifier: Verifier, wish: Wish) -> list[Item]:
    """The badges in `body`, each ready to be judged.

    Raises:
        WebError: none (400), no list and no archive (400, 415), or too many (413).
    """
    is_list = kind != ZIP and body.lstrip().startswith(b"[")
    items = (_listed if is_list else _archived)(body, verifier, wish)
    if not items:
        raise WebError("web.batch.none")
    if len(items) > BOUNDS.archive_files:
        raise WebError("web.batch.too_many", status=413, limit=BOUNDS.archive_files)
    return items


def lines(
    items: list[Item], language: str, count: Callable[[str], None], *, seconds: float = SECONDS
) -> Iterator[str]:
    """One report a line, each with its place and its name, as soon as it is made."""
    until = time.monotonic() + seconds
    for index, item in enumerate(items):
        report = item.judge() if time.monotonic() < until else item.refuse()
        count(report.verdict.value)
        line = {"index": index, "name": item.name, **report.to_json(language)}
        yield json.dumps(line, ensure_ascii=False) + "\n"


def _archived(body: bytes, verifier: Verifier, wish: Wish) -> list[Item]:
    """The badges of an archive.

    Raises:
        WebError: no archive at all (415), too many or too large (413), or broken (400).
    """
    if not body.startswith(_ARCHIVE):
        raise WebError("web.batch.kind", status=415)
    found = verifier.pipeline.open(body).found
    if isinstance(found, BadgeError):
        status = 413 if ".too_" in found.code else 400
        raise WebError(found.code, status=status, **found.params)
    if isinstance(found, Several):
        return [_item(part.name, part.material, verifier, wish) for part in found.parts]
    return [_item("1", body, verifier, wish)]


def _listed(body: bytes, verifier: Verifier, wish: Wish) -> list[Item]:
    """The items of a JSON list, each with the bytes that stand there: nothing is written anew."""
    try:
        spans = _spans(body.decode("utf-8"))
    except ValueError as error:
        raise WebError("web.batch.malformed") from error
    materials = [_material(raw) for raw in spans]
    addresses = sum(material.lower().startswith(_ADDRESS) for material in materials)
    if addresses > BOUNDS.parts:
        raise WebError("web.batch.too_many_addresses", status=413, limit=BOUNDS.parts)
    return [
        _item(str(number), material, verifier, wish)
        for number, material in enumerate(materials, start=1)
    ]


def _spans(text: str) -> list[str]:
    """The items of the list in `text` as they are written; a broken one is its own trouble.

    Raises:
        ValueError: `text` is no list.
    """
    items: list[str] = []
    depth, begin, is_whole = 0, text.index("[") + 1, False
    for token in _TOKEN.finditer(text):
        sign = token[0]
        if sign == '"':
            break  # a string that never ends
        depth += (sign in ("[", "{")) - (sign in ("]", "}"))
        is_whole = depth == 0
        if is_whole or (depth == 1 and sign == ","):
            items.append(text[begin : token.start()].strip())
            begin = token.end()
        if is_whole or len(items) > BOUNDS.archive_files:
            break
    if items == [""]:
        items = []
    if "" in items or (is_whole and text[begin:].strip()):
        raise ValueError(text[:40])
    if not is_whole and len(items) <= BOUNDS.archive_files:
        raise ValueError(text[:40])
    return items


def _material(raw: str) -> bytes:
    """The bytes to judge: the text of a string or of an address, else the item as written."""
    text = raw
    if raw.startswith('"') or len(raw) <= _ENVELOPE_LIMIT:
        try:
            value = json.loads(raw)
        except (ValueError, RecursionError):
            value = None  # whatever it is, its report says so
        if isinstance(value, dict) and value.keys() == _URL_MEMBERS:
            value = value["url"]
        text = value if isinstance(value, str) else raw
    return text.encode("utf-8", "replace")


def _item(name: str, material: bytes, verifier: Verifier, wish: Wish) -> Item:
    def judge() -> Report:
        return verifier.verify(material, recipient=wish.recipient, policy=wish.policy)

    def refuse() -> Report:
        opened = verifier.pipeline.open(b"")
        return opened.examination.refuse(material, NotYetRead("batch.too_slow"))

    return Item(name, judge, refuse)
