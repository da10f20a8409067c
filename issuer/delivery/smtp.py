"""Mail by SMTP (RFC 5321): encrypted, verified, and bounded in time whatever the server does.

Nothing here is logged: neither an address nor a word of a letter. DKIM and queues are the relay's.
"""

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from ipaddress import ip_address
from threading import Timer
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from badges.errors import SettingsError
from issuer.delivery.messages import ascii_address, compose
from issuer.errors import MailDelayed, MailRefused
from issuer.model import Letter
from issuer.services.mail.bounces import without_addresses

PATIENCE = 20.0
"""Seconds that one answer of the server may take."""
DEADLINE = 60.0
"""Seconds that a whole delivery may take, however slowly a server speaks."""

_PORTS = {"smtp": 587, "smtps": 465}
_LOOPBACK_PORT = 25
_PERMANENT = 500
_VARIABLE = "BADGES_SMTP_URL"
_TLS = ("required", "off")


@dataclass(frozen=True)
class Relay:
    """The mail server that takes our letters, as `BADGES_SMTP_URL` describes it."""

    host: str
    port: int
    is_implicit_tls: bool
    starts_tls: bool
    user: str = field(repr=False)
    password: str = field(repr=False)
    sender: str = field(repr=False)

    @classmethod
    def read(cls, url: str, base_url: str) -> "Relay":
        """The relay of `smtp://user:password@host:port?from=address&starttls=required|off`.

        STARTTLS is required, unless the server is this very machine. Without `from`, letters come
        from the user when it is an address, else from `badges@` our host.

        Raises:
            SettingsError: an unknown part, or a password that would travel in the clear.
        """
        try:
            parts = urlsplit(url)
            asked = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
            relay = cls._of(parts, asked, base_url)
            known = set(asked) <= {"from", "starttls"} and not parts.path.strip("/")
            known = known and asked.get("starttls", "off") in _TLS
        except (ValueError, MailRefused) as error:
            raise SettingsError("settings.smtp_url", variable=_VARIABLE) from error
        clear = not (relay.is_implicit_tls or relay.starts_tls or _is_loopback(relay.host))
        if not known or not relay.host or (relay.user and clear):
            raise SettingsError("settings.smtp_url", variable=_VARIABLE)
        return relay

    @classmethod
    def _of(cls, parts: SplitResult, asked: dict[str, str], base_url: str) -> "Relay":
        host, user = parts.hostname or "", unquote(parts.username or "")
        local = _is_loopback(host)
        implicit = parts.scheme == "smtps"
        default = "off" if local or implicit else "required"
        usual = _LOOPBACK_PORT if local and not implicit else _PORTS.get(parts.scheme, 587)
        own = f"badges@{urlsplit(base_url).hostname or 'localhost'}"
        return cls(
            host=host,
            port=parts.port or usual,
            is_implicit_tls=implicit,
            starts_tls=asked.get("starttls", default) == "required",
            user=user,
            password=unquote(parts.password or ""),
            sender=ascii_address(asked.get("from") or (user if "@" in user else own)),
        )


class _Session(smtplib.SMTP):
    """A session that is cut under whoever waits on it when its whole time is over.

    A time-out alone ends only silence: a server that says one letter every second never times out.
    """

    def __init__(self, deadline: float, **options: Any) -> None:
        self._watch = Timer(deadline, self._cut)
        self._watch.daemon = True
        self._watch.start()
        try:
            super().__init__(**options)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """End the session, and the watch over it."""
        self._watch.cancel()
        super().close()

    def _cut(self) -> None:
        if self.sock is not None:
            with suppress(OSError):  # it ended by itself
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)


class _TlsSession(_Session, smtplib.SMTP_SSL):
    """The same, encrypted from the first byte (RFC 8314)."""


