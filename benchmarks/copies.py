"""Rows by the million: copies of badges that were truly awarded, made by the database itself.

A copy is a row like the one it comes from, bytes and all, under ids of its own: its size and its
place in every index are those of a badge, only its signature speaks of another one. Lists of status
are copied too, and filled as they would be; badges that are truly awarded go into one more list.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Engine, Table, event, text

from issuer.store import tables

PLACE = "atelier"
BATCH = 500
CAPACITY = 131_072

_ODD = 40_503
"""Coprime with the capacity: every index once, in no order."""
REFERENCE = "sample"
"""How the references of the badges begin that are copied."""

_NEWEST = 99
"""Number of the list that what is truly awarded meanwhile goes into."""
_SAMPLE = "sample"


def teach(engine: Engine) -> None:
    """Give SQLite the digest that PostgreSQL has."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _add_digest)


def _add_digest(connection: Any, _: object) -> None:
    connection.create_function("md5", 1, _md5, deterministic=True)


def _md5(words: str) -> str:
    return hashlib.md5(words.encode(), usedforsecurity=False).hexdigest()


def copy(connection: Connection, first: int, last: int, *, sample: int) -> None:
    """Make the badges numbered `first` to `last` out of the first `sample` ones.

    Call it with ranges that follow one another from 0.
    """
    connection.execute(text(f"DROP TABLE IF EXISTS {_SAMPLE}"))
    connection.execute(
        text(
            f"CREATE TEMPORARY TABLE {_SAMPLE} AS SELECT award, number, batch"  # noqa: S608 - our own words
            f" FROM batch_lines WHERE reference LIKE '{REFERENCE}-%'"
        )
    )
    _lists(connection, last)
    numbers = {"first": first, "last": last}
    for query in (_batches(), _holders(), _entries(), _awards(), _journal(), _lines()):
        connection.execute(text(query), numbers | {"sample": sample})


def _series(step: int = 1) -> str:
    more = f"SELECT i + {step} FROM n WHERE i + {step} <= :last"  # noqa: S608 - our own words
    return f"WITH RECURSIVE n(i) AS (SELECT CAST(:first AS BIGINT) UNION ALL {more})"


def _insert(table: Table, source: str, values: Mapping[str, str], *, leave: str = "") -> str:
    """Every column of a row as it is in the sample, but for those of `values`."""
    names = [column.name for column in table.columns if column.name != leave]
    given = ", ".join(values.get(name, f's."{name}"') for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    step = BATCH if table is tables.batches else 1
    return f"INSERT INTO {table.name} ({columns}) {_series(step)} SELECT {given} FROM n {source}"  # noqa: S608 - our own words


def _id(kind: str, number: str = "i") -> str:
    digest = f"md5('{kind}' || CAST({number} AS TEXT))"
    cuts = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
    return " || '-' || ".join(f"substr({digest}, {start}, {size})" for start, size in cuts)


def _long(kind: str) -> str:
    return f"md5('{kind}' || CAST(i AS TEXT)) || md5('{kind}+' || CAST(i AS TEXT))"


_ORIGINAL = f"JOIN {_SAMPLE} o ON o.number = 1 + n.i % :sample"
_LIST = f"'{PLACE}-revocation-' || CAST(2 + i / {CAPACITY} AS TEXT)"
_POSITION = f"(i * {_ODD}) % {CAPACITY}"
_DIGITS = "CAST(10000000000 + (i * 7368787) % 10000000000 AS TEXT)"
_CODE = f"substr({_DIGITS}, 2, 5) || '-' || substr({_DIGITS}, 7, 5)"


def _lists(connection: Connection, last: int) -> None:
    """Open the lists that so many badges need, as copies of the first one, and the newest."""
    names = [column.name for column in tables.status_lists.columns]
    own = {"id": ":id", "url": "s.url || :suffix", "number": ":number"}
    given = ", ".join(own.get(name, f's."{name}"') for name in names)
    for number in (*range(2, 3 + last // CAPACITY), _NEWEST):
        connection.execute(
            text(
                f"INSERT INTO status_lists SELECT {given} FROM status_lists s"  # noqa: S608 - our own words
                " WHERE s.number = 1 AND NOT EXISTS"
                " (SELECT 1 FROM status_lists k WHERE k.number = :number)"
            ),
            {"id": f"{PLACE}-revocation-{number}", "suffix": f"-{number}", "number": number},
        )


def _batches() -> str:
    source = f"JOIN batches s ON s.id = (SELECT min(batch) FROM {_SAMPLE})"  # noqa: S608 - same
    values = {"id": _id("batch", f"i / {BATCH}"), "key": _long("key")}
    return _insert(tables.batches, source, values)


def _holders() -> str:
    source = f"{_ORIGINAL} JOIN awards a ON a.id = o.award JOIN holders s ON s.id = a.holder_id"
    values = {"id": _id("holder"), "lookup": _long("lookup"), "email_lookup": _long("email")}
    return _insert(tables.holders, source, values)


def _entries() -> str:
    source = f"{_ORIGINAL} JOIN awards a ON a.id = o.award"
    values = {"list_id": _LIST, "position": _POSITION, "value": "a.state <> 'active'"}
    return _insert(tables.status_entries, source, values)


def _awards() -> str:
    source = f"{_ORIGINAL} JOIN awards s ON s.id = o.award"
    values = {
        "id": _id("award"),
        "short_code": _CODE,
        "url": f"'https://badges.example.fr/credentials/' || {_id('award')}",
        "list_id": _LIST,
        "position": _POSITION,
        "reference": "CAST(i AS TEXT)",
        "holder_id": _id("holder"),
    }
    return _insert(tables.awards, source, values)


def _journal() -> str:
    source = f"{_ORIGINAL} JOIN journal s ON s.subject = o.award AND s.action = 'award.issue'"
    return _insert(tables.journal, source, {"subject": _id("award")}, leave="number")


def _lines() -> str:
    source = f"{_ORIGINAL} JOIN batch_lines s ON s.award = o.award"
    values = {
        "batch": _id("batch", f"i / {BATCH}"),
        "number": f"1 + i % {BATCH}",
        "award": _id("award"),
        "holder_id": "NULL",
        "reference": "CAST(i AS TEXT)",
    }
    return _insert(tables.batch_lines, source, values)
