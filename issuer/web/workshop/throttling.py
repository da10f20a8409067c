"""How often one network address may try sign-in links that open nothing."""

from collections import OrderedDict
from datetime import datetime, timedelta
from threading import Lock

FAILURES = 30
WINDOW = timedelta(minutes=10)
_ADDRESSES_LIMIT = 10_000


class Throttle:
    """Counts failures by address, in the memory of this process only.

    Several processes each keep their own count, and behind a proxy that hides addresses everybody
    shares one: the limit is wide, and only failures count, so that a whole class that enters over
    one Wi-Fi is never shut out. What truly guards the links is their length and that each works
    once.
    """

    def __init__(self, failures: int = FAILURES, window: timedelta = WINDOW) -> None:
        self._failures = failures
        self._window = window
        self._seen: OrderedDict[str, list[datetime]] = OrderedDict()
        self._lock = Lock()

    def is_closed(self, address: str, now: datetime) -> bool:
        """Whether that address failed too often of late."""
        with self._lock:
            return len(self._recent(address, now)) >= self._failures

    def note_failure(self, address: str, now: datetime) -> None:
        """Remember that a link from that address opened nothing."""
        with self._lock:
            recent = [*self._recent(address, now), now]
            self._seen[address] = recent[-self._failures :]
            self._seen.move_to_end(address)
            if len(self._seen) > _ADDRESSES_LIMIT:
                self._seen.popitem(last=False)

    def _recent(self, address: str, now: datetime) -> list[datetime]:
        return [moment for moment in self._seen.get(address, []) if now - moment < self._window]
