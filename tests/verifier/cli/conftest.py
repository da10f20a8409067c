"""A person's desk: no settings, and files to verify."""

from pathlib import Path

import pytest

from badges.documents import serialize
from tests.verifier.badges_to_read import Place, badge, status_entry

PLACE = Place.by_key()


@pytest.fixture(autouse=True)
def _settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment of a person who set nothing."""
    for variable in ("BADGES_TRUST", "BADGES_LANGUAGE", "BADGES_FETCH_MAP", "BADGES_NOW"):
        monkeypatch.delenv(variable, raising=False)
    for variable in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture
def genuine(tmp_path: Path) -> Path:
    """A badge as signed."""
    path = tmp_path / "badge.json"
    path.write_bytes(PLACE.sign(badge(PLACE)).body)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a badge of each verdict, one of them deeper, and things that are no badges."""
    whole = tmp_path / "badges"
    (whole / "2026").mkdir(parents=True)
    signed = PLACE.sign(badge(PLACE))
    (whole / "a.json").write_bytes(signed.body)
    (whole / "b.json").write_bytes(serialize(signed.document | {"name": "Autre"}))
    listed = PLACE.sign(badge(PLACE, credentialStatus=status_entry()))
    (whole / "2026" / "c.json").write_bytes(listed.body)
    (whole / "2026" / "d.jwt").write_bytes(PLACE.sign(badge(PLACE), "vc-jwt").body)
    (whole / "notes.txt").write_text("Distribués le 22 novembre.")
    (whole / ".hidden.json").write_bytes(b"{}")
    (whole / ".git").mkdir()
    (whole / ".git" / "e.json").write_bytes(b"{}")
    (whole / "link.json").symlink_to(whole / "b.json")
    (whole / "loop").symlink_to(whole)
    return whole
