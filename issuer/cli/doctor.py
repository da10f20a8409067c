"""The doctor of `badge-issuer check`: every thing that real use needs, looked at one by one.

A remark is `good`, `advice` (works, but not for production) or `broken` (something will fail).
"""

import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from typing import Any

from badges.encoding import encode_instant
from badges.errors import BadgeError
from badges.i18n import Translator
from badges.net import HttpFetcher
from badges.settings import PREFIX, Settings
from issuer.bootstrap import bootstrap
from issuer.model import KeyState
from issuer.ports import Office
from issuer.services import keyring, places, publishing

GOOD, ADVICE, BROKEN = "good", "advice", "broken"

_FREE_BYTES = 200_000_000
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
    yield Remark(ADVICE, "cli.check.backup", {"folder": str(folder)})


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
    """A clock behind the latest award would sign in the past."""
    latest = publishing.awards(office, limit=1)
    now = office.clock.now()
    if latest and latest[0].valid_from > now:
        params = {"now": now.isoformat(), "latest": latest[0].valid_from.isoformat()}
        yield Remark(BROKEN, "cli.check.clock_behind", params)
    elif office.settings.now:
        yield Remark(ADVICE, "cli.check.clock_fixed", {"now": now.isoformat()})
    else:
        yield Remark(GOOD, "cli.check.clock", {"now": datetime.now(UTC).isoformat(" ", "seconds")})


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
    _addresses,
    _published_documents,
)
