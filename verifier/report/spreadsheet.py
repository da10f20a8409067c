"""Cells of a table for spreadsheets: what a badge says must never run as a formula.

Said once, for the command and for the page: whoever opens a table trusts where it came from.
"""

import re
import unicodedata

_LIMIT = 1_000
# A spreadsheet runs what begins so; full-width signs count as the usual ones in some of them.
_FORMULA = re.compile(r"\s*[=+\-@|%\uff1d\uff0b\uff0d\uff20]")


def cell(text: str) -> str:
    """`text` on one line, bounded, and no formula: an apostrophe makes it a text again."""
    words = " ".join(text[:_LIMIT].split())
    line = "".join(sign for sign in words if not unicodedata.category(sign).startswith("C"))
    return f"'{line}" if _FORMULA.match(line) else line
