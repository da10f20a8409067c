"""The command: what it prints, what it keeps, and that it stays at home."""

import json
from pathlib import Path

import pytest

from benchmarks.__main__ import main
from benchmarks.rounds import Pace

AT_ONCE = Pace(turn_seconds=0.0, warming=0.0)
WITHOUT_NODE = {
    *("issue_batch_vs_openbadgeslib", "issue_vs_openbadgeslib", "verify_vs_openbadgeslib"),
    *("issue_batch_share_of_raw", "verify_share_of_raw"),
}


@pytest.fixture(autouse=True)
def _no_packages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine where nobody has installed the packages of the Node peers."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.mark.usefixtures("socket_disabled")
def test_a_quick_run_prints_the_ratios_and_opens_no_connection(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """One JSON value, the ratios under the names that others count on, and nothing fetched."""
    assert main(["--quick", "--json", "--rounds", "1"], AT_ONCE) == 0
    printed = json.loads(capsys.readouterr().out)
    assert set(printed["ratios"]) == WITHOUT_NODE
    assert all(isinstance(ratio, float) and ratio > 0 for ratio in printed["ratios"].values())
    assert {"processor", "cores", "python", "date"} <= set(printed["machine"])
    assert {"openbadgeslib", "cryptography"} <= set(printed["versions"])
    rich = printed["sections"]["rich"]
    assert rich["rounds"] == 1
    assert set(rich["spread"]) == set(rich["ratios"])
    assert not (tmp_path / "cache").exists()


def test_only_what_was_named_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    """`--only` leaves the rest out; without the comparison of RICH there are no ratios of it."""
    arguments = ["--quick", "--json", "--rounds", "2", "--only", "schema", "--only", "status"]
    assert main(arguments, AT_ONCE) == 0
    printed = json.loads(capsys.readouterr().out)
    assert list(printed["sections"]) == ["schema", "status"]
    assert printed["sections"]["status"]["rounds"] == 2
    assert printed["ratios"] == {}


def test_an_unknown_name_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """The names that exist are told."""
    with pytest.raises(SystemExit) as stopped:
        main(["--only", "everything"])
    assert stopped.value.code == 2
    assert "canonicalization" in capsys.readouterr().err


def test_tables_tell_times_and_ratios(capsys: pytest.CaptureFixture[str]) -> None:
    """Without `--json`, people read who took how long and the ratio with its spread."""
    names = ("canonicalization", "pictures", "series", "proofs")
    only = [word for name in names for word in ("--only", name)]
    assert main(["--quick", "--rounds", "1", *only], AT_ONCE) == 0
    lines = capsys.readouterr().out.splitlines()
    (told,) = (line for line in lines if "canonical_vs_naive_pyld" in line)
    assert " from " in told
    assert " to " in told
    assert any("Pillow decode and encode" in line and line.endswith(" us") for line in lines)


def test_results_are_kept_and_completed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """`--save` writes the figures and charts; a later run of another part loses none of them."""
    folder = tmp_path / "figures"
    for name in ("status", "growth"):
        arguments = ["--quick", "--rounds", "1", "--only", name, "--most", "100"]
        assert main([*arguments, "--save", str(folder)], AT_ONCE) == 0
    capsys.readouterr()
    kept = json.loads((folder / "results.json").read_text("utf-8"))
    assert set(kept["sections"]) == {"status", "growth"}
    assert set(kept["sections"]["growth"]["charts"]) == {"batch-cost", "batch-memory"}
    assert (folder / "batch-cost.svg").read_text("utf-8").startswith("<svg ")
