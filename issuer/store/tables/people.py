"""The people who work here, their roles, and how they come in: only digests of secrets."""

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from issuer.store.tables.base import (
    DIGEST_LENGTH,
    SLUG_LENGTH,
    UUID_LENGTH,
    WORD_LENGTH,
    Instant,
    metadata,
)

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
    Column("place", String(SLUG_LENGTH)),
    Column("role", String(WORD_LENGTH)),
)

sessions = Table(
    "sessions",
    metadata,
    Column("digest", String(DIGEST_LENGTH), primary_key=True),
    Column("person", ForeignKey("people.id"), nullable=False, index=True),
    Column("created", Instant, nullable=False),
    Column("expires", Instant, nullable=False, index=True),
    Column("csrf", Text, nullable=False),
)

passwords = Table(
    "passwords",
    metadata,
    Column("person", ForeignKey("people.id"), primary_key=True),
    Column("hash", Text, nullable=False),
    Column("changed", Instant, nullable=False),
)

passkeys = Table(
    "passkeys",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", ForeignKey("people.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("public_key", LargeBinary, nullable=False),
    Column("sign_count", Integer, nullable=False),
    Column("created", Instant, nullable=False),
    Column("used", Instant),
)

challenges = Table(
    "challenges",
    metadata,
    Column("digest", String(DIGEST_LENGTH), primary_key=True),
    Column("purpose", String(WORD_LENGTH), nullable=False),
    Column("person", ForeignKey("people.id"), index=True),
    Column("challenge", LargeBinary, nullable=False),
    Column("expires", Instant, nullable=False),
)

api_tokens = Table(
    "api_tokens",
    metadata,
    Column("id", String(UUID_LENGTH), primary_key=True),
    Column("digest", String(DIGEST_LENGTH), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("place", ForeignKey("places.slug"), nullable=False, index=True),
    Column("person", ForeignKey("people.id")),
    Column("scopes", JSON, nullable=False),
    Column("created", Instant, nullable=False),
    Column("expires", Instant),
    Column("used", Instant),
    Column("revoked", Instant),
)

attempts = Table(
    "attempts",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    # A keyed digest of an account or of a network address: neither can be read here.
    Column("key", String(DIGEST_LENGTH), nullable=False, index=True),
    Column("instant", Instant, nullable=False, index=True),
)