@dataclass(frozen=True)
class SmtpPostman:
    """`ports.Postman` over SMTP, one connection a letter."""

    relay: Relay
    base_url: str
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context, repr=False)
    patience: float = PATIENCE
    deadline: float = DEADLINE

    @classmethod
    def of(cls, url: str, base_url: str) -> "SmtpPostman":
        """The postman that `BADGES_SMTP_URL` describes.

        Raises:
            SettingsError: the URL cannot be used.
        """
        return cls(Relay.read(url, base_url), base_url)

    def deliver(self, letter: Letter, sender: str) -> None:
        """Hand one letter to the relay, in the name of `sender`: `Name <address for answers>`.

        Raises:
            MailRefused: it will never be taken: a permanent answer about its reader or its words.
            MailDelayed: it may be taken later: anything else, what is wrong with us included.
        """
        message = compose(letter, sender, own=self.relay.sender, base_url=self.base_url)
        recipient = ascii_address(letter.recipient)
        try:
            with self._connected() as server:
                self._hand_in(server, message, recipient, letter.id)
                with suppress(smtplib.SMTPException, OSError):  # it is out already
                    server.quit()
        except smtplib.SMTPResponseException as error:
            raise MailDelayed("mail.unreachable", answer=_answer(error)) from error
        except (smtplib.SMTPException, OSError, ValueError) as error:
            raise MailDelayed("mail.unreachable", answer=type(error).__name__) from error

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        """A session with the relay, encrypted and signed in; it ends in any case."""
        server = self._reach()
        try:
            server.ehlo_or_helo_if_needed()
            if self.relay.starts_tls:
                server.starttls(context=self.context)
                server.ehlo_or_helo_if_needed()
            if self.relay.user:
                server.login(self.relay.user, self.relay.password)
            yield server
        finally:
            server.close()

    def _reach(self) -> smtplib.SMTP:
        relay = self.relay
        host = urlsplit(self.base_url).hostname or "localhost"
        where: dict[str, Any] = {"host": relay.host, "port": relay.port, "local_hostname": host}
        if relay.is_implicit_tls:
            return _TlsSession(self.deadline, **where, timeout=self.patience, context=self.context)
        return _Session(self.deadline, **where, timeout=self.patience)

    def _hand_in(
        self, server: smtplib.SMTP, message: EmailMessage, recipient: str, letter_id: str
    ) -> None:
        """MAIL, RCPT and DATA; the letter's id is in its envelope for delivery reports (RFC 3461).

        Raises:
            MailRefused, MailDelayed: as `deliver`.
        """
        utf8 = not recipient.isascii()
        if utf8 and not server.has_extn("smtputf8"):
            raise MailRefused("mail.refused", answer="5.6.7")
        options = ["SMTPUTF8", "BODY=8BITMIME"] if utf8 else []
        wants = []
        if server.has_extn("dsn"):
            options += ["RET=HDRS", f"ENVID={letter_id}"]
            wants = ["NOTIFY=FAILURE"]
        if utf8:
            server.command_encoding = "utf-8"
        code, said = server.mail(self.relay.sender, options)
        if code >= 400:  # noqa: PLR2004 - RFC 5321 section 4.2.1: what we are, it does not like
            raise smtplib.SMTPResponseException(code, said)
        _require_taken(*server.rcpt(recipient, wants))
        try:
            _require_taken(*server.data(message.as_bytes()))
        except smtplib.SMTPDataError as error:
            _require_taken(error.smtp_code, error.smtp_error)
            raise


def _require_taken(code: int, said: bytes | str) -> None:
    """Go on when the server took it.

    Raises:
        MailRefused, MailDelayed: it did not.
    """
    if code < 400:  # noqa: PLR2004 - RFC 5321 section 4.2.1
        return
    answer = _answer(smtplib.SMTPResponseException(code, said))
    if code >= _PERMANENT:
        raise MailRefused("mail.refused", answer=answer)
    raise MailDelayed("mail.delayed", answer=answer)


def _answer(error: smtplib.SMTPResponseException) -> str:
    said = error.smtp_error
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return without_addresses(f"{error.smtp_code} {text}")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
