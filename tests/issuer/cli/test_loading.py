"""Commands begin and end quickly: they load what they use, and do not look through memory."""

import gc
import json
import subprocess
import sys
from types import ModuleType

import pytest

from issuer.cli.loading import loading
from tests.issuer.cli.conftest import Shell

UNUSED = (
    *("PIL", "alembic", "flask", "huey", "markdown_it", "openvc", "pyoxigraph", "qrcode"),
    *("resvg_py", "typst", "webauthn", "yaml", "issuer.services.publishing"),
)

_THEN_TELL = """
import json, sys
from issuer.cli import main
status = main(sys.argv[1:])
json.dump([status, sorted(sys.modules)], sys.stderr)
"""


def test_a_group_without_files_loads_nothing_of_pages_paper_or_passkeys(place: Shell) -> None:
    """Half a second of a command, however small the group."""
    group = place.write("groupe.csv", "name\nZoé\n")
    done = subprocess.run(
        [sys.executable, "-c", _THEN_TELL, "batch", "coudre-un-sac", group, "--no-files", "--json"],
        env={"BADGES_DATA_DIR": str(place.data_dir)},
        capture_output=True,
        text=True,
        check=True,
    )
    status, loaded = json.loads(done.stderr)
    assert (status, json.loads(done.stdout)["issued"]) == (0, 1)
    assert [name for name in UNUSED if name in loaded] == []


def test_memory_is_watched_again_once_modules_are_loaded() -> None:
    """Also when one of them cannot be, and only by whom it was watched before."""

    def load_nothing() -> None:
        with loading():
            assert not gc.isenabled()
            raise ModuleNotFoundError

    with pytest.raises(ModuleNotFoundError):
        load_nothing()
    assert gc.isenabled()
    gc.disable()
    try:
        with loading():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_what_was_loaded_is_not_looked_through_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """And where nothing new came, what is in memory stays under watch: it may be anything."""
    gc.unfreeze()
    with loading():
        pass
    assert gc.get_freeze_count() == 0
    with loading():
        monkeypatch.setitem(sys.modules, "tests.only_for_a_moment", ModuleType("moment"))
    assert gc.get_freeze_count() > 0
    gc.unfreeze()
