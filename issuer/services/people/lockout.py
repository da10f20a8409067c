"""Failures to come in, counted where every process sees them, and the pause that follows.

Thirty failures in ten minutes close a door to a network address, ten close it to an account. Only
failures count, so a whole class that enters over one Wi-Fi is never shut out, and whoever is shut
out of their account by somebody else still comes in with a link or a passkey. Neither accounts nor
addresses can be read in what is kept: they are digests keyed by the key store.

Guesses that are made at the very same instant may all be looked at before the first is counted: at
most as many as the server has threads.
"""

import ipaddress
from dataclasses import dataclass, field
from datetime import timedelta

from issuer.errors import TooManyAttempts
from issuer.ports import Office, UnitOfWork

WINDOW = timedelta(minutes=10)
ACCOUNT_LIMIT = 10
ADDRESS_LIMIT = 30

_PURPOSE = "entrance.attempts"
_NAME_LENGTH = 300
_ADDRESS_LENGTH = 100
_SECOND = timedelta(seconds=1)
_NETWORK_V6 = 64
"""Whoever has one IPv6 address has all of its /64: counting single ones would count nothing."""


@dataclass(frozen=True)
class Guard:
    """An attempt that may go on: say how it ended."""

    office: Office = field(repr=False)
    account: str | None = field(repr=False)
    address: str | None = field(repr=False)

    def failed(self) -> None:
        """Count a failure of the account and of the address."""
        now = self.office.clock.now()
        with self.office.store.write() as work:
            work.entrance.forget_expired(now, now - WINDOW)
            for key in (self.account, self.address):
                if key is not None:
                    work.entrance.note_attempt(key, now)

    def succeeded(self) -> None:
        """Forgive the account; those who guess elsewhere from that address are not forgiven."""
        if self.account is not None:
            with self.office.store.write() as work:
                work.entrance.forget_attempts(self.account)


def guard(
    office: Office,
    kind: str,
    name: str | None,
    address: str | None,
    *,
    account_limit: int = ACCOUNT_LIMIT,
) -> Guard:
    """Let an attempt go on, or not; `kind` is the door, such as `password` or `words`.

    `name` is what is tried to be opened, None where that is only known to who guesses right;
    `address` is the network address of who tries.

    Raises:
        TooManyAttempts: too many failures of late.
    """
    made = Guard(
        office,
        None if name is None else _key(office, kind, "account", name.casefold()[:_NAME_LENGTH]),
        None if address is None else _key(office, kind, "address", network_of(address)),
    )
    limits = ((made.account, account_limit), (made.address, ADDRESS_LIMIT))
    with office.store.read() as work:
        waits = [_wait(office, work, key, limit) for key, limit in limits if key is not None]
    seconds = max(waits, default=0)
    if seconds:
        raise TooManyAttempts(
            "entrance.too_many", seconds=seconds, minutes=-(-seconds // 60), kind=kind
        )
    return made


def network_of(address: str) -> str:
    """The network that an address speaks for: itself, or the /64 of an IPv6 address."""
    try:
        known = ipaddress.ip_address(address[:_ADDRESS_LENGTH].partition("%")[0])
    except ValueError:
        return address[:_ADDRESS_LENGTH]
    if isinstance(known, ipaddress.IPv4Address):
        return str(known)
    if known.ipv4_mapped is not None:
        return str(known.ipv4_mapped)
    return str(ipaddress.ip_network((known, _NETWORK_V6), strict=False))


def _key(office: Office, kind: str, whose: str, name: str) -> str:
    context = f"{kind}\n{whose}\n{name}".encode("utf-8", "replace")
    return office.keys.derive(_PURPOSE, context).hex()


def _wait(office: Office, work: UnitOfWork, key: str, limit: int) -> int:
    """In how many seconds fewer failures than the limit will be left in the window; 0 is now."""
    start = office.clock.now() - WINDOW + _SECOND
    first, last = 0, int(WINDOW.total_seconds())
    if work.entrance.attempts(key, start) < limit:
        return 0
    while last - first > 1:
        middle = (first + last) // 2
        if work.entrance.attempts(key, start + middle * _SECOND) < limit:
            last = middle
        else:
            first = middle
    return last
