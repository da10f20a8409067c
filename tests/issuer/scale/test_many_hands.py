"""Processes that award and revoke at once in one place, on PostgreSQL."""

from pathlib import Path

from benchmarks.hand import Share
from benchmarks.many import measure
from tests.issuer.conftest import Databases

PROCESSES = 4


def test_nothing_is_lost_and_no_index_is_given_twice(postgresql: Databases, tmp_path: Path) -> None:
    """Groups, single awards and revocations of four processes: all there, and said by the list.

    The same with 20,000 badges is `python -m benchmarks.many`.
    """
    shares = tuple(
        Share(number, groups=2, lines=40, singles=4, revocations=3) for number in range(PROCESSES)
    )
    found = measure(postgresql.fresh(), tmp_path, shares)
    assert found.lacks == ()
    assert found.awards == found.positions == PROCESSES * 2 * 44
    assert found.listed == found.revoked == PROCESSES * 2 * 3
    assert found.refused_by_verifier == 0
