"""The files with which people deploy: they parse, and name only what there is."""

import re
import shlex
import shutil
import subprocess
from dataclasses import fields
from pathlib import Path

import pytest
import yaml

from badges.settings import PREFIX, Settings, read_settings
from issuer.cli import parser

FOLDER = Path(__file__).parents[3] / "docs" / "how-to" / "deploy"
FILES = sorted(path for path in FOLDER.iterdir() if path.is_file())
UNITS = [path for path in FILES if path.suffix in (".service", ".timer")]
_COMMAND = re.compile(r"^(?:ExecStart(?:Pre)?=|\$ |sudo -u badges )?(\S*badge-issuer .+)$")
_QUOTED = re.compile(r"exec (\S*badge-issuer .+)'$")


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines()


def _commands() -> list[tuple[str, list[str]]]:
    """Every `badge-issuer` command line of these files, without the program's name."""
    found: list[tuple[str, list[str]]] = []
    for path in FILES:
        for line in _lines(path):
            inside = _QUOTED.search(line) or _COMMAND.match(line.strip())
            if inside:
                words = shlex.split(inside[1].replace("|", "#"), comments=True)
                found.append((path.name, words[1:]))
    services = yaml.safe_load((FOLDER / "compose.yaml").read_text("utf-8"))["services"]
    for name, service in services.items():
        command = service.get("command", [])
        if command[:1] == ["badge-issuer"]:
            found.append((f"compose.yaml {name}", command[1:]))
    return found


COMMANDS = _commands()


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.name))
def test_every_setting_named_exists(path: Path) -> None:
    """A variable that was renamed would stop the service at its start."""
    named = set(re.findall(rf"\b{PREFIX}[A-Z_]+", path.read_text("utf-8")))
    known = {f"{PREFIX}{field.name.upper()}" for field in fields(Settings)}
    assert named <= known


def test_the_example_of_settings_can_be_read() -> None:
    """As it is but for its passwords."""
    lines = [line for line in _lines(FOLDER / "badges.env.example") if line[:1] not in ("#", "")]
    settings = read_settings(dict(line.split("=", 1) for line in lines))
    assert settings.is_https
    assert settings.proxies == 1


@pytest.mark.parametrize(("where", "words"), COMMANDS, ids=range(len(COMMANDS)))
def test_every_command_named_exists(where: str, words: list[str]) -> None:
    """With its options."""
    options = parser().parse_args(words)
    assert callable(options.run), where


def test_the_commands_of_a_service_are_there() -> None:
    """Serving, working, migrating and keeping a copy each have a unit or a container."""
    units = {words[0] for where, words in COMMANDS if where.endswith(".service")}
    containers = {words[0] for where, words in COMMANDS if where.startswith("compose.yaml")}
    assert units == {"migrate", "serve", "jobs", "backup"}
    assert containers == {"migrate", "serve", "jobs"}


def test_containers_are_locked_down() -> None:
    """No service of ours is root, may write its own root, or gain rights."""
    services = yaml.safe_load((FOLDER / "compose.yaml").read_text("utf-8"))["services"]
    ours = [service for service in services.values() if service["image"] == "badges"]
    assert len(ours) == 3
    for service in ours:
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
    build = _lines(FOLDER / "Dockerfile")
    assert build.index("USER badges") < next(n for n, x in enumerate(build) if x.startswith("CMD"))
    assert any("/readyz" in line for line in build)


def test_the_proxy_keeps_no_log_and_shows_no_figures() -> None:
    """Who read what is nobody's business; sessions are never kept in its cache."""
    text = (FOLDER / "nginx.conf").read_text("utf-8")
    assert text.count("{") == text.count("}")
    for needed in (
        "access_log off;",
        "location = /metrics { return 404; }",
        "proxy_no_cache $http_cookie $http_authorization;",
        "proxy_set_header X-Forwarded-For $remote_addr;",
    ):
        assert needed in text


def test_a_command_of_the_keeper_has_the_settings_of_the_service(tmp_path: Path) -> None:
    """Without them it would look at another, empty instance; its words go through whole."""
    me = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
    program = tmp_path / "program"
    program.write_text('#!/bin/sh\necho "$BADGES_BASE_URL|$BADGES_SMTP_URL|$1|$2"\n')
    program.chmod(0o755)
    settings = tmp_path / "badges.env"
    settings.write_text((FOLDER / "badges.env.example").read_text("utf-8"))
    text = (FOLDER / "badge-issuer").read_text("utf-8").replace("= badges", f"= {me}")
    text = text.replace("/opt/badges/bin/badge-issuer", str(program))
    text = text.replace("/etc/badges/badges.env", str(settings))
    script = tmp_path / "badge-issuer"
    script.write_text(text)
    done = subprocess.run(
        ["/bin/sh", str(script), "init", "Le Moulin"], capture_output=True, text=True, check=True
    )
    origin, mail, *words = done.stdout.strip().split("|")
    assert origin == "https://badges.example.fr"
    assert mail.endswith("?from=badges@example.fr")
    assert words == ["init", "Le Moulin"]


def test_everything_that_units_need_is_made_by_the_guide() -> None:
    """The user, and every folder that a unit names before it starts."""
    guide = (FOLDER / "README.md").read_text("utf-8")
    made = " ".join(line for line in guide.splitlines() if line.startswith("sudo "))
    for path in UNITS:
        for line in _lines(path):
            name, _, value = line.partition("=")
            if name in ("ReadWritePaths", "EnvironmentFile"):
                assert value in made
            if name == "User":
                assert f"nologin {value}" in made


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not here")
def test_units_are_what_systemd_expects(tmp_path: Path) -> None:
    """Read by systemd itself, with programs that are on this machine."""
    for path in UNITS:
        text = path.read_text("utf-8").replace("/opt/badges/bin/badge-issuer", "/bin/true")
        (tmp_path / path.name).write_text(text, "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", *(str(tmp_path / path.name) for path in UNITS)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    told = [line for line in done.stderr.splitlines() if str(tmp_path) in line or "badges-" in line]
    assert told == []
