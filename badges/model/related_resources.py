"""Related resources: what a credential links to, and the digests that say which bytes it means.

https://www.w3.org/TR/vc-data-model-2.0/#integrity-of-related-resources. Each object of
`relatedResource` has an identifier that no other bears, and at least one digest: `digestSRI` (W3C
Subresource Integrity) or `digestMultibase` (a multihash in multibase). Nothing is fetched here.
"""

import base64
import binascii
import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import Any, Self

from badges.documents import JsonObject
from badges.encoding import decode_multibase
from badges.errors import Malformed, SchemaError

LIMIT = 100
"""More resources than that, or more digests of one, are refused."""

_SRI_MEMBER, _MULTIBASE_MEMBER = "digestSRI", "digestMultibase"
_URL = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]{0,30}:[^\s<>\"{}|\\^`]{1,2000}")
_SRI = re.compile(
    r"(?P<algorithm>[a-z0-9]{1,20})-(?P<value>[A-Za-z0-9+/_-]{1,200}={0,2})(\?[!-~]*)?"
)
_TYPE = re.compile(r"[A-Za-z0-9.+-]{1,60}/[A-Za-z0-9.+-]{1,60}")
_URL_ALPHABET = str.maketrans("-_", "+/")
_LENGTHS = dict.fromkeys(("sha512", "sha3-512"), 64)
_LENGTHS |= dict.fromkeys(("sha384", "sha3-384"), 48)
_LENGTHS |= dict.fromkeys(("sha256", "sha3-256"), 32)
_STRONGEST_FIRST = tuple(_LENGTHS)
_MULTIHASHES = {
    0x12: "sha256",
    0x13: "sha512",
    0x14: "sha3-512",
    0x15: "sha3-384",
    0x16: "sha3-256",
    0x20: "sha384",
}
_MULTIHASH_HEADER = 2


@dataclass(frozen=True)
class Digest:
    """One cryptographic digest: the algorithm by its common name, and its value."""

    algorithm: str
    value: bytes

    @property
    def is_known(self) -> bool:
        """Whether we can compute a digest of this kind."""
        return self.algorithm in _LENGTHS

    def matches(self, content: bytes) -> bool:
        """Whether `content` has this digest; never when the algorithm is not known."""
        if not self.is_known:
            return False
        computed = hashlib.new(self.algorithm.replace("-", "_"), content).digest()
        return hmac.compare_digest(computed, self.value)


@dataclass(frozen=True)
class RelatedResource:
    """One resource that the credential speaks of: its address, its form, and what it must be.

    Each tuple of `digests` says the whole by itself: one of its values must be the resource's.
    """

    id: str
    digests: tuple[tuple[Digest, ...], ...]
    media_type: str | None = None

    @classmethod
    def read(cls, entry: Any) -> Self:
        """The resource as written in a credential.

        Raises:
            SchemaError: no object, no address, no digest, or one that cannot be read.
        """
        identifier = entry.get("id") if isinstance(entry, dict) else None
        if not isinstance(identifier, str) or not _URL.fullmatch(identifier):
            raise SchemaError("model.related_resource_id")
        media_type = entry.get("mediaType")
        return cls(
            identifier,
            digests_of(entry),
            media_type if isinstance(media_type, str) and _TYPE.fullmatch(media_type) else None,
        )

    @property
    def is_known(self) -> bool:
        """Whether each of its digests is of a kind that we can compute."""
        return all(digest.is_known for group in self.digests for digest in group)

    def matches(self, content: bytes) -> bool:
        """Whether `content` is what the credential means."""
        return all(any(digest.matches(content) for digest in group) for group in self.digests)


def related_resources(document: JsonObject) -> tuple[RelatedResource, ...]:
    """The resources that a credential binds by digest, in their order; none is common.

    Raises:
        SchemaError: too many, the same address twice, or one that says too little or in another
            form (VCDM 2.0 section 5.3).
    """
    written = document.get("relatedResource")
    if written is None:
        return ()
    entries = written if isinstance(written, list) else [written]
    if len(entries) > LIMIT:
        raise SchemaError("model.related_resources_many", limit=LIMIT)
    resources = tuple(map(RelatedResource.read, entries))
    seen: set[str] = set()
    for resource in resources:
        if resource.id in seen:
            raise SchemaError("model.related_resource_twice", id=resource.id[:200])
        seen.add(resource.id)
    return resources


def digests_of(entry: JsonObject) -> tuple[tuple[Digest, ...], ...]:
    """What the digests of an object ask for: of each member, those of its strongest kind.

    Raises:
        SchemaError: it has none, or one that cannot be read.
    """
    groups = []
    for member in (_SRI_MEMBER, _MULTIBASE_MEMBER):
        if entry.get(member) is not None:
            try:
                found = tuple(
                    digest for text in _texts(entry[member]) for digest in _read(member, text)
                )
            except Malformed as error:
                raise _unreadable(entry, member) from error
            if not 0 < len(found) <= LIMIT:
                raise _unreadable(entry, member)
            groups.append(_strongest(found))
    if not groups:
        raise SchemaError("model.related_resource_undigested", id=str(entry.get("id"))[:200])
    return tuple(groups)


def _unreadable(entry: JsonObject, member: str) -> SchemaError:
    return SchemaError("model.related_resource_digest", id=str(entry.get("id"))[:200], of=member)


def _texts(value: Any) -> list[str]:
    texts = value if isinstance(value, list) else [value]
    if not all(isinstance(text, str) for text in texts) or len(texts) > LIMIT:
        raise Malformed("encoding.digest", reason="type")
    return texts


def _strongest(digests: tuple[Digest, ...]) -> tuple[Digest, ...]:
    """Those of the strongest kind that we know, as Subresource Integrity chooses; else all."""
    for algorithm in _STRONGEST_FIRST:
        chosen = tuple(digest for digest in digests if digest.algorithm == algorithm)
        if chosen:
            return chosen
    return digests


def _read(member: str, text: str) -> list[Digest]:
    """The digests of one text; a `digestSRI` may hold several, with spaces between them."""
    if member == _MULTIBASE_MEMBER:
        return [_read_multihash(decode_multibase(text))]
    return [_read_expression(expression) for expression in text.split()]


def _read_expression(expression: str) -> Digest:
    found = _SRI.fullmatch(expression)
    if found is None:
        raise Malformed("encoding.digest", reason="form")
    try:
        value = base64.b64decode(found["value"].translate(_URL_ALPHABET), validate=True)
    except (binascii.Error, ValueError) as error:
        raise Malformed("encoding.digest", reason="base64") from error
    return _sized(found["algorithm"], value)


def _read_multihash(multihash: bytes) -> Digest:
    """The digest of a multihash: one byte of code, one of length, and the value."""
    if len(multihash) <= _MULTIHASH_HEADER:
        raise Malformed("encoding.digest", reason="length")
    code, length = multihash[:_MULTIHASH_HEADER]
    value = multihash[_MULTIHASH_HEADER:]
    algorithm = _MULTIHASHES.get(code)
    if algorithm is None:
        return Digest(f"multihash-{code:#x}", value)
    if length != len(value):
        raise Malformed("encoding.digest", reason="length")
    return _sized(algorithm, value)


def _sized(algorithm: str, value: bytes) -> Digest:
    """A digest whose value is as long as its kind; other kinds may have any length."""
    if len(value) != _LENGTHS.get(algorithm, len(value)):
        raise Malformed("encoding.digest", reason="length")
    return Digest(algorithm, value)
