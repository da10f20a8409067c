"""Backups that somebody forged: refused in our words, before anything of the instance changes."""

import hashlib
import io
import json
import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from badges.clock import SystemClock
from badges.errors import BadgeError
from badges.settings import Settings
from issuer.errors import InvalidRequest, StoreError
from issuer.jobs.backups import make_backup, restore_backup
from issuer.services.backups import Backup
from tests.issuer.world import Town

CLOCK = SystemClock()
Parts = dict[str, bytes]
Forge = Callable[[Parts, dict[str, Any]], object]


@pytest.fixture
def settings(village: Town) -> Settings:
    """Those of a village with a place."""
    village.laser()
    return village.office.settings


def _there(settings: Settings, folder: Path) -> Settings:
    url = f"sqlite:///{folder / 'new' / 'b.sqlite3'}"
    return replace(settings, data_dir=folder / "new", database_url=url)


def _forged(file: Path, forge: Forge, packing: int = zipfile.ZIP_DEFLATED) -> None:
    """Unpack a backup, let `forge` change its parts and its manifest, and pack it again."""
    with zipfile.ZipFile(file) as pack:
        parts = {name: pack.read(name) for name in pack.namelist()}
    manifest = json.loads(parts.pop("manifest.json"))
    forge(parts, manifest)
    with zipfile.ZipFile(file, "w", packing) as pack:
        for name, content in parts.items():
            pack.writestr(name, content)
        pack.writestr("manifest.json", json.dumps(manifest))


def _part(manifest: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(part for part in manifest["parts"] if part["name"] == name)
    return found


def _rows(count: int) -> Forge:
    return lambda _, manifest: _part(manifest, "tables/places.jsonl").update(rows=count)


def _size(name: str, size: int) -> Forge:
    return lambda _, manifest: _part(manifest, name).update(size=size)


def _renamed(name: str) -> Forge:
    def forge(parts: Parts, manifest: dict[str, Any]) -> None:
        parts[name] = parts.pop("keys/key-encryption.key")
        _part(manifest, "keys/key-encryption.key").update(name=name)

    return forge


def _twice(_: Parts, manifest: dict[str, Any]) -> None:
    part = _part(manifest, "tables/places.jsonl")
    part["columns"] = [*part["columns"], part["columns"][0]]


FORGERIES: dict[str, Forge] = {
    "a name that climbs": _renamed("keys/../../../etc/passwd"),
    "a name from the root": _renamed("/etc/passwd"),
    "a key of another name": _renamed("keys/authorized_keys"),
    "a key of a gigabyte": _size("keys/key-encryption.key", 10**9),
    "fewer rows": _rows(0),
    "more rows": _rows(10**15),
    "rows below nothing": _rows(-1),
    "an endless table": _size("tables/journal.jsonl", 2**53),
    "a digest of something else": lambda _, manifest: manifest["parts"][-1].update(sha256="0" * 64),
    "no digest": lambda _, manifest: manifest["parts"][-1].update(sha256=None),
    "a column twice": _twice,
    "a part too many": lambda parts, _: parts.update({"tables/more.jsonl": b"[1]\n"}),
    "a part too few": lambda parts, _: parts.pop("tables/journal.jsonl"),
    "a table too few": lambda parts, manifest: (
        parts.pop("tables/journal.jsonl"),
        manifest["parts"].remove(_part(manifest, "tables/journal.jsonl")),
    ),
    "a table of ours that is none": lambda _, manifest: _part(
        manifest, "tables/journal.jsonl"
    ).update(name="tables/sqlite_master.jsonl"),
    "a later format": lambda _, manifest: manifest.update(format=2),
    "no format": lambda _, manifest: manifest.pop("format"),
    "a program of a megabyte": lambda _, manifest: manifest.update(program="x" * 1_000_000),
    "a revision that nobody made": lambda _, manifest: manifest.update(revision="9999"),
    "a revision that is a path": lambda _, manifest: manifest.update(revision="../0001"),
    "parts that are none": lambda _, manifest: manifest.update(parts=[1, None, {}]),
    "too many parts": lambda _, manifest: manifest.update(parts=manifest["parts"] * 50),
    "a date that is none": lambda _, manifest: manifest.update(made="yesterday"),
}


def _refused(settings: Settings, file: Path, folder: Path) -> str:
    """The code of why the file is not restored, once it is seen that nothing came of it."""
    there = _there(settings, folder)
    with pytest.raises((InvalidRequest, StoreError)) as caught:
        restore_backup(there, CLOCK, file)
    assert caught.value.code.startswith(("backup.", "store.newer"))
    assert len(str(caught.value.params)) < 3_000
    assert not (there.data_dir / "keys").exists()
    assert not (there.data_dir / "b.sqlite3").exists()
    return caught.value.code


def test_a_forged_backup_changes_nothing(settings: Settings, tmp_path: Path) -> None:
    """Whatever its manifest says of its parts, and whatever its parts are called."""
    genuine, file = tmp_path / "genuine.backup", tmp_path / "forged.backup"
    make_backup(settings, CLOCK, genuine)
    for forge in FORGERIES.values():
        file.write_bytes(genuine.read_bytes())
        _forged(file, forge)
        _refused(settings, file, tmp_path)
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == []


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA], ids=["bzip2", "lzma"])
def test_what_unpacks_to_any_size_at_once_is_refused(
    settings: Settings, tmp_path: Path, packing: int
) -> None:
    """Fifty bytes of bzip2 are a megabyte, and would be unpacked whole before they are counted."""
    file = tmp_path / "b.backup"
    make_backup(settings, CLOCK, file)
    _forged(file, lambda *_: None, packing)
    assert _refused(settings, file, tmp_path).startswith("backup.")


