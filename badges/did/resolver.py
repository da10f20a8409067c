"""From the URL of a verification method to the key that its controller vouches for (KEY-02)."""

from collections import OrderedDict
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from badges.did.controlled_document import find_method, is_listed_by, names_methods, read_method
from badges.did.method import DidMethod
from badges.did.remembered import (
    LIMITS,
    address_of,
    computed_document,
    computed_method,
    document_in,
    method_in,
)
from badges.documents import JsonObject
from badges.errors import DocumentError, Refused, ResolutionError, Unreachable
from badges.ports import Fetcher, VerificationMethod

_ACCEPT = "application/did+json, application/did+ld+json, application/json, application/ld+json"
_URL_LENGTH = 8_192
_CAPACITY = 64
_ASSERT = frozenset({"assertionMethod"})


@dataclass(frozen=True, slots=True)
class _Page:
    """A document as it was published; without `text` when it was computed from its DID."""

    document: JsonObject
    text: bytes | None = None


class ControllerResolver:
    """Resolves method URLs; what it fetched it remembers, so make one per verification or batch.

    With no `fetcher` only DIDs that are their own key resolve. Whatever the fragment of a URL
    looks like, it is never taken for the key: the controller's document is read (TRAP-09).
    """

    def __init__(self, fetcher: Fetcher | None, methods: tuple[DidMethod, ...]) -> None:
        self._fetcher = fetcher
        self._methods = {method.name: method for method in methods}
        self._documents: OrderedDict[str, _Page] = OrderedDict()

    def __call__(self, url: str) -> VerificationMethod:
        """The method named by `url` (`ports.KeyResolver`).

        Raises:
            ResolutionError: the document cannot be had or does not hold that method.
            FetchError: the document could not be fetched.
        """
        document_url, separator, fragment = _ascii(url).partition("#")
        if separator and fragment:
            return self._named(document_url, url)
        document = self.document(document_url)
        if document_url.startswith("did:") and not separator:
            return _sole_method(document, document_url)
        return self._standalone(document, document_url)

    def document(self, document_url: str) -> JsonObject:
        """The document of a DID or https URL without fragment.

        Raises:
            ResolutionError: not such a URL, or what is there is not a JSON object.
            FetchError: it could not be fetched.
        """
        return self._page(document_url).document

    def _named(self, document_url: str, url: str) -> VerificationMethod:
        """The method `url` of the document of `document_url`."""
        if document_url.startswith("did:"):
            computed = computed_method(self._method(document_url), document_url, url)
            if computed is not None:
                return computed
        page = self._page(document_url)
        if page.text is None:
            return find_method(page.document, document_url, url)
        return method_in(page.text, document_url, url)

    def _page(self, document_url: str) -> _Page:
        known = self._documents.get(document_url)
        if known is None:
            known = self._documents[document_url] = self._read(document_url)
        self._documents.move_to_end(document_url)
        if len(self._documents) > _CAPACITY:
            self._documents.popitem(last=False)
        return known

    def _read(self, document_url: str) -> _Page:
        if not document_url.startswith("did:"):
            _require_web_address(document_url)
            return self._fetch(document_url)
        method = self._method(document_url)
        computed = computed_document(method, document_url)
        return (
            self._fetch(address_of(method, document_url)) if computed is None else _Page(computed)
        )

    def _method(self, did: str) -> DidMethod:
        method = self._methods.get(did.split(":", 2)[1])
        if method is None:
            raise ResolutionError("did.method_unknown", did=did[:200])
        return method

    def _fetch(self, address: str) -> _Page:
        if self._fetcher is None:
            raise Unreachable("did.offline", url=address)
        fetched = self._fetcher.fetch(address, accept=_ACCEPT, limit=LIMITS.size)
        _require_same_site(address, fetched.url)
        try:
            return _Page(document_in(fetched.body), fetched.body)
        except DocumentError as error:
            raise ResolutionError("did.document", url=address, because=error.code) from error

    def _standalone(self, document: JsonObject, url: str) -> VerificationMethod:
        """A page that is one key: a bare JWK (KEY-09) or a method of its own (KEY-08).

        What such a page says of its controller is only a claim: the controller's document must
        list the page's URL to assert, else nobody vouches for the key, and `controller` is empty.
        """
        if "kty" in document:
            entry = {"type": "JsonWebKey", "publicKeyJwk": document}
            return self.vouched(read_method(entry, url, "", _ASSERT), document.get("iss"))
        if document.get("id") != url:
            found = str(document.get("id"))[:200]
            raise ResolutionError("did.document_id", expected=url, found=found)
        return self.vouched(read_method(document, url, "", _ASSERT), document.get("controller"))

    def vouched(self, method: VerificationMethod, claimed: object) -> VerificationMethod:
        """`method` with `claimed` as its controller when the document of `claimed` lists its key.

        When that document speaks of no key, `method` as it came, for which nobody vouches (JWT-08).

        Raises:
            ResolutionError: `claimed` is no DID or URL of a document that we can read, or its
                document lists other keys only (KEY-06).
            FetchError: that document could not be fetched.
        """
        if not isinstance(claimed, str) or claimed == method.id:
            return method
        document = self.document(_ascii(claimed))
        if document.get("id") != claimed:
            return method
        if is_listed_by(document, claimed, method):
            return replace(method, controller=claimed)
        if names_methods(document, claimed):
            raise ResolutionError("did.key_not_listed", url=claimed[:200])
        return method


def _sole_method(document: JsonObject, did: str) -> VerificationMethod:
    """The one method of a DID that is written without a fragment, as some issuers write did:key.

    With one method there is no doubt which is meant; with several it would be a guess.
    """
    methods = document.get("verificationMethod")
    only = methods[0] if isinstance(methods, list) and len(methods) == 1 else None
    if not isinstance(only, dict) or not isinstance(only.get("id"), str):
        raise ResolutionError("did.method_missing", method=did[:200])
    return find_method(document, did, only["id"])


def _require_web_address(url: str) -> None:
    """Whether the host may be visited is for the fetcher to say; this is about the form alone."""
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise ResolutionError("did.url", url=url[:200]) from error
    if parts.scheme not in ("https", "http") or not parts.hostname or "@" in parts.netloc:
        raise ResolutionError("did.url", url=url[:200])


def _require_same_site(asked: str, answered: str) -> None:
    """A redirection to another host would let that host speak as the one that people are shown."""
    if answered == asked:
        return
    host, other = (urlsplit(url).hostname or "" for url in (asked, answered))
    if other != host and not other.endswith(f".{host}") and host != f"www.{other}":
        raise Refused("did.redirected", url=asked, host=other)


def _ascii(url: str) -> str:
    """URLs with signs beyond ASCII, spaces or controls have several readings: refused."""
    if len(url) > _URL_LENGTH or not url.isascii() or not url.isprintable() or " " in url:
        raise ResolutionError("did.url", url=url[:200])
    return url
