"""Backups on this machine's disk: made while others work, and put back where nothing lives.

What others write meanwhile is not in the backup, and does not wait. Key files are read before and
after the snapshot is taken, so that the keys in it are those that open its rows.
"""

import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import BinaryIO

from badges.encoding import decode_instant, encode_instant
from badges.errors import BadgeError
from badges.keys.passphrase import SealingWriter
from badges.ports import Clock
from badges.settings import Settings
from issuer.bootstrap import prepare_directory
from issuer.errors import Conflict, InvalidRequest, StoreError
from issuer.jobs.files import written_beside
from issuer.jobs.key_files import read_keys, staged
from issuer.ports.backups import Tell
from issuer.services.backups import Backup, Facts, Manifest, refill, write
from issuer.store.refilling import emptied, is_lived_in
from issuer.store.snapshots import SqlSnapshots, sqlite_path

STAMP = "last-backup.json"
"""The file in the data directory that says when the last backup was made, and where it went."""

_DISTRIBUTION = "badges-tiers-lieux"
_TRIES = 5
_ROOM = 2
"""A database with its indexes takes about as much again as the rows in it."""
_STAMP_SIZE = 10_000


@dataclass(frozen=True)
class LastBackup:
    """When the last backup was made, and where it went."""

    made: datetime
    file: str


@dataclass(frozen=True)
class Restored:
    """What was put back; `kept` is the backup of what stood there before, if anything did."""

    manifest: Manifest
    rows: int
    kept: Path | None


def make_backup(
    settings: Settings,
    clock: Clock,
    path: Path,
    *,
    passphrase: str | None = None,
    over: bool = False,
    stamped: bool = True,
    tell: Tell | None = None,
) -> Manifest:
    """Write everything that this instance keeps into one file, readable by its owner only.

    Raises:
        InvalidRequest: the file is there (`backup.exists`) or cannot be written
            (`backup.not_written`).
        StoreError: the database cannot be read.
        KeyUnavailable: the key files cannot be read.
        KeyMaterialError: the passphrase is too short.
    """
    facts = Facts(_program(), settings.base_url, clock.now())
    with _said(path), written_beside(path, over=over) as file:
        manifest = _write(settings, facts, file, passphrase, tell)
    if stamped:
        _stamp(settings.data_dir, path, facts.made)
    return manifest


def restore_backup(
    settings: Settings,
    clock: Clock,
    path: Path,
    *,
    passphrase: str | None = None,
    replace: bool = False,
    tell: Tell | None = None,
) -> Restored:
    """Put a backup back, whole or not at all, into the database and the keys of these settings.

    Everything in it is read and compared before anything is written.

    Raises:
        InvalidRequest: the file cannot be read, is no backup, is damaged, or of a newer program.
        KeyMaterialError: another passphrase.
        Conflict: somebody works here already (`backup.not_empty`), and `replace` is not asked for.
        StoreError: the database cannot be written, or others have it open.
    """
    with _reading(path) as file, Backup(file, passphrase) as backup:
        backup.verify(tell)
        prepare_directory(settings.data_dir)
        _require_room(settings, backup.manifest)
        keys = backup.key_files()
        kept = None
        if is_lived_in(settings.effective_database_url) or _other_keys(settings, keys):
            if not replace:
                raise Conflict("backup.not_empty", folder=str(settings.data_dir))
            kept = _keep(settings, clock, passphrase)
        with staged(settings.data_dir, keys) as put:
            with emptied(settings.effective_database_url, backup.manifest.revision) as made:
                rows = refill(backup, made, tell)
            put()
    return Restored(backup.manifest, rows, kept)


def last_backup(folder: Path) -> LastBackup | None:
    """What the stamp in a data directory says; None without one that can be read."""
    try:
        with (folder / STAMP).open("rb") as file:
            told = json.loads(file.read(_STAMP_SIZE))
        return LastBackup(decode_instant(told["made"]), str(told["file"]))
    except (OSError, ValueError, KeyError, TypeError, BadgeError):
        return None


def _write(
    settings: Settings, facts: Facts, file: BinaryIO, passphrase: str | None, tell: Tell | None
) -> Manifest:
    source = SqlSnapshots(settings.effective_database_url)
    for _ in range(_TRIES):
        before = read_keys(settings.data_dir)
        with source.snapshot() as snapshot:
            if read_keys(settings.data_dir) != before:
                continue  # they are being replaced: these rows may be of the other ones
            if passphrase is None:
                return write(snapshot, before, facts, file, tell=tell)
            with _sealing(file, passphrase) as sealed:
                return write(snapshot, before, facts, sealed, tell=tell)
    raise StoreError("backup.keys_change", folder=str(settings.data_dir))


@contextmanager
def _sealing(file: BinaryIO, passphrase: str) -> Iterator[BinaryIO]:
    """A writer whose end is sealed only when everything was written."""
    writer = SealingWriter(file, passphrase)
    sealed: BinaryIO = writer  # type: ignore[assignment]  # a raw file that `zipfile` writes to
    yield sealed
    writer.close()


def _other_keys(settings: Settings, keys: Mapping[str, bytes]) -> bool:
    """Whether there are key files here that are not those of the backup."""
    there = read_keys(settings.data_dir)
    return any(keys.get(name) != content for name, content in there.items())


def _keep(settings: Settings, clock: Clock, passphrase: str | None) -> Path:
    """Keep what stands here: as a backup, or as the file that it is when no program can read it."""
    # Twice in one second is no reason to lose what is there.
    moment = f"before-restore-{clock.now():%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
    path = settings.data_dir / f"{moment}.backup"
    try:
        make_backup(settings, clock, path, passphrase=passphrase, stamped=False)
    except StoreError as error:
        database = sqlite_path(settings.effective_database_url)
        if error.code not in ("store.damaged", "store.no_tables") or database is None:
            raise
        path = settings.data_dir / f"{moment}.sqlite3"
        os.link(database, path)
    return path


def _require_room(settings: Settings, manifest: Manifest) -> None:
    """Return when the disk has room for the database.

    Raises:
        StoreError: it has not (`backup.no_room`).
    """
    if sqlite_path(settings.effective_database_url) is None:
        return
    free = shutil.disk_usage(settings.data_dir).free
    if free < _ROOM * manifest.size:
        needed = _ROOM * manifest.size // 1_000_000 + 1
        raise StoreError("backup.no_room", needed=needed, free=free // 1_000_000)


def _stamp(folder: Path, path: Path, made: datetime) -> None:
    """Note when the last backup was made; a disk without room for that has had room for it."""
    told = {"made": encode_instant(made), "file": str(path.resolve())}
    try:
        with written_beside(folder / STAMP, over=True) as file:
            file.write(json.dumps(told).encode())
    except OSError:
        return


@contextmanager
def _said(path: Path) -> Iterator[None]:
    """What the disk says when a file cannot be written, in our words.

    Raises:
        InvalidRequest: `backup.exists`, `backup.not_written`.
    """
    try:
        yield
    except FileExistsError as error:
        raise InvalidRequest("backup.exists", file=str(path)) from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InvalidRequest("backup.not_written", file=str(path), reason=reason) from error


@contextmanager
def _reading(path: Path) -> Iterator[BinaryIO]:
    """The file to restore from.

    Raises:
        InvalidRequest: it cannot be read (`backup.not_read`).
    """
    try:
        file = path.open("rb")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InvalidRequest("backup.not_read", file=str(path), reason=reason) from error
    with file:
        yield file


def _program() -> str:
    try:
        return version(_DISTRIBUTION)
    except PackageNotFoundError:  # run from a folder, without being installed
        return "0"
