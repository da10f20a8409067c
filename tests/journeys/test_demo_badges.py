"""The demonstration's badges, in each of their forms, before and after they are cancelled."""

import copy
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import wsgi
from badges.documents import JsonObject
from badges.net import OfflineFetcher
from badges.web.own_documents import SECONDS
from issuer.cli import main
from verifier import verify

KINDS = {
    "json": "application/vc",
    "jwt": "application/vc+jwt",
    "png": "image/png",
    "svg": "image/svg+xml",
}


def _type(capture: pytest.CaptureFixture[str], folder: Path, *arguments: str) -> Any:
    capture.readouterr()
    assert main([*arguments, "--json"], {"BADGES_DATA_DIR": str(folder)}) == 0
    return json.loads(capture.readouterr().out)


@pytest.mark.requirement("VAL-21")
def test_a_badge_of_the_demonstration_is_beyond_remark(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No error and no warning, under the usual rules and under those of the certification."""
    folder = tmp_path / "var"
    awards = _type(capsys, folder, "demo")["awards"]
    app = wsgi.create_app({"BADGES_DATA_DIR": str(folder)})
    client = app.test_client()
    try:
        for policy in ("default", "ob3-certification", "strict"):
            for award in awards:
                body = Path(award["files"]["json"]).read_bytes()
                answer = client.post(
                    f"/api/v1/verify?policy={policy}", data=body, content_type="application/vc"
                ).get_json()
                assert (answer["verdict"], answer["policy"]) == ("accepted", policy)
                assert answer["errors"] + answer["warnings"] == []
    finally:
        app.extensions["badges.office"].store.close()


@pytest.mark.requirement("STAT-16", "VER-16")
def test_every_badge_of_the_demonstration_is_genuine_until_it_is_cancelled(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """JSON, JWT, PNG and SVG of all three are accepted; after `revoke` all of them say so."""
    folder = tmp_path / "var"
    awards = _type(capsys, folder, "demo")["awards"]
    app = wsgi.create_app({"BADGES_DATA_DIR": str(folder)})
    client = app.test_client()

    def states() -> set[tuple[str, str]]:
        reports = [
            client.post(
                "/api/v1/verify",
                data=Path(award["files"][kind]).read_bytes(),
                content_type=media_type,
            ).get_json()
            for award in awards
            for kind, media_type in KINDS.items()
        ]
        assert len(reports) == 12
        return {(report["verdict"], report["state"]) for report in reports}

    try:
        assert states() == {("accepted", "genuine")}
        for award in awards:
            _type(capsys, folder, "revoke", award["id"], "--reason", "essai")
        time.sleep(SECONDS)  # for so long a server may believe the lists that it has just read
        assert states() == {("rejected", "revoked")}
    finally:
        app.extensions["badges.office"].store.close()


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every member and item."""
    keys = value.keys() if isinstance(value, dict) else range(len(value))
    for key in keys:
        yield (*path, key)
        if isinstance(value[key], dict | list):
            yield from _places(value[key], (*path, key))


def _tampered(document: JsonObject) -> Iterator[tuple[tuple[Any, ...], JsonObject]]:
    """The document with one member or item taken away, and with one text changed."""
    for path in _places(document):
        for is_kept in (False, True):
            copied = copy.deepcopy(document)
            parent: Any = copied
            for key in path[:-1]:
                parent = parent[key]
            if not is_kept:
                del parent[path[-1]]
            elif isinstance(parent[path[-1]], str):
                parent[path[-1]] += "x"
            else:
                continue
            yield path, copied


@pytest.mark.requirement("PRF-04", "PRF-23", "SAFE-01", "TRAP-03")
def test_no_single_change_to_a_badge_of_the_demonstration_goes_unseen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each is rejected; only another suite's name is undetermined: no proof of a known kind."""
    fetcher, count = OfflineFetcher(), 0
    for award in _type(capsys, tmp_path / "var", "demo")["awards"]:
        for path, document in _tampered(json.loads(Path(award["files"]["json"]).read_bytes())):
            verdict = verify(json.dumps(document).encode(), fetcher=fetcher).verdict
            proof: JsonObject = next(iter(document.get("proof", ())), {})
            is_unknown = proof.get("cryptosuite") == "eddsa-rdfc-2022x"
            expected = "undetermined" if is_unknown else "rejected"
            assert verdict == expected, path
            count += 1
    assert count > 1_000
