"""One page of an issuer's site: fetched, parsed, and believed only about itself (OB2-05, OB2-06).

A page speaks for its own address alone. It may say that it has a better one on the same host, as
sites do that put the version into the address; then that one is asked, once. A redirection to
another host would let that host speak in the name of the one that people are shown.
"""

import hashlib
from urllib.parse import urlsplit

from badges.documents import JsonObject, parse
from badges.errors import DocumentError, FetchError, Malformed, Refused
from badges.ob2 import Linked, Standard, identifier, origin, standard_of, web_address
from badges.ports import Fetcher
from verifier.errors import InputError, NotYetRead
from verifier.settings import Bounds

ACCEPT = "application/ld+json, application/json"
_SHOWN = 200


def page(url: str, fetcher: Fetcher, bounds: Bounds) -> Linked:
    """The document at `url`, or why it could not be had; errors of the page are in the value."""
    try:
        found = _read(url, fetcher, bounds)
        name = identifier(found.document)
        if name is not None and name != url and origin(name) == origin(url):
            url, found = name, _read(name, fetcher, bounds)
            name = identifier(found.document)
        if name != url and not _needs_no_name(found.document, name):
            raise Malformed("hosting.other_id", url=url[:_SHOWN], found=str(name)[:_SHOWN])
    except (FetchError, DocumentError, InputError) as error:
        return Linked(url=url, error=error)
    return found


def _needs_no_name(document: JsonObject | None, name: str | None) -> bool:
    """Whether a document without a name is told by where it lies: it only says what was revoked."""
    told = document or {}
    return name is None and (told.get("revoked") is True or "revokedAssertions" in told)


def _read(url: str, fetcher: Fetcher, bounds: Bounds) -> Linked:
    """What is at `url`, whatever it calls itself.

    Raises:
        FetchError: it could not be fetched, or the answer comes from another host.
        DocumentError: it is no document.
        NotYetRead: it is one of Open Badges 1.x.
    """
    if web_address(url) is None:
        raise Malformed("ob2.address", url=url[:_SHOWN])
    address = url.partition("#")[0]
    fetched = fetcher.fetch(address, accept=ACCEPT, limit=bounds.list_bytes)
    _require_same_site(address, fetched.url)
    document = parse(fetched.body)
    if standard_of(document) is Standard.V1:
        raise NotYetRead("input.open_badges_1")
    return Linked(document, url, hashlib.sha256(fetched.body).hexdigest())


def _is_part_of(page_url: str | None, name: str | None) -> bool:
    """Whether a name is that of a part of the page, such as its `#issuer`."""
    address, separator, part = (name or "").partition("#")
    return bool(separator and part) and address == page_url


def _require_same_site(asked: str, answered: str) -> None:
    host, other = (urlsplit(url).hostname or "" for url in (asked, answered))
    if other not in (host, f"www.{host}", host.removeprefix("www.")):
        raise Refused("hosting.redirected", url=asked[:_SHOWN], host=other[:_SHOWN])


def linked(value: object, beside: str | None, fetcher: Fetcher, bounds: Bounds) -> Linked:
    """The document that a member names or holds.

    One that is written out is believed when nobody else could say better: it has no address of its
    own, or one within the very page `beside` it. Otherwise its own address is asked: a host may be
    the home of many, and each speaks for its own pages alone.
    """
    name = identifier(value)
    if isinstance(value, dict):
        document: JsonObject = value
        if web_address(name) is None or _is_part_of(beside, name):
            return Linked(document)
    if name is None:
        return Linked(error=Malformed("ob2.not_named"))
    return page(name, fetcher, bounds)
