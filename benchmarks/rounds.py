"""Paired rounds: everybody works in turn, in every round, and only ratios within a round count.

A shared machine slows down and speeds up while we measure. Contenders that work within the same
second suffer alike, so the ratio of their times is worth quoting where the times are not. Each
round is run in the opposite order of the one before, and the median of the ratios is told with the
whole spread. What counts is the time of the processor, not of the clock on the wall: others on the
machine lengthen only the latter. Before each turn the collector of garbage runs, during the turn it
does as it always does; Node is treated alike.
"""

import gc
import math
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

_MOST = 4_096
"""Pieces of work in one turn at most: their inputs and answers are all in memory."""

Turn = Callable[[int], float]


@dataclass(frozen=True)
class Pace:
    """How long to measure.

    Attributes:
        turn_seconds: about how long a turn is; many short turns see the same weather.
        patience: so many seconds after `begin` no other round begins, but the first always ends.
        warming: by how much every warm-up is longer than usual.
        begin: when all of it began, on the clock `time.perf_counter`.
    """

    turn_seconds: float = 0.06
    patience: float = math.inf
    warming: float = 1.0
    begin: float = field(default_factory=time.perf_counter)


DEFAULT = Pace()


class WrongAnswer(Exception):
    """A contender answered wrongly: its time means nothing."""


@dataclass(frozen=True)
class Contender:
    """Somebody who does one kind of work.

    Attributes:
        name: how the results call it.
        turn: does the work that many times on other inputs each time, and tells the seconds.
        warm_up: seconds of work before the first round counts.
    """

    name: str
    turn: Turn
    warm_up: float = 0.3


@dataclass(frozen=True)
class Ratio:
    """How many times as long one took as the other, round by round."""

    median: float
    low: float
    high: float
    rounds: int

    @classmethod
    def of(cls, ratios: Sequence[float]) -> Self:
        """The ratio of several rounds."""
        return cls(statistics.median(ratios), min(ratios), max(ratios), len(ratios))


@dataclass(frozen=True)
class Times:
    """Seconds for one piece of work, by contender, one for each round."""

    rounds: Mapping[str, Sequence[float]]

    def median(self, name: str) -> float:
        """The middle one of the rounds of one contender."""
        return statistics.median(self.rounds[name])

    def ratio(self, slow: str, fast: str) -> Ratio:
        """How many times as long `slow` took as `fast`, within each round."""
        pairs = zip(self.rounds[slow], self.rounds[fast], strict=True)
        return Ratio.of([long / short for long, short in pairs])


def in_python(
    inputs: Callable[[int], Sequence[Any]],
    work: Callable[[Any], object],
    is_right: Callable[[Any], bool] | None = None,
) -> Turn:
    """A turn in this process: inputs are made before the clock starts.

    Each answer is looked at and let go while it runs, as whoever asks for one does: a turn full of
    answers would make the collector of garbage walk through all of them again and again.

    Raises:
        WrongAnswer: `is_right` says no to an answer; without it, raising is the only way to fail.
    """

    def turn(count: int) -> float:
        given = inputs(count)
        gc.collect()
        start = time.process_time()
        if is_right is None:
            for item in given:
                work(item)
            is_wrong = False
        else:
            is_wrong = not all(is_right(work(item)) for item in given)
        seconds = time.process_time() - start
        if is_wrong:
            raise WrongAnswer
        return seconds

    return turn


def run(
    contenders: Sequence[Contender],
    rounds: int,
    *,
    pace: Pace = DEFAULT,
) -> Times:
    """Let everybody warm up, then work in turn.

    Args:
        contenders: who works; their names are different.
        rounds: how many rounds at most.
        pace: how long turns and warm-ups are, and when to stop.
    """
    counts = {item.name: _count(item, pace) for item in contenders}
    seconds: dict[str, list[float]] = {item.name: [] for item in contenders}
    for number in range(rounds):
        if number and time.perf_counter() - pace.begin > pace.patience:
            break
        for item in contenders[:: -1 if number % 2 else 1]:
            count = counts[item.name]
            seconds[item.name].append(item.turn(count) / count)
    return Times(seconds)


def _count(contender: Contender, pace: Pace) -> int:
    """Warm up, and find how many pieces of work fill a turn."""
    begin, count = time.perf_counter(), 1
    while True:
        one = max(contender.turn(count) / count, 1e-9)
        wanted = max(1, min(round(pace.turn_seconds / one), _MOST))
        if time.perf_counter() - begin >= contender.warm_up * pace.warming:
            return wanted
        count = min(wanted, 2 * count)
