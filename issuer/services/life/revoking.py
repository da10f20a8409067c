"""Taking a badge back for good (revoke), for a time (suspend), and giving it back (reinstate).

`award` is the UUID of the award, its URL, or its short code. `reason` is written in the journal and
is never public (STAT-16); `public_reason` is what readers of its page are told, if anything.
"""

from issuer.errors import AlreadyRevoked, Conflict
from issuer.model import Award, AwardState
from issuer.ports import Office, UnitOfWork
from issuer.services import status_lists
from issuer.services.finding import find_place
from issuer.services.identities import identity_of
from issuer.services.journal import note
from issuer.services.life.acting import LifeAction, hold
from issuer.services.life.public_reasons import clean_public_reason
from issuer.services.people import Contributor
from issuer.services.repeating import repeated
from issuer.services.texts import REASON_LENGTH, clean_optional_text, clean_text

_ACTIONS: dict[AwardState, LifeAction] = {
    "revoked": "award.revoke",
    "suspended": "award.suspend",
    "active": "award.reinstate",
}


@repeated
def revoke(
    office: Office,
    award: str,
    by: Contributor,
    *,
    reason: str,
    public_reason: str | None = None,
) -> Award:
    """Cancel a badge for good, and sign its status list again.

    An achievement made for suspension has no list of purpose revocation (OB 3.0 allows one status
    entry a credential): its award is then suspended for ever (ADR 6).

    Raises:
        NotFound: no such award, or one of another place.
        NotAllowed: the role of `by` does not allow it.
        InvalidRequest: a reason is missing or not acceptable.
        AlreadyRevoked: it is already cancelled.
        Conflict: nothing is left of it.
        KeyUnavailable: the status list cannot be signed; nothing has changed.
    """
    why = clean_text(reason, "reason", limit=REASON_LENGTH)
    with office.store.write() as work:
        found = hold(office, work, award, by, "award.revoke")
        if found.state == "revoked":
            raise AlreadyRevoked("award.already_revoked", award=found.short_code)
        told = clean_public_reason(public_reason, found.holder)
        return _change(office, work, _turned(office, found, "revoked", told), by, why)


@repeated
def suspend(
    office: Office,
    award: str,
    by: Contributor,
    *,
    reason: str,
    public_reason: str | None = None,
) -> Award:
    """Suspend a badge until it is reinstated, and sign its status list again.

    Raises:
        NotFound: no such award, or one of another place.
        NotAllowed: the role of `by` does not allow it.
        InvalidRequest: a reason is missing or not acceptable.
        AlreadyRevoked: it is cancelled.
        Conflict: its achievement only allows revocation, it is suspended already, or nothing is
            left of it.
        KeyUnavailable: the status list cannot be signed; nothing has changed.
    """
    why = clean_text(reason, "reason", limit=REASON_LENGTH)
    with office.store.write() as work:
        found = hold(office, work, award, by, "award.suspend")
        _require_reversible(work, found)
        if found.state == "suspended":
            raise Conflict("award.already_suspended", award=found.short_code)
        told = clean_public_reason(public_reason, found.holder)
        return _change(office, work, _turned(office, found, "suspended", told), by, why)


@repeated
def reinstate(office: Office, award: str, by: Contributor, *, reason: str | None = None) -> Award:
    """End the suspension of a badge, and sign its status list again; its public words go.

    Raises:
        NotFound: no such award, or one of another place.
        NotAllowed: the role of `by` does not allow it.
        AlreadyRevoked: it is cancelled, which is for good (STAT-17).
        Conflict: it is not suspended, or nothing is left of it.
        KeyUnavailable: the status list cannot be signed; nothing has changed.
    """
    why = clean_optional_text(reason, "reason", limit=REASON_LENGTH)
    with office.store.write() as work:
        found = hold(office, work, award, by, "award.reinstate")
        if found.state == "revoked":
            raise AlreadyRevoked("award.revoked_for_good", award=found.short_code)
        if found.state != "suspended":
            raise Conflict("award.not_suspended", award=found.short_code)
        return _change(office, work, _turned(office, found, "active", None), by, why)


def is_suspendable(work: UnitOfWork, award: Award) -> bool:
    """Whether its one status entry is of suspension."""
    return status_lists.find_list(work, award.status.list_id).purpose == "suspension"


def _require_reversible(work: UnitOfWork, award: Award) -> None:
    if award.state == "revoked":
        raise AlreadyRevoked("award.revoked_for_good", award=award.short_code)
    if not is_suspendable(work, award):
        raise Conflict(
            "award.not_suspendable", award=award.short_code, achievement=award.achievement
        )


def _turned(office: Office, award: Award, state: AwardState, told: str | None) -> Award:
    return award._replace(state=state, state_changed=office.clock.now(), public_reason=told)


def _change(
    office: Office, work: UnitOfWork, changed: Award, by: Contributor, reason: str | None
) -> Award:
    work.awards.replace_state(changed)
    place, action = changed.place, _ACTIONS[changed.state]
    note(office, work, by.name, action, place=place, subject=changed.id, reason=reason)
    identity = identity_of(office.settings, find_place(work, place), work.keys.of(place))
    is_set = changed.state != "active"
    status_lists.set_bit(office, work, identity, changed.status, value=is_set)
    return changed
