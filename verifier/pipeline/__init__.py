"""From what arrives to a report: intake, checks in the order of their needs, one decision.

1. Read what arrived as one signed document, or as many in one wrapping.
2. Take the instant once: every date is compared with the same one.
3. Ask each check when those it needs have passed; write down a finding for every check, always.
4. Sum up what the badge says. The verdict follows from the findings (`verifier.report`).

A status list, an endorsement and a credential inside a presentation are signed documents too: they
take the same path, with the checks of their own kind.
"""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from badges.did import Resolver
from badges.documents import Secured
from badges.errors import BadgeError, BakingError, DocumentError, FetchError
from badges.ports import Clock, Fetcher
from verifier.case import (
    NOTHING_EXPECTED,
    Case,
    Expected,
    Kind,
    RememberedLists,
    StatusLists,
    kind_of,
)
from verifier.checks import CHECKS
from verifier.checks.credentials_inside import judge, shown
from verifier.checks.input_readable import refusal
from verifier.errors import InputError, Unseen
from verifier.intake import Part, Received, Several, Tools, receive
from verifier.intake.bounded_sight import BoundedSight
from verifier.open_badges_2 import gather
from verifier.pipeline.asking import ask_all, in_order, without_document
from verifier.pipeline.summary import sum_up
from verifier.pipeline.summary_of_parts import sum_up_parts
from verifier.policy import DEFAULT, Policy
from verifier.ports import BoundedFetcher, NoSight, Sight, TrustRegistry
from verifier.report import Finding, Outcome, Report, Severity, Source
from verifier.settings import BOUNDS, Allowance, Bounds

__all__ = ["CHECKS", "Opened", "Pipeline", "in_order"]

_UNREADABLE = (InputError, DocumentError, BakingError, FetchError)
_SHOWN = (Kind.BADGE, Kind.ENDORSEMENT, Kind.RECORD, Kind.PRESENTATION, Kind.ASSERTION)
_REFRESH, _KIND = "credential.refresh", "kind"
_READABLE, _SEVERAL = "input.readable", "baking.several"
_COLLECTIONS = 2  # a list of badges may lie in an archive; nothing deeper


class Opened(NamedTuple):
    """What arrived, opened: one document, many, or the error that says why neither."""

    material: bytes
    found: Received | Several | BadgeError
    examination: "_Examination"


