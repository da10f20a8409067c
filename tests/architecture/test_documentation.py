"""Documentation cannot drift: what the program offers is written down, and the README runs."""

import argparse
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from badges.net import HttpFetcher
from badges.proofs import SUITES
from badges.settings import PREFIX, Settings
from issuer.cli import parser as issuer_parser
from tools.reference import REFERENCE, pages
from verifier.cli import parser as verifier_parser
from verifier.policy import POLICIES

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


def _text(*path: str) -> str:
    return DOCS.joinpath(*path).read_text("utf-8")


def test_every_setting_is_documented() -> None:
    """Each variable has its row in docs/reference/settings.md."""
    page = _text("reference", "settings.md")
    missing = [f.name for f in fields(Settings) if f"`{PREFIX}{f.name.upper()}`" not in page]
    assert not missing


def test_each_check_and_each_intake_has_its_page() -> None:
    """docs/reference/checks/ and intakes/ are those that `make reference` would write now."""
    made = pages()
    kept = {path for folder in ("checks", "intakes") for path in (REFERENCE / folder).iterdir()}
    assert kept == set(made)
    assert not [path.name for path, text in made.items() if path.read_text("utf-8") != text]


def test_every_policy_is_documented() -> None:
    """Each policy has its part in docs/reference/policies.md."""
    page = _text("reference", "policies.md")
    assert not [policy.name for policy in POLICIES if f"## `{policy.name}`" not in page]


def test_every_suite_is_documented() -> None:
    """Each cryptosuite is named in docs/reference/proofs.md with its standing."""
    page = _text("reference", "proofs.md")
    assert not [suite.name for suite in SUITES if f"`{suite.name}`" not in page]


def _words_of(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Every sub-command and long option of a command line."""
    for action in parser._actions:  # noqa: SLF001 - argparse has no public way to list them
        yield from (option for option in action.option_strings if option.startswith("--"))
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - same
            for name, inner in action.choices.items():
                yield name
                yield from _words_of(inner)


@pytest.mark.parametrize("parser", [issuer_parser(), verifier_parser()], ids=["issuer", "verifier"])
def test_every_command_and_option_is_documented(parser: argparse.ArgumentParser) -> None:
    """Each sub-command and option stands in docs/reference/commands.md."""
    page = _text("reference", "commands.md")
    missing = {w for w in _words_of(parser) if not re.search(rf"(?<![\w-]){w}(?![\w-])", page)}
    assert not missing


def test_every_link_between_pages_leads_somewhere() -> None:
    """A relative link in a Markdown page names a file that exists."""
    broken = [
        f"{page.relative_to(ROOT)} -> {target}"
        for page in [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text("utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]
    assert not broken


def test_every_room_is_on_the_map() -> None:
    """docs/explanation/architecture.md names each package and module of the house."""
    page = _text("explanation", "architecture.md")
    rooms = [
        f"{door}/{item.name}" + ("/" if item.is_dir() else "")
        for door in ("badges", "issuer", "verifier")
        for item in (ROOT / door).iterdir()
        if not item.name.startswith(("_", ".")) and item.suffix in ("", ".py")
    ]
    assert not [room for room in rooms if f"`{room}`" not in page]


# The README's two commands, run as a newcomer would: on a copy of the tracked files, with an
# environment of its own. Slow, so it runs in CI and whenever BADGES_TEST_README is set.

_ASKED = bool(os.environ.get("CI") or os.environ.get("BADGES_TEST_README"))
_only_when_asked = pytest.mark.skipif(
    not _ASKED, reason="installs everything anew; set BADGES_TEST_README=1 to run it"
)


@pytest.fixture(scope="module")
def fresh_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tracked files as they are now, and nothing else."""
    folder = tmp_path_factory.mktemp("fresh") / "badges-tiers-lieux"
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    )
    for name in filter(None, listed.stdout.split("\0")):
        source, target = ROOT / name, folder / name
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    return folder


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _environment() -> dict[str, str]:
    kept = ("PATH", "HOME", "LANG", "PIP_INDEX_URL", "PIP_CONFIG_FILE", "PIP_FIND_LINKS")
    return {name: os.environ[name] for name in kept if name in os.environ}


def _commands() -> list[str]:
    return re.findall(r"^make \w+$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)


def test_the_readme_promises_two_commands() -> None:
    """The README's set-up is `make demo` and `make test`."""
    assert _commands()[:2] == ["make demo", "make test"]


@pytest.fixture
def demo(fresh_copy: Path) -> Iterator[str]:
    """The address of a server started by `make demo` in the fresh copy."""
    port = _free_port()
    process = subprocess.Popen(
        ["make", "demo", f"PORT={port}"], cwd=fresh_copy, env=_environment(), start_new_session=True
    )
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(process.pid, 15)
        process.wait(timeout=20)


@_only_when_asked
@pytest.mark.journey
def test_make_demo_shows_the_pages(demo: str) -> None:
    """From nothing, `make demo` ends with a page that answers."""
    fetcher = HttpFetcher(allow_loopback=True)
    for _ in range(240):
        try:
            answer = fetcher.fetch(f"{demo}/frameworks/tiers-lieux.jsonld")
        except Exception:  # noqa: BLE001 - not up yet, whatever the reason: ask again
            time.sleep(1)
        else:
            assert b"TL-COO-01" in answer.body
            return
    pytest.fail("the demo did not answer within four minutes")


@_only_when_asked
@pytest.mark.journey
def test_make_test_passes(fresh_copy: Path) -> None:
    """`make test` sets itself up and passes; a few tests stand for all, which run right now."""
    done = subprocess.run(
        ["make", "test", "TESTS=tests/badges/test_encoding.py"],
        cwd=fresh_copy,
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout


@_only_when_asked
@pytest.mark.journey
def test_the_verifier_installs_and_runs_alone(fresh_copy: Path, tmp_path: Path) -> None:
    """With only its extra, `badge-verifier` judges and serves, without database or QR maker."""
    environment = _environment()
    python = tmp_path / "venv" / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    subprocess.run(
        [python, "-m", "pip", "install", "-q", "-c", "constraints.txt", ".[verifier]"],
        cwd=fresh_copy,
        env=environment,
        check=True,
    )
    judged = subprocess.run(
        [python.with_name("badge-verifier"), "verify", "-", "--json"],
        cwd=tmp_path,
        env=environment,
        input="no badge",
        capture_output=True,
        text=True,
        check=False,
    )
    assert '"state": "unreadable"' in judged.stdout, judged.stderr
    opened = subprocess.run(
        [python, "-c", "import wsgi; print(wsgi.create_app().test_client().get('/').status_code)"],
        cwd=tmp_path,
        env=environment | {"BADGES_DOORS": "verifier"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert opened.stdout.strip() == "200", opened.stderr
