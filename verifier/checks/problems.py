"""Problems at places of a document: the gravest one answers, the others are told beside it."""

from collections.abc import Sequence

from verifier.case import Answer, passed
from verifier.report import Evidence, Outcome, Severity, State

_SHOWN = 10

Problem = tuple[str, str, bool]
"""Code, JSON pointer, and whether it is grave."""


def judge(problems: Sequence[Problem], none: str) -> Answer:
    """What a check answers when it found these problems; `none` is the code when it found none."""
    if not problems:
        return passed(none)
    code, path, is_grave = max(problems, key=lambda problem: problem[2])
    return Answer(
        Outcome.FAILED,
        code,
        {"path": path},
        tuple(Evidence(other, place) for other, place, _ in problems[:_SHOWN]),
        None if is_grave else Severity.WARNING,
        State.UNREADABLE,
    )
