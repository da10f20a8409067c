"""GET over https to a checked and pinned address, bounded in time, size and redirects."""

import queue
import socket
import ssl
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cached_property
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urljoin, urlsplit

from badges.errors import (
    FetchError,
    FetchTooLarge,
    Refused,
    SettingsError,
    TooSlow,
    Unreachable,
)
from badges.net.freshness import max_age
from badges.net.guard import Target, require_allowed, require_public
from badges.ports import Fetched
from badges.settings import Settings

USER_AGENT = "badges-tiers-lieux (Open Badges verifier)"
REDIRECTS = 3
TOTAL_SECONDS = 5.0
READ_SECONDS = 4.0
LIMIT = 5_000_000
"""Bytes of an answer when the caller asks for no other limit."""
MOST = 100_000_000
"""Bytes that nobody may ask for more than: the archive of a whole referential has ten million."""

_CHUNK = 65_536
_MOVED = (301, 302, 303, 307, 308)
_OK = 200

Lookup = Callable[[str, int], Sequence[str]]


def system_lookup(host: str, port: int) -> Sequence[str]:
    """Every address of `host`, as the operating system knows them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class HttpFetcher:
    """The fetcher of production; see the module `badges.net` for what it refuses.

    It accepts no compression (a small answer must not become a large one), keeps no cookie, sends
    no credential, and gives each fetch one time budget for names, connection, redirects and body.
    The budget grows with the limit that the caller asks for, beyond the usual one.
    """

    def __init__(
        self,
        *,
        allow_loopback: bool = False,
        proxy: str | None = None,
        ca: Path | None = None,
        total_seconds: float = TOTAL_SECONDS,
        lookup: Lookup = system_lookup,
    ) -> None:
        self._allow_loopback = allow_loopback
        self._proxy = _read_proxy(proxy) if proxy else None
        self._ca = ca
        self._total = total_seconds
        self._lookup = lookup
        if ca is not None:
            _ = self._tls  # a wrong file is told at start-up

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The fetcher that `BADGES_FETCH_*` describe."""
        return cls(
            allow_loopback=settings.fetch_allow_loopback,
            proxy=settings.fetch_proxy,
            ca=settings.fetch_ca,
        )

    def fetch(self, url: str, *, accept: str = "*/*", limit: int | None = None) -> Fetched:
        """The page at `url`, as the port `Fetcher` promises."""
        size = LIMIT if limit is None else min(limit, MOST)
        seconds = self._total * max(1.0, size / LIMIT)
        with _Deadline(seconds) as deadline:
            try:
                return self._follow(url, accept, size, deadline)
            except FetchError:
                raise
            except (OSError, HTTPException, ValueError) as error:
                if deadline.is_over or isinstance(error, TimeoutError):
                    raise TooSlow("fetch.too_slow", url=url, seconds=seconds) from error
                code = "fetch.tls" if isinstance(error, ssl.SSLError) else "fetch.unreachable"
                raise Unreachable(code, url=url) from error

    def _follow(self, url: str, accept: str, limit: int, deadline: "_Deadline") -> Fetched:
        for _ in range(REDIRECTS + 1):
            target = require_allowed(url, allow_loopback=self._allow_loopback)
            answer, location = self._ask(target, accept, limit, deadline)
            if answer is not None:
                return answer
            url = urljoin(url, location).partition("#")[0]
        raise Refused("fetch.redirects", url=url, limit=REDIRECTS)

    def _ask(
        self, target: Target, accept: str, limit: int, deadline: "_Deadline"
    ) -> tuple[Fetched | None, str]:
        """One request: the answer, or where it points instead."""
        connection = self._connect(target, deadline)
        try:
            connection.request(
                "GET",
                target.path,
                headers={
                    "Host": target.authority,
                    "Accept": accept,
                    "Accept-Encoding": "identity",
                    "Connection": "close",
                    "User-Agent": USER_AGENT,
                },
            )
            with connection.getresponse() as response:
                if response.status in _MOVED and response.headers.get("Location"):
                    return None, str(response.headers["Location"])
                return _read(response, target.url, limit, deadline), ""
        finally:
            connection.close()

    def _connect(self, target: Target, deadline: "_Deadline") -> HTTPConnection:
        if self._proxy is not None and target.scheme == "https":
            connection = self._through_proxy(target, deadline)
        else:
            connection = HTTPConnection(target.host, target.port)
            connection.sock = self._pinned(target, deadline)
        if target.scheme == "https":
            deadline.watch(connection.sock)
            try:
                connection.sock = self._wrap(connection.sock, target.host, deadline)
            except BaseException:
                connection.close()
                raise
        return connection

    def _pinned(self, target: Target, deadline: "_Deadline") -> socket.socket:
        """A connection to an address of the target, every one of which was checked."""
        addresses = self._addresses(target, deadline)
        failure: OSError | None = None
        for address in addresses:
            try:
                connected = socket.create_connection(
                    (address, target.port), timeout=deadline.patience()
                )
            except OSError as error:
                failure = error
                continue
            deadline.watch(connected)
            return connected
        raise Unreachable("fetch.unreachable", url=target.url) from failure

    def _addresses(self, target: Target, deadline: "_Deadline") -> Sequence[str]:
        try:
            addresses = deadline.within(lambda: self._lookup(target.host, target.port))
        except TimeoutError:
            raise
        except (OSError, UnicodeError) as error:
            raise Unreachable("fetch.name", host=target.host) from error
        for address in addresses:
            require_public(address, allow_loopback=self._allow_loopback)
            if target.scheme == "http" and not address.startswith(("127.", "::1")):
                raise Refused("fetch.scheme", url=target.url, scheme="http")
        return addresses

    def _through_proxy(self, target: Target, deadline: "_Deadline") -> HTTPConnection:
        """A tunnel through the egress proxy (HTTP CONNECT); looking the name up is its duty."""
        host, port, headers = self._proxy or ("", 0, {})
        connection = HTTPConnection(host, port, timeout=deadline.patience())
        connection.set_tunnel(target.host, target.port, headers=headers)
        try:
            connection.connect()
        except OSError as error:
            connection.close()
            if isinstance(error, TimeoutError):
                raise
            raise Unreachable("fetch.proxy", url=target.url, host=host) from error
        return connection

    def _wrap(self, plain: socket.socket, host: str, deadline: "_Deadline") -> ssl.SSLSocket:
        wrapped = self._tls.wrap_socket(plain, server_hostname=host, do_handshake_on_connect=False)
        deadline.watch(wrapped)
        wrapped.settimeout(deadline.patience())
        try:
            wrapped.do_handshake()
        except BaseException:
            wrapped.close()
            raise
        return wrapped

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        try:
            context = ssl.create_default_context(cafile=str(self._ca) if self._ca else None)
        except OSError as error:
            raise SettingsError("settings.fetch_ca", path=str(self._ca)) from error
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        return context


