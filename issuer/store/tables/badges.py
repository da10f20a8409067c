"""Places and their keys, definitions, status lists, awards, the journal."""

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from issuer.store.tables.base import (
    CODE_LENGTH,
    DIGEST_LENGTH,
    LIST_LENGTH,
    SLUG_LENGTH,
    UUID_LENGTH,
    WORD_LENGTH,
    Instant,
    index_of,
    metadata,
)

places = Table(
    "places",
    metadata,
    Column("slug", String(SLUG_LENGTH), primary_key=True),
    Column("name", Text, nullable=False),
    Column("language", String(WORD_LENGTH), nullable=False),
    Column("description", Text),
    Column("url", Text),
    Column("email", Text),
    Column("linkedin_id", String(WORD_LENGTH)),
    Column("time_zone", String(WORD_LENGTH), nullable=False),
    Column("created", Instant, nullable=False),
)

signing_keys = Table(
    "signing_keys",
    metadata,
    Column("place", ForeignKey("places.slug"), nullable=False),
    Column("name", String(WORD_LENGTH), nullable=False),
    Column("number", Integer, nullable=False),
    Column("algorithm", String(WORD_LENGTH), nullable=False),
    Column("public", Text, nullable=False),
    Column("state", String(WORD_LENGTH), nullable=False),
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
    Column("slug", String(SLUG_LENGTH), primary_key=True),
    Column("place", ForeignKey("places.slug"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("criteria", Text, nullable=False),
    Column("achievement_type", Text, nullable=False),
    Column("language", String(WORD_LENGTH), nullable=False),
    Column("competencies", JSON, nullable=False),
    Column("artwork", JSON, nullable=False),
    Column("tags", JSON, nullable=False),
    Column("status_purpose", String(WORD_LENGTH), nullable=False),
    Column("version", Integer, nullable=False),
    Column("created", Instant, nullable=False),
    Column("state", String(WORD_LENGTH), nullable=False),
    Column("translations", JSON, nullable=False),
    Column("validity_months", Integer),
    Column("reviews_needed", Integer, nullable=False),
    Column("open_to_requests", Boolean, nullable=False),
)

achievement_versions = Table(
    "achievement_versions",
    metadata,
    Column("achievement", ForeignKey("achievements.slug"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("published", Instant, nullable=False),
    Column("author", Text, nullable=False),
    Column("definition", JSON, nullable=False),
    PrimaryKeyConstraint("achievement", "version"),
)

achievement_drafts = Table(
    "achievement_drafts",
    metadata,
    Column("slug", String(SLUG_LENGTH), primary_key=True),
    Column("place", ForeignKey("places.slug"), nullable=False, index=True),
    Column("body", JSON, nullable=False),
    Column("updated", Instant, nullable=False),
    Column("author", Text, nullable=False),
)

network_members = Table(
    "network_members",
    metadata,
    Column("network", ForeignKey("places.slug"), nullable=False),
    Column("place", ForeignKey("places.slug"), nullable=False, index=True),
    PrimaryKeyConstraint("network", "place"),
)

status_lists = Table(
    "status_lists",
    metadata,
    Column("id", String(LIST_LENGTH), primary_key=True),
    Column("place", ForeignKey("places.slug"), nullable=False),
    Column("purpose", String(WORD_LENGTH), nullable=False),
    Column("number", Integer, nullable=False),
    Column("issuer", Text, nullable=False),
    Column("url", Text, nullable=False, unique=True),
    Column("capacity", Integer, nullable=False),
    Column("updated", Instant, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("signed_by", String(WORD_LENGTH), nullable=False),
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
    Column("id", String(UUID_LENGTH), primary_key=True),
    Column("short_code", String(CODE_LENGTH), nullable=False, unique=True),
    Column("url", Text, nullable=False, unique=True),
    Column("issuer", Text, nullable=False),
    Column("place", ForeignKey("places.slug"), nullable=False),
    Column("achievement", ForeignKey("achievements.slug"), nullable=False),
    Column("holder", Text, nullable=False),
    Column("level", String(WORD_LENGTH)),
    Column("valid_from", Instant, nullable=False),
    Column("awarded", Instant, nullable=False),
    Column("valid_until", Instant),
    Column("reference", Text),
    Column("list_id", String(LIST_LENGTH), nullable=False),
    Column("position", Integer, nullable=False),
    Column("state", String(WORD_LENGTH), nullable=False),
    Column("state_changed", Instant),
    Column("json", LargeBinary, nullable=False),
    Column("jwt", LargeBinary, nullable=False),
    Column("holder_id", String(UUID_LENGTH), index=True),
    Column("choice", String(WORD_LENGTH), nullable=False),
    Column("public_reason", Text),
    Column("renews", String(UUID_LENGTH)),
    Column("edition", Integer, nullable=False),
    Column("reminded", Instant),
    Column("forgotten", Instant),
    Column("link", Integer, nullable=False),
    ForeignKeyConstraint(
        ["list_id", "position"], ["status_entries.list_id", "status_entries.position"]
    ),
    UniqueConstraint("list_id", "position"),
    UniqueConstraint("achievement", "reference"),
    CheckConstraint("state IN ('active', 'revoked', 'suspended')", name="state"),
    Index(None, "place", "valid_from"),
    index_of("valid_until"),
    index_of("renews"),
)

award_editions = Table(
    "award_editions",
    metadata,
    Column("award", ForeignKey("awards.id"), nullable=False),
    Column("edition", Integer, nullable=False),
    Column("ended", Instant, nullable=False),
    Column("json", LargeBinary, nullable=False),
    Column("jwt", LargeBinary, nullable=False),
    PrimaryKeyConstraint("award", "edition"),
)

credential_statuses = Table(
    "credential_statuses",
    metadata,
    Column("place", ForeignKey("places.slug"), nullable=False),
    Column("credential", String(DIGEST_LENGTH), nullable=False),
    Column("list_id", String(LIST_LENGTH), nullable=False),
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
    Column("action", String(WORD_LENGTH), nullable=False),
    Column("place", ForeignKey("places.slug")),
    Column("subject", Text, nullable=False, index=True),
    Column("reason", Text),
    Index(None, "place", "number"),
)
