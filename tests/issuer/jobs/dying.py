"""Restores that are killed: `python -m tests.issuer.jobs.dying FILE FOLDER...`.

Everything is imported once. For each folder a child is forked, which restores `FILE` into it and is
killed (SIGKILL) just before the n-th time that it changes names on the disk: n is the name of the
folder. The answer is one line for each: `killed`, or `done` for who got through.
"""

import os
import signal
import sys
from pathlib import Path

from badges.clock import SystemClock
from badges.settings import Settings
from issuer.jobs.backups import restore_backup
from issuer.services.backups import Backup

CHANGES = frozenset(
    {"os.mkdir", "os.rename", "os.link", "os.remove", "os.rmdir", "tempfile.mkstemp"}
)


def main(file: str, *folders: str) -> None:
    """One child after the other."""
    with Path(file).open("rb") as source, Backup(source) as backup:
        backup.verify()
    for folder in folders:
        child = os.fork()
        if child == 0:
            _die_at(int(Path(folder).name))
            restore_backup(_settings(Path(folder)), SystemClock(), Path(file), replace=True)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        print("killed" if os.WIFSIGNALED(status) else "done", flush=True)  # noqa: T201 - the answer of this program


def _settings(folder: Path) -> Settings:
    url = f"sqlite:///{folder / 'badges.sqlite3'}"
    return Settings(data_dir=folder, database_url=url)


def _die_at(number: int) -> None:
    left = [number]

    def hear(event: str, _: object) -> None:
        if event in CHANGES:
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hear)


if __name__ == "__main__":
    main(*sys.argv[1:])
