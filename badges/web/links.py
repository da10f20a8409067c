"""Addresses written by strangers: only web addresses become links, never `javascript:` and kin."""

from urllib.parse import urlsplit

LENGTH_LIMIT = 2_000


def web_address(text: object) -> str | None:
    """`text` when it is an http or https address that can be a link, else None."""
    if not isinstance(text, str) or len(text) > LENGTH_LIMIT or not text.isprintable():
        return None
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return None
    return text if parts.scheme in ("http", "https") and host else None
