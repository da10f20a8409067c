"""The clerk: another process that signs badges of a group while this one reads and keeps others."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from badges.proofs.series import Series
from issuer.model import SigningKey


class Asked(NamedTuple):
    """A badge to sign: its series, and the texts that are its own."""

    series: Series
    texts: Mapping[str, str]


class Clerk(Protocol):
    """Whoever signs block after block of badges, and opens the key as this process would.

    Two blocks are in hand at most: whoever puts a third one gives up the first.
    """

    def put(self, key: SigningKey, method: str, badges: Sequence[Asked], created: datetime) -> int:
        """Hand over a block, to be signed as `method` at `created`; the number to ask for it by.

        Raises:
            KeyUnavailable: the clerk is gone.
        """
        ...

    def take(self, number: int) -> list[bytes] | None:
        """The signed badges of a block, in their order; None for one to be signed by whoever asks.

        What cannot be signed is not explained here: who signs it again learns why.

        Raises:
            KeyUnavailable: the clerk is gone, is late, or answers something else.
        """
        ...
