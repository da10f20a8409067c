"""Gathering a badge of Open Badges 2.0 from where its issuer publishes it (section 8 of ours).

A hosted badge is what its site says: what arrived is read for its identifier alone (OB2-06). A
signed one is what arrived; its badge class, its issuer and the key are fetched. Each document is
asked at most twice, so whatever they name, no badge makes us go in circles. Nothing is judged here
and nothing raises: what could not be had is in the value.
"""

from badges.documents import MEDIA_TYPE_JWT, Secured
from badges.errors import DocumentError, Malformed
from badges.ob2 import (
    Assertion,
    Award,
    Linked,
    Nature,
    Way,
    identifier,
    nature_of,
    web_address,
)
from badges.ports import Fetcher
from verifier.open_badges_2.pages import linked, page
from verifier.settings import Bounds

__all__ = ["gather", "gather_endorsement"]

_SEPARATORS = 2  # of a compact JWS
_OTHERWISE = {
    Nature.ASSERTION: "hosting.not_an_assertion",
    Nature.ENDORSEMENT: "hosting.not_an_endorsement",
}


def gather(secured: Secured, fetcher: Fetcher, bounds: Bounds) -> Award:
    """The award in `secured` with its badge class and its issuer, or why they could not be had.

    A document that says how it is verified in no way that we know is looked for on its site.
    """
    given = Assertion(secured.payload)
    if given.way is Way.SIGNED or (given.way is None and secured.is_jwt):
        assertion = Linked(given.document)
        signature = secured if secured.is_jwt else None
    else:
        assertion, signature = _published(given, fetcher, bounds), None
    badge = issuer = Linked()
    if assertion.document is not None:
        badge = linked(assertion.document.get("badge"), assertion.url, fetcher, bounds)
    if badge.document is not None:
        issuer = _issuer(badge, badge.url or assertion.url, fetcher, bounds)
    return Award(given.document, assertion, badge, issuer, signature)


def gather_endorsement(item: object, fetcher: Fetcher, bounds: Bounds) -> Award:
    """An endorsement and its issuer, gathered like a badge: an award without badge class (OB2-11).

    A hosted one is what its own site says, whether the badge names it or holds a copy; a signed one
    is the JWS in its place.
    """
    given, signature = Assertion({}), None
    if isinstance(item, dict):
        given = Assertion(item)
    elif isinstance(item, str) and web_address(item) is None and item.count(".") == _SEPARATORS:
        signature = Secured(item.encode("ascii", "replace"), MEDIA_TYPE_JWT)
    elif isinstance(item, str):
        given = Assertion({"id": item})
    try:
        if signature is not None:
            given = Assertion(signature.payload)
    except DocumentError as error:
        return Award({}, Linked(error=error), Linked(), Linked(), signature)
    if given.way is Way.SIGNED or (given.way is None and signature is not None):
        found = Linked(given.document)
    else:
        found, signature = _published(given, fetcher, bounds, Nature.ENDORSEMENT), None
    issuer = Linked() if found.document is None else _issuer(found, found.url, fetcher, bounds)
    return Award(given.document, found, Linked(), issuer, signature)


def _issuer(badge: Linked, beside: str | None, fetcher: Fetcher, bounds: Bounds) -> Linked:
    """The issuer that a badge class names: without an address, it could be anybody."""
    told = (badge.document or {}).get("issuer")
    if told is not None and web_address(identifier(told)) is None:
        return Linked(error=Malformed("ob2.address", url=str(identifier(told))[:200]))
    return linked(told, beside, fetcher, bounds)


def _published(
    given: Assertion, fetcher: Fetcher, bounds: Bounds, nature: Nature = Nature.ASSERTION
) -> Linked:
    """The assertion, or endorsement, that the site at its identifier publishes (OB2-06)."""
    if given.id is None or web_address(given.id) is None:
        return Linked(error=Malformed("hosting.no_address", id=str(given.id)[:200]))
    found = page(given.id, fetcher, bounds)
    if found.document is None or Assertion(found.document).is_revoked:
        return found
    if nature_of(found.document) is not nature:
        code = _OTHERWISE[nature]
        return Linked(url=found.url, error=Malformed(code, url=found.url))
    return found
