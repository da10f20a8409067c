"""Short codes: made to be read out, typed, and found again."""

import pytest

from issuer.services.short_codes import new_short_code, read_short_code
from tests.world import CountedIdentifiers


def test_a_code_is_two_groups_of_plain_characters(identifiers: CountedIdentifiers) -> None:
    """Ten characters, none of which looks like another, and no two codes alike."""
    codes = {new_short_code(identifiers) for _ in range(200)}
    assert len(codes) == 200
    for code in codes:
        first, second = code.split("-")
        assert len(first) == len(second) == 5
        assert not set(code) & set("ILOU")
        assert read_short_code(code) == code


def test_each_letter_is_as_likely_as_any_other() -> None:
    """From all bytes, each as often, each of the 32 letters comes out as often."""

    class EachByte(CountedIdentifiers):
        """Gives all bytes in turn, so that 128 codes have each of them five times."""

        given = 0

        def token(self, size: int) -> bytes:
            self.given += size
            return bytes([byte % 256 for byte in range(self.given - size, self.given)])

    identifiers = EachByte()
    letters = "".join(new_short_code(identifiers) for _ in range(128)).replace("-", "")
    assert len(set(letters)) == 32
    assert {letters.count(letter) for letter in letters} == {40}


@pytest.mark.parametrize(
    "typed", ["k7qmw-x3f1a", "K7QMWX3F1A", " k7qmw x3fia ", "K7QMW—X3FLA", "k7-qm-wx-3f-1a"]
)
def test_a_code_is_read_as_people_type_it(typed: str) -> None:
    """Case, spaces, dashes and look-alikes are forgiven."""
    assert read_short_code(typed) == "K7QMW-X3F1A"


def test_zero_and_o_are_one() -> None:
    """And so are V and U."""
    assert read_short_code("ooooo-uuuuu") == "00000-VVVVV"


@pytest.mark.parametrize("typed", ["", "K7QMW-X3F1", "K7QMW-X3F1A2", "K7QMW-X3F1é", "1" * 100_000])
def test_what_is_no_code_is_none(typed: str) -> None:
    """Too short, too long, or of another alphabet."""
    assert read_short_code(typed) is None
