"""Taking a badge back for good (revoke), for a time (suspend), and giving it back (reinstate).

`award` is the UUID of the award, its URL, or its short code. `reason` is written in the journal and
is never public (STAT-16).
"""

from dataclasses import replace

from issuer.errors import AlreadyRevoked, Conflict
from issuer.model import Award, AwardState
from issuer.ports import Office, UnitOfWork
from issuer.services import status_lists
from issuer.services.finding import find_award, find_place
from issuer.services.identities import identity_of
from issuer.services.journal import note
from issuer.services.texts import REASON_LENGTH, clean_optional_text, clean_text

_ACTIONS: dict[AwardState, str] = {
    "revoked": "award.revoke",
    "suspended": "award.suspend",
    "active": "award.reinstate",
}


def revoke(office: Office, award: str, *, reason: str, actor: str = "local") -> Award:
    """Cancel a badge for good, and sign its status list again.

    An achievement made for suspension has no list of purpose revocation (OB 3.0 allows one status
    entry a credential): its award is then suspended for ever.

    Raises:
        NotFound: no such award.
        InvalidRequest: the reason is missing or not acceptable.
        AlreadyRevoked: it is already cancelled.
        KeyUnavailable: the status list cannot be signed; nothing has changed.
    """
    why = clean_text(reason, "reason", limit=REASON_LENGTH)
    with office.store.write() as work:
        found = _held(work, award)
        if found.state == "revoked":
            raise AlreadyRevoked("award.already_revoked", award=found.short_code)
        return _change(office, work, found, "revoked", actor=actor, reason=why)


def suspend(office: Office, award: str, *, reason: str, actor: str = "local") -> Award:
    """Suspend a badge until it is reinstated, and sign its status list again.

    Raises:
        NotFound: no such award.
        InvalidRequest: the reason is missing or not acceptable.
        AlreadyRevoked: it is cancelled.
        Conflict: its achievement only allows revocation, or it is suspended already.
        KeyUnavailable: the status list cannot be signed; nothing has changed.
    """
    why = clean_text(reason, "reason", limit=REASON_LENGTH)
    with office.store.write() as work:
        found = _held(work, award)
        _require_reversible(work, found)
        if found.state == "suspended":
            raise Conflict("award.already_suspended", award=found.short_code)
        return _change(office, work, found, "suspended", actor=actor, reason=why)


def reinstate(
    office: Office, award: str, *, reason: str | None = None, actor: str = "local"
) -> Award:
    """End the suspension of a badge, and sign its status list again.

    Raises:
        NotFound: no such award.
        AlreadyRevoked: it is cancelled, which is for good (STAT-17).
        Conflict: it is not suspended.
        KeyUnavailable: the status list cannot be signed; nothing has changed.
    """
    why = clean_optional_text(reason, "reason", limit=REASON_LENGTH)
    with office.store.write() as work:
        found = _held(work, award)
        if found.state == "revoked":
            raise AlreadyRevoked("award.revoked_for_good", award=found.short_code)
        if found.state != "suspended":
            raise Conflict("award.not_suspended", award=found.short_code)
        return _change(office, work, found, "active", actor=actor, reason=why)


def _held(work: UnitOfWork, name: str) -> Award:
    """The award as it stands once nobody else can change a list of its place."""
    work.status_lists.lock(find_award(work, name).place)
    return find_award(work, name)


def _require_reversible(work: UnitOfWork, award: Award) -> None:
    if award.state == "revoked":
        raise AlreadyRevoked("award.revoked_for_good", award=award.short_code)
    if status_lists.find_list(work, award.status.list_id).purpose != "suspension":
        raise Conflict(
            "award.not_suspendable", award=award.short_code, achievement=award.achievement
        )


def _change(
    office: Office,
    work: UnitOfWork,
    award: Award,
    state: AwardState,
    *,
    actor: str,
    reason: str | None,
) -> Award:
    changed = replace(award, state=state, state_changed=office.clock.now())
    work.awards.replace_state(changed)
    place, action = award.place, _ACTIONS[state]
    note(office, work, actor, action, place=place, subject=award.id, reason=reason)
    identity = identity_of(office.settings, find_place(work, place), work.keys.of(place))
    status_lists.set_bit(office, work, identity, award.status, value=state != "active")
    return changed
