"""Where there is no network: bundles prepared before, a cache, and what a report says of copies."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from badges.documents import JsonObject, serialize
from tests.badges.loopback_site import Site as Server
from tests.badges.loopback_site import serving
from tests.verifier.badges_to_read import (
    LIST_URL,
    Place,
    badge,
    status_entry,
    status_list,
)
from tests.world import WebOfDocuments
from verifier.cli import main

NOW = "2026-11-22T12:00:00Z"

Captured = pytest.CaptureFixture[str]


class Site:
    """A place on the network, played by files: taking a page away is what its site would do."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.place = Place.by_web(WebOfDocuments())
        self._folder = folder
        self._map: dict[str, Any] = {}
        self._path = folder / "map.json"
        monkeypatch.setenv("BADGES_FETCH_MAP", str(self._path))
        self.keys_url = "https://badges.example.fr/places/lieu-1/did.json"
        self.publish(self.keys_url, self.place.document)
        self.publish(LIST_URL, self.place.sign(status_list(self.place)).document)

    def publish(self, url: str, document: JsonObject) -> None:
        """Put a document at an address."""
        name = f"page-{len(self._map)}.json"
        (self._folder / name).write_bytes(serialize(document))
        self._map[url] = {"file": name, "type": "application/json"}
        self._path.write_bytes(serialize(self._map))

    def withdraw(self) -> None:
        """No network any more."""
        self._map = {}
        self._path.write_bytes(b"{}")

    def badge(self, path: Path) -> Path:
        """A badge of the place, with a status."""
        signed = self.place.sign(badge(self.place, credentialStatus=status_entry()))
        path.write_bytes(signed.body)
        return path


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A place whose documents can be had."""
    return Site(tmp_path, monkeypatch)


def redated(bundle: Path, instant: str) -> None:
    """The same bundle as if made at another instant: real ones have the date of the machine."""
    with zipfile.ZipFile(bundle) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(contents["manifest.json"])
    for row in manifest["answers"]:
        row["fetched_at"] = instant
    contents["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(bundle, "w") as archive:
        for name, content in contents.items():
            archive.writestr(name, content)


def prepared(site: Site, folder: Path, capsys: Captured) -> tuple[Path, Path]:
    """A badge, and a bundle made for it; the network is gone."""
    path, bundle = site.badge(folder / "badge.json"), folder / "bundle.zip"
    assert main(["bundle", str(path), "-o", str(bundle)]) == 0
    assert str(bundle) in capsys.readouterr().out
    site.withdraw()
    redated(bundle, NOW)
    return path, bundle


def verify(*arguments: object) -> int:
    """Run `verify` without network."""
    return main(["verify", *map(str, arguments), "--offline"])


def test_a_bundle_replaces_the_network(site: Site, tmp_path: Path, capsys: Captured) -> None:
    """Without it the badge cannot be checked; with it, it is, and the report dates its copies."""
    path, bundle = prepared(site, tmp_path, capsys)
    assert verify(path, "--at", NOW, "--json") == 3
    assert json.loads(capsys.readouterr().out)["source"]["as_of"] is None
    assert verify(path, "--at", NOW, "--bundle", bundle, "--json") == 0
    assert json.loads(capsys.readouterr().out)["source"]["as_of"] == NOW
    assert verify(path, "--at", NOW, "--bundle", bundle, "--lang", "en") == 0
    assert f"copies, the oldest of them of {NOW}" in " ".join(capsys.readouterr().out.split())


@pytest.mark.requirement("STAT-27", "VER-21")
def test_an_old_bundle_says_nothing_of_today(site: Site, tmp_path: Path, capsys: Captured) -> None:
    """A list of yesterday leaves the badge undetermined, and the sentence says what to do."""
    path, bundle = prepared(site, tmp_path, capsys)
    assert verify(path, "--at", "2026-11-23", "--bundle", bundle, "--json") == 3
    report = json.loads(capsys.readouterr().out)
    finding = next(item for item in report["findings"] if item["check"] == "status.revocation")
    assert finding["params"]["cause"] == "bundle.stale"
    assert f"--at {NOW}" in finding["message"]


def test_the_archive_policy_reads_old_bundles(site: Site, tmp_path: Path, capsys: Captured) -> None:
    """Who asks of the past is answered from copies of any age."""
    path, bundle = prepared(site, tmp_path, capsys)
    code = verify(path, "--at", "2027-03-01", "--bundle", bundle, "--policy", "archive", "--json")
    report = json.loads(capsys.readouterr().out)
    finding = next(item for item in report["findings"] if item["check"] == "status.revocation")
    assert (code, finding["outcome"]) == (0, "passed")


def test_a_cancelled_badge_stays_cancelled_offline(
    site: Site, tmp_path: Path, capsys: Captured
) -> None:
    """The copy of a list that names the badge rejects it."""
    site.publish(LIST_URL, site.place.sign(status_list(site.place, 48213)).document)
    path, bundle = prepared(site, tmp_path, capsys)
    assert verify(path, "--at", NOW, "--bundle", bundle, "--json") == 1
    assert json.loads(capsys.readouterr().out)["state"] == "revoked"


def test_a_verification_can_keep_what_it_fetched(
    site: Site, tmp_path: Path, capsys: Captured
) -> None:
    """`--save-bundle` makes the bundle on the way, and the same run makes the same file."""
    path = site.badge(tmp_path / "badge.json")
    kept = tmp_path / "kept.zip"
    assert main(["verify", str(path), "--at", NOW, "--save-bundle", str(kept)]) == 0
    site.withdraw()
    redated(kept, NOW)
    assert verify(path, "--at", NOW, "--bundle", kept) == 0
    again = tmp_path / "again.zip"
    assert verify(path, "--at", NOW, "--bundle", kept, "--save-bundle", again) == 0
    with zipfile.ZipFile(again) as archive:
        rows = json.loads(archive.read("manifest.json"))["answers"]
    assert {row["fetched_at"] for row in rows} == {NOW}
    capsys.readouterr()


def test_a_cache_fills_itself(site: Site, tmp_path: Path, capsys: Captured) -> None:
    """What was fetched with a network is at hand without one, from one command to the next."""
    path, cache = site.badge(tmp_path / "badge.json"), tmp_path / "cache.zip"
    assert main(["verify", str(path), "--at", NOW, "--cache", str(cache)]) == 0
    site.withdraw()
    redated(cache, NOW)
    assert verify(path, "--at", NOW, "--cache", cache) == 0
    assert verify(path, "--at", NOW) == 3
    capsys.readouterr()


def test_preparing_says_what_is_missing(site: Site, tmp_path: Path, capsys: Captured) -> None:
    """A list that could not be had is named, in words and as JSON, and the exit code says so."""
    path, bundle = site.badge(tmp_path / "badge.json"), tmp_path / "bundle.zip"
    site.withdraw()
    site.publish(site.keys_url, site.place.document)
    site.publish("https://never.example.org/", {})
    with_status = site.place.sign(
        badge(
            site.place,
            credentialStatus=status_entry(statusListCredential="https://10.0.0.1/status"),
        )
    )
    path.write_bytes(with_status.body)
    assert main(["bundle", str(path), "-o", str(bundle), "--json"]) == 3
    captured = capsys.readouterr()
    told = json.loads(captured.out)
    assert told["lost"] == {"https://10.0.0.1/status": "fetch.address"}
    assert [row["url"] for row in told["answers"]] == [site.keys_url]
    assert "https://10.0.0.1/status" in captured.err
    assert zipfile.is_zipfile(bundle)


@pytest.mark.journey
def test_a_real_server_is_not_needed_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    """With the place's server running a bundle is made; when it is gone, the bundle answers."""
    monkeypatch.setenv("BADGES_FETCH_ALLOW_LOOPBACK", "1")
    place, path, bundle = Place.by_key(), tmp_path / "badge.json", tmp_path / "bundle.zip"
    with serving(Server()) as server:
        url = server.url("/status/1")
        server.answer("/status/1", place.sign(status_list(place, id=url)).body)
        entry = status_entry(statusListCredential=url, id=f"{url}#48213")
        path.write_bytes(place.sign(badge(place, credentialStatus=entry)).body)
        assert main(["bundle", str(path), "--output", str(bundle)]) == 0
    redated(bundle, NOW)
    assert main(["verify", str(path), "--at", NOW]) == 3
    assert main(["verify", str(path), "--at", NOW, "--bundle", str(bundle)]) == 0
    assert verify(path, "--at", NOW, "--bundle", bundle) == 0
    assert [asked for asked, _ in server.seen] == ["/status/1"]
    capsys.readouterr()


