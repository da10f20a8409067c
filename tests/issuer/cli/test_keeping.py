"""`backup`, `restore`, `key affected|reissue|drill|reseal` and what `check` says of them."""

import json
import os
from pathlib import Path

import pytest

from badges.settings import Settings, read_settings
from issuer.bootstrap import bootstrap
from issuer.jobs import pulse
from issuer.services import journal
from issuer.services.batches import bulk
from issuer.services.people import operator
from tests.issuer.cli.conftest import Shell

PLACE = "fablab-du-moulin"
HTTPS = {"BADGES_BASE_URL": "https://badges.example.fr"}


def _issue(shell: Shell, email: str = "zoe@example.org") -> str:
    answer = shell("--json", "issue", "coudre-un-sac", "--name", "Zoé", "--email", email)
    return str(answer.value["id"])


def _settings(shell: Shell) -> Settings:
    return read_settings({"BADGES_DATA_DIR": str(shell.data_dir)})


def test_everything_comes_back_from_one_file(place: Shell) -> None:
    """Elsewhere, with the same badges; it says what is back, and what the file can do."""
    _issue(place)
    file = str(place.folder / "all.backup")
    made = place("--json", "backup", file)
    assert (made.status, made.value["badges"], made.value["sealed"]) == (0, 1, False)
    assert "pas chiffré" in made.err
    place.environment["BADGES_DATA_DIR"] = str(place.folder / "elsewhere")
    back = place("--json", "restore", file)
    assert (back.status, back.value["badges"], back.value["keys"]) == (0, 1, made.value["keys"])
    assert "erase-person" in back.err
    assert len(place("--json", "key", "list", PLACE).value) == made.value["keys"]


def test_who_was_erased_since_is_erased_again(place: Shell) -> None:
    """Their addresses are given, since no list of them is kept; who is not in it is no error."""
    _issue(place)
    _issue(place, "autre@example.org")
    file = str(place.folder / "all.backup")
    place("backup", file)
    place.environment["BADGES_DATA_DIR"] = str(place.folder / "elsewhere")
    erased = place.write("erased.txt", "zoe@example.org\nnobody@example.org\n\n")
    back = place("--json", "restore", file, "--erased", erased)
    assert (back.status, back.value["erased"]) == (0, 1)
    assert place("export-person", "--email", "zoe@example.org", "-o", file + ".zip").status == 1


def test_a_sealed_backup_asks_for_its_passphrase(place: Shell) -> None:
    """The phrase comes from a file; a short one is refused."""
    file, phrase = str(place.folder / "s.backup"), place.write("phrase", "cheval juste pile\n")
    short = place.write("short", "abc\n")
    assert "backup.passphrase_short" in place("backup", file, "--passphrase-file", short).err
    assert place("backup", file, "--passphrase-file", phrase).status == 0
    place.environment["BADGES_DATA_DIR"] = str(place.folder / "elsewhere")
    refused = place("restore", file)
    assert (refused.status, "[backup.sealed]" in refused.err) == (1, True)
    assert not (place.folder / "elsewhere").exists()
    assert place("restore", file, "--passphrase-file", phrase).status == 0


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\5\6" + bytes(18), b"anything at all" * 9],
    ids=["empty", "zip of nothing", "text"],
)
def test_a_file_of_something_else_changes_nothing(shell: Shell, content: bytes) -> None:
    """Not a backup: said in one sentence, and no folder is made."""
    shell.bare, file = True, shell.folder / "x"
    file.write_bytes(content)
    answer = shell("restore", str(file))
    assert answer.status == 1
    assert "Rien n'a été changé" in answer.err
    assert not shell.data_dir.exists()


def test_check_says_how_old_the_last_backup_is(place: Shell) -> None:
    """None yet, one beside what it saves, one that is elsewhere, one that is old."""

    def codes() -> set[str]:
        return {item["code"] for item in place("--json", "check").value}

    assert "cli.check.no_backup" in codes()
    place("backup", str(place.data_dir / "b.backup"))
    assert "cli.check.backup_beside" in codes()
    place("backup", str(place.folder / "b.backup"))
    assert "cli.check.backup" in codes()
    stamp = place.data_dir / "last-backup.json"
    old = json.loads(stamp.read_text()) | {"made": "2020-01-01T00:00:00Z"}
    stamp.write_text(json.dumps(old))
    assert "cli.check.old_backup" in codes()


def test_check_sees_a_clock_that_went_back_and_takes_it_when_asked(place: Shell) -> None:
    """`issue` refuses with the same words; `--accept-clock` is for a clock that was ahead."""
    place.environment["BADGES_NOW"] = "2020-01-01T00:00:00Z"
    broken = place("--json", "check")
    assert broken.status == 1
    assert "clock.behind" in {item["code"] for item in broken.value}
    refused = place("issue", "coudre-un-sac", "--name", "Zoé", "--no-email")
    assert "[clock.behind]" in refused.err
    assert place("check", "--accept-clock").status == 0
    assert _issue(place)


def test_check_misses_a_worker_only_when_something_waits(place: Shell) -> None:
    """A command line needs none; a group that waits does, and a sign of life ends the remark."""

    def codes() -> set[str]:
        return {item["code"] for item in place("--json", "check").value}

    assert not any(code.startswith("cli.check.worker") for code in codes())
    pulse.beat(_settings(place))
    assert "cli.check.worker" in codes()
    os.utime(place.data_dir / pulse.FILE, (5, 5))
    assert not any(code.startswith("cli.check.worker") for code in codes())
    office = bootstrap(_settings(place))
    begun = bulk.begin(office, operator("zoe"), "coudre-un-sac", b"name\nAli\n", by_mail=False)
    office.store.close()
    assert begun.batch.id
    assert "cli.check.worker_silent" in codes()
    (place.data_dir / pulse.FILE).unlink()
    assert "cli.check.worker_never" in codes()


def test_a_backup_and_a_restore_stand_in_the_journal(place: Shell) -> None:
    """Who copied everything, and when, is a question that people may ask."""
    file = str(place.folder / "b.backup")
    place("backup", file)
    office = bootstrap(_settings(place))
    assert [line.action for line in journal.read(office, subject="instance")] == ["instance.backup"]
    office.store.close()


@pytest.fixture
def online(shell: Shell, place: Shell) -> Shell:
    """The place with an https origin, at which it is a did:web, and one badge."""
    shell.environment.update(HTTPS)
    _issue(place)
    return place


def test_a_stolen_key_from_beginning_to_end(online: Shell, tmp_path: Path) -> None:
    """Rehearse, declare, see which badges, sign them again; none is left."""
    del tmp_path
    drill = online("--json", "key", "drill", PLACE)
    assert (drill.status, drill.value["good"]) == (0, True)
    key = online("--json", "key", "list", PLACE).value[0]["name"]
    told = online("key", "revoke", PLACE, key, "--reason", "vol")
    assert f"key reissue {PLACE} {key}" in told.err
    table = online("key", "affected", PLACE, key, "--csv").out
    assert table.splitlines()[0].startswith("id,url,short_code,holder")
    assert "Zoé" in table
    assert online("--json", "key", "reissue", PLACE, key).value == {"done": 1, "failed": []}
    assert online("--json", "key", "affected", PLACE, key).value["count"] == 0


def test_the_secret_of_the_keys_is_changed(place: Shell) -> None:
    """Every key is sealed anew, and badges are signed as before."""
    before = (place.data_dir / "keys" / "key-encryption.key").read_text()
    assert place("--json", "key", "reseal").value == {"keys": 1}
    assert (place.data_dir / "keys" / "key-encryption.key").read_text() != before
    assert _issue(place)
