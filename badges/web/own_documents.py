"""Our own public documents as we read them last: a crowd that scans our badges asks them once.

A status list and the keys of a place are the same for all who verify. What is kept here says
nothing of a person, is a tenth of a second old at most, and is forgotten at once when this process
changes anything: what another process of ours cancels is seen as cancelled a moment later, where
everybody else may go by the public copy for as long as its `max-age` says.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from badges.ports import Fetched

SECONDS = 0.1
"""How long a document is believed that another process may have changed meanwhile."""
ENTRIES = 256
LARGEST = 100_000
"""Bytes of the largest document that is kept: a full status list is a tenth of it."""
KEPT = ("/status/", "/places/", "/achievements/", "/.well-known/did.json")
"""Beginnings of the addresses of documents that are about nobody."""

Key = tuple[str, str]


class OwnDocuments:
    """A small memory of our documents, shared between threads.

    Args:
        changes: a number that grows when this process changes something; None forbids to remember.
    """

    def __init__(
        self,
        changes: Callable[[], object | None],
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._changes = changes
        self._monotonic = monotonic
        self._lock = Lock()
        self._kept: OrderedDict[Key, tuple[float, object, Fetched]] = OrderedDict()

    def get(self, path: str, accept: str, ask: Callable[[], Fetched]) -> Fetched:
        """The document at `path`: as it was a moment ago, or as `ask` gives it now."""
        state = self._changes()
        if state is None or not path.startswith(KEPT):
            return ask()
        key = path, accept
        kept = self._kept.get(key)
        if kept is not None and kept[0] > self._monotonic() and kept[1] == state:
            return kept[2]
        until = self._monotonic() + SECONDS
        found = ask()
        if (found.max_age or 0) >= SECONDS and len(found.body) <= LARGEST:
            with self._lock:
                self._kept[key] = (until, state, found)
                self._kept.move_to_end(key)
                while len(self._kept) > ENTRIES:
                    self._kept.popitem(last=False)
        return found
