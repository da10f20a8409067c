"""Gathering a badge of Open Badges 2.0 from where its issuer publishes it (section 8 of ours).

A hosted badge is what its site says: what arrived is read for its identifier alone (OB2-06). A
signed one is what arrived; its badge class, its issuer and the key are fetched. Each document is
asked at most twice, so whatever they name, no badge makes us go in circles. Nothing is judged here
and nothing raises: what could not be had is in the value.
"""

from badges.documents import Secured
from badges.errors import Malformed
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

__all__ = ["gather"]


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


def _issuer(badge: Linked, beside: str | None, fetcher: Fetcher, bounds: Bounds) -> Linked:
    """The issuer that a badge class names: without an address, it could be anybody."""
    told = (badge.document or {}).get("issuer")
    if told is not None and web_address(identifier(told)) is None:
        return Linked(error=Malformed("ob2.address", url=str(identifier(told))[:200]))
    return linked(told, beside, fetcher, bounds)


def _published(given: Assertion, fetcher: Fetcher, bounds: Bounds) -> Linked:
    """The assertion that the site at its identifier publishes (OB2-06)."""
    if given.id is None or web_address(given.id) is None:
        return Linked(error=Malformed("hosting.no_address", id=str(given.id)[:200]))
    found = page(given.id, fetcher, bounds)
    if found.document is None or Assertion(found.document).is_revoked:
        return found
    if nature_of(found.document) is not Nature.ASSERTION:
        return Linked(url=found.url, error=Malformed("hosting.not_an_assertion", url=found.url))
    return found
