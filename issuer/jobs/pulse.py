"""A sign of life of the worker of this machine: the time of a file that it touches each minute."""

from contextlib import suppress
from pathlib import Path

from badges.settings import Settings

FILE = "worker.alive"


def beat(settings: Settings) -> None:
    """Say that the worker goes its round; a full disk is told of elsewhere."""
    with suppress(OSError):
        _file(settings).touch(mode=0o600)


def last_beat(settings: Settings) -> float | None:
    """When a worker of this machine last went its round, in seconds since 1970, or None."""
    try:
        return _file(settings).stat().st_mtime
    except OSError:
        return None


def _file(settings: Settings) -> Path:
    return settings.data_dir / FILE
