"""The archive of a place on the command line: enough by itself offline, and only there."""

import json
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from badges.documents import serialize
from badges.net import bundle_files
from badges.ports import Fetched
from tests.verifier.badges_to_read import LIST_URL, Place, badge, status_entry, status_list
from tests.world import WebOfDocuments
from verifier.cli import main

Captured = pytest.CaptureFixture[str]

MADE = datetime(2026, 11, 22, 12, tzinfo=UTC)
TOLD = {"place": "lieu-1", "made": "2026-11-22T12:00:00Z"}
KEYS_URL = "https://badges.example.fr/places/lieu-1/did.json"
YEARS_LATER = "2031-01-01"
GENUINE, REVOKED, FORGED = (f"credentials/{letter * 8}.json" for letter in "abc")


@pytest.fixture
def place() -> Place:
    """A place of the Web that is no more."""
    return Place.by_web(WebOfDocuments())


@pytest.fixture
def archive(place: Place, tmp_path: Path) -> Path:
    """Its archive: a genuine badge, a cancelled one and a forged one, amid a web site."""
    path = tmp_path / "lieu-1.zip"
    _write(path, place, _badges(place))
    return path


def _badges(place: Place) -> dict[str, bytes]:
    genuine = place.sign(badge(place, credentialStatus=status_entry(statusListIndex="7")))
    revoked = place.sign(badge(place, credentialStatus=status_entry(statusListIndex="8")))
    return {
        GENUINE: genuine.body,
        REVOKED: revoked.body,
        FORGED: serialize(genuine.document | {"name": "Autre"}),
    }


def _write(
    path: Path,
    place: Place,
    badges: Mapping[str, bytes],
    told: Mapping[str, str] | None = TOLD,
    packing: int = zipfile.ZIP_DEFLATED,
) -> None:
    listed = place.sign(status_list(place, 8)).body
    answers = {
        (KEYS_URL, "*/*"): Fetched(
            KEYS_URL, "application/did+json", serialize(place.document), fetched_at=MADE
        ),
        (LIST_URL, "*/*"): Fetched(LIST_URL, "application/vc", listed, fetched_at=MADE),
    }
    with zipfile.ZipFile(path, "w", packing) as written:
        for name, content in (*bundle_files(answers, told), *badges.items()):
            written.writestr(name, content)
        for name in ("index.html", "achievements/x.json", "LISEZ-MOI.txt", "browser/archive.js"):
            written.writestr(name, "{}")


def _verify(capsys: Captured, *arguments: object) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main(["verify", *map(str, arguments)])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_an_archive_is_enough_by_itself(archive: Path, capsys: Captured) -> None:
    """Offline each badge has its verdict, years later too; the date and the source are told."""
    code, out, err = _verify(capsys, archive, "--offline", "--at", YEARS_LATER)
    lines = {line.split()[1]: line for line in out.splitlines() if "credentials/" in line}
    assert code == 1
    assert lines[GENUINE].startswith("✓")
    assert "annulé" in lines[REVOKED]
    assert lines[FORGED].startswith("✗")
    assert "2026-11-22T12:00:00Z" in out
    assert "Ne croyez que celle" in err


def test_an_unfolded_archive_is_the_same_archive(
    archive: Path, tmp_path: Path, capsys: Captured
) -> None:
    """The folder that a web host serves says by itself what its ZIP file says, offline."""
    folder = tmp_path / "site"
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
    alike = [_verify(capsys, path, "--offline", "--json") for path in (archive, folder)]
    reports = [json.loads(printed) for _, printed, _ in alike]
    named = [
        [(part["source"]["name"], part["verdict"]) for part in one["parts"]] for one in reports
    ]
    assert [code for code, _, _ in alike] == [1, 1]
    assert named[0] == named[1] != []
    assert _verify(capsys, folder / GENUINE, "--offline", "--bundle", folder)[0] == 0


