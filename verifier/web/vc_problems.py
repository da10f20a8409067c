"""The answer of VC-API to "does this hold?": verified or not, and RFC 9457 objects that say why.

Their types are those that the W3C specifications name where one fits (VCDM 2.0 section 7.4, VC Data
Integrity section 4.7, Bitstring Status List section 3.5), else the page of our own code.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from badges.documents import JsonObject
from verifier.report import Finding, Outcome, Report, Severity, State, Verdict

DATA_MODEL = "https://www.w3.org/TR/vc-data-model#"
SECURITY = "https://w3id.org/security#"
STATUS_LIST = "https://www.w3.org/ns/credentials/status-list#"

PARSING = f"{DATA_MODEL}PARSING_ERROR"
MALFORMED = f"{DATA_MODEL}MALFORMED_VALUE_ERROR"
RANGE = f"{DATA_MODEL}RANGE_ERROR"
ALTERED = f"{DATA_MODEL}CRYPTOGRAPHIC_SECURITY_ERROR"
PROOF = f"{SECURITY}PROOF_VERIFICATION_ERROR"
CHALLENGE = f"{SECURITY}INVALID_CHALLENGE_ERROR"
DOMAIN = f"{SECURITY}INVALID_DOMAIN_ERROR"
METHOD = f"{SECURITY}INVALID_VERIFICATION_METHOD"

# By the code of the finding or of its cause, then by the check that answered.
_BY_CODE = {
    "proof.challenge": CHALLENGE,
    "proof.domain": DOMAIN,
    "status.unavailable": f"{STATUS_LIST}STATUS_RETRIEVAL_ERROR",
    "status.not_asked": f"{STATUS_LIST}STATUS_RETRIEVAL_ERROR",
    "status.list_unverified": f"{STATUS_LIST}STATUS_VERIFICATION_ERROR",
    "status.foreign_issuer": f"{STATUS_LIST}STATUS_VERIFICATION_ERROR",
    "status.other_purpose": f"{STATUS_LIST}STATUS_VERIFICATION_ERROR",
    "status.list_too_short": f"{STATUS_LIST}STATUS_LIST_LENGTH_ERROR",
    "status.list_length": f"{STATUS_LIST}STATUS_LIST_LENGTH_ERROR",
    "status.out_of_range": RANGE,
    "status.range": RANGE,
    "status.list_malformed": MALFORMED,
    "status.malformed_list": MALFORMED,
    "status.entry_malformed": MALFORMED,
    "status.entry_member": MALFORMED,
    "status.entry_type": MALFORMED,
    "status.unknown_type": MALFORMED,
}
_BY_CHECK = {
    "input.readable": PARSING,
    "document.shape": MALFORMED,
    "document.context": MALFORMED,
    "document.terms": MALFORMED,
    "document.schema": MALFORMED,
    "proof.signature": PROOF,
    "proof.controller": METHOD,
    "validity.period": RANGE,
}
_FAILING = (Outcome.FAILED, Outcome.UNKNOWN)

Say = Callable[..., str]


@dataclass(frozen=True)
class Problem:
    """One reason: the type of the problem, our code for it, and where in the document."""

    code: str
    type: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self, say: Say, base_url: str) -> JsonObject:
        """The RFC 9457 object, its title and detail in words."""
        kind = self.type or f"{base_url}/problems/{self.code}"
        title = kind.rpartition("#")[2] if self.type else self.code
        detail = say(self.code, **self.params)
        found = {"type": kind, "title": title, "detail": detail, "code": self.code}
        path = self.params.get("path", self.params.get("pointer"))
        return found if path is None else {**found, "pointer": str(path)}


@dataclass(frozen=True)
class Judgement:
    """What the answer says: which checks were asked, and what they found."""

    verified: bool
    checks: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    def to_json(self, say: Say, base_url: str) -> JsonObject:
        """The body of the answer, as interfaces.md fixes it."""
        return {
            "verified": self.verified,
            "checks": list(self.checks),
            "warnings": list(self.warnings),
            "errors": list(dict.fromkeys(problem.code for problem in self.problems)),
            "problemDetails": [problem.to_json(say, base_url) for problem in self.problems],
        }


def refused(checks: tuple[str, ...], problems: Iterable[Problem]) -> Judgement:
    """The judgement on what was not even looked at further."""
    return Judgement(verified=False, checks=checks, problems=tuple(problems))


def judged(report: Report, checks: tuple[str, ...]) -> Judgement:
    """The judgement that a report means: whatever is not accepted is not verified."""
    if report.verdict is Verdict.ACCEPTED:
        return Judgement(
            verified=True, checks=checks, warnings=tuple(report.failed_codes(Severity.WARNING))
        )
    return Judgement(
        verified=False,
        checks=checks,
        warnings=tuple(report.failed_codes(Severity.WARNING)),
        problems=tuple(_problems(report)) or (Problem("verdict.nothing_grave"),),
    )


def _problems(report: Report) -> Iterable[Problem]:
    """A problem for each grave finding; those of the parts follow those of the whole."""
    for finding in report.findings:
        if finding.is_grave and finding.outcome in _FAILING:
            if finding.state is State.ALTERED:
                yield Problem(finding.code, ALTERED, finding.params)
            yield Problem(finding.code, _type(finding), finding.params)
    for part in report.parts:
        yield from _problems(part)


def _type(finding: Finding) -> str | None:
    cause = str(finding.params.get("cause", ""))
    for code in (cause, finding.code):
        if code in _BY_CODE:
            return _BY_CODE[code]
    return _BY_CHECK.get(finding.check)
