"""`badge-verifier verify` on many badges: lines, table, one JSON value, the worst verdict."""

import csv
import io
import json
import os
import pty
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from badges.documents import serialize
from tests.verifier.badges_to_read import badge, with_subject
from tests.verifier.cli.conftest import PLACE
from verifier.cli import inputs, main
from verifier.cli.table import COLUMNS
from verifier.report import spreadsheet

AT = "2026-11-22T12:00:00Z"
NAMES = ["2026/c.json", "2026/d.jwt", "a.json", "b.json"]

Captured = pytest.CaptureFixture[str]


def verify(*arguments: object) -> int:
    """Run `verify` at noon, without network."""
    return main(["verify", *map(str, arguments), "--offline", "--at", AT])


def packed(folder: Path, target: Path) -> Path:
    """The four badges of the folder as an archive."""
    with zipfile.ZipFile(target, "w") as archive:
        for name in NAMES:
            archive.write(folder / name, name)
    return target


def test_a_folder_is_one_line_a_badge_and_counts(folder: Path, capsys: Captured) -> None:
    """Each line has mark, file and state; notes are passed over, links and hidden files too."""
    assert verify(folder) == 1
    captured = capsys.readouterr()
    lines, _, counts = captured.out.partition("\n\n")
    assert [line.split()[1] for line in lines.splitlines()] == NAMES
    assert [line[0] for line in lines.splitlines()] == ["?", "✓", "✓", "✗"]
    assert "Animer un atelier · Inès Martin" in lines.splitlines()[2]
    assert "Badges vérifiés : 4" in counts
    assert "      2  Badge authentique\n" in counts
    assert "ne sont pas des badges : 1" in counts
    assert not captured.err


def test_claims_of_a_badge_that_does_not_hold_are_not_listed(
    folder: Path, capsys: Captured
) -> None:
    """A line about a changed badge says what is wrong with it, never whom it names."""
    verify(folder)
    line = next(line for line in capsys.readouterr().out.splitlines() if "b.json" in line)
    assert "Inès" not in line
    assert "Badge modifié · " in line


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["a.json", "2026/d.jwt"], 0),
        (["a.json", "2026/c.json"], 3),
        (["a.json", "2026/c.json", "b.json"], 1),
        (["b.json", "a.json"], 1),
    ],
)
def test_the_worst_verdict_decides_the_exit_code(
    folder: Path, names: list[str], code: int, capsys: Captured
) -> None:
    """Rejected before undetermined before accepted, whatever their order."""
    assert verify(*[folder / name for name in names]) == code
    assert capsys.readouterr().out.count("✓") >= 1


def test_an_archive_is_read_like_a_folder(folder: Path, tmp_path: Path, capsys: Captured) -> None:
    """The lines, the counts and the exit code are the same."""
    archive = packed(folder, tmp_path / "badges.zip")
    assert verify(archive) == 1
    lines = capsys.readouterr().out.partition("\n\n")[0].splitlines()
    assert [line.split()[1] for line in lines] == NAMES
    assert verify(archive, "--json") == 1
    report = json.loads(capsys.readouterr().out)
    assert [part["source"]["name"] for part in report["parts"]] == NAMES


def test_json_of_a_folder_is_one_report_with_parts(folder: Path, capsys: Captured) -> None:
    """The shape is that of an archive; names are relative to the folder."""
    assert verify(folder, "--json") == 1
    captured = capsys.readouterr()
    report = json.loads(captured.out)
    assert (report["verdict"], report["verified"]) == ("rejected", False)
    assert report["source"]["container"] == "folder"
    assert report["source"]["document"] == "collection"
    assert [part["source"]["name"] for part in report["parts"]] == NAMES
    assert [part["verdict"] for part in report["parts"]] == [
        "undetermined",
        "accepted",
        "accepted",
        "rejected",
    ]
    assert report["subject_digest"].startswith("sha256:")
    assert not captured.err


def test_archives_in_a_folder_are_opened(folder: Path, tmp_path: Path, capsys: Captured) -> None:
    """Each badge in them has its own line, under the name of its archive."""
    outer = tmp_path / "outer"
    outer.mkdir()
    packed(folder, outer / "lot.zip")
    assert verify(outer) == 1
    lines = capsys.readouterr().out.partition("\n\n")[0].splitlines()
    assert [line.split()[1] for line in lines] == [f"lot.zip/{name}" for name in NAMES]


