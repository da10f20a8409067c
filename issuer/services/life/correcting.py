"""Correcting a mistake of typing: the same badge, signed again.

The id, the issuer, the place in the status list and the short code stay; `validFrom` moves on, and
by that readers know which of the two texts is current (EQ-01, EQ-02, ISS-10). The former bytes are
kept as they were signed, and copies of them still verify. Who was recognised and for what cannot be
corrected: that would be another badge.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from difflib import SequenceMatcher

from badges.documents import JsonObject, parse
from badges.encoding import encode_instant
from badges.web.wording import local
from issuer.errors import AlreadyRevoked, Conflict, InvalidRequest
from issuer.model import Achievement, Award, AwardEdition, CompetencyLevel, JournalEntry
from issuer.ports import Office, UnitOfWork
from issuer.services.composing import duration, hours_told, levels_reached
from issuer.services.contacts import clean_url
from issuer.services.dates import read_award, read_end
from issuer.services.finding import find_place
from issuer.services.identities import identity_of
from issuer.services.journal import note
from issuer.services.life import amending
from issuer.services.life.acting import find_open, hold
from issuer.services.orders import clean_hours
from issuer.services.people import Contributor
from issuer.services.securing import secure_credential
from issuer.services.texts import REASON_LENGTH, clean_line, clean_text
from issuer.services.timekeeping import require_on_time

FIELDS = ("name", "narrative", "evidence_url", "awarded", "hours", "level", "valid_until")
"""What can be corrected, in the order of the page."""

_LIKENESS = 0.6
"""How much of a name must stay: a letter or a second name may change, not the person."""

_JOINT = " : "
_STEP = timedelta(seconds=1)


@dataclass(frozen=True)
class Correction:
    """What should be said instead, as typed: None leaves a text as it is, nothing takes it away.

    Days are `YYYY-MM-DD` or instants of RFC 3339; `level` is the code of a level.
    """

    name: str | None = None
    narrative: str | None = None
    evidence_url: str | None = None
    awarded: str | None = None
    hours: str | None = None
    level: str | None = None
    valid_until: str | None = None


@dataclass(frozen=True)
class Change:
    """One thing that a correction changes: its name among `FIELDS`, before and after."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class _Corrected:
    """An award whose document says something else, not signed yet."""

    award: Award
    document: JsonObject
    changes: tuple[Change, ...]


def correct(
    office: Office,
    award: str,
    by: Contributor,
    wanted: Correction,
    *,
    reason: str,
    seen: int | None = None,
) -> Award:
    """Sign a badge again with its mistakes mended; files and pages follow from the new bytes.

    `seen` is the edition that the person looked at, when a page showed it.

    Raises:
        NotFound: no such award, or one of another place.
        NotAllowed: the role of `by` does not allow it.
        InvalidRequest: a text, date or level is not acceptable, or the name is another person's.
        AlreadyRevoked: it is cancelled.
        Conflict: nothing would change, its time is over, somebody corrected it meanwhile, or
            nothing is left of it.
        KeyUnavailable: it cannot be signed; nothing has changed.
    """
    why = clean_text(reason, "reason", limit=REASON_LENGTH)
    with office.store.write() as work:
        found = hold(office, work, award, by, "award.correct")
        if seen is not None and seen != found.edition:
            raise Conflict("correct.meanwhile", award=found.short_code)
        corrected = _corrected(office, work, found, wanted)
        signed = _sign(office, work, corrected)
        former = AwardEdition(
            found.id, found.edition, office.clock.now(), json=found.json, jwt=found.jwt
        )
        work.awards.correct(signed, former)
        _rename_card(work, found, signed)
        said = _JOINT.join((", ".join(change.field for change in corrected.changes), why))
        action = "award.correct"
        note(office, work, by.name, action, place=found.place, subject=found.id, reason=said)
        return signed


def preview(
    office: Office, award: str, by: Contributor, wanted: Correction, *, reason: str
) -> tuple[Change, ...]:
    """What a correction would change, nothing being signed or kept.

    Raises:
        NotFound, NotAllowed, InvalidRequest, AlreadyRevoked, Conflict: as `correct`.
    """
    clean_text(reason, "reason", limit=REASON_LENGTH)
    with office.store.read() as work:
        found = find_open(office, work, award, by, "award.correct")
        return _corrected(office, work, found, wanted).changes


