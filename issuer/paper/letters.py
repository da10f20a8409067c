"""Letters that can be printed, and an honest mark for those that cannot.

PDF/A refuses a letter that no font has (ISO 19005-3, 6.2.11.4). Nothing is left out in silence: a
mark stands for it, and the paper says that the badge itself has the whole text.
"""

import re
import unicodedata
from collections.abc import Callable

MARK = "[…]"
LETTERS_ASKED = 400
"""Distinct rare letters that are tried for one paper; beyond, they count as unprintable."""

_REMEMBERED = 20_000
_RUN = 24
_PLAIN = re.compile("[\\x20-\\x7e\xa0-\u017f\u2010-\u2027\u202f\u20ac\u0300-\u0302]*")
_SILENT = re.compile(
    "[\u00ad\u034f\u180b-\u180f\u200b\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
_JOINERS = re.compile("(?<![^\\W\\d_])[\u200c\u200d]|[\u200c\u200d](?![^\\W\\d_])")
_FORBIDDEN = ("Cc", "Cn", "Co", "Cs")
_LONG = re.compile(rf"[^\s\u200b]{{{_RUN}}}(?=[^\s\u200b])")


class Letters:
    """What the fonts at hand have; it remembers what it asked."""

    def __init__(self, can_print: Callable[[str], bool]) -> None:
        self._can_print = can_print
        self._known: dict[str, bool] = {}

    def fit(self, text: str) -> str:
        """`text` without silent marks, each run of letters that no font has as `MARK`.

        A word too long for any line may be broken every few letters.
        """
        clean = _JOINERS.sub("", _SILENT.sub("", unicodedata.normalize("NFC", text)))
        if not _PLAIN.fullmatch(clean):
            clean = self._marked(clean)
        return _LONG.sub(lambda run: run.group() + "\u200b", clean)

    def is_whole(self, fitted: str, text: str) -> bool:
        """Whether `fitted`, which `fit` made of `text`, has every letter of it."""
        return fitted.count(MARK) == text.count(MARK)

    def _marked(self, text: str) -> str:
        absent = self._absent({letter for letter in text if not _PLAIN.fullmatch(letter)})
        if not absent:
            return text
        marked = "".join("\x00" if letter in absent else letter for letter in text)
        return re.sub(
            "\x00(?:[\x00\\s\u0300-\u036f]*\x00)?[\u0300-\u036f\u200c\u200d]*", MARK, marked
        )

    def _absent(self, letters: set[str]) -> set[str]:
        """Those of `letters` that cannot be printed; all are tried at once, then one by one."""
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        allowed = {letter for letter in letters if letter == "\n" or _is_allowed(letter)}
        asked = sorted(allowed - self._known.keys() - {"\n"})
        if asked and self._can_print(" ".join(asked)):
            self._known |= dict.fromkeys(asked, True)
        elif asked:
            few = asked[:LETTERS_ASKED]
            self._known |= {letter: self._can_print(_alone(letter)) for letter in few}
        return {letter for letter in letters if letter != "\n"} - {
            letter for letter in allowed if letter == "\n" or self._known.get(letter, False)
        }


def _is_allowed(letter: str) -> bool:
    return unicodedata.category(letter) not in _FORBIDDEN


def _alone(letter: str) -> str:
    """A letter as it can stand alone: a mark needs something to stand on."""
    return f"a{letter}" if unicodedata.combining(letter) else letter
