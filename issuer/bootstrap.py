"""From settings to the `Office`: every adapter of the issuer is chosen here and nowhere else."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar, cast

from badges.clock import FixedClock, RandomIdentifiers, SystemClock
from badges.net import HttpFetcher, MappedFetcher
from badges.ports import Clock, Fetcher, Identifiers
from badges.settings import Settings
from issuer.errors import StoreError
from issuer.keystores import EncryptedFile, forked_clerk
from issuer.ports import (
    Artwork,
    Clerk,
    Examiner,
    Office,
    PasskeyCeremonies,
    PasswordHasher,
    Postman,
    Press,
    SelectiveDisclosure,
)
from issuer.selective import is_installed, open_selective
from issuer.services.commons import referentials
from issuer.store import open_store
from issuer.store.behind import processors

_OWNER_ONLY = 0o700
_KEYS = "keys"

_Adapter = TypeVar("_Adapter")


def bootstrap(
    settings: Settings,
    *,
    clock: Clock | None = None,
    identifiers: Identifiers | None = None,
    fetcher: Fetcher | None = None,
    examiner: Examiner | None = None,
    is_brief: bool = False,
) -> Office:
    """The office that `settings` describe: directory made, tables and referential up to date.

    Args:
        settings: where things are kept, and the public origin.
        clock: another clock than the machine's, or than the instant fixed by `BADGES_NOW`.
        identifiers: another source of identifiers than the system's randomness.
        fetcher: another way out than `open_fetcher` gives; only VC-API clients make us fetch.
        examiner: who verifies badges from elsewhere; without it none can be brought.
        is_brief: whether this is for one command, which uses few adapters: those that are slow to
            load are loaded with the first word to them. A server has all of them before it forks.

    Raises:
        StoreError: the data directory or the database cannot be used.
        SettingsError: the map, the proxy or the certificates of fetches cannot be used, or the mail
            server is not well described.
    """
    chosen = identifiers or RandomIdentifiers()
    adapter = _late if is_brief else _at_once
    directory = prepare_directory(settings.data_dir)
    office = Office(
        settings=settings,
        clock=clock or open_clock(settings),
        identifiers=chosen,
        store=open_store(settings.effective_database_url),
        keys=EncryptedFile(directory / _KEYS, chosen),
        artwork=adapter(_artwork),
        press=adapter(_press),
        hasher=adapter(_hasher),
        passkeys=adapter(lambda: _passkeys(settings.base_url)),
        postman=open_postman(settings),
        fetcher=open_fetcher(settings) if fetcher is None else fetcher,
        selective=adapter(_selective) if is_installed() else None,
        examiner=examiner,
    )
    referentials.seed(office)
    return office


def open_clock(settings: Settings) -> Clock:
    """The machine's clock, or the instant fixed by `BADGES_NOW`."""
    return FixedClock(settings.now) if settings.now else SystemClock()


def open_fetcher(settings: Settings) -> Fetcher:
    """The way out that `BADGES_FETCH_*` describe: files first, then the network.

    Raises:
        SettingsError: the map, the proxy or the certificates cannot be used.
    """
    beyond = HttpFetcher.of(settings)
    return beyond if settings.fetch_map is None else MappedFetcher(settings.fetch_map, beyond)


def open_postman(settings: Settings) -> Postman | None:
    """Who carries letters away, by `BADGES_SMTP_URL`; without it they wait to be handed over.

    Raises:
        SettingsError: the mail server is not well described.
    """
    if settings.smtp_url is None:
        return None
    from issuer.delivery import SmtpPostman  # noqa: PLC0415 - most machines send no mail

    return SmtpPostman.of(settings.smtp_url, settings.base_url)


@contextmanager
def clerk_of(settings: Settings) -> Iterator[Clerk | None]:
    """Who signs many badges beside this process, for an `Office` that is opened after.

    None where there is one processor only, or other threads work already.
    """
    if processors() == 1:
        yield None
        return
    keys = EncryptedFile(settings.data_dir / _KEYS, RandomIdentifiers())
    with forked_clerk(keys) as clerk:
        yield clerk


def prepare_directory(directory: Path) -> Path:
    """Make the data directory, open to its owner only.

    Raises:
        StoreError: it cannot be made, or is a file.
    """
    try:
        directory.mkdir(mode=_OWNER_ONLY, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError("data_dir.unwritable", path=str(directory)) from error
    return directory


class _Late:
    """An adapter that is made when somebody first wants something of it."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make

    def __getattr__(self, name: str) -> Any:
        return getattr(self._made, name)

    @cached_property
    def _made(self) -> Any:
        return self._make()


def _late(make: Callable[[], _Adapter]) -> _Adapter:
    return cast("_Adapter", _Late(make))


def _at_once(make: Callable[[], _Adapter]) -> _Adapter:
    return make()


def _artwork() -> Artwork:
    from issuer.artwork import DrawnArtwork  # noqa: PLC0415 - loaded where something is drawn

    return DrawnArtwork()


def _press() -> Press:
    from issuer.artwork.qr import qr_svg  # noqa: PLC0415 - loaded where something is printed
    from issuer.paper import TypstPress  # noqa: PLC0415 - likewise

    return TypstPress(qr=qr_svg)


def _hasher() -> PasswordHasher:
    from issuer.entrance.passwords import Argon2Hasher  # noqa: PLC0415 - where somebody signs in

    return Argon2Hasher()


def _passkeys(base_url: str) -> PasskeyCeremonies:
    from issuer.entrance.passkeys import WebAuthnCeremonies  # noqa: PLC0415 - likewise

    return WebAuthnCeremonies(base_url)


def _selective() -> SelectiveDisclosure:
    return cast("SelectiveDisclosure", open_selective())
