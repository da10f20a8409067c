"""A ZIP archive is read in place and bounded: it cannot fill a disk, a memory or another folder."""

import io
import zipfile
from pathlib import Path

import pytest

from badges.errors import FrameworkError
from badges.frameworks.readers import read
from issuer.errors import InvalidRequest
from issuer.services.official import archives
from issuer.services.official.archives import ZipFolder, is_archive

TABLE = b"code,label\nA1,Couture\n"


def packed(method: int = zipfile.ZIP_DEFLATED, **files: bytes) -> bytes:
    """An archive with these files; `_` in a name stands for a dot."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return target.getvalue()


def named(name: str, content: bytes = TABLE) -> bytes:
    """An archive with one file of that very name."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), content)
    return target.getvalue()


def folder(content: bytes) -> ZipFolder:
    """The archive, opened."""
    return ZipFolder(io.BytesIO(content), "files.zip")


def refusal(content: bytes) -> str:
    """The code with which the archive is refused."""
    with pytest.raises(InvalidRequest) as caught:
        folder(content)
    return caught.value.code


def test_an_archive_is_read_like_a_folder() -> None:
    """Its files are named, read again and again, and understood by a reader."""
    opened = folder(packed(metiers_csv=TABLE, notes_md=b"rien"))
    assert sorted(opened.names()) == ["metiers.csv", "notes.md"]
    for _ in range(2):
        with opened.open("metiers.csv") as stream:
            assert stream.read() == TABLE
    reading = read(opened, "csv", key="metiers", version="1")
    assert [getattr(item, "label", item) for item in reading.concepts] == ["Couture"]


def test_an_archive_is_told_by_its_first_bytes() -> None:
    """Whatever the name of the file."""
    assert is_archive(packed(a_csv=TABLE))
    assert not is_archive(TABLE)
    assert not is_archive(b"")


@pytest.mark.parametrize(
    "name", ["../a.csv", "/etc/a.csv", "a/../../b.csv", "..\\a.csv", "C:/a.csv", "a/.."]
)
def test_a_name_that_leaves_the_folder_is_refused(name: str) -> None:
    """Nobody makes such a name by accident."""
    assert refusal(named(name)) == "archive.path"


def test_an_archive_that_swells_is_refused() -> None:
    """Five megabytes of zeros in five kilobytes are no table."""
    assert refusal(packed(a_csv=b"\0" * 5_000_000)) == "archive.ratio"


def test_a_small_file_may_be_well_compressed() -> None:
    """The ratio counts for what is large only."""
    assert list(folder(packed(a_csv=b"a" * 500_000)).names()) == ["a.csv"]


def test_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The number of files, the size of one and of all are bounded."""
    two = packed(a_csv=TABLE, b_csv=TABLE)
    monkeypatch.setattr(archives, "ENTRIES", 1)
    assert refusal(two) == "archive.too_many"
    monkeypatch.setattr(archives, "ENTRIES", 2)
    monkeypatch.setattr(archives, "TOTAL_SIZE", len(TABLE))
    assert refusal(two) == "archive.too_large"
    monkeypatch.setattr(archives, "TOTAL_SIZE", 2 * len(TABLE))
    monkeypatch.setattr(archives, "ENTRY_SIZE", len(TABLE) - 1)
    assert refusal(two) == "archive.too_large"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_rare_compressions_are_refused(method: int) -> None:
    """They can ask for memory without bound, and no producer uses them."""
    assert refusal(packed(method, a_csv=TABLE)) == "archive.method"


def test_an_encrypted_archive_is_refused() -> None:
    """The flag in the table of contents is enough."""
    content = bytearray(named("a.csv"))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(content)) == "archive.method"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"PK\x03\x04" + b"x" * 100, TABLE])
def test_what_is_no_archive_is_refused(content: bytes) -> None:
    """A cut or invented archive is told, not a traceback."""
    assert refusal(content) == "archive.broken"


def test_damage_inside_is_told_while_reading() -> None:
    """A file whose bytes changed is an error of that file."""
    content = bytearray(named("a.csv", b"code,label\n" + b"A1,Couture\n" * 50))
    content[content.index(b"Couture")] ^= 0xFF
    opened = folder(bytes(content))
    with opened.open("a.csv") as stream, pytest.raises(FrameworkError) as caught:
        stream.read()
    assert caught.value.code == "archive.damaged"
    assert caught.value.params["file"] == "files.zip/a.csv"


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    """Two readers could see two referentials."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", TABLE)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.csv", TABLE + b"A2,Cuisine\n")
    assert refusal(path.read_bytes()) == "archive.name_twice"
