"""What is asked at the door: one badge as bytes or address, for whom, and by which rules.

The expected person is compared and forgotten: it is never written in an address, a log or a page.
"""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from flask import Request

from badges.web.problems import WebError
from badges.web.security import BODY_LIMIT, IMAGE_LIMIT
from verifier.bootstrap import Verifier
from verifier.errors import VerifierError
from verifier.policy import DEFAULT, policy
from verifier.report import Report
from verifier.settings import BOUNDS

_ADDRESS_LIMIT = 2_000
_RECIPIENT_LIMIT = 200
# What people copy from paper: letters and digits in groups, no dot and no slash.
_SHORT_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z \-]{3,22}[0-9A-Za-z]")
# What a document, and neither an address nor a code, begins with.
_DOCUMENT = re.compile(r"[{\[<]|data:|eyJ", re.IGNORECASE)


@dataclass(frozen=True)
class Wish:
    """Beside the badge itself: whom it should name, and which rules to apply."""

    recipient: str | None = field(default=None, repr=False)
    policy: str = DEFAULT.name


@dataclass(frozen=True)
class Material:
    """One badge as handed over: its bytes with the media type that was told, or its address."""

    body: bytes = b""
    media_type: str | None = None
    address: str | None = None
    wish: Wish = Wish()

    def judged(self, verifier: Verifier) -> Report:
        """The report on this badge."""
        wish = self.wish
        if self.address is not None:
            return verifier.verify_url(self.address, recipient=wish.recipient, policy=wish.policy)
        return verifier.verify(
            self.body, self.media_type, recipient=wish.recipient, policy=wish.policy
        )


def make_wish(recipient: object, name: object) -> Wish:
    """The wish for that person and the policy of that name; both may be left out.

    Raises:
        WebError: there is no such policy (400).
    """
    name = DEFAULT.name if name in (None, "") else str(name)
    try:
        policy(name)
    except VerifierError as error:
        raise WebError(error.code, **error.params | {"name": name[:80]}) from error
    known = recipient.strip()[:_RECIPIENT_LIMIT] if isinstance(recipient, str) else ""
    return Wish(known or None, name)


def accept_large(request: Request) -> None:
    """Let this one request carry a photo or an archive: they weigh more than a badge."""
    request.max_content_length = BOUNDS.material_bytes + BODY_LIMIT - IMAGE_LIMIT


def short_code(text: str) -> str | None:
    """The code that stands on paper, as our addresses spell it; None when `text` is none."""
    return text.replace(" ", "-") if _SHORT_CODE.fullmatch(text) else None


def typed(text: str, wish: Wish) -> Material:
    """What somebody typed or pasted: a document, else an address.

    Raises:
        WebError: it is neither.
    """
    text = text.strip()
    if _DOCUMENT.match(text) or len(text) > _ADDRESS_LIMIT:
        return Material(body=text.encode("utf-8", "replace"), wish=wish)
    return Material(address=require_address(text), wish=wish)


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
