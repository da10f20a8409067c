"""The Node programs of `tests/interop/node`: other people's verifiers, spoken to in JSON."""

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from badges.documents import JsonObject

PROGRAMS = Path(__file__).resolve().parent / "node"
INSTALLING_SECONDS = 300
RUNNING_SECONDS = 120


class NodeUnavailable(Exception):
    """Node or its packages cannot be had here; the message says why."""


def node_modules() -> Path:
    """The pinned packages, installed once a lock file in the user's cache, outside the checkout."""
    for command in ("node", "npm"):
        if shutil.which(command) is None:
            raise NodeUnavailable(f"{command} is not installed")
    installed = _installed_here()
    if not installed.is_dir():
        installed.parent.mkdir(parents=True, exist_ok=True)
        _install(installed)
    return installed / "node_modules"


def installed_modules() -> Path:
    """The pinned packages where they are installed already: nothing is ever fetched.

    Raises:
        NodeUnavailable: Node or its packages are not here.
    """
    installed = _installed_here()
    if shutil.which("node") is None or not installed.is_dir():
        raise NodeUnavailable("Node or its packages are not installed")
    return installed / "node_modules"


def _installed_here() -> Path:
    lock = (PROGRAMS / "package-lock.json").read_bytes()
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "badges-tiers-lieux"
    return cache / f"interop-{hashlib.sha256(lock).hexdigest()[:16]}"


def _install(target: Path) -> None:
    """Install beside `target` and rename, so that an interrupted or parallel run harms nobody."""
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        packages = Path(folder) / "packages"
        packages.mkdir()
        for name in ("package.json", "package-lock.json"):
            shutil.copy(PROGRAMS / name, packages)
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        try:
            subprocess.run(
                command, cwd=packages, check=True, capture_output=True, timeout=INSTALLING_SECONDS
            )
        except subprocess.CalledProcessError as error:
            raise NodeUnavailable(f"npm ci failed: {_last_line(error.stderr)}") from error
        except subprocess.TimeoutExpired as error:
            raise NodeUnavailable(f"npm ci took over {INSTALLING_SECONDS} s") from error
        with suppress(OSError):  # a parallel run was faster, and its packages are the same
            packages.rename(target)


def _last_line(output: bytes) -> str:
    return output.decode(errors="replace").strip().rpartition("\n")[2]


@dataclass(frozen=True)
class Answers:
    """What one Node process answered: a result a case, and the addresses that it asked for."""

    results: Mapping[str, Any]
    refused: tuple[str, ...]
    visited: tuple[str, ...]

    def __getitem__(self, case: str) -> Any:
        """The answer to one case."""
        return self.results[case]


@dataclass(frozen=True)
class NodePrograms:
    """The programs of `tests/interop/node`, ready in a folder that has their packages."""

    folder: Path
    contexts: Mapping[str, JsonObject] = field(repr=False)

    def run(
        self,
        program: str,
        cases: Mapping[str, JsonObject],
        *,
        pages: Mapping[str, JsonObject] | None = None,
        origins: Mapping[str, str] | None = None,
        registries: tuple[JsonObject, ...] = (),
    ) -> Answers:
        """Answers of one process to a batch of cases.

        Args:
            program: Name of the `.mjs` file without its suffix.
            cases: What to examine, by name; each program says what a case holds.
            pages: Documents by URL, that the process sees in place of the network.
            origins: Public origins by the loopback address at which they are served.
            registries: Issuer registries, in the words of verifier-core.
        """
        question = {
            "cases": cases,
            "contexts": self.contexts,
            "pages": pages or {},
            "origins": origins or {},
            "registries": registries,
        }
        process = subprocess.run(
            ["node", f"{program}.mjs"],
            cwd=self.folder,
            input=json.dumps(question).encode(),
            capture_output=True,
            timeout=RUNNING_SECONDS,
            check=False,
        )
        assert process.returncode == 0, process.stderr.decode(errors="replace")
        answer = json.loads(process.stdout)
        return Answers(answer["results"], tuple(answer["refused"]), tuple(answer["visited"]))


def lay_out(folder: Path, contexts: Mapping[str, JsonObject]) -> NodePrograms:
    """Put the programs beside their packages: Node looks for packages near the program."""
    modules = node_modules()
    for program in PROGRAMS.glob("*.mjs"):
        shutil.copy(program, folder)
    (folder / "node_modules").symlink_to(modules)
    return NodePrograms(folder, contexts)
