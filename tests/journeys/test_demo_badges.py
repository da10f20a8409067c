"""The demonstration's badges, in each of their forms, before and after they are cancelled."""

import json
from pathlib import Path
from typing import Any

import pytest

import wsgi
from issuer.cli import main

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
        assert states() == {("rejected", "revoked")}
    finally:
        app.extensions["badges.office"].store.close()
