"""Links that open a message with a text in it: letter, SMS, WhatsApp, Mastodon, Bluesky, Facebook.

They are addresses and nothing else: no script of those services, no picture, no request from our
pages. Each value is percent-encoded once as UTF-8.
"""

import re
from urllib.parse import quote

from issuer.errors import InvalidRequest

_HOST = re.compile(
    r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]"
)
_ACCOUNT = re.compile(r"@?[A-Za-z0-9_.-]*", re.ASCII)
_NOT_SERVERS = ("localhost", "local", "internal", "home", "lan", "invalid", "test")
_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_TYPED_LIMIT = 300
_SHOWN = 100


def letter(subject: str, body: str) -> str:
    """A letter to write (RFC 6068); lines end as mail wants them."""
    lines = body.replace("\r\n", "\n").replace("\n", "\r\n")
    return f"mailto:?subject={_encoded(subject)}&body={_encoded(lines)}"


def sms(text: str) -> str:
    """An SMS to write; this form of RFC 5724 is read by telephones of both families."""
    return f"sms:?&body={_encoded(text)}"


def whatsapp(text: str) -> str:
    """A WhatsApp message to write."""
    return f"https://wa.me/?text={_encoded(text)}"


def bluesky(text: str) -> str:
    """A post to write on Bluesky."""
    return f"https://bsky.app/intent/compose?text={_encoded(text)}"


def facebook(page: str) -> str:
    """A page to show on Facebook, which reads the rest from it."""
    return f"https://www.facebook.com/sharer/sharer.php?u={_encoded(page)}"


def mastodon(host: str, text: str) -> str:
    """A post to write on one server of Mastodon."""
    return f"https://{host}/share?text={_encoded(text)}"


def mastodon_host(typed: str) -> str:
    """The server that somebody means: `mamot.fr`, `https://mamot.fr/` or `@awa@mamot.fr`.

    Raises:
        InvalidRequest: no public name of a server (`sharing.instance`).
    """
    text = _SCHEME.sub("", typed[:_TYPED_LIMIT].strip(), count=1)
    who, _, host = text.partition("/")[0].rpartition("@")
    try:
        plain = host.rstrip(".").lower().encode("idna").decode("ascii")
    except UnicodeError:
        plain = ""
    is_public = _HOST.fullmatch(plain) and plain.rpartition(".")[2] not in _NOT_SERVERS
    if not is_public or not _ACCOUNT.fullmatch(who):
        raise InvalidRequest("sharing.instance", field="instance", value=typed[:_SHOWN])
    return plain


def _encoded(text: str) -> str:
    return quote(text, safe="")
