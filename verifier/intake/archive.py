"""A ZIP archive of many badges, as a place that awards them by the dozen sends it.

Nothing is written to disk and no header is believed: names are only shown, sizes are counted while
unfolding, and an archive inside an archive is refused. A sheet or a note that lies beside the
badges is passed over, and told. The ZIP of one badge is that badge. The archive of a place is a
whole web site: of it only the badges are read, and nothing that it says of keys or states is
believed here.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from badges.errors import BadgeError
from badges.net.bundle import MANIFEST, archive_of
from verifier.errors import InputError
from verifier.intake.material import Intake, Onward, Opened, Part, Several, Tools, trim
from verifier.intake.whole_badge import without_copies

_BEGINNINGS = (b"PK\x03\x04", b"PK\x05\x06")
_ENTRY = b"PK\x01\x02"
_ENTRIES_PER_FILE = 4
"""Entries of the directory for one badge: its folder, and what macOS notes of both."""
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, EOFError, OSError),
    *(ValueError, OverflowError, NotImplementedError, RuntimeError),
)
_NAME_OFFSET = 30
_OFFICE = (b"[Content_Types].xml", b"mimetype", b"_rels/", b"docProps/", b"META-INF/")
"""What documents of office programs, which are archives too, begin with."""
_MANIFEST_BYTES = 1_000_000
_OF_PLACE = re.compile(r"credentials/[^/]+\.json")
"""Where the badges of the archive of a place are, once each."""
_SHOWN = 120
_PIECE = 65_536
_FORBIDDEN = re.compile("[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_ELSEWHERE = re.compile(r"/|[A-Za-z]:|(?:.*/)?\.\.(?:/|$)", re.DOTALL)
_JUNK = re.compile(
    r"""(?:.*/)?(?:
        __MACOSX/.* | \._[^/]* | \.DS_Store | Thumbs\.db | desktop\.ini |
        (?:README|LISEZ-?MOI|LICEN[CS]E|NOTICE)[^/]* | [^/]*\.(?:csv|tsv|md)
    )""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Archive:
    """The material is a ZIP archive; `inside` are the forms in which a badge may lie there."""

    inside: tuple[Intake, ...]
    name: str = "archive"

    def accepts(self, material: bytes) -> bool:
        """Whether this begins as an archive does."""
        return material.startswith(_BEGINNINGS)

    def open(self, material: bytes, tools: Tools) -> Opened:
        """The badges in the archive, each in its own bytes.

        Raises:
            InputError: broken, encrypted, too much of something, a name that would lead elsewhere
                or is there twice, an archive inside, or no badge at all.
        """
        if material.count(_ENTRY) > tools.bounds.archive_files * _ENTRIES_PER_FILE:
            raise InputError("archive.too_many", limit=tools.bounds.archive_files)
        try:
            with zipfile.ZipFile(io.BytesIO(material)) as archive:
                files = tuple(_files(archive, tools))
        except _BROKEN as error:
            raise InputError("archive.broken") from error
        return self._opened(files)

    def _opened(self, files: tuple[Part, ...]) -> Opened:
        """One badge goes on alone, several stay together."""
        parts = tuple(file for file in files if self._is_badge(file))
        if not parts:
            raise InputError("archive.no_badge")
        remarks = ("archive.passed_over",) if len(parts) < len(files) else ()
        if len(parts) == 1:
            return Onward(parts[0].material, remarks=remarks)
        return Several(self.name, parts, remarks)

    def _is_badge(self, file: Part) -> bool:
        """Whether a file is of a form that badges have.

        Raises:
            InputError: it is an archive again, which only a bomb needs.
        """
        text = trim(file.material)
        if not text.startswith(_BEGINNINGS):
            return any(form.accepts(text) for form in self.inside)
        if not text[_NAME_OFFSET:].startswith(_OFFICE):
            raise InputError("archive.nested", name=file.name)
        return False


def _files(archive: zipfile.ZipFile, tools: Tools) -> Iterator[Part]:
    """The files, unfolded one by one until they are too many or too large together."""
    bounds = tools.bounds
    left = bounds.archive_bytes
    entries = list(_named(archive))
    if _is_of_place(archive, entries):
        entries = [(name, entry) for name, entry in entries if _OF_PLACE.fullmatch(name)]
    judged = without_copies(name for name, _ in entries)
    entries = [(name, entry) for name, entry in entries if name in judged]
    if len(entries) > bounds.archive_files:
        raise InputError("archive.too_many", limit=bounds.archive_files)
    for name, entry in entries:
        content = _unfold(archive, entry, name, min(left, bounds.material_bytes))
        left -= len(content)
        yield Part(name[:_SHOWN], content)


def _is_of_place(archive: zipfile.ZipFile, entries: list[tuple[str, zipfile.ZipInfo]]) -> bool:
    """Whether its manifest says that this is the archive of a place."""
    found = dict(entries).get(MANIFEST)
    if found is None:
        return False
    try:
        return archive_of(_unfold(archive, found, MANIFEST, _MANIFEST_BYTES)) is not None
    except BadgeError:  # some other manifest, which is looked at like any file
        return False


def _named(archive: zipfile.ZipFile) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    """The files that may be badges, each with a name that is safe to show."""
    seen: set[str] = set()
    for entry in archive.infolist():
        name = entry.orig_filename.replace("\\", "/")
        if _FORBIDDEN.search(name) or _ELSEWHERE.match(name):
            shown = _FORBIDDEN.sub("?", name)[:_SHOWN]
            raise InputError("archive.name", name=shown)
        if name in seen:
            raise InputError("archive.duplicate", name=name[:_SHOWN])
        seen.add(name)
        if not name.endswith("/") and not _JUNK.fullmatch(name):
            yield name, entry


def _unfold(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, limit: int) -> bytes:
    """The content of one file, of at most `limit` bytes, whatever its header says."""
    if entry.flag_bits & _ENCRYPTED:
        raise InputError("archive.encrypted", name=name[:_SHOWN])
    if entry.compress_type not in _METHODS:
        raise InputError("archive.method", name=name[:_SHOWN])
    pieces, left = [], limit
    with archive.open(entry) as file:
        while piece := file.read(_PIECE):
            pieces.append(piece)
            left -= len(piece)
            if left < 0:
                raise InputError("archive.too_large", name=name[:_SHOWN])
    return b"".join(pieces)
