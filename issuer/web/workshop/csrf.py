"""A form is taken only from our own page: where it comes from, then the token of the session.

The cookie is `SameSite=Lax` already; browsers that say where a request comes from (Fetch Metadata,
`Origin`) are asked, and the token holds for those that do not.
"""

import hmac
from urllib.parse import urlsplit

from flask import Request

FIELD = "csrf"

_OURS = ("same-origin", "none")


def is_from_our_page(request: Request, base_url: str) -> bool:
    """Whether nothing in the request says that another site sent it."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in _OURS:
        return False
    origin = request.headers.get("Origin")
    return origin is None or origin.lower() in (_origin(base_url), _origin(request.host_url))


def has_token(request: Request, token: str) -> bool:
    """Whether the form repeats the token of the session."""
    given = request.form.get(FIELD, "")
    return hmac.compare_digest(given.encode("utf-8", "replace"), token.encode())


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()
