"""What several badges in one wrapping say together: only what they agree on, and their names."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from verifier.report import Report, Summary, Trust

_LENGTH = 300
_BETWEEN = " · "
_WEAKEST_FIRST = (Trust.UNKNOWN, Trust.UNLISTED, Trust.LISTED)

T = TypeVar("T")


def sum_up_parts(parts: Sequence[Report], own: Summary | None = None) -> Summary:
    """The summary of a wrapping: that of its only badge, else what all of them have in common.

    `own` is what the wrapping says itself, as a record does: its own name and issuer come first.
    """
    summaries = [part.summary for part in parts]
    if len(summaries) == 1:
        return summaries[0]
    own = own or Summary()
    if not summaries:
        return own
    shared = own
    if own.issuer_id is None:
        shared = replace(
            own,
            issuer_id=_common(item.issuer_id for item in summaries),
            issuer_name=_common(item.issuer_name for item in summaries),
            issuer_url=_common(item.issuer_url for item in summaries),
            issuer_email=_common(item.issuer_email for item in summaries),
            trust=min((item.trust for item in summaries), key=_WEAKEST_FIRST.index),
            voucher=_common(item.voucher for item in summaries),
        )
    return replace(
        shared,
        holder=own.holder or _common(item.holder for item in summaries),
        achievement=own.achievement or _names(item.achievement for item in summaries),
    )


def _common(values: Iterable[T | None]) -> T | None:
    """The value that all have; None when two differ."""
    first, *others = list(values)
    return first if all(other == first for other in others) else None


def _names(names: Iterable[str | None]) -> str | None:
    """Each name once, as many as fit in one line or two."""
    told = _BETWEEN.join(dict.fromkeys(name for name in names if name))
    return told[:_LENGTH] or None
