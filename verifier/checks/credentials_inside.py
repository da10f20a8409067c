"""Do the credentials inside hold? A wrapping is as good as its worst part (CLR-02).

A presentation and a record carry credentials that keep their own signatures: as objects, as compact
JWS, or in the envelope of VCDM 2.0. Each is examined like one that came alone, under the same
policy; after so many, or so much work, we stop and say so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
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
    credential_kind_of,
    listed,
    not_applicable,
)
from verifier.errors import InputError
from verifier.intake.data_url import carried_by
from verifier.intake.documents import read_document
from verifier.report import Outcome, Report, Severity, State, Verdict
from verifier.settings import Allowance

_RANKS = (Verdict.REJECTED, Verdict.UNDETERMINED, Verdict.ACCEPTED)
_STATES = tuple(State)
_MEMBER = "verifiableCredential"


def judge(
    parts: Sequence[Report], found: int | None = None, too_many: str = "inside.too_many"
) -> Answer:
    """What the reports on the parts say of the whole; `too_many` says that more were `found`."""
    found = len(parts) if found is None else found
    if not found:  # a folder of notes: nothing was verified, so nothing is accepted
        return Answer(Outcome.UNKNOWN, "inside.none", state=State.CANNOT_CHECK)
    if not parts:
        return _unseen(too_many, found, 0)
    worst = min(parts, key=lambda part: (_RANKS.index(part.verdict), _STATES.index(part.state)))
    accepted = sum(part.verdict is Verdict.ACCEPTED for part in parts)
    params = {"count": found, "accepted": accepted}
    if worst.verdict is Verdict.REJECTED:
        return Answer(Outcome.FAILED, "inside.rejected", params, state=worst.state)
    if len(parts) < found:
        return _unseen(too_many, found, len(parts))
    if worst.verdict is Verdict.UNDETERMINED:
        return Answer(Outcome.UNKNOWN, "inside.undetermined", params, state=worst.state)
    return Answer(Outcome.PASSED, "inside.accepted", params)


def _unseen(code: str, found: int, examined: int) -> Answer:
    params = {"count": found, "examined": examined}
    return Answer(Outcome.UNKNOWN, code, params, state=State.CANNOT_CHECK)


def shown(report: Report, allowance: Allowance) -> Report:
    """The report on a part: with its credential as long as there is room for it in the whole."""
    credential = report.credential
    if credential is None or allowance.shows(len(serialize(credential))):
        return report
    return replace(report, credential=None)


def _ask(case: Case) -> Answer:
    is_record = case.kind is Kind.RECORD
    found = listed((case.subject if is_record else case.document).get(_MEMBER))
    if not found:
        return _without_any(case)
    if case.depth >= case.bounds.wrappings:
        params = {"limit": case.bounds.wrappings}
        return Answer(Outcome.UNKNOWN, "inside.too_deep", params, state=State.CANNOT_CHECK)
    case.parts += _examined(case, found)
    return judge(case.parts, len(found))


def _without_any(case: Case) -> Answer:
    """A record must hold a credential (CLR-01); a presentation may prove its holder alone."""
    if case.kind is Kind.RECORD:
        return Answer(Outcome.FAILED, "inside.record_empty", state=State.UNREADABLE)
    if case.attempts:
        return not_applicable("inside.none")
    return Answer(Outcome.UNKNOWN, "inside.nothing_signed", state=State.CANNOT_CHECK)


def _examined(case: Case, found: list[Any]) -> Iterator[Report]:
    """The reports, one after the other, as long as there is time; always on the first."""
    for position, item in enumerate(found):
        if (position and case.allowance.is_late) or not case.allowance.takes_part():
            return
        yield shown(_examine(case, item), case.allowance)


def _examine(case: Case, item: Any) -> Report:
    try:
        secured = _secured(item)
        kind = credential_kind_of(secured.document)
    except BadgeError as error:
        return case.examine.refuse(_as_written(item), error)
    expected = Expected(recipient=case.expected.recipient)
    return case.examine(secured, kind, policy=case.policy, expected=expected, depth=case.depth + 1)


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
