"""The badge under examination: its document, one instant, the ports, and what was found so far."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol, TypeVar

from badges.documents import Alike, JsonObject, Likeness, Secured, Survey
from badges.errors import BadgeError
from badges.model.kinds import is_of_two_kinds
from badges.ob2 import Award
from badges.ports import Fetcher, KeyResolver, VerificationMethod
from badges.proofs import Verified
from verifier.case.answers import Answer, Attempt, causes, not_applicable, passed
from verifier.case.kinds import (
    CREDENTIAL_KINDS,
    SIGNED_KINDS,
    Kind,
    credential_kind_of,
    kind_of,
)
from verifier.case.lists import RememberedLists, StatusList, StatusLists
from verifier.case.members import (
    a_text,
    an_instant,
    an_object,
    listed,
    objects,
    only,
    said_of,
    the_object,
)
from verifier.policy import DEFAULT, Policy
from verifier.ports import TrustRegistry
from verifier.report import (
    CompetencyClaim,
    EndorsementClaim,
    Finding,
    Report,
    Severity,
    Trust,
    brief_facts,
    brief_params,
)
from verifier.settings import BOUNDS, Allowance, Bounds

__all__ = [
    "CREDENTIAL_KINDS",
    "SIGNED_KINDS",
    "Answer",
    "Attempt",
    "Case",
    "Check",
    "Examine",
    "Expected",
    "Kind",
    "RememberedLists",
    "StatusList",
    "StatusLists",
    "a_text",
    "an_instant",
    "an_object",
    "causes",
    "credential_kind_of",
    "kind_of",
    "listed",
    "not_applicable",
    "objects",
    "only",
    "passed",
]

_CLAIMS = frozenset({"iss", "sub", "jti", "nbf", "exp", "iat", "aud", "nonce"})
_VCDM_1 = "https://www.w3.org/2018/credentials/v1"
_TWO_KINDS = "two kinds"
Found = TypeVar("Found")
ASSERTION_METHOD, AUTHENTICATION = "assertionMethod", "authentication"
SPEC_OB = "https://www.imsglobal.org/spec/ob/v3p0/#"
SPEC_VC = "https://www.w3.org/TR/vc-data-model-2.0/#"
SPEC_DI = "https://www.w3.org/TR/vc-data-integrity/#"
SPEC_STATUS = "https://www.w3.org/TR/vc-bitstring-status-list/#"


@dataclass(frozen=True)
class Check:
    """One question about a badge.

    `needs` are the checks without whose success the question makes no sense; `after` are those
    that must have been asked before, whatever they answered. Of badges that are alike, one is asked
    where `is_alike` allows: its finding is that of all.
    """

    id: str
    severity: Severity
    spec: str
    ask: Callable[["Case"], Answer]
    needs: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    kinds: frozenset[Kind] = SIGNED_KINDS
    is_alike: Callable[["Case"], bool] | None = None
    """Whether the answer follows from what badges like this one have in common, and nothing else.

    What this asks follows from that too. None: never.
    """
    _common: dict[str, tuple[Answer, Finding]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """Findings that are those of many badges, by their code: as many as the check has codes."""

    def finding(self, answer: Answer) -> Finding:
        """The answer as a finding of this check; one that many badges share is made once."""
        known = self._common.get(answer.code)
        if known is not None and known[0] is answer:
            return known[1]
        finding = self._written(answer)
        if answer.is_common:
            self._common[answer.code] = answer, finding
        return finding

    def _written(self, answer: Answer) -> Finding:
        return Finding(
            self.id,
            answer.outcome,
            answer.severity or self.severity,
            answer.code,
            brief_params(answer.params) if answer.params else {},
            brief_facts(answer.evidence) if answer.evidence else (),
            answer.because,
            self.spec,
            answer.state,
        )


@dataclass(frozen=True)
class Expected:
    """What only the reader knows: whom the badge should name, and what a holder was asked."""

    recipient: str | None = None
    challenge: str | None = None
    domain: str | None = None


NOTHING_EXPECTED = Expected()


class Examine(Protocol):
    """Judges a document inside, or beside, the one under examination."""

    def __call__(
        self,
        secured: Secured,
        kind: Kind,
        *,
        policy: Policy = DEFAULT,
        expected: Expected = NOTHING_EXPECTED,
        depth: int = 1,
    ) -> Report:
        """The report on that document, so many wrappings deep; a bad one is never an exception."""
        ...

    def refuse(self, material: bytes, error: BadgeError) -> Report:
        """The report on something that is no document at all."""
        ...

    def renewal(self, case: "Case", secured: Secured) -> Report:
        """The report on a newer version of the document of `case`, which is not renewed again."""
        ...


@dataclass
class Case:
    """One document under examination.

    `view` is a document of another standard in the shape of ours, when there is one; `award` is
    what was gathered of a badge of Open Badges 2.0. The last
    members grow while checks are asked: later checks build on them. `renewed` is the report on a
    newer version that its issuer gives out: it takes the place of the one on this version (VER-15).
    `depth` counts the signed wrappings around it; `allowance` and `lists` are shared with them.
    """

    secured: Secured
    kind: Kind
    instant: datetime
    resolve: KeyResolver
    fetcher: Fetcher
    examine: "Examine"
    vouch: TrustRegistry
    own: Callable[[VerificationMethod, str], VerificationMethod]
    policy: Policy = DEFAULT
    expected: Expected = NOTHING_EXPECTED
    bounds: Bounds = BOUNDS
    allowance: Allowance = field(default_factory=lambda: Allowance.of(BOUNDS))
    depth: int = 0
    lists: StatusLists = field(default_factory=StatusLists)
    view: JsonObject | None = None
    award: Award | None = None
    attempts: tuple[Attempt, ...] = ()
    verified: list[Verified] = field(default_factory=list)
    competencies: tuple[CompetencyClaim, ...] = ()
    trust: Trust = Trust.UNKNOWN
    voucher: str | None = None
    parts: list[Report] = field(default_factory=list)
    endorsements: tuple[EndorsementClaim, ...] = ()
    is_renewal: bool = False
    renewed: Report | None = None
    alike: Alike | None = field(init=False)
    """How this is like badges read before; of a badge alone, under the usual bounds."""
    likeness: Likeness | None = field(init=False)
    """What this has in common with them."""
    document: JsonObject = field(init=False)
    """The credential, parsed once; of another standard, its view."""
    issuer: JsonObject = field(init=False)
    """The issuer as an object; a bare identifier becomes one."""
    issuer_id: str = field(init=False)
    """The identifier of the issuer as written; empty when there is none."""
    subject: JsonObject = field(init=False)
    """The subject; the only one of a list of one."""
    achievement: JsonObject = field(init=False)
    """What was achieved."""
    is_vcdm_1: bool = field(init=False)
    """Whether the credential follows the data model 1.1 (VER-22)."""
    begins: Any = field(init=False)
    """`validFrom`, or `issuanceDate` in the older data model, as written."""
    ends: Any = field(init=False)
    """`validUntil`, or `expirationDate` in the older data model, as written."""
    begins_at: datetime | None = field(init=False)
    """The instant that `begins` names, or None when it names none."""
    ends_at: datetime | None = field(init=False)
    """The instant that `ends` names, or None when it names none."""

    def __post_init__(self) -> None:
        """What nearly every check asks for is read once.

        Raises:
            DocumentError: the body does not parse.
        """
        document = self.document = self.secured.document if self.view is None else self.view
        is_usual = self.kind is Kind.BADGE and self.view is None and self.bounds is BOUNDS
        self.alike = self.secured.alike if is_usual else None
        self.likeness = None if self.alike is None else self.alike.likeness
        issuer = document.get("issuer")
        self.issuer = {"id": issuer} if isinstance(issuer, str) else an_object(issuer)
        self.issuer_id = a_text(self.issuer.get("id")) or ""
        self.subject = the_object(document.get("credentialSubject"))
        self.achievement = the_object(self.subject.get("achievement"))
        contexts = listed(document.get("@context"))
        self.is_vcdm_1 = bool(contexts) and contexts[0] == _VCDM_1
        self.begins = said_of(document, "validFrom", "issuanceDate")
        self.ends = said_of(document, "validUntil", "expirationDate")
        self.begins_at, self.ends_at = an_instant(self.begins), an_instant(self.ends)

    @property
    def shown(self) -> JsonObject:
        """The document as reports show it: of several that make up a badge, all in one."""
        return self.document if self.award is None else self.award.whole

    @property
    def purpose(self) -> str:
        """What a proof of this document must be for: to assert, or to show who presents."""
        return AUTHENTICATION if self.kind is Kind.PRESENTATION else ASSERTION_METHOD

    @cached_property
    def credential(self) -> JsonObject:
        """The credential without the claims that only a JWT adds beside it (JWT-03).

        The suite has compared them with the credential; contexts and schemas may not know them.
        """
        if not self.secured.is_jwt:
            return self.document
        return {name: value for name, value in self.document.items() if name not in _CLAIMS}

    @cached_property
    def types(self) -> tuple[str, ...]:
        """The `type` of the credential as a tuple, one value or many."""
        return tuple(item for item in listed(self.document.get("type")) if isinstance(item, str))

    @cached_property
    def survey(self) -> Survey:
        """All that stands in the document, for the checks that look for a member anywhere in it."""
        return self.secured.survey if self.view is None else Survey.of(self.view)

    @cached_property
    def is_of_two_kinds(self) -> bool:
        """Whether the types name two kinds at once."""
        return self.in_common(_TWO_KINDS, _is_of_two_kinds)

    def in_common(self, name: str, find: Callable[["Case"], Found]) -> Found:
        """What `find` says, which follows from what badges like this share: found out once of all.

        It keeps what it says under `name`; nothing that is this badge's own may be in it, nor None.
        """
        likeness = self.likeness
        if likeness is None:
            return find(self)
        known: Found | None = likeness.recall(name)
        if known is None:
            known = find(self)
            likeness.keep(name, known)
        return known


def _is_of_two_kinds(case: Case) -> bool:
    return is_of_two_kinds(case.document)
