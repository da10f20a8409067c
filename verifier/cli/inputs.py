"""What a person names on the command line: files, folders, addresses, standard input.

A folder is read whole and in the order of names. Links are not followed and hidden files are passed
over, so that nothing is read which the person did not put there.
"""

import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from badges import baking
from badges.errors import BakingError
from verifier.errors import VerifierError
from verifier.intake import INTAKES
from verifier.intake.material import trim
from verifier.intake.whole_badge import without_copies
from verifier.settings import BOUNDS

STANDARD_INPUT = "-"
DEPTH = 32
FILES = 100_000

_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_ENDINGS = frozenset(
    (".json", ".jsonld", ".jwt", ".jws", ".vc", ".png", ".svg", ".pdf", ".zip", ".jpg", ".jpeg")
)


@dataclass(frozen=True)
class Source:
    """One thing to verify: its name in the list, and how to get its bytes."""

    name: str
    read: Callable[[], bytes]
    is_named: bool = True
    """Whether the person named it; what lies in a folder may be something else than a badge."""

    def is_badge(self, material: bytes) -> bool:
        """Whether to judge these bytes: a note that lies beside the badges is passed over."""
        if self.is_named:
            return True
        ending = Path(self.name).suffix.lower()
        if ending in _ENDINGS:
            return ending != ".svg" or not _is_mere_drawing(material)
        text = trim(material)
        return any(intake.accepts(text) for intake in INTAKES)


def _is_mere_drawing(svg: bytes) -> bool:
    """Whether an SVG carries nothing: a QR code that lies beside its badge, a logo."""
    try:
        baking.read(svg)
    except BakingError as error:
        return error.code == "baking.no_credential"
    return False


@dataclass(frozen=True)
class Inputs:
    """Everything to verify; `container` is None for one thing named alone."""

    sources: tuple[Source, ...]
    container: str | None


def find_inputs(names: Sequence[str]) -> Inputs:
    """What is to be verified; of several names, a wrong one is told before anything is done.

    Raises:
        VerifierError: a name without file, a folder without any, or with more than we look at.
    """
    if len(names) == 1:
        folder = Path(names[0])
        if not _is_folder(names[0]):
            return Inputs((named(names[0]),), None)
        return Inputs(tuple(_inside(folder, "")), "folder")
    found: list[Source] = []
    for name in names:
        if _is_folder(name):
            found += _inside(Path(name), f"{name.rstrip('/')}/")
        else:
            found.append(_existing(name))
    return Inputs(tuple(found), "folder")


def _existing(name: str) -> Source:
    if name != STANDARD_INPUT and not _ADDRESS.match(name) and not Path(name).exists():
        raise VerifierError("cli.no_file", path=name)
    return named(name)


def named(name: str) -> Source:
    """A file, an address or standard input."""
    if name == STANDARD_INPUT:
        return Source(name, lambda: sys.stdin.buffer.read(BOUNDS.material_bytes + 1))
    if _ADDRESS.match(name):
        return Source(name, lambda: name.encode("utf-8", "replace"))
    return Source(name, lambda: read_file(Path(name), name))


def read_file(path: Path, name: str) -> bytes:
    """The bytes of a file; never more than we look at.

    Raises:
        VerifierError: there is no such file, or it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(BOUNDS.material_bytes + 1)
    except FileNotFoundError as error:
        raise VerifierError("cli.no_file", path=name) from error
    except (OSError, ValueError) as error:
        raise VerifierError("cli.unreadable_file", path=name) from error


def _is_folder(name: str) -> bool:
    try:
        return name != STANDARD_INPUT and not _ADDRESS.match(name) and Path(name).is_dir()
    except ValueError:  # a name that no file can have
        return False


def _inside(folder: Path, prefix: str) -> list[Source]:
    """The files of a folder and of the folders in it.

    Raises:
        VerifierError: there is none, or too many.
    """
    found: list[Source] = []
    for path in _walk(folder, DEPTH):
        if len(found) >= FILES:
            raise VerifierError("cli.folder_too_large", path=str(folder), limit=FILES)
        name = prefix + path.relative_to(folder).as_posix()
        found.append(Source(name, _reader(path, name), is_named=False))
    if not found:
        raise VerifierError("cli.empty_folder", path=str(folder))
    judged = without_copies(source.name for source in found)
    return [source for source in found if source.name in judged]


def _reader(path: Path, name: str) -> Callable[[], bytes]:
    return lambda: read_file(path, name)


def _walk(folder: Path, depth: int) -> Iterator[Path]:
    """Ordinary files, in the order of their names; folders that we may not read are passed over."""
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_file(follow_symlinks=False):
            yield Path(entry.path)
        elif depth and entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path), depth - 1)