@pytest.mark.parametrize("option", ["--bundle", "--cache"])
def test_a_broken_bundle_is_wrong_usage(
    site: Site, tmp_path: Path, option: str, capsys: Captured
) -> None:
    """Nothing is verified with it, and nothing of it is overwritten."""
    path = site.badge(tmp_path / "badge.json")
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"PK")
    assert verify(path, option, broken) == 2
    assert "bundle.broken" in capsys.readouterr().err
    assert broken.read_bytes() == b"PK"


def test_a_bundle_that_cannot_be_written_is_told(
    site: Site, tmp_path: Path, capsys: Captured
) -> None:
    """No half of a file is left behind."""
    path = site.badge(tmp_path / "badge.json")
    (tmp_path / "folder.zip").mkdir()
    assert main(["bundle", str(path), "-o", str(tmp_path / "folder.zip")]) == 2
    assert "cli.cannot_write" in capsys.readouterr().err
    assert not list(tmp_path.glob(".*.part"))


def test_one_file_to_read_or_one_to_write(site: Site, tmp_path: Path) -> None:
    """A cache is both; asking for a second file to write makes no sense."""
    with pytest.raises(SystemExit) as end:
        verify(site.badge(tmp_path / "b.json"), "--cache", "a.zip", "--save-bundle", "b.zip")
    assert end.value.code == 2
