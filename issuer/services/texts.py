"""The hygiene of texts that will be signed, in one place (ISS-17).

Two rules. A **line** (a name, a title) is refused when it holds a control character or a mark that
turns the direction of writing: such a name could look like another one. A **text** (criteria, a
story) is mended: every kind of line break becomes one, a tab becomes a space, other control
characters go, since people paste from everywhere. Both become NFC, lose the white space at their
ends, and are refused when they hold noncharacters, direction overrides, or nothing visible.
"""

import re
import unicodedata

from issuer.errors import InvalidRequest

NAME_LENGTH = 200
SUMMARY_LENGTH = 2_000
STORY_LENGTH = 10_000
REASON_LENGTH = 1_000
TAG_LENGTH = 50
REFERENCE_LENGTH = 200

_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_CONTROLS_BUT_BREAK = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_OVERRIDES = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_DIRECTION_MARKS = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_NOT_CHARACTERS = re.compile(
    "[\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
    + "]"
)
# Normalising is not linear in the worst case, so what is far too long is refused before.
_SLACK = 4


def clean_line(text: str, field: str, *, limit: int = NAME_LENGTH) -> str:
    """A name or a title, fit to be signed and shown.

    Raises:
        InvalidRequest: empty, too long, or holding a character that could deceive.
    """
    if _is_clean(text, limit):
        return text
    _refuse_long(text, field, limit * _SLACK, limit)
    _refuse(_CONTROLS, text.strip(), field, "text.control")
    _refuse(_DIRECTION_MARKS, text, field, "text.direction")
    return _finish(re.sub(r"\s+", " ", text), field, limit)


def clean_text(text: str, field: str, *, limit: int = STORY_LENGTH) -> str:
    """A text of several lines, mended and fit to be signed.

    Raises:
        InvalidRequest: empty, too long, or holding a character that could deceive.
    """
    _refuse_long(text, field, limit * _SLACK, limit)
    _refuse(_OVERRIDES, text, field, "text.direction")
    broken = _BREAKS.sub("\n", text).replace("\t", " ")
    return _finish(_CONTROLS_BUT_BREAK.sub("", broken), field, limit)


def clean_optional_line(text: str | None, field: str, *, limit: int = NAME_LENGTH) -> str | None:
    """As `clean_line`; nothing, or only white space, is None.

    Raises:
        InvalidRequest: too long, or holding a character that could deceive.
    """
    return clean_line(text, field, limit=limit) if text and text.strip() else None


def clean_optional_text(text: str | None, field: str, *, limit: int = STORY_LENGTH) -> str | None:
    """As `clean_text`; nothing, or only white space, is None.

    Raises:
        InvalidRequest: too long, or holding a character that could deceive.
    """
    return clean_text(text, field, limit=limit) if text and text.strip() else None


def _is_clean(text: str, limit: int) -> bool:
    """Whether cleaning would surely change nothing: most lines are so, and tens of thousands come.

    Printable means neither control, format nor unassigned character, and no space but U+0020.
    """
    return (
        0 < len(text) <= limit
        and text.isprintable()
        and text[0].isalnum()
        and text[-1] != " "
        and "  " not in text
        and unicodedata.is_normalized("NFC", text)
    )


def _finish(text: str, field: str, limit: int) -> str:
    _refuse(_NOT_CHARACTERS, text, field, "text.noncharacter")
    normal = unicodedata.normalize("NFC", text).strip()
    if not any(_is_visible(character) for character in normal):
        raise InvalidRequest("text.empty", field=field)
    _refuse_long(normal, field, limit, limit)
    return normal


def _is_visible(character: str) -> bool:
    return unicodedata.category(character)[0] not in "CZM"


def _refuse(unwanted: re.Pattern[str], text: str, field: str, code: str) -> None:
    found = unwanted.search(text)
    if found is not None:
        raise InvalidRequest(code, field=field, character=f"U+{ord(found.group()):04X}")


def _refuse_long(text: str, field: str, bound: int, limit: int) -> None:
    if len(text) > bound:
        raise InvalidRequest("text.too_long", field=field, length=len(text), limit=limit)
