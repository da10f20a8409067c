"""The tables, as SQLAlchemy Core knows them; `migrations/` makes them, and a test compares both.

Only what is asked by is a column of its own; a badge itself is its bytes. Instants are text in UTC,
since SQLite has no type for them and the same text sorts the same everywhere.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

from badges.encoding import decode_instant, encode_instant

_INSTANT_LENGTH = 20
_SLUG_LENGTH = 60
_LIST_LENGTH = 100
_UUID_LENGTH = 36
_CODE_LENGTH = 11
_WORD_LENGTH = 40
_DIGEST_LENGTH = 64


class Instant(TypeDecorator[datetime]):
    """An instant in UTC and whole seconds, as `YYYY-MM-DDTHH:MM:SSZ`."""

    impl = String(_INSTANT_LENGTH)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """The text to keep."""
        del dialect
        return None if value is None else encode_instant(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """The instant that was kept."""
        del dialect
        return None if value is None else decode_instant(value)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

places = Table(
    "places",
    metadata,
    Column("slug", String(_SLUG_LENGTH), primary_key=True),
    Column("name", Text, nullable=False),
    Column("language", String(_WORD_LENGTH), nullable=False),
    Column("description", Text),
    Column("url", Text),
    Column("email", Text),
    Column("linkedin_id", String(_WORD_LENGTH)),
    Column("created", Instant, nullable=False),
)

signing_keys = Table(
    "signing_keys",
    metadata,
    Column("place", ForeignKey("places.slug"), nullable=False),
    Column("name", String(_WORD_LENGTH), nullable=False),
    Column("number", Integer, nullable=False),
    Column("algorithm", String(_WORD_LENGTH), nullable=False),
    Column("public", Text, nullable=False),
    Column("state", String(_WORD_LENGTH), nullable=False),
    Column("created", Instant, nullable=False),
    Column("ended", Instant),
    Column("sealed", LargeBinary, nullable=False),
    PrimaryKeyConstraint("place", "name"),
    UniqueConstraint("place", "number"),
    CheckConstraint("state IN ('active', 'retired', 'revoked')", name="state"),
)

achievements = Table(
    "achievements",
    metadata,
    Column("slug", String(_SLUG_LENGTH), primary_key=True),
    Column("place", ForeignKey("places.slug"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("criteria", Text, nullable=False),
    Column("achievement_type", Text, nullable=False),
    Column("language", String(_WORD_LENGTH), nullable=False),
    Column("competencies", JSON, nullable=False),
    Column("artwork", JSON, nullable=False),
    Column("tags", JSON, nullable=False),
    Column("status_purpose", String(_WORD_LENGTH), nullable=False),
    Column("version", Integer, nullable=False),
    Column("created", Instant, nullable=False),
)

status_lists = Table(
    "status_lists",
    metadata,
    Column("id", String(_LIST_LENGTH), primary_key=True),
    Column("place", ForeignKey("places.slug"), nullable=False),
    Column("purpose", String(_WORD_LENGTH), nullable=False),
    Column("number", Integer, nullable=False),
    Column("issuer", Text, nullable=False),
    Column("url", Text, nullable=False, unique=True),
    Column("capacity", Integer, nullable=False),
    Column("updated", Instant, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("signed_by", String(_WORD_LENGTH), nullable=False),
    UniqueConstraint("place", "purpose", "number"),
    CheckConstraint("purpose IN ('revocation', 'suspension')", name="purpose"),
)

status_entries = Table(
    "status_entries",
    metadata,
    Column("list_id", ForeignKey("status_lists.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("value", Boolean, nullable=False),
    # The database itself refuses to give the same index out twice.
    PrimaryKeyConstraint("list_id", "position"),
)

awards = Table(
    "awards",
    metadata,
    Column("id", String(_UUID_LENGTH), primary_key=True),
    Column("short_code", String(_CODE_LENGTH), nullable=False, unique=True),
    Column("url", Text, nullable=False, unique=True),
    Column("issuer", Text, nullable=False),
    Column("place", ForeignKey("places.slug"), nullable=False),
    Column("achievement", ForeignKey("achievements.slug"), nullable=False),
    Column("holder", Text, nullable=False),
    Column("level", String(_WORD_LENGTH)),
    Column("valid_from", Instant, nullable=False),
    Column("awarded", Instant, nullable=False),
    Column("valid_until", Instant),
    Column("reference", Text),
    Column("list_id", String(_LIST_LENGTH), nullable=False),
    Column("position", Integer, nullable=False),
    Column("state", String(_WORD_LENGTH), nullable=False),
    Column("state_changed", Instant),
    Column("json", LargeBinary, nullable=False),
    Column("jwt", LargeBinary, nullable=False),
    ForeignKeyConstraint(
        ["list_id", "position"], ["status_entries.list_id", "status_entries.position"]
    ),
    UniqueConstraint("list_id", "position"),
    UniqueConstraint("achievement", "reference"),
    CheckConstraint("state IN ('active', 'revoked', 'suspended')", name="state"),
    Index(None, "place", "valid_from"),
)

credential_statuses = Table(
    "credential_statuses",
    metadata,
    Column("place", ForeignKey("places.slug"), nullable=False),
    Column("credential", String(_DIGEST_LENGTH), nullable=False),
    Column("list_id", String(_LIST_LENGTH), nullable=False),
    Column("position", Integer, nullable=False),
    ForeignKeyConstraint(
        ["list_id", "position"], ["status_entries.list_id", "status_entries.position"]
    ),
    PrimaryKeyConstraint("place", "credential", "list_id"),
    UniqueConstraint("list_id", "position"),
)

journal = Table(
    "journal",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("instant", Instant, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", String(_WORD_LENGTH), nullable=False),
    Column("place", ForeignKey("places.slug"), nullable=False),
    Column("subject", Text, nullable=False, index=True),
    Column("reason", Text),
)
