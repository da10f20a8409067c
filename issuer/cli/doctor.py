"""The doctor of `badge-issuer check`: every thing that real use needs, looked at one by one.

A remark is `good`, `advice` (works, but not for production) or `broken` (something will fail).
"""

import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from badges.encoding import encode_instant
from badges.errors import BadgeError
from badges.i18n import Translator
from badges.net import HttpFetcher
from badges.settings import PREFIX, Settings
from issuer.bootstrap import bootstrap
from issuer.errors import ClockBehind
from issuer.jobs.backups import last_backup
from issuer.jobs.key_files import STAGED
from issuer.jobs.pulse import last_beat
from issuer.keystores.encrypted_file import NEXT_NAME
from issuer.model import KeyState
from issuer.ports import Office
from issuer.services import keyring, places, publishing, timekeeping
from issuer.store.servers import CONNECTIONS_EACH, LEAST_VERSION, Server, server_of
from issuer.store.snapshots import sqlite_path

GOOD, ADVICE, BROKEN = "good", "advice", "broken"

_FREE_BYTES = 200_000_000
_LOG_BYTES = 200_000_000
_BACKUP_DAYS = 2
_QUIET_DAYS = 90
_LONGEST_ROUND = timedelta(minutes=5)
_PROCESSES = 6
"""Four web processes, a worker, and a command: one machine of the deployment that we describe."""
_SECRETS = ("api_token", "smtp_url", "database_url", "fetch_proxy")
_ACTIVE: KeyState = "active"


@dataclass(frozen=True)
class Remark:
    """One thing looked at: its state, and the code of the sentence that says it."""

    state: str
    code: str
    params: dict[str, Any] = field(default_factory=dict)


def examine(settings: Settings) -> tuple[Remark, ...]:
    """Everything that real use needs, in the order in which it should be mended."""
    remarks = [*_settings(settings), *_folder(settings), *_https(settings), *_mail(settings)]
    try:
        office = bootstrap(settings)
    except BadgeError as error:
        return (*remarks, Remark(BROKEN, error.code, error.params))
    try:
        for look in _LOOKS:
            remarks += look(office)
    finally:
        office.store.close()
    return tuple(remarks)


def in_words(remark: Remark, words: Translator) -> str:
    """The sentence of a remark; an error among its parameters is told in words too."""
    params = {
        name: words(value.code, **value.params).rstrip(".")
        if isinstance(value, BadgeError)
        else value
        for name, value in remark.params.items()
    }
    return words(remark.code, **params)


def _settings(settings: Settings) -> Iterator[Remark]:
    """Every setting with its value; what may hold a password only says that it is set."""
    for item in fields(Settings):
        value = getattr(settings, item.name)
        shown = "•••" if value and item.name in _SECRETS else _as_written(value)
        variable = f"{PREFIX}{item.name.upper()}"
        yield Remark(GOOD, "cli.check.setting", {"variable": variable, "value": shown or "–"})


def _as_written(value: object) -> str:
    """The value of a setting as one writes it in the environment."""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, tuple):
        return ",".join(value)
    if isinstance(value, datetime):
        return encode_instant(value)
    return "" if value is None else str(value)


