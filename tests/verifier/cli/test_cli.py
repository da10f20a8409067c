"""The command `badge-verifier`: exit codes, one JSON value, words for people where they belong."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from badges.documents import serialize
from tests.verifier.badges_to_read import (
    LIST_URL,
    badge,
    status_entry,
    status_list,
    with_subject,
)
from tests.verifier.cli.conftest import PLACE
from verifier.cli import main
from verifier.pipeline.asking import IDS

AT = "2026-11-22T12:00:00Z"

Captured = pytest.CaptureFixture[str]


def verify(*arguments: str) -> int:
    """Run `verify` at noon, without network."""
    return main(["verify", *arguments, "--offline", "--at", AT])


def test_the_exit_code_says_the_verdict(genuine: Path, tmp_path: Path, capsys: Captured) -> None:
    """0 accepted, 1 rejected, 3 undetermined; each with a report on standard output."""
    changed = tmp_path / "changed.json"
    changed.write_bytes(serialize(PLACE.sign(badge(PLACE)).document | {"name": "Autre"}))
    listed = tmp_path / "listed.json"
    listed.write_bytes(PLACE.sign(badge(PLACE, credentialStatus=status_entry())).body)
    for path, code, headline in (
        (str(genuine), 0, "✓ Badge authentique"),
        (str(changed), 1, "✗ Badge modifié"),
        (str(listed), 3, "? Vérification impossible"),
    ):
        assert verify(path) == code
        captured = capsys.readouterr()
        assert captured.out.startswith(headline)
        assert not captured.err


def test_json_is_one_value_and_nothing_else(genuine: Path, capsys: Captured) -> None:
    """A program reads standard output as it is."""
    assert verify(str(genuine), "--json", "--lang", "en") == 0
    captured = capsys.readouterr()
    answer = json.loads(captured.out)
    assert (answer["verdict"], answer["state"]) == ("accepted", "genuine")
    assert answer["headline"].startswith("Genuine")
    assert [item["check"] for item in answer["findings"]] == list(IDS)
    assert not captured.err


def test_options_reach_the_verifier(genuine: Path, tmp_path: Path, capsys: Captured) -> None:
    """Recipient, policy, trust and instant change the report as they should."""
    trust = tmp_path / "trust.json"
    trust.write_bytes(serialize({"name": "Nous", "issuers": [PLACE.did]}))
    options = ("--recipient", "a@example.com", "--trust", str(trust), "--json")
    assert verify(str(genuine), *options, "--policy", "default") == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["summary"]["issuer"]["trust"] == "listed"
    outcomes = {item["check"]: item["outcome"] for item in answer["findings"]}
    assert outcomes["subject.recipient"] == "passed"
    assert main(["verify", str(genuine), "--offline", "--at", "2026-11-19", "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert (answer["state"], answer["verified_at"]) == ("not_yet_valid", "2026-11-19T12:00:00Z")


def test_claims_of_a_rejected_badge_stand_below(tmp_path: Path, capsys: Captured) -> None:
    """A screenshot of the first lines cannot be used as proof."""
    path = tmp_path / "badge.json"
    path.write_bytes(serialize(PLACE.sign(badge(PLACE)).document | {"name": "Autre"}))
    verify(str(path), "--lang", "en")
    text = capsys.readouterr().out
    assert text.index("How we checked") < text.index("What the badge claims")
    assert text.index("What the badge claims") < text.index("Inès Martin")


def test_a_badge_cannot_move_the_cursor(tmp_path: Path, capsys: Captured) -> None:
    """Escape codes and signs that turn the line around are left out."""
    document = badge(PLACE)
    document["issuer"]["name"] = "Lieu \u202e\u009b31m"
    identity = {"type": "IdentityObject", "hashed": False, "identityType": "name"}
    document = with_subject(document, identifier=[{**identity, "identityHash": "A\u200fB\u0085"}])
    path = tmp_path / "badge.jwt"
    path.write_bytes(PLACE.sign(document, "vc-jwt").body)
    verify(str(path))
    text = capsys.readouterr().out
    assert text.isprintable() or set(text) - {"\n"} == set(text.replace("\n", ""))
    assert not {"\u202e", "\u009b", "\u200f", "\u0085", "\x1b"} & set(text)


@pytest.mark.parametrize("arguments", [["/no/such/file"], ["/dev/null/x"], ["bad\0name"]])
def test_a_file_that_cannot_be_read_is_wrong_usage(arguments: list[str], capsys: Captured) -> None:
    """Exit code 2, one sentence on standard error, and JSON when JSON was asked."""
    assert verify(*arguments) == 2
    captured = capsys.readouterr()
    assert captured.err.startswith("badge-verifier: Le fichier")
    assert not captured.out
    assert verify(*arguments, "--json") == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"].startswith("cli.")


@pytest.mark.parametrize("date", ["yesterday", "2026-13-01", "2026-11-22T12:00:00"])
def test_a_date_that_cannot_be_read_is_wrong_usage(
    genuine: Path, date: str, capsys: Captured
) -> None:
    """A date without zone is not guessed."""
    assert main(["verify", str(genuine), "--offline", "--at", date]) == 2
    assert date in capsys.readouterr().err


@pytest.mark.parametrize(
    ("variable", "value"),
    [("BADGES_FETCH_ALLOW_LOOPBACK", "yes"), ("BADGES_TRUST", "/none"), ("BADGES_NOW", "noon")],
)
def test_a_wrong_setting_is_told_in_a_sentence(
    genuine: Path,
    variable: str,
    value: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Captured,
) -> None:
    """Exit code 2 and the name of the variable."""
    monkeypatch.setenv(variable, value)
    assert verify(str(genuine)) == 2
    assert variable in capsys.readouterr().err


def test_a_wrong_trust_list_is_wrong_usage(genuine: Path, tmp_path: Path, capsys: Captured) -> None:
    """A list that cannot be read is not an empty list."""
    for path in (tmp_path / "absent.json", tmp_path):
        (tmp_path / "broken.json").write_text("[]")
        assert verify(str(genuine), "--trust", str(path)) == 2
        assert capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["verify"], ["verify", "x", "--policy", "y"], ["list"]])
def test_wrong_usage_is_two(arguments: list[str], capsys: Captured) -> None:
    """Missing or unknown arguments end with the usage and exit code 2."""
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2
    assert "usage: badge-verifier" in capsys.readouterr().err


@pytest.mark.parametrize("language", ["fr", "en"])
def test_wrong_usage_is_told_in_json_too(language: str, capsys: Captured) -> None:
    """A program that asks for JSON gets one JSON value, even when it asks wrongly."""
    with pytest.raises(SystemExit) as end:
        main(["verify", "--json", "--lang", language, "--policy", "y", "badge.json"])
    assert end.value.code == 2
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["code"] == "cli.usage"
    assert "--help" in error["message"]


@pytest.mark.parametrize("command", [[], ["verify"], ["bundle"], ["list"], ["serve"]])
@pytest.mark.parametrize(("language", "word"), [("fr", "Exemple"), ("en", "Example")])
def test_help_has_an_example(
    command: list[str], language: str, word: str, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    """`--help` shows how the command is used, in the language of the settings."""
    monkeypatch.setenv("BADGES_LANGUAGE", language)
    with pytest.raises(SystemExit) as end:
        main([*command, "--help"])
    assert end.value.code == 0
    assert word in capsys.readouterr().out


def test_serve_refuses_a_port_that_does_not_exist(capsys: Captured) -> None:
    """A wrong port is told before anything starts."""
    assert main(["serve", "--port", "70000"]) == 2
    assert "70000" in capsys.readouterr().err


def test_the_command_reads_standard_input_and_maps(tmp_path: Path) -> None:
    """As installed: a badge on standard input, its status list from a file."""
    (tmp_path / "list.json").write_bytes(PLACE.sign(status_list(PLACE)).body)
    mapping = tmp_path / "map.json"
    mapping.write_bytes(serialize({LIST_URL: {"file": "list.json", "type": "application/vc"}}))
    done = subprocess.run(
        [Path(sys.executable).with_name("badge-verifier"), "verify", "-", "--json", "--at", AT],
        input=PLACE.sign(badge(PLACE, credentialStatus=status_entry())).body,
        env={"BADGES_FETCH_MAP": str(mapping), "PATH": ""},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["state"] == "genuine"
    assert not done.stderr


def test_an_address_is_an_input(capsys: Captured) -> None:
    """A web address is asked for; offline it is undetermined."""
    assert verify("https://badges.example.fr/credentials/1", "--json") == 3
    answer = json.loads(capsys.readouterr().out)
    assert answer["state"] == "cannot_check"
    assert answer["findings"][0]["code"] == "fetch.offline"


def test_a_person_may_stop_a_long_batch(genuine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Control-C ends with the usual code and without a traceback."""

    class Stopped:
        def isatty(self) -> bool:
            raise KeyboardInterrupt

    monkeypatch.setattr("sys.stdout", Stopped())
    assert verify(str(genuine)) == 130
