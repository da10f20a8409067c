"""Options about people and evidence: the expected person, trust lists, files for experts."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from badges.documents import serialize
from tests.verifier.cli.conftest import PLACE
from verifier.cli import main

AT = "2026-11-22T12:00:00Z"

Captured = pytest.CaptureFixture[str]


class _Typed(io.TextIOWrapper):
    """Standard input on which somebody types."""

    def __init__(self, text: str) -> None:
        super().__init__(io.BytesIO(text.encode()), encoding="utf-8")


def verify(*arguments: object) -> int:
    """Run `verify` at noon, without network."""
    return main(["verify", *map(str, arguments), "--offline", "--at", AT])


@pytest.mark.parametrize(
    ("typed", "outcome"), [("a@example.com\n", "passed"), (" b@example.com ", "failed")]
)
def test_the_expected_person_may_come_from_standard_input(
    genuine: Path, typed: str, outcome: str, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    """An address that is read, not written in the command, stands in no list of processes."""
    monkeypatch.setattr("sys.stdin", _Typed(typed))
    verify(genuine, "--recipient", "-", "--json")
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert {item["check"]: item["outcome"] for item in findings}["subject.recipient"] == outcome


def test_one_input_cannot_bring_both(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    """Badge and person on the same input would be guessed apart; nothing at all is no person."""
    assert verify("-", "--recipient", "-") == 2
    assert "cli.two_inputs" in capsys.readouterr().err
    monkeypatch.setattr("sys.stdin", _Typed("\n"))
    assert verify("badge.json", "--recipient", "-") == 2
    assert "cli.no_recipient" in capsys.readouterr().err


def test_several_trust_lists_count_together(
    genuine: Path, tmp_path: Path, capsys: Captured
) -> None:
    """The option may be repeated; the first list that names the issuer is said."""
    lists = []
    for name, issuers in (("Autres", ["did:example:a"]), ("Nous", [PLACE.did])):
        path = tmp_path / f"{name}.json"
        path.write_bytes(serialize({"name": name, "issuers": issuers}))
        lists += ["--trust", str(path)]
    assert verify(genuine, *lists, "--json") == 0
    issuer = json.loads(capsys.readouterr().out)["summary"]["issuer"]
    assert (issuer["trust"], issuer["listed_by"]) == ("listed", "Nous")


def test_evidence_for_experts_is_a_file(genuine: Path, tmp_path: Path, capsys: Captured) -> None:
    """It holds the document as signed; for many badges, or for none, it is refused."""
    target = tmp_path / "evidence.zip"
    assert verify(genuine, "--evidence", target) == 0
    with zipfile.ZipFile(target) as archive:
        assert genuine.read_bytes() in [archive.read(name) for name in archive.namelist()]
    assert verify(genuine, genuine, "--evidence", target) == 2
    assert "cli.evidence_of_one" in capsys.readouterr().err
    (tmp_path / "no badge").write_bytes(b"x")
    assert verify(tmp_path / "no badge", "--evidence", target) == 2
    assert "cli.no_evidence" in capsys.readouterr().err
