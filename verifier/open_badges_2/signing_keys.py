"""The keys that may have signed an assertion, and what their issuer says of them (OB2-09).

An assertion names its key; the key names its owner; the owner lists its keys. Only when the two
last ones agree is the key the issuer's: anybody can publish a key that names somebody else.
"""

from typing import Any

from badges.documents import JsonObject
from badges.errors import KeyMaterialError, ResolutionError
from badges.keys import PublicKey
from badges.ob2 import Assertion, Award, Linked, a_text, identifier, objects
from badges.ports import Fetcher, VerificationMethod
from verifier.open_badges_2.pages import page
from verifier.settings import Bounds

_KEYS = 4
"""Keys of one issuer that we try when the assertion names none."""


def signing_keys(award: Award, fetcher: Fetcher, bounds: Bounds) -> list[VerificationMethod]:
    """The key that the assertion names, else those that its issuer lists.

    `controller` is the owner that each key names for itself: whether that owner lists the key is
    for the caller to ask.

    Raises:
        FetchError: a key, or the issuer who would list them, could not be fetched.
        DocumentError, KeyMaterialError, ResolutionError: what is published there is no key.
        InputError: it is one of Open Badges 1.x.
    """
    creator = Assertion(award.told).creator
    names = [creator] if creator else [identifier(item) for item in award.profile.keys[:_KEYS]]
    if not names:
        unread = award.issuer.error or award.badge.error
        raise unread or ResolutionError("key.none_listed")
    return [_published(award, name, fetcher, bounds) for name in names if name is not None]


def _published(award: Award, name: str, fetcher: Fetcher, bounds: Bounds) -> VerificationMethod:
    document = _written_out(award.profile.keys, name)
    if document is None:
        document = _fetched(name, page(name.partition("#")[0], fetcher, bounds))
    return _read(name, document)


def _fetched(name: str, found: Linked) -> JsonObject:
    """The key in the page at its address: the page itself, or one that the page lists.

    Raises:
        BadgeError: the page could not be had, or there is no such key on it.
    """
    if found.document is None:
        raise found.error or ResolutionError("key.none_listed")
    if identifier(found.document) == name:
        return found.document
    document = _written_out(found.document.get("publicKey"), name)
    if document is None:
        raise ResolutionError("did.method_missing", method=name[:200])
    return document


def _written_out(keys: Any, name: str) -> JsonObject | None:
    """The key of that name among those that a document writes out."""
    named = (key for key in objects(keys) if identifier(key) == name)
    return next((key for key in named if "publicKeyPem" in key), None)


def _read(name: str, document: JsonObject) -> VerificationMethod:
    pem = a_text(document.get("publicKeyPem"))
    if pem is None:
        raise KeyMaterialError("key.pem")
    owner = identifier(document.get("owner")) or ""
    return VerificationMethod(name, owner, PublicKey.from_pem(pem))


def is_listed(award: Award, name: str) -> bool:
    """Whether the issuer lists the key of that name as its own."""
    return any(identifier(item) == name for item in award.profile.keys)