def test_an_unfolded_archive_is_read_inside_its_folder_only(
    archive: Path, tmp_path: Path, capsys: Captured
) -> None:
    """A link to a file elsewhere is no file of the archive."""
    folder = tmp_path / "site"
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
    (folder / "manifest.json").rename(tmp_path / "elsewhere.json")
    (folder / "manifest.json").symlink_to(tmp_path / "elsewhere.json")
    assert _verify(capsys, folder, "--offline")[0] != 0


def test_one_file_is_verified_beside_its_archive(
    archive: Path, tmp_path: Path, capsys: Captured
) -> None:
    """Genuine is accepted, cancelled and forged are rejected; the report says of when it knows."""
    codes = {}
    for name in (GENUINE, REVOKED, FORGED):
        path = tmp_path / Path(name).name
        path.write_bytes(zipfile.ZipFile(archive).read(name))
        asked = (path, "--offline", "--bundle", archive, "--at", YEARS_LATER, "--json")
        code, out, _ = _verify(capsys, *asked)
        codes[name] = code
        if name != FORGED:
            assert json.loads(out)["source"]["as_of"] == "2026-11-22T12:00:00Z"
    assert codes == {GENUINE: 0, REVOKED: 1, FORGED: 1}


def test_with_a_network_an_archive_does_not_speak_for_its_place(
    archive: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without `--offline` the keys in it are not believed: whoever made it could have made them."""
    nothing = {KEYS_URL: {"status": 503}, LIST_URL: {"status": 503}}
    (tmp_path / "map.json").write_bytes(serialize(nothing))
    monkeypatch.setenv("BADGES_FETCH_MAP", str(tmp_path / "map.json"))
    code, out, err = _verify(capsys, archive)
    assert code == 3
    assert "✓" not in out
    assert err == ""


def test_the_sites_for_which_an_archive_speaks_are_told(archive: Path, capsys: Captured) -> None:
    """The person reads whose keys came with the badges; a program finds it in each report."""
    _, _, err = _verify(capsys, archive, "--offline")
    assert "badges.example.fr" in err
    _, out, _ = _verify(capsys, archive, "--offline", "--json")
    report = json.loads(out)
    told = [report["source"]["remarks"], *(part["source"]["remarks"] for part in report["parts"])]
    assert told == [["cli.archive_speaks"]] * 4


def test_an_archive_does_not_speak_for_its_neighbours(
    archive: Path, place: Place, tmp_path: Path, capsys: Captured
) -> None:
    """Dropped among other files it confirms none of them, nor its own badges: nobody asked it."""
    alone = tmp_path / "forged.json"
    alone.write_bytes(_badges(place)[GENUINE])
    code, out, err = _verify(capsys, archive, alone, "--offline", "--json")
    report = json.loads(out)
    assert code == 3
    assert {part["verdict"] for part in report["parts"]} == {"undetermined"}
    assert "cli.archive_speaks" not in out
    assert err == ""


@pytest.mark.parametrize("option", ["--bundle", "--cache"])
def test_an_archive_does_not_contradict_what_is_believed(
    place: Place, tmp_path: Path, capsys: Captured, option: str
) -> None:
    """A stranger's keys for a site whose keys one has: these count, and the others are not kept."""
    forger = Place.by_web(WebOfDocuments())
    evil, known, other = (tmp_path / name for name in ("evil.zip", "known.zip", "other.json"))
    _write(evil, forger, {GENUINE: _badges(forger)[GENUINE]})
    _write(known, place, {}, told=None)
    other.write_bytes(_badges(forger)[GENUINE])
    for asked in (evil, other):
        code, out, _ = _verify(capsys, asked, "--offline", option, known, "--at", "2026-11-22")
        assert code == 1
        assert "✓ Badge authentique" not in out


@pytest.mark.parametrize("option", ["--save-bundle", "--cache"])
def test_the_own_word_of_an_archive_is_kept_nowhere(
    archive: Path, place: Place, tmp_path: Path, capsys: Captured, option: str
) -> None:
    """What a hostile archive says of a site is not believed of the next badge of that site."""
    kept, alone = tmp_path / "kept.zip", tmp_path / "alone.json"
    alone.write_bytes(_badges(place)[GENUINE])
    _verify(capsys, archive, "--offline", option, kept, "--at", "2026-11-22")
    code, _, _ = _verify(capsys, alone, "--offline", "--bundle", kept, "--at", "2026-11-22")
    assert code == 3


def test_old_copies_of_a_mere_bundle_stay_refused(
    place: Place, tmp_path: Path, capsys: Captured
) -> None:
    """Only an archive says «the last known state»: a bundle of that age leaves the status open."""
    path, alone = tmp_path / "bundle.zip", tmp_path / "badge.json"
    badges = _badges(place)
    alone.write_bytes(badges[GENUINE])
    _write(path, place, {}, told=None)
    code, out, _ = _verify(capsys, alone, "--offline", "--bundle", path, "--at", YEARS_LATER)
    assert code == 3
    assert "✓ Badge authentique" not in out


def test_json_of_an_archive_is_one_report_with_parts(archive: Path, capsys: Captured) -> None:
    """Each badge is a part under its name, in what says that it is an archive."""
    _, out, _ = _verify(capsys, archive, "--offline", "--json")
    report = json.loads(out)
    assert report["source"]["container"] == "archive"
    assert {part["source"]["name"] for part in report["parts"]} == {GENUINE, REVOKED, FORGED}


def test_files_are_read_however_they_are_packed(
    place: Place, tmp_path: Path, capsys: Captured
) -> None:
    """Somebody may pack the folder anew: stored files are read, other packing is told."""
    badges = {GENUINE: _badges(place)[GENUINE]}
    codes = {}
    for packing in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2):
        path = tmp_path / f"{packing}.zip"
        _write(path, place, badges, packing=packing)
        codes[packing], out, _ = _verify(capsys, path, "--offline", "--at", "2026-11-23")
        assert GENUINE in out
    assert codes == {zipfile.ZIP_STORED: 0, zipfile.ZIP_DEFLATED: 0, zipfile.ZIP_BZIP2: 3}


