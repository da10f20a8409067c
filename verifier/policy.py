"""Named sets of rules: which checks are asked, how much they weigh, which suites are accepted."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from verifier.errors import VerifierError
from verifier.report import Finding, Severity


@dataclass(frozen=True)
class Policy:
    """One named profile of verification.

    `asks` names the checks that are asked (None: all); `weights` replaces the weight of some;
    `skew` is how far ahead of ours the issuer's clock may be (VER-18: for the start only).
    """

    name: str
    asks: frozenset[str] | None = None
    weights: Mapping[str, Severity] = field(default_factory=dict)
    skew: timedelta = timedelta(seconds=60)

    def is_asked(self, check: str) -> bool:
        """Whether this policy asks that check."""
        return self.asks is None or check in self.asks

    def weigh(self, finding: Finding) -> Finding:
        """The finding with the weight that it has here, by its code or by its check."""
        usual = self.weights.get(finding.check, finding.severity)
        return replace(finding, severity=self.weights.get(finding.code, usual))


DEFAULT = Policy("default")

PROOF = Policy(
    "proof",
    asks=frozenset(
        {"input.readable", "document.context", "document.terms", "proof.signature"}
        | {"proof.controller"}
    ),
)
"""Only who signed what: dates, status and schema are left to the caller (VC-API `checks`)."""

POLICIES = (DEFAULT, PROOF)


def policy(name: str) -> Policy:
    """The policy of that name.

    Raises:
        VerifierError: there is none.
    """
    for candidate in POLICIES:
        if candidate.name == name:
            return candidate
    raise VerifierError("policy.unknown", name=name, known=", ".join(p.name for p in POLICIES))
