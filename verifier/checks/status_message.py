"""Does the issuer say anything else about the badge? (STAT-07, STAT-08, STAT-25).

A message, or a status for a purpose that is not ours to judge, is told in the issuer's words. It
never cancels the badge.
"""

from typing import Any

from badges.status.bitstring import is_purpose
from verifier.case import (
    CREDENTIAL_KINDS,
    SPEC_STATUS,
    Answer,
    Case,
    Check,
    an_object,
    not_applicable,
)
from verifier.checks.status_list import ENTRY, all_entries, kinds_of, read_all
from verifier.report import Outcome, Severity

_MESSAGE = "message"
_ASKED_ELSEWHERE = ("revocation", "suspension", "refresh", _MESSAGE)


def _ask(case: Case) -> Answer:
    purposes = [(entry, an_object(entry).get("statusPurpose")) for entry in _entries(case)]
    messages = [entry for entry, purpose in purposes if purpose == _MESSAGE]
    if messages:
        return _say(case, messages)
    for _, purpose in purposes:
        if is_purpose(purpose) and purpose not in _ASKED_ELSEWHERE:
            params = {"purpose": str(purpose)[:80]}
            return Answer(Outcome.FAILED, "status.unknown_purpose", params)
    return not_applicable("status.no_message")


def _is_alike(case: Case) -> bool:
    """When no status is a message: purposes are words that badges of one kind have in common."""
    return all(an_object(entry).get("statusPurpose") != _MESSAGE for entry in _entries(case))


def _entries(case: Case) -> list[Any]:
    return [entry for entry in all_entries(case) if ENTRY in kinds_of(entry)]


def _say(case: Case, messages: list[Any]) -> Answer:
    """The gravest of the messages: any value but zero is a remark, zero is how things begin."""
    statuses, unanswered = read_all(case, messages)
    evidence = tuple(fact for status in statuses for fact in status.evidence)
    if not statuses and unanswered is not None:
        return unanswered
    chosen = max(statuses, key=lambda status: status.value != 0)
    outcome = Outcome.FAILED if chosen.value else Outcome.PASSED
    if chosen.message is not None:
        return Answer(outcome, "status.message", {"message": chosen.message}, evidence)
    if chosen.value:
        return Answer(outcome, "status.message_unsaid", {"value": hex(chosen.value)}, evidence)
    return Answer(outcome, "status.clear", {}, evidence)


STATUS_MESSAGE = Check(
    id="status.message",
    severity=Severity.WARNING,
    spec=f"{SPEC_STATUS}bitstringstatuslistentry",
    ask=_ask,
    needs=("proof.signature", "proof.controller"),
    after=("credential.refresh",),
    kinds=CREDENTIAL_KINDS,
    is_alike=_is_alike,
)
