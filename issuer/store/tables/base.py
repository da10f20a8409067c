"""What all tables share: the names of constraints, the lengths of columns, and the instant."""

from datetime import datetime
from typing import Any

from sqlalchemy import Dialect, Index, MetaData, String, TypeDecorator, text

from badges.encoding import decode_instant, encode_instant

INSTANT_LENGTH = 20
SLUG_LENGTH = 60
LIST_LENGTH = 100
UUID_LENGTH = 36
CODE_LENGTH = 11
WORD_LENGTH = 40
DIGEST_LENGTH = 64


class Instant(TypeDecorator[datetime]):
    """An instant in UTC and whole seconds, as `YYYY-MM-DDTHH:MM:SSZ`."""

    impl = String(INSTANT_LENGTH)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """The text to keep."""
        del dialect
        return None if value is None else encode_instant(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """The instant that was kept."""
        del dialect
        return None if value is None else decode_instant(value)


def index_of(column: str) -> Index:
    """An index of the rows in which that column says something: the others cost nothing."""
    said = text(f"{column} IS NOT NULL")
    return Index(None, column, sqlite_where=said, postgresql_where=said)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
