"""What is done from time to time: one line each. A chore may run twice at once, or late."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from issuer.jobs.archives import archive_all
from issuer.ports import Office
from issuer.services.holders import reminding
from issuer.services.life import renewing
from issuer.services.mail.sending import send_due
from issuer.services.privacy import retention
from issuer.services.wallets import offers

Pace = Literal["minute", "hour", "day"]


@dataclass(frozen=True)
class Chore:
    """Something done at its pace, whoever asks; it finds in the store what there is to do."""

    name: str
    pace: Pace
    run: Callable[[Office], object]


CHORES: tuple[Chore, ...] = (
    Chore("reminders", "day", reminding.remind),
    Chore("renewals", "day", renewing.remind),
    Chore("retention", "day", retention.apply),
    Chore("archives", "day", archive_all),
    Chore("wallets", "day", offers.forget_expired),
    # Last, so that one round sends what the others wrote.
    Chore("letters", "minute", send_due),
)
"""Beside the groups that wait (`batches.running.sweep`), which the worker looks for by itself."""
