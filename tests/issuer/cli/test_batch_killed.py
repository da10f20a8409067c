"""A large file whose command is killed without warning: run to the end, everybody has one badge."""

import json
import os
import random
import subprocess
import sys
import time

from sqlalchemy import Connection, create_engine, text

from tests.issuer.cli.conftest import Shell

PEOPLE, KILLS = 2_500, 3
COMMAND = "import sys; from issuer.cli import main; sys.exit(main(sys.argv[1:]))"
PATIENCE = 60
ONCE = ("id", "short_code", "reference", "holder_id", "position")


def test_killed_at_any_moment_everybody_has_one_badge(place: Shell) -> None:
    """Whole chunks or none; what is left is signed by who comes next, and told as it is."""
    rows = "".join(f"Personne {n},p{n}@x.fr\n" for n in range(PEOPLE))
    group = place.write("programme.csv", f"name,email\n{rows}")
    engine = create_engine(f"sqlite:///{place.data_dir / 'badges.sqlite3'}")
    seen: list[int] = []
    for kill in range(KILLS):
        process = begin(place, group)
        with engine.connect() as connection:
            # The first dies while it reads or just after; the others once a chunk more is signed.
            until(process, connection, seen[-1] if seen else 0, is_reading=kill == 0)
        time.sleep(random.uniform(0, 0.3))  # noqa: S311 - a moment, not a secret
        process.kill()
        process.communicate()
        with engine.connect() as connection:
            seen.append(signed(connection))
            assert signed(connection, "batch_lines WHERE state = 'issued'") == seen[-1]
            assert signed(connection, "status_entries") == seen[-1]
    out, _ = begin(place, group).communicate(timeout=PATIENCE)
    value = json.loads(out)
    assert (value["issued"] + value["already"], value["refused"]) == (PEOPLE, 0)
    assert len(value["lines"]) == len({line["id"] for line in value["lines"]}) == PEOPLE
    assert value["lines"][7]["files"] == {}
    assert value["already"] == seen[-1]
    with engine.connect() as connection:
        for column in ONCE:
            assert signed(connection, "awards", f"DISTINCT {column}") == PEOPLE
        assert signed(connection, "journal WHERE action = 'award.issue'") == PEOPLE
        assert signed(connection, "holders") == PEOPLE
    engine.dispose()


def begin(place: Shell, group: str) -> "subprocess.Popen[str]":
    """The command in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", COMMAND, "batch", "coudre-un-sac", group, "--no-files", "--json"],
        env=os.environ | {"BADGES_DATA_DIR": str(place.data_dir)},
        stdout=subprocess.PIPE,
        text=True,
    )


def until(
    process: "subprocess.Popen[str]", connection: Connection, before: int, *, is_reading: bool
) -> None:
    """Wait until a chunk more is signed, or lines are read, or the command has ended."""
    end = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < end:
        found = signed(connection, "batch_lines") if is_reading else signed(connection) - before
        connection.rollback()
        if found > 0:
            return
        time.sleep(0.01)


def signed(connection: Connection, rows: str = "awards", what: str = "*") -> int:
    """How many rows there are."""
    return int(connection.scalar(text(f"SELECT count({what}) FROM {rows}")) or 0)  # noqa: S608 - our own words
