"""The official item at the end of a bridge: taken from the imported referential, else as typed."""

from dataclasses import dataclass, replace
from typing import get_args

from badges.model.competencies import is_address
from badges.model.concepts import Scheme
from badges.model.framework import OfficialMatch, Relation
from issuer.errors import InvalidRequest
from issuer.ports import UnitOfWork
from issuer.services.texts import NAME_LENGTH, SUMMARY_LENGTH, clean_line

DEFAULT_JUSTIFICATION = "semapv:ManualMappingCuration"
KIND_LENGTH = 40
CODE_LENGTH = 200
LABEL_LENGTH = 500
_SHOWN = 100
_UNKNOWN_KIND = "item"


@dataclass(frozen=True)
class Target:
    """A bridge's far end, clean; `checked` is true when an imported referential has this item."""

    match: OfficialMatch
    checked: bool


def clean_target(work: UnitOfWork, match: OfficialMatch) -> Target:
    """The item that somebody named: its referential, if imported, says the rest.

    Raises:
        InvalidRequest: a part is missing or not acceptable, or the imported referential has no such
            item (`bridge.code_unknown`), or has it no more (`bridge.code_gone`).
    """
    named = _named(match)
    scheme = find_scheme(work, named.framework)
    if scheme is None:
        return Target(_typed(named), checked=False)
    return _taken(work, scheme, named)


def clean_typed(match: OfficialMatch) -> OfficialMatch:
    """The item as somebody typed it, without a look at any referential.

    Raises:
        InvalidRequest: a part is missing or not acceptable.
    """
    return _typed(_named(match))


def find_scheme(work: UnitOfWork, name: str) -> Scheme | None:
    """The imported referential of that name or key, capitals ignored, or None."""
    sought = name.casefold()
    for kept in work.concepts.schemes():
        if sought in (kept.scheme.key.casefold(), kept.scheme.name.casefold()):
            return kept.scheme
    return None


def written_name(scheme: Scheme) -> str:
    """How bridges name a referential: by its name when its key follows from it, else by its key.

    The address of an item is made from what the bridge says.
    """
    probe = OfficialMatch("closeMatch", scheme.name, "", "", "", None, "", "proposed", "")
    return scheme.name if probe.scheme == scheme.key else scheme.key


def clean_relation(word: str) -> Relation:
    """One of the five mapping relations of SKOS.

    Raises:
        InvalidRequest: another one.
    """
    known: tuple[Relation, ...] = get_args(Relation)
    for relation in known:
        if word == relation:
            return relation
    raise InvalidRequest(
        "bridge.relation", field="relation", value=word[:_SHOWN], known=", ".join(known)
    )


def _named(match: OfficialMatch) -> OfficialMatch:
    return replace(
        match,
        relation=clean_relation(match.relation),
        framework=clean_line(match.framework, "scheme"),
        code=clean_line(match.code, "code", limit=CODE_LENGTH),
        justification=_justification(match.justification),
    )


def _taken(work: UnitOfWork, scheme: Scheme, match: OfficialMatch) -> Target:
    kept = work.concepts.get(scheme.key, match.code)
    if kept is None:
        raise InvalidRequest(
            "bridge.code_unknown", field="code", item=match.code, scheme=scheme.name
        )
    if kept.gone_in is not None:
        raise InvalidRequest(
            "bridge.code_gone", field="code", item=match.code, version=kept.gone_in
        )
    concept = kept.concept
    return Target(
        replace(
            match,
            framework=written_name(scheme),
            kind=concept.kind,
            code=concept.code,
            label=concept.label,
            uri=concept.uri,
            version=scheme.version,
            status="proposed",
        ),
        checked=True,
    )


def _typed(match: OfficialMatch) -> OfficialMatch:
    if match.uri is not None and not is_address(match.uri):
        raise InvalidRequest("url.invalid", field="uri", value=match.uri[:_SHOWN])
    return replace(
        match,
        kind=clean_line(match.kind, "kind", limit=KIND_LENGTH) if match.kind else _UNKNOWN_KIND,
        label=clean_line(match.label, "label", limit=LABEL_LENGTH),
        version=clean_line(match.version, "version", limit=NAME_LENGTH) if match.version else "",
        status="proposed",
    )


def _justification(text: str) -> str:
    return (
        clean_line(text, "justification", limit=SUMMARY_LENGTH) if text else (DEFAULT_JUSTIFICATION)
    )
