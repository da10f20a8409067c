"""`badge-issuer export-person` and `erase-person`, as one types them."""

import io
import json
import sys
import zipfile

import pytest

from tests.issuer.cli.conftest import Answer, Shell

EMAIL = "zoe@example.org"


class _Keyboard(io.StringIO):
    """Somebody at a terminal who types this."""

    def isatty(self) -> bool:
        """It is one."""
        return True


@pytest.fixture
def known(place: Shell) -> Shell:
    """A shell whose place awarded Zoé a badge."""
    answer = place(
        "issue", "coudre-un-sac", "--name", "Zoé Martin", "--email", EMAIL,
        "-o", str(place.folder / "out"),
    )  # fmt: skip
    assert answer.status == 0, answer.err
    return place


def _refused(answer: Answer) -> str:
    assert answer.status == 1, answer.out
    found: str = answer.value["error"]["code"]
    return found


def test_a_person_is_handed_everything(known: Shell) -> None:
    """One ZIP that only its owner reads, and never over a file that is there."""
    path = known.folder / "zoe.zip"
    typed = ("export-person", "--email", EMAIL.upper(), "-o", str(path), "--json")
    assert known(*typed).value["size"] == path.stat().st_size
    assert path.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(path) as bundle:
        records = json.loads(bundle.read("records.json"))
    assert records["badges"][0]["holder"] == "Zoé Martin"
    assert _refused(known(*typed)) == "privacy.file_exists"


def test_a_person_is_erased_once(known: Shell) -> None:
    """With `--yes`; afterwards nobody has that address."""
    answer = known("erase-person", "--email", EMAIL, "--yes", "--json")
    assert (answer.value["badges"], answer.value["cards"]) == (1, 1)
    assert _refused(known("erase-person", "--email", EMAIL, "--yes", "--json")) == "privacy.nobody"
    assert _refused(known("export-person", "--email", EMAIL, "--json")) == "privacy.nobody"


def test_nobody_is_erased_by_mistake(known: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without `--yes` it asks, and without anybody to ask it does nothing."""
    typed = ("erase-person", "--email", EMAIL)
    monkeypatch.setattr(sys, "stdin", io.StringIO("effacer\n"))
    assert _refused(known(*typed, "--json")) == "cli.privacy.say_yes"
    monkeypatch.setattr(sys, "stdin", _Keyboard("oui\n"))
    assert _refused(known(*typed, "--json")) == "privacy.not_confirmed"
    monkeypatch.setattr(sys, "stdin", _Keyboard("Effacer\n"))
    asked = known(*typed)
    assert asked.status == 0
    assert "effacer" in asked.err
    assert "badges" in asked.out


def test_what_cannot_be_done_is_told(known: Shell) -> None:
    """No address, nobody, no folder: a sentence and status 1."""
    assert _refused(known("erase-person", "--email", "zoé", "--yes", "--json"))
    output = str(known.folder / "no" / "such.zip")
    refused = known("export-person", "--email", EMAIL, "-o", output, "--json")
    assert _refused(refused) == "privacy.not_written"
