"""Frameworks already read from their documents, within reach of every request of one server."""

from collections import OrderedDict
from threading import Lock

from badges.model.framework import Framework

SHELF_SIZE = 64

ShelfKey = tuple[str, str, int]
"""Slug, version (empty for today's), revision."""


class Shelf:
    """A bounded shelf of frameworks: what was not asked for the longest time makes room.

    Values are never changed, so threads may share them. What is on it follows from its key, so two
    servers need not agree.
    """

    def __init__(self, size: int = SHELF_SIZE) -> None:
        self._size = size
        self._lock = Lock()
        self._frameworks: OrderedDict[ShelfKey, Framework] = OrderedDict()

    def get(self, key: ShelfKey) -> Framework | None:
        """The framework of that key, or None."""
        with self._lock:
            found = self._frameworks.get(key)
            if found is not None:
                self._frameworks.move_to_end(key)
            return found

    def put(self, key: ShelfKey, framework: Framework) -> None:
        """Keep a framework within reach."""
        with self._lock:
            self._frameworks[key] = framework
            self._frameworks.move_to_end(key)
            while len(self._frameworks) > self._size:
                self._frameworks.popitem(last=False)

    def __len__(self) -> int:
        return len(self._frameworks)
