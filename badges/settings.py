"""Settings shared by both doors: one frozen value, made from a mapping of strings.

The environment is read only by the caller at a door (`wsgi.py`, a command). A wrong value raises
`SettingsError` with the variable's name and what to write, and nothing starts half configured.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from badges.errors import SettingsError
from badges.i18n import LANGUAGES

PREFIX = "BADGES_"
DOORS = ("issuer", "verifier")


@dataclass(frozen=True)
class Settings:
    """Every setting; names in the environment are these in upper case after `BADGES_`."""

    data_dir: Path = Path("var")
    database_url: str = ""
    base_url: str = "http://127.0.0.1:8000"
    doors: tuple[str, ...] = DOORS
    language: str = "fr"
    api_token: str | None = None
    api_place: str | None = None
    fetch_allow_loopback: bool = False
    fetch_proxy: str | None = None
    fetch_ca: Path | None = None
    fetch_map: Path | None = None
    trust: Path | None = None
    now: datetime | None = None
    smtp_url: str | None = None
    proxies: int = 0
    archive_dir: Path | None = None
    log: str = "text"
    log_all: bool = False

    @property
    def effective_database_url(self) -> str:
        """The database to use: the one set, else SQLite in the data directory."""
        return self.database_url or f"sqlite:///{self.data_dir / 'badges.sqlite3'}"

    @property
    def is_https(self) -> bool:
        """Whether places can be `did:web`; with plain http they are `did:key`."""
        return self.base_url.startswith("https://")


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Settings from `environment`; unset or empty variables keep their default.

    Raises:
        SettingsError: a value is wrong, or a variable with our prefix does not exist.
    """
    known = {field.name for field in fields(Settings)}
    values: dict[str, object] = {}
    for variable, text in environment.items():
        if not variable.startswith(PREFIX) or not text.strip():
            continue
        name = variable.removeprefix(PREFIX).lower()
        if name not in known:
            raise SettingsError("settings.unknown", variable=variable)
        values[name] = _READERS.get(name, _text)(variable, text.strip())
    return Settings(**values)  # type: ignore[arg-type]  # each reader makes its own type


def asked_language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language of messages, wanted before options are read: of `--lang`, else the setting."""
    for option, value in pairwise([*arguments, ""]):
        if option == "--lang":
            return value
        if option.startswith("--lang="):
            return option.removeprefix("--lang=")
    return environment.get(f"{PREFIX}LANGUAGE", "").strip()


def _text(_: str, text: str) -> str:
    return text


def _path(_: str, text: str) -> Path:
    return Path(text).expanduser()


def _existing(variable: str, text: str) -> Path:
    path = Path(text).expanduser()
    if not path.exists():
        raise SettingsError("settings.missing_file", variable=variable, path=str(path))
    return path


def _flag(variable: str, text: str) -> bool:
    if text not in ("0", "1"):
        raise SettingsError("settings.flag", variable=variable, value=text)
    return text == "1"


def _origin(variable: str, text: str) -> str:
    parts = _split(text, ("http", "https"))
    if parts is None or parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        raise SettingsError("settings.origin", variable=variable, value=text)
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _split(text: str, schemes: tuple[str, ...]) -> SplitResult | None:
    """The parts of an address with a host and a port that can be; None for anything else."""
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    is_host = _HOST.fullmatch(host) or ":" in host  # `urlsplit` has checked what stands in [ ]
    return parts if parts.scheme in schemes and is_host and port != 0 else None


def _database(variable: str, text: str) -> str:
    """The database's address; a refusal does not repeat it, since it may hold a password."""
    if not _DATABASE.match(text):
        raise SettingsError("settings.database_url", variable=variable)
    return text


def _proxy(variable: str, text: str) -> str:
    if _split(text, ("http",)) is None:
        raise SettingsError("settings.fetch_proxy", variable=variable)
    return text


def _count(variable: str, text: str) -> int:
    if not re.fullmatch(r"[0-9]", text):
        raise SettingsError("settings.proxies", variable=variable, value=text)
    return int(text)


def _mail(variable: str, text: str) -> str:
    if _split(text, ("smtp", "smtps")) is None:
        raise SettingsError("settings.smtp_url", variable=variable)
    return text


def _doors(variable: str, text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    if not names or set(names) - set(DOORS):
        raise SettingsError("settings.doors", variable=variable, value=text)
    return names


def _language(variable: str, text: str) -> str:
    if text not in LANGUAGES:
        raise SettingsError("settings.language", variable=variable, value=text)
    return text


def _form(variable: str, text: str) -> str:
    if text not in ("text", "json"):
        raise SettingsError("settings.log", variable=variable, value=text)
    return text


_HOST = re.compile(r"[a-z0-9]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9_-]*[a-z0-9])?)*\.?")
_DATABASE = re.compile(r"(sqlite|postgres|postgresql)(\+[a-z0-9]+)?://")
_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")


def _instant(variable: str, text: str) -> datetime:
    if not _RFC_3339.fullmatch(text):
        raise SettingsError("settings.instant", variable=variable, value=text)
    try:
        return datetime.fromisoformat(text.upper()).astimezone(UTC).replace(microsecond=0)
    except ValueError as error:
        raise SettingsError("settings.instant", variable=variable, value=text) from error


_READERS = {
    "data_dir": _path,
    "database_url": _database,
    "base_url": _origin,
    "doors": _doors,
    "language": _language,
    "fetch_allow_loopback": _flag,
    "fetch_proxy": _proxy,
    "fetch_ca": _existing,
    "fetch_map": _existing,
    "trust": _existing,
    "now": _instant,
    "smtp_url": _mail,
    "proxies": _count,
    "archive_dir": _path,
    "log": _form,
    "log_all": _flag,
}
