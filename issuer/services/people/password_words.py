"""What makes a password too easy: words that everybody tries first, and words about its owner.

Such words are taken out of the password; what is left must still be worth guessing.
"""

import re
import unicodedata
from itertools import pairwise

LEFT_OVER = 6
"""Letters and digits that must be left, of at least four kinds."""

_KINDS = 4
_SHORT_WORD = 3
_RUN = 3

_WORDS = (
    "abcd abcdef abcdefgh admin administrateur administrator amour anniversaire asdfghjkl "
    "associatif association azerty azertyui azertyuiop badge badges bienvenue bisous bonjour "
    "bordeaux cafe camille changeme changezmoi chocolat chouchou coeur coucou default doudou "
    "dragon fablab facile famille football france iloveyou internet jetaime jetaimemoncoeur "
    "julien letmein lille liverpool loulou lyon maison marseille master mdp merci michael "
    "monkey motdepasse motdepasse1 motsdepasse naruto nicolas nimportequoi openbadge "
    "openbadges ordinateur papillon paris pass passe passpass passw0rd password patate "
    "pokemon poussin princess princesse qazwsx qsdfghjklm qwerty qwertyuiop root salut "
    "sanstitre secret soleil starwars sunshine superman temporaire test tierslieu tierslieux "
    "toto toulouse trustno1 user utilisateur vacances vieprivee welcome wxcvbn zxcvbnm "
)
COMMON = frozenset(_WORDS.split())
"""In the plain form of `plain`, French first."""

_OTHER = re.compile(r"[^a-z0-9]+")


def plain(text: str) -> str:
    """Small letters without accents, and digits: what is left of a text when one is not strict."""
    folded = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe"))
    return _OTHER.sub("", folded)


def is_too_easy(password: str, known: tuple[str, ...]) -> bool:
    """Whether little is left without common words and those in `known`, such as a name.

    What is written without any Latin letter is judged as it stands.
    """
    rest = plain(password)
    if len(rest) < len(password) // 2:
        return len(set(password)) < _KINDS
    for word in sorted({*COMMON, *_words(known)}, key=len, reverse=True):
        rest = rest.replace(word, "")
    rest = _without_runs(rest)
    return len(rest) < LEFT_OVER or len(set(rest)) < _KINDS


def _words(known: tuple[str, ...]) -> set[str]:
    """Each text as a whole, and those of its parts that are long enough to mean something."""
    parts = {plain(part) for text in known for part in re.split(r"[\W_]+", text)}
    return {plain(text) for text in known if plain(text)} | {
        part for part in parts if len(part) >= _SHORT_WORD
    }


def _without_runs(text: str) -> str:
    """The text without signs that repeat the one before, or follow it as 1234 or dcba do."""
    kept: list[str] = []
    steps = [ord(second) - ord(first) for first, second in pairwise(text)]
    for place, sign in enumerate(text):
        near = steps[max(place - _RUN + 1, 0) : place]
        is_run = len(near) == _RUN - 1 and len(set(near)) == 1 and near[0] in (-1, 0, 1)
        if not is_run:
            kept.append(sign)
    return "".join(kept)
