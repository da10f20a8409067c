"""From what arrives to a report: intake, checks in the order of their needs, one decision.

1. Read what arrived as one signed document; an address is followed once.
2. Take the instant once: every date is compared with the same one.
3. Ask each check when those it needs have passed; write down a finding for every check, always.
4. Sum up what the badge says. The verdict follows from the findings (`verifier.report`).

A status list and an endorsement are signed credentials too: they take the same path, with the
checks of their own kind.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from graphlib import TopologicalSorter

from badges.did import Resolver
from badges.documents import Secured
from badges.errors import BadgeError, BakingError, DocumentError, FetchError
from badges.ports import Clock, Fetcher
from verifier.case import Answer, BoundedFetcher, Case, Check, Kind
from verifier.checks import CHECKS
from verifier.checks.input_readable import INPUT_READABLE, refusal
from verifier.errors import InputError
from verifier.intake import Received, receive
from verifier.pipeline.summary import sum_up
from verifier.policy import DEFAULT, Policy
from verifier.report import Finding, Outcome, Report, Trust

__all__ = ["CHECKS", "Pipeline", "in_order"]

Vouch = Callable[[str], tuple[Trust, str | None]]


def in_order(checks: tuple[Check, ...]) -> tuple[Check, ...]:
    """The checks so that each comes after those it needs, else in the order of the tuple."""
    by_id = {check.id: check for check in checks}
    sorter = TopologicalSorter({c.id: dict.fromkeys((*c.needs, *c.after)) for c in checks})
    return tuple(by_id[name] for name in sorter.static_order())


_ORDER = in_order(CHECKS)


@dataclass(frozen=True)
class Pipeline:
    """The one path of verification; it keeps nothing between two badges."""

    clock: Clock
    fetcher: Fetcher | None
    vouch: Vouch

    def verify(
        self, material: bytes, *, policy: Policy = DEFAULT, recipient: str | None = None
    ) -> Report:
        """The report on what arrived, whatever it is; a bad badge is never an exception."""
        examination = _Examination(
            self.clock.now(), BoundedFetcher(self.fetcher), self.vouch, policy
        )
        try:
            received = receive(material, examination.fetcher)
        except (InputError, DocumentError, BakingError, FetchError) as error:
            return examination.refuse(material, error)
        return examination.report(received, recipient)


class _Examination:
    """One verification: its instant, its bounded way out, and the keys it resolved so far."""

    def __init__(
        self, instant: datetime, fetcher: BoundedFetcher, vouch: Vouch, policy: Policy
    ) -> None:
        self.fetcher = fetcher
        self._instant = instant
        self._vouch = vouch
        self._policy = policy
        self._resolve = Resolver(fetcher)

    def refuse(self, material: bytes, error: BadgeError) -> Report:
        """The report on something that holds no document for us."""
        first = INPUT_READABLE.finding(refusal(error))
        findings = [first] + [
            check.finding(_skipped(("input.readable",)))
            for check in CHECKS
            if check is not INPUT_READABLE
        ]
        digest = f"sha256:{hashlib.sha256(material).hexdigest()}"
        return Report(tuple(findings), self._policy.name, self._instant, digest)

    def report(self, received: Received, recipient: str | None) -> Report:
        """The report on a signed document that arrived."""
        report = self._examine(
            self._case(received.secured, _kind(received.secured), recipient), self._policy
        )
        source = replace(report.source, container=received.container, url=received.url)
        return replace(report, source=source)

    def nested(self, secured: Secured, kind: Kind) -> Report:
        """The report on a document inside, or beside, the badge; under the usual policy."""
        return self._examine(self._case(secured, kind), DEFAULT)

    def _case(self, secured: Secured, kind: Kind, recipient: str | None = None) -> Case:
        return Case(
            secured=secured,
            kind=kind,
            instant=self._instant,
            skew=self._policy.skew,
            resolve=self._resolve,
            fetcher=self.fetcher,
            examine=self.nested,
            vouch=self._vouch,
            own=self._resolve.vouched,
            recipient=recipient,
        )

    def _examine(self, case: Case, policy: Policy) -> Report:
        found: dict[str, Finding] = {}
        for check in _ORDER:
            found[check.id] = _find(check, case, policy, found)
        source, summary = sum_up(case)
        return Report(
            findings=tuple(found[check.id] for check in CHECKS),
            policy=policy.name,
            verified_at=self._instant,
            subject_digest=f"sha256:{hashlib.sha256(case.secured.body).hexdigest()}",
            source=source,
            summary=summary,
            credential=case.document,
        )


def _find(check: Check, case: Case, policy: Policy, found: dict[str, Finding]) -> Finding:
    """The finding of one check: asked, or with the reason why it was not."""
    check = replace(check, severity=policy.weight(check.id, check.severity))
    if not policy.is_asked(check.id):
        return check.finding(Answer(Outcome.SKIPPED, "check.not_in_policy"))
    if case.kind not in check.kinds:
        return check.finding(Answer(Outcome.NOT_APPLICABLE, "check.other_kind"))
    because = tuple(name for name in check.needs if found[name].blocks)
    if because:
        return check.finding(_skipped(because))
    return check.run(case)


def _skipped(because: tuple[str, ...]) -> Answer:
    return Answer(Outcome.SKIPPED, "check.skipped", because=because)


def _kind(secured: Secured) -> Kind:
    """What arrived claims to be; anything else is examined, and refused, as a badge (VER-05)."""
    types = secured.document.get("type")
    names = types if isinstance(types, list) else [types]
    badge = {"OpenBadgeCredential", "AchievementCredential"}
    is_endorsement = "EndorsementCredential" in names and not badge.intersection(
        name for name in names if isinstance(name, str)
    )
    return Kind.ENDORSEMENT if is_endorsement else Kind.BADGE
