"""No page of the public, no award and no chore reads a whole table that grows with badges.

Each act is done once while every question to the database is noted; SQLite then says how it would
answer each of them. PostgreSQL has the same indexes.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, NamedTuple

import pytest
from sqlalchemy import Connection, Engine, event

from issuer.jobs import CHORES, Chore
from issuer.model import Award
from issuer.ports import Office
from issuer.services import issuing, people, publishing, status_lists
from issuer.services.batches import bulk, running
from issuer.services.life import revoking
from issuer.store.engines import open_engine
from tests.issuer.world import CAMILLE, Town

BY = people.operator("zoe")
PLACE = "fablab-rural"
GROWING = frozenset(
    {
        "applications",
        "attempts",
        "award_editions",
        "awards",
        "batch_lines",
        "credential_statuses",
        "evidence_files",
        "holders",
        "imported_badges",
        "journal",
        "letters",
        "portfolio_items",
        "portfolios",
        "sessions",
        "status_entries",
        "wallet_offers",
    }
)
_SCAN = re.compile(r"^SCAN (\w+)")
_READING = ("SELECT", "UPDATE", "DELETE", "WITH")


class Question(NamedTuple):
    """One statement and what was given with it."""

    statement: str
    parameters: Any


def _group(office: Office) -> None:
    content = "name,email\nZoé,zoe@example.org\nAli,\n".encode()
    begun = bulk.begin(office, BY, CAMILLE.achievement, content, by_mail=True)
    assert running.run(office, begun.batch.id).issued == 2


def _chore(chore: Chore, office: Office, _: Award) -> None:
    chore.run(office)


ACTS: dict[str, Callable[[Office, Award], object]] = {
    "credential": lambda office, award: publishing.award(office, award.id),
    "short code": lambda office, award: publishing.by_short_code(office, award.short_code),
    "status list": lambda office, award: status_lists.publish(office, award.status.list_id),
    "did": lambda office, award: publishing.place_profile(office, award.place),
    "latest": lambda office, award: publishing.awards(office, place=award.place),
    "issue": lambda office, _: issuing.issue(office, CAMILLE),
    "revoke": lambda office, award: revoking.revoke(office, award.id, BY, reason="Erreur"),
    "group": lambda office, _: _group(office),
    **{chore.name: partial(_chore, chore) for chore in CHORES},
}


@contextmanager
def _asked() -> Iterator[list[Question]]:
    """Every question that is asked of any database meanwhile."""
    asked: list[Question] = []

    def note(*given: Any) -> None:
        statement = str(given[2])
        if statement.lstrip().upper().startswith(_READING):
            asked.append(Question(statement, given[3]))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def _scanned(connection: Connection, question: Question) -> set[str]:
    """The tables that SQLite would read whole.

    The first rows in the order of an index are not the whole; nor is what it says of rows that
    would have to be looked for if a key changed, which it never does.
    """
    given = question.parameters
    first = given[0] if isinstance(given, list) and given else given
    plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {question.statement}", first)
    steps = [str(row[-1]) for row in plan]
    is_bounded = "LIMIT" in question.statement and "WHERE" not in question.statement
    if is_bounded and not any("TEMP B-TREE" in step for step in steps):
        return set()
    found = {match[1] for match in map(_SCAN.match, steps) if match}
    return {table for table in found if re.search(rf"\b{table}\b", question.statement)}


@pytest.mark.parametrize("name", ACTS)
def test_nothing_that_grows_is_read_whole(village: Town, name: str) -> None:
    """Neither in front of somebody who waits nor each minute behind the pages."""
    village.laser()
    award = village.issue()
    with _asked() as asked:
        ACTS[name](village.office, award)
    engine = open_engine(village.office.settings.database_url, 5)
    with engine.begin() as connection:
        scanned = {table for question in asked for table in _scanned(connection, question)}
    engine.dispose()
    assert asked or name == "archives"
    assert scanned & GROWING == set()


def test_a_question_without_an_index_is_found(village: Town) -> None:
    """What this file would say of a page that looks for a name in every badge."""
    engine = open_engine(village.office.settings.database_url, 5)
    question = Question("SELECT id FROM awards WHERE holder = ?", ("Camille",))
    with engine.begin() as connection:
        assert _scanned(connection, question) == {"awards"}
    engine.dispose()
