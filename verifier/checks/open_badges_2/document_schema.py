"""Does the badge carry extensions, whose own schemas we do not apply? (OB2-11)."""

from badges.documents import JsonObject
from badges.ob2 import objects, types
from verifier.case import Answer, Case, Check, not_applicable
from verifier.checks.open_badges_2.standing import ASSERTIONS, SPEC_OB_2, award_of, unjudged
from verifier.report import Outcome, Severity

_PREFIX = "extensions:"
_SHOWN = 10


def _ask(case: Case) -> Answer:
    unasked = unjudged(case)
    if unasked is not None:
        return unasked
    award = award_of(case)
    parts = (award.told, award.badge.document or {}, award.issuer.document or {})
    names = sorted({name for part in parts for name in part if _is_extension(part, name)})
    if not names:
        return not_applicable("ob2.no_extension")
    shown = ", ".join(name.removeprefix(_PREFIX)[:80] for name in names[:_SHOWN])
    return Answer(Outcome.UNKNOWN, "ob2.extensions_unread", {"names": shown})


def _is_extension(part: JsonObject, name: str) -> bool:
    return name.startswith(_PREFIX) or any(
        "Extension" in types(value) for value in objects(part[name])
    )


DOCUMENT_SCHEMA_2 = Check(
    id="document.schema",
    severity=Severity.NOTICE,
    spec=f"{SPEC_OB_2}Extension",
    ask=_ask,
    needs=("input.readable",),
    kinds=ASSERTIONS,
)
