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
class Share:
    """Answers in a second of both, round by round."""

    trivial: tuple[float, ...]
    verifying: tuple[float, ...]
    refused: int

    @property
    def ratios(self) -> tuple[float, ...]:
        """The share of each round, smallest first."""
        pairs = zip(self.trivial, self.verifying, strict=True)
        return tuple(sorted(verifying / trivial for trivial, verifying in pairs))


def shared(folder: Path, seconds: float, rounds: int = ROUNDS) -> Share:
    """Rounds of both servers in turn."""
    rates: tuple[list[float], list[float]] = ([], [])
    refused = 0
    with trivial_serving(folder) as yardstick, serving(folder) as site:
        both = (
            (yardstick, yardstick.targets[0]),
            (site, next(target for target in site.targets if target.name == VERIFYING)),
        )
        for one, target in both:
            ask(one, target, folder, CONNECTIONS, 1.0)  # what is learned at first use
        for number in range(rounds):
            for which in (0, 1) if number % 2 else (1, 0):
                level = _asked(both[which], folder, seconds)
                rates[which].append(level[0])
                refused += level[1]
    return Share(tuple(rates[0]), tuple(rates[1]), refused)


def _asked(asked: tuple[Site, Target], folder: Path, seconds: float) -> tuple[float, int]:
    site, target = asked
    settle(site)
    level = ask(site, target, folder, CONNECTIONS, seconds)
    return level.rate, level.refused + level.broken


def told(share: Share) -> str:
    """The share in two lines."""
    ratios = share.ratios
    return (
        f"trivial POST {_spread(share.trivial)}, {VERIFYING} {_spread(share.verifying)} answers/s; "
        f"{share.refused} refused or broken\n"
        f"share of trivial: {statistics.median(ratios):.1%} "
        f"({ratios[0]:.1%} to {ratios[-1]:.1%}, {len(ratios)} paired rounds)"
    )


def _spread(rates: Sequence[float]) -> str:
    return f"{statistics.median(rates):.0f} ({min(rates):.0f}-{max(rates):.0f})"
