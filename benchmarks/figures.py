"""The figures beside what was asked of them, as a Markdown table in a page between two marks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.results import told

BEGIN, END = "<!-- figures: written by `make bench` -->", "<!-- end of figures -->"


@dataclass(frozen=True)
class Target:
    """What a ratio must reach, and what was hoped for; None where nothing was asked."""

    section: str
    name: str
    says: str
    must: float | None = None
    aim: float | None = None


TARGETS = (
    Target("rich", "issue_batch_vs_openbadgeslib", "issue in a batch / openbadgeslib", 200, 400),
    Target("rich", "issue_batch_vs_node", "issue in a batch / Node vc", 50, 90),
    Target(
        "rich", "issue_batch_share_of_raw", "issue in a batch, share of bare Ed25519", 0.30, 0.50
    ),
    Target("rich", "issue_vs_openbadgeslib", "issue one / openbadgeslib", 80, 150),
    Target("rich", "issue_vs_node", "issue one / Node vc"),
    Target("rich", "verify_vs_openbadgeslib", "verify, all checks / openbadgeslib", 60, 150),
    Target("rich", "verify_vs_verifier_core", "verify, all checks / verifier-core", 13, 35),
    Target("rich", "verify_vs_node", "verify, all checks / Node vc", 15, 40),
    Target("rich", "verify_share_of_raw", "verify, all checks, share of bare Ed25519", 0.25, 0.55),
    Target("rich", "issue_jwt_vs_openbadgeslib", "issue a VC-JWT / openbadgeslib", 1.4, 1.8),
    Target("rich", "verify_jwt_vs_openbadgeslib", "verify a VC-JWT alone / openbadgeslib", 3, 5),
    Target(
        "rich",
        "verify_jwt_whole_vs_openbadgeslib",
        "verify a VC-JWT with every check / openbadgeslib, with its few",
    ),
    Target("mini", "issue_batch_vs_openbadgeslib", "MINI: issue in a batch / openbadgeslib"),
    Target("mini", "issue_vs_openbadgeslib", "MINI: issue one / openbadgeslib"),
    Target("mini", "verify_vs_openbadgeslib", "MINI: verify / openbadgeslib"),
    Target("mini", "verify_vs_verifier_core", "MINI: verify / verifier-core"),
    Target("proofs", "add_proof_vs_openbadgeslib", "the proof alone, added / openbadgeslib"),
    Target("proofs", "check_proof_vs_openbadgeslib", "the proof alone, checked / openbadgeslib"),
    Target("canonicalization", "canonical_vs_naive_pyld", "canonical digest / naive PyLD"),
    Target("canonicalization", "canonical_vs_pyoxigraph", "canonical digest / pyoxigraph"),
    Target("schema", "compiled_vs_jsonschema", "schema / jsonschema"),
    Target("pictures", "bake_vs_pillow", "bake PNG / Pillow decode and encode", 1_000),
    Target("pictures", "bake_vs_openbadgeslib", "bake PNG / openbadgeslib", 3),
    Target("status", "kept_vs_decoded", "status bit, list kept / list decoded", 100),
)
"""In the order of the table; the numbers are those of the issue and of its proposed targets."""


def table(results: Mapping[str, Any]) -> str:
    """The table of every ratio that was measured."""
    machine, versions = results["machine"], results["versions"]
    programs = ", ".join(f"{name} {number}" for name, number in versions.items())
    head = (
        f"Measured on {machine['date']}: {machine['processor']}, {machine['cores']} cores, "
        f"{machine['python']}; {programs}."
    )
    rows = [
        "| work / beside whom: times as fast | median | lowest to highest round | must | aim | |",
        "|---|---|---|---|---|---|",
        *_rows(results["sections"]),
    ]
    return "\n".join([head, "", *rows])


def write_into(page: Path, results: Mapping[str, Any]) -> None:
    """Put the table between the marks of a page; a page without marks stays as it is."""
    text = page.read_text("utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if begin and end:
        page.write_text(f"{before}{BEGIN}\n{table(results)}\n{END}{after}", "utf-8")


def _rows(sections: Mapping[str, Any]) -> Iterator[str]:
    for target in TARGETS:
        section = sections.get(target.section, {"ratios": {}})
        ratio = section["ratios"].get(target.name)
        if ratio is not None:
            low, high = section["spread"][target.name]
            yield (
                f"| {target.says} | {told(ratio)} | {told(low)} to {told(high)} "
                f"| {_asked(target.must)} | {_asked(target.aim)} | {_judged(target, ratio)} |"
            )


def _asked(number: float | None) -> str:
    return "" if number is None else told(number)


def _judged(target: Target, ratio: float) -> str:
    """In a word how the figure stands to what was asked."""
    if target.must is None:
        return ""
    if ratio < target.must:
        return "**short**"
    return "reached" if target.aim is None or ratio < target.aim else "aim reached"
