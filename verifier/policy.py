"""Named sets of rules: which checks are asked, how much they weigh, which suites are accepted."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from badges.i18n import Translator
from verifier.errors import VerifierError
from verifier.report import Finding, Severity

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING
_OTHER_PROOFS = "proof.others"


@dataclass(frozen=True)
class Policy:
    """One named profile of verification.

    `asks` names the checks that are asked (None: all); `weights` replaces the weight of some, by
    check or by code; `skew` is how far ahead of ours the issuer's clock may be (VER-18: for the
    start only). `suites` are those whose proofs count (None: all that we verify), a JWT by its
    algorithm; `suites_vcdm_1` count in badges of the data model 1.1 too. Where `warnings_reject`,
    whatever is a warning elsewhere is an error. `refuses` names kinds of documents of which these
    rules do not speak.
    """

    name: str
    asks: frozenset[str] | None = None
    weights: Mapping[str, Severity] = field(default_factory=dict)
    skew: timedelta = timedelta(seconds=60)
    suites: frozenset[str] | None = None
    suites_vcdm_1: frozenset[str] = frozenset()
    warnings_reject: bool = False
    refuses: frozenset[str] = frozenset()

    def title(self, words: Translator) -> str:
        """What people call this set of rules."""
        return words(f"policy.{self.name}")

    def description(self, words: Translator) -> str:
        """When to take it, and what changes, in one sentence or two."""
        return words(f"policy.{self.name}.description")

    def is_asked(self, check: str) -> bool:
        """Whether this policy asks that check."""
        return self.asks is None or check in self.asks

    def weigh(self, finding: Finding) -> Finding:
        """The finding with the weight that it has here, by its code or by its check."""
        severity = finding.severity
        if not self.weights and not self.warnings_reject:
            return finding
        if self.weights:
            usual = self.weights.get(finding.check, severity)
            severity = self.weights.get(finding.code, usual)
        if self.warnings_reject and severity is _WARNING:
            severity = _ERROR
        return finding if severity is finding.severity else finding._replace(severity=severity)

    def is_mild(self, code: str) -> bool:
        """Whether this policy lets a badge be accepted in spite of that code."""
        return code in self.weights and not self.weights[code].is_grave

    def admits(self, suite: str, *, is_vcdm_1: bool) -> bool:
        """Whether a proof of that suite counts here."""
        if self.suites is None or suite in self.suites:
            return True
        return is_vcdm_1 and suite in self.suites_vcdm_1

    def with_all_proofs(self) -> "Policy":
        """The same, but every proof of a document must hold, as W3C data integrity has it."""
        return replace(self, weights={**self.weights, _OTHER_PROOFS: _ERROR})


DEFAULT = Policy("default")

STRICT = Policy("strict", weights={"schema.not_strict": _ERROR}, warnings_reject=True)
"""All proofs hold, and nothing is to be remarked."""

OB3_CERTIFICATION = Policy(
    "ob3-certification",
    weights={
        "issuer.bare": _ERROR,  # VAL-09
        "schema.not_strict": _WARNING,  # VAL-05
        "schema.unavailable": _ERROR,  # VAL-06
        "endorsements": _ERROR,  # VAL-15
        "status.unknown_type": _WARNING,  # VAL-12 passes over other types
    },
    skew=timedelta(0),  # VAL-14
    suites=frozenset({"eddsa-rdfc-2022", "ecdsa-sd-2023", "RS256", "ES256"}),  # VAL-10
    suites_vcdm_1=frozenset({"Ed25519Signature2020"}),
    refuses=frozenset({"assertion"}),
)
"""What the official validator of Open Badges 3.0 would say (VAL-01 to VAL-15)."""

ARCHIVE = Policy(
    "archive",
    weights={
        "time.expired": _WARNING,
        "proof.expired": _WARNING,
        "status.suspended": _WARNING,
        "status.unavailable": _WARNING,
    },
)
"""Was the badge good when it was issued? Its end takes nothing from that; a cancellation does."""

PROOF = Policy(
    "proof",
    asks=frozenset(
        {"input.readable", "document.context", "document.terms", "proof.signature"}
        | {"proof.controller", _OTHER_PROOFS, "issuer.hosting", "credentials.inside"}
    ),
)
"""Only who signed what: dates, status and schema are left to the caller (VC-API `checks`)."""

POLICIES = (DEFAULT, STRICT, OB3_CERTIFICATION, ARCHIVE, PROOF)


def policy(name: str) -> Policy:
    """The policy of that name.

    Raises:
        VerifierError: there is none.
    """
    for candidate in POLICIES:
        if candidate.name == name:
            return candidate
    raise VerifierError("policy.unknown", name=name, known=", ".join(p.name for p in POLICIES))