def told(office: Office, award: Award) -> dict[str, str]:
    """What a badge says now of all that can be corrected, as a person would type it."""
    return _told(office, award, parse(award.json))


def levels(award: Award) -> tuple[tuple[str, str], ...]:
    """The levels that a badge can tell of its main competency, low to high: code and name."""
    return amending.levels_told(parse(award.json))


def read_reason(line: JournalEntry) -> tuple[tuple[str, ...], str]:
    """The fields that a line of the journal says were corrected, and why, as far as it tells."""
    fields, joint, why = (line.reason or "").partition(_JOINT)
    named = tuple(fields.split(", "))
    is_ours = line.action == "award.correct" and joint and set(named) <= set(FIELDS)
    return (named, why) if is_ours else ((), line.reason or "")


def require_correctable(office: Office, award: Award, wanted: Correction) -> None:
    """Stop here when a badge is corrected no more.

    Raises:
        AlreadyRevoked: it is cancelled.
        Conflict: its time is over, and no later end is asked for.
    """
    if award.state == "revoked":
        raise AlreadyRevoked("award.revoked_for_good", award=award.short_code)
    is_over = award.valid_until is not None and award.valid_until <= office.clock.now()
    if is_over and wanted.valid_until is None:
        raise Conflict("correct.over", award=award.short_code)


def _corrected(office: Office, work: UnitOfWork, award: Award, wanted: Correction) -> _Corrected:
    require_correctable(office, award, wanted)
    document = parse(award.json)
    before = _told(office, award, document)
    given = {
        field: text.strip()
        for field, text in asdict(wanted).items()
        if text is not None and text.strip() != before[field]
    }
    changed = award
    for field, text in given.items():
        changed = _AMENDING[field](office, work, changed, document, text)
    changes = _changes(before, _told(office, changed, document))
    if not changes:
        raise Conflict("correct.nothing", award=award.short_code)
    return _Corrected(_later(office, award, changed, document), document, changes)


def _later(office: Office, award: Award, changed: Award, document: JsonObject) -> Award:
    """The award with a beginning of validity strictly later than before (EQ-02)."""
    start = max(office.clock.now(), award.valid_from + _STEP)
    if changed.valid_until is not None and changed.valid_until <= start:
        day = encode_instant(changed.valid_until)
        raise InvalidRequest("date.past", field="valid_until", value=day)
    document["validFrom"] = encode_instant(start)
    return changed._replace(valid_from=start)


def _sign(office: Office, work: UnitOfWork, corrected: _Corrected) -> Award:
    """The award with new bytes, read back as a stranger would before anything is kept (ISS-16).

    It is signed as the issuer that it named from the start, whatever our origin is today.
    """
    require_on_time(office, work)
    award = corrected.award
    place = find_place(work, award.place)
    identity = identity_of(office.settings, place, work.keys.of(place.slug))
    identity = replace(identity, issuer=award.issuer)
    document = {name: part for name, part in corrected.document.items() if name != "proof"}
    secured = secure_credential(office.keys, identity, document, office.clock.now())
    edition = award.edition + 1
    return award._replace(json=secured.json.body, jwt=secured.jwt.body, edition=edition)


def _rename_card(work: UnitOfWork, before: Award, after: Award) -> None:
    """Mend the name on the card too, when it bears the same mistake."""
    holder = None if after.holder_id is None else work.holders.get(after.holder_id)
    if holder is not None and holder.name == before.holder != after.holder:
        work.holders.replace(holder._replace(name=after.holder))


def _told(office: Office, award: Award, document: JsonObject) -> dict[str, str]:
    evidence = amending.told_evidence(document, _files(office))
    return {
        "name": amending.told_name(document),
        "narrative": str(evidence.get("narrative", "")),
        "evidence_url": str(evidence.get("id", "")),
        "awarded": _day(document.get("awardedDate")),
        "hours": hours_told(document["credentialSubject"]) or "",
        "level": award.level or "",
        "valid_until": _day(document.get("validUntil")),
    }


