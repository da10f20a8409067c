"""The front door opens the doors that the settings name, and no other."""

from pathlib import Path

import pytest

import wsgi
from badges.errors import SettingsError
from tests.issuer.web.house import PAGE, environment


def _paths(directory: Path, doors: str) -> dict[str, int]:
    app = wsgi.create_app(environment(directory, doors=doors))
    client = app.test_client()
    paths = ("/", "/healthz", "/verify", "/frameworks")
    statuses = {path: client.get(path, headers=PAGE).status_code for path in paths}
    if "badges.office" in app.extensions:
        app.extensions["badges.office"].store.close()
    return statuses


@pytest.mark.parametrize(
    ("doors", "verify", "frameworks"),
    [("verifier", 302, 404), ("issuer", 404, 200), ("issuer,verifier", 302, 200)],
)
def test_only_the_doors_named_are_open(
    tmp_path: Path, doors: str, verify: int, frameworks: int
) -> None:
    """Each door can be run alone; the home page and health are always there."""
    assert _paths(tmp_path, doors) == {
        "/": 200,
        "/healthz": 200,
        "/verify": verify,
        "/frameworks": frameworks,
    }


def test_a_verifier_alone_writes_nothing(tmp_path: Path) -> None:
    """No database and no directory are made for a verifier."""
    _paths(tmp_path / "var", "verifier")
    assert not (tmp_path / "var").exists()


def test_a_wrong_setting_stops_the_start(tmp_path: Path) -> None:
    """Nothing starts half configured."""
    with pytest.raises(SettingsError):
        wsgi.create_app(environment(tmp_path, doors="window"))


def test_servers_may_take_the_application_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`wsgi:app` is made at first use from the process's environment, and only once."""
    for name, value in environment(tmp_path, doors="verifier").items():
        monkeypatch.setenv(name, value)
    monkeypatch.delitem(vars(wsgi), "app", raising=False)
    assert wsgi.app is wsgi.app
    assert wsgi.app.test_client().get("/healthz").status_code == 200
    monkeypatch.delitem(vars(wsgi), "app")
    with pytest.raises(AttributeError):
        _ = wsgi.nothing
