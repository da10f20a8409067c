"""Do the contexts give every term a meaning that we know? (VER-04, VER-07, ISS-02)."""

import re

from schemas.catalogue import CURRENT
from verifier.case import SPEC_OB, Answer, Case, Check, Kind, listed, passed
from verifier.report import Outcome, Severity, State

_VC_2 = "https://www.w3.org/ns/credentials/v2"
_VC_1 = "https://www.w3.org/2018/credentials/v1"
_OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
_OB_FAMILY = re.compile(
    r"https://purl\.imsglobal\.org/spec/ob/v3p0/context(-3\.0\.[0-3]\.json|\.json|/ob_v3p0\.jsonld)"
)


def _ask(case: Case) -> Answer:
    contexts = listed(case.document.get("@context"))
    if not contexts or contexts[0] not in (_VC_2, _VC_1):
        return _failed("context.unknown", position=1)
    if case.kind is Kind.BADGE and not _is_open_badges(contexts):
        return _failed("context.unknown", position=2)
    for position, context in enumerate(contexts, start=1):
        if isinstance(context, str) and context not in CURRENT.urls():
            return _failed("context.unavailable", position=position, url=context[:200])
        if not isinstance(context, str | dict):
            return _failed("context.unknown", position=position)
    if case.kind is Kind.BADGE and contexts[:2] != [_VC_2, _OB]:
        return Answer(Outcome.FAILED, "context.old", severity=Severity.WARNING)
    return passed("context.known", count=len(contexts))


def _is_open_badges(contexts: list[object]) -> bool:
    second = contexts[1] if len(contexts) > 1 else None
    return isinstance(second, str) and _OB_FAMILY.fullmatch(second) is not None


def _failed(code: str, **params: object) -> Answer:
    return Answer(Outcome.FAILED, code, params, state=State.UNREADABLE)


DOCUMENT_CONTEXT = Check(
    id="document.context",
    severity=Severity.FATAL,
    spec=f"{SPEC_OB}contexts",
    ask=_ask,
    needs=("input.readable",),
)
