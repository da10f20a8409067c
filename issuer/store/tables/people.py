"""The people who work here, their roles, and how they come in: only digests of secrets."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from issuer.store.tables.base import DIGEST_LENGTH, UUID_LENGTH, WORD_LENGTH, Instant, metadata

people = Table(
    "people",
    metadata,
    Column("id", String(UUID_LENGTH), primary_key=True),
    Column("name", Text, nullable=False),
    Column("created", Instant, nullable=False),
    Column("email", Text, unique=True),
    Column("disabled", Boolean, nullable=False),
)

memberships = Table(
    "memberships",
    metadata,
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("place", ForeignKey("places.slug"), nullable=False, index=True),
    Column("role", String(WORD_LENGTH), nullable=False),
    PrimaryKeyConstraint("person", "place"),
    CheckConstraint(
        "role IN ('facilitator', 'author', 'manager', 'steward', 'partner')", name="role"
    ),
)

sign_in_codes = Table(
    "sign_in_codes",
    metadata,
    Column("digest", String(DIGEST_LENGTH), primary_key=True),
    Column("person", ForeignKey("people.id"), nullable=False, index=True),
    Column("created", Instant, nullable=False),
    Column("expires", Instant, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("digest", String(DIGEST_LENGTH), primary_key=True),
    Column("person", ForeignKey("people.id"), nullable=False, index=True),
    Column("created", Instant, nullable=False),
    Column("expires", Instant, nullable=False),
    Column("csrf", Text, nullable=False),
)
