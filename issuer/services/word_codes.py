"""Five plain words that open something: a card, a poster, a request.

They follow from a secret of the key store, so they can be printed again and are kept nowhere. What
is kept is a keyed digest by which they are found: whoever copies the database can open nothing.
"""

import re
import unicodedata

from issuer.ports import Office
from issuer.services.plain_words import WORDS

COUNT = 5
"""Words of a code: with 1,024 to choose from, 50 bits, tried against a limit of failures."""

_BITS = 10
_TYPED_LENGTH = 200


def words_for(office: Office, purpose: str, identifier: str, generation: int) -> tuple[str, ...]:
    """The words of something; another `generation` gives other ones.

    Raises:
        KeyUnavailable: the secret of the key store cannot be read.
    """
    secret = office.keys.derive(f"words:{purpose}", f"{identifier}:{generation}".encode())
    number = int.from_bytes(secret)
    return tuple(WORDS[(number >> (_BITS * place)) % len(WORDS)] for place in range(COUNT))


def lookup_of(office: Office, purpose: str, words: tuple[str, ...]) -> str:
    """The keyed digest by which the owner of these words is found, in hexadecimal.

    Raises:
        KeyUnavailable: the secret of the key store cannot be read.
    """
    return office.keys.derive(f"lookup:{purpose}", "-".join(words).encode()).hex()


def read_words(text: str) -> tuple[str, ...]:
    """The words that somebody typed: capitals, accents and whatever stands between are forgiven."""
    plain = unicodedata.normalize("NFKD", text[:_TYPED_LENGTH]).encode("ascii", "ignore").decode()
    return tuple(re.findall(r"[a-z]+", plain.lower()))
