"""The steps of a scale: those that a badge may tell, and how many marks its picture shows."""

from badges.model.framework import Framework
from issuer.errors import InvalidRequest

MARKS = 4
"""The marks on the rim of a badge (design/experience.md, "Look")."""

_SHOWN = 100


def clean_level(framework: Framework, text: str, field: str) -> str:
    """The code of a level of the framework's scale.

    Raises:
        InvalidRequest: the scale has no such level.
    """
    known = [level.code for level in framework.levels]
    code = text.strip().upper()
    if code not in known:
        raise InvalidRequest(
            "level.unknown", field=field, level=code[:_SHOWN], known=", ".join(known)
        )
    return code


def marks_of(framework: Framework, code: str | None) -> int | None:
    """How many marks stand for a level: its rank; a longer scale shares out the four marks.

    None without a level, or when the scale has it no more.
    """
    codes = [level.code for level in framework.levels]
    if code not in codes:
        return None
    rank = codes.index(code) + 1
    return rank if len(codes) <= MARKS else -(-rank * MARKS // len(codes))