def test_a_bomb_in_an_archive_is_one_broken_badge(
    place: Place, tmp_path: Path, capsys: Captured
) -> None:
    """A file that unfolds without end is cut, told, and stops no other."""
    path = tmp_path / "bomb.zip"
    badges = {GENUINE: _badges(place)[GENUINE], REVOKED: b" " * 60_000_000}
    _write(path, place, badges)
    _, out, _ = _verify(capsys, path, "--offline")
    lines = [line[0] for line in out.splitlines() if "credentials/" in line]
    assert lines[0] == "✓"
    assert lines[1] != "✓"


def test_an_archive_without_badges_is_told(place: Place, tmp_path: Path, capsys: Captured) -> None:
    """Nothing to verify is not a success."""
    path = tmp_path / "empty.zip"
    _write(path, place, {})
    code, _, err = _verify(capsys, path, "--offline")
    assert code == 2
    assert "cli.empty_folder" in err


def test_a_broken_file_of_an_archive_stops_no_other(archive: Path, capsys: Captured) -> None:
    """Bytes that were lost on the way make one badge unreadable; the others keep their verdict."""
    content = bytearray(archive.read_bytes())
    with zipfile.ZipFile(archive) as read:
        entry = read.getinfo(REVOKED)
    at = entry.header_offset + 30 + len(REVOKED)
    content[at : at + entry.compress_size] = b"\xff" * entry.compress_size
    archive.write_bytes(content)
    _, out, _ = _verify(capsys, archive, "--offline")
    lines = {line.split()[1]: line for line in out.splitlines() if "credentials/" in line}
    assert lines[GENUINE].startswith("✓")
    assert not lines[REVOKED].startswith("✓")
