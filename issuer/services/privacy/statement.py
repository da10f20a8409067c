"""The record of processing: what is kept of people, why, how long, and who sees it (RGPD art. 30).

Pages and exports tell this table, and a test compares it with the columns of the database: what is
kept and not told here does not exist.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from issuer.services.people import SESSION_LIFE
from issuer.services.privacy import durations

Ground = Literal["asked", "consent", "interest"]
"""Why we may (RGPD art. 6.1): the badge that was asked for, an agreement, a legitimate interest."""
Subject = Literal["learner", "team"]

_DAY = timedelta(days=1)
_MONTHS_FROM, _YEARS_FROM = 365, 730


@dataclass(frozen=True)
class Entry:
    """One thing that is kept of people; `name` is where its sentences begin.

    `keeps` are the durations that its sentence tells, by parameter. `columns` are those of the
    database in which it stands, by table. Nothing of it ever goes to anybody else.
    """

    name: str
    subject: Subject
    ground: Ground
    columns: Mapping[str, tuple[str, ...]]
    keeps: Mapping[str, timedelta] = field(default_factory=dict)


_AUTHORS: dict[str, tuple[str, ...]] = {
    "achievement_versions": ("author",),
    "achievement_drafts": ("author",),
    "letter_templates": ("author",),
    "framework_versions": ("author",),
    "proposals": ("author", "decided_by", "reason", "decision_reason"),
    "remarks": ("author", "text"),
    "bridges": ("author", "justification", "note"),
    "reviews": ("reviewer", "reviewer_name", "comment"),
}

ENTRIES: tuple[Entry, ...] = (
    Entry(
        "badge",
        "learner",
        "asked",
        {
            "awards": (
                *("short_code", "url", "holder", "reference", "json", "jwt"),
                *("level", "state", "choice", "public_reason", "renews"),
            ),
            "award_editions": ("json", "jwt"),
            "credential_statuses": ("credential",),
        },
    ),
    Entry(
        "card",
        "learner",
        "asked",
        {"holders": ("name", "language", "lookup"), "awards": ("holder_id",)},
    ),
    Entry(
        "address",
        "learner",
        "asked",
        {"holders": ("email", "email_lookup")},
        {"time": durations.ADDRESSES},
    ),
    Entry(
        "group",
        "learner",
        "asked",
        {
            "batches": ("title", "narrative", "key"),
            "batch_lines": (
                *("name", "email", "level", "narrative", "evidence_url", "awarded"),
                *("valid_until", "hours", "reference", "state", "problem"),
            ),
        },
        {"time": durations.GROUP_NAMES, "draft": durations.DRAFTS},
    ),
    Entry(
        "request",
        "learner",
        "asked",
        {
            "applications": (
                *("name", "text", "lookup", "email", "level", "evidence_url", "state"),
                "answer",
            ),
            "assessments": ("verdict", "words"),
        },
        {"time": durations.REQUESTS, "refused": durations.REFUSED_REQUESTS},
    ),
    Entry(
        "evidence",
        "learner",
        "consent",
        {"evidence_files": ("name", "media_type", "digest", "body")},
        {"time": durations.LOOSE_FILES},
    ),
    Entry(
        "letter",
        "learner",
        "asked",
        {"letters": ("recipient", "subject", "text", "concerns", "problem", "kind", "state")},
        {"time": durations.LETTERS},
    ),
    Entry(
        "wallet",
        "learner",
        "asked",
        {"wallet_offers": ("state", "token", "nonce")},
        {"time": durations.WALLET_OFFERS},
    ),
    Entry(
        "import",
        "learner",
        "asked",
        {
            "imported_badges": (
                *("media_type", "digest", "title", "issuer", "verdict", "state", "source"),
                *("report", "body"),
            ),
        },
    ),
    Entry(
        "portfolio",
        "learner",
        "consent",
        {"portfolios": ("title", "language", "introduction", "visibility")},
    ),
    Entry(
        "account",
        "team",
        "asked",
        {
            "people": ("name", "email"),
            "memberships": ("role",),
            "passwords": ("hash",),
            "passkeys": ("id", "name", "public_key"),
        },
        {"time": durations.ACCOUNTS},
    ),
    Entry(
        "entrance",
        "team",
        "interest",
        {
            "sessions": ("digest", "csrf"),
            "sign_in_codes": ("digest", "place", "role"),
            "challenges": ("digest", "purpose", "challenge"),
            "attempts": ("key",),
            "api_tokens": ("digest", "name", "scopes"),
        },
        {"time": SESSION_LIFE, "attempts": durations.ATTEMPTS},
    ),
    Entry(
        "journal",
        "team",
        "interest",
        {
            "journal": ("actor", "action", "subject", "reason"),
            "batches": ("author_name",),
            "assessments": ("reviewer_name",),
        },
    ),
    Entry("authors", "team", "interest", _AUTHORS),
    Entry("contact", "team", "interest", {"places": ("email",)}),
)


@dataclass(frozen=True)
class Duration:
    """A duration as people say it: so many `days`, `months` or `years`."""

    count: int
    unit: Literal["days", "months", "years"]


def as_said(duration: timedelta) -> Duration:
    """A duration in the unit that people would choose; never longer than it is."""
    days = duration // _DAY
    if days < _MONTHS_FROM:
        return Duration(days, "days")
    if days < _YEARS_FROM:
        return Duration(days * 12 // 365, "months")
    return Duration(days // 365, "years")


def entries_about(subject: Subject) -> tuple[Entry, ...]:
    """What is kept of learners, or of the people who work here."""
    return tuple(entry for entry in ENTRIES if entry.subject == subject)
