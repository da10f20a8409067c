"""A mail server on this machine, small and real: sockets, STARTTLS, and the answers it is told."""

import base64
import ipaddress
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass
class Mailbox:
    """What the server answers, and what it was sent."""

    answers: dict[str, str] = field(default_factory=dict)
    extensions: tuple[str, ...] = ("8BITMIME", "DSN")
    starttls: ssl.SSLContext | None = None
    drip: threading.Event | None = None
    commands: list[str] = field(default_factory=list)
    encrypted: list[str] = field(default_factory=list)
    messages: list[bytes] = field(default_factory=list)

    def answer(self, verb: str, usual: str) -> str:
        """The answer to a command: the one it was told, or the usual one."""
        return self.answers.get(verb, usual)


class _Talk(socketserver.StreamRequestHandler):
    """One session."""

    server: "_Server"

    def handle(self) -> None:
        """Greet, then answer line by line until the other side leaves."""
        with suppress(OSError, ValueError):
            if self.server.box.drip is not None:
                self._drip(self.server.box.drip)
            self._say(self.server.box.answer("GREETING", "220 small.example ESMTP"))
            while self._next():
                pass

    def finish(self) -> None:
        """Close what STARTTLS opened, too."""
        with suppress(OSError, ValueError):
            super().finish()
        self.rfile.close()
        self.wfile.close()
        self.connection.close()

    def _next(self) -> bool:
        line = self.rfile.readline(2_000).decode("utf-8", "replace").strip()
        if not line:
            return False
        box, verb = self.server.box, line.split(maxsplit=1)[0].upper()
        box.commands.append(line)
        if isinstance(self.connection, ssl.SSLSocket):
            box.encrypted.append(verb)
        match verb:
            case "EHLO" if "EHLO" not in box.answers:
                extensions = list(box.extensions)
                if box.starttls is not None and not isinstance(self.connection, ssl.SSLSocket):
                    extensions.append("STARTTLS")
                self._say(*(f"250-{name}" for name in ("small.example", *extensions)), "250 HELP")
            case "STARTTLS":
                self._say(box.answer("STARTTLS", "220 go on"))
                self._encrypt()
            case "DATA":
                self._data()
            case "AUTH":
                self._say(box.answer("AUTH", "235 welcome"))
            case _:
                self._say(box.answer(verb, "221 bye" if verb == "QUIT" else "250 fine"))
        return verb != "QUIT"

    def _data(self) -> None:
        box = self.server.box
        self._say(box.answer("DATA", "354 speak"))
        if not box.answer("DATA", "354").startswith("354"):
            return
        lines = []
        while (line := self.rfile.readline(10_000)) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        box.messages.append(b"".join(lines))
        self._say(box.answer("END", "250 kept"))

    def _encrypt(self) -> None:
        context = self.server.box.starttls
        assert context is not None
        self.connection = context.wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb", buffering=0)

    def _drip(self, enough: threading.Event) -> None:
        """Say one letter at a time and never end the line."""
        while not enough.wait(0.02):
            self.wfile.write(b"2")

    def _say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, box: Mailbox) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.box = box


@contextmanager
def running(box: Mailbox, *, tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """The port of a server that fills `box`, with TLS from the first byte when it has `tls`."""
    server = _Server(box)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass(frozen=True)
class Certificate:
    """A certificate made here: a server's context with it, and a client's that trusts it."""

    server: ssl.SSLContext
    client: ssl.SSLContext


def certificate(folder: Path, host: str = "localhost") -> Certificate:
    """A certificate for that host and 127.0.0.1, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.DNSName(host), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
            ),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    pem = folder / "certificate.pem"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret = folder / "key.pem"
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(pem, secret)
    return Certificate(server, ssl.create_default_context(cafile=str(pem)))


def plain_login(command: str) -> str:
    """The account and password of an AUTH PLAIN command."""
    return base64.b64decode(command.rsplit(maxsplit=1)[-1]).decode().replace("\x00", " ").strip()
