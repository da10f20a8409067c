"""Do the extensions of the badge follow the schemas that they name? (OB2-11).

One that does not makes the badge unreadable, as for the official validator. A schema that cannot
be had or applied leaves the question open, and takes nothing from the badge.
"""

from itertools import islice

from badges.errors import BadgeError, DocumentError, FetchError, SchemaError
from badges.json_schema import Problem
from badges.ob2 import Extension, extensions_of
from verifier.case import Answer, Case, Check, causes, not_applicable, passed
from verifier.checks.open_badges_2.standing import (
    ASSERTIONS,
    HOSTING,
    SIGNATURE,
    SPEC_OB_2,
    award_of,
    unjudged,
)
from verifier.open_badges_2.extension_schemas import schemas_of
from verifier.report import Evidence, Outcome, Severity, State

_EXTENSIONS = 4
_SHOWN = 80
_GRAVEST_FIRST = (Outcome.FAILED, Outcome.UNKNOWN, Outcome.PASSED)


def _ask(case: Case) -> Answer:
    unasked = unjudged(case)
    if unasked is not None:
        return unasked
    found = list(islice(extensions_of(award_of(case)), _EXTENSIONS + 1))
    if not found:
        return not_applicable("ob2.no_extension")
    answers = [_judge(case, extension) for extension in found[:_EXTENSIONS]]
    if len(found) > _EXTENSIONS:
        answers.append(_unread(found[_EXTENSIONS], SchemaError("ob2.extensions_too_many")))
    return min(answers, key=lambda answer: _GRAVEST_FIRST.index(answer.outcome))


def _judge(case: Case, extension: Extension) -> Answer:
    """Whether one extension follows all the schemas that are asked of it."""
    try:
        for schema in schemas_of(extension, case.fetcher):
            problems = [schema.problem(reading) for reading in extension.readings]
            if None not in problems:
                return _invalid(extension, problems[0])
    except (FetchError, DocumentError, SchemaError) as error:
        return _unread(extension, error)
    return passed("ob2.extensions_valid")


def _invalid(extension: Extension, problem: Problem | None) -> Answer:
    path = extension.path + (problem.path if problem else "")
    params = {"name": _name(extension), "path": path or "/"}
    evidence = (Evidence(problem.code if problem else "schema.other", path),)
    return Answer(Outcome.FAILED, "ob2.extension_invalid", params, evidence, state=State.UNREADABLE)


def _unread(extension: Extension, error: BadgeError) -> Answer:
    params = causes(error) | {"name": _name(extension)}
    return Answer(Outcome.UNKNOWN, "ob2.extension_unread", params, severity=Severity.WARNING)


def _name(extension: Extension) -> str:
    """What people may know the extension by: its type, else the member that holds it."""
    names = sorted(extension.names) or [extension.path.rpartition("/")[2]]
    return names[0].removeprefix("extensions:")[:_SHOWN]


DOCUMENT_SCHEMA_2 = Check(
    id="document.schema",
    severity=Severity.ERROR,
    spec=f"{SPEC_OB_2}Extension",
    ask=_ask,
    needs=("input.readable", HOSTING, SIGNATURE),
    after=("proof.controller",),
    kinds=ASSERTIONS,
)
