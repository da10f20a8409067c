"""The schemas that an extension must follow: its context names them, their keepers publish them.

Both are pages of strangers: little of them is read, and their schemas are bounded before use. That
they are kept elsewhere than the badge, or answer from elsewhere, is usual (OB2-11).
"""

from badges.documents import JsonObject, Limits, parse
from badges.errors import BadgeError, DocumentError, FetchError, Malformed, SchemaError
from badges.ob2 import Extension, ForeignSchema, schemas_named, web_address
from badges.ports import Fetcher
from verifier.open_badges_2.pages import ACCEPT

_PAGE = Limits(size=200_000)
_CONTEXTS = 3
_SCHEMAS = 2
"""Contexts of one extension that are asked, and schemas that are applied to it."""
_SHOWN = 200


def schemas_of(extension: Extension, fetcher: Fetcher) -> list[ForeignSchema]:
    """The schemas that the contexts of an extension ask of it; always at least one.

    Raises:
        FetchError: a context or a schema could not be fetched.
        DocumentError: it is no document, or nothing says what the extension must be.
        SchemaError: it is no schema that we apply.
    """
    found: list[str] = []
    unread: BadgeError | None = None
    for url in extension.contexts[:_CONTEXTS]:
        try:
            found += schemas_named(_read(url, fetcher), extension.names)
        except (FetchError, DocumentError) as error:
            unread = unread or error
    if not found:
        raise unread or Malformed("ob2.extension_undefined", path=extension.path[:_SHOWN])
    addresses = dict.fromkeys(found)
    if len(addresses) > _SCHEMAS:
        raise SchemaError("schema.foreign_too_large")
    return [ForeignSchema(_read(url, fetcher)) for url in addresses]


def _read(url: str, fetcher: Fetcher) -> JsonObject:
    """The document at `url`.

    Raises:
        FetchError: it could not be fetched.
        DocumentError: it is no document, or `url` no address.
    """
    if web_address(url) is None:
        raise Malformed("ob2.address", url=url[:_SHOWN])
    page = fetcher.fetch(url.partition("#")[0], accept=ACCEPT, limit=_PAGE.size)
    return parse(page.body, _PAGE)
