"""What several badges in one wrapping say together: only what they agree on, and their names."""

from collections.abc import Sequence
from typing import Any

from verifier.report import Report, Summary, Trust

_LENGTH = 300
_BETWEEN = " · "
_WEAKEST_FIRST = (Trust.UNKNOWN, Trust.UNLISTED, Trust.LISTED)
_OF_THE_ISSUER = ("issuer_id", "issuer_name", "issuer_url", "issuer_email", "voucher")


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
    holder, name = own.holder or _common(summaries, "holder"), own.achievement or _names(summaries)
    together = own._replace(holder=holder, achievement=name)
    return together if own.issuer_id is not None else _with_issuer(together, summaries)


def _with_issuer(together: Summary, summaries: Sequence[Summary]) -> Summary:
    """The summary with the issuer whom all name, and the least that the trust lists say of them."""
    shared = {name: _common(summaries, name) for name in _OF_THE_ISSUER}
    trust = min((item.trust for item in summaries), key=_WEAKEST_FIRST.index)
    return together._replace(trust=trust, **shared)


def _common(summaries: Sequence[Summary], member: str) -> Any:
    """The value that all have there; None when two differ."""
    first, *others = (getattr(item, member) for item in summaries)
    return first if all(other == first for other in others) else None


def _names(summaries: Sequence[Summary]) -> str | None:
    """Each name once, as many as fit in one line or two."""
    names = dict.fromkeys(item.achievement for item in summaries if item.achievement)
    return _BETWEEN.join(names)[:_LENGTH] or None
