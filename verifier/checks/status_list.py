"""What both status checks share: fetch the list, verify it as a credential, read one entry.

A list is believed only when its own signature, type, dates and issuer hold (STAT-21, STAT-18). When
that cannot be known, the status is unknown: neither revoked nor fine (VER-21).
"""

from hashlib import sha256
from typing import Any

from badges.documents import JsonObject, Secured
from badges.errors import BadgeError, DocumentError, FetchError, StatusError
from badges.status.bitstring import StatusEntry, decode
from verifier.case import Answer, Case, Kind, a_text, an_object, causes, listed, only
from verifier.errors import InputError
from verifier.intake.documents import read_document
from verifier.report import Evidence, Outcome, State, Verdict

ENTRY = "BitstringStatusListEntry"
_LIST = "BitstringStatusList"
_ACCEPT = "application/vc, application/vc+jwt, application/json;q=0.9, text/plain;q=0.5"
_MALFORMED = ("status.list_malformed", "MALFORMED_VALUE_ERROR")
_LIST_PROBLEMS = {
    "status.list_length": ("status.list_too_short", "STATUS_LIST_LENGTH_ERROR"),
    "status.range": ("status.out_of_range", "RANGE_ERROR"),
}
_PROBLEMS = "https://www.w3.org/ns/credentials/status-list#"


class _Unknown(Exception):
    """The status cannot be known; carries the answer that says why."""

    def __init__(self, code: str, problem: str, error: BadgeError | None = None) -> None:
        super().__init__(code)
        params = {} if error is None else causes(error)
        evidence = (Evidence("problem", _PROBLEMS + problem),)
        self.answer = Answer(Outcome.UNKNOWN, code, params, evidence, state=State.CANNOT_CHECK)


def entries(case: Case, purpose: str) -> list[Any]:
    """The status entries of the credential for one purpose, those that may be for any included.

    An entry written so that its type or purpose cannot be read is not passed over: what it says is
    signed all the same, and may be that the badge is revoked.
    """
    return [
        entry
        for entry in listed(case.document.get("credentialStatus"))
        if entry is not None and _may_be_for(entry, purpose)
    ]


def _may_be_for(entry: Any, purpose: str) -> bool:
    kinds = listed(an_object(entry).get("type"))
    if not kinds or not all(isinstance(kind, str) for kind in kinds):
        return True
    if ENTRY not in kinds:
        return False
    written = entry.get("statusPurpose")
    return written == purpose or not isinstance(written, str)


def look_up(case: Case, found: list[Any], code: str, state: State) -> Answer:
    """Whether the issuer set the status: `code` and `state` when it did, for any of the entries."""
    evidence: tuple[Evidence, ...] = ()
    unanswered: Answer | None = None
    for item in found:
        try:
            entry = _read_entry(item)
            value, fact = _value(case, entry)
        except _Unknown as unknown:
            unanswered = unanswered or unknown.answer
            continue
        evidence = (*evidence, fact)
        if value:
            return Answer(Outcome.FAILED, code, {}, evidence, state=state)
    return unanswered or Answer(Outcome.PASSED, "status.clear", {}, evidence)


def _read_entry(entry: Any) -> StatusEntry:
    try:
        return StatusEntry.read(an_object(entry))
    except StatusError as error:
        raise _Unknown("status.entry_malformed", "MALFORMED_VALUE_ERROR", error) from error


def _value(case: Case, entry: StatusEntry) -> tuple[int, Evidence]:
    """The value of the entry in its list, and where it was read (STAT-22 to STAT-25)."""
    secured = _fetch(case, entry.list_url)
    encoded = a_text(_verified_list(case, secured, entry).get("encodedList")) or ""
    try:
        value = decode(encoded).value(entry.index, size=entry.size)
    except StatusError as error:
        code, problem = _LIST_PROBLEMS.get(error.code, _MALFORMED)
        raise _Unknown(code, problem, error) from error
    digest = sha256(secured.body).hexdigest()
    return value, Evidence("status", str(value), f"{entry.list_url}#{entry.index}", digest)


def _fetch(case: Case, url: str) -> Secured:
    try:
        answer = case.fetcher.fetch(url, accept=_ACCEPT, limit=case.bounds.list_bytes)
        return read_document(answer.body)
    except FetchError as error:
        raise _Unknown("status.unavailable", "STATUS_RETRIEVAL_ERROR", error) from error
    except (DocumentError, InputError) as error:
        raise _Unknown("status.list_unreadable", "STATUS_RETRIEVAL_ERROR", error) from error


def _verified_list(case: Case, secured: Secured, entry: StatusEntry) -> JsonObject:
    """The subject of the list credential, when everything about the list holds."""
    report = case.examine(secured, Kind.STATUS_LIST)
    if report.verdict is not Verdict.ACCEPTED:
        raise _Unknown("status.list_unverified", "STATUS_VERIFICATION_ERROR", report.refusal)
    document = secured.document
    issuer = document.get("issuer")
    if (issuer if isinstance(issuer, str) else an_object(issuer).get("id")) != case.issuer_id:
        raise _Unknown("status.foreign_issuer", "STATUS_VERIFICATION_ERROR")
    name = a_text(document.get("id"))
    if name is not None and name != entry.list_url:
        raise _Unknown("status.other_list", "STATUS_VERIFICATION_ERROR")
    subject = an_object(only(document.get("credentialSubject")))
    if _LIST not in listed(subject.get("type")):
        raise _Unknown("status.list_unreadable", "STATUS_VERIFICATION_ERROR")
    if entry.purpose not in listed(subject.get("statusPurpose")):
        raise _Unknown("status.other_purpose", "STATUS_VERIFICATION_ERROR")
    return subject
