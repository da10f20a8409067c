"""Archives on this machine's disk: one file a place, made whole beside and then put in its place.

Whoever reads the file meanwhile reads the former one; what fails leaves nothing behind.
"""

import os
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from badges.errors import BadgeError
from issuer.errors import InvalidRequest
from issuer.ports import Office
from issuer.services import places
from issuer.services.archives import Archived, Tell, make

_OWNER_ONLY = 0o700


@dataclass(frozen=True)
class KeptArchive:
    """The archive of a place as it lies on the disk."""

    path: Path
    made: datetime
    size: int


def write_archive(
    office: Office,
    slug: str,
    path: Path,
    *,
    without: Collection[str] = (),
    tell: Tell | None = None,
) -> Archived:
    """Make the archive of a place at `path`, readable by its owner only.

    Raises:
        NotFound: no such place.
        InvalidRequest: an unknown kind, or the file cannot be written (`archive.not_written`).
        KeyUnavailable: the place has no key.
    """
    try:
        with _beside(path) as file:
            done = make(office, slug, file, without=without, tell=tell)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InvalidRequest("archive.not_written", file=str(path), reason=reason) from error
    return done


def archive_all(office: Office) -> int:
    """Make the archive of every place, where the settings name a folder for them; how many.

    Raises:
        BadgeError: why the first of those that cannot be made cannot.
    """
    folder = office.settings.archive_dir
    if folder is None:
        return 0
    with suppress(OSError):  # told when the first file is written
        folder.mkdir(mode=_OWNER_ONLY, parents=True, exist_ok=True)
    slugs = [place.slug for place in places.list_all(office)]
    failed: list[BadgeError] = []
    for slug in slugs:
        try:
            write_archive(office, slug, folder / f"{slug}.zip")
        except BadgeError as error:  # one place that cannot must not keep the others from it
            failed.append(error)
    if failed:
        raise failed[0]
    return len(slugs)


def kept_archive(office: Office, slug: str) -> KeptArchive | None:
    """The archive of a place that the nightly work made last, or None."""
    folder = office.settings.archive_dir
    if folder is None:
        return None
    path = folder / f"{slug}.zip"
    try:
        found = path.stat()
    except OSError:
        return None
    return KeptArchive(path, datetime.fromtimestamp(found.st_mtime, UTC), found.st_size)


@contextmanager
def _beside(path: Path) -> Iterator[BinaryIO]:
    """A new file that takes the place of the one at `path` when all went well, else goes."""
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    beside = Path(name)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
