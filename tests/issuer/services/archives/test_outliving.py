"""Years later, the service is gone: what the archive of a place on the Web still proves."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from badges.documents import serialize
from issuer.services import archives, keyring
from tests.issuer.web.house import ONLINE, House, open_house
from verifier.cli import main

PLACE = "deux-rives"
YEARS_LATER = "2027-11-22"

Captured = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house on the Web whose place has changed its keys since."""
    with open_house(tmp_path_factory.mktemp("house")) as made:
        keyring.rotate(made.office, PLACE)
        yield made


@pytest.fixture(scope="module")
def archive(house: House, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of its place, and beside it the folder that it unfolds to."""
    path = tmp_path_factory.mktemp("archive") / f"{PLACE}.zip"
    with path.open("wb") as file:
        archives.make(house.office, PLACE, file)
    zipfile.ZipFile(path).extractall(path.with_suffix(""))
    return path


@pytest.fixture(autouse=True)
def _settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("BADGES_TRUST", "BADGES_LANGUAGE", "BADGES_FETCH_MAP", "BADGES_NOW"):
        monkeypatch.delenv(variable, raising=False)


def _state(capsys: Captured, *arguments: object) -> tuple[int, str, str]:
    """The exit code, the state, and of when the copies are."""
    capsys.readouterr()
    code = main(["verify", *map(str, arguments), "--at", YEARS_LATER, "--json"])
    report = json.loads(capsys.readouterr().out)
    return code, report["state"], report["source"]["as_of"]


@pytest.mark.parametrize("kind", ["json", "jwt", "png", "svg"])
def test_each_file_is_verified_offline(
    house: House, archive: Path, capsys: Captured, kind: str
) -> None:
    """Genuine is accepted and cancelled rejected, with the date at which that was known."""
    folder = archive.with_suffix("") / "credentials"
    offline = ("--offline", "--bundle", archive)
    genuine = folder / f"{house.awards['genuine'].id}.{kind}"
    revoked = folder / f"{house.awards['revoked'].id}.{kind}"
    known = "2026-11-22T12:00:00Z"
    assert _state(capsys, genuine, *offline) == (0, "genuine", known)
    assert _state(capsys, revoked, *offline) == (1, "revoked", known)


def test_the_attestation_is_verified_offline(house: House, archive: Path, capsys: Captured) -> None:
    """The paper carries the badge, and the archive what proves it."""
    paper = archive.with_suffix("") / f"credentials/{house.awards['genuine'].id}.pdf"
    code, state, _ = _state(capsys, paper, "--offline", "--bundle", archive)
    assert (code, state) == (0, "genuine")


def test_a_changed_file_is_refused_offline(
    house: House, archive: Path, tmp_path: Path, capsys: Captured
) -> None:
    """One name changed: the keys in the archive prove that the place never signed it."""
    forged = tmp_path / "badge.json"
    forged.write_bytes(house.awards["genuine"].json.replace("Amélie".encode(), "Emélie".encode()))
    code, state, _ = _state(capsys, forged, "--offline", "--bundle", archive)
    assert (code, state) == (1, "altered")


def test_without_the_archive_nothing_is_known(
    house: House, archive: Path, capsys: Captured
) -> None:
    """Offline alone, the place's keys are nowhere: undetermined, never accepted."""
    badge = archive.with_suffix("") / f"credentials/{house.awards['genuine'].id}.json"
    code, state, _ = _state(capsys, badge, "--offline")
    assert (code, state) == (3, "cannot_check")


def test_the_same_origin_on_a_static_host_answers_as_the_site_did(
    house: House, archive: Path, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each address of the badge, its keys and its list is a file: it verifies by address."""
    folder, award = archive.with_suffix(""), house.awards["genuine"]
    lists = f"status/{award.status.list_id}"
    pages = {
        f"credentials/{award.id}": (f"credentials/{award.id}/index.html", "text/html"),
        f"credentials/{award.id}.json": (f"credentials/{award.id}.json", "application/json"),
        f"credentials/{award.id}.jwt": (f"credentials/{award.id}.jwt", "application/octet-stream"),
        f"places/{PLACE}/did.json": (f"places/{PLACE}/did.json", "application/json"),
        lists: (lists, "application/octet-stream"),
    }
    known = {
        f"{ONLINE}/{path}": {"file": str(folder / name), "type": kind}
        for path, (name, kind) in pages.items()
    }
    (tmp_path / "map.json").write_bytes(serialize(known))
    monkeypatch.setenv("BADGES_FETCH_MAP", str(tmp_path / "map.json"))
    for suffix in ("", ".json", ".jwt"):
        code, state, _ = _state(capsys, f"{award.url}{suffix}", "--offline")
        assert (code, state) == (0, "genuine"), suffix
    client = house.client()
    for path in (lists, f"places/{PLACE}/did.json", f"places/{PLACE}.jsonld"):
        assert client.get(f"/{path}").data == (folder / path).read_bytes(), path


def test_an_archive_uploaded_is_read_as_its_badges(house: House, tmp_path: Path) -> None:
    """Of the whole web site in it, the verifier's page judges two badges and nothing else."""
    light = tmp_path / "light.zip"
    with light.open("wb") as file:
        archives.make(house.office, PLACE, file, without=("pdf", "png"))
    answer = house.client().post(
        "/verify",
        data={"file": (io.BytesIO(light.read_bytes()), "archive.zip")},
        headers={"Accept": "application/json"},
        base_url="https://verifier.example",
    )
    assert answer.status_code == 200
    report = answer.get_json()
    assert report["source"]["container"] == "archive"
    ids = {house.awards[name].id for name in ("genuine", "revoked")}
    names = {part["source"]["name"] for part in report["parts"]}
    assert names == {f"credentials/{award}.json" for award in ids}
