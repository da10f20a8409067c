"""How much there is and how much waits, in numbers for whoever watches over the service."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class Waiting:
    """How many wait, and since when the first of them does."""

    count: int = 0
    since: datetime | None = None


@dataclass(frozen=True)
class Positions:
    """The status lists of one purpose together: their places, those given out, those set."""

    purpose: str
    lists: int
    capacity: int
    taken: int
    marked: int


class Tallies(Protocol):
    """Numbers over all places; none tells of a place, a badge or a person."""

    def lines(self) -> Waiting:
        """The lines of confirmed groups that are not signed yet."""
        ...

    def letters(self) -> Waiting:
        """The letters that are not sent yet."""
        ...

    def positions(self) -> tuple[Positions, ...]:
        """The status lists, by purpose."""
        ...
