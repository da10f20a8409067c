"""From bytes to documents, strictly, and the value that keeps the exact bytes beside their view.

The document is the truth: bytes as issued or received are kept and verified; what is signed is
never serialised again. Parsing refuses what two readers could understand differently: duplicate
member names, lone surrogates, numbers that are not finite, and anything beyond the limits.

Most badges are written without a needless space. Such a text is read the fast way: whatever a
serialiser that knows no duplicates, no odd numbers and no lone surrogates gives back byte for byte
has none of them. Any other text is read step by step.
"""

import hashlib
import json
import math
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NoReturn

import orjson

from badges.documents.likeness import LIKENESSES, Alike, Likeness
from badges.documents.survey import JsonObject, Survey
from badges.encoding import decode_base64url
from badges.errors import DuplicateKey, Malformed, TooDeep, TooLarge

__all__ = [
    "DEFAULT_LIMITS",
    "LIKENESSES",
    "MEDIA_TYPE_JSON",
    "MEDIA_TYPE_JWT",
    "Alike",
    "JsonObject",
    "Likeness",
    "Limits",
    "Secured",
    "Survey",
    "parse",
    "read_step_by_step",
    "serialize",
]

MEDIA_TYPE_JSON = "application/vc"
MEDIA_TYPE_JWT = "application/vc+jwt"


@dataclass(frozen=True)
class Limits:
    """How much of a document from outside we accept to read (VER-02): bytes, levels, values."""

    size: int = 1_000_000
    depth: int = 32
    nodes: int = 50_000


DEFAULT_LIMITS = Limits()


def parse(data: bytes, limits: Limits = DEFAULT_LIMITS) -> JsonObject:
    """The JSON object that `data` holds.

    Raises:
        Malformed: not UTF-8, not JSON, not an object, a lone surrogate or a number not finite.
        DuplicateKey: an object names a member twice.
        TooLarge, TooDeep: beyond `limits`.
    """
    return _read(data, limits)[0]


_Read = tuple[JsonObject, Survey | Alike | None]
"""An object, and what is known of it: what stands in it, or which others it is like."""


def _read(data: bytes, limits: Limits = DEFAULT_LIMITS) -> _Read:
    """The object that `data` holds, and what was seen of it on the way."""
    plain = _plain(data, limits)
    return (read_step_by_step(data, limits), None) if plain is None else plain


def _plain(data: bytes, limits: Limits) -> _Read | None:
    """The object in a text without needless signs; None for any other, which may be sound too.

    Signs are counted inside strings as well, so what passes here is within the limits for certain.
    """
    if len(data) > limits.size or not data.startswith(b"{"):
        return None
    if len(data) > limits.nodes:  # shorter texts have not that many signs
        values = 1 + data.count(b",") + data.count(b"[") + data.count(b"{")
        if values > limits.nodes:
            return None
    try:
        document = orjson.loads(data)
        alike = LIKENESSES.of(document, data) if limits is DEFAULT_LIMITS else None
        if alike is not None:  # as deep as the one before, and with as many values
            return document, alike
        return _surveyed(document, data, limits) if orjson.dumps(document) == data else None
    except (orjson.JSONDecodeError, TypeError):  # the second: nested deeper than it can write
        return None


def _surveyed(document: JsonObject, data: bytes, limits: Limits) -> _Read | None:
    """What stands in a document like none before, which is counted among those to come."""
    survey = Survey.of(document)
    if survey.depth > limits.depth:
        return None
    if limits is DEFAULT_LIMITS:
        LIKENESSES.learn(document, data)
    return document, survey


def read_step_by_step(data: bytes, limits: Limits) -> JsonObject:
    """The object in any text that holds one, or the reason why there is none.

    Raises:
        Malformed, DuplicateKey, TooLarge, TooDeep: as `parse`.
    """
    if len(data) > limits.size:
        raise TooLarge("document.too_large", limit=limits.size)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Malformed("document.not_utf8", offset=error.start) from error
    _require_bounded(text, limits)
    value = _load(text)
    if not isinstance(value, dict):
        raise Malformed("document.not_an_object")
    if _ESCAPED_SURROGATE.search(text):  # UTF-8 has none, so only an escape can bring one
        _require_text(value)
    return value


def serialize(document: JsonObject) -> bytes:
    """Compact UTF-8 JSON of `document`, members in their order."""
    try:
        written = orjson.dumps(document, option=_PLAIN_ONLY)
    except TypeError:  # a value, a number or a character that only the other way can judge
        return _write(document)
    # It writes what is no number as null, and has another way with very small and large ones.
    if b"null" in written or b"0.0000" in written or _EXPONENT.search(written):
        return _write(document)
    return written


_PLAIN_ONLY = (
    orjson.OPT_PASSTHROUGH_SUBCLASS | orjson.OPT_PASSTHROUGH_DATACLASS
) | orjson.OPT_PASSTHROUGH_DATETIME
# An exponent, unless both ways write those of large numbers alike: then the minus of the others is
# looked for, which is rarer than the letter, and a negative whole number is taken for one too.
_IS_ALIKE = orjson.dumps(1e16) == b"1e+16"
_EXPONENT = re.compile(rb"-[0-9]++[],}]" if _IS_ALIKE else rb"e-?[0-9]+[],}]")
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _write(document: JsonObject) -> bytes:
    return _ENCODER.encode(document).encode("utf-8")


