"""Bad input gets one clear sentence, a code, an exit status, and leaves nothing half done."""

import os
import socket
import sqlite3

import pytest

from tests.issuer.cli.conftest import ACHIEVEMENT, Answer, Shell

ISSUE = ("issue", "coudre-un-sac", "--no-email")


def _require_refusal(answer: Answer, status: int = 1) -> None:
    """One sentence with a code on standard error, nothing on standard output, no traceback."""
    assert answer.status == status, answer.out + answer.err
    assert answer.out == ""
    assert "Traceback" not in answer.err
    (line,) = [line for line in answer.err.splitlines() if line.startswith("badge-issuer:")]
    assert "{" not in line  # every parameter is filled in
    assert "Cela n'a pas marché" not in line  # every code has its sentence


def _awards(shell: Shell) -> int:
    with sqlite3.connect(shell.data_dir / "badges.sqlite3") as database:
        (count,) = database.execute("select count(*) from awards").fetchone()
        (taken,) = database.execute("select count(*) from status_entries").fetchone()
    database.close()
    assert count == taken
    return int(count)


@pytest.mark.requirement("ISS-17")
@pytest.mark.parametrize(
    "name",
    ["", "   ", "Cam\x00ille", "\x1bCam", "Camille\u202eNitram", "C" * 10_000, "\ufffe", "\u200b"],
    ids=["none", "spaces", "nul", "escape", "right-to-left", "endless", "nonchar", "invisible"],
)  # fmt: skip
def test_a_name_nobody_could_read_is_refused(place: Shell, name: str) -> None:
    """Empty, invisible, endless or misleading names are refused, and no index is lost."""
    _require_refusal(place(*ISSUE, "--name", name))
    assert _awards(place) == 0


@pytest.mark.parametrize(
    "date", ["2020-01-01", "demain", "2026-13-45", "2026-02-30T00:00:00Z", "9999999999"]
)
def test_an_end_that_is_past_or_no_date_is_refused(place: Shell, date: str) -> None:
    """`--valid-until` must be a date to come."""
    _require_refusal(place(*ISSUE, "--name", "A", "--valid-until", date))
    assert _awards(place) == 0


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--level", "N9"),
        ("--evidence-url", "javascript:alert(1)"),
        ("--evidence-url", "not an address"),
        ("--narrative", "x" * 100_000),
    ],
)
def test_an_option_out_of_range_is_refused(place: Shell, option: str, value: str) -> None:
    """Unknown levels, addresses that are none and endless texts are refused."""
    _require_refusal(place(*ISSUE, "--name", "A", option, value))
    assert _awards(place) == 0


@pytest.mark.parametrize("email", ["", "camille", "a@b@c", "x" * 400 + "@a.example"])
def test_an_email_that_is_none_is_refused(place: Shell, email: str) -> None:
    """An e-mail address must look like one before it is hashed."""
    _require_refusal(place("issue", "coudre-un-sac", "--name", "A", "--email", email))
    assert _awards(place) == 0


def test_unknown_things_are_named(place: Shell) -> None:
    """An unknown achievement, award, place, key or competency is repeated in the sentence."""
    for arguments in (
        ("issue", "nowhere", "--name", "A", "--no-email"),
        ("revoke", "nowhere", "--reason", "r"),
        ("place", "show", "nowhere"),
        ("key", "list", "nowhere"),
        ("framework", "show", "nowhere"),
        ("achievement", "show", "nowhere"),
    ):
        answer = place(*arguments)
        _require_refusal(answer)
        assert "nowhere" in answer.err


@pytest.mark.parametrize(
    "text",
    [
        "a: [1, 2",
        "- just\n- a list",
        "name: A\nname: B",
        "a: &x [1]\nb: *x",
        "\t- tabs: no",
        "!!python/object/apply:os.system ['true']",
        "{" * 5_000,
        "x" * 200_000,
        ACHIEVEMENT + "colour: blue",
        ACHIEVEMENT.replace("TL-FAB-05", "TL-XXX-99"),
        ACHIEVEMENT.replace("N3", "N7"),
        ACHIEVEMENT.replace("name: Coudre un sac", ""),
        ACHIEVEMENT.replace("name: Coudre un sac", "name: 12"),
        ACHIEVEMENT + "status_purpose: maybe",
        ACHIEVEMENT + "artwork: {shape: blob}",
        ACHIEVEMENT + "place: nowhere",
    ],
)
def test_a_broken_definition_is_refused(place: Shell, text: str) -> None:
    """YAML that is broken, repeated, aliased, endless or wrong is refused and adds nothing."""
    _require_refusal(place("achievement", "add", place.write("broken.yaml", text)))
    assert len(place("achievement", "list", "--json").value) == 1


def test_a_file_that_is_no_text_is_refused(place: Shell) -> None:
    """Bytes that are not UTF-8, and files that are not there, are said so."""
    path = place.folder / "latin.yaml"
    path.write_bytes("name: Été".encode("latin-1"))
    _require_refusal(place("achievement", "add", str(path)))
    _require_refusal(place("achievement", "add", str(place.folder / "absent.yaml")))
    _require_refusal(place("achievement", "add", str(place.folder)))


def test_a_definition_needs_its_place_when_there_are_several(place: Shell) -> None:
    """With two places the file or `--place` must say which."""
    place("place", "add", "Autre")
    other = place.write("o.yaml", ACHIEVEMENT.replace("coudre-un-sac", "autre-sac"))
    _require_refusal(place("achievement", "add", other))
    assert place("achievement", "add", other, "--place", "autre").status == 0


