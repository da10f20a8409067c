"""Measure beside peers: `python -m benchmarks [--quick] [--json] [--rounds N] [--only NAME]`.

`--quick` measures the seven ratios of RICH within 50 seconds with what is installed, and fetches
nothing. Without it everything is measured; the packages of the Node peers are then installed into
the user's cache by npm when Node is here and they are not.
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks import node_peers
from benchmarks.beside_peers import CONTRACT
from benchmarks.figures import write_into
from benchmarks.machine import machine, versions
from benchmarks.results import Section
from benchmarks.rounds import DEFAULT, Pace
from benchmarks.sections import SECTIONS, Setting

FULL_ROUNDS, QUICK_ROUNDS = 15, 11
QUICK_SECONDS = 28.0
"""No round begins later than this after the start; a round takes one or two seconds."""


def main(arguments: Sequence[str] | None = None, pace: Pace = DEFAULT) -> int:
    """Measure, and print one JSON value or tables."""
    options = _parser().parse_args(arguments)
    names = options.only or (["rich"] if options.quick else list(SECTIONS))
    setting = Setting(
        rounds=options.rounds or (QUICK_ROUNDS if options.quick else FULL_ROUNDS),
        pace=_quick(pace) if options.quick else pace,
        node=node_peers.modules(install=not options.quick),
        most=options.most,
    )
    sections: list[Section] = []
    for name in names:
        sections.append(SECTIONS[name](setting))
        if options.save:  # at once, since what follows may take long
            save(options.save, sections[-1:], setting)
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


def save(folder: Path, sections: Sequence[Section], setting: Setting) -> None:
    """Write `results.json` and every chart; what was measured before under other names stays."""
    target = folder / "results.json"
    made = results(sections, setting)
    if target.is_file():
        before = json.loads(target.read_text("utf-8"))
        made["sections"] = before["sections"] | made["sections"]
        made["ratios"] = before["ratios"] | made["ratios"]
    folder.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", "utf-8")
    page = folder / "README.md"
    if page.is_file():
        write_into(page, made)
    for chart in (chart for section in sections for chart in section.charts):
        (folder / f"{chart.name}.svg").write_text(chart.to_svg(), "utf-8")


def _quick(pace: Pace) -> Pace:
    return replace(pace, patience=QUICK_SECONDS, begin=time.perf_counter())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the seven ratios, within 50 s")
    parser.add_argument("--json", action="store_true", help="print one JSON value")
    parser.add_argument("--rounds", type=int, help="rounds of each comparison")
    parser.add_argument("--only", action="append", choices=SECTIONS, help="this one (repeatable)")
    parser.add_argument("--most", type=int, default=1_000_000, help="badges of the largest batch")
    parser.add_argument("--save", type=Path, help="folder for results.json and the charts")
    return parser


if __name__ == "__main__":
    sys.exit(main())