def _folder(settings: Settings) -> Iterator[Remark]:
    folder = settings.data_dir
    if not folder.is_dir():
        yield Remark(ADVICE, "cli.check.folder_missing", {"folder": str(folder)})
        return
    mode = stat.S_IMODE(folder.stat().st_mode)
    if mode & 0o077:
        params = {"folder": str(folder), "mode": f"{mode:04o}"}
        yield Remark(BROKEN, "cli.check.folder_open", params)
    else:
        yield Remark(GOOD, "cli.check.folder", {"folder": str(folder)})
    free = shutil.disk_usage(folder).free
    state = GOOD if free > _FREE_BYTES else BROKEN
    yield Remark(state, "cli.check.disk", {"megabytes": free // 1_000_000})
    yield from _backup(folder)
    yield from _leftovers(settings)


def _backup(folder: Path) -> Iterator[Remark]:
    """When the last backup was made; one that lies beside what it saves would be lost with it."""
    last = last_backup(folder)
    if last is None:
        yield Remark(ADVICE, "cli.check.no_backup", {"folder": str(folder)})
        return
    days = (datetime.now(UTC) - last.made).days
    params = {"file": last.file, "made": encode_instant(last.made), "days": days}
    if days >= _BACKUP_DAYS:
        yield Remark(ADVICE, "cli.check.old_backup", params)
    elif Path(last.file).is_relative_to(folder.resolve()):
        yield Remark(ADVICE, "cli.check.backup_beside", params)
    else:
        yield Remark(GOOD, "cli.check.backup", params)


def _leftovers(settings: Settings) -> Iterator[Remark]:
    """What a command that was cut short left behind, and a log that nobody can empty."""
    if (settings.data_dir / "keys" / NEXT_NAME).exists():
        yield Remark(ADVICE, "cli.check.resealing")
    if (settings.data_dir / STAGED).exists():
        yield Remark(ADVICE, "cli.check.restoring", {"folder": str(settings.data_dir / STAGED)})
    for left in settings.data_dir.glob("rehearsal-*"):
        yield Remark(ADVICE, "cli.check.rehearsal", {"folder": str(left)})
    for left in (*settings.data_dir.glob(".*.part"), *settings.data_dir.glob(".*.new")):
        yield Remark(ADVICE, "cli.check.leftover", {"file": str(left)})
    path = sqlite_path(settings.effective_database_url)
    log = None if path is None else path.with_name(f"{path.name}-wal")
    if log is not None and log.exists() and log.stat().st_size > _LOG_BYTES:
        yield Remark(ADVICE, "cli.check.log", {"megabytes": log.stat().st_size // 1_000_000})


def _https(settings: Settings) -> Iterator[Remark]:
    code = "cli.check.https" if settings.is_https else "cli.check.no_https"
    yield Remark(GOOD if settings.is_https else ADVICE, code, {"address": settings.base_url})


def _mail(settings: Settings) -> Iterator[Remark]:
    if not settings.smtp_url:
        yield Remark(ADVICE, "cli.check.no_mail")


def _known_places(office: Office) -> Iterator[Remark]:
    known = places.list_all(office)
    if not known:
        yield Remark(ADVICE, "cli.check.no_place")
    for place in known:
        yield Remark(GOOD, "cli.check.place", {"name": place.name, "slug": place.slug})
        if not place.url and not place.email:
            yield Remark(ADVICE, "cli.check.place_unreachable", {"slug": place.slug})


def _signing_keys(office: Office) -> Iterator[Remark]:
    """Open each key in use: a lost key file must be found here, not in front of a group."""
    for place in places.list_all(office):
        active = [key for key in keyring.list_all(office, place.slug) if key.state == _ACTIVE]
        for key in active:
            try:
                office.keys.signer(key, f"urn:check:{key.name}").sign(b"check")
            except BadgeError as error:
                yield Remark(BROKEN, error.code, error.params)
            else:
                yield Remark(GOOD, "cli.check.key", {"place": place.slug, "name": key.name})


def _clock(office: Office) -> Iterator[Remark]:
    """A clock that went back would sign in the past; one far ahead would forget people early."""
    now = office.clock.now()
    with office.store.read() as work:
        latest = timekeeping.latest_instant(work)
    try:
        with office.store.read() as work:
            timekeeping.require_on_time(office, work)
    except ClockBehind as error:
        yield Remark(BROKEN, error.code, error.params)
        return
    if latest is not None and (now - latest).days > _QUIET_DAYS:
        yield Remark(ADVICE, "cli.check.clock_ahead", {"days": (now - latest).days})
    if office.settings.now:
        yield Remark(ADVICE, "cli.check.clock_fixed", {"now": now.isoformat()})
    else:
        yield Remark(GOOD, "cli.check.clock", {"now": datetime.now(UTC).isoformat(" ", "seconds")})


def _worker(office: Office) -> Iterator[Remark]:
    """Whether a worker runs on this machine; nobody misses one while nothing waits."""
    beat, now = last_beat(office.settings), datetime.now(UTC)
    at = None if beat is None else datetime.fromtimestamp(beat, UTC)
    shown = "" if at is None else encode_instant(at)
    if at is not None and now - at < _LONGEST_ROUND:
        yield Remark(GOOD, "cli.check.worker", {"at": shown})
        return
    with office.store.read() as work:
        waiting = work.tallies.lines().count
        if office.settings.smtp_url:
            waiting += work.tallies.letters().count
    if waiting:
        code = "cli.check.worker_never" if at is None else "cli.check.worker_silent"
        yield Remark(ADVICE, code, {"at": shown})


def _server(office: Office) -> Iterator[Remark]:
    """Whether PostgreSQL is new enough, and lets enough processes in."""
    server = server_of(office.settings.effective_database_url)
    if server is not None:
        yield from of_server(server)


def of_server(server: Server) -> Iterator[Remark]:
    """What there is to say of a PostgreSQL server."""
    if server.major < LEAST_VERSION:
        params = {"version": server.version, "least": LEAST_VERSION}
        yield Remark(BROKEN, "cli.check.postgresql_old", params)
    params = {"limit": server.connections, "processes": server.processes}
    if server.processes < _PROCESSES:
        yield Remark(ADVICE, "cli.check.connections_few", params | {"each": CONNECTIONS_EACH})
    else:
        yield Remark(GOOD, "cli.check.postgresql", params | {"version": server.version})


def _addresses(office: Office) -> Iterator[Remark]:
    """Addresses are signed: badges of another origin are not found at this one."""
    latest = publishing.awards(office, limit=1)
    if latest and not latest[0].url.startswith(f"{office.settings.base_url}/"):
        origin = latest[0].url.partition("/credentials/")[0]
        params = {"origin": origin, "address": office.settings.base_url}
        yield Remark(BROKEN, "cli.check.other_origin", params)


def _published_documents(office: Office) -> Iterator[Remark]:
    """With did:web, what the world fetches must be what we publish."""
    if not office.settings.is_https:
        return
    fetcher = HttpFetcher.of(office.settings)
    for place in places.list_all(office):
        url = f"{office.settings.base_url}/places/{place.slug}/did.json"
        try:
            fetcher.fetch(url, accept="application/did+json, application/json")
        except BadgeError as error:
            yield Remark(ADVICE, "cli.check.did_unreachable", {"url": url, "reason": error})
        else:
            yield Remark(GOOD, "cli.check.did", {"url": url})


_LOOKS: tuple[Callable[[Office], Iterator[Remark]], ...] = (
    _known_places,
    _signing_keys,
    _clock,
    _worker,
    _server,
    _addresses,
    _published_documents,
)
