"""The badge under examination: its document, one instant, the ports, and what was found so far."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, Protocol

from badges.documents import JsonObject, Secured
from badges.errors import BadgeError
from badges.model import kinds
from badges.ob2 import Award, is_award
from badges.ports import Fetcher, KeyResolver, PublicKey, VerificationMethod
from badges.proofs import Verified
from badges.status.bitstring import Bitstring
from verifier.policy import DEFAULT, Policy
from verifier.ports import TrustRegistry
from verifier.report import (
    CompetencyClaim,
    EndorsementClaim,
    Evidence,
    Finding,
    Outcome,
    Report,
    Severity,
    State,
    Trust,
    brief_facts,
    brief_params,
)
from verifier.settings import BOUNDS, Allowance, Bounds


class Kind(StrEnum):
    """What a document claims to be; its `type` decides.

    An assertion is a badge of Open Badges 2.0; a record is a CLR 2.0; a collection is a wrapping
    without any signature of its own, such as an archive.
    """

    BADGE = "badge"
    ENDORSEMENT = "endorsement"
    STATUS_LIST = "status_list"
    RECORD = "record"
    PRESENTATION = "presentation"
    CREDENTIAL = "credential"
    ASSERTION = "assertion"
    COLLECTION = "collection"


_CLAIMS = frozenset({"iss", "sub", "jti", "nbf", "exp", "iat", "aud", "nonce"})
_KINDS_BY_TYPE = (
    (Kind.BADGE, kinds.BADGE),
    (Kind.RECORD, kinds.RECORD),
    (Kind.ENDORSEMENT, kinds.ENDORSEMENT),
    (Kind.STATUS_LIST, kinds.STATUS_LIST),
)

SIGNED_KINDS = frozenset(Kind) - {Kind.ASSERTION, Kind.COLLECTION}
CREDENTIAL_KINDS = SIGNED_KINDS - {Kind.STATUS_LIST, Kind.PRESENTATION}
"""What an issuer says of somebody: it may be cancelled, replaced, or tell of other resources."""
ASSERTION_METHOD, AUTHENTICATION = "assertionMethod", "authentication"
SPEC_OB = "https://www.imsglobal.org/spec/ob/v3p0/#"
SPEC_VC = "https://www.w3.org/TR/vc-data-model-2.0/#"
SPEC_DI = "https://www.w3.org/TR/vc-data-integrity/#"
SPEC_STATUS = "https://www.w3.org/TR/vc-bitstring-status-list/#"


@dataclass(frozen=True)
class Answer:
    """What a check answers; the pipeline adds the check's own name, weight and clause.

    `severity` lowers the weight of this one answer; `state` is what people are told if it decides.
    """

    outcome: Outcome
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    severity: Severity | None = None
    state: State | None = None
    because: tuple[str, ...] = ()


def passed(code: str, *evidence: Evidence, **params: Any) -> Answer:
    """The question is answered with yes."""
    return Answer(Outcome.PASSED, code, params, evidence)


def not_applicable(code: str, **params: Any) -> Answer:
    """The question does not arise for this badge."""
    return Answer(Outcome.NOT_APPLICABLE, code, params)


def causes(error: BadgeError) -> dict[str, Any]:
    """Parameters that carry the code and facts of an error into a finding."""
    return {**error.params, "cause": error.code}


@dataclass(frozen=True)
class Attempt:
    """What became of one proof: its suite, the address of its key, the key, and the answer."""

    name: str
    method: str
    answer: Answer
    verified: Verified | None = None
    key: PublicKey | None = None


@dataclass(frozen=True)
class Check:
    """One question about a badge.

    `needs` are the checks without whose success the question makes no sense; `after` are those
    that must have been asked before, whatever they answered.
    """

    id: str
    severity: Severity
    spec: str
    ask: Callable[["Case"], Answer]
    needs: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    kinds: frozenset[Kind] = SIGNED_KINDS

    def run(self, case: "Case") -> Finding:
        """Ask the question and write down the answer."""
        return self.finding(self.ask(case))

    def finding(self, answer: Answer) -> Finding:
        """The answer as a finding of this check."""
        return Finding(
            check=self.id,
            outcome=answer.outcome,
            severity=answer.severity or self.severity,
            code=answer.code,
            params=brief_params(answer.params),
            evidence=brief_facts(answer.evidence),
            because=answer.because,
            spec=self.spec,
            state=answer.state,
        )


@dataclass(frozen=True)
class Expected:
    """What only the reader knows: whom the badge should name, and what a holder was asked."""

    recipient: str | None = None
    challenge: str | None = None
    domain: str | None = None


NOTHING_EXPECTED = Expected()


@dataclass(frozen=True)
class StatusList:
    """A status list after examination: the digest of its page, its document, why it falls."""

    page: str
    document: JsonObject
    refusal: BadgeError | None


@dataclass
class StatusLists:
    """The status lists of one examination, each fetched, verified and searched once.

    What was found is kept by address, errors included; of the unfolded bits, only the last ones.
    """

    known: dict[str, StatusList | Answer] = field(default_factory=dict)
    searched: dict[tuple[str, str], Answer] = field(default_factory=dict)
    unfolded: tuple[str, Bitstring] | None = None


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

    @cached_property
    def document(self) -> JsonObject:
        """The credential, parsed once; of another standard, its view."""
        return self.secured.document if self.view is None else self.view

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
    def issuer(self) -> JsonObject:
        """The issuer as an object; a bare identifier becomes one."""
        issuer = self.document.get("issuer")
        return {"id": issuer} if isinstance(issuer, str) else an_object(issuer)

    @cached_property
    def issuer_id(self) -> str:
        """The identifier of the issuer as written; empty when there is none."""
        return a_text(self.issuer.get("id")) or ""

    @cached_property
    def subject(self) -> JsonObject:
        """The subject; the only one of a list of one."""
        return an_object(only(self.document.get("credentialSubject")))

    @cached_property
    def achievement(self) -> JsonObject:
        """What was achieved."""
        return an_object(only(self.subject.get("achievement")))

    @property
    def is_vcdm_1(self) -> bool:
        """Whether the credential follows the data model 1.1 (VER-22)."""
        contexts = listed(self.document.get("@context"))
        return bool(contexts) and contexts[0] == "https://www.w3.org/2018/credentials/v1"

    @property
    def begins(self) -> Any:
        """`validFrom`, or `issuanceDate` in the older data model, as written."""
        return self._said("validFrom", "issuanceDate")

    @property
    def ends(self) -> Any:
        """`validUntil`, or `expirationDate` in the older data model, as written."""
        return self._said("validUntil", "expirationDate")

    def _said(self, *members: str) -> Any:
        """The first of these members that says something: null is not signed as linked data."""
        written = (self.document.get(member) for member in members)
        return next((value for value in written if value is not None), None)


def kind_of(document: JsonObject, default: Kind = Kind.CREDENTIAL) -> Kind:
    """What a document claims to be by its `type`; a badge before all else (VER-05).

    What names a presentation and a credential is never a presentation: its issuer must have signed.
    """
    names = kinds.type_names(document)
    for kind, types in _KINDS_BY_TYPE:
        if names & types:
            return kind
    if kinds.is_presentation(document):
        return Kind.PRESENTATION
    return Kind.ASSERTION if is_award(document) else default


def credential_kind_of(document: JsonObject) -> Kind:
    """What a document is where only a credential may stand: a presentation is none.

    Examined as a credential, it is refused for its type. A status list that is shown, instead of
    being searched, is a credential like any other, whose own status counts.
    """
    kind = kind_of(document)
    return Kind.CREDENTIAL if kind in (Kind.PRESENTATION, Kind.STATUS_LIST) else kind


def listed(value: Any) -> list[Any]:
    """The values of a member that may hold none, one or many."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def only(value: Any) -> Any:
    """The item of a list of one; anything else unchanged."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def an_object(value: Any) -> JsonObject:
    """`value` when it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def objects(value: Any) -> list[JsonObject]:
    """Those values of a member that are objects."""
    return [item for item in listed(value) if isinstance(item, dict)]


def a_text(value: Any) -> str | None:
    """`value` when it is a text with something in it."""
    return value if isinstance(value, str) and value.strip() else None


_DATE_TIME = re.compile(
    r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?P<fraction>\.\d{1,12})?(?:[Zz]|[+-]\d\d:\d\d)"
)


def an_instant(value: Any) -> datetime | None:
    """The instant that a DateTimeZ names, or None when it names none (DM-06)."""
    if not isinstance(value, str):
        return None
    found = _DATE_TIME.fullmatch(value)
    if found is None:
        return None
    text = value.upper().replace(found["fraction"] or " ", "")
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except OverflowError:  # the last evening that can be counted: elsewhere it is the next year
        return datetime.max.replace(tzinfo=UTC) if text.startswith("9999") else None
    except ValueError:
        return None
