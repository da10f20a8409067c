"""New files on this machine's disk, made whole beside and then put in their place."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def written_beside(path: Path, *, over: bool = False) -> Iterator[BinaryIO]:
    """A new file, for its owner only, that stands at `path` when all went well, else goes.

    Args:
        path: where it will stand.
        over: whether it may take the place of a file that is there.

    Raises:
        FileExistsError: there is one.
        OSError: it cannot be written.
    """
    if not over and path.exists():
        raise FileExistsError(path)
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    beside = Path(name)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if over or not _linked(beside, path):
            beside.replace(path)
        sync_folder(path.parent)
    finally:
        beside.unlink(missing_ok=True)


def _linked(beside: Path, path: Path) -> bool:
    """Give the file its name unless it is taken; false where files have one name only, as on FAT.

    Raises:
        FileExistsError: the name is taken.
    """
    try:
        os.link(beside, path)
    except FileExistsError:
        raise
    except OSError:
        return False
    return True


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
