"""Imports go one way: the contracts of pyproject.toml hold, and the verifier stands alone."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_no_import_goes_up_or_across() -> None:
    """import-linter finds every contract kept."""
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


_VERIFIER_ALONE = """
import sys

FORBIDDEN = {"issuer", "sqlalchemy", "alembic", "qrcode", "PIL", "yaml", "resvg_py"}

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in FORBIDDEN:
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Absent())
from verifier.cli import main
sys.exit(main(["verify", "-", "--json"]))
"""


def test_the_verifier_runs_with_only_its_own_extra() -> None:
    """Without database, QR maker or issuer, `badge-verifier verify` still reads and judges."""
    done = subprocess.run(
        [sys.executable, "-c", _VERIFIER_ALONE],
        cwd=ROOT,
        input="this is no badge",
        capture_output=True,
        text=True,
        check=False,
    )
    assert '"state": "unreadable"' in done.stdout, done.stderr
