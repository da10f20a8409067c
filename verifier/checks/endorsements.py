"""Do the endorsements inside the badge hold? (VER-20, END-01 to END-07).

Each endorsement is a credential of its own, examined like the badge; those that endorse an
endorsement, or its author, are too. One that does not hold takes nothing from the badge: it is told
beside it (END-06).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from badges.documents import MEDIA_TYPE_JSON, MEDIA_TYPE_JWT, JsonObject, Secured, serialize
from badges.errors import BadgeError, DocumentError
from verifier.case import (
    CREDENTIAL_KINDS,
    SPEC_OB,
    Answer,
    Case,
    Check,
    Kind,
    a_text,
    an_object,
    causes,
    listed,
    not_applicable,
    only,
)
from verifier.policy import DEFAULT
from verifier.report import EndorsementClaim, Evidence, Outcome, Severity, Verdict

_EMBEDDED, _COMPACT = "endorsement", "endorsementJwt"
_ENDORSEMENTS = (_EMBEDDED, _COMPACT)
_INSIDE = (_EMBEDDED, _COMPACT, "proof", "verifiableCredential")
_RANKS = (Verdict.REJECTED, Verdict.UNDETERMINED, Verdict.ACCEPTED)
_SHOWN = 300
_COMMENT = 2_000
_SEARCHED = 200

_ALONE = replace(
    DEFAULT,
    asks=frozenset(
        {"input.readable", "document.shape", "document.context", "document.terms"}
        | {"document.schema", "proof.signature", "proof.controller", "validity.period"}
        | {"status.revocation", "status.suspension", "credential.refresh", "resource.integrity"}
        | {"issuer.trust"}
    ),
)
"""What is asked of one endorsement (END-03); those inside it are found from the outside."""


@dataclass(frozen=True)
class _Found:
    """An endorsement in its place: as written, and what it may speak of (END-04, DM-24)."""

    secured: Secured
    targets: tuple[frozenset[str], ...]

    def speaks_of(self, target: str | None) -> bool:
        """Whether it endorses something that surrounds it."""
        return any(target in identifiers for identifiers in self.targets)


@dataclass(frozen=True)
class Endorsement:
    """One endorsement after examination: what became of it, why, and what it says.

    `document` is an endorsement credential; one of another standard, in the shape of ours.
    """

    verdict: Verdict
    why: BadgeError
    document: JsonObject

    @property
    def claim(self) -> EndorsementClaim:
        """Who recommends, in which words, and what that is worth."""
        issuer = self.document.get("issuer")
        named = {"id": issuer} if isinstance(issuer, str) else an_object(issuer)
        author = a_text(named.get("name")) or a_text(named.get("id"))
        comment = a_text(_subject(self.document).get("endorsementComment"))
        return EndorsementClaim(
            issuer=author[:_SHOWN] if author else None,
            comment=comment[:_COMMENT] if comment else None,
            verdict=self.verdict.value,
            code=self.why.code,
        )

    @property
    def evidence(self) -> Evidence:
        """The endorsement as a fact of the finding."""
        claim = self.claim
        author = "" if claim.issuer is None else f", {claim.issuer}"
        name = (a_text(self.document.get("id")) or "")[:_SHOWN]
        return Evidence("endorsement", f"{name}{author}", self.why.code)


def _ask(case: Case) -> Answer:
    is_endorsed = not case.survey.names.isdisjoint(_ENDORSEMENTS)
    found = list(islice(_walk(case.document, ()), _SEARCHED)) if is_endorsed else []
    if not found:
        return not_applicable("endorsement.none")
    return told(case, len(found), [_examine(case, item) for item in _affordable(case, found)])


def _is_alike(case: Case) -> bool:
    """When nobody endorses anything."""
    return case.survey.names.isdisjoint(_ENDORSEMENTS)


def told(case: Case, found: int, checked: list[Endorsement]) -> Answer:
    """What so many endorsements come to, of which some were examined; the summary shows these."""
    case.endorsements = tuple(item.claim for item in checked)
    evidence = tuple(item.evidence for item in checked)
    worst = min(checked, key=lambda item: _RANKS.index(item.verdict))
    params: dict[str, Any] = {
        "endorsements": found,
        "valid": sum(item.verdict is Verdict.ACCEPTED for item in checked),
    }
    if worst.verdict is Verdict.REJECTED:
        return Answer(Outcome.FAILED, "endorsement.invalid", causes(worst.why) | params, evidence)
    if worst.verdict is Verdict.UNDETERMINED:
        return Answer(Outcome.UNKNOWN, "endorsement.unknown", causes(worst.why) | params, evidence)
    if found > len(checked):
        return Answer(Outcome.UNKNOWN, "endorsement.too_many", params, evidence)
    return Answer(Outcome.PASSED, "endorsement.valid", params, evidence)


def _affordable(case: Case, found: list[_Found]) -> Iterator[_Found]:
    """Those to examine: so many, the first always, and no more bytes or time than a long badge.

    One endorsement inside another is in the document once, and read again for each.
    """
    left = case.bounds.repeated_bytes
    for position, item in enumerate(found[: case.bounds.endorsements]):
        left -= len(item.secured.body)
        is_late = case.allowance.is_late
        if position and (left < 0 or is_late):
            return
        yield item


def _walk(document: JsonObject, outer: tuple[frozenset[str], ...]) -> Iterator[_Found]:
    """Every endorsement at any depth, outer ones first (END-01).

    It may speak of what surrounds it: an endorsement of an endorsement, of that or of the badge.
    """
    targets = (*outer, frozenset(_identifiers(document)))
    for item in _written(document):
        secured = _secured(item)
        yield _Found(secured, targets)
        try:
            inner = secured.document
        except DocumentError:
            continue
        yield from _walk(inner, targets)


def _written(value: Any) -> Iterator[Any]:
    """The endorsements of a document, not those inside them."""
    if isinstance(value, list):
        for item in value:
            yield from _written(item)
    elif isinstance(value, dict):
        yield from listed(value.get(_EMBEDDED))
        yield from listed(value.get(_COMPACT))
        for name, inner in value.items():
            if name not in _INSIDE:
                yield from _written(inner)


def _identifiers(value: Any) -> Iterator[str]:
    """What can be endorsed: every identifier of the document outside its endorsements (DM-24)."""
    if isinstance(value, list):
        for item in value:
            yield from _identifiers(item)
    elif isinstance(value, dict):
        if isinstance(value.get("id"), str):
            yield value["id"]
        for name, inner in value.items():
            if name not in _INSIDE:
                yield from _identifiers(inner)


def _examine(case: Case, found: _Found) -> Endorsement:
    try:
        document = found.secured.document
    except DocumentError as error:
        return Endorsement(Verdict.REJECTED, error, {})
    report = case.examine(found.secured, Kind.ENDORSEMENT, policy=_ALONE)
    document = report.credential or document
    if report.refusal is not None:
        return Endorsement(report.verdict, report.refusal, document)
    if not found.speaks_of(a_text(_subject(document).get("id"))):
        why = BadgeError("endorsement.target_absent")
        return Endorsement(Verdict.REJECTED, why, document)
    return Endorsement(report.verdict, BadgeError("endorsement.valid"), document)


def _secured(item: Any) -> Secured:
    """The endorsement as a signed document; what is neither object nor text cannot be one."""
    if isinstance(item, dict):
        return Secured(serialize(item), MEDIA_TYPE_JSON)
    compact = item if isinstance(item, str) else ""
    return Secured(compact.encode("ascii", "replace"), MEDIA_TYPE_JWT)


def _subject(document: JsonObject) -> JsonObject:
    return an_object(only(document.get("credentialSubject")))


ENDORSEMENTS = Check(
    id="endorsements",
    severity=Severity.WARNING,
    spec=f"{SPEC_OB}verify-endorsementcredential",
    ask=_ask,
    needs=("proof.signature",),
    after=("credential.refresh",),
    kinds=CREDENTIAL_KINDS,
    is_alike=_is_alike,
)
