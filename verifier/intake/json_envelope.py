"""A JSON object that only carries credentials: the answer of an API, or a W3C envelope.

Three are known: the envelope of VCDM 2.0 whose `id` is a `data:` address (sections 4.13.1 and
4.13.2); the answer of the Open Badges 3.0 API with its two lists; and the answers of VC-API and of
wallets, which put credentials under one name without saying what the whole is.
"""

import re
from dataclasses import dataclass
from typing import Any

from badges.documents import JsonObject, parse
from badges.errors import DocumentError
from badges.model.data_model import envelope_departures, is_envelope
from verifier.errors import InputError
from verifier.intake.json_list import several
from verifier.intake.material import Onward, Opened, Tools

_MEMBERS = (
    *("credential", "compactJwsString", "credentials"),
    *("verifiableCredential", "verifiableCredentials", "verifiablePresentation"),
)
_HINT = re.compile(rb'"Enveloped|"(?:%s)"' % "|".join(_MEMBERS).encode())
_ENVELOPED = b"Enveloped"
_SAYS_WHAT_IT_IS = ("type", "@context")
_CONTEXT_FIRST = b'{"@context":'


@dataclass(frozen=True)
class JsonEnvelope:
    """The whole text is one JSON object that carries credentials and is none."""

    name: str = "json_envelope"

    def accepts(self, material: bytes) -> bool:
        """Whether this object is an envelope; only one that may be is parsed to see."""
        if not _may_be(material):
            return False
        try:
            document = parse(material)
        except DocumentError:
            return False
        return is_envelope(document) or _is_answer(document)

    def open(self, material: bytes, tools: Tools) -> Opened:
        """What the envelope carries.

        Raises:
            InputError: an envelope that breaks the rules of the standard, or an empty one.
            DocumentError: not JSON; `accepts` has seen that it is.
        """
        document = parse(material)
        if is_envelope(document):
            return Onward(_carried(document).encode())
        return several(self.name, _items(document), tools.bounds)


def _may_be(material: bytes) -> bool:
    """Whether this text may be an envelope; what begins with its context is no answer of an API."""
    if material.startswith(_CONTEXT_FIRST):
        return _ENVELOPED in material
    return material.startswith(b"{") and _HINT.search(material) is not None


def _carried(envelope: JsonObject) -> str:
    wrong = envelope_departures(envelope)
    if wrong:
        raise InputError("envelope.broken", cause=wrong[0].code, path=wrong[0].path)
    carried: str = envelope["id"]
    return carried


def _is_answer(document: JsonObject) -> bool:
    says = any(member in document for member in _SAYS_WHAT_IT_IS)
    return not says and any(member in document for member in _MEMBERS)


def _items(document: JsonObject) -> list[Any]:
    """The credentials under each of the known names, one or many."""
    found: list[Any] = []
    for member in _MEMBERS:
        value = document.get(member, [])
        found += value if isinstance(value, list) else [value]
    return [_unwrapped(item) for item in found]


def _unwrapped(item: Any) -> Any:
    """A wallet receives each credential in an object of its own (OpenID4VCI, section 8.3).

    Raises:
        InputError: it is a broken envelope.
    """
    if isinstance(item, dict) and item.keys() == {"credential"}:
        item = item["credential"]
    return _carried(item) if is_envelope(item) else item


JSON_ENVELOPE = JsonEnvelope()
