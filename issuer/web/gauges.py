"""What `/readyz` looks at and `/metrics` tells of the issuer: sums of the instance, never whose.

No line names a place, a badge or a person: an issuer must not learn from them who verified what,
and whoever scrapes them needs no right to see records.
"""

import os
from collections.abc import Iterator

from flask import Flask

from badges.errors import BadgeError
from badges.web.meters import line
from badges.web.operations import add_gauges, add_readiness
from issuer.errors import StoreError
from issuer.jobs.pulse import last_beat
from issuer.ports import Office
from issuer.ports.tallies import Waiting
from issuer.services import places, shared_secret

FREE_BYTES = 50_000_000
"""With less room than this on the disk of the data we are not ready."""


def install(app: Flask, office: Office) -> None:
    """Let `app` tell how this office fares."""
    add_readiness(app, "database", lambda: places.list_all(office))
    add_readiness(app, "keys", lambda: require_keys(office))
    add_readiness(app, "disk", lambda: require_room(office))
    add_gauges(app, lambda: tell(office))


def require_keys(office: Office) -> None:
    """Return when the secrets of this machine are those of the instance, once there are keys.

    Raises:
        KeyUnavailable: one is lost, unreadable, or not the one of the other machines.
        StoreError: the database cannot be used.
    """
    with office.store.read() as work:
        key = work.keys.any()
    if key is not None:
        office.keys.signer(key, "urn:readiness")
        shared_secret.require_same(office)


def require_room(office: Office) -> None:
    """Return when the data directory can be written and has some room.

    Raises:
        StoreError: it cannot, or has not.
    """
    directory = office.settings.data_dir
    try:
        free = os.statvfs(directory)
    except OSError as error:
        raise StoreError("data_dir.unwritable", path=str(directory)) from error
    if free.f_bavail * free.f_frsize < FREE_BYTES or not os.access(directory, os.W_OK):
        raise StoreError("data_dir.unwritable", path=str(directory))


def tell(office: Office) -> Iterator[str]:
    """The lines of the gauges.

    Raises:
        StoreError: the database cannot be used.
    """
    with office.store.read() as work:
        lines, letters = work.tallies.lines(), work.tallies.letters()
        positions = work.tallies.positions()
    yield from _waiting(office, "batch_lines", lines)
    yield from _waiting(office, "letters", letters)
    for found in positions:
        purpose = {"purpose": found.purpose}
        yield line("badges_status_lists", found.lists, **purpose)
        yield line("badges_status_positions_capacity", found.capacity, **purpose)
        yield line("badges_status_positions", found.taken, state="given", **purpose)
        yield line("badges_status_positions", found.marked, state="set", **purpose)
    yield line("badges_keys_usable", _is_well(office))
    beat = last_beat(office.settings)
    if beat is not None:
        yield line("badges_worker_last_round_timestamp_seconds", beat)


def _waiting(office: Office, what: str, found: Waiting) -> Iterator[str]:
    yield line(f"badges_{what}_waiting", found.count)
    age = 0.0
    if found.since is not None:
        age = max(0.0, (office.clock.now() - found.since).total_seconds())
    yield line(f"badges_{what}_oldest_waiting_seconds", age)


def _is_well(office: Office) -> int:
    try:
        require_keys(office)
    except BadgeError:
        return 0
    return 1