@dataclass(frozen=True)
class Pipeline:
    """The one path of verification; of badges it keeps nothing, of status lists the last ones."""

    clock: Clock
    fetcher: Fetcher | None
    vouch: TrustRegistry
    sight: Sight = field(default_factory=NoSight)
    bounds: Bounds = BOUNDS
    remembered: RememberedLists = field(default_factory=RememberedLists)

    def verify(
        self,
        material: bytes,
        *,
        policy: Policy = DEFAULT,
        expected: Expected = NOTHING_EXPECTED,
    ) -> Report:
        """The report on what arrived, whatever it is; a bad badge is never an exception."""
        return self._report(self._begun(self.open(material, policy, expected)), _COLLECTIONS)

    def verify_document(
        self,
        secured: Secured,
        kind: Kind | None = None,
        *,
        policy: Policy = DEFAULT,
        expected: Expected = NOTHING_EXPECTED,
    ) -> Report:
        """The report on one signed document of that kind; by default, of what its type says.

        Raises:
            DocumentError: the bytes are not a document.
        """
        kind = kind_of(secured.document) if kind is None else kind
        return self._examination(policy, expected).nested(
            secured, kind, policy=policy, expected=expected, depth=0
        )

    def open(
        self, material: bytes, policy: Policy = DEFAULT, expected: Expected = NOTHING_EXPECTED
    ) -> Opened:
        """What arrived, opened and not yet judged: callers with many badges show progress."""
        return self._open(material, self._examination(policy, expected), BoundedSight(self.sight))

    def _open(self, material: bytes, examination: "_Examination", sight: Sight) -> Opened:
        tools = Tools(examination.fetcher, sight, self.bounds)
        try:
            return Opened(material, receive(material, tools), examination)
        except _UNREADABLE as error:
            return Opened(material, error, examination)

    def judge(self, opened: Opened) -> Report:
        """The report on what was opened, all its parts included."""
        return self._report(self._afresh(opened), _COLLECTIONS)

    def each(self, several: Several, opened: Opened) -> Iterator[Report]:
        """The report on each part of a collection, one after the other as they are made."""
        yield from self._each(several, opened, _COLLECTIONS)

    def gather(self, several: Several, opened: Opened, parts: Iterable[Report]) -> Report:
        """The report on a collection whose parts were judged."""
        return opened.examination.collection(opened.material, several, tuple(parts))

    def _examination(
        self, policy: Policy, expected: Expected, whole: "_Examination | None" = None
    ) -> "_Examination":
        """A verification of its own; one of a part shares the bounds of the `whole` upload."""
        if whole is None:
            way_out = BoundedFetcher(self.fetcher, self.bounds)
        else:
            way_out = whole.fetcher.for_another()
        return _Examination(
            instant=self.clock.now(),
            fetcher=way_out,
            vouch=self.vouch,
            policy=policy,
            expected=expected,
            bounds=self.bounds,
            resolve=Resolver(way_out),
            lists=StatusLists(self.remembered),
            allowance=Allowance.of(self.bounds) if whole is None else whole.allowance,
        )

    def _report(self, opened: Opened, depth: int) -> Report:
        found = opened.found
        if isinstance(found, Several) and depth > 0:
            parts = tuple(self._in_time(found, opened, depth))
            return opened.examination.collection(opened.material, found, parts)
        if isinstance(found, Several):
            found = InputError("input.too_many_steps", limit=_COLLECTIONS)
        if isinstance(found, BadgeError):
            return opened.examination.refuse(opened.material, found)
        return opened.examination.report(found)

    def _each(self, several: Several, opened: Opened, depth: int) -> Iterator[Report]:
        for part in several.parts:
            own = self._examination(opened.examination.policy, opened.examination.expected)
            sight = BoundedSight(self.sight)
            whole = self._begun(self._open(part.material, own, sight))
            yield _named(self._report(whole, depth - 1), part)

    def _in_time(self, several: Several, opened: Opened, depth: int) -> Iterator[Report]:
        """As `_each`, for somebody who waits for the whole: what takes too long is left open."""
        whole, begun = opened.examination, time.monotonic()
        sight = BoundedSight(self.sight, seconds=self.bounds.sight_seconds)
        for part in several.parts:
            if not whole.allowance.takes_part():
                return
            if whole.allowance.is_late or time.monotonic() - begun > self.bounds.upload_seconds:
                report = whole.refuse(part.material, Unseen("inside.not_examined"))
            else:
                own = self._examination(whole.policy, whole.expected, whole)
                report = self._report(self._open(part.material, own, sight), depth - 1)
            yield _named(shown(report, whole.allowance), part)

    def _begun(self, opened: Opened) -> Opened:
        """What was just opened for one report; the time that this took is not its fault."""
        if isinstance(opened.found, Several):
            return self._afresh(opened)
        opened.examination.allowance.begin()
        return opened

    def _afresh(self, opened: Opened) -> Opened:
        """What was opened, with all that one report may tell of it still to be told."""
        allowance = Allowance.of(self.bounds, of_many=isinstance(opened.found, Several))
        return opened._replace(examination=replace(opened.examination, allowance=allowance))


def _named(report: Report, part: Part) -> Report:
    return replace(report, source=report.source._replace(name=part.name))


