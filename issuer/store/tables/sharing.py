"""Portfolios, badges from elsewhere, and badges on their way into wallets."""

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from issuer.store.tables.base import (
    DIGEST_LENGTH,
    UUID_LENGTH,
    WORD_LENGTH,
    Instant,
    metadata,
)

portfolios = Table(
    "portfolios",
    metadata,
    Column("id", String(UUID_LENGTH), primary_key=True),
    Column("holder", ForeignKey("holders.id"), nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("language", String(WORD_LENGTH), nullable=False),
    Column("created", Instant, nullable=False),
    Column("changed", Instant, nullable=False),
    Column("introduction", Text),
    Column("visibility", String(WORD_LENGTH), nullable=False),
    Column("link", Integer, nullable=False),
    CheckConstraint("visibility IN ('hidden', 'private', 'unlisted', 'public')", name="visibility"),
)

imported_badges = Table(
    "imported_badges",
    metadata,
    Column("id", String(UUID_LENGTH), primary_key=True),
    Column("holder", ForeignKey("holders.id"), nullable=False, index=True),
    Column("created", Instant, nullable=False),
    Column("media_type", String(WORD_LENGTH), nullable=False),
    Column("size", Integer, nullable=False),
    Column("digest", String(DIGEST_LENGTH), nullable=False),
    Column("title", Text, nullable=False),
    Column("issuer", Text, nullable=False),
    Column("verdict", String(WORD_LENGTH), nullable=False),
    Column("state", String(WORD_LENGTH), nullable=False),
    Column("examined", Instant, nullable=False),
    Column("source", Text),
    Column("report", JSON, nullable=False),
    Column("body", LargeBinary, nullable=False),
    UniqueConstraint("holder", "digest"),
)

portfolio_items = Table(
    "portfolio_items",
    metadata,
    Column("portfolio", ForeignKey("portfolios.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("award", ForeignKey("awards.id"), index=True),
    Column("imported", ForeignKey("imported_badges.id"), index=True),
    PrimaryKeyConstraint("portfolio", "position"),
    CheckConstraint("(award IS NULL) <> (imported IS NULL)", name="one_badge"),
)

wallet_offers = Table(
    "wallet_offers",
    metadata,
    Column("id", String(UUID_LENGTH), primary_key=True),
    Column("award", ForeignKey("awards.id"), nullable=False, index=True),
    Column("created", Instant, nullable=False),
    Column("expires", Instant, nullable=False, index=True),
    Column("state", String(WORD_LENGTH), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("taken", Instant),
    Column("token", String(DIGEST_LENGTH), unique=True),
    Column("nonce", String(DIGEST_LENGTH)),
    CheckConstraint("state IN ('open', 'taken', 'received', 'closed')", name="state"),
)
