"""What checks answer, before the pipeline adds the name, weight and clause of the check."""

from functools import lru_cache
from typing import Any, NamedTuple

from badges.errors import BadgeError
from badges.ports import PublicKey
from badges.proofs import Verified
from verifier.report import NO_PARAMS, Evidence, Outcome, Params, Severity, State

_CODES = 1_024
"""Answers that say nothing but their code are made once: as many as there are codes, and more."""


class Answer(NamedTuple):
    """What a check answers; the pipeline adds the check's own name, weight and clause.

    `severity` lowers the weight of this one answer; `state` is what people are told if it decides.
    """

    outcome: Outcome
    code: str
    params: Params = NO_PARAMS
    evidence: tuple[Evidence, ...] = ()
    severity: Severity | None = None
    state: State | None = None
    because: tuple[str, ...] = ()
    is_common: bool = False
    """Whether this very value is the answer for many badges, so that its finding is made once."""


def passed(code: str, *evidence: Evidence, **params: Any) -> Answer:
    """The question is answered with yes."""
    if not evidence and not params:
        return _plainly_passed(code)
    return Answer(Outcome.PASSED, code, params, evidence)


def not_applicable(code: str, **params: Any) -> Answer:
    """The question does not arise for this badge."""
    return Answer(Outcome.NOT_APPLICABLE, code, params) if params else _plainly_absent(code)


@lru_cache(_CODES)
def _plainly_passed(code: str) -> Answer:
    return Answer(Outcome.PASSED, code, is_common=True)


@lru_cache(_CODES)
def _plainly_absent(code: str) -> Answer:
    return Answer(Outcome.NOT_APPLICABLE, code, is_common=True)


def causes(error: BadgeError) -> dict[str, Any]:
    """Parameters that carry the code and facts of an error into a finding."""
    return {**error.params, "cause": error.code}


class Attempt(NamedTuple):
    """What became of one proof: its suite, the address of its key, the key, and the answer."""

    name: str
    method: str
    answer: Answer
    verified: Verified | None = None
    key: PublicKey | None = None
