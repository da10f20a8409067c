"""A `data:` address, which carries its content in itself (RFC 2397).

So does the envelope of a credential or presentation that was secured from outside (VCDM 2.0,
section 4.13). What it says of its media type decides nothing: its content does (VER-01).
"""

import base64
import binascii
import re
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from verifier.errors import InputError
from verifier.intake.material import Onward, Opened, Tools
from verifier.settings import BOUNDS, Bounds

_SCHEME = b"data:"
_HEAD = 512
_ESCAPE = 3  # a byte may be written as a percent sign and two digits
_PIECE = 65_536
_MEDIA_TYPE = re.compile(rb"[A-Za-z0-9!#$&^_.+/%;=\"' -]*+")
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06")
_TO_STANDARD = bytes.maketrans(b"-_", b"+/")


@dataclass(frozen=True)
class DataUrl:
    """The whole text is one `data:` address."""

    name: str = "data_url"

    def accepts(self, material: bytes) -> bool:
        """Whether this begins as a `data:` address does."""
        return material[: len(_SCHEME)].lower() == _SCHEME

    def open(self, material: bytes, tools: Tools) -> Opened:
        """What the address carries, to be read as if it had come alone.

        Raises:
            InputError: no content, not base64 where it says so, too large, or an archive.
        """
        if len(material) > tools.bounds.material_bytes:
            raise InputError("input.limit", limit=tools.bounds.material_bytes)
        return Onward(carried_by(material, tools.bounds))


def carried_by(url: bytes, bounds: Bounds = BOUNDS) -> bytes:
    """What a `data:` address carries.

    Raises:
        InputError: no such address, no content, not base64 where it says so, an archive, or more
            escapes than a text has.
    """
    head, comma, content = url[len(_SCHEME) :].partition(b",")
    is_data = url[: len(_SCHEME)].lower() == _SCHEME
    if not (is_data and comma and len(head) <= _HEAD and _MEDIA_TYPE.fullmatch(head)):
        raise InputError("data_url.form")
    if b"%" in content and len(content) > bounds.text_bytes * _ESCAPE:
        raise InputError("input.limit", limit=bounds.text_bytes)
    carried = unquoted(content)
    if head.lower().rstrip().endswith(b";base64"):
        carried = _from_base64(carried)
    if carried.startswith(_ARCHIVES):
        raise InputError("data_url.archive")
    return carried


def unquoted(text: bytes) -> bytes:
    """The bytes behind percent signs, piece by piece: millions of escapes are not held at once."""
    pieces, place = [], 0
    while place < len(text):
        end = place + _PIECE
        escape = text.rfind(b"%", end - _ESCAPE + 1, end)
        end = end if escape < 0 else escape  # an escape is not cut in two
        pieces.append(unquote_to_bytes(text[place:end]))
        place = end
    return b"".join(pieces)


def _from_base64(text: bytes) -> bytes:
    """The bytes of base64 in either alphabet, with or without padding and line ends."""
    plain = b"".join(text.split()).rstrip(b"=").translate(_TO_STANDARD)
    try:
        return base64.b64decode(plain + b"=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError) as error:
        raise InputError("data_url.base64") from error


DATA_URL = DataUrl()
