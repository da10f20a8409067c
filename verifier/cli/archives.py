"""The archive of a place as an input: its badges one after the other, however large it is.

It is the ZIP file, or the folder into which somebody unfolded it.

Such an archive carries keys and status lists along (`badges.net.bundle`). Whoever made it could
have made them for any site, so its own word counts only offline, for the archive that a person
named alone, when nothing else was given to judge it by, and it is kept in no cache. The person is
told for which sites it speaks, and each report says so.
"""

import argparse
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from badges.net import read_archive, read_bundle
from verifier.cli.inputs import FILES, STANDARD_INPUT, Inputs, Source, read_file
from verifier.cli.style import plain
from verifier.errors import VerifierError
from verifier.settings import BOUNDS

CONTAINER = "archive"
OWN_WORD = "cli.archive_speaks"
"""The sentence, and the remark in reports, of a verdict that rests on what came with the badge."""

_SITES, _SITE_LENGTH = 5, 100

_BADGES = "credentials"
_BADGE = re.compile(r"credentials/[0-9A-Za-z-]{1,100}\.json")
_HEADER = 30
_NAME_LENGTH, _EXTRA_LENGTH = slice(26, 28), slice(28, 30)
_RAW_DEFLATE = -15
_BROKEN = (OSError, ValueError, NotImplementedError, RuntimeError, zipfile.BadZipFile, zlib.error)


def is_archive(name: str) -> bool:
    """Whether the input of that name is the archive of a place."""
    return name != STANDARD_INPUT and read_archive(Path(name)) is not None


def own_bundle(options: argparse.Namespace) -> Path | None:
    """The archive that is asked to be enough by itself: alone, and without any network.

    Beside other files it would speak for them too; beside a bundle or a cache it would contradict,
    or become, what the person believes.
    """
    believed = options.bundle or options.cache or options.save_bundle
    if not options.offline or believed or len(options.input) != 1:
        return None
    return Path(options.input[0]) if is_archive(options.input[0]) else None


def spoken_for(path: Path) -> str:
    """The sites for which an archive brings keys or lists, to be shown.

    Raises:
        SettingsError: it cannot be read.
    """
    sites = sorted({_site(url) for url, _ in read_bundle(path)})
    return ", ".join([*sites[:_SITES], *(["…"] if len(sites) > _SITES else [])]) or "–"


def _site(url: str) -> str:
    try:
        return plain(urlsplit(url).netloc)[:_SITE_LENGTH] or "?"
    except ValueError:
        return "?"


def archive_inputs(names: Sequence[str]) -> Inputs | None:
    """The badges of the archive that was named alone; None when something else was.

    Raises:
        VerifierError: as `archive_sources`.
    """
    if len(names) != 1 or not is_archive(names[0]):
        return None
    return Inputs(archive_sources(Path(names[0])), CONTAINER)


def archive_sources(path: Path) -> tuple[Source, ...]:
    """The badges of an archive, each read when its turn comes.

    Raises:
        VerifierError: it cannot be read, has too many badges, or none.
    """
    try:
        found = tuple(_unfolded(path) if path.is_dir() else _packed(path))
    except _BROKEN as error:
        raise VerifierError("cli.unreadable_file", path=str(path)) from error
    if len(found) > FILES:
        raise VerifierError("cli.folder_too_large", path=str(path), limit=FILES)
    if not found:
        raise VerifierError("cli.empty_folder", path=str(path))
    return found


def _packed(path: Path) -> Iterator[Source]:
    with zipfile.ZipFile(path) as archive:
        entries = [entry for entry in archive.infolist() if _BADGE.fullmatch(entry.filename)]
    for entry in entries:
        yield _source(path, entry)


def _unfolded(folder: Path) -> Iterator[Source]:
    for path in sorted((folder / _BADGES).glob("*.json")):
        name = path.relative_to(folder).as_posix()
        if _BADGE.fullmatch(name) and not path.is_symlink():
            yield Source(name, partial(read_file, path, name))


def _source(path: Path, entry: zipfile.ZipInfo) -> Source:
    return Source(entry.filename, lambda: _read(path, entry))


def _read(path: Path, entry: zipfile.ZipInfo) -> bytes:
    """The bytes of one file; the list of files is not read again, and no size is believed.

    Raises:
        VerifierError: they are packed in a way that we do not read.
    """
    limit = BOUNDS.material_bytes + 1
    try:
        with path.open("rb") as file:
            file.seek(entry.header_offset)
            header = file.read(_HEADER)
            lengths = (header[part] for part in (_NAME_LENGTH, _EXTRA_LENGTH))
            file.seek(sum(int.from_bytes(length, "little") for length in lengths), 1)
            packed = file.read(min(entry.compress_size, limit))
        if entry.compress_type == zipfile.ZIP_STORED:
            return packed
        if entry.compress_type != zipfile.ZIP_DEFLATED:
            raise ValueError(entry.compress_type)
        return zlib.decompressobj(_RAW_DEFLATE).decompress(packed, limit)
    except _BROKEN as error:
        raise VerifierError("cli.unreadable_file", path=entry.filename) from error