def _read(response: HTTPResponse, url: str, limit: int, deadline: "_Deadline") -> Fetched:
    """The body of a successful answer, read piece by piece so that no limit is passed."""
    if response.status != _OK:
        raise Unreachable("fetch.status", url=url, status=response.status)
    _require_plain(response, url)
    if response.length is not None and response.length > limit:
        raise FetchTooLarge("fetch.too_large", url=url, limit=limit)
    body = bytearray()
    while piece := response.read1(_CHUNK):
        body += piece
        if len(body) > limit:
            raise FetchTooLarge("fetch.too_large", url=url, limit=limit)
        deadline.require_time()
    if deadline.is_over or response.length:  # cut short: a part must not pass for the whole
        deadline.require_time()
        raise Unreachable("fetch.unreachable", url=url)
    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return Fetched(url, media_type, bytes(body), max_age(response.headers))


def _require_plain(response: HTTPResponse, url: str) -> None:
    """Refuse an answer that would have to be unfolded: it could unfold without limit."""
    for header, plain in (("Content-Encoding", "identity"), ("Transfer-Encoding", "chunked")):
        for written in response.headers.get_all(header, []):
            encoding = str(written).strip().lower()
            if encoding not in ("", plain):
                raise Refused("fetch.encoding", url=url, encoding=encoding[:40])


def _read_proxy(url: str) -> tuple[str, int, dict[str, str]]:
    """Host, port and headers of the egress proxy.

    Raises:
        SettingsError: not the URL of an HTTP proxy.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port or 3128
    except ValueError as error:
        raise SettingsError("settings.fetch_proxy", variable="BADGES_FETCH_PROXY") from error
    if parts.scheme != "http" or not host:
        raise SettingsError("settings.fetch_proxy", variable="BADGES_FETCH_PROXY")
    headers = {}
    if parts.username is not None:
        secret = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        headers["Proxy-Authorization"] = f"Basic {b64encode(secret.encode()).decode()}"
    return host, port, headers


class _Deadline:
    """One time budget for a whole fetch; at its end the connection is cut, whatever it does.

    Time limits of sockets are per read: a server that drips one byte at a time would never meet
    them. A timer that shuts the socket down is the one limit that holds everywhere.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        self._socket = None

    @property
    def is_over(self) -> bool:
        """Whether the budget is used up."""
        return time.monotonic() >= self._end

    def patience(self) -> float:
        """How long one blocking step may take now, in seconds."""
        self.require_time()
        return max(0.01, min(READ_SECONDS, self._end - time.monotonic()))

    def require_time(self) -> None:
        """Raise TimeoutError when the budget is used up."""
        if self.is_over:
            raise TimeoutError

    def watch(self, connected: socket.socket) -> None:
        """Cut this connection at the end of the budget."""
        self._socket = connected

    def within(self, question: Callable[[], Sequence[str]]) -> Sequence[str]:
        """The answer to a question that knows no time limit of its own: looking up a name."""
        answers: queue.SimpleQueue[Sequence[str] | Exception] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answers.put(question())
            except Exception as error:  # noqa: BLE001 - it is raised again in the asking thread
                answers.put(error)

        threading.Thread(target=ask, daemon=True).start()
        try:
            answer = answers.get(timeout=self.patience())
        except queue.Empty as error:
            raise TimeoutError from error
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _cut(self) -> None:
        connected = self._socket
        if connected is not None:
            with suppress(OSError):
                socket.socket.shutdown(connected, socket.SHUT_RDWR)
