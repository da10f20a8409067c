"""A letter as a message that every mail program reads: text first, then the same text in HTML."""

import re
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from html import escape
from urllib.parse import urlsplit

from issuer.errors import MailRefused
from issuer.model import Letter

_LINK = re.compile(r"https?://[^\s<>\"]+")
_ODD = re.compile(r"[\s<>\"\x00-\x1f\x7f]")
_SIGNATURE = "\n-- \n"
_NAME_LENGTH = 100
_TRAILING = ".,;:!?)»"


def ascii_address(address: str) -> str:
    """The address as old servers read it: its domain in ASCII (RFC 5891).

    Raises:
        MailRefused: no such address can be.
    """
    local, _, domain = address.rpartition("@")
    if not local or _ODD.search(address):
        raise MailRefused("mail.refused", answer="5.1.3")
    try:
        host = domain.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise MailRefused("mail.refused", answer="5.1.3") from error
    return f"{local}@{host}"


def compose(letter: Letter, sender: str, *, own: str, base_url: str) -> EmailMessage:
    """The message of a letter (RFC 5322), which no machine should answer (RFC 3834).

    Args:
        letter: what to say, and to whom.
        sender: `Name <address>` of the place; answers go to that address.
        own: the address that writes, which its domain vouches for.
        base_url: our origin: only links to it become links in HTML.

    Raises:
        MailRefused: an address that no message can bear.
    """
    name, _, rest = sender.rpartition(" <")
    recipient = ascii_address(letter.recipient)
    try:
        message = EmailMessage(policy=SMTP.clone(utf8=not recipient.isascii()))
        message["From"] = _mailbox(own, name)
        message["To"] = _mailbox(recipient)
        if reply := rest.rstrip(">"):
            message["Reply-To"] = _mailbox(ascii_address(reply), name)
        message["Subject"] = " ".join(letter.subject.split())
        message["Date"] = letter.created
        message["Message-ID"] = f"<{letter.id}@{_host(base_url)}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text)
        message.add_alternative(html(letter.text, letter.language, base_url), subtype="html")
        message["Content-Language"] = letter.language
    except (HeaderParseError, IndexError, UnicodeError, ValueError) as error:
        raise MailRefused("mail.refused", answer="5.1.3") from error
    return message


def html(text: str, language: str, base_url: str) -> str:
    """The text as a plain page: paragraphs, our own links, and small print at the end."""
    body, _, end = text.partition(_SIGNATURE)
    paragraphs = [f"<p>{_lines(part, base_url)}</p>" for part in body.strip().split("\n\n")]
    small = f"<p><small>{_lines(end.strip(), base_url)}</small></p>" if end.strip() else ""
    return (
        f'<!DOCTYPE html><html lang="{escape(language)}"><head><meta charset="utf-8"></head>'
        f"<body>{''.join(paragraphs)}{small}</body></html>\n"
    )


def _lines(text: str, base_url: str) -> str:
    return "<br>".join(_linked(line, base_url) for line in text.split("\n"))


def _linked(line: str, base_url: str) -> str:
    """One line, escaped; an address becomes a link when it is one of ours."""
    parts, position = [], 0
    for found in _LINK.finditer(line):
        url = found.group().rstrip(_TRAILING)
        parts.append(escape(line[position : found.start()]))
        is_ours = url == base_url or url.startswith(f"{base_url}/")
        shown = escape(url)
        parts.append(f'<a href="{shown}">{shown}</a>' if is_ours else shown)
        position = found.start() + len(url)
    return "".join((*parts, escape(line[position:])))


def _mailbox(address: str, name: str = "") -> Address:
    plain = "".join(sign for sign in name if sign.isprintable())[:_NAME_LENGTH]
    if address.isascii():
        return Address(plain.strip(), addr_spec=address)
    # The library reads no local part with accents, and writes it (RFC 6531).
    local, _, domain = address.rpartition("@")
    return Address(plain.strip(), local, domain)


def _host(base_url: str) -> str:
    return urlsplit(base_url).hostname or "localhost"
