"""A real HTTP or HTTPS server on this machine, an egress proxy, and certificates of their own."""

import datetime as dt
import http.server
import select
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

NAME = "badges.example.test"

Route = Callable[[http.server.BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """What a server on this machine answers, and every request that it saw."""

    port: int = 0
    routes: dict[str, Route] = field(default_factory=dict)
    seen: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    scheme: str = "http"
    host: str = "127.0.0.1"

    def url(self, path: str) -> str:
        """The address of a path here."""
        return f"{self.scheme}://{self.host}:{self.port}{path}"

    def answer(self, path: str, body: bytes, status: int = 200, **headers: str) -> None:
        """Answer `path` with a body; underscores in header names stand for hyphens."""

        def route(handler: http.server.BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            for name, value in headers.items():
                handler.send_header(name.replace("_", "-"), value)
            if "Content_Length" not in headers:
                handler.send_header("Content-Length", str(len(body)))
            handler.end_headers()
            handler.wfile.write(body)

        self.routes[path] = route


@contextmanager
def serving(site: Site, context: ssl.SSLContext | None = None) -> Iterator[Site]:
    """Serve `site` until the end of the block."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.seen.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
            route = site.routes.get(self.path)
            if route is None:
                self.send_error(404)
            else:
                route(self)

        def log_message(self, *_: Any) -> None:
            """Keep the tests' output quiet."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.handle_error = lambda *_: None  # type: ignore[method-assign]  # clients hang up on purpose
        if context is not None:
            server.socket = context.wrap_socket(server.socket, server_side=True)
            site.scheme, site.host = "https", NAME
        site.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def raw_server(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """A server that speaks as `talk` does with its one caller; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def run() -> None:
            try:
                caller, _ = listener.accept()
            except OSError:
                return
            with caller:
                try:
                    talk(caller)
                except OSError:
                    return  # the caller hung up, as it should

        thread = threading.Thread(target=run)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            listener.close()
            thread.join()


def tunnel(port: int, heard: list[str]) -> Callable[[socket.socket], None]:
    """What an egress proxy does with its caller: notes the request, then passes bytes to `port`."""

    def talk(caller: socket.socket) -> None:
        request = b""
        while b"\r\n\r\n" not in request:
            request += caller.recv(4096)
        heard.extend(request.decode().split("\r\n"))
        with socket.create_connection(("127.0.0.1", port)) as site:
            caller.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            ends = {caller: site, site: caller}
            while True:
                ready, _, _ = select.select(list(ends), [], [], 5)
                for end in ready:
                    piece = end.recv(65536)
                    if not piece:
                        return
                    ends[end].sendall(piece)
                if not ready:
                    return

    return talk


def certificate(folder: Path, name: str = NAME) -> tuple[Path, ssl.SSLContext]:
    """A self-signed certificate for `name`: the file to trust, and the context of the server."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / f"{name}.pem", folder / f"{name}.key"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return public, context
