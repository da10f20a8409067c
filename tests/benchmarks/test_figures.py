"""The table of figures: all that was measured, beside what was asked, also where short."""

from pathlib import Path

from benchmarks.figures import BEGIN, END, TARGETS, table, write_into
from benchmarks.sections import SECTIONS

RESULTS = {
    "machine": {"date": "2026-11-22", "processor": "X", "cores": 2, "python": "CPython 3.13"},
    "versions": {"openbadgeslib": "4.6.3"},
    "sections": {
        "rich": {
            "ratios": {
                "issue_batch_vs_openbadgeslib": 401.0,
                "verify_vs_openbadgeslib": 61.0,
                "verify_share_of_raw": 0.2,
                "issue_vs_node": 12.0,
            },
            "spread": {
                "issue_batch_vs_openbadgeslib": [390.0, 420.0],
                "verify_vs_openbadgeslib": [50.0, 70.0],
                "verify_share_of_raw": [0.19, 0.21],
                "issue_vs_node": [10.0, 14.0],
            },
        }
    },
}


def row(name: str) -> str:
    """The row of the table that begins so."""
    (found,) = (line for line in table(RESULTS).splitlines() if line.startswith(f"| {name} |"))
    return found


def test_each_figure_says_how_it_stands() -> None:
    """Short, reached, aim reached, or nothing where nothing was asked."""
    assert row("issue in a batch / openbadgeslib").endswith("| 200 x | 400 x | aim reached |")
    assert row("verify, all checks / openbadgeslib").endswith("| 60 x | 150 x | reached |")
    assert row("verify, all checks, share of bare Ed25519").endswith("| 55.0% | **short** |")
    assert row("issue one / Node vc").endswith("| 12 x | 10 x to 14 x |  |  |  |")


def test_what_was_not_measured_has_no_row() -> None:
    """Without Node there are no ratios of Node: the table leaves them out."""
    assert "verifier-core" not in table(RESULTS)


def test_the_table_replaces_the_one_before(tmp_path: Path) -> None:
    """Only what stands between the marks changes, and writing twice changes nothing more."""
    page = tmp_path / "README.md"
    page.write_text(f"# Figures\n{BEGIN}\nold\n{END}\nAfter.\n", "utf-8")
    write_into(page, RESULTS)
    once = page.read_text("utf-8")
    write_into(page, RESULTS)
    assert page.read_text("utf-8") == once
    assert once.startswith(f"# Figures\n{BEGIN}\nMeasured on 2026-11-22")
    assert once.endswith(f"|\n{END}\nAfter.\n")
    assert "old" not in once


def test_each_target_belongs_to_a_comparison() -> None:
    """No row waits for a comparison that does not exist."""
    assert {target.section for target in TARGETS} <= set(SECTIONS)
