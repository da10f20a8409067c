"""What the CASE interface says when it refuses: `imsx_StatusInfo`, never our problem documents.

The minor codes are the nine of CASE 1.1 (information model, class `imsx_CodeMinorField`). It has no
code for a filter that cannot be understood: the standard says `invalid_selection_field` for that
too.
"""

from typing import Literal

from badges.documents import JsonObject, serialize
from badges.errors import BadgeError

CodeMinor = Literal[
    "invalid_sort_field",
    "invalid_selection_field",
    "forbidden",
    "unauthorised_request",
    "internal_server_error",
    "unknownobject",
    "server_busy",
    "invalid_uuid",
]

_REPORTED_BY = "TargetEndSystem"
_SHOWN = 80
_UNSUPPORTED = frozenset({405, 406})


class CaseRefusal(BadgeError):
    """A request that the CASE interface does not answer: its status and the standard's code."""

    def __init__(self, code: str, minor: CodeMinor, status: int = 400, **params: object) -> None:
        super().__init__(code, **{name: _short(value) for name, value in params.items()})
        self.minor = minor
        self.status = status


class UnknownObject(CaseRefusal):
    """No published object has this identifier."""

    def __init__(self, kind: str, identifier: str) -> None:
        super().__init__("case_api.unknown", "unknownobject", 404, kind=kind, id=identifier)


class InvalidUuid(CaseRefusal):
    """What stands for an identifier is no UUID: the standard answers 404 to that too."""

    def __init__(self, identifier: str) -> None:
        super().__init__("case_api.uuid", "invalid_uuid", 404, id=identifier)


def status_info(status: int, description: str, minor: CodeMinor | None) -> bytes:
    """The body of a refusal; `minor` is None when the vocabulary has no word for it."""
    info: JsonObject = {
        "imsx_codeMajor": "unsupported" if status in _UNSUPPORTED else "failure",
        "imsx_severity": "error",
        "imsx_description": description,
    }
    if minor is not None:
        field = {"imsx_codeMinorFieldName": _REPORTED_BY, "imsx_codeMinorFieldValue": minor}
        info["imsx_codeMinor"] = {"imsx_codeMinorField": [field]}
    return serialize(info)


def _short(value: object) -> object:
    """Texts of strangers are repeated in part only, without what no document may hold."""
    if not isinstance(value, str):
        return value
    plain = value.encode("utf-8", "replace").decode("utf-8")
    return plain if len(plain) <= _SHOWN else plain[:_SHOWN] + "…"