def test_a_bomb_is_known_by_its_size(settings: Settings, tmp_path: Path) -> None:
    """A manifest that admits to gigabytes in a file of kilobytes is not unpacked at all."""
    file = tmp_path / "b.backup"
    make_backup(settings, CLOCK, file)

    def forge(parts: Parts, _: dict[str, Any]) -> None:
        parts["tables/journal.jsonl"] = b"0" * 60_000_000

    _forged(file, forge)
    _forged(file, _size("tables/journal.jsonl", 10**11))
    assert _refused(settings, file, tmp_path).startswith("backup.")


def test_a_list_of_names_that_hides_its_length_is_not_read(
    settings: Settings, tmp_path: Path
) -> None:
    """A ZIP of more than 4 GB says its lengths elsewhere, and the smaller place may lie."""
    file = tmp_path / "b.backup"
    make_backup(settings, CLOCK, file)
    content = file.read_bytes()
    names, end = content.index(b"PK\1\2"), content.rindex(b"PK\5\6")
    far = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 9, 9, 10**9, names)
    pointer = struct.pack("<4sLQL", b"PK\6\7", 0, end, 1)
    with pytest.raises(InvalidRequest, match=r"backup\.damaged"):
        Backup(io.BytesIO(content[:end] + far + pointer + content[end:]))


@pytest.mark.parametrize(
    "row",
    [b"[" * 100_000, b"{}", b'["a"]', b"\xff", b"[18446744073709551615]"],
    ids=["deep", "object", "short", "not text", "too large"],
)
def test_rows_that_are_none_are_refused(settings: Settings, tmp_path: Path, row: bytes) -> None:
    """Even where the digest of the part is right."""
    file = tmp_path / "b.backup"
    make_backup(settings, CLOCK, file)
    _forged(file, lambda parts, manifest: _with_row(parts, manifest, row + b"\n"))
    assert _refused(settings, file, tmp_path).startswith("backup.")


def _with_row(parts: Parts, manifest: dict[str, Any], row: bytes) -> None:
    name = next(part["name"] for part in manifest["parts"] if part["rows"] == 0)
    parts[name] = row
    _part(manifest, name).update(size=len(row), sha256=hashlib.sha256(row).hexdigest(), rows=1)


def test_a_file_cut_anywhere_is_refused(settings: Settings, tmp_path: Path) -> None:
    """At each kilobyte, and at each of its last bytes."""
    file = tmp_path / "b.backup"
    make_backup(settings, CLOCK, file)
    whole = file.read_bytes()
    for length in (*range(0, len(whole), 1_024), *range(len(whole) - 30, len(whole))):
        with pytest.raises(BadgeError), Backup(io.BytesIO(whole[:length])) as backup:
            backup.verify()
    with Backup(io.BytesIO(whole)) as backup:
        backup.verify()
        assert backup.manifest.rows("places") == 1
