"""What a 1EdTechRevocationList says of the badge: an older way to cancel, still read (STAT-40).

The list bears no signature: it is believed because its address is in the signed badge, and https
brings it from there (STAT-44). When it cannot be had, the status is unknown.
"""

from hashlib import sha256
from typing import Any

from badges.documents import Limits, parse
from badges.errors import DocumentError, StatusError
from badges.status.revocation_list_1edtech import (
    ENTRY_TYPE,
    MEDIA_TYPE,
    RevocationListEntry,
    find,
)
from verifier.case import Answer, Case, a_text, an_object, passed
from verifier.checks.status_list import UnknownStatus, all_entries, fetch_status, kinds_of
from verifier.report import Evidence, Outcome, State

_LIMITS = Limits(size=1_000_000, depth=8, nodes=200_000)
_RETRIEVAL, _MALFORMED = "STATUS_RETRIEVAL_ERROR", "MALFORMED_VALUE_ERROR"


def revocation_entries(case: Case) -> list[Any]:
    """The status entries of the credential that lead to such a list."""
    return [entry for entry in all_entries(case) if ENTRY_TYPE in kinds_of(entry)]


def look_up_in_list(case: Case, entry: Any) -> Answer:
    """Whether the list of one entry cancels the badge; each list is searched once."""
    identifier = a_text(case.document.get("id"))
    if identifier is None:
        return UnknownStatus("status.no_identifier", _MALFORMED).answer
    try:
        url = RevocationListEntry.read(an_object(entry)).list_url
    except StatusError as error:
        return UnknownStatus("status.list_address", _MALFORMED, error).answer
    asked = url, identifier
    if asked not in case.lists.searched:
        case.lists.searched[asked] = _search(case, url, identifier)
    return case.lists.searched[asked]


def _search(case: Case, url: str, identifier: str) -> Answer:
    """What the list at that address says of the badge."""
    try:
        body = fetch_status(case, url, MEDIA_TYPE)
        revocation = find(parse(body, _LIMITS), identifier)
    except UnknownStatus as unknown:
        return unknown.answer
    except (DocumentError, StatusError) as error:
        return UnknownStatus("status.list_unreadable", _RETRIEVAL, error).answer
    value = "clear" if revocation is None else "revoked"
    fact = Evidence("status", value, url, sha256(body).hexdigest())
    if revocation is None:
        return passed("status.clear", fact)
    reason = revocation.reason
    facts = (fact,) if reason is None else (fact, Evidence("status.reason", reason))
    return Answer(Outcome.FAILED, "status.revoked", {}, facts, state=State.REVOKED)
