"""How connections are shared out between the processes of one server.

Whoever is woken first takes a connection, and a proxy keeps it for hours: all of them could end in
one process, while the others have nothing to do. So each process tells how many it has, in memory
that the server made before it forked, and who has more than another lets that one go first.
"""

import mmap

_BYTES = 8
_NOBODY = -1
"""Told of a seat in which no process takes connections."""


class Seats:
    """How many connections each process has; every process writes its own number only."""

    def __init__(self, processes: int) -> None:
        self._counts = memoryview(mmap.mmap(-1, processes * _BYTES)).cast("q")
        self._owners: dict[int, object] = {}
        for number in range(processes):
            self._counts[number] = _NOBODY

    def give(self, owner: object) -> int | None:
        """A free seat for a process that begins, told by the server itself; None: there is none."""
        free = (number for number in range(len(self._counts)) if number not in self._owners)
        number = next(free, None)
        if number is not None:
            self._owners[number] = owner
        return number

    def take_back(self, owner: object) -> None:
        """The process of that seat has ended, however it did."""
        for number in [number for number, each in self._owners.items() if each is owner]:
            self._counts[number] = _NOBODY
            del self._owners[number]

    def tell(self, number: int, connections: int) -> None:
        """So many connections has the process of that seat now."""
        self._counts[number] = connections

    def leave(self, number: int) -> None:
        """The process of that seat takes no more connections."""
        self._counts[number] = _NOBODY

    def is_fuller(self, connections: int) -> bool:
        """Whether somebody who takes connections has fewer than that."""
        return any(_NOBODY < count < connections for count in self._counts)