def test_the_table_has_a_row_for_each_badge(folder: Path, tmp_path: Path, capsys: Captured) -> None:
    """A file for spreadsheets: marked as UTF-8, every column there, whatever the verdict."""
    target = tmp_path / "table.csv"
    assert verify(folder, "--csv", target) == 1
    assert "Badges vérifiés" in capsys.readouterr().out
    assert target.read_bytes().startswith(b"\xef\xbb\xbfname,verdict,")
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS
    assert [row["name"] for row in rows] == NAMES
    good, bad = rows[2], rows[3]
    assert good["holder"] == "Inès Martin"
    assert (good["verdict"], good["state"], good["code"]) == ("accepted", "genuine", "")
    assert good["awarded"] == "2026-11-20T00:00:00Z"
    assert good["issuer_id"] == PLACE.did
    assert good["digest"].startswith("sha256:")
    assert (bad["verdict"], bad["state"]) == ("rejected", "altered")
    assert bad["code"]
    assert (bad["holder"], bad["achievement"], bad["issuer"]) == ("", "", "")


def test_the_table_may_go_to_a_program(folder: Path, capsys: Captured) -> None:
    """On standard output it stands alone, and without the mark of files."""
    assert verify(folder, "--csv", "-", "--csv-separator", ";") == 1
    captured = capsys.readouterr()
    rows = list(csv.reader(io.StringIO(captured.out, newline=""), delimiter=";"))
    assert rows[0] == list(COLUMNS)
    assert len(rows) == 5
    assert not captured.err


def test_one_badge_may_have_a_table_and_json(
    genuine: Path, tmp_path: Path, capsys: Captured
) -> None:
    """The table goes to its file, the report to standard output."""
    target = tmp_path / "one.csv"
    assert verify(genuine, "--csv", target, "--json") == 0
    assert json.loads(capsys.readouterr().out)["verdict"] == "accepted"
    assert target.read_text("utf-8-sig").count("\n") == 2
    assert verify(genuine, "--csv", "-") == 0
    assert capsys.readouterr().out.startswith("name,")


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+33 6", "'+33 6"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        (" =1", "'=1"),
        ("\uff1d1", "'\uff1d1"),
        ("\t=1", "'=1"),
        ("a\nb\u202e", "a b"),
        ("Inès", "Inès"),
        ("x" * 2_000, "x" * 1_000),
    ],
)
def test_no_cell_is_a_formula(text: str, cell: str) -> None:
    """What a badge says cannot run in a spreadsheet, nor turn its line around."""
    assert spreadsheet.cell(text) == cell