# A string, closed or not, or a run of anything that neither opens, closes nor separates. The
# quantifiers are possessive, so the time is linear whatever the text.
_CONTENT = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[^\[\]{},"]++', re.DOTALL)
_ESCAPED_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")


def _require_bounded(text: str, limits: Limits) -> None:
    """Refuse too many values and deep nesting before the parser builds or recurses into them."""
    structure = _CONTENT.sub("", text)
    level = 0
    for sign in structure.replace(",", ""):
        level += 1 if sign in "[{" else -1
        if level > limits.depth:
            raise TooDeep("document.too_deep", limit=limits.depth)
    # A value stands at the start, behind a comma or behind an opening bracket.
    if 1 + structure.count(",") + structure.count("[") + structure.count("{") > limits.nodes:
        raise TooLarge("document.too_many_values", limit=limits.nodes)


def _load(text: str) -> Any:
    try:
        return json.loads(
            text,
            object_pairs_hook=_members,
            parse_constant=_refuse_constant,
            parse_float=_finite_float,
            parse_int=_bounded_int,
        )
    except json.JSONDecodeError as error:
        raise Malformed("document.not_json", line=error.lineno, column=error.colno) from error


def _members(pairs: list[tuple[str, Any]]) -> JsonObject:
    members = dict(pairs)
    if len(members) != len(pairs):
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                raise DuplicateKey("document.duplicate_key", member=name)
            seen.add(name)
    return members


def _refuse_constant(name: str) -> NoReturn:
    raise Malformed("document.number", value=name)


_NUMBER_LENGTH = 40


def _finite_float(text: str) -> float:
    number = float(text) if len(text) <= _NUMBER_LENGTH else math.inf
    if not math.isfinite(number):
        raise Malformed("document.number", value=text[:_NUMBER_LENGTH])
    return number


def _bounded_int(text: str) -> int:
    if len(text) > _NUMBER_LENGTH:
        raise Malformed("document.number", value=text[:_NUMBER_LENGTH])
    return int(text)


def _require_text(value: Any) -> None:
    """Lone surrogates cannot be written as UTF-8, so nobody could have signed them."""
    pending = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, dict):
            pending.extend(item)
            pending.extend(item.values())
        elif isinstance(item, list):
            pending.extend(item)
        elif isinstance(item, str) and _LONE_SURROGATE.search(item):
            raise Malformed("document.surrogate")


@dataclass(frozen=True)
class Secured:
    """A signed document: the exact bytes, their media type, and a view made from them.

    `media_type` is `application/vc` (JSON with embedded proofs) or `application/vc+jwt` (a compact
    JWS whose payload is the credential).
    """

    body: bytes
    media_type: str

    @property
    def is_jwt(self) -> bool:
        """Whether the body is a compact JWS."""
        return self.media_type == MEDIA_TYPE_JWT

    @property
    def text(self) -> str:
        """The body as text: both media types are UTF-8."""
        return self.body.decode("utf-8")

    @cached_property
    def sha256(self) -> str:
        """The digest of the body, in hexadecimal."""
        return hashlib.sha256(self.body).hexdigest()

    @cached_property
    def _payload(self) -> _Read:
        return _read(self.payload_bytes if self.is_jwt else self.body)

    @cached_property
    def payload_bytes(self) -> bytes:
        """What the signature covers as it was written.

        Raises:
            Malformed: the body is no compact JWS.
        """
        return decode_base64url(self._segment(1)) if self.is_jwt else self.body

    @property
    def payload(self) -> JsonObject:
        """What the signature covers: the JSON itself, or the decoded claims of the JWS.

        Raises:
            DocumentError: the body does not parse.
        """
        return self._payload[0]

    @cached_property
    def survey(self) -> Survey:
        """All that stands in the document.

        Raises:
            DocumentError: the body does not parse.
        """
        payload, seen = self._payload
        if isinstance(seen, Survey) and payload is self.document:
            return seen
        return Survey.of(self.document)

    @property
    def alike(self) -> Alike | None:
        """How the payload is like others that were read; None when it is like none.

        That is said of the claim `vc` where there is one, which JSON outside of a JWT is not.

        Raises:
            DocumentError: the body does not parse.
        """
        payload, seen = self._payload
        is_of_document = payload.get("vc", payload) is self.document
        return seen if seen.__class__ is Alike and is_of_document else None

    @property
    def likeness(self) -> Likeness | None:
        """What the payload has in common with others; None when it is like none.

        Raises:
            DocumentError: the body does not parse.
        """
        alike = self.alike
        return None if alike is None else alike.likeness

    @cached_property
    def header(self) -> JsonObject:
        """The JOSE header of a JWT; empty for JSON."""
        return parse(decode_base64url(self._segment(0))) if self.is_jwt else {}

    @cached_property
    def document(self) -> JsonObject:
        """The credential or presentation: the payload, or its `vc` or `vp` claim (JWT-04).

        Those claims are the shape of the data model 1.1.
        """
        if self.is_jwt:
            for claim in ("vc", "vp"):
                if isinstance(self.payload.get(claim), dict):
                    inner: JsonObject = self.payload[claim]
                    return inner
        return self.payload

    def _segment(self, index: int) -> str:
        segments = self.body.decode("ascii", "replace").strip().split(".")
        if len(segments) != 3:  # noqa: PLR2004 - a compact JWS has three parts (RFC 7515)
            raise Malformed("jwt.segments", count=len(segments))
        return segments[index]
