"""Are the resources that a credential binds by digest those that stand at their addresses?

A digest that is wrong when it is signed stays wrong for ever. A resource that cannot be had now
may be there tomorrow, and is not refused for it.
"""

import time

from badges.documents import JsonObject
from badges.errors import FetchError
from badges.model.related_resources import RelatedResource, related_resources
from badges.ports import Fetcher
from issuer.errors import InvalidRequest
from issuer.ports import Office
from schemas.catalogue import CURRENT

_FETCHES = 4
_SECONDS = 10.0
_BYTES = 5_000_000


def require_right_digests(office: Office, credential: JsonObject) -> None:
    """Return when no digest of the credential's related resources is known to be wrong.

    Contexts that the program carries are compared with what it carries; of others, the first few
    are fetched, for as long as a client may wait.

    Raises:
        InvalidRequest: a resource is not the one that its digest says, or its digest is of a kind
            that we cannot compute, so that nobody knows.
    """
    way_out = _WayOut(office.fetcher)
    for resource in related_resources(credential):
        if not resource.is_known:
            raise InvalidRequest(
                "vc_api.digest_unknown", field="credential.relatedResource", id=resource.id[:200]
            )
        content = way_out.content(resource)
        if content is not None and not resource.matches(content):
            raise InvalidRequest(
                "vc_api.resource_other", field="credential.relatedResource", id=resource.id[:200]
            )


class _WayOut:
    """A fetcher used a few times at most, for so many seconds; None says "not to be had now"."""

    def __init__(self, fetcher: Fetcher | None) -> None:
        self._fetcher = fetcher
        self._left = _FETCHES
        self._until = time.monotonic() + _SECONDS

    def content(self, resource: RelatedResource) -> bytes | None:
        """The bytes of that resource."""
        if resource.id in CURRENT.urls():
            return CURRENT.content(resource.id)
        if self._fetcher is None or self._left <= 0 or time.monotonic() > self._until:
            return None
        self._left -= 1
        try:
            accept = resource.media_type or "*/*"
            return self._fetcher.fetch(resource.id, accept=accept, limit=_BYTES).body
        except FetchError:
            return None
