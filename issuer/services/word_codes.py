"""Five plain words that open something: a card, a poster, a request.

They follow from a secret of the key store, so they can be printed again and are kept nowhere. What
is kept is a keyed digest by which they are found: whoever copies the database can open nothing.
"""

import re
import unicodedata
from collections.abc import Iterable

from issuer.ports import Office
from issuer.services.plain_words import WORDS

COUNT = 5
"""Words of a code: with 1,024 to choose from, 50 bits, tried against a limit of failures."""

_BITS = 10
_TYPED_LENGTH = 200
_KNOWN = frozenset(WORDS)
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"})


def words_for(office: Office, purpose: str, identifier: str, generation: int) -> tuple[str, ...]:
    """The words of something; another `generation` gives other ones.

    Raises:
        KeyUnavailable: the secret of the key store cannot be read.
    """
    return _words(office.keys.derive(f"words:{purpose}", f"{identifier}:{generation}".encode()))


def lookup_of(office: Office, purpose: str, words: tuple[str, ...]) -> str:
    """The keyed digest by which the owner of these words is found, in hexadecimal.

    Raises:
        KeyUnavailable: the secret of the key store cannot be read.
    """
    return office.keys.derive(f"lookup:{purpose}", "-".join(words).encode()).hex()


def first_lookups(office: Office, purpose: str, identifiers: Iterable[str]) -> list[str]:
    """The lookup of the first generation of each of these things, in their order.

    Raises:
        KeyUnavailable: the secret of the key store cannot be read.
    """
    secret = office.keys.deriver(f"words:{purpose}")
    lookup = office.keys.deriver(f"lookup:{purpose}")
    return [
        lookup("-".join(_words(secret(f"{identifier}:1".encode()))).encode()).hex()
        for identifier in identifiers
    ]


def _words(secret: bytes) -> tuple[str, ...]:
    number = int.from_bytes(secret)
    return tuple([WORDS[(number >> (_BITS * place)) % len(WORDS)] for place in range(COUNT)])


def read_words(text: str) -> tuple[str, ...]:
    """The words that somebody typed, as the card spells them.

    Capitals, accents and whatever stands between the words are forgiven, and one slip of the
    finger in a word when a single word of the list is that near. What is no word of the list stays
    as it was typed, and opens nothing.
    """
    typed = text[:_TYPED_LENGTH].translate(_LIGATURES)
    plain = unicodedata.normalize("NFKD", typed).encode("ascii", "ignore").decode()
    return tuple(_mended(word) for word in re.findall(r"[a-z]+", plain.lower())[: COUNT * 2])


def _mended(word: str) -> str:
    if word in _KNOWN:
        return word
    near = [known for known in WORDS if _is_one_slip(word, known)]
    return near[0] if len(near) == 1 else word


def _is_one_slip(typed: str, known: str) -> bool:
    """Whether one letter is wrong, missing or too many, or two neighbours changed places."""
    if abs(len(typed) - len(known)) > 1:
        return False
    start = next(
        (
            place
            for place, (one, other) in enumerate(zip(typed, known, strict=False))
            if one != other
        ),
        min(len(typed), len(known)),
    )
    here, there = typed[start:], known[start:]
    if len(typed) != len(known):
        longer, shorter = sorted((here, there), key=len, reverse=True)
        return longer[1:] == shorter
    return here[1:] == there[1:] or (here[:2] == there[1::-1] and here[2:] == there[2:])
