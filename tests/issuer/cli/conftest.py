"""A shell in which tests type `badge-issuer` commands against a real SQLite database."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from issuer.cli import main
from tests.issuer.world import TODAY, begin_data_directory


@dataclass
class Answer:
    """What one command left: exit status, standard output, standard error."""

    status: int
    out: str
    err: str

    @property
    def value(self) -> Any:
        """Standard output read as the one JSON value that `--json` promises."""
        return json.loads(self.out)


@dataclass
class Shell:
    """Types commands; `environment` can be changed between two of them.

    Its database is made beforehand, except for a `bare` shell, whose first command makes it.
    """

    folder: Path
    capture: pytest.CaptureFixture[str]
    environment: dict[str, str] = field(default_factory=dict)
    bare: bool = False

    def __call__(self, *arguments: str) -> Answer:
        """Run `badge-issuer` with `arguments`."""
        if not self.bare and not self.data_dir.exists():
            # The journal that begins there must not be ahead of the clock that the commands read.
            stands_still = "BADGES_NOW" in self.environment
            begin_data_directory(self.data_dir, None if stands_still else TODAY)
        self.capture.readouterr()
        status = main(arguments, {"BADGES_DATA_DIR": str(self.data_dir), **self.environment})
        captured = self.capture.readouterr()
        return Answer(status, captured.out, captured.err)

    @property
    def data_dir(self) -> Path:
        """Where the database, the keys and the files are."""
        return self.folder / "var"

    def write(self, name: str, text: str) -> str:
        """A file with `text` in it; answers its path."""
        path = self.folder / name
        path.write_text(text, "utf-8")
        return str(path)


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    """A shell over an empty folder."""
    return Shell(tmp_path, capsys)


ACHIEVEMENT = """
slug: coudre-un-sac
name: Coudre un sac
description: Fabriquer un sac solide, du patron aux finitions.
criteria: Réaliser **trois sacs** conformes.
competencies:
  - code: TL-FAB-05
    level: N3
"""


@pytest.fixture
def place(shell: Shell) -> Shell:
    """A shell with a place that recognises `coudre-un-sac`."""
    assert shell("init", "--place", "Fablab du Moulin").status == 0
    assert shell("achievement", "add", shell.write("sac.yaml", ACHIEVEMENT)).status == 0
    return shell