def test_a_locked_database_is_said_so(place: Shell) -> None:
    """While another program holds the database, issuing waits, then refuses, and loses nothing."""
    database = sqlite3.connect(place.data_dir / "badges.sqlite3")
    place.environment["BADGES_DATABASE_URL"] = (
        f"sqlite:///{place.data_dir / 'badges.sqlite3'}?timeout=0.2"
    )
    try:
        database.execute("begin exclusive")
        _require_refusal(place(*ISSUE, "--name", "A"))
    finally:
        database.rollback()
        database.close()
    assert _awards(place) == 0
    assert place(*ISSUE, "--name", "A").status == 0


def test_a_database_that_is_none_is_said_so(shell: Shell) -> None:
    """A file that is not a database is named, and not overwritten."""
    path = shell.folder / "other.sqlite3"
    path.write_bytes(b"this is a shopping list, not a database; leave it alone\n" * 40)
    before = path.read_bytes()
    shell.environment["BADGES_DATABASE_URL"] = f"sqlite:///{path}"
    _require_refusal(shell("init"))
    assert path.read_bytes() == before


def test_a_database_address_that_is_none_is_a_setting_to_mend(shell: Shell) -> None:
    """A wrong BADGES_DATABASE_URL is refused without showing the password it may hold."""
    shell.environment["BADGES_DATABASE_URL"] = "nosuchdatabase://user:hunter2@host/name"
    answer = shell("init")
    assert answer.status in (1, 2)
    assert "hunter2" not in answer.err
    assert "Traceback" not in answer.err


@pytest.mark.requirement("KEY-12")
def test_a_lost_key_file_is_said_so(place: Shell) -> None:
    """Without the key-encryption key nothing is signed, and `check` finds it."""
    for path in (place.data_dir / "keys").iterdir():
        path.unlink()
    _require_refusal(place(*ISSUE, "--name", "A"))
    assert _awards(place) == 0
    assert place("check").status == 1
    _require_refusal(place("init"))


def test_a_data_directory_that_cannot_be_made_is_said_so(shell: Shell) -> None:
    """A file where the folder should be is a clear refusal."""
    shell.data_dir.write_text("a file", "utf-8")
    _require_refusal(shell("init"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root can write everywhere")
def test_a_read_only_data_directory_is_said_so(shell: Shell) -> None:
    """A folder without write permission is a clear refusal."""
    shell.data_dir.mkdir(mode=0o500)
    _require_refusal(shell("init"))


def test_an_output_that_cannot_be_written_is_refused_before_signing(place: Shell) -> None:
    """A wrong `-o` is found before the badge is made."""
    blocked = place.write("blocked", "a file")
    _require_refusal(place(*ISSUE, "--name", "A", "-o", blocked))
    assert _awards(place) == 0


def test_an_export_that_cannot_be_written_is_refused(shell: Shell) -> None:
    """`framework export -o` into a folder that does not exist says so."""
    _require_refusal(shell("framework", "export", "-o", str(shell.folder / "no" / "file")))


def test_a_port_in_use_is_said_so(place: Shell) -> None:
    """`serve` on a taken port names it and stops at once."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = str(listener.getsockname()[1])
        answer = place("serve", "--port", port)
    _require_refusal(answer)
    assert port in answer.err


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("BADGES_BASE_URL", "badges.example"),
        ("BADGES_BASE_URL", "https://badges.example/path"),
        ("BADGES_DOORS", "window"),
        ("BADGES_LANGUAGE", "de"),
        ("BADGES_NOW", "yesterday"),
        ("BADGES_FETCH_ALLOW_LOOPBACK", "yes"),
        ("BADGES_FETCH_MAP", "/no/such/file"),
        ("BADGES_FETCH_PROXY", "proxy"),
        ("BADGES_SMTP_URL", "mail.example"),
        ("BADGES_DATABASE_URL", "mysql://server/badges"),
        ("BADGES_NO_SUCH_SETTING", "1"),
    ],
)
def test_a_wrong_setting_stops_before_anything(shell: Shell, variable: str, value: str) -> None:
    """Exit status 2, the variable's name, what to write; nothing is created."""
    shell.bare = True
    shell.environment[variable] = value
    answer = shell("init")
    assert answer.status == 2
    assert variable in answer.err
    assert not shell.data_dir.exists()
    assert shell("init", "--json").value["error"]["params"]["variable"] == variable


@pytest.mark.parametrize("variable", ["BADGES_FETCH_MAP", "BADGES_TRUST", "BADGES_FETCH_CA"])
def test_a_setting_that_names_a_wrong_file_stops_the_service(
    place: Shell, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`serve` opens its doors once before it listens: one sentence, not a failure a worker."""
    for name in ("BADGES_DATA_DIR", variable):  # `serve` hands its settings to the workers
        monkeypatch.setenv(name, "")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = str(listener.getsockname()[1])
    place.environment[variable] = place.write("wrong.json", "neither a list nor a map")
    _require_refusal(place("serve", "--port", port), status=2)


@pytest.mark.parametrize(
    "arguments",
    [(), ("nonsense",), ("issue",), ("serve", "--port", "seventy"), ("revoke", "id")],
)
def test_wrong_usage_is_two(shell: Shell, arguments: tuple[str, ...]) -> None:
    """Usage errors exit with 2 and show the usage."""
    answer = shell(*arguments)
    assert answer.status == 2
    assert "usage" in answer.err


def test_an_error_is_one_json_value_for_programs(place: Shell) -> None:
    """With `--json` a refusal is JSON on standard output, with its code."""
    answer = place("place", "show", "nowhere", "--json")
    assert answer.status == 1
    assert answer.value["error"]["code"] == "place.unknown"


def test_wrong_usage_is_told_in_json_too(shell: Shell) -> None:
    """A program that asks for JSON gets one JSON value, even when it asks wrongly."""
    answer = shell("issue", "--json", "--level", "N3")
    assert answer.status == 2
    assert answer.value["error"]["code"] == "cli.usage"