def test_a_name_that_is_a_formula_is_a_text_in_the_table(tmp_path: Path, capsys: Captured) -> None:
    """The whole way: a badge whose holder is named like a formula."""
    identity = {"type": "IdentityObject", "hashed": False, "identityType": "name"}
    document = with_subject(badge(PLACE), identifier=[{**identity, "identityHash": "=1+1"}])
    path = tmp_path / "=cmd.json"
    path.write_bytes(PLACE.sign(document).body)
    verify(path, "--csv", "-")
    row = next(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert row["holder"] == "'=1+1"


def test_a_file_that_cannot_be_read_stops_no_other(genuine: Path, capsys: Captured) -> None:
    """It is undetermined, with the reason; a name that does not exist is told before the start."""
    unreadable = Path("/proc/self/mem")
    if not unreadable.exists():
        pytest.skip("no file here that opens and does not read")
    assert verify(unreadable, genuine) == 3
    assert "✓" in capsys.readouterr().out
    assert verify(genuine, genuine.with_name("absent.json")) == 2
    captured = capsys.readouterr()
    assert "absent.json" in captured.err
    assert not captured.out


def test_an_empty_folder_is_wrong_usage(tmp_path: Path, capsys: Captured) -> None:
    """Nothing to verify is not «all is well»."""
    assert verify(tmp_path) == 2
    assert "cli.empty_folder" in capsys.readouterr().err


def test_a_folder_without_badges_is_undetermined(tmp_path: Path, capsys: Captured) -> None:
    """Files that are no badges make no verdict."""
    (tmp_path / "notes.txt").write_text("rien")
    assert verify(tmp_path) == 3
    assert "Badges vérifiés : 0" in capsys.readouterr().out


def test_a_folder_without_badges_is_not_accepted_in_json_either(
    tmp_path: Path, capsys: Captured
) -> None:
    """The one JSON value says the same as the exit code: nothing was verified."""
    (tmp_path / "notes.txt").write_text("rien")
    assert verify(tmp_path, "--json") == 3
    report = json.loads(capsys.readouterr().out)
    assert (report["verdict"], report["verified"]) == ("undetermined", False)


def test_a_folder_is_bounded(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    """More files than we look at are refused before the first one is read."""
    monkeypatch.setattr(inputs, "FILES", 3)
    assert verify(folder) == 2
    assert "cli.folder_too_large" in capsys.readouterr().err


def test_a_broken_badge_file_is_not_passed_over(tmp_path: Path, capsys: Captured) -> None:
    """A file that calls itself a badge is judged, however broken it is."""
    (tmp_path / "broken.json").write_bytes(b"no badge at all")
    assert verify(tmp_path) == 1
    assert "broken.json" in capsys.readouterr().out


def test_names_of_files_cannot_move_the_cursor(tmp_path: Path, capsys: Captured) -> None:
    """A file may be named with escape codes; the list shows the rest."""
    (tmp_path / "in").mkdir()
    name = "a\x1b[2J\n\u202eb.json"
    (tmp_path / "in" / name).write_bytes(PLACE.sign(badge(PLACE)).body)
    verify(tmp_path / "in")
    assert not {"\x1b", "\u202e"} & set(capsys.readouterr().out)


def test_two_values_do_not_share_one_output(genuine: Path, capsys: Captured) -> None:
    """A table and a JSON value on the same output would be neither."""
    assert verify(genuine, "--json", "--csv", "-") == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "cli.two_outputs"


def test_files_that_cannot_be_written_are_wrong_usage(genuine: Path, capsys: Captured) -> None:
    """The sentence names the file."""
    assert verify(genuine, "--csv", "/no/such/folder/x.csv") == 2
    assert "/no/such/folder/x.csv" in capsys.readouterr().err


def test_a_presentation_shows_its_parts(tmp_path: Path, capsys: Captured) -> None:
    """The badges inside have a line each, below the report on the whole."""
    presentation = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": [
            PLACE.sign(badge(PLACE)).document,
            PLACE.sign(badge(PLACE)).document | {"name": "Autre"},
        ],
    }
    path = tmp_path / "presentation.json"
    path.write_bytes(serialize(presentation))
    assert verify(path, "--lang", "en") == 1
    text = capsys.readouterr().out
    inside = text.partition("What it holds\n")[2].splitlines()
    assert [line.strip()[0] for line in inside] == ["✓", "✗"]


def test_colours_when_asked(folder: Path, genuine: Path, capsys: Captured) -> None:
    """`--color always` colours the marks; without a terminal there is none by itself."""
    verify(folder, "--color", "always")
    assert "\033[32m✓\033[0m" in capsys.readouterr().out
    verify(genuine, "--color", "always")
    assert "\033[32;1mBadge authentique" in capsys.readouterr().out
    verify(genuine)
    assert "\033" not in capsys.readouterr().out


def test_a_terminal_gets_a_bar_and_colours(folder: Path) -> None:
    """As a person sees it: the bar on the terminal, and gone at the end."""
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [
            *(Path(sys.executable).with_name("badge-verifier"), "verify", str(folder)),
            *("--offline", "--at", AT, "--json"),
        ],
        env={"PATH": os.environ["PATH"], "TERM": "xterm"},
        stdout=subprocess.PIPE,
        stderr=theirs,
        check=False,
    )
    os.close(theirs)
    with os.fdopen(ours, "rb") as terminal:
        shown = terminal.read1(65_536)
    assert done.returncode == 1
    assert json.loads(done.stdout)["verdict"] == "rejected"
    assert b"5/5" in shown
    assert shown.endswith(b"\r\x1b[K")
