"""On what something was measured: without it, no figure means anything."""

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = (
    *("cryptography", "jsonschema-rs", "openbadgeslib", "orjson", "pyld", "pyoxigraph"),
    *("sqlalchemy", "psycopg"),
)
_CPUINFO = Path("/proc/cpuinfo")


def machine() -> dict[str, object]:
    """The processor, how many others want it, and the date in UTC."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "load": [round(load, 2) for load in os.getloadavg()] if hasattr(os, "getloadavg") else None,
        "system": platform.system(),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
    }


def versions() -> dict[str, str]:
    """The version of every Python package that works in a measure, where it is installed."""
    found = {name: _version(name) for name in PACKAGES}
    return {name: number for name, number in found.items() if number}


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _processor() -> str:
    if _CPUINFO.is_file():
        for line in _CPUINFO.read_text("utf-8").splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    return platform.processor() or platform.machine()
