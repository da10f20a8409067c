"""Short codes printed on paper: ten characters in two groups that people can read out and type.

The alphabet is Douglas Crockford's base 32: digits and capitals without I, L, O and U, so that
what looks alike is the same. Ten characters are 50 random bits: nobody finds a badge by trying.
"""

from badges.ports import Identifiers
from issuer.services.chance import numbers

LENGTH = 10
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PAIRS = tuple(one + other for one in _ALPHABET for other in _ALPHABET)
_BITS = 10
_LAST = len(_PAIRS) - 1
_PLACES = range(0, _BITS * LENGTH // 2, _BITS)
_CODES = len(_ALPHABET) ** LENGTH
_GROUP = 5
_LOOK_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
_TYPED_LENGTH = 40


def new_short_code(identifiers: Identifiers) -> str:
    """A random code in its canonical form, such as `K7QMW-X3FPA`."""
    return _code(identifiers.below(_CODES))


def new_short_codes(identifiers: Identifiers, count: int) -> list[str]:
    """So many random codes, all different."""
    codes: dict[str, None] = {}
    while len(codes) < count:
        drawn = numbers(identifiers, count - len(codes), _CODES)
        codes.update(dict.fromkeys(map(_code, drawn)))
    return list(codes)


def read_short_code(typed: str) -> str | None:
    """The canonical form of a code as typed, or None when it cannot be one.

    Case, spaces, dashes and look-alikes (0 and O, 1, I and L, V and U) are forgiven.
    """
    if len(typed) > _TYPED_LENGTH:
        return None
    letters = "".join(character for character in typed.upper() if character.isalnum())
    code = letters.translate(_LOOK_ALIKE)
    if len(code) != LENGTH or set(code) - set(_ALPHABET):
        return None
    return _grouped(code)


def _code(number: int) -> str:
    pairs = [_PAIRS[number >> place & _LAST] for place in _PLACES]
    return _grouped("".join(pairs))


def _grouped(code: str) -> str:
    return f"{code[:_GROUP]}-{code[_GROUP:]}"
