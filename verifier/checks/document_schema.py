"""Does the document follow the data model of Open Badges 3.0 or CLR 2.0? (VER-10, VER-22, CLR-01).

The tolerant reading decides: a single value may stand for an array of one, as the official schema
of 2026 allows. What only the strict reading refuses is told as a notice to the issuer.
"""

from typing import Any

from badges.documents import Alike, JsonObject, Likeness
from badges.errors import SchemaError
from badges.json_schema import Problem, SlotConditions, is_valid, problems, slot_conditions
from verifier.case import SPEC_OB, Answer, Case, Check, Kind, causes, objects, passed
from verifier.report import Evidence, Outcome, Severity, State

_SCHEMA_KINDS = {
    Kind.BADGE: "achievementcredential",
    Kind.ENDORSEMENT: "endorsementcredential",
    Kind.RECORD: "clrcredential",
}
_KNOWN_TYPES = ("1EdTechJsonSchemaValidator2019",)
_KNOWN_PLACES = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/",
    "https://purl.imsglobal.org/spec/clr/v2p0/schema/",
)
_ENDORSEMENT = "endorsement"
_SHOWN = 10
_CONDITIONS = "schema"


def _ask(case: Case) -> Answer:
    is_known = case.alike is not None and _is_known_valid(case, case.alike)
    if is_known and _foreign_schema(case.document) is None:
        return passed("schema.valid")
    return _validated(case)


def _is_known_valid(case: Case, alike: Alike) -> bool:
    """Whether one like this is valid, and so is this with what it says in its own places."""
    likeness = alike.likeness
    conditions: SlotConditions | bool | None = likeness.recall(_CONDITIONS)
    if conditions is None:
        conditions = _conditions(case, likeness) or False
        likeness.keep(_CONDITIONS, conditions)
    if isinstance(conditions, bool):
        return conditions
    return conditions.hold(alike.values)


def _conditions(case: Case, likeness: Likeness) -> SlotConditions | None:
    """What documents like this must say to be valid; None when they are to be read as a whole."""
    document, kind = case.credential, _SCHEMA_KINDS[case.kind]
    is_whole = case.document is case.secured.payload and _ENDORSEMENT not in case.survey.names
    try:
        is_strict = is_whole and not case.is_vcdm_1 and is_valid(document, kind)
    except SchemaError:
        return None
    return slot_conditions(document, likeness.paths, kind) if is_strict else None


def _validated(case: Case) -> Answer:
    """What the schema says of the document as a whole."""
    document, kind = _without_endorsements(case), _SCHEMA_KINDS[case.kind]
    reading = f"any{kind}" if case.is_vcdm_1 else kind
    try:
        # Whatever the strict reading takes, the tolerant one takes too.
        is_strict = not case.is_vcdm_1 and is_valid(document, kind)
        found = () if is_strict else problems(document, reading, strict=False)
    except SchemaError as error:
        return Answer(Outcome.FAILED, "schema.unreadable", causes(error), state=State.UNREADABLE)
    if found:
        return _answer("schema.invalid", found)
    foreign = _foreign_schema(case.document)
    if foreign is not None:
        return Answer(
            Outcome.UNKNOWN, "schema.unavailable", {"url": foreign}, severity=Severity.WARNING
        )
    if is_strict or case.is_vcdm_1:
        return passed("schema.valid")
    return _answer("schema.not_strict", problems(document, kind), Severity.NOTICE)


def _without_endorsements(case: Case) -> JsonObject:
    """The document for its schema; it is itself the answer where nobody endorses anything."""
    is_endorsed = _ENDORSEMENT in case.survey.names
    document: JsonObject = _own(case.credential) if is_endorsed else case.credential
    return document


def _own(value: Any) -> Any:
    """The document without endorsements: they have their own check, and may be many (END-06)."""
    if isinstance(value, dict):
        return {name: _own(inner) for name, inner in value.items() if name != _ENDORSEMENT}
    return [_own(item) for item in value] if isinstance(value, list) else value


def _answer(code: str, found: tuple[Problem, ...], severity: Severity | None = None) -> Answer:
    first = found[0]
    return Answer(
        Outcome.FAILED,
        code,
        {"path": first.path or "/", "expected": first.message, "count": len(found)},
        tuple(Evidence(item.code, item.path, item.message) for item in found[:_SHOWN]),
        severity,
        State.UNREADABLE,
    )


def _foreign_schema(document: JsonObject) -> str | None:
    """The address of a schema that the issuer asks for and that we do not carry."""
    for entry in objects(document.get("credentialSchema")):
        address = str(entry.get("id", ""))
        if entry.get("type") in _KNOWN_TYPES and not address.startswith(_KNOWN_PLACES):
            return address[:200]
    return None


DOCUMENT_SCHEMA = Check(
    id="document.schema",
    severity=Severity.ERROR,
    spec=f"{SPEC_OB}org.1edtech.ob.v3p0.achievementcredential.class",
    ask=_ask,
    needs=("input.readable",),
    kinds=frozenset(_SCHEMA_KINDS),
)
