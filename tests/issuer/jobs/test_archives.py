"""Archives made by night: whole or not at all, for every place, only where a folder is named."""

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from badges.net import read_archive
from issuer.errors import InvalidRequest
from issuer.jobs import CHORES
from issuer.jobs.archives import archive_all, kept_archive, write_archive
from issuer.model import PlaceRequest
from issuer.ports import Office
from issuer.services import places
from tests.issuer.world import Town

FABLAB = "fablab-rural"


@pytest.fixture
def office(village: Town) -> Office:
    """A town of two places whose nights make archives."""
    village.laser()
    places.add(village.office, PlaceRequest(name="Café", slug="cafe"))
    village.issue(name="Zoé Martin", email=None)
    settings = village.office.settings
    folder = settings.data_dir / "archives"
    return replace(village.office, settings=replace(settings, archive_dir=folder))


def _chore(office: Office) -> object:
    return next(chore for chore in CHORES if chore.name == "archives").run(office)


def test_every_place_has_its_archive_in_the_morning(office: Office) -> None:
    """One file a place, by its slug, that only its owner reads; nothing else is left there."""
    assert _chore(office) == 2
    folder = office.settings.archive_dir
    assert folder is not None
    assert sorted(path.name for path in folder.iterdir()) == ["cafe.zip", f"{FABLAB}.zip"]
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    told = read_archive(folder / f"{FABLAB}.zip")
    assert told is not None
    assert (told["place"], told["badges"]) == (FABLAB, "1")
    kept = kept_archive(office, FABLAB)
    assert kept is not None
    assert kept.size == (folder / f"{FABLAB}.zip").stat().st_size


def test_without_a_folder_nothing_is_made(village: Town) -> None:
    """Archives hold names: they lie nowhere unless somebody said where."""
    village.laser()
    assert _chore(village.office) == 0
    assert kept_archive(village.office, FABLAB) is None


def test_a_place_never_archived_has_none(office: Office) -> None:
    """Before the first night there is nothing to download."""
    assert kept_archive(office, FABLAB) is None


def test_what_fails_leaves_the_former_archive(office: Office, tmp_path: Path) -> None:
    """A failure on the way neither harms the file that is there nor leaves a half one."""
    path = tmp_path / "out" / "lieu.zip"
    path.parent.mkdir()
    write_archive(office, FABLAB, path)
    before = path.read_bytes()

    def stop(done: int, _: int) -> None:
        raise OSError(28, "No space left on device", done)

    with pytest.raises(InvalidRequest, match=r"archive\.not_written"):
        write_archive(office, FABLAB, path, tell=stop)
    assert path.read_bytes() == before
    assert [item.name for item in path.parent.iterdir()] == ["lieu.zip"]


def test_one_place_that_fails_keeps_no_other_from_it(office: Office) -> None:
    """The folder where the café's file should be stands in its way; the fablab has its archive."""
    folder = office.settings.archive_dir
    assert folder is not None
    (folder / "cafe.zip").mkdir(parents=True)
    with pytest.raises(InvalidRequest, match=r"archive\.not_written"):
        archive_all(office)
    assert zipfile.is_zipfile(folder / f"{FABLAB}.zip")


def test_a_folder_that_cannot_be_made_is_told(office: Office, tmp_path: Path) -> None:
    """A file where the folder should be is an error of ours, not a traceback."""
    blocked = tmp_path / "blocked"
    blocked.write_bytes(b"")
    settings = replace(office.settings, archive_dir=blocked)
    with pytest.raises(InvalidRequest, match=r"archive\.not_written"):
        archive_all(replace(office, settings=settings))
