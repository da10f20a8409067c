"""Official referentials: their schemes, their concepts and who asks for them."""

from sqlalchemy import (
    JSON,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from issuer.store.tables.base import DIGEST_LENGTH, SLUG_LENGTH, WORD_LENGTH, Instant, metadata

schemes = Table(
    "schemes",
    metadata,
    Column("key", String(SLUG_LENGTH), primary_key=True),
    Column("name", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("language", String(WORD_LENGTH), nullable=False),
    Column("published", Text),
    Column("licence", Text),
    Column("attribution", Text),
    Column("homepage", Text),
    Column("imported", Instant, nullable=False),
    Column("concepts", Integer, nullable=False),
)

concepts = Table(
    "concepts",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("scheme", ForeignKey("schemes.key"), nullable=False),
    Column("code", Text, nullable=False),
    Column("kind", String(WORD_LENGTH), nullable=False),
    Column("label", Text, nullable=False),
    Column("language", String(WORD_LENGTH), nullable=False),
    Column("other_labels", JSON, nullable=False),
    Column("definition", Text, nullable=False),
    Column("texts", JSON, nullable=False),
    Column("broader", Text),
    Column("uri", Text),
    Column("notes", JSON, nullable=False),
    # The SHA-256 of all of the above: an import compares one column instead of ten.
    Column("fingerprint", String(DIGEST_LENGTH), nullable=False),
    Column("gone_in", Text),
    UniqueConstraint("scheme", "code"),
    Index(None, "scheme", "kind"),
    Index(None, "broader", "scheme"),
)

concept_links = Table(
    "concept_links",
    metadata,
    Column("scheme", ForeignKey("schemes.key"), nullable=False),
    Column("source", Text, nullable=False),
    Column("relation", String(WORD_LENGTH), nullable=False),
    Column("target", Text, nullable=False),
    PrimaryKeyConstraint("scheme", "source", "target"),
    Index(None, "target", "scheme"),
)

concept_vocabulary = Table(
    "concept_vocabulary",
    metadata,
    # Compared character by character: only so does PostgreSQL's index serve beginnings of words.
    Column(
        "stem",
        String(WORD_LENGTH).with_variant(String(WORD_LENGTH, collation="C"), "postgresql"),
        primary_key=True,
    ),
    Column("shown", Text, nullable=False),
    Column("entries", Integer, nullable=False),
)
