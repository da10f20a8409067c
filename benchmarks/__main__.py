"""Measure beside peers: `python -m benchmarks [--quick] [--json] [--rounds N] [--only NAME]`.

`--quick` measures the seven ratios of RICH within 50 seconds with what is installed, and fetches
nothing. Without it everything is measured; the packages of the Node peers are then installed into
the user's cache by npm when Node is here and they are not.
"""

import argparse
import json
import math
import sys
from collections.abc import Sequence
from typing import Any

from benchmarks import node_peers
from benchmarks.beside_peers import CONTRACT
from benchmarks.machine import machine, versions
from benchmarks.results import Section
from benchmarks.sections import SECTIONS, Setting

FULL_ROUNDS, QUICK_ROUNDS = 15, 11
QUICK_SECONDS = 24.0
"""No round begins later than this after the first warm-up; a round takes one or two seconds."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print one JSON value or tables."""
    options = _parser().parse_args(arguments)
    names = options.only or (["rich"] if options.quick else list(SECTIONS))
    setting = Setting(
        rounds=options.rounds or (QUICK_ROUNDS if options.quick else FULL_ROUNDS),
        patience=QUICK_SECONDS if options.quick else math.inf,
        node=node_peers.modules(install=not options.quick),
    )
    sections: list[Section] = []
    for name in names:
        sections.append(SECTIONS[name](setting))
        if not options.json:
            print(sections[-1], end="\n\n", flush=True)
    if options.json:
        print(json.dumps(results(sections, setting), indent=2, ensure_ascii=False))
    return 0


def results(sections: Sequence[Section], setting: Setting) -> dict[str, Any]:
    """Everything as one value; `ratios` are those that programs outside may count on."""
    rich = next((section for section in sections if section.name == "rich"), None)
    ratios = {} if rich is None else {n: rich.ratios[n] for n in CONTRACT if n in rich.ratios}
    node = {} if setting.node is None else node_peers.versions(setting.node)
    return {
        "ratios": {name: float(f"{ratio.median:.4g}") for name, ratio in ratios.items()},
        "machine": machine(),
        "versions": versions() | node,
        "sections": {section.name: section.to_json() for section in sections},
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the seven ratios, within 50 s")
    parser.add_argument("--json", action="store_true", help="print one JSON value")
    parser.add_argument("--rounds", type=int, help="rounds of each comparison")
    parser.add_argument("--only", action="append", choices=SECTIONS, help="this one (repeatable)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
