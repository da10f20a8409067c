"""The comparisons by name, in the order of a full run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks import beside_peers
from benchmarks.credentials import MINI, RICH, Shape
from benchmarks.results import Section
from benchmarks.rounds import TURN_SECONDS


@dataclass(frozen=True)
class Setting:
    """How to measure.

    Attributes:
        rounds: how many rounds at most.
        patience: seconds after which a comparison begins no other round.
        node: where the packages of the Node peers are; None leaves Node out.
        turn_seconds: about how long a turn takes.
    """

    rounds: int
    patience: float
    node: Path | None
    turn_seconds: float = TURN_SECONDS


def _beside(shape: Shape) -> Callable[[Setting], Section]:
    def measure(setting: Setting) -> Section:
        beside = beside_peers.measure(
            shape,
            setting.rounds,
            node=setting.node,
            patience=setting.patience,
            turn_seconds=setting.turn_seconds,
        )
        title = f"{shape.name.upper()}: issue and verify, beside the peers"
        return Section(shape.name, title, beside.times, beside.ratios())

    return measure


SECTIONS: Mapping[str, Callable[[Setting], Section]] = {
    "rich": _beside(RICH),
    "mini": _beside(MINI),
}
