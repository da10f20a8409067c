"""Controlled identifier documents: from what a controller publishes to one verification method.

The algorithm of W3C Controlled Identifiers 1.0 section 3.3 (KEY-02): the document must be the one
asked for, the method must be in it, and must belong to it. Which purposes list the method is told
in `VerificationMethod.purposes`; a proof then requires its own.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from badges.documents import JsonObject
from badges.encoding import decode_instant
from badges.errors import KeyMaterialError, Malformed, ResolutionError
from badges.keys import ED25519, PublicKey
from badges.ports import VerificationMethod

RELATIONSHIPS = (
    "assertionMethod",
    "authentication",
    "capabilityDelegation",
    "capabilityInvocation",
    "keyAgreement",
)

_METHODS_LIMIT = 200
_SECRETS = ("secretKeyMultibase", "secretKeyJwk", "privateKeyMultibase", "privateKeyJwk")
_MULTIKEY_TYPES = ("Multikey", "Ed25519VerificationKey2020")
_JWK_TYPES = ("JsonWebKey", "JsonWebKey2020")


def names_methods(document: JsonObject, document_url: str) -> bool:
    """Whether a document speaks of any key: one that does, and lists ours nowhere, disowns it."""
    return not _Entries(document, document_url).is_empty


def find_method(document: JsonObject, document_url: str, url: str) -> VerificationMethod:
    """The method that `document`, fetched from or computed for `document_url`, names `url`.

    Raises:
        ResolutionError: the document is another one, lacks the method, or lists one that is not
            its own or that we cannot read.
    """
    entries = _Entries(document, document_url)
    if entries.is_empty:
        raise ResolutionError("did.no_methods", url=document_url)
    if document.get("id") != document_url:
        found = str(document.get("id"))[:200]
        raise ResolutionError("did.document_id", expected=document_url, found=found)
    entry = entries.named(url)
    if entry.get("controller") != document_url:
        found = str(entry.get("controller"))[:200]
        raise ResolutionError("did.method_controller", expected=document_url, found=found)
    return read_method(entry, url, document_url, entries.purposes(url))


def is_listed_by(document: JsonObject, document_url: str, method: VerificationMethod) -> bool:
    """Whether `document`, the one of `document_url`, lists `method` to assert.

    By its URL, or by its key under a name of the document's own (KEY-06).
    """
    try:
        return any(
            url == method.id or find_method(document, document_url, url).key == method.key
            for url in _Entries(document, document_url).listed_to_assert()
        )
    except ResolutionError:
        return False


def read_method(
    entry: JsonObject, url: str, controller: str, purposes: frozenset[str]
) -> VerificationMethod:
    """The key and dates of one entry.

    Raises:
        ResolutionError: the entry shows a secret, or its key cannot be read.
    """
    if any(member in entry for member in _SECRETS):
        raise ResolutionError("did.secret_published", method=url)
    try:
        return VerificationMethod(
            id=url,
            controller=controller,
            key=_key(entry, url),
            purposes=purposes,
            revoked=_instant(entry, "revoked"),
            expires=_instant(entry, "expires"),
        )
    except (KeyMaterialError, Malformed) as error:
        raise ResolutionError("did.method_key", method=url, because=error.code) from error


def _key(entry: JsonObject, url: str) -> PublicKey:
    kind, multikey, jwk = (
        entry.get(member) for member in ("type", "publicKeyMultibase", "publicKeyJwk")
    )
    if kind in _MULTIKEY_TYPES and isinstance(multikey, str) and jwk is None:
        key = PublicKey.from_multikey(multikey)
        if kind != _MULTIKEY_TYPES[0] and key.algorithm != ED25519:
            raise ResolutionError("did.method_type", method=url, type=kind)
        return key
    if kind in _JWK_TYPES and isinstance(jwk, dict) and multikey is None:
        return PublicKey.from_jwk(jwk)
    raise ResolutionError("did.method_type", method=url, type=str(kind)[:80])


def _instant(entry: JsonObject, member: str) -> datetime | None:
    if member not in entry:
        return None
    if not isinstance(entry[member], str):
        raise Malformed("encoding.instant", reason="form")
    return decode_instant(entry[member])


class _Entries:
    """The methods of one document, by their absolute id, and who lists them for what."""

    def __init__(self, document: JsonObject, document_url: str) -> None:
        self._document_url = document_url
        self._by_url: dict[str, JsonObject] = {}
        self._listed: dict[str, set[str]] = {}
        self._count = 0
        for relationship in ("verificationMethod", *RELATIONSHIPS):
            for item in _items(document, relationship):
                self._count += 1
                if self._count > _METHODS_LIMIT:
                    raise ResolutionError("did.too_many_methods", limit=_METHODS_LIMIT)
                self._add(relationship, item)

    def _add(self, relationship: str, item: str | JsonObject) -> None:
        url = self._absolute(item if isinstance(item, str) else item.get("id"))
        if not url:
            return  # nobody can ask for a method without a name
        if isinstance(item, dict) and self._by_url.setdefault(url, item) != item:
            raise ResolutionError("did.method_ambiguous", method=url)
        if isinstance(item, dict) or relationship != "verificationMethod":
            self._listed.setdefault(url, set()).add(relationship)

    def _absolute(self, identifier: object) -> str:
        """Only DID documents may name their methods relative to themselves (DID 1.0 section 3.2.2).

        Elsewhere the identifier stays as it is written, and so is not the URL that was asked for.
        """
        text = identifier if isinstance(identifier, str) else ""
        if text.startswith("#") and self._document_url.startswith("did:"):
            return self._document_url + text
        return text

    @property
    def is_empty(self) -> bool:
        """Whether the document speaks of no key at all, as a mere profile does."""
        return self._count == 0

    def named(self, url: str) -> JsonObject:
        if url not in self._by_url:
            raise ResolutionError("did.method_missing", method=url)
        return self._by_url[url]

    def listed_to_assert(self) -> list[str]:
        return [url for url, names in self._listed.items() if RELATIONSHIPS[0] in names]

    def purposes(self, url: str) -> frozenset[str]:
        return frozenset(self._listed.get(url, ())) & frozenset(RELATIONSHIPS)


def _items(document: JsonObject, relationship: str) -> Iterator[str | JsonObject]:
    """What a relationship lists; JSON-LD lets a list of one be written without brackets."""
    value: Any = document.get(relationship, [])
    for item in value if isinstance(value, list) else [value]:
        if not isinstance(item, str | dict):
            raise ResolutionError("did.document_shape", member=relationship)
        yield item
