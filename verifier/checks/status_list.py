"""What both status checks share: fetch the list, verify it as a credential, read one entry.

A list is believed only when its own signature, type, dates and issuer hold (STAT-21, STAT-18). When
that cannot be known, the status is unknown: neither revoked nor fine (VER-21).
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, Self

from badges.documents import JsonObject
from badges.errors import BadgeError, DocumentError, FetchError, StatusError
from badges.status.bitstring import Bitstring, StatusEntry, decode, is_purpose
from verifier.case import (
    Answer,
    Case,
    Kind,
    StatusList,
    a_text,
    an_object,
    causes,
    listed,
    only,
)
from verifier.errors import InputError
from verifier.intake.documents import read_document
from verifier.report import Evidence, Outcome, State

ENTRY = "BitstringStatusListEntry"
_LIST = "BitstringStatusList"
_ACCEPT = "application/vc, application/vc+jwt, application/json;q=0.9, text/plain;q=0.5"
_MALFORMED = ("status.list_malformed", "MALFORMED_VALUE_ERROR")
_LIST_PROBLEMS = {
    "status.list_length": ("status.list_too_short", "STATUS_LIST_LENGTH_ERROR"),
    "status.range": ("status.out_of_range", "RANGE_ERROR"),
}
_GRAVEST_FIRST = (Outcome.FAILED, Outcome.UNKNOWN, Outcome.PASSED)
_NOT_ASKED = "fetch.too_many"
_SHOWN = 300
_REFERENCES = 5
_PROBLEMS = "https://www.w3.org/ns/credentials/status-list#"


class UnknownStatus(Exception):
    """The status cannot be known; carries the answer that says why."""

    def __init__(self, code: str, problem: str, error: BadgeError | None = None) -> None:
        super().__init__(code)
        params = {} if error is None else causes(error)
        evidence = (Evidence("problem", _PROBLEMS + problem),)
        self.answer = Answer(Outcome.UNKNOWN, code, params, evidence, state=State.CANNOT_CHECK)

    @classmethod
    def again(cls, answer: Answer) -> Self:
        """The same for another entry that leads to the same list."""
        unknown = cls(answer.code, "")
        unknown.answer = answer
        return unknown


class Status(NamedTuple):
    """The value of one entry, what the issuer says that it means, and where it was read."""

    purpose: str
    value: int
    message: str | None
    evidence: tuple[Evidence, ...]


def entries(case: Case, purpose: str) -> list[Any]:
    """The status entries of the credential for one purpose, those that may be for any included.

    An entry written so that its type or purpose cannot be read is not passed over: what it says is
    signed all the same, and may be that the badge is revoked.
    """
    return [entry for entry in all_entries(case) if _may_be_for(entry, purpose)]


def all_entries(case: Case) -> list[Any]:
    """The status entries of the credential, whatever they are; no more than are looked at."""
    return _written(case)[: case.bounds.status_entries]


def too_many(case: Case) -> Answer | None:
    """That some entries were not looked at: any of them may say that the badge is cancelled."""
    found, limit = len(_written(case)), case.bounds.status_entries
    if found <= limit:
        return None
    params = {"count": found, "limit": limit}
    return Answer(Outcome.UNKNOWN, "status.too_many", params, state=State.CANNOT_CHECK)


def _written(case: Case) -> list[Any]:
    written = case.document.get("credentialStatus")
    return [entry for entry in listed(written) if entry is not None]


def kinds_of(entry: Any) -> list[Any]:
    """What a status entry says that it is; none when that cannot be read."""
    kinds = an_object(entry).get("type")
    if isinstance(kinds, str):
        return [kinds]
    kinds = listed(kinds)
    return kinds if all(isinstance(kind, str) for kind in kinds) else []


def _may_be_for(entry: Any, purpose: str) -> bool:
    kinds = kinds_of(entry)
    if ENTRY not in kinds:
        return not kinds
    written = entry.get("statusPurpose")
    return written == purpose or not is_purpose(written)


def look_up(case: Case, found: list[Any], code: str, state: State) -> Answer:
    """Whether the issuer set the status: `code` and `state` when it did, for any of the entries."""
    statuses, unanswered = read_all(case, found)
    for status in statuses:
        if status.value:
            params = {} if status.message is None else {"message": status.message}
            return Answer(Outcome.FAILED, code, params, status.evidence, state=state)
    if unanswered is not None:
        return unanswered
    evidence = tuple([fact for status in statuses for fact in status.evidence])
    return Answer(Outcome.PASSED, "status.clear", {}, evidence)


def read_all(case: Case, found: list[Any]) -> tuple[list[Status], Answer | None]:
    """What each entry says, and why those that cannot be known cannot."""
    statuses: list[Status] = []
    unanswered: list[Answer] = []
    for item in found:
        try:
            statuses.append(_status(case, _read_entry(item), an_object(item)))
        except UnknownStatus as unknown:
            unanswered.append(unknown.answer)
    return statuses, gravest(case, unanswered) if unanswered else None


def gravest(case: Case, answers: Iterable[Answer]) -> Answer:
    """The answer that decides: one that the policy takes lightly never hides another."""
    return min(
        answers,
        key=lambda item: (_GRAVEST_FIRST.index(item.outcome), case.policy.is_mild(item.code)),
    )


def _read_entry(entry: Any) -> StatusEntry:
    try:
        return StatusEntry.read(an_object(entry))
    except StatusError as error:
        raise UnknownStatus("status.entry_malformed", "MALFORMED_VALUE_ERROR", error) from error


def _status(case: Case, entry: StatusEntry, written: JsonObject) -> Status:
    """The value of the entry in its list, and where it was read (STAT-22 to STAT-25)."""
    listing = _listing(case, entry.list_url)
    subject, facts = _believed(case, listing, entry)
    try:
        bits = _bits(case, entry.list_url, listing, subject)
        value = bits.value(entry.index, size=entry.size)
    except StatusError as error:
        code, problem = _LIST_PROBLEMS.get(error.code, _MALFORMED)
        raise UnknownStatus(code, problem, error) from error
    first = Evidence("status", str(value), f"{entry.list_url}#{entry.index}", listing.page)
    if not entry.messages and "statusReference" not in written:
        return Status(entry.purpose, value, None, (first, *facts))
    message = (entry.message(value) or "")[:_SHOWN].strip() or None
    evidence = (first, *facts, *_explanations(written, value, message))
    return Status(entry.purpose, value, message, evidence)


def _explanations(written: JsonObject, value: int, message: str | None) -> Iterator[Evidence]:
    """What the issuer says that the value means, and where it explains it (STAT-07, STAT-08)."""
    if message is not None:
        yield Evidence("status.message", message, hex(value))
    for reference in listed(written.get("statusReference"))[:_REFERENCES]:
        if isinstance(reference, str):
            yield Evidence("status.reference", reference[:_SHOWN])


def fetch_status(case: Case, url: str, accept: str) -> bytes:
    """The page at the address of a list.

    Raises:
        UnknownStatus: it cannot be had.
    """
    try:
        return case.fetcher.fetch(url, accept=accept, limit=case.bounds.list_bytes).body
    except FetchError as error:
        raise UnknownStatus(unfetched(error), "STATUS_RETRIEVAL_ERROR", error) from error


def unfetched(error: FetchError) -> str:
    """What it is called that a list was not had: that we did not ask is not its keeper's doing.

    Whoever shows a badge may spend our bounds on other addresses before its list is asked.
    """
    return "status.not_asked" if error.code == _NOT_ASKED else "status.unavailable"


def _listing(case: Case, url: str) -> StatusList:
    """The list at that address, fetched and verified once for all entries that lead there."""
    known = case.lists.known.get(url)
    if known is None:
        try:
            body = fetch_status(case, url, _ACCEPT)
            known = _remembered(case, body) or _examined(case, body)
        except UnknownStatus as unknown:
            known = unknown.answer
        case.lists.known[url] = known
    if isinstance(known, Answer):
        raise UnknownStatus.again(known)
    return known


def _bits(case: Case, url: str, listing: StatusList, subject: JsonObject) -> Bitstring:
    """The bits of a list, unfolded once for the entries that follow one another there.

    Raises:
        StatusError: they cannot be unfolded.
    """
    if listing.bits is not None:
        return listing.bits
    if case.lists.unfolded is not None and case.lists.unfolded[0] == url:
        return case.lists.unfolded[1]
    case.lists.unfolded = None  # never two lists in memory
    bits = decode(a_text(subject.get("encodedList")) or "")
    case.lists.unfold(url, listing, bits)
    return bits


def _remembered(case: Case, body: bytes) -> StatusList | None:
    """The list in these bytes when it held before, and its dates and keys let it hold now."""
    listing = case.lists.remembered.recall(body)
    holds = listing is not None and listing.holds(case.instant, case.resolve)
    return listing if holds else None


def _examined(case: Case, body: bytes) -> StatusList:
    """The list in these bytes, verified as the credential that it is."""
    try:
        secured = read_document(body)
    except (DocumentError, InputError) as error:
        raise UnknownStatus("status.list_unreadable", "STATUS_RETRIEVAL_ERROR", error) from error
    report = case.examine(secured, Kind.STATUS_LIST)
    return StatusList.examined(body, secured.sha256, secured.document, report)


def _believed(
    case: Case, listing: StatusList, entry: StatusEntry
) -> tuple[JsonObject, tuple[Evidence, ...]]:
    """The subject of the list credential when everything about the list holds, and its facts."""
    if listing.refusal is not None:
        raise UnknownStatus("status.list_unverified", "STATUS_VERIFICATION_ERROR", listing.refusal)
    document = listing.document
    keeper = _keeper(case, document.get("issuer"))
    name = a_text(document.get("id"))
    if name is not None and name != entry.list_url:
        raise UnknownStatus("status.other_list", "STATUS_VERIFICATION_ERROR")
    subject = an_object(only(document.get("credentialSubject")))
    if _LIST not in listed(subject.get("type")):
        raise UnknownStatus("status.list_unreadable", "STATUS_VERIFICATION_ERROR")
    if entry.purpose not in listed(subject.get("statusPurpose")):
        raise UnknownStatus("status.other_purpose", "STATUS_VERIFICATION_ERROR")
    return subject, (*keeper, *_lifetime(subject))


def _keeper(case: Case, issuer: Any) -> tuple[Evidence, ...]:
    """Nothing when the issuer keeps its list itself, else who trusts whoever does (STAT-18)."""
    name = issuer if isinstance(issuer, str) else a_text(an_object(issuer).get("id")) or ""
    if name == case.issuer_id:
        return ()
    mention = case.vouch.keeper(name, case.issuer_id, case.instant)
    if mention is None:
        raise UnknownStatus("status.foreign_issuer", "STATUS_VERIFICATION_ERROR")
    return (Evidence("status.kept_by", name, mention.url or mention.list),)


def _lifetime(subject: JsonObject) -> tuple[Evidence, ...]:
    """How long the list says that it may be kept; whoever fetches keeps it no longer (STAT-27)."""
    ttl = subject.get("ttl")
    is_number = isinstance(ttl, int | float) and not isinstance(ttl, bool)
    return (Evidence("status.ttl", f"{ttl} ms"),) if is_number else ()
