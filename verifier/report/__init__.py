"""The result of a verification: one value with four faces (page, JSON, text, exit code).

A report holds one `Finding` for every check that the verifier knows. The verdict and the state
follow from the findings and from nothing else; all faces render them and none computes. A report
has no truth value: `if report:` would hide the third verdict, `undetermined`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import NoReturn

import orjson

from badges.documents import JsonObject, Secured, serialize
from badges.errors import BadgeError
from badges.i18n import Translator
from badges.proofs import Verified
from verifier.report.competencies import CompetencyClaim, Cousin, CousinSource, Wording, say
from verifier.report.finding import (
    NO_PARAMS,
    Evidence,
    Finding,
    Outcome,
    Params,
    Severity,
    State,
    brief_facts,
    brief_params,
)
from verifier.report.summary import (
    EndorsementClaim,
    EvidenceClaim,
    Source,
    Summary,
    Trust,
    stamp,
    written_date,
)
from verifier.report.telling import teller

__all__ = [
    "NO_PARAMS",
    "BadgeRejected",
    "BadgeUndetermined",
    "CompetencyClaim",
    "Cousin",
    "CousinSource",
    "EndorsementClaim",
    "Evidence",
    "EvidenceClaim",
    "Finding",
    "Outcome",
    "Params",
    "Report",
    "Severity",
    "Source",
    "State",
    "Summary",
    "Trust",
    "Verdict",
    "Wording",
    "brief_facts",
    "brief_params",
    "say",
    "stamp",
    "written_date",
]

_PRECEDENCE = tuple(State)
_INSIDE = "credentials.inside"
_READABLE = "input.readable"
_OTHER_PERSON = "recipient.no_match"
# Rules whose refusals need no explanation of their own.
_USUAL = ("default", "proof", "archive")
# Codes of a document that was read, and is something else than a badge.
_OTHER_DOCUMENTS = ("type.missing", "context.unknown")
# Kinds of documents that are no badge: when genuine, people are told what they are.
_WORDED = ("endorsement", "presentation", "record")
# Badges of Open Badges 2.0, by state and by whether they are hosted: a hosted one has no signature
# of which to speak (OB2-15).
_WORDED_2 = {
    (State.GENUINE, True): "genuine_hosted",
    (State.GENUINE, False): "genuine_signed_2",
    (State.NOT_THE_ISSUER, True): "not_the_issuer_hosted",
    (State.ISSUER_UNCONFIRMED, True): "issuer_unconfirmed_hosted",
}


class Verdict(StrEnum):
    """The three answers, as in European signature validation (ETSI EN 319 102-1)."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNDETERMINED = "undetermined"


class BadgeRejected(BadgeError):
    """Raised by `raise_for_verdict` when the badge is rejected."""


class BadgeUndetermined(BadgeError):
    """Raised by `raise_for_verdict` when the badge is neither accepted nor rejected."""


