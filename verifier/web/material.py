"""What the body of an API request holds, told apart before it is read: bytes or an address."""

import re
from collections.abc import Mapping
from types import MappingProxyType

import orjson
from flask import Request

from badges.documents import DEFAULT_LIMITS, JsonObject, parse
from badges.errors import BadgeError, TooLarge
from badges.web import bodies
from badges.web.problems import WebError
from verifier.settings import BOUNDS
from verifier.web.question import Material, accept_large, make_wish, require_address

JSON = "application/json"
MULTIPART = "multipart/form-data"
UNTOLD = "application/octet-stream"

JSON_TYPES = (
    "application/vc",
    "application/vp",
    "application/vc+ld+json",
    "application/vp+ld+json",
    "application/ld+json",
    JSON,
)
_JWT_TYPES = ("application/vc+jwt", "application/vp+jwt", "application/jwt", "application/jose")
_IMAGE_TYPES = ("image/png", "image/svg+xml")
_LARGE_TYPES = (
    "image/jpeg",
    "image/webp",
    "image/gif",
    "image/bmp",
    "application/pdf",
    "application/zip",
    "text/plain",
    UNTOLD,
)
_LIMITS = (
    dict.fromkeys(JSON_TYPES, DEFAULT_LIMITS.size)
    | dict.fromkeys(_JWT_TYPES, BOUNDS.text_bytes)
    | dict.fromkeys(_IMAGE_TYPES, BOUNDS.image_bytes)
    | dict.fromkeys(_LARGE_TYPES, BOUNDS.material_bytes)
)
MEDIA_TYPES = tuple(_LIMITS)

_NO_ARGUMENTS: Mapping[str, str] = MappingProxyType({})

# A JSON body with one of these is a document to verify, even when it also has a member `url`.
_DOCUMENT_MEMBERS = frozenset({"@context", "type", "proof", "verifiableCredential", "vc"})
# Most badges begin so: whatever follows, they are no envelope.
_IS_DOCUMENT = re.compile(rb'[ \t\r\n]*\{[ \t\r\n]*"(?:@context|type|proof)"[ \t\r\n]*:')


def read_material(request: Request) -> Material:
    """What the body of an API request holds.

    Raises:
        WebError: nothing in it, or no such policy (400), or a kind of body that we do not read
            (415).
        TooLarge: more than a badge of that kind may weigh (413).
    """
    accept_large(request)
    kind = request.mimetype or UNTOLD
    arguments = request.args if request.environ.get("QUERY_STRING") else _NO_ARGUMENTS
    if kind == MULTIPART:
        fields = request.form
        recipient = fields.get("recipient", arguments.get("recipient"))
        wish = make_wish(recipient, fields.get("policy", arguments.get("policy")))
        return Material(body=read_upload(request), wish=wish)
    body = read_body(request, kind)
    wish = make_wish(arguments.get("recipient"), arguments.get("policy"))
    if kind == JSON and (envelope := _envelope(body)) is not None:
        return _enveloped(envelope, {"recipient": wish.recipient, "policy": wish.policy})
    told = None if kind == UNTOLD else kind
    return Material(body=body, media_type=told, wish=wish)


def read_body(request: Request, kind: str, limits: dict[str, int] = _LIMITS) -> bytes:
    """The bytes of a body of that kind.

    Raises:
        WebError: empty (400), or a kind that is not in `limits` (415).
        TooLarge: more than `limits` allow (413).
    """
    if kind not in limits:
        raise WebError("web.api.kind", status=415, kind=kind[:80], kinds=", ".join(limits))
    body = bodies.at_hand(request.environ) or request.get_data(cache=False)
    if not body or body.isspace():
        raise WebError("web.api.empty")
    if len(body) > limits[kind]:
        raise TooLarge("document.too_large", limit=limits[kind])
    return body


def read_upload(request: Request) -> bytes:
    """The content of the form field `file`.

    Raises:
        WebError: there is none, or it is empty (400).
    """
    upload = request.files.get("file")
    body = b"" if upload is None else upload.read()
    if not body:
        raise WebError("web.api.no_file")
    return body


def _enveloped(envelope: JsonObject, asked: JsonObject) -> Material:
    asked = asked | {name: envelope[name] for name in asked if name in envelope}
    wish = make_wish(asked["recipient"], asked["policy"])
    return Material(address=require_address(envelope["url"]), wish=wish)


def _envelope(body: bytes) -> JsonObject | None:
    """The JSON object `{"url": …}` when that is what the body is; None for a document."""
    if not _may_be_envelope(body):
        return None
    try:
        return parse(body)
    except BadgeError:
        return None  # whatever it is, the verifier says so in its report


def is_document(body: bytes) -> bool:
    """Whether a body begins as most badges do, so that it cannot be an envelope."""
    return _IS_DOCUMENT.match(body) is not None


def _may_be_envelope(body: bytes) -> bool:
    """Whether the members are those of `{"url": …}`; looked at in haste, since most are badges."""
    if is_document(body):
        return False
    try:
        document = orjson.loads(body)
    except orjson.JSONDecodeError:
        return False
    is_object = isinstance(document, dict)
    return is_object and "url" in document and not _DOCUMENT_MEMBERS & document.keys()
