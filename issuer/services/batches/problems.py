"""Why a line of a group cannot be awarded: a code with parameters, to be said at the door."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from badges.errors import BadgeError, KeyMaterialError, ProofError
from issuer.errors import ClockBehind, KeyUnavailable, StoreError

STOPPING = (ClockBehind, KeyUnavailable, StoreError, ProofError, KeyMaterialError)
"""What says that the house cannot sign at all, whoever is next: nobody's line is to blame."""

_SHOWN = 200


@dataclass(frozen=True)
class Problem:
    """Something to mend, or only to know: `params["field"]` names the column, when there is one."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def field(self) -> str | None:
        """The part of the line that is concerned, or None."""
        name = self.params.get("field")
        return None if name is None else str(name)

    def as_record(self) -> dict[str, Any]:
        """The problem as a line keeps it."""
        return {"code": self.code, "params": dict(self.params)}


def problem_of(error: BadgeError) -> Problem:
    """The problem that an error tells, its parameters short enough to be kept with a line."""
    return Problem(error.code, {name: _short(value) for name, value in error.params.items()})


def read_problem(record: Mapping[str, Any] | None) -> Problem | None:
    """The problem that a line keeps, or None."""
    return None if record is None else Problem(str(record["code"]), dict(record["params"]))


def _short(value: object) -> object:
    return value if isinstance(value, int | float | bool) else _printable(str(value))[:_SHOWN]


def _printable(text: str) -> str:
    """What every database and terminal can hold: a problem may quote what was refused."""
    return "".join(character if character.isprintable() else "?" for character in text)
