"""Asking the verifier again what it says of a badge from elsewhere: a badge may be cancelled since.

A worker has no verifier beside it, so this is done when somebody looks: at once when the holder
asks, and by itself when the last verdict is a week old.
"""

from dataclasses import replace
from datetime import timedelta

from issuer.errors import InvalidRequest, NotFound
from issuer.model import Holder, ImportedBadge
from issuer.ports import Office
from issuer.services.holders.opening import OpenCard
from issuer.services.imports.bringing import count_try
from issuer.services.imports.examining import Judged, examine, require_examiner
from issuer.services.imports.reading import body_of, find

EXAMINED_EVERY = timedelta(days=7)
"""After which a verdict is asked for again when somebody looks."""


def renew(office: Office, card: OpenCard, badge_id: str, *, language: str) -> ImportedBadge:
    """The badge with the verdict of now, because its holder asks.

    Raises:
        NotFound: this card has no such badge.
        NotAllowed: nobody examines badges here (`import.closed`).
        TooManyAttempts: too many tries of late.
    """
    require_examiner(office)
    with office.store.read() as work:
        badge = find(work, card, badge_id)
    count_try(office, card)
    return _renewed(office, card.holder, badge, language=language)


def renew_if_due(office: Office, badge: ImportedBadge) -> ImportedBadge:
    """The badge, examined again when its verdict is a week old; never an error.

    One page should not wait for more than one badge: `most_due` chooses it.
    """
    if not is_due(office, badge) or office.examiner is None:
        return badge
    with office.store.read() as work:
        holder = work.holders.get(badge.holder)
    try:
        return (
            badge if holder is None else _renewed(office, holder, badge, language=holder.language)
        )
    except NotFound:
        return badge


def most_due(office: Office, badges: tuple[ImportedBadge, ...]) -> ImportedBadge | None:
    """The badge whose verdict is the oldest, when it is a week old."""
    oldest = min(badges, key=lambda badge: badge.examined, default=None)
    return oldest if oldest is not None and is_due(office, oldest) else None


def is_due(office: Office, badge: ImportedBadge) -> bool:
    """Whether the verdict on a badge is a week old."""
    return office.clock.now() - badge.examined >= EXAMINED_EVERY


def _renewed(
    office: Office, holder: Holder, badge: ImportedBadge, *, language: str
) -> ImportedBadge:
    body = body_of(office, badge)
    try:
        judged = examine(office, body, badge.media_type, holder, language=language)
        changed = _with(badge, judged)
    except InvalidRequest:
        # It was read once: today its site or our eyes fail, which says nothing of the badge.
        changed = _unchecked(office, badge)
    with office.store.write() as work:
        known = work.imported_badges.get(badge.id)
        if known is None:
            raise NotFound("import.unknown")
        changed = replace(changed, holder=known.holder)
        work.imported_badges.replace(changed)
    return changed


def _with(badge: ImportedBadge, judged: Judged) -> ImportedBadge:
    accepted = judged.report.get("accepted") or badge.report.get("accepted")
    return replace(
        badge,
        title=judged.title,
        issuer=judged.issuer,
        verdict=judged.verdict,
        state=judged.state,
        examined=judged.examined,
        report=judged.report | {"accepted": accepted},
    )


def _unchecked(office: Office, badge: ImportedBadge) -> ImportedBadge:
    return replace(badge, verdict="undetermined", state="cannot_check", examined=office.clock.now())
