"""The outbox, and the words that places chose for their letters."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from issuer.store.tables.base import UUID_LENGTH, WORD_LENGTH, Instant, index_of, metadata

letters = Table(
    "letters",
    metadata,
    Column("id", String(UUID_LENGTH), primary_key=True),
    Column("place", ForeignKey("places.slug")),
    Column("kind", String(WORD_LENGTH), nullable=False),
    Column("language", String(WORD_LENGTH), nullable=False),
    Column("recipient", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("created", Instant, nullable=False),
    Column("next_try", Instant, nullable=False),
    Column("concerns", String(UUID_LENGTH), index=True),
    Column("state", String(WORD_LENGTH), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("problem", Text),
    Column("ended", Instant),
    CheckConstraint("state IN ('waiting', 'sent', 'failed', 'bounced', 'handed')", name="state"),
    Index(None, "state", "next_try"),
    Index(None, "place", "created"),
    index_of("ended"),
)

letter_templates = Table(
    "letter_templates",
    metadata,
    Column("place", ForeignKey("places.slug"), nullable=False),
    Column("kind", String(WORD_LENGTH), nullable=False),
    Column("language", String(WORD_LENGTH), nullable=False),
    Column("subject", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("changed", Instant, nullable=False),
    Column("author", Text, nullable=False),
    PrimaryKeyConstraint("place", "kind", "language"),
)
