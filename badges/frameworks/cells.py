"""Cells of tables that people open in a spreadsheet: no text may become a formula there."""

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def guarded(text: str) -> str:
    """`text`, with an apostrophe before what a spreadsheet would execute."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """The text of a cell that `guarded` wrote, or that somebody typed."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
