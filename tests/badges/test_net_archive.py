"""Bundles with a web site around them: what they say of themselves, and how large they may be."""

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from badges.errors import SettingsError
from badges.net import Answers, archive_of, bundle_files, read_archive, read_bundle, write_bundle
from badges.ports import Fetched

URL = "https://lieu.example/status/1"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ANSWERS: Answers = {(URL, "*/*"): Fetched(URL, "application/vc", b"{}", fetched_at=NOON)}
TOLD = {"place": "fablab", "made": "2026-11-22T12:00:00Z"}


def _saved(path: Path) -> Path:
    """An archive at `path`."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in bundle_files(ANSWERS, TOLD):
            archive.writestr(name, content)
        for number in range(3):
            archive.writestr(f"credentials/{number}.json", b"")
    return path


@pytest.fixture
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive that ends as ZIP files of more than 65,535 files do."""
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 2)
    path = _saved(tmp_path / "large.zip")
    assert b"PK\x06\x07" in path.read_bytes()
    return path


def test_an_archive_is_a_bundle_that_says_of_what(tmp_path: Path) -> None:
    """Its answers are read as those of any bundle, and its manifest tells place and instant."""
    path = _saved(tmp_path / "lieu.zip")
    assert read_bundle(path) == ANSWERS
    assert read_archive(path) == TOLD


def test_a_bundle_is_no_archive(tmp_path: Path) -> None:
    """What was fetched for later says nothing of a place; nor does any other file."""
    path = tmp_path / "bundle.zip"
    path.write_bytes(write_bundle(ANSWERS))
    assert read_archive(path) is None
    for content in (b"", b"{}", b"PK\x03\x04 no", path.read_bytes()[:-30]):
        path.write_bytes(content)
        assert read_archive(path) is None
    assert read_archive(tmp_path) is None
    assert read_archive(tmp_path / "absent.zip") is None
    assert read_archive(Path("\0")) is None


def test_only_texts_are_told_of_an_archive() -> None:
    """A manifest comes from outside: what is no text in it is not repeated."""
    told = b'{"format":"badges-tiers-lieux/bundle/1","archive":{"place":"x","made":1}}'
    assert archive_of(told) == {"place": "x"}
    assert archive_of(told.replace(b"bundle/1", b"other/1")) is None
    assert archive_of(b'{"format":"badges-tiers-lieux/bundle/1","archive":"x"}') is None


def test_an_archive_of_very_many_files_is_read(large: Path) -> None:
    """Beyond 65,535 files a ZIP file ends in another way; ten thousand badges are as many."""
    assert read_bundle(large) == ANSWERS
    assert read_archive(large) == TOLD


@pytest.mark.parametrize("size", [2**24 + 1, 2**63])
def test_a_list_of_files_without_end_is_refused(large: Path, size: int) -> None:
    """Memory is not spent on a list that is longer than archives have, in either kind of ZIP."""
    content = bytearray(large.read_bytes())
    at = content.rindex(b"PK\x06\x06") + 40
    content[at : at + 8] = size.to_bytes(8, "little")
    large.write_bytes(content)
    with pytest.raises(SettingsError, match=r"bundle\.broken"):
        read_bundle(large)
    assert read_archive(large) is None


def test_a_record_of_a_large_file_that_is_none_is_refused(large: Path) -> None:
    """The record that stands before the end must be where it is said to be."""
    content = large.read_bytes()
    large.write_bytes(content.replace(b"PK\x06\x06", b"PK\x06\x00"))
    with pytest.raises(SettingsError, match=r"bundle\.broken"):
        read_bundle(large)


def test_the_same_answers_make_the_same_files() -> None:
    """An archive of the same content has the same manifest, whatever the order of the answers."""
    other = {("https://a.example/", "*/*"): Fetched(URL, "", b"", fetched_at=NOON)}
    both = {**ANSWERS, **other}
    assert list(bundle_files(both, TOLD)) == list(
        bundle_files(dict(reversed(list(both.items()))), TOLD)
    )
    assert io.BytesIO(write_bundle(both)).getvalue() == write_bundle({**other, **ANSWERS})
