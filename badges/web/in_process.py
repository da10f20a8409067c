"""What this service asks of itself without leaving the process: its documents, its verifier.

Verifying a badge of ours needs its issuer's keys and its status list, which we serve ourselves:
asking over the network could wait for a worker that is waiting for us. The issuer's door and the
verifier's know nothing of each other: here the one asks the other as any program does.
"""

from urllib.parse import urljoin, urlsplit

from flask import Flask
from werkzeug.test import TestResponse

from badges.documents import JsonObject, serialize
from badges.errors import FetchTooLarge, Unreachable
from badges.ports import Fetched, Fetcher
from badges.web.own_documents import OwnDocuments
from badges.web.requests import INSIDE

PREFIXES = ("/credentials/", "/portfolio/", "/status/", "/places/", "/achievements/", "/v/")
PATHS = ("/.well-known/did.json",)

CHANGES = "badges.changes"
"""Among the extensions of an application: what tells that this process changed something."""

_VERIFY = "/api/v1/verify"
_JSON, _UNTOLD = "application/json", "application/octet-stream"

_INSIDE = {INSIDE: True}
_OK = 200
_REDIRECTIONS = (302, 303, 307, 308)


class InProcessFetcher:
    """Answers public documents of `app` from itself, and passes every other address on."""

    def __init__(self, app: Flask, base_url: str, beyond: Fetcher) -> None:
        self._app = app
        self._origin = base_url
        self._beyond = beyond
        self._memory = OwnDocuments(self._changes)

    def fetch(self, url: str, *, accept: str = "*/*", limit: int | None = None) -> Fetched:
        """The document at `url`, as `badges.ports.Fetcher` promises."""
        path = self._own_path(url)
        if path is None:
            return self._beyond.fetch(url, accept=accept, limit=limit)
        found = self._memory.get(path, accept, lambda: self._ask(url, path, accept))
        if limit is not None and len(found.body) > limit:
            raise FetchTooLarge("fetch.too_large", url=url, limit=limit)
        return found

    def _ask(self, url: str, path: str, accept: str) -> Fetched:
        """The document as we serve it now."""
        response = self._get(path, accept)
        if response.status_code in _REDIRECTIONS:  # a short address leads to its badge
            url = urljoin(url, response.headers.get("Location", ""))
            following = self._own_path(url)
            if following is not None:
                response = self._get(following, accept)
        if response.status_code != _OK:
            raise Unreachable("fetch.unreachable", url=url, status=response.status_code)
        max_age = response.cache_control.max_age
        return Fetched(url, response.mimetype or "", response.get_data(), max_age)

    def _changes(self) -> object | None:
        """The state of what this process changes; None while the issuer's door is shut."""
        tell = self._app.extensions.get(CHANGES)
        return None if tell is None else tell()

    def _get(self, path: str, accept: str) -> TestResponse:
        client = self._app.test_client(use_cookies=False)
        with self._app.app_context():  # its own `g`, not the one of the request being answered
            return client.get(path, headers={"Accept": accept}, environ_overrides=_INSIDE)

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


class InProcessExaminer:
    """Asks the verifier's door of `app` about badges, by its own API (interfaces.md)."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def examine(self, body: bytes, media_type: str, *, language: str) -> JsonObject:
        """The report on one badge, whatever the verdict.

        Content alone decides what it is (VER-01); and a JSON body of one address would be visited.

        Raises:
            Unreachable: it cannot be examined at all: empty, or too large.
        """
        del media_type
        return self._ask(body, _UNTOLD, language)

    def fetch(self, url: str, *, language: str) -> JsonObject:
        """The report on the badge at an address.

        Raises:
            Unreachable: it is not an address.
        """
        return self._ask(serialize({"url": url}), _JSON, language)

    def _ask(self, body: bytes, kind: str, language: str) -> JsonObject:
        client = self._app.test_client(use_cookies=False)
        headers = {"Accept": _JSON, "Accept-Language": language}
        with self._app.app_context():  # its own `g`, not the one of the request being answered
            response = client.post(
                _VERIFY, data=body, content_type=kind, headers=headers, environ_overrides=_INSIDE
            )
        if response.status_code != _OK:
            raise Unreachable("fetch.unreachable", url=_VERIFY, status=response.status_code)
        report: JsonObject = response.get_json()
        return report
