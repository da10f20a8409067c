"""Do the credentials inside hold? A wrapping is as good as its worst part (CLR-02).

A presentation and a record carry credentials that keep their own signatures: as objects, as compact
JWS, or in the envelope of VCDM 2.0. Each is examined like one that came alone, under the same
policy; after so many, or so much work, we stop and say so.
"""

import time
from collections.abc import Iterator, Sequence
from typing import Any

from badges.documents import MEDIA_TYPE_JSON, Secured, serialize
from badges.errors import BadgeError, DocumentError
from badges.model.data_model import envelope_departures, is_envelope
from verifier.case import (
    SPEC_VC,
    Answer,
    Case,
    Check,
    Expected,
    Kind,
    kind_of,
    listed,
    not_applicable,
)
from verifier.errors import InputError
from verifier.intake.data_url import carried_by
from verifier.intake.documents import read_document
from verifier.report import Outcome, Report, Severity, State, Verdict

_RANKS = (Verdict.REJECTED, Verdict.UNDETERMINED, Verdict.ACCEPTED)
_STATES = tuple(State)
_MEMBER = "verifiableCredential"


def judge(parts: Sequence[Report]) -> Answer:
    """What the reports on the parts say of the whole."""
    if not parts:
        return not_applicable("inside.none")
    worst = min(parts, key=lambda part: (_RANKS.index(part.verdict), _STATES.index(part.state)))
    accepted = sum(part.verdict is Verdict.ACCEPTED for part in parts)
    params = {"count": len(parts), "accepted": accepted}
    if worst.verdict is Verdict.REJECTED:
        return Answer(Outcome.FAILED, "inside.rejected", params, state=worst.state)
    if worst.verdict is Verdict.UNDETERMINED:
        return Answer(Outcome.UNKNOWN, "inside.undetermined", params, state=worst.state)
    return Answer(Outcome.PASSED, "inside.accepted", params)


def _ask(case: Case) -> Answer:
    is_record = case.kind is Kind.RECORD
    found = listed((case.subject if is_record else case.document).get(_MEMBER))
    if not found:
        return _without_any(case)
    case.parts += _examined(case, found)
    answer = judge(case.parts)
    if len(case.parts) < len(found) and answer.outcome is not Outcome.FAILED:
        params = {"count": len(found), "examined": len(case.parts)}
        return Answer(Outcome.UNKNOWN, "inside.too_many", params, state=State.CANNOT_CHECK)
    return answer


def _without_any(case: Case) -> Answer:
    """A record must hold a credential (CLR-01); a presentation may prove its holder alone."""
    if case.kind is Kind.RECORD:
        return Answer(Outcome.FAILED, "inside.record_empty", state=State.UNREADABLE)
    if case.attempts:
        return not_applicable("inside.none")
    return Answer(Outcome.UNKNOWN, "inside.nothing_signed", state=State.CANNOT_CHECK)


def _examined(case: Case, found: list[Any]) -> Iterator[Report]:
    """The reports, one after the other, as long as there is time; always on the first."""
    begun = time.thread_time()
    for position, item in enumerate(found[: case.bounds.parts]):
        if position and time.thread_time() - begun > case.bounds.parts_seconds:
            return
        yield _examine(case, item)


def _examine(case: Case, item: Any) -> Report:
    try:
        secured = _secured(item)
        kind = kind_of(secured.document)
    except BadgeError as error:
        return case.examine.refuse(_as_written(item), error)
    # A presentation is no credential: examined as one, it is refused for its type.
    kind = Kind.CREDENTIAL if kind is Kind.PRESENTATION else kind
    expected = Expected(recipient=case.expected.recipient)
    return case.examine(secured, kind, policy=case.policy, expected=expected)


def _secured(item: Any) -> Secured:
    """One credential as a signed document.

    Raises:
        InputError: neither object nor text, or a broken envelope.
        DocumentError: what the text or the envelope holds is no document.
    """
    if is_envelope(item):
        wrong = envelope_departures(item)
        if wrong:
            raise InputError("envelope.broken", cause=wrong[0].code, path=wrong[0].path)
        return read_document(carried_by(item["id"].encode()))
    if isinstance(item, dict):
        return Secured(serialize(item), MEDIA_TYPE_JSON)
    if isinstance(item, str):
        return read_document(item.encode())
    raise InputError("inside.not_a_credential")


def _as_written(item: Any) -> bytes:
    try:
        return serialize({_MEMBER: item})
    except (ValueError, DocumentError):
        return b""


CREDENTIALS_INSIDE = Check(
    id="credentials.inside",
    severity=Severity.ERROR,
    spec=f"{SPEC_VC}verifiable-presentations",
    ask=_ask,
    needs=("input.readable",),
    after=("proof.signature",),
    kinds=frozenset({Kind.RECORD, Kind.PRESENTATION, Kind.COLLECTION}),
)
