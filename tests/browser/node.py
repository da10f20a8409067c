"""One Node process for a batch of questions to the modules, laid out as they are served."""

import base64
import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from badges.web.browser_files import browser_files, context_files
from schemas.catalogue import CURRENT

PROGRAM = Path(__file__).resolve().parent / "programs.mjs"
NOW = "2026-11-22T12:00:00Z"
_SECONDS = 60
_MODULES = '{"type": "module"}'

Case = dict[str, Any]


def verifying(material: bytes) -> Case:
    """The question what a file is."""
    return {"ask": "verify", "of": base64.b64encode(material).decode()}


def calling(module: str, name: str, *values: Any) -> Case:
    """The question what a function of a module gives."""
    return {"ask": "call", "of": {"module": module, "name": name, "values": values}}


@dataclass(frozen=True)
class Answers:
    """What the modules answered, a case a name, and the addresses that they asked for."""

    answers: Mapping[str, Any]
    visits: tuple[str, ...]

    def __getitem__(self, case: str) -> Any:
        """The answer to one case."""
        return self.answers[case]

    def state(self, case: str) -> str:
        """The state that was found."""
        return str(self.answers[case]["state"])


@dataclass(frozen=True)
class Modules:
    """The modules and contexts in a folder, as an archive holds them."""

    root: Path

    def ask(
        self, cases: Mapping[str, Case], pages: Mapping[str, bytes] | None = None, now: str = NOW
    ) -> Answers:
        """The answers of one process to whom `pages` is the whole web."""
        web = {url: base64.b64encode(body).decode() for url, body in (pages or {}).items()}
        question = {"root": str(self.root), "cases": cases, "pages": web, "now": now}
        process = subprocess.run(
            ["node", str(PROGRAM)],
            input=json.dumps(question).encode(),
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
        assert process.returncode == 0, process.stderr.decode(errors="replace")
        told = json.loads(process.stdout)
        return Answers(told["answers"], tuple(told["visits"]))


def lay_out(root: Path, *, every_context: bool = False) -> Modules:
    """The modules in `root`; skipped without Node, but never where CI says so.

    `every_context` adds those that are never served, such as the one of the W3C's examples.
    """
    if shutil.which("node") is None and not os.environ.get("CI"):
        pytest.skip("the modules of the browser need Node to be tried outside of one")
    contents = dict(browser_files())
    if every_context:
        contents |= context_files(CURRENT, list(CURRENT.urls()))
    for path, content in contents.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    (root / "package.json").write_text(_MODULES, "utf-8")
    return Modules(root)
