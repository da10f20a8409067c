"""Lists of issuers that the reader knows (BADGES_TRUST): one JSON file, or a folder of them.

A list is `{"name": "Réseau des tiers-lieux de l'Ouest", "issuers": [{"id": "did:web:…", "name":
"…"}]}`; an issuer may also be its bare identifier. Identifiers are compared as written (KEY-06).
"""

from dataclasses import dataclass
from pathlib import Path

from badges.documents import Limits, parse
from badges.errors import DocumentError, SettingsError
from verifier.report import Trust

_LIMITS = Limits(size=5_000_000, depth=8, nodes=200_000)


@dataclass(frozen=True)
class AllowList:
    """One list: who keeps it, and the identifiers that it names."""

    name: str
    issuers: frozenset[str]


@dataclass(frozen=True)
class TrustLists:
    """Every list that the reader set."""

    lists: tuple[AllowList, ...] = ()

    def __call__(self, issuer: str) -> tuple[Trust, str | None]:
        """What the lists say of an issuer, and the name of the first list that names it."""
        if not self.lists:
            return Trust.UNKNOWN, None
        for item in self.lists:
            if issuer in item.issuers:
                return Trust.LISTED, item.name
        return Trust.UNLISTED, None


def read_trust(path: Path | None) -> TrustLists:
    """The lists at `path`, in the order of their file names.

    Raises:
        SettingsError: a file cannot be read or is not a list.
    """
    if path is None:
        return TrustLists()
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    return TrustLists(tuple(_read_list(file) for file in files))


def _read_list(file: Path) -> AllowList:
    try:
        listing = parse(file.read_bytes(), _LIMITS)
    except (OSError, DocumentError) as error:
        raise SettingsError("settings.trust", path=str(file)) from error
    entries = listing.get("issuers")
    name = listing.get("name", file.stem)
    if not isinstance(entries, list) or not isinstance(name, str):
        raise SettingsError("settings.trust", path=str(file))
    return AllowList(name, frozenset(_identifier(entry, file) for entry in entries))


def _identifier(entry: object, file: Path) -> str:
    identifier = entry.get("id") if isinstance(entry, dict) else entry
    if not isinstance(identifier, str) or not identifier:
        raise SettingsError("settings.trust", path=str(file))
    return identifier
