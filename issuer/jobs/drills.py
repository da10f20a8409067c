"""A rehearsal of the worst day of a place: its key replaced, then declared stolen, on a copy.

A fresh backup is restored into a folder that goes with the rehearsal, so that it is rehearsed too.
Nothing is sent, and nothing of the real instance changes.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from badges.documents import MEDIA_TYPE_JSON, Secured
from badges.errors import BadgeError
from badges.ports import Clock
from badges.settings import Settings
from issuer.bootstrap import bootstrap
from issuer.jobs.backups import make_backup, restore_backup
from issuer.model import AwardRequest, SigningKey
from issuer.ports import Office
from issuer.services import issuing, keyring, status_lists
from issuer.services.finding import find_place
from issuer.services.identities import Identity, active_key, identity_of
from issuer.services.life import reissuing
from issuer.services.securing import require_own

SAMPLE = 20
"""Badges that a rehearsal looks at, the latest ones; more of them teach nothing."""

_NAME = "Répétition"


@dataclass(frozen=True)
class Step:
    """One step of a rehearsal: its name, whether it went as it should, how many, how long."""

    name: str
    good: bool
    count: int
    seconds: float


@dataclass
class _Copy:
    """The place as it is on the copy, and the badges that are looked at."""

    office: Office
    place: str
    awards: tuple[str, ...]
    first: SigningKey

    def identity(self) -> Identity:
        with self.office.store.read() as work:
            place = find_place(work, self.place)
            return identity_of(self.office.settings, place, work.keys.of(self.place))

    def believed(self) -> int:
        """How many of the badges a stranger believes now."""
        identity = self.identity()
        with self.office.store.read() as work:
            awards = [award for name in self.awards if (award := work.awards.get(name))]
        issued = [(replace(identity, issuer=award.issuer), award.json) for award in awards]
        return sum(_holds(by, Secured(body, MEDIA_TYPE_JSON)) for by, body in issued)

    def lists(self) -> int:
        """How many status lists of the place a stranger believes now; less than none: not all."""
        identity = self.identity()
        with self.office.store.read() as work:
            lists = work.status_lists.of(self.place)
        held = [
            _holds(
                replace(identity, issuer=item.issuer), status_lists.publish(self.office, item.id)
            )
            for item in lists
        ]
        return len(held) if all(held) else -1


def rehearse(settings: Settings, clock: Clock, place: str) -> tuple[Step, ...]:
    """Replace the key of a place and declare it stolen, on a copy; the value is what was seen.

    Raises:
        NotFound: no such place.
        NotAllowed: the place is a did:key: its key is its identity (`keys.identity_is_key`).
        InvalidRequest, StoreError, KeyUnavailable: no copy can be made.
    """
    with tempfile.TemporaryDirectory(prefix="rehearsal-", dir=settings.data_dir) as name:
        folder = Path(name)
        there = replace(
            settings,
            data_dir=folder / "copy",
            database_url=f"sqlite:///{folder / 'copy' / 'badges.sqlite3'}",
            smtp_url=None,
            archive_dir=None,
        )
        began = time.monotonic()
        file = folder / "all.backup"
        make_backup(settings, clock, file, stamped=False)
        rows = restore_backup(there, clock, file).rows
        copied = Step("copy", good=True, count=rows, seconds=time.monotonic() - began)
        office = bootstrap(there, clock=clock)
        try:
            return (copied, *_steps(office, place))
        finally:
            office.store.close()


def _steps(office: Office, place: str) -> Iterator[Step]:
    copy = _opened(office, place)
    yield _timed("before", copy.believed, lambda count: count == len(copy.awards))
    yield _timed("rotate", lambda: len(keyring.rotate(office, place)), bool)
    yield _timed("old_stand", copy.believed, lambda count: count == len(copy.awards))
    yield _timed("new_signs", lambda: _award(copy), bool)
    yield _timed("revoke", lambda: _revoke(copy), bool)
    signed = len(list(islice(reissuing.affected(office, place, copy.first.name), SAMPLE)))
    yield _timed("old_fall", copy.believed, lambda count: count == len(copy.awards) - signed)
    yield _timed("lists", copy.lists, lambda count: count >= 0)
    yield _timed("reissue", lambda: _reissue(copy), lambda count: count == signed)
    yield _timed("after", copy.believed, lambda count: count == len(copy.awards))


def _opened(office: Office, place: str) -> _Copy:
    with office.store.read() as work:
        slug = find_place(work, place).slug
        latest = work.awards.list(place=slug, limit=SAMPLE)
        first = active_key(slug, work.keys.of(slug), "Ed25519")
    return _Copy(office, slug, tuple(a.id for a in latest if a.state != "revoked"), first)


def _timed(name: str, act: Callable[[], int], is_good: Callable[[int], bool]) -> Step:
    began = time.monotonic()
    count = act()
    return Step(name, is_good(count), count, time.monotonic() - began)


def _award(copy: _Copy) -> int:
    """Award one badge on the copy; 1 when the new key signed it and a stranger believes it."""
    with copy.office.store.read() as work:
        known = [item for item in work.achievements.list(copy.place) if item.state != "archived"]
    if not known:
        return 1
    award = issuing.issue(copy.office, AwardRequest(achievement=known[0].slug, name=_NAME))
    is_new = f'#{copy.first.name}"'.encode() not in award.json
    return int(is_new and _holds(copy.identity(), Secured(award.json, MEDIA_TYPE_JSON)))


def _revoke(copy: _Copy) -> int:
    revoked = keyring.revoke(copy.office, copy.place, copy.first.name, reason=_NAME)
    return int(revoked.state == "revoked")


def _reissue(copy: _Copy) -> int:
    return reissuing.reissue(copy.office, copy.place, copy.first.name, limit=SAMPLE).done


def _holds(identity: Identity, secured: Secured) -> bool:
    try:
        require_own(identity, secured)
    except BadgeError:
        return False
    return True
