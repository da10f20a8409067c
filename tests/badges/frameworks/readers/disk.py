"""The official files beside the checkout, as a folder for readers."""

from dataclasses import dataclass
from pathlib import Path
from typing import IO


@dataclass(frozen=True)
class DiskFolder:
    """A directory, opened file by file: nothing is held in memory."""

    root: Path

    def names(self) -> tuple[str, ...]:
        """The names of its files."""
        return tuple(path.name for path in self.root.iterdir() if path.is_file())

    def open(self, name: str) -> IO[bytes]:
        """A file from its first byte."""
        return (self.root / name).open("rb")


def official(shared: Path, name: str) -> DiskFolder:
    """One of the referentials as published."""
    return DiskFolder(shared / "referentials" / name)
