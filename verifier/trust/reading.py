"""From files to trust lists (BADGES_TRUST): one JSON file, or a folder of them.

Ours is `{"name": "…", "url": "…", "issuers": [{"id": "did:web:…", "name": "…"}]}`; an issuer may
also be its bare identifier. What an entry may say besides is told with `Entry`. A registry of the
Digital Credentials Consortium, `{"meta": …, "registry": {"did:key:…": {"name": "…"}}}`, is one too.
A list that cannot be read stops the start: read as empty, it would turn friends into strangers.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from badges.documents import JsonObject, Limits, parse
from badges.encoding import decode_instant
from badges.errors import BadgeError, DocumentError, Malformed, SettingsError
from verifier.trust.allow_list import ANYBODY, AllowList, Entry, TrustLists

_LIMITS = Limits(size=5_000_000, depth=8, nodes=200_000)
_FILES = 200
_LENGTH = 300
_ROLES = {"issuer": True, "status_lists": False}


class _Wrong(BadgeError):
    """A member of a list is not what it should be; `place` says which."""


def read_trust(path: Path | None) -> TrustLists:
    """The lists at `path`, in the order of their file names.

    Raises:
        SettingsError: a file cannot be read, is not a list, or an entry says what makes no sense.
    """
    if path is None:
        return TrustLists()
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    if len(files) > _FILES:
        raise SettingsError("settings.trust_files", path=str(path), limit=_FILES)
    return TrustLists(tuple(_read_list(file) for file in files))


def _read_list(file: Path) -> AllowList:
    try:
        if file.stat().st_size > _LIMITS.size:
            raise SettingsError("settings.trust", path=str(file))
        listing = parse(file.read_bytes(), _LIMITS)
        return _registry(listing, file) if "registry" in listing else _ours(listing, file)
    except (OSError, DocumentError) as error:
        raise SettingsError("settings.trust", path=str(file)) from error
    except _Wrong as error:
        raise SettingsError("settings.trust_entry", path=str(file), **error.params) from error


def _ours(listing: JsonObject, file: Path) -> AllowList:
    entries = listing.get("issuers")
    if not isinstance(entries, list):
        raise SettingsError("settings.trust", path=str(file))
    return AllowList(
        _optional(listing, "name", "") or file.stem,
        tuple(_entry(entry, f"issuers/{place}") for place, entry in enumerate(entries)),
        _optional(listing, "url", ""),
    )


def _registry(listing: JsonObject, file: Path) -> AllowList:
    """A registry of the DCC: identifiers as members, with name, place and page of each."""
    registry = listing["registry"]
    meta = listing.get("meta", {})
    if not isinstance(registry, dict) or not isinstance(meta, dict):
        raise SettingsError("settings.trust", path=str(file))
    return AllowList(
        _optional(meta, "name", "meta") or file.stem,
        tuple(_registered(registry)),
        _optional(meta, "url", "meta"),
    )


def _registered(registry: JsonObject) -> Iterator[Entry]:
    for identifier, facts in registry.items():
        if not identifier.strip() or not isinstance(facts, dict):
            raise _Wrong("", place=f"registry/{identifier[:80]}")
        yield Entry(identifier, _optional(facts, "name", f"registry/{identifier[:80]}"))


def _entry(written: Any, place: str) -> Entry:
    if isinstance(written, str) and written.strip():
        return Entry(written)
    if not isinstance(written, dict):
        raise _Wrong("", place=place)
    identifier = _optional(written, "id", place)
    role = written.get("role", "issuer")
    if identifier is None:
        raise _Wrong("", place=f"{place}/id")
    if not isinstance(role, str) or role not in _ROLES:
        raise _Wrong("", place=f"{place}/role")
    achievements = _texts(written, "achievements", place)
    return Entry(
        id=identifier,
        name=_optional(written, "name", place),
        begins=_instant(written, "valid_from", place),
        ends=_instant(written, "valid_until", place),
        achievements=None if achievements is None else frozenset(achievements),
        lists_for=frozenset(_texts(written, "status_lists_for", place) or _default(role)),
        is_issuer=_ROLES[role],
    )


def _default(role: str) -> tuple[str, ...]:
    """Whoever only keeps lists, without a word for whom, keeps them for anybody."""
    return () if _ROLES[role] else (ANYBODY,)


def _optional(written: JsonObject, member: str, place: str) -> str | None:
    value = written.get(member)
    if value is None:
        return None
    if not isinstance(value, str) or not len(value.strip()) > 0 or len(value) > _LENGTH:
        raise _Wrong("", place=f"{place}/{member}".lstrip("/"))
    return value


def _instant(written: JsonObject, member: str, place: str) -> datetime | None:
    text = _optional(written, member, place)
    try:
        return None if text is None else decode_instant(text)
    except Malformed as error:
        raise _Wrong("", place=f"{place}/{member}") from error


def _texts(written: JsonObject, member: str, place: str) -> list[str] | None:
    values = written.get(member)
    if values is None:
        return None
    values = [values] if isinstance(values, str) else values
    if not isinstance(values, list) or not all(isinstance(v, str) and v.strip() for v in values):
        raise _Wrong("", place=f"{place}/{member}")
    return values
