"""The files of the key store on their way out of a backup and into one."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from issuer.errors import KeyUnavailable
from issuer.jobs.files import sync_folder
from issuer.services.backups.manifest import KEY_FILES

STAGED = "keys.restored"
"""The folder in the data directory that holds the keys of a backup until its rows are in place."""

_KEYS = "keys"
_SIZE = 200
_OWNER_ONLY = 0o700


def read_keys(folder: Path) -> dict[str, bytes]:
    """The files of the key store of a data directory.

    Raises:
        KeyUnavailable: one cannot be read.
    """
    found = {}
    for name in KEY_FILES:
        path = folder / _KEYS / name
        try:
            with path.open("rb") as file:
                found[name] = file.read(_SIZE)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise KeyUnavailable("keys.file_unreadable", path=str(path)) from error
    return found


@contextmanager
def staged(folder: Path, keys: Mapping[str, bytes]) -> Iterator[Callable[[], None]]:
    """Key files written whole beside those of a data directory; what is given puts them there.

    Two things cannot be replaced in one instant. So the slow part, which may fail, comes first, and
    renaming comes right after the rows are kept. Whoever is killed between the two leaves the
    folder `STAGED` behind, and restores again.

    Raises:
        KeyUnavailable: they cannot be written; those that are there stay.
    """
    beside = folder / STAGED
    try:
        with _said(beside):
            shutil.rmtree(beside, ignore_errors=True)
            beside.mkdir(mode=_OWNER_ONLY)
            for name, content in keys.items():
                _write(beside / name, content)
            sync_folder(beside)
        yield lambda: _put(folder, keys)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _put(folder: Path, keys: Mapping[str, bytes]) -> None:
    there = folder / _KEYS
    with _said(there):
        there.mkdir(mode=_OWNER_ONLY, exist_ok=True)
        for name in KEY_FILES:
            if name in keys:
                (folder / STAGED / name).replace(there / name)
            else:
                (there / name).unlink(missing_ok=True)
        sync_folder(there)


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _said(path: Path) -> Iterator[None]:
    """What the disk says, in our words.

    Raises:
        KeyUnavailable: the files cannot be written.
    """
    try:
        yield
    except OSError as error:
        raise KeyUnavailable("keys.file_unwritable", path=str(path)) from error
