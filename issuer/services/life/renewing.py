"""Renewing a badge that ends, and telling people in time that it will.

A renewal is a new badge: another id and another place in the status list, of the definition as it
is published now, for the same holder and with the same evidence. The old one stays what it is and
ends by itself. Its public page does not lead to the new one: whoever was shown the old badge was
not shown the new one. The holder finds both behind their card, and the place on the badge's page
in its workshop.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

from badges.documents import JsonObject, parse
from badges.i18n import DEFAULT_LANGUAGE, LANGUAGES
from badges.model.identity import is_identity
from badges.web.wording import day, local
from issuer.errors import AlreadyRevoked, Conflict, InvalidRequest, NotFound
from issuer.model import Award, AwardRequest, Holder, ShownEvidence
from issuer.ports import Office, UnitOfWork
from issuer.services import issuing, people
from issuer.services.composing import hours_told
from issuer.services.dates import Given, months_after
from issuer.services.finding import find_achievement, is_shown
from issuer.services.holders.reminding import WORKER
from issuer.services.journal import note
from issuer.services.life.acting import hold
from issuer.services.mail.writing import write
from issuer.services.people import Contributor

OPENS = timedelta(days=90)
"""How long before the end a badge may be renewed."""

NOTICE = timedelta(days=60)
"""How long before the end people are told."""

REMINDED = "award.remind"

_PAGE = 200
_ROUNDS = 500
_LINES = 200


def renew(
    office: Office,
    award: str,
    by: Contributor,
    *,
    valid_until: Given | None = None,
    email: str | None = None,
) -> Award:
    """Award a badge anew to the same holder; the value is the new award, which names the old one.

    Without `valid_until` it lasts as the definition says, else as long as the old one did, counted
    from the old end, so that nobody loses by coming early. `email` is needed only when the old
    badge names an address that is no more kept here, and must be that one.

    Raises:
        NotFound: no such award, or one of another place.
        NotAllowed: the role of `by` does not allow it.
        InvalidRequest: a date is not acceptable, or the address is another one.
        AlreadyRevoked: it is cancelled.
        Conflict: too early, suspended, without an end, renewed already (`renewal` is the short code
            of the new one), its achievement is archived, or nothing is left of it.
        KeyUnavailable: it cannot be signed; nothing has changed.
    """
    with office.store.write() as work:
        old = hold(office, work, award, by, "award.renew")
        require_renewable(office, work, old)
        holder = _holder(work, old)
        request = _request(office, work, old, _address(old, holder, email), valid_until)
        made = issuing.award(office, work, request, actor=by.name, renews=old.id)
        made = _keep_choice(work, old, made)
        _move_files(work, old, made)
        note(office, work, by.name, "award.renew", place=old.place, subject=old.id)
        _write_ready(office, work, made)
    office.queue.letters_wait()
    return made


def require_renewable(office: Office, work: UnitOfWork, award: Award) -> None:
    """Stop here unless a badge can be renewed today.

    Raises:
        AlreadyRevoked: it is cancelled.
        Conflict: too early, suspended, without an end, or renewed already.
    """
    if award.state == "revoked":
        raise AlreadyRevoked("award.revoked_for_good", award=award.short_code)
    if award.state == "suspended":
        raise Conflict("renew.suspended", award=award.short_code)
    next_one = work.awards.renewal_of(award.id)
    if next_one is not None:
        raise Conflict("renew.already", award=award.short_code, renewal=next_one.short_code)
    if award.valid_until is None:
        raise Conflict("renew.no_end", award=award.short_code)
    opens = award.valid_until - OPENS
    if office.clock.now() < opens:
        raise Conflict("renew.early", award=award.short_code, date=_paris_day(opens).isoformat())


def next_end(office: Office, work: UnitOfWork, award: Award) -> date | None:
    """The last day of a renewal made now when nobody asks for another one; None: without an end."""
    if award.valid_until is None:
        return None
    start = max(office.clock.now(), award.valid_until)
    months = find_achievement(work, award.achievement).validity_months
    if months is not None:
        return _paris_day(months_after(start, months))
    lasted = _paris_day(award.valid_until) - _paris_day(award.awarded)
    try:
        return _paris_day(start) + max(lasted, timedelta(days=1))
    except OverflowError:
        return None


def needs_address(work: UnitOfWork, award: Award) -> bool:
    """Whether the badge names an address that is no more kept here, to be typed for a renewal."""
    holder = _holder(work, award)
    return _address_told(award) is not None and (holder is None or holder.email is None)


def remind(office: Office) -> int:
    """Tell the holders of badges that end within `NOTICE`, once; answer how many badges it was.

    Who has an address gets a letter; for the others a line waits on the home page of the place
    (`to_hand`). Each badge is told in its own unit of work: a failure stops no other one.
    """
    told = 0
    for _ in range(_ROUNDS):
        found = _ending(office)
        answers = [_tried(office, award) for award in found]
        told += sum(answer is True for answer in answers)
        if len(found) < _PAGE or all(answer is None for answer in answers):
            break
    if told:
        office.queue.letters_wait()
    return told


def to_hand(office: Office, by: Contributor, place: str) -> tuple[Award, ...]:
    """The badges of a place that end soon, whose holders have no address: tell them in person.

    Raises:
        NotAllowed: the role of `by` does not allow it.
    """
    now = office.clock.now()
    with office.store.read() as work:
        people.require(work, by, "award.read", place)
        lines = work.journal.list(place=place, action=REMINDED, limit=_LINES)
        found = (work.awards.get(line.subject) for line in lines)
        ending = [
            award
            for award in found
            if award is not None
            and _is_ending(award, now)
            and _unreachable(work, award)
            and work.awards.renewal_of(award.id) is None
        ]
    return tuple(sorted(ending, key=lambda award: (award.valid_until or now, award.id)))


def _request(
    office: Office,
    work: UnitOfWork,
    old: Award,
    email: str | None,
    valid_until: Given | None,
) -> AwardRequest:
    """The same person, evidence and duration; what was told in words first stays told."""
    document = parse(old.json)
    shown = [_shown(item) for item in document.get("evidence", ())]
    is_told = bool(shown) and not shown[0].name and not shown[0].genre
    told, others = (shown[0], shown[1:]) if is_told else (ShownEvidence(), shown)
    return AwardRequest(
        achievement=old.achievement,
        name=old.holder,
        email=email,
        level=old.level,
        evidence_url=told.url,
        narrative=told.narrative,
        evidence=tuple(others),
        hours=hours_told(document["credentialSubject"]),
        valid_until=valid_until or next_end(office, work, old),
        place=old.place,
        holder_id=old.holder_id,
    )


def _shown(item: JsonObject) -> ShownEvidence:
    parts = (item.get(member) for member in ("id", "name", "narrative", "genre"))
    return ShownEvidence(*(str(part) if part else None for part in parts))


def _address(old: Award, holder: Holder | None, typed: str | None) -> str | None:
    """The address that the new badge is made for: the one kept, else the one that the old names.

    Raises:
        InvalidRequest: the old badge names another one, or none.
    """
    if holder is not None and holder.email is not None:
        return holder.email
    if typed is None or not typed.strip():
        return None
    told = _address_told(old)
    if told is None or not is_identity(told, typed):
        raise InvalidRequest("renew.other_address", field="email")
    return typed


def _address_told(award: Award) -> JsonObject | None:
    """The hashed address in a badge, by which a verifier knows its holder."""
    for item in parse(award.json)["credentialSubject"].get("identifier", ()):
        if item.get("identityType") == "emailAddress":
            found: JsonObject = item
            return found
    return None


def _keep_choice(work: UnitOfWork, old: Award, made: Award) -> Award:
    """What the holder decided about showing the old badge holds for the new one."""
    if old.holder_id is None:  # from before there were cards: both are behind the new one
        work.awards.replace_state(old._replace(holder_id=made.holder_id))
    if old.choice == made.choice:
        return made
    kept = made._replace(choice=old.choice)
    work.awards.replace_state(kept)
    return kept


def _move_files(work: UnitOfWork, old: Award, made: Award) -> None:
    """The new badge names the same files, so its holder opens or shuts them from there.

    Otherwise a holder who lets go of the badge that ended would empty the one that lasts.
    """
    for file in work.evidence.of_award(old.id):
        work.evidence.replace(replace(file, award=made.id))


def _write_ready(office: Office, work: UnitOfWork, made: Award) -> None:
    holder = _holder(work, made)
    if holder is not None and holder.email is not None:
        _write(office, work, "badge_ready", made, holder)


def _write(office: Office, work: UnitOfWork, kind: str, award: Award, holder: Holder) -> None:
    language = holder.language if holder.language in LANGUAGES else DEFAULT_LANGUAGE
    base = office.settings.base_url
    page = f"credentials/{award.id}" if is_shown(award) else "claim"
    write(
        office,
        work,
        kind,
        holder.email or "",
        place=award.place,
        language=language,
        concerns=holder.id,
        words={
            "holder": holder.name,
            "badge": find_achievement(work, award.achievement).name,
            "date": day(award.valid_until, language),
            "link": f"{base}/{page}",
        },
    )


def _ending(office: Office) -> tuple[Award, ...]:
    """Some of the badges to tell of: what was told of is not among the next ones."""
    now = office.clock.now()
    with office.store.read() as work:
        return work.awards.ending(now, now + NOTICE, limit=_PAGE)


def _tried(office: Office, award: Award) -> bool | None:
    """As `_remind`; None when it cannot be done now, for want of an address or a definition."""
    try:
        return _remind(office, award)
    except (InvalidRequest, NotFound):
        return None


def _remind(office: Office, award: Award) -> bool:
    """Tell of one badge, unless somebody did meanwhile or it has a successor already."""
    now = office.clock.now()
    with office.store.write() as work:
        work.status_lists.lock(award.place)
        current = work.awards.get(award.id)
        if current is None or current.reminded is not None or not _is_ending(current, now):
            return False
        work.awards.replace_state(current._replace(reminded=now))
        if work.awards.renewal_of(current.id) is not None:
            return False
        holder = _holder(work, current)
        if holder is not None and holder.email is not None:
            _write(office, work, "renewal", current, holder)
        note(office, work, WORKER, REMINDED, place=current.place, subject=current.id)
    return True


def _is_ending(award: Award, now: datetime) -> bool:
    is_there = award.state == "active" and award.forgotten is None
    return is_there and award.valid_until is not None and award.valid_until > now


def _unreachable(work: UnitOfWork, award: Award) -> bool:
    holder = _holder(work, award)
    return holder is None or holder.email is None


def _holder(work: UnitOfWork, award: Award) -> Holder | None:
    return None if award.holder_id is None else work.holders.get(award.holder_id)


def _paris_day(instant: datetime) -> date:
    return (local(instant) or instant).date()