@dataclass(slots=True)
class _Examination:
    """One verification: its instant, its bounded way out, and the keys it resolved so far."""

    instant: datetime
    fetcher: BoundedFetcher
    vouch: TrustRegistry
    policy: Policy
    expected: Expected
    bounds: Bounds
    resolve: Resolver
    allowance: Allowance
    lists: StatusLists

    def refuse(self, material: bytes, error: BadgeError) -> Report:
        """The report on something that holds no document for us."""
        return self._plain(material, without_document(self.policy, refusal(error)))

    def collection(self, material: bytes, several: Several, parts: tuple[Report, ...]) -> Report:
        """The report on a wrapping without a signature of its own, whose parts were judged."""
        found = max(len(parts), len(several.parts))
        inside = judge(parts, found, "inside.too_many_for_one")
        report = self._plain(material, without_document(self.policy, None, inside))
        source = Source(
            container=several.container,
            document=Kind.COLLECTION.value,
            url=several.url,
            path=several.path,
            remarks=several.remarks,
        )
        return replace(report, source=source, summary=sum_up_parts(parts), parts=parts)

    def report(self, received: Received) -> Report:
        """The report on a signed document that arrived; anything else is judged as a badge."""
        kind = _shown_as(received.secured)
        case = self._case(received.secured, kind, self.policy, self.expected)
        report = self._examine(case, received)
        if _SEVERAL not in received.remarks:
            return report
        return replace(report, findings=self._remarked(report))

    def _remarked(self, report: Report) -> tuple[Finding, ...]:
        """The findings, with the one that others lie beside the badge (BAKE-02, BAKE-08)."""
        told = report.finding(_READABLE)._replace(
            outcome=Outcome.FAILED,
            severity=Severity.WARNING,
            code=_SEVERAL,
        )
        return tuple(
            self.policy.weigh(told) if finding.check == _READABLE else finding
            for finding in report.findings
        )

    def nested(
        self,
        secured: Secured,
        kind: Kind,
        *,
        policy: Policy = DEFAULT,
        expected: Expected = NOTHING_EXPECTED,
        depth: int = 1,
    ) -> Report:
        """The report on a document inside, or beside, the badge; under the usual policy."""
        case = self._case(secured, kind, policy, expected)
        return self._examine(replace(case, depth=depth))

    __call__ = nested

    def renewal(self, case: Case, secured: Secured) -> Report:
        """The report on a newer version of a document, judged as that one is, and never renewed."""
        newer = self._case(secured, case.kind, case.policy, case.expected)
        return self._examine(replace(newer, is_renewal=True))

    def _case(self, secured: Secured, kind: Kind, policy: Policy, expected: Expected) -> Case:
        is_award = kind is Kind.ASSERTION
        award = gather(secured, self.fetcher, self.bounds) if is_award else None
        return Case(
            secured=secured,
            kind=kind,
            instant=self.instant,
            resolve=self.resolve,
            fetcher=self.fetcher,
            examine=self,
            vouch=self.vouch,
            own=self.resolve.vouched,
            policy=policy,
            expected=expected,
            bounds=self.bounds,
            allowance=self.allowance,
            lists=self.lists,
            view=None if award is None else award.view,
            award=award,
        )

    def _examine(self, case: Case, received: Received | None = None) -> Report:
        findings = ask_all(case)
        if case.renewed is not None:
            report = _in_its_place(case.renewed, case, findings)
            return report if received is None else self._placed(report, received)
        source, summary = sum_up(case, received, self.fetcher.as_of if received else None)
        return Report(
            findings=findings,
            policy=case.policy.name,
            verified_at=self.instant,
            subject_digest=f"sha256:{case.secured.sha256}",
            source=source,
            summary=summary,
            credential=case.shown,
            parts=tuple(case.parts),
            secured=case.secured,
            proofs=tuple(case.verified),
        )

    def _placed(self, report: Report, received: Received) -> Report:
        """The report on a newer version, with the way on which the older one arrived."""
        source = report.source._replace(
            container=received.container,
            url=received.url,
            path=received.path,
            as_of=self.fetcher.as_of,
            remarks=received.remarks,
        )
        return replace(report, source=source)

    def _plain(self, material: bytes, findings: tuple[Finding, ...]) -> Report:
        return Report(findings, self.policy.name, self.instant, _digest(material))


def _shown_as(secured: Secured) -> Kind:
    """What a document that arrived is judged as; those that are alike are of one kind."""
    likeness = secured.likeness
    known: Kind | None = None if likeness is None else likeness.recall(_KIND)
    if known is None:
        kind = kind_of(secured.document)
        known = kind if kind in _SHOWN else Kind.BADGE
        if likeness is not None:
            likeness.keep(_KIND, known)
    return known


def _in_its_place(newer: Report, case: Case, findings: tuple[Finding, ...]) -> Report:
    """The report on the newer version, which says that it was asked for, and for which bytes."""
    asked = {finding.check: finding for finding in findings if finding.check == _REFRESH}
    return replace(
        newer,
        findings=tuple(asked.get(finding.check, finding) for finding in newer.findings),
        subject_digest=f"sha256:{case.secured.sha256}",
    )


def _digest(content: bytes) -> str:
    return f"sha256:{sha256(content).hexdigest()}"