@dataclass(frozen=True)
class Report:
    """Everything that was asked of one badge at one instant, and what follows from it.

    `secured` keeps the exact bytes, for whoever wants the evidence; `parts` are the reports on the
    credentials inside a wrapping, which is as good as its worst part. `proofs` are the signatures
    that hold: another document of the same bytes has them too.
    """

    findings: tuple[Finding, ...]
    policy: str
    verified_at: datetime
    subject_digest: str
    source: Source = field(default_factory=Source)
    summary: Summary = field(default_factory=Summary)
    credential: JsonObject | None = None
    parts: tuple["Report", ...] = ()
    secured: Secured | None = field(default=None, repr=False)
    proofs: tuple[Verified, ...] = field(default=(), repr=False)

    def __bool__(self) -> NoReturn:
        raise TypeError("a Report has three verdicts: compare report.verdict instead")

    @cached_property
    def verdict(self) -> Verdict:
        """A grave failure rejects; a grave unknown, or nothing grave passed: undetermined."""
        has_passed = is_unknown = False
        passed, failed, unknown = Outcome.PASSED, Outcome.FAILED, Outcome.UNKNOWN
        for finding in self.findings:
            outcome = finding.outcome
            if outcome is passed:
                has_passed = has_passed or finding.is_grave
            elif outcome is failed and finding.is_grave:
                return Verdict.REJECTED
            elif outcome is unknown and finding.is_grave:
                is_unknown = True
        return Verdict.ACCEPTED if has_passed and not is_unknown else Verdict.UNDETERMINED

    @cached_property
    def decisive(self) -> Finding | None:
        """The finding that decides the state, in the order of `State`; None when accepted."""
        if self.verdict is Verdict.ACCEPTED:
            return None
        outcome = Outcome.FAILED if self.verdict is Verdict.REJECTED else Outcome.UNKNOWN
        grave = [item for item in self.findings if item.is_grave and item.outcome is outcome]
        return min(grave, key=lambda item: _PRECEDENCE.index(self._state_of(item)), default=None)

    @cached_property
    def state(self) -> State:
        """What people are told; follows from the decisive finding."""
        if self.verdict is Verdict.ACCEPTED:
            return State.GENUINE
        if self.decisive is None:
            return State.CANNOT_CHECK
        return self._state_of(self.decisive)

    @staticmethod
    def _state_of(finding: Finding) -> State:
        if finding.state is not None:
            return finding.state
        unknown = finding.outcome is Outcome.UNKNOWN
        return State.CANNOT_CHECK if unknown else State.UNREADABLE

    def finding(self, check: str) -> Finding:
        """The finding of one check.

        Raises:
            KeyError: the verifier knows no such check.
        """
        for finding in self.findings:
            if finding.check == check:
                return finding
        raise KeyError(check)

    def failed_codes(self, *severities: Severity) -> list[str]:
        """Codes of what failed with one of these severities, in the order of the checks."""
        return [finding.code for finding in self._failed if finding.severity in severities]

    @cached_property
    def _failed(self) -> tuple[Finding, ...]:
        failed = Outcome.FAILED
        return tuple([each for each in self.findings if each.outcome is failed])

    def headline(self, language: str) -> str:
        """Two to six words that say the state (design/experience.md)."""
        return Translator(language, "verifier")(f"state.{self.wording}.headline")

    def sentence(self, language: str) -> str:
        """One plain sentence that says the state to somebody who has seven seconds."""
        words = Translator(language, "verifier")
        said = words(f"state.{self.wording}.sentence", **self._names(words))
        return said[:1].upper() + said[1:] if self.summary.issuer_name is None else said

    @cached_property
    def wording(self) -> str:
        """Which headline and sentence say it to people: the state, or a shade of it."""
        document = self.source.document
        if document == "collection" or (self.decisive and self.decisive.check == _INSIDE):
            return f"inside_{self.verdict.value}"
        if self.state is State.GENUINE:
            return self._genuine_wording
        shade = self._shade(self.decisive)
        if shade is None and document == "assertion":
            return _WORDED_2.get((self.state, self._is_hosted), self.state.value)
        return shade or self.state.value

    @property
    def _genuine_wording(self) -> str:
        """What exactly is genuine: whose badge, of which standard, by whom."""
        document = self.source.document
        if any(finding.code == _OTHER_PERSON for finding in self._failed):
            return "genuine_other_person"
        if document == "presentation" and not self.parts:
            return "genuine_presentation_empty"
        if document in _WORDED:
            return f"genuine_{document}"
        if document == "assertion":
            return _WORDED_2[self.state, self._is_hosted]
        return "genuine" if self.summary.trust is Trust.LISTED else "genuine_unlisted"

    @property
    def _is_hosted(self) -> bool:
        return self.source.proofs == ("hosted",)

    def _shade(self, decisive: Finding | None) -> str | None:
        """What the state alone would say wrongly: that a file is at fault, or that time helps."""
        if decisive is None:
            return None
        if self.state is State.CANNOT_CHECK and not decisive.may_pass:
            return "cannot_check_lasting"
        if decisive.check == _READABLE or self.state is not State.UNREADABLE:
            return None
        if decisive.severity is Severity.ERROR and self.policy not in _USUAL:
            return "refused"
        return None if decisive.code in _OTHER_DOCUMENTS else "unreadable_faulty"

    def _names(self, words: Translator) -> dict[str, str]:
        summary = self.summary
        moments = {
            State.EXPIRED: summary.valid_until,
            State.NOT_YET_VALID: summary.valid_from,
        }
        moment = moments.get(self.state, summary.awarded)
        return {
            "place": summary.issuer_name or words("word.place"),
            "person": summary.holder or words("word.person"),
            "date": written_date(moment, words) if moment else words("word.date"),
            "reason": self._reason(words),
            "count": str(self._count),
            "accepted": str(sum(part.verdict is Verdict.ACCEPTED for part in self.parts)),
        }

    @property
    def _count(self) -> int:
        """How many parts there are, those included of which the report could not tell."""
        inside = next((item for item in self.findings if item.check == _INSIDE), None)
        return int(inside.params.get("count", len(self.parts))) if inside else len(self.parts)

    def _reason(self, words: Translator) -> str:
        """Why, without its full stop; of what we could not know, only the first sentence."""
        if self.decisive is None:
            return words("word.reason")
        said = self.decisive.reason(words).rstrip(".")
        return said.partition(". ")[0] if self.state is State.CANNOT_CHECK else said

    @property
    def refusal(self) -> BadgeError | None:
        """Why the badge is not accepted, as an error with the decisive code; None when it is."""
        if self.verdict is Verdict.ACCEPTED:
            return None
        kind = BadgeRejected if self.verdict is Verdict.REJECTED else BadgeUndetermined
        if self.decisive is None:
            return kind("verdict.nothing_grave")
        return kind(self.decisive.code, **self.decisive.params)

    def raise_for_verdict(self) -> None:
        """Return when the badge is accepted.

        Raises:
            BadgeRejected: a grave check failed; `code` is the one that decides.
            BadgeUndetermined: a grave check could not be answered.
        """
        if self.refusal is not None:
            raise self.refusal

    def to_json(self, language: str = "fr") -> JsonObject:
        """The report as interfaces.md fixes it, with words in `language`."""
        return self.told_by(language, teller(language).told)

    def to_bytes(self, language: str = "fr") -> bytes:
        """The same as JSON text."""
        try:
            told = self.told_by(language, teller(language).written)
            told["credential"] = self._as_it_came or self.credential
            return orjson.dumps(told)
        except TypeError:  # a number that only the slower writer knows
            return serialize(self.to_json(language))

    @property
    def _as_it_came(self) -> orjson.Fragment | None:
        """The text of the credential, where it is known to be what would be written of it."""
        secured = self.secured
        if secured is None or secured.is_jwt or secured.payload is not self.credential:
            return None
        return None if secured.alike is None else orjson.Fragment(secured.body)

    def told_by(self, language: str, tell: Callable[[Finding], object]) -> JsonObject:
        """The members of the report, whose findings `tell` writes."""
        return {
            "verdict": self.verdict.value,
            "verified": self.verdict is Verdict.ACCEPTED,
            "warnings": self.failed_codes(Severity.WARNING),
            "errors": self.failed_codes(Severity.FATAL, Severity.ERROR),
            "state": self.state.value,
            "headline": self.headline(language),
            "sentence": self.sentence(language),
            "wording": self.wording,
            "policy": self.policy,
            "verified_at": stamp(self.verified_at),
            "subject_digest": self.subject_digest,
            "source": self.source.to_json(),
            "summary": self.summary.to_json(language),
            "findings": [tell(finding) for finding in self.findings],
            "credential": self.credential,
            "parts": [part.told_by(language, tell) for part in self.parts],
        }
