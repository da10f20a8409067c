"""What is handed over for verification, told apart before anything is read: bytes or an address."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Request

from badges.documents import JsonObject, parse
from badges.errors import BadgeError
from badges.web.problems import WebError

JSON = "application/json"
MULTIPART = "multipart/form-data"
MEDIA_TYPES = (
    "application/vc",
    "application/vc+ld+json",
    "application/ld+json",
    JSON,
    "application/vc+jwt",
    "application/jwt",
    "application/jose",
    "text/plain",
    "image/png",
    "image/svg+xml",
    "application/pdf",
    "application/octet-stream",
)

_ADDRESS_LIMIT = 2_000

# A JSON body with one of these is a document to verify, even when it also has a member `url`.
_DOCUMENT_MEMBERS = frozenset({"@context", "type", "proof", "verifiableCredential", "vc"})


@dataclass(frozen=True)
class Material:
    """One badge as handed over: its bytes with the media type that was told, or its address."""

    body: bytes = b""
    media_type: str | None = None
    address: str | None = None
    recipient: str | None = None


def read_material(request: Request) -> Material:
    """What the body of an API request holds.

    Raises:
        WebError: nothing in it (400), or a kind of body that we do not read (415).
    """
    kind = request.mimetype or "application/octet-stream"
    recipient = request.args.get("recipient")
    if kind == MULTIPART:
        return _upload(request, recipient)
    if kind not in MEDIA_TYPES:
        raise WebError("web.api.kind", status=415, kind=kind[:80], kinds=", ".join(MEDIA_TYPES))
    body = request.get_data(cache=False)
    if not body.strip():
        raise WebError("web.api.empty")
    if kind == JSON:
        envelope = _envelope(body)
        if envelope is not None:
            address = require_address(envelope["url"])
            asked = envelope.get("recipient", recipient)
            return Material(address=address, recipient=asked if isinstance(asked, str) else None)
    told = None if kind == "application/octet-stream" else kind
    return Material(body=body, media_type=told, recipient=recipient)


def require_address(text: object) -> str:
    """The web address that `text` is; one typed without its scheme is taken as https.

    Raises:
        WebError: it is no web address.
    """
    address = text.strip() if isinstance(text, str) else ""
    if address and "://" not in address and not address.startswith("did:"):
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_address = False
    if (
        not is_address
        or len(address) > _ADDRESS_LIMIT
        or not address.isprintable()
        or " " in address
    ):
        raise WebError("web.verify.address_wrong", address=str(text)[:80])
    return address


def _upload(request: Request, recipient: str | None) -> Material:
    upload = request.files.get("file")
    body = b"" if upload is None else upload.read()
    if not body:
        raise WebError("web.api.no_file")
    return Material(body=body, recipient=request.form.get("recipient", recipient))


def _envelope(body: bytes) -> JsonObject | None:
    """The JSON object `{"url": …}` when that is what the body is; None for a document."""
    try:
        document = parse(body)
    except BadgeError:
        return None  # whatever it is, the verifier says so in its report
    if "url" not in document or _DOCUMENT_MEMBERS & document.keys():
        return None
    return document
