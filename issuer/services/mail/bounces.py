"""Letters that came back: delivery reports of other mail servers (RFC 3464, RFC 6522).

Anybody can write to the address that receives them, so a report is believed only when it names the
unguessable id of a letter of ours, and it can do no more than say that this letter did not arrive.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.message import Message
from itertools import islice

from issuer.errors import InvalidRequest, NotFound
from issuer.model import Letter
from issuer.ports import Office
from issuer.services.journal import note

BOUNCE_LIMIT = 500_000
"""Bytes of a message that is looked at."""

_PARTS = 50
_HEADERS = 200
_ANSWER_LENGTH = 200
_ID = r"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"
_MESSAGE_ID = re.compile(rf"(?im)^message-id:\s*<{_ID}@")
_ENVELOPE_ID = re.compile(_ID)
# The parser goes down into what these begin, one call a level: counted before it does.
_NESTING = re.compile(rb"(?i)(message|multipart)/")
_WHERE = re.compile(r"\S*@\S*")


@dataclass(frozen=True)
class Bounce:
    """What a report says of one letter; `answer` is the other server's, without any address."""

    letter: str
    is_final: bool
    answer: str


def read_bounce(message: bytes) -> Bounce:
    """What a delivery report says.

    Raises:
        InvalidRequest: too large, no delivery report, or about no letter of ours.
    """
    if len(message) > BOUNCE_LIMIT:
        raise InvalidRequest("mail.bounce_too_large", field="message", limit=BOUNCE_LIMIT)
    if len(_NESTING.findall(message)) > _PARTS:
        raise InvalidRequest("mail.bounce_unreadable", field="message")
    parts = list(islice(message_from_bytes(message).walk(), _PARTS))
    fields = list(islice(_fields(parts), _HEADERS))
    action = _first(fields, "action").lower()
    letter = _letter(parts, fields)
    if not action or letter is None:
        raise InvalidRequest("mail.bounce_unreadable", field="message")
    status = _first(fields, "status")
    diagnostic = _first(fields, "diagnostic-code").partition(";")[2]
    answer = without_addresses(f"{status} {diagnostic}")
    return Bounce(letter, action == "failed", answer)


def take_back(office: Office, message: bytes, *, actor: str) -> Letter:
    """Mark the letter of a delivery report as come back; one that is only late stays as it is.

    Raises:
        InvalidRequest: no delivery report, or about no letter of ours.
        NotFound: the letter was forgotten since.
    """
    bounce = read_bounce(message)
    with office.store.write() as work:
        letter = work.letters.get(bounce.letter)
        if letter is None:
            raise NotFound("mail.unknown", letter=bounce.letter)
        if not bounce.is_final or letter.state in ("bounced", "handed"):
            return letter
        back = replace(
            letter,
            state="bounced",
            text="",
            problem=bounce.answer,
            ended=letter.ended or office.clock.now(),
        )
        work.letters.replace(back)
        note(office, work, actor, "letter.bounce", place=letter.place, subject=letter.id)
    return back


def without_addresses(text: str) -> str:
    """What a server said, on one line, fit to be shown and kept: nobody's address in it."""
    printable = "".join(sign if sign.isprintable() else " " for sign in text[:2_000])
    return " ".join(_WHERE.sub("…", printable).split())[:_ANSWER_LENGTH]


def _fields(parts: list[Message]) -> Iterator[tuple[str, str]]:
    """The fields of the report: those of the message first, then of each recipient."""
    for part in parts:
        if part.get_content_type() != "message/delivery-status":
            continue
        blocks = part.get_payload()
        for block in blocks if isinstance(blocks, list) else ():
            if isinstance(block, Message):
                yield from ((name.lower(), str(value)) for name, value in block.items())


def _first(fields: list[tuple[str, str]], name: str) -> str:
    return next((value.strip() for known, value in fields if known == name), "")


def _letter(parts: list[Message], fields: list[tuple[str, str]]) -> str | None:
    """The id of the letter: in the envelope, else in the letter that was sent back."""
    found = _ENVELOPE_ID.search(_first(fields, "original-envelope-id"))
    if found is not None:
        return found.group(1)
    for part in parts:
        found = _MESSAGE_ID.search(_returned_headers(part))
        if found is not None:
            return found.group(1)
    return None


def _returned_headers(part: Message) -> str:
    """The head of the letter that was sent back, when this part is it."""
    if part.get_content_type() == "text/rfc822-headers":
        body = part.get_payload(decode=True)
        return body.decode("ascii", "replace") if isinstance(body, bytes) else ""
    if part.get_content_type() != "message/rfc822":
        return ""
    inner = part.get_payload()
    first = inner[0] if isinstance(inner, list) and inner else None
    return f"Message-ID: {first['Message-ID']}" if isinstance(first, Message) else ""
