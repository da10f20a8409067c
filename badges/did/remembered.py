"""What follows from bytes alone, and so may be remembered from one verification to the next.

A DID that is its own key always says the same, and so does one text of a controller. What a
controller publishes today is asked each time: once it lists other keys, the text is another one,
and nothing that is remembered here speaks for the keys that it took away.
"""

from collections.abc import Callable
from functools import lru_cache

from badges.did.controlled_document import find_method
from badges.did.method import DidMethod
from badges.documents import JsonObject, Limits, parse
from badges.ports import VerificationMethod

LIMITS = Limits(size=262_144, depth=16, nodes=10_000)
"""Of the document of a controller."""

_SMALL = 16_384
_DOCUMENTS, _METHODS = 64, 256


def document_in(text: bytes) -> JsonObject:
    """The document that `text` holds, shared by all who ask: nobody alters it.

    Raises:
        DocumentError: it holds none.
    """
    return _short_document(text) if len(text) <= _SMALL else parse(text, LIMITS)


def method_in(text: bytes, document_url: str, url: str) -> VerificationMethod:
    """The method that `text`, published for `document_url`, names `url`.

    Raises:
        ResolutionError: as `find_method`.
        DocumentError: there is no document in `text`.
    """
    find = _in_short_text if len(text) <= _SMALL else _in_text
    return find(text, document_url, url)


@lru_cache(_DOCUMENTS)
def computed_document(method: DidMethod, did: str) -> JsonObject | None:
    """The document that `did` determines by itself; None when it has to be fetched.

    Raises:
        ResolutionError: not a DID of that method.
    """
    return method.computed(did)


@lru_cache(_METHODS)
def computed_method(method: DidMethod, did: str, url: str) -> VerificationMethod | None:
    """The method `url` of a document that `did` determines; None when it has to be fetched.

    Raises:
        ResolutionError: not a DID of that method, or not a method of that document.
    """
    document = computed_document(method, did)
    return None if document is None else find_method(document, did, url)


@lru_cache(_METHODS)
def address_of(method: DidMethod, did: str) -> str:
    """Where the document of `did` is published.

    Raises:
        ResolutionError: not a DID of that method, or it is computed.
    """
    return method.address(did)


def _in_text(text: bytes, document_url: str, url: str) -> VerificationMethod:
    return find_method(document_in(text), document_url, url)


_short_document: Callable[[bytes], JsonObject] = lru_cache(_DOCUMENTS)(
    lambda text: parse(text, LIMITS)
)
_in_short_text = lru_cache(_METHODS)(_in_text)
