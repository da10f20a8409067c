"""Names for what comes without: slugs, notations and codes, made from labels, each one once."""

from badges.model.framework import Words
from badges.model.validity import RESERVED_FRAMEWORKS, is_reserved
from badges.model.wording import fold, telling_words

_SLUG_LENGTH = 60
_CODE_LENGTH = 3
_PREFIX_LENGTH = 6


def slug_of(label: str, taken: set[str], otherwise: str = "competence") -> str:
    """A slug that says the label and is not `taken`; it is added there."""
    plain = fold(label)[:_SLUG_LENGTH].strip().replace(" ", "-") or otherwise
    start = f"{otherwise}-{plain}" if is_reserved(plain) or plain in RESERVED_FRAMEWORKS else plain
    return _once(start, taken, "-")


def code_of(label: str, taken: set[str]) -> str:
    """A short code of capitals for a domain: `FAB` of `Fabriquer, réparer`; added to `taken`."""
    words = telling_words(label) or ("domaine",)
    return _once(words[0][:_CODE_LENGTH].upper(), taken, "")


def prefix_of(title: Words, language: str) -> str:
    """What notations may begin with: the first letters of the words of the title."""
    initials = "".join(word[0] for word in telling_words(title.say(language))).upper()
    return initials[:_PREFIX_LENGTH] or "REF"


def without_version(title: str, version: str) -> str:
    """A title without the version at its end, since we write a version after each title.

    A CFDocument has no place for both: its title often says the version again (CASE-01).
    """
    plain = title.strip()
    if not version:
        return plain
    for end in (f" {version}", f" v{version}"):
        if plain.endswith(end):
            return plain.removesuffix(end).rstrip() or plain
    return plain


def _once(start: str, taken: set[str], between: str) -> str:
    name, number = start, 2
    while name in taken:
        name, number = f"{start}{between}{number}", number + 1
    taken.add(name)
    return name
