"""No page of the public and no chore of the worker reads a whole table that grows with badges."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, text

from issuer.jobs import CHORES
from issuer.ports import Office
from issuer.services import issuing, people, publishing, status_lists
from issuer.services.batches import confirming, drafting, following, running
from issuer.services.life import revoking
from tests.issuer.world import CAMILLE, Town

BY = people.operator("zoe")
PLACE = "fablab-rural"

GROWING = (
    "api_tokens",
    "applications",
    "assessments",
    "attempts",
    "award_editions",
    "awards",
    "batch_lines",
    "batches",
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
)
_SCAN = re.compile(r"^SCAN (\w+)")


@contextmanager
def _asked() -> Iterator[list[tuple[str, Any]]]:
    """Every question that is asked of any database meanwhile."""
    asked: list[tuple[str, Any]] = []

    def note(_: Connection, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "UPDATE", "DELETE")):
            asked.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def _plan(town: Town, statement: str, parameters: Any) -> list[str]:
    given = parameters[0] if isinstance(parameters, list) else parameters
    with town.office.store.read() as work:
        connection: Connection = work.places._connection  # type: ignore[attr-defined]  # noqa: SLF001 - only the store asks in SQL
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
        return [str(row[-1]) for row in rows]


def test_x(village: Town) -> None:
    """x"""
    town = village
    award = town.issue() if town.laser() else None
    town.laser()
    office = town.office
    acts = {
      "award": lambda: publishing.award(office, award.id),
      "code": lambda: publishing.award_by_code(office, award.short_code) if hasattr(publishing, "award_by_code") else None,
      "list": lambda: status_lists.publish(office, award.status.list_id),
      "did": lambda: publishing.awards(office, place=PLACE),
      "issue": lambda: issuing.issue(office, CAMILLE),
      "revoke": lambda: revoking.revoke(office, award.id, BY, reason="x"),
      **{c.name: (lambda c=c: c.run(office)) for c in CHORES},
    }
    for name, act in acts.items():
        with _asked() as asked:
            act()
        for statement, parameters in asked:
            for line in _plan(town, statement, parameters):
                m = _SCAN.match(line)
                if (m and m[1] in GROWING) or "TEMP B-TREE" in line:
                    print(name, "|", line, "|", statement.replace("\n", " ")[-300:])
    assert 0
