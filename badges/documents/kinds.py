"""What learning from documents takes, whatever is learnt: counts by kind, bounded, and a reader.

Tables are read without a lock and written under one; of too many entries the oldest goes (VER-02).
"""

from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any, Generic, TypeVar

Path = tuple[str | int, ...]
Key = tuple[object, ...]
Learnt = TypeVar("Learnt")


class Kinds(Generic[Learnt]):
    """How often each kind of document was met, and what was learnt of some of them.

    `most_met` and `most_learnt` are how many kinds are counted, and learnt, at once.
    """

    def __init__(self, most_met: int, most_learnt: int) -> None:
        self._most_met, self._most_learnt = most_met, most_learnt
        self._lock = Lock()
        self._met: dict[Key, int] = {}
        self._learnt: dict[Key, Learnt] = {}
        self.get = self._learnt.get

    @property
    def sizes(self) -> tuple[int, int]:
        """How many kinds are counted, and how many are learnt."""
        return len(self._met), len(self._learnt)

    def meet(self, key: Key) -> int:
        """Count one more document of a kind; answer how many there were."""
        with self._lock:
            count = self._met.get(key, 0) + 1
            _put(self._met, key, count, self._most_met)
            return count

    def learn(self, key: Key, learnt: Learnt) -> None:
        """Keep what was learnt of a kind."""
        with self._lock:
            _put(self._learnt, key, learnt, self._most_learnt)

    def forget(self) -> None:
        """Forget all kinds."""
        with self._lock:
            self._met.clear()
            self._learnt.clear()


def reader(paths: Sequence[Path]) -> Callable[[dict[str, Any]], list[Any]]:
    """What reads the values at these paths, in their order, going through each part once.

    The reader raises `LookupError` or `TypeError` when a document has no such place.
    """
    places: dict[Path, int] = {(): 0}
    steps: list[tuple[int, str | int]] = []
    leaves: list[tuple[int, str | int]] = []
    for path in paths:
        for length in range(1, len(path)):
            if path[:length] not in places:
                places[path[:length]] = len(places)
                steps.append((places[path[: length - 1]], path[length - 1]))
        leaves.append((places[path[:-1]], path[-1]))

    def read(document: dict[str, Any]) -> list[Any]:
        found: list[Any] = [document]
        for place, step in steps:
            found.append(found[place][step])
        return [found[place][step] for place, step in leaves]

    return read


def _put(table: dict[Key, Any], key: Key, value: Any, limit: int) -> None:
    if key not in table and len(table) >= limit:
        del table[next(iter(table))]
    table[key] = value
