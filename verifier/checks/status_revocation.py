"""Has the issuer cancelled the badge? (VER-16, STAT-20 to STAT-25, STAT-40 to STAT-44)."""

from typing import Any

from badges.status import METHODS
from verifier.case import (
    CREDENTIAL_KINDS,
    SPEC_STATUS,
    Answer,
    Case,
    Check,
    an_object,
    not_applicable,
)
from verifier.checks.revocation_list import look_up_in_list, revocation_entries
from verifier.checks.status_list import (
    ENTRY,
    all_entries,
    entries,
    gravest,
    kinds_of,
    look_up,
    too_many,
)
from verifier.report import Outcome, Severity, State

_PURPOSE = "revocation"


def _ask(case: Case) -> Answer:
    written = case.document.get("credentialStatus")
    if _is_usual(written) and case.bounds.status_entries:
        return look_up(case, [written], "status.revoked", State.REVOKED)
    return _ask_all(case)


def _is_usual(written: Any) -> bool:
    """Whether it is one entry, of the usual kind: then there is nothing else to look for."""
    if not isinstance(written, dict) or written.get("type") != ENTRY:
        return False
    return bool(written.get("statusPurpose") == _PURPOSE)


def _ask_all(case: Case) -> Answer:
    """What all entries say together, of whatever kind they are."""
    answers = [look_up_in_list(case, entry) for entry in revocation_entries(case)]
    found = entries(case, _PURPOSE)
    if found:
        answers.append(look_up(case, found, "status.revoked", State.REVOKED))
    answers += _unread(case)
    unseen = too_many(case)
    if unseen is not None:
        answers.append(unseen)
    if not answers:
        return not_applicable("status.none")
    return gravest(case, answers)


def _unread(case: Case) -> list[Answer]:
    """The issuer may have cancelled the badge in a way that we cannot read: never green (ADR 9)."""
    unread = [
        entry
        for entry in all_entries(case)
        if (kinds := kinds_of(entry)) and not set(kinds) & set(METHODS)
    ]
    return [
        Answer(
            Outcome.UNKNOWN,
            "status.unknown_type",
            {"type": str(an_object(entry).get("type"))[:80]},
            state=State.CANNOT_CHECK,
        )
        for entry in unread
    ]


STATUS_REVOCATION = Check(
    id="status.revocation",
    severity=Severity.ERROR,
    spec=f"{SPEC_STATUS}validate-algorithm",
    ask=_ask,
    needs=("proof.signature", "proof.controller"),
    after=("credential.refresh",),
    kinds=CREDENTIAL_KINDS,
)