def _day(text: object) -> str:
    """The day in France of an instant of a document, as `YYYY-MM-DD`."""
    moment = local(text) if isinstance(text, str) else None
    return "" if moment is None else moment.date().isoformat()


def _changes(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Change, ...]:
    return tuple(
        Change(field, before[field], after[field])
        for field in FIELDS
        if before[field] != after[field]
    )


def _files(office: Office) -> str:
    return f"{office.settings.base_url}/evidence/"


def _name(_: Office, __: UnitOfWork, award: Award, document: JsonObject, text: str) -> Award:
    name = clean_line(text, "name")
    if not _is_same_person(award.holder, name):
        raise InvalidRequest("correct.other_person", field="name")
    amending.put_name(document, name)
    return award._replace(holder=name)


def _narrative(
    office: Office, _: UnitOfWork, award: Award, document: JsonObject, text: str
) -> Award:
    story = clean_text(text, "narrative") if text else None
    amending.put_evidence(document, _files(office), "narrative", story)
    return award


def _evidence_url(
    office: Office, _: UnitOfWork, award: Award, document: JsonObject, text: str
) -> Award:
    url = clean_url(text, "evidence_url") if text else None
    amending.put_evidence(document, _files(office), "id", url)
    return award


def _awarded(office: Office, _: UnitOfWork, award: Award, document: JsonObject, text: str) -> Award:
    if not text:
        raise InvalidRequest("text.empty", field="awarded")
    instant = read_award(text, "awarded", office.clock.now())
    document["awardedDate"] = encode_instant(instant)
    return award._replace(awarded=instant)


def _hours(_: Office, __: UnitOfWork, award: Award, document: JsonObject, text: str) -> Award:
    subject = document["credentialSubject"]
    language = str(subject["achievement"].get("inLanguage", ""))
    told = duration(clean_hours(text), language)
    if told is None:
        subject.pop("narrative", None)
    else:
        subject["narrative"] = told
    return award


def _level(_: Office, work: UnitOfWork, award: Award, document: JsonObject, text: str) -> Award:
    known, code = [step for step, _ in amending.levels_told(document)], text.upper()
    if code not in known:
        raise InvalidRequest(
            "level.unknown", field="level", level=code[:100], known=", ".join(known)
        )
    amending.put_levels(document, _levels_reached(work, award, document, code))
    return award._replace(level=code)


def _valid_until(
    office: Office, _: UnitOfWork, award: Award, document: JsonObject, text: str
) -> Award:
    end = read_end(text, "valid_until", office.clock.now())
    if end is None:
        document.pop("validUntil", None)
    else:
        document["validUntil"] = encode_instant(end)
    return award._replace(valid_until=end)


_AMENDING = {
    "name": _name,
    "narrative": _narrative,
    "evidence_url": _evidence_url,
    "awarded": _awarded,
    "hours": _hours,
    "level": _level,
    "valid_until": _valid_until,
}


def _levels_reached(
    work: UnitOfWork, award: Award, document: JsonObject, level: str
) -> tuple[CompetencyLevel, ...]:
    """The levels by the rule of awarding, on the definition as it was when the badge was signed."""
    signed = str(document["credentialSubject"]["achievement"].get("version", ""))
    published: list[Achievement] = [
        item.definition for item in work.achievements.versions(award.achievement)
    ]
    current = work.achievements.get(award.achievement)
    for definition in [*published, *([current] if current else [])]:
        if str(definition.version) == signed:
            return levels_reached(definition, level)
    main = document["credentialSubject"]["achievement"].get("alignment", [{}])[0]
    return (CompetencyLevel(str(main.get("targetCode", "")), level),)


def _is_same_person(before: str, after: str) -> bool:
    """Whether one name can be a mended form of the other: alike, or the other with more words."""
    old, new = _words(before), _words(after)
    if set(old) <= set(new) or set(new) <= set(old):
        return True
    return SequenceMatcher(None, " ".join(old), " ".join(new)).ratio() >= _LIKENESS


def _words(name: str) -> list[str]:
    """The words of a name without capitals or accents, in alphabetical order."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(
        sign if sign.isalnum() else " " for sign in plain if not unicodedata.combining(sign)
    )
    return sorted(letters.split())
