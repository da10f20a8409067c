"""Random values drawn together: of the same form, range and variety as those drawn one by one."""

import re

from badges.clock import RandomIdentifiers
from issuer.services.chance import numbers, tokens, uuids, uuids_alike

FORM = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def test_uuids_are_of_version_4_and_all_different() -> None:
    """Each has the form of RFC 9562, the bits of its version and variant included."""
    drawn = uuids(RandomIdentifiers(), 500)
    assert all(FORM.fullmatch(text) for text in drawn)
    assert len(set(drawn)) == 500


def test_uuids_that_are_kept_together_begin_alike_and_share_nothing_more() -> None:
    """Sixteen bits of each are those of the others; the next ones begin otherwise."""
    drawn = uuids_alike(RandomIdentifiers(), 500)
    assert all(FORM.fullmatch(text) for text in drawn)
    assert len({text[:4] for text in drawn}) == 1
    for start, values in ((4, 16), (9, 16), (15, 16), (19, 4), (20, 16), (24, 16), (35, 16)):
        assert len({text[start] for text in drawn}) == values
    assert len(set(drawn)) == 500
    beginnings = {uuids_alike(RandomIdentifiers(), 1)[0][:4] for _ in range(50)}
    assert len(beginnings) > 40


def test_numbers_reach_every_value_below_the_limit() -> None:
    """None is beyond, none is missing."""
    assert set(numbers(RandomIdentifiers(), 2_000, 7)) == set(range(7))


def test_tokens_have_their_size_and_share_nothing() -> None:
    """Each badge has salt of its own."""
    drawn = tokens(RandomIdentifiers(), 100, 16)
    assert {len(token) for token in drawn} == {16}
    assert len(set(drawn)) == 100


def test_nothing_asked_is_nothing_drawn() -> None:
    """An empty block draws nothing."""
    source = RandomIdentifiers()
    assert uuids_alike(source, 0) == []
    assert [uuids(source, 0), tokens(source, 0, 16), numbers(source, 0, 10)] == [[], [], []]
