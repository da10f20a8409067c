"""Frameworks already read from their documents, within reach of every request of one server."""

from collections import OrderedDict
from threading import Lock

from badges.model.framework import Framework

SHELF_ROOM = 6_000
"""In competencies: 150 frameworks as large as that of tiers-lieux, in about 90 MB."""

ShelfKey = tuple[str, str, int]
"""Slug, version (empty for today’s, `=` and a digest for a draft), revision (0 when fixed)."""


class Shelf:
    """A bounded shelf of frameworks: what was not asked for the longest time makes room.

    Values are never changed, so threads may share them. What is on it follows from its key, so two
    servers need not agree.
    """

    def __init__(self, room: int = SHELF_ROOM) -> None:
        self._room = room
        self._taken = 0
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
            self._taken += _width(framework) - _width(self._frameworks.get(key))
            self._frameworks[key] = framework
            self._frameworks.move_to_end(key)
            while self._taken > self._room and len(self._frameworks) > 1:
                self._taken -= _width(self._frameworks.popitem(last=False)[1])

    def __len__(self) -> int:
        return len(self._frameworks)


def _width(framework: Framework | None) -> int:
    return 0 if framework is None else 1 + len(framework.competencies)
