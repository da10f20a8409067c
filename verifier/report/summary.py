"""What the badge says, for people: source, issuer, holder, competencies, dates.

These are claims copied from the document: they are worth no more than the verdict beside them.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from badges.documents import JsonObject
from badges.encoding import encode_instant
from badges.i18n import Translator
from verifier.report.competencies import CompetencyClaim


class Trust(StrEnum):
    """What the reader's trust lists say of the issuer; never a defect of the badge."""

    LISTED = "listed"
    UNLISTED = "unlisted"
    UNKNOWN = "unknown"


class Source(NamedTuple):
    """What arrived: container, kind of document, standard, data model, proofs; None if unknown.

    `path` names the forms on the way in, `name` the file in an archive. `as_of` is the instant of
    the oldest copy, out of an offline bundle, on which the verdict rests; None: all was asked now.
    `remarks` are codes of what was irregular about how it came, such as a second badge beside it.
    """

    container: str | None = None
    document: str | None = None
    standard: str | None = None
    data_model: str | None = None
    proofs: tuple[str, ...] = ()
    url: str | None = None
    path: tuple[str, ...] = ()
    name: str | None = None
    as_of: datetime | None = None
    remarks: tuple[str, ...] = ()

    def to_json(self) -> JsonObject:
        """The member `source` of the report."""
        return {
            "container": self.container,
            "document": self.document,
            "standard": self.standard,
            "data_model": self.data_model,
            "proofs": list(self.proofs),
            "url": self.url,
            "path": list(self.path),
            "name": self.name,
            "as_of": stamp(self.as_of),
            "remarks": list(self.remarks),
        }


@dataclass(frozen=True)
class EndorsementClaim:
    """One endorsement in the badge: who recommends, in which words, and what became of it.

    `code` is that of the finding that decides; the claim is worth no more than its own verdict.
    """

    issuer: str | None
    comment: str | None
    verdict: str
    code: str

    def to_json(self) -> JsonObject:
        """One item of the member `summary.endorsements`."""
        return {
            "issuer": self.issuer,
            "comment": self.comment,
            "verdict": self.verdict,
            "code": self.code,
        }


class EvidenceClaim(NamedTuple):
    """One thing that is said to show it: an address, words, or both; nobody here looked at it."""

    url: str | None = None
    name: str | None = None
    narrative: str | None = None
    genre: str | None = None

    def to_json(self) -> JsonObject:
        """One item of the member `summary.evidence`."""
        return {
            "url": self.url,
            "name": self.name,
            "narrative": self.narrative,
            "genre": self.genre,
        }


class Summary(NamedTuple):
    """What the badge says, for people: its claims are worth no more than the verdict.

    `creator` is who made the definition, when it is another than the issuer: only the issuer says
    so. `narrative` is what is said of the person's own work, such as how long it lasted.
    """

    holder: str | None = None
    achievement: str | None = None
    description: str | None = None
    criteria: str | None = None
    creator: str | None = None
    narrative: str | None = None
    evidence: tuple[EvidenceClaim, ...] = ()
    issuer_id: str | None = None
    issuer_name: str | None = None
    issuer_url: str | None = None
    issuer_email: str | None = None
    trust: Trust = Trust.UNKNOWN
    voucher: str | None = None
    awarded: datetime | None = None
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    competencies: tuple[CompetencyClaim, ...] = ()
    endorsements: tuple[EndorsementClaim, ...] = ()

    def to_json(self, language: str) -> JsonObject:
        """The member `summary` of the report; always the same shape, null where not known."""
        return {
            "holder": self.holder,
            "achievement": self.achievement,
            "description": self.description,
            "criteria": self.criteria,
            "creator": self.creator,
            "narrative": self.narrative,
            "evidence": [item.to_json() for item in self.evidence],
            "issuer": {
                "id": self.issuer_id,
                "name": self.issuer_name,
                "url": self.issuer_url,
                "email": self.issuer_email,
                "trust": self.trust.value,
                "listed_by": self.voucher,
            },
            "awarded": stamp(self.awarded),
            "valid_from": stamp(self.valid_from),
            "valid_until": stamp(self.valid_until),
            "competencies": [item.to_json(language) for item in self.competencies],
            "endorsements": [item.to_json() for item in self.endorsements],
        }


def stamp(instant: datetime | None) -> str | None:
    """`instant` in UTC, whole seconds, with Z (DM-06)."""
    return None if instant is None else encode_instant(instant)


def written_date(instant: datetime, words: Translator) -> str:
    """The date as people write it: « 22 novembre 2026 », “22 November 2026”."""
    months = words("date.months").split()
    day = words("date.first") if instant.day == 1 else str(instant.day)
    return words("date.pattern", day=day, month=months[instant.month - 1], year=instant.year)
