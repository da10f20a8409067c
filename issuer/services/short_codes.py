"""Short codes printed on paper: ten characters in two groups that people can read out and type.

The alphabet is Douglas Crockford's base 32: digits and capitals without I, L, O and U, so that
what looks alike is the same. Ten characters are 50 random bits: nobody finds a badge by trying.
"""

from badges.ports import Identifiers

LENGTH = 10
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LETTERS = (_ALPHABET * 8).encode("ascii")
"""A letter for each byte: 256 is a multiple of 32, so none is likelier than another."""
_GROUP = 5
_LOOK_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
_TYPED_LENGTH = 40


def new_short_code(identifiers: Identifiers) -> str:
    """A random code in its canonical form, such as `K7QMW-X3FPA`."""
    (code,) = new_short_codes(identifiers, 1)
    return code


def new_short_codes(identifiers: Identifiers, count: int) -> list[str]:
    """So many random codes, all different."""
    codes: dict[str, None] = {}
    while lacking := count - len(codes):
        drawn = identifiers.token(LENGTH * lacking).translate(_LETTERS).decode("ascii")
        starts = range(0, len(drawn), LENGTH)
        codes.update(dict.fromkeys([_grouped(drawn[at : at + LENGTH]) for at in starts]))
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


def _grouped(code: str) -> str:
    return f"{code[:_GROUP]}-{code[_GROUP:]}"
