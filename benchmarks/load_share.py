"""What part of a trivial application's rate the verification has: paired, alternating rounds.

Both servers stand side by side with the same settings; each round asks the one, then the other, and
the next round the other way round, so that what else the machine does weighs on both alike.
"""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.load_site import Site, Target, serving, trivial_serving
from benchmarks.load_wrk import ask, settle

ROUNDS = 5
CONNECTIONS = 8
"""Enough to keep two processes busy, and no line at either door."""
VERIFYING = "verify RICH"


@dataclass(frozen=True)
class Round:
    """Answers in a second, microseconds of the processors for each, and how many were refused."""

    rate: float
    cost: float
    refused: int


@dataclass(frozen=True)
class Share:
    """Answers in a second of both, round by round, and what one answer costs the processors.

    The rates are what was asked for; what else the machine does weighs less on the costs, which are
    in microseconds of all processes of the server.
    """

    trivial: tuple[Round, ...]
    verifying: tuple[Round, ...]
    refused: int

    @property
    def ratios(self) -> tuple[float, ...]:
        """The share of each round, smallest first."""
        pairs = zip(self.trivial, self.verifying, strict=True)
        return tuple(sorted(verifying.rate / trivial.rate for trivial, verifying in pairs))

    @property
    def by_processor(self) -> tuple[float, ...]:
        """The share of each round by what an answer costs, smallest first."""
        pairs = zip(self.trivial, self.verifying, strict=True)
        return tuple(sorted(trivial.cost / verifying.cost for trivial, verifying in pairs))


def shared(folder: Path, seconds: float, rounds: int = ROUNDS) -> Share:
    """Rounds of both servers in turn."""
    found: tuple[list[Round], list[Round]] = ([], [])
    with trivial_serving(folder) as yardstick, serving(folder) as site:
        both = (
            (yardstick, yardstick.targets[0]),
            (site, next(target for target in site.targets if target.name == VERIFYING)),
        )
        for one, target in both:
            ask(one, target, folder, CONNECTIONS, 1.0)  # what is learned at first use
        for number in range(rounds):
            for which in (0, 1) if number % 2 else (1, 0):
                found[which].append(_asked(both[which], folder, seconds))
    refused = sum(each.refused for rounds in found for each in rounds)
    return Share(tuple(found[0]), tuple(found[1]), refused)


def _asked(asked: tuple[Site, Target], folder: Path, seconds: float) -> Round:
    site, target = asked
    settle(site)
    before = site.processor_seconds()
    level = ask(site, target, folder, CONNECTIONS, seconds)
    worked = site.processor_seconds() - before
    cost = worked * 1e6 / (level.rate * max(1, round(seconds)))
    return Round(level.rate, cost, level.refused + level.broken)


def told(share: Share) -> str:
    """The share in a few lines."""
    both = (share.trivial, share.verifying)
    rates = [_spread([each.rate for each in rounds]) for rounds in both]
    costs = [_spread([each.cost for each in rounds]) for rounds in both]
    return (
        f"trivial POST {rates[0]}, {VERIFYING} {rates[1]} answers/s; "
        f"{share.refused} refused or broken\n"
        f"share of trivial: {_shares(share.ratios)}\n"
        f"processor: trivial POST {costs[0]}, {VERIFYING} {costs[1]} microseconds an answer\n"
        f"share of trivial by processor: {_shares(share.by_processor)}"
    )


def _shares(ratios: Sequence[float]) -> str:
    return (
        f"{statistics.median(ratios):.1%} "
        f"({ratios[0]:.1%} to {ratios[-1]:.1%}, {len(ratios)} paired rounds)"
    )


def _spread(numbers: Sequence[float]) -> str:
    return f"{statistics.median(numbers):.0f} ({min(numbers):.0f}-{max(numbers):.0f})"
