"""What learning from documents takes, whatever is learnt: counts by kind, bounded, and a reader.

Tables are read without a lock and written under one; of too many entries the oldest goes (VER-02).
"""

from collections.abc import Callable, Sequence
from operator import itemgetter
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


def reader(paths: Sequence[Path]) -> Callable[[dict[str, Any]], Sequence[Any]]:
    """What reads the values at these paths, in their order, going through each part once.

    The reader raises `LookupError` or `TypeError` when a document has no such place.
    """
    parts: dict[Path, int] = {(): 0}
    steps: list[tuple[int, str | int]] = []
    members: dict[int, list[tuple[str | int, int]]] = {}
    for place, path in enumerate(paths):
        for length in range(1, len(path)):
            if path[:length] not in parts:
                parts[path[:length]] = len(parts)
                steps.append((parts[path[: length - 1]], path[length - 1]))
        members.setdefault(parts[path[:-1]], []).append((path[-1], place))
    pickers = [(part, taker([name for name, _ in inside])) for part, inside in members.items()]
    found_at = [place for inside in members.values() for _, place in inside]
    in_order = taker(sorted(range(len(paths)), key=found_at.__getitem__))

    def read(document: dict[str, Any]) -> Sequence[Any]:
        found: list[Any] = [document]
        for part, step in steps:
            found.append(found[part][step])
        values: list[Any] = []
        for part, pick in pickers:
            values += pick(found[part])
        return in_order(values)

    return read


def taker(places: Sequence[Any]) -> Callable[[Any], tuple[Any, ...]]:
    """What takes the items at these places, or the members of these names."""
    if len(places) > 1:  # else it would not take a tuple
        return itemgetter(*places)
    return lambda items: tuple([items[place] for place in places])


def _put(table: dict[Key, Any], key: Key, value: Any, limit: int) -> None:
    if key not in table and len(table) >= limit:
        del table[next(iter(table))]
    table[key] = value
