"""A fetcher that answers this service's own addresses without leaving the process.

Verifying a badge of ours needs its issuer's keys and its status list, which we serve ourselves:
asking over the network could wait for a worker that is waiting for us.
"""

from urllib.parse import urljoin, urlsplit

from flask import Flask
from werkzeug.test import TestResponse

from badges.errors import FetchTooLarge, Unreachable
from badges.ports import Fetched, Fetcher

PREFIXES = ("/credentials/", "/status/", "/places/", "/achievements/", "/v/")
PATHS = ("/.well-known/did.json",)

_OK = 200
_REDIRECTIONS = (302, 303, 307, 308)


class InProcessFetcher:
    """Answers public documents of `app` from itself, and passes every other address on."""

    def __init__(self, app: Flask, base_url: str, beyond: Fetcher) -> None:
        self._app = app
        self._origin = base_url
        self._beyond = beyond

    def fetch(self, url: str, *, accept: str = "*/*", limit: int | None = None) -> Fetched:
        """The document at `url`, as `badges.ports.Fetcher` promises."""
        path = self._own_path(url)
        if path is None:
            return self._beyond.fetch(url, accept=accept, limit=limit)
        response = self._get(path, accept)
        if response.status_code in _REDIRECTIONS:  # a short address leads to its badge
            url = urljoin(url, response.headers.get("Location", ""))
            following = self._own_path(url)
            if following is not None:
                response = self._get(following, accept)
        if response.status_code != _OK:
            raise Unreachable("fetch.unreachable", url=url, status=response.status_code)
        body = response.get_data()
        if limit is not None and len(body) > limit:
            raise FetchTooLarge("fetch.too_large", url=url, limit=limit)
        return Fetched(url, response.mimetype or "", body, response.cache_control.max_age)

    def _get(self, path: str, accept: str) -> TestResponse:
        client = self._app.test_client(use_cookies=False)
        with self._app.app_context():  # its own `g`, not the one of the request being answered
            return client.get(path, headers={"Accept": accept})

    def _own_path(self, url: str) -> str | None:
        """Path and query of `url` when it is one of ours, without dot segments or escapes."""
        try:
            parts = urlsplit(url)
        except ValueError:
            return None
        if f"{parts.scheme}://{parts.netloc.lower()}" != self._origin:
            return None
        path = parts.path
        if ".." in path or "%" in path or "\\" in path:
            return None
        if path in PATHS or path.startswith(PREFIXES):
            return f"{path}?{parts.query}" if parts.query else path
        return None
