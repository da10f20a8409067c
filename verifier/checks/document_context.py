"""Do the contexts give every term a meaning that we know? (VER-04, VER-07, ISS-02, CLR-01)."""

import re
from collections.abc import Iterator
from typing import Any

from badges.documents import JsonObject
from schemas.catalogue import CURRENT
from verifier.case import SPEC_OB, Answer, Case, Check, Kind, a_text, listed, passed
from verifier.report import Outcome, Severity, State

_VC_2 = "https://www.w3.org/ns/credentials/v2"
_VC_1 = "https://www.w3.org/2018/credentials/v1"
_OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
_CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
_IN_VALUES = frozenset({"@value", "@type", "@language", "@direction"})
_GRAPHS = ("proof", "verifiableCredential")
_OF_A_CREDENTIAL = frozenset(
    {"issuer", "validFrom", "validUntil", "issuanceDate", "expirationDate", "awardedDate"}
    | {"credentialSubject", "credentialStatus", "credentialSchema", "refreshService", "evidence"}
)
_CONTEXT = "@context"
_CARRIED = frozenset(CURRENT.urls())
_OB_FAMILY = re.compile(
    r"https://purl\.imsglobal\.org/spec/ob/v3p0/context(-3\.\d\.\d\.json|\.json|/ob_v3p0\.jsonld)"
)
_CLR_FAMILY = re.compile(r"https://purl\.imsglobal\.org/spec/clr/v2p0/context(-2\.\d\.\d)?\.json")
_FAMILIES = {Kind.BADGE: (_OB_FAMILY,), Kind.RECORD: (_CLR_FAMILY, _OB_FAMILY)}
"""What comes after the context of the W3C, in this order."""
_NEWEST = {Kind.BADGE: [_VC_2, _OB], Kind.RECORD: [_VC_2, _CLR, _OB]}


def _ask(case: Case) -> Answer:
    contexts = listed(case.document.get(_CONTEXT))
    newest = _NEWEST.get(case.kind, [])
    is_newest = contexts[: len(newest)] == newest
    problem = _unavailable(case) if newest and is_newest else _doubtful(case, contexts)
    if problem is not None:
        return problem
    keyword = _structural_keyword(case)
    if keyword is not None:
        params = {"keyword": keyword[:80]}
        return Answer(Outcome.FAILED, "context.keyword", params, state=State.ALTERED)
    if case.kind is not Kind.PRESENTATION and _is_described_twice(case):
        return Answer(Outcome.FAILED, "context.described_twice", state=State.ALTERED)
    if not is_newest:
        return Answer(Outcome.FAILED, "context.old", severity=Severity.WARNING)
    return passed("context.known", count=len(contexts))


def _doubtful(case: Case, contexts: list[Any]) -> Answer | None:
    return _problem(case.kind, contexts) or _unavailable(case)


def _outside(case: Case) -> JsonObject:
    """The document; of a presentation, without what is no node among its credentials.

    The data model 1.1 had JWT there: each is a document of its own, and no linked data. Anything
    else there is told as a departure from the data model.
    """
    inner = case.document.get("verifiableCredential")
    if case.kind is not Kind.PRESENTATION or inner is None:
        return case.document
    nodes = [item for item in listed(inner) if isinstance(item, dict)]
    return case.document | {"verifiableCredential": nodes}


def _problem(kind: Kind, contexts: list[Any]) -> Answer | None:
    """What is wrong with the first contexts: they are not those of its kind."""
    if not contexts or contexts[0] not in (_VC_2, _VC_1):
        return _failed("context.unknown", position=1)
    for position, family in enumerate(_FAMILIES.get(kind, ()), start=2):
        if not _is_of(family, contexts[position - 1 : position]):
            return _failed("context.unknown", position=position)
    return None


def _unavailable(case: Case) -> Answer | None:
    """A context that we do not carry, at the top or on a part of the document (VER-07).

    It may be a sound extension, or of a later edition: nothing shows that the badge is false.
    """
    pending: list[Any] = [case.document]
    is_alone = len(case.survey.holding(_CONTEXT)) == 1
    while pending:
        value = pending.pop()
        if isinstance(value, list):
            pending += value
        elif isinstance(value, dict):
            for position, context in enumerate(listed(value.get(_CONTEXT)), start=1):
                if isinstance(context, str) and context not in _CARRIED:
                    params = {"position": position, "url": context[:200]}
                    state = State.CANNOT_CHECK
                    return Answer(Outcome.UNKNOWN, "context.unavailable", params, state=state)
            if is_alone:  # the usual case: no part has contexts of its own
                return None
            pending += (inner for name, inner in value.items() if name != _CONTEXT)
    return None


def _is_of(family: re.Pattern[str], contexts: list[Any]) -> bool:
    return any(isinstance(item, str) and family.fullmatch(item) for item in contexts)


def _is_described_twice(case: Case) -> bool:
    """Whether another part of the document bears its identifier and speaks as the credential.

    In linked data both are one thing: an end or a status moved from here to there is signed still,
    and out of sight. Merely to endorse the credential says nothing of that kind.
    """
    identifier = a_text(case.document.get("id"))
    if identifier is None:
        return False
    return any(part.get("id") == identifier for part in _speaking(case))


def _speaking(case: Case) -> Iterator[JsonObject]:
    """The parts of the document that speak as a credential does."""
    return (part for part in case.survey.objects[1:] if not _OF_A_CREDENTIAL.isdisjoint(part))


def _is_alike(case: Case) -> bool:
    """Without such a part, identifiers say nothing here; all else are names, types and contexts."""
    return next(_speaking(case), None) is None


def _structural_keyword(case: Case) -> str | None:
    """The first keyword that shapes the graph; most documents have nothing that looks like one."""
    survey = case.survey
    # Its own `@context` has one such sign; any other one, wherever it stands, is looked at.
    has_keywords = "".join(survey.names).count("@") != (_CONTEXT in survey.names)
    graphs = [(name, part[name]) for name in _GRAPHS for part in survey.holding(name)]
    if not has_keywords and all(_says_something(name, value) for name, value in graphs):
        return None
    return next(_structural_keywords(_outside(case)), None)


def _structural_keywords(value: Any) -> Iterator[str]:
    """Keywords that shape the graph instead of saying something in it, such as `@included`.

    No badge needs one: with it, content can stand in the document and not in what is signed. The
    same holds for a mere value where a graph of its own belongs, such as a `proof` that is `true`.
    """
    if isinstance(value, list):
        for item in value:
            yield from _structural_keywords(item)
    elif isinstance(value, dict):
        is_value = "@value" in value and value.keys() <= _IN_VALUES
        for name, inner in value.items():
            if not (is_value or _says_something(name, inner)):
                yield name
            if name != _CONTEXT:
                yield from _structural_keywords(inner)


def _says_something(name: str, value: Any) -> bool:
    """Whether a member says something of its node, in a form that is kept."""
    if name == "@type":
        return bool(value) and all(isinstance(item, str) for item in listed(value))
    if name in _GRAPHS:
        return all(_is_node(item) for item in listed(value))
    if name.startswith("@"):
        return name == _CONTEXT or (name == "@id" and isinstance(value, str))
    return True


def _is_node(value: Any) -> bool:
    return isinstance(value, dict) and "@value" not in value


def _failed(code: str, **params: object) -> Answer:
    return Answer(Outcome.FAILED, code, params, state=State.UNREADABLE)


DOCUMENT_CONTEXT = Check(
    id="document.context",
    severity=Severity.FATAL,
    spec=f"{SPEC_OB}contexts",
    ask=_ask,
    needs=("input.readable",),
    is_alike=_is_alike,
)
