"""`badge-issuer batch`: everybody of a file, as often as one likes, each once."""

import io
import json
from pathlib import Path

import pytest

from badges.settings import Settings
from issuer.cli.console import Console
from issuer.cli.progress import progress_bar
from tests.issuer.cli.conftest import Shell

SAC = "coudre-un-sac"


class Terminal(io.StringIO):
    """A stream that looks like a terminal."""

    def isatty(self) -> bool:
        """Somebody watches."""
        return True


def test_everybody_gets_their_badge_and_files(place: Shell, tmp_path: Path) -> None:
    """Each line is told with what `issue` would tell, and every kind of file is there."""
    group = place.write("groupe.csv", "name,email,level\nZoé,zoe@x.fr,N3\nAli,,\n")
    answer = place("batch", SAC, group, "-o", str(tmp_path / "out"), "--json")
    value = answer.value
    assert answer.status == 0
    assert (value["issued"], value["already"], value["refused"]) == (2, 0, 0)
    assert [line["line"] for line in value["lines"]] == [2, 3]
    for line in value["lines"]:
        assert set(line["files"]) == {"json", "jwt", "png", "svg", "pdf", "qr", "qr_svg"}
        assert json.loads(Path(line["files"]["json"]).read_text("utf-8"))["id"] == line["url"]
    assert len(list((tmp_path / "out").iterdir())) == 14


def test_a_bad_line_says_which_column_and_why_and_stops_no_other(place: Shell) -> None:
    """The exit status tells that something is left to do, the file is otherwise done."""
    group = place.write(
        "groupe.csv", "nom;courriel;niveau;fin\nZoé;non;;\nAli;;N9;\nLéa;;;01/01/2020\nNoé;;;\n"
    )
    answer = place("batch", SAC, group, "--json")
    refused = answer.value["lines"][:3]
    assert answer.status == 1
    assert (answer.value["issued"], answer.value["refused"]) == (1, 3)
    assert [(line["line"], line["column"], line["code"]) for line in refused] == [
        (2, "email", "email.invalid"),
        (3, "level", "level.unknown"),
        (4, "valid_until", "date.past"),
    ]
    assert all(line["message"].endswith(".") for line in refused)


def test_repeating_gives_no_doubles(place: Shell) -> None:
    """The same file again, and the same people in a longer file: each badge once."""
    first = place.write("groupe.csv", "name,email,reference\nZoé,zoe@x.fr,\nAli,,r-1\n")
    issued = {line["id"] for line in place("batch", SAC, first, "--json").value["lines"]}
    again = place("batch", SAC, first, "--json").value
    assert (again["issued"], again["already"]) == (0, 2)
    assert {line["id"] for line in again["lines"]} == issued
    longer = place.write(
        "groupe.csv", "name,email,reference\nLéa,,\nZoé,zoe@x.fr,\nAli Ben,a@x.fr,r-1\n"
    )
    value = place("batch", SAC, longer, "--json").value
    assert [line["state"] for line in value["lines"]] == ["issued", "already", "already"]
    assert {line["id"] for line in value["lines"][1:]} == issued
    assert len(issued) == 2


def test_a_line_whose_hindrance_is_gone_is_signed_when_repeated(place: Shell) -> None:
    """Refused today because of a date in the future, accepted when its day has come."""
    group = place.write("groupe.csv", "name,awarded\nZoé,2026-11-24\n")
    place.environment["BADGES_NOW"] = "2026-11-22T12:00:00Z"
    assert place("batch", SAC, group, "--json").value["lines"][0]["code"] == "date.future"
    place.environment["BADGES_NOW"] = "2026-11-25T12:00:00Z"
    answer = place("batch", SAC, group, "--json")
    assert (answer.status, answer.value["issued"]) == (0, 1)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("no-such-badge", "groupe.csv"), "achievement.unknown"),
        ((SAC, "no-such-file.csv"), "cli.file.unreadable"),
        ((SAC, "groupe.csv", "--place", "nowhere"), "place.unknown"),
        ((SAC, "empty.csv"), "batch.csv.empty"),
        ((SAC, "titles.csv"), "batch.csv.empty"),
        ((SAC, "."), "cli.file.unreadable"),
    ],
)
def test_what_cannot_begin_is_told(
    place: Shell, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], code: str
) -> None:
    """Unknown badge, place or file, and files with nobody: one error, nothing signed."""
    place.write("groupe.csv", "name\nZoé\n")
    place.write("empty.csv", "")
    place.write("titles.csv", "name,email\n")
    monkeypatch.chdir(place.folder)
    answer = place("batch", *arguments, "--json")
    assert answer.status == 1
    assert answer.value["error"]["code"] == code


def test_people_read_counts_and_what_is_left_to_mend(place: Shell) -> None:
    """Without --json: one sentence, the refused lines, and columns that were left aside."""
    group = place.write("groupe.csv", "nom;téléphone\nZoé;06\n;07\n")
    answer = place("batch", SAC, group)
    assert answer.out.splitlines()[0] == "1 décernés, 0 déjà décernés, 1 refusés."
    assert "ligne 3" in answer.out
    assert "téléphone" in answer.err


def test_letters_go_out_only_when_asked(place: Shell) -> None:
    """A batch of a program writes to nobody by itself; one round of the worker is told too."""
    silent = place.write("a.csv", "name,email\nZoé,zoe@x.fr\n")
    spoken = place.write("b.csv", "name,email\nAli,ali@x.fr\n")
    place("batch", SAC, silent)
    assert place("mail", "list", "--json").value == []
    place("batch", SAC, spoken, "--mail")
    assert len(place("mail", "list", "--json").value) == 1


def test_a_round_from_the_command_line(place: Shell) -> None:
    """`jobs run --once` says what it did and ends."""
    answer = place("jobs", "run", "--once", "--json")
    assert answer.status == 0
    assert answer.value["batches"] == 0
    assert "letters" in answer.value["done"]


def test_the_bar_moves_at_each_line(tmp_path: Path) -> None:
    """Lines of a group are few and slow: each is shown, with its own words."""
    console = Console(Settings(data_dir=tmp_path), {}, as_json=False, actor="test")
    terminal = Terminal()
    with progress_bar(console, 4, terminal, code="cli.batch.signed", look=1) as tell:
        assert tell is not None
        tell(3)
    assert "3 lignes traitées" in terminal.getvalue()
