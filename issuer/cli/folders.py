"""Files of this machine as a folder for readers: one file, a directory, or a ZIP archive."""

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from badges.frameworks.readers.files import FILES, Folder
from issuer.errors import InvalidRequest
from issuer.services.official.archives import ZipFolder, is_archive

_MAGIC_LENGTH = 4


@dataclass(frozen=True)
class DiskFolder:
    """Regular files of a directory and of the directories below, by their relative names."""

    root: Path
    paths: tuple[str, ...]

    @classmethod
    def of(cls, root: Path) -> "DiskFolder":
        """The files of a directory, or the one file that `root` is.

        Links to directories are not followed, so that no circle is; a reader refuses more names
        than it can want, so looking ends there.
        """
        if not root.is_dir():
            return cls(root.parent, (root.name,))
        found: list[str] = []
        for directory, _, files in os.walk(root, onerror=_raise):
            below = Path(directory)
            paths = (below / name for name in files)
            found += [path.relative_to(root).as_posix() for path in paths if path.is_file()]
            if len(found) > FILES:
                break
        return cls(root, tuple(found))

    def names(self) -> Iterable[str]:
        """The name of every file."""
        return self.paths

    def open(self, name: str) -> IO[bytes]:
        """A file from its first byte.

        Raises:
            InvalidRequest: it cannot be read.
        """
        with _readable(self.root / name):
            return (self.root / name).open("rb")


@contextmanager
def open_folder(path: Path) -> Iterator[Folder]:
    """What is at `path`, open while the block lasts.

    Raises:
        InvalidRequest: nothing that can be read is there, or an archive that is not honest.
    """
    with _readable(path):
        mode = path.stat().st_mode
        if not stat.S_ISDIR(mode) and not stat.S_ISREG(mode):
            raise InvalidRequest("cli.import.not_a_file", field="file", file=str(path))
        folder = DiskFolder.of(path)
    if path.is_dir():
        yield folder
        return
    with folder.open(path.name) as stream:
        with _readable(path):
            start = stream.read(_MAGIC_LENGTH)
            stream.seek(0)
        yield ZipFolder(stream, path.name) if is_archive(start) else folder


def _raise(error: OSError) -> None:
    raise error


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InvalidRequest(
            "cli.file.unreadable", field="file", file=str(path), reason=reason
        ) from error
    except ValueError as error:  # a name with a null character
        raise InvalidRequest(
            "cli.file.unreadable", field="file", file=repr(str(path)), reason=str(error)
        ) from error
