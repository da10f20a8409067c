"""What is handed over for verification, told apart before anything is read: bytes or an address."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Request

from badges.documents import DEFAULT_LIMITS, JsonObject, parse
from badges.errors import BadgeError, TooLarge
from badges.web.problems import WebError
from verifier.settings import BOUNDS

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

_TEXT_LIMITS = dict.fromkeys(
    ("application/vc", "application/vc+ld+json", "application/ld+json", JSON), DEFAULT_LIMITS.size
) | dict.fromkeys(("application/vc+jwt", "application/jwt", "application/jose"), BOUNDS.text_bytes)

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
    if len(body) > _TEXT_LIMITS.get(kind, BOUNDS.image_bytes):
        raise TooLarge("document.too_large", limit=_TEXT_LIMITS.get(kind, BOUNDS.image_bytes))
    told = None if kind == "application/octet-stream" else kind
    return Material(body=body, media_type=told, recipient=recipient)


def require_address(text: object) -> str:
    """The web address that `text` is; one typed without its scheme is taken as https.

    Raises:
        WebError: it is no web address.
    """
    address = text.strip() if isinstance(text, str) else ""
    is_bare = "://" not in address
    if is_bare:
        address = f"https://{address}"
    is_plain = len(address) <= _ADDRESS_LIMIT and address.isprintable() and " " not in address
    if not (is_plain and _is_web(address, is_bare=is_bare)):
        raise WebError("web.verify.address_wrong", address=str(text)[:80])
    return address


def _is_web(address: str, *, is_bare: bool) -> bool:
    """Whether `address` is of the web; without a scheme a dot tells `host:80` from `mailto:80`."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    is_host = "." in host if is_bare else bool(host)
    return parts.scheme in ("http", "https") and port != 0 and is_host


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
