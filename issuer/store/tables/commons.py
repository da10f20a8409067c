"""Frameworks and their versions, proposals and their discussion, bridges and their reviews."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from issuer.store.tables.base import SLUG_LENGTH, UUID_LENGTH, WORD_LENGTH, Instant, metadata

frameworks = Table(
    "frameworks",
    metadata,
    Column("slug", String(SLUG_LENGTH), primary_key=True),
    Column("place", ForeignKey("places.slug"), index=True),
    Column("uuid", String(UUID_LENGTH), nullable=False, unique=True),
    Column("prefix", String(WORD_LENGTH), nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("created", Instant, nullable=False),
    Column("draft", LargeBinary, nullable=False),
    Column("revision", Integer, nullable=False),
)

framework_versions = Table(
    "framework_versions",
    metadata,
    Column("framework", ForeignKey("frameworks.slug"), nullable=False),
    Column("version", String(WORD_LENGTH), nullable=False),
    Column("number", Integer, nullable=False),
    Column("published", Instant, nullable=False),
    Column("author", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("document", LargeBinary, nullable=False),
    PrimaryKeyConstraint("framework", "version"),
    UniqueConstraint("framework", "number"),
)

proposals = Table(
    "proposals",
    metadata,
    Column("id", String(UUID_LENGTH), primary_key=True),
    Column("framework", ForeignKey("frameworks.slug"), nullable=False),
    Column("label", Text, nullable=False),
    Column("statement", Text, nullable=False),
    Column("type", String(WORD_LENGTH), nullable=False),
    Column("reason", Text, nullable=False),
    Column("language", String(WORD_LENGTH), nullable=False),
    Column("author", Text, nullable=False),
    Column("author_place", ForeignKey("places.slug")),
    Column("created", Instant, nullable=False),
    Column("definition", Text, nullable=False),
    Column("domain", String(WORD_LENGTH)),
    Column("state", String(WORD_LENGTH), nullable=False),
    Column("decided_by", Text),
    Column("decided", Instant),
    Column("decision_reason", Text),
    Column("result", Text),
    CheckConstraint("state IN ('open', 'accepted', 'merged', 'refused')", name="state"),
    Index(None, "framework", "state"),
)

remarks = Table(
    "remarks",
    metadata,
    Column("proposal", ForeignKey("proposals.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("author", Text, nullable=False),
    Column("author_place", ForeignKey("places.slug")),
    Column("written", Instant, nullable=False),
    Column("text", Text, nullable=False),
    PrimaryKeyConstraint("proposal", "number"),
)

bridges = Table(
    "bridges",
    metadata,
    Column("id", String(UUID_LENGTH), primary_key=True),
    Column("framework", ForeignKey("frameworks.slug"), nullable=False),
    Column("competency", String(UUID_LENGTH), nullable=False),
    Column("relation", String(WORD_LENGTH), nullable=False),
    Column("scheme", Text, nullable=False),
    Column("kind", String(WORD_LENGTH), nullable=False),
    Column("code", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("justification", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("author_place", ForeignKey("places.slug")),
    Column("created", Instant, nullable=False),
    Column("changed", Instant, nullable=False),
    # Bridges of one instant stay in the order in which they were made.
    Column("number", Integer, nullable=False),
    Column("status", String(WORD_LENGTH), nullable=False),
    Column("uri", Text),
    Column("round", Integer, nullable=False),
    Column("note", Text),
    UniqueConstraint("framework", "competency", "scheme", "code"),
    UniqueConstraint("framework", "number"),
    CheckConstraint(
        "status IN ('proposed', 'reviewed', 'published', 'refused', 'reopened')", name="status"
    ),
    Index(None, "scheme", "code"),
    Index(None, "status"),
)

reviews = Table(
    "reviews",
    metadata,
    Column("bridge", ForeignKey("bridges.id"), nullable=False),
    Column("round", Integer, nullable=False),
    Column("reviewer", Text, nullable=False),
    Column("reviewer_name", Text, nullable=False),
    Column("place", ForeignKey("places.slug")),
    Column("verdict", String(WORD_LENGTH), nullable=False),
    Column("written", Instant, nullable=False),
    Column("comment", Text),
    PrimaryKeyConstraint("bridge", "round", "reviewer"),
    CheckConstraint("verdict IN ('agree', 'refuse')", name="verdict"),
)
