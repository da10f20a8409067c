"""Do the endorsements inside the badge hold? (VER-20, END-01 to END-07).

Each endorsement is a credential of its own, examined like the badge. One that does not hold takes
nothing from the badge: it is told beside it (END-06).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from badges.documents import MEDIA_TYPE_JSON, MEDIA_TYPE_JWT, JsonObject, Secured, serialize
from badges.errors import BadgeError, DocumentError
from verifier.case import (
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
from verifier.report import Evidence, Outcome, Severity, Verdict

_EMBEDDED, _COMPACT = "endorsement", "endorsementJwt"
_RANKS = (Verdict.REJECTED, Verdict.UNDETERMINED, Verdict.ACCEPTED)


@dataclass(frozen=True)
class _Endorsement:
    """One endorsement after examination: what became of it, why, and its identifier."""

    verdict: Verdict
    why: BadgeError
    name: str = ""

    @property
    def evidence(self) -> Evidence:
        return Evidence("endorsement", self.name, self.why.code)


def _ask(case: Case) -> Answer:
    found = list(_walk(case.document))
    if not found:
        return not_applicable("endorsement.none")
    targets = set(_identifiers(case.document))
    checked = [_examine(case, item, targets) for item in _affordable(case, map(_secured, found))]
    evidence = tuple(item.evidence for item in checked)
    worst = min(checked, key=lambda item: _RANKS.index(item.verdict))
    params: dict[str, Any] = {
        "endorsements": len(found),
        "valid": sum(item.verdict is Verdict.ACCEPTED for item in checked),
    }
    if worst.verdict is Verdict.REJECTED:
        return Answer(Outcome.FAILED, "endorsement.invalid", causes(worst.why) | params, evidence)
    if worst.verdict is Verdict.UNDETERMINED:
        return Answer(Outcome.UNKNOWN, "endorsement.unknown", causes(worst.why) | params, evidence)
    if len(found) > len(checked):
        return Answer(Outcome.UNKNOWN, "endorsement.too_many", params, evidence)
    return Answer(Outcome.PASSED, "endorsement.valid", params, evidence)


def _affordable(case: Case, found: Iterator[Secured]) -> Iterator[Secured]:
    """Those to examine: so many, the first always, and in all no more bytes than a long badge.

    One endorsement inside another is in the document once, and read again for each.
    """
    left = case.bounds.repeated_bytes
    for position, item in enumerate(islice(found, case.bounds.endorsements)):
        left -= len(item.body)
        if position and left < 0:
            return
        yield item


def _walk(value: Any) -> Iterator[Any]:
    """Every endorsement at any depth (END-01), those on an endorsement's own issuer included."""
    if isinstance(value, list):
        for item in value:
            yield from _walk(item)
    elif isinstance(value, dict):
        yield from listed(value.get(_EMBEDDED))
        yield from listed(value.get(_COMPACT))
        for inner in value.values():
            yield from _walk(inner)


def _identifiers(value: Any) -> Iterator[str]:
    """What can be endorsed: every identifier of the document outside its endorsements (DM-24)."""
    if isinstance(value, list):
        for item in value:
            yield from _identifiers(item)
    elif isinstance(value, dict):
        if isinstance(value.get("id"), str):
            yield value["id"]
        for name, inner in value.items():
            if name not in (_EMBEDDED, _COMPACT, "proof"):
                yield from _identifiers(inner)


def _examine(case: Case, secured: Secured, targets: set[str]) -> _Endorsement:
    try:
        document = secured.document
    except DocumentError as error:
        return _Endorsement(Verdict.REJECTED, error)
    report = case.examine(secured, Kind.ENDORSEMENT)
    name = (a_text(document.get("id")) or "")[:200]
    if report.refusal is not None:
        return _Endorsement(report.verdict, report.refusal, name)
    if _target(document) not in targets:
        return _Endorsement(Verdict.REJECTED, BadgeError("endorsement.target_absent"), name)
    return _Endorsement(report.verdict, BadgeError("endorsement.valid"), name)


def _secured(item: Any) -> Secured:
    """The endorsement as a signed document; what is neither object nor text cannot be one."""
    if isinstance(item, dict):
        return Secured(serialize(item), MEDIA_TYPE_JSON)
    compact = item if isinstance(item, str) else ""
    return Secured(compact.encode("ascii", "replace"), MEDIA_TYPE_JWT)


def _target(document: JsonObject) -> str | None:
    return a_text(an_object(only(document.get("credentialSubject"))).get("id"))


ENDORSEMENTS = Check(
    id="endorsements",
    severity=Severity.WARNING,
    spec=f"{SPEC_OB}verify-endorsementcredential",
    ask=_ask,
    needs=("proof.signature",),
    kinds=frozenset({Kind.BADGE}),
)
