"""A restore that is killed at any moment: the instance before, the one of the backup, or again."""

import shutil
import subprocess
import sys
from pathlib import Path

from badges.clock import SystemClock
from badges.settings import Settings
from issuer.cli.doctor import ADVICE, Remark, examine
from issuer.jobs.backups import make_backup, restore_backup
from issuer.jobs.key_files import STAGED, read_keys
from tests.conftest import ROOT
from tests.issuer.faults import picture
from tests.issuer.world import Town, open_town

MOMENTS = (3, 6, 7)
"""While what is there is kept, while rows and keys are made ready, and as each takes its place."""

CLOCK = SystemClock()
Kept = tuple[dict[str, list[object]], dict[str, bytes]]


def _town(folder: Path) -> Town:
    folder.mkdir()
    return open_town(folder, f"sqlite:///{folder / 'badges.sqlite3'}")


def _settings(folder: Path) -> Settings:
    return Settings(data_dir=folder, database_url=f"sqlite:///{folder / 'badges.sqlite3'}")


def _kept(folder: Path) -> Kept:
    return picture(_settings(folder).effective_database_url), read_keys(folder)


def test_a_restore_that_is_killed_leaves_one_instance_or_the_other(tmp_path: Path) -> None:
    """Between the rows and the keys it leaves a trace; `check` tells, and once more ends it."""
    backed_up, there = _town(tmp_path / "backed_up"), _town(tmp_path / "there")
    keys = tmp_path / "backed_up" / "keys"
    keys.mkdir()
    (keys / "key-encryption.key").write_text("A" * 43 + "\n")
    backed_up.laser()
    there.laser()
    there.issue()
    file = tmp_path / "b.backup"
    make_backup(backed_up.office.settings, CLOCK, file)
    for town in (backed_up, there):
        town.office.store.close()
    folders = [tmp_path / f"{moment}" for moment in MOMENTS]
    for folder in folders:
        shutil.copytree(tmp_path / "there", folder)
    command = [sys.executable, "-m", "tests.issuer.jobs.dying", str(file), *map(str, folders)]
    told = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, timeout=60)
    assert told.stdout.split() == ["killed"] * len(MOMENTS)
    before, after = _kept(tmp_path / "there"), _kept(tmp_path / "backed_up")
    found = [_kept(folder) for folder in folders]
    between = [
        folder for folder, kept in zip(folders, found, strict=True) if kept not in (before, after)
    ]
    assert before in found
    assert between
    for folder in between:
        params = {"folder": str(folder / STAGED)}
        assert Remark(ADVICE, "cli.check.restoring", params) in examine(_settings(folder))
    restore_backup(_settings(between[-1]), CLOCK, file, replace=True)
    assert _kept(between[-1]) == after
    assert not (between[-1] / STAGED).exists()
