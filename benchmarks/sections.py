"""The comparisons by name, in the order of a full run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks import beside_peers, curves, parts
from benchmarks.credentials import MINI, RICH, Shape
from benchmarks.results import Section
from benchmarks.rounds import DEFAULT, Pace, Times


@dataclass(frozen=True)
class Setting:
    """How to measure.

    Attributes:
        rounds: how many rounds at most.
        node: where the packages of the Node peers are; None leaves Node out.
        pace: how long turns and warm-ups are, and when to stop.
        most: badges of the largest batch of the curve.
    """

    rounds: int
    node: Path | None
    pace: Pace = DEFAULT
    most: int = curves.SIZES[-1]


Comparison = Callable[[Setting], Section]
Pairs = Mapping[str, tuple[str, str]]


def _beside(shape: Shape) -> Comparison:
    def measure(setting: Setting) -> Section:
        beside = beside_peers.measure(shape, setting.rounds, node=setting.node, pace=setting.pace)
        title = f"{shape.name.upper()}: issue and verify, beside the peers"
        return Section(shape.name, title, beside.times, beside.ratios())

    return measure


def _part(name: str, title: str, work: Callable[[int, Pace], Times], pairs: Pairs) -> Comparison:
    def measure(setting: Setting) -> Section:
        times = work(setting.rounds, setting.pace)
        ratios = {label: times.ratio(*pair) for label, pair in pairs.items()}
        return Section(name, title, times, ratios)

    return measure


def _growth(setting: Setting) -> Section:
    charts = curves.growth_charts(curves.growth(setting.most))
    return Section("growth", "A batch as it grows", Times({}), {}, charts)


def _lists(setting: Setting) -> Section:
    del setting  # the lengths are those that the standard and our limits allow
    return Section("lists", "A status list as it grows", Times({}), {}, curves.list_charts())


SECTIONS: Mapping[str, Comparison] = {
    "rich": _beside(RICH),
    "mini": _beside(MINI),
    "proofs": _part(
        "proofs",
        "The proof alone, beside openbadgeslib's",
        beside_peers.proofs_alone,
        {
            "add_proof_vs_openbadgeslib": (
                beside_peers.LIBRARY_PROOF_ADD,
                beside_peers.PROOF_ADD,
            ),
            "check_proof_vs_openbadgeslib": (
                beside_peers.LIBRARY_PROOF_CHECK,
                beside_peers.PROOF_CHECK,
            ),
        },
    ),
    "canonicalization": _part(
        "canonicalization",
        "From a document to its canonical digest",
        parts.canonicalization,
        {
            "canonical_vs_naive_pyld": (parts.NAIVE, parts.WALKER),
            "canonical_vs_general_way": (parts.GENERAL, parts.WALKER),
            "canonical_vs_pyoxigraph": (parts.OXIGRAPH, parts.WALKER),
        },
    ),
    "schema": _part(
        "schema",
        "The data model, by one schema",
        parts.schema,
        {"compiled_vs_jsonschema": (parts.INTERPRETED, parts.COMPILED)},
    ),
    "pictures": _part(
        "pictures",
        "A badge into a picture and out of it",
        parts.pictures,
        {
            "bake_vs_pillow": (parts.BAKE_PILLOW, parts.BAKE),
            "bake_vs_openbadgeslib": (parts.BAKE_LIBRARY, parts.BAKE),
        },
    ),
    "status": _part(
        "status",
        "One status bit",
        parts.status_bits,
        {"kept_vs_decoded": (parts.DECODED_BIT, parts.CACHED_BIT)},
    ),
    "series": _part(
        "series",
        "To begin a series",
        parts.series,
        {"begin_vs_one_more": (parts.COMPILE, parts.IN_SERIES)},
    ),
    "growth": _growth,
    "lists": _lists,
}
