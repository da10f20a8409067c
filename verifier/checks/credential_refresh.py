"""Is there a newer version of the badge at its issuer's? (VER-15, REF-01 to REF-04).

The badge itself says where to ask; we ask once, and only when its signature holds. An answer that
is the same credential, soundly made and not older takes the place of what arrived: everything else
is then asked of it. Anything else leaves the badge as it came.
"""

from datetime import UTC, datetime
from hashlib import sha256

from badges.documents import JsonObject, Secured
from badges.errors import BadgeError, DocumentError, FetchError
from badges.model.equality import is_same_credential
from verifier.case import (
    CREDENTIAL_KINDS,
    SPEC_OB,
    Answer,
    Case,
    Check,
    an_instant,
    causes,
    kind_of,
    not_applicable,
    objects,
    passed,
)
from verifier.checks.status_list import entries, read_all
from verifier.errors import InputError
from verifier.intake.documents import read_document
from verifier.report import Evidence, Outcome, Report, Severity, State, stamp

_TYPE = "1EdTechCredentialRefresh"
_ACCEPT = "application/vc, application/vc+jwt, application/json;q=0.9, text/plain;q=0.5"
_PURPOSE = "refresh"
_NONE_THERE = (404, 410)
_SPENT = "fetch.too_many"
_DOCUMENT = (
    *("input.readable", "document.shape", "document.context", "document.terms"),
    *("document.schema", "result.consistent"),
)
_PROOF = ("proof.signature", "proof.controller")
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class _Kept(Exception):
    """The answer does not replace the badge; carries what is told of that."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.code)
        self.answer = answer


def _ask(case: Case) -> Answer:
    if case.is_renewal:
        return not_applicable("refresh.none")
    services = objects(case.document.get("refreshService"))
    ours = [service for service in services if service.get("type") == _TYPE]
    answer = _renew(case, ours[0]) if ours else _unread(services)
    return answer if case.renewed is not None else _announced(case) or answer


def _unread(services: list[JsonObject]) -> Answer:
    if not services:
        return not_applicable("refresh.none")
    kind = str(services[0].get("type"))[:80]
    return Answer(Outcome.UNKNOWN, "refresh.unknown_type", {"type": kind})


def _announced(case: Case) -> Answer | None:
    """The issuer may say in a status list that a newer version exists, without giving it out."""
    about = [
        entry
        for entry in objects(entries(case, _PURPOSE))
        if entry.get("statusPurpose") == _PURPOSE
    ]
    statuses, _ = read_all(case, about)
    for status in statuses:
        if status.value:
            return Answer(Outcome.FAILED, "refresh.announced", {}, status.evidence)
    return None


def _is_alike(case: Case) -> bool:
    """When the badge names no service, and no status that could tell of a newer version."""
    return case.document.get("refreshService") is None and not entries(case, _PURPOSE)


def _renew(case: Case, service: JsonObject) -> Answer:
    try:
        secured, evidence = _fetch(case, service)
        _require_version(case, secured)
    except _Kept as kept:
        return kept.answer
    report = case.examine.renewal(case, secured)
    if (reason := _fault(report)) is not None:
        return _failed(reason, evidence)
    case.renewed = report
    valid_from = an_instant(_begins(secured.document))
    return passed("refresh.done", evidence, valid_from=stamp(valid_from))


def _fetch(case: Case, service: JsonObject) -> tuple[Secured, Evidence]:
    """What the service gives out, and the fact that it was asked.

    Raises:
        _Kept: nothing, or nothing new.
    """
    url = str(service.get("id"))[:2_048]
    try:
        body = case.fetcher.fetch(url, accept=_ACCEPT, limit=case.bounds.text_bytes).body
        secured = read_document(body)
    except FetchError as error:
        if error.params.get("status") in _NONE_THERE:
            raise _Kept(passed("refresh.nothing_newer")) from error
        raise _Kept(_unreached(error)) from error
    except (DocumentError, InputError) as error:
        raise _Kept(_failed(error)) from error
    return secured, Evidence("refreshed", url, url, sha256(body).hexdigest())


def _unreached(error: FetchError) -> Answer:
    """A service out of reach leaves the badge as it came; one that was not asked decides nothing.

    Whoever made the badge could have our fetches spent elsewhere, so that a newer version stays
    unseen.
    """
    if error.code == _SPENT:
        state = State.CANNOT_CHECK
        return Answer(
            Outcome.UNKNOWN, "refresh.not_asked", {}, severity=Severity.ERROR, state=state
        )
    return Answer(Outcome.UNKNOWN, "refresh.failed", causes(error), severity=Severity.WARNING)


def _require_version(case: Case, secured: Secured) -> None:
    """Return when the answer is a version of the same credential, and not an older one.

    Raises:
        _Kept: it is not (EQ-01, REF-04).
    """
    try:
        document = secured.document
    except DocumentError as error:
        raise _Kept(_failed(error)) from error
    if kind_of(document, case.kind) is not case.kind or not is_same_credential(
        document, case.document
    ):
        raise _Kept(_failed(BadgeError("refresh.other_credential")))
    if document == case.document:
        raise _Kept(passed("refresh.nothing_newer"))
    begins = an_instant(_begins(document))
    if begins is None or begins < (an_instant(case.begins) or _LONG_AGO):
        raise _Kept(_failed(BadgeError("refresh.older")))


def _begins(document: JsonObject) -> object:
    """`validFrom`, or `issuanceDate` in the older data model (EQ-03)."""
    return document.get("validFrom") or document.get("issuanceDate")


def _fault(report: Report) -> BadgeError | None:
    """Why the newer version is not soundly made; None when document and proof hold."""
    for finding in report.findings:
        if finding.check in (*_DOCUMENT, *_PROOF) and finding.blocks:
            return BadgeError(finding.code, **finding.params)
    return None


def _failed(error: BadgeError, *evidence: Evidence) -> Answer:
    return Answer(
        Outcome.FAILED, "refresh.failed", causes(error), evidence, severity=Severity.WARNING
    )


CREDENTIAL_REFRESH = Check(
    id="credential.refresh",
    severity=Severity.NOTICE,
    spec=f"{SPEC_OB}verify-openbadgecredential",
    ask=_ask,
    needs=(*_DOCUMENT, *_PROOF),
    kinds=CREDENTIAL_KINDS,
    is_alike=_is_alike,
)
