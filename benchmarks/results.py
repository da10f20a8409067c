"""What was measured, as one value with two faces: JSON for programs, a table for people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.plot import Chart
from benchmarks.rounds import Ratio, Times

_MICRO = 1e6
_WHOLE = 100


@dataclass(frozen=True)
class Section:
    """One comparison: who took how long, and the ratios that follow."""

    name: str
    title: str
    times: Times
    ratios: Mapping[str, Ratio]
    charts: Sequence[Chart] = ()

    @property
    def rounds(self) -> int:
        """How many rounds counted."""
        return max((len(seconds) for seconds in self.times.rounds.values()), default=0)

    def to_json(self) -> dict[str, Any]:
        """Medians in microseconds, ratios with their spread, and what else is known."""
        return {
            "title": self.title,
            "rounds": self.rounds,
            "microseconds": {
                name: significant(self.times.median(name) * _MICRO) for name in self.times.rounds
            },
            "ratios": {name: significant(ratio.median) for name, ratio in self.ratios.items()},
            "spread": {
                name: [significant(ratio.low), significant(ratio.high)]
                for name, ratio in self.ratios.items()
            },
            **({"charts": {c.name: c.to_json() for c in self.charts}} if self.charts else {}),
        }

    def __str__(self) -> str:
        lines = [f"{self.title} ({self.rounds} rounds)" if self.rounds else self.title]
        lines += [
            f"  {name:44} {self.times.median(name) * _MICRO:12,.1f} us"
            for name in self.times.rounds
        ]
        lines += [
            f"  {name:44} {told(ratio.median):>12}   from {told(ratio.low)} to {told(ratio.high)}"
            for name, ratio in self.ratios.items()
        ]
        for chart in self.charts:
            lines.append(f"  {chart.title}: {chart.up.title}, by {chart.across.title}")
            for line in chart.lines:
                told_points = ", ".join(f"{x:,.0f}: {y:,.4g}" for x, y in line.points)
                lines.append(f"    {line.label}: {told_points}")
        return "\n".join(lines)


def significant(number: float, digits: int = 4) -> float:
    """The number with as many digits as a noisy machine can answer for."""
    return float(f"{number:.{digits}g}")


def told(ratio: float) -> str:
    """A ratio as people read it: times above one, a percentage below."""
    if ratio < 1:
        return f"{ratio:.1%}"
    return f"{ratio:,.0f} x" if ratio >= _WHOLE else f"{ratio:.3g} x"
