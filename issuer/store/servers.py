"""What a PostgreSQL server says of itself: its version, and how many connections it takes."""

from dataclasses import dataclass

from issuer.store.engines import OVERFLOW, POOL_SIZE, open_engine, shown_name
from issuer.store.failures import in_our_words
from issuer.store.migrating import PATIENCE
from issuer.store.snapshots import reading_one_instant

LEAST_VERSION = 14
CONNECTIONS_EACH = POOL_SIZE + OVERFLOW
"""The most that one process holds."""


@dataclass(frozen=True)
class Server:
    """A PostgreSQL server: its version as it is shown, the first number of it, and its limit."""

    version: str
    major: int
    connections: int

    @property
    def processes(self) -> int:
        """How many processes of ours it can serve while all of them are busy."""
        return self.connections // CONNECTIONS_EACH


def server_of(url: str) -> Server | None:
    """The server of a database; None for SQLite, which has none.

    Raises:
        StoreError: it cannot be reached.
    """
    engine = open_engine(url, PATIENCE)
    try:
        if engine.dialect.name != "postgresql":
            return None
        with in_our_words(shown_name(engine.url)), reading_one_instant(engine) as connection:
            asked = "SELECT current_setting(%s)::int"
            number = connection.exec_driver_sql(asked, ("server_version_num",)).scalar_one()
            limit, kept = (
                connection.exec_driver_sql(asked, (name,)).scalar_one()
                for name in ("max_connections", "superuser_reserved_connections")
            )
        major, minor = divmod(number, 10_000)
        return Server(f"{major}.{minor}", major, limit - kept)
    finally:
        engine.dispose()
