"""The first tables: places and keys, definitions, status lists, awards, journal."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SLUG, WORD, LIST, INSTANT = sa.String(60), sa.String(40), sa.String(100), sa.String(20)


def upgrade() -> None:
    _create_places()
    _create_signing_keys()
    _create_achievements()
    _create_status_lists()
    _create_awards()
    _create_journal()


def downgrade() -> None:
    for table in (
        "journal",
        "awards",
        "status_entries",
        "status_lists",
        "achievements",
        "signing_keys",
        "places",
    ):
        op.drop_table(table)


def _create_places() -> None:
    op.create_table(
        "places",
        sa.Column("slug", SLUG, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("language", WORD, nullable=False),
        sa.Column("description", sa.Text),
        sa.Column("url", sa.Text),
        sa.Column("email", sa.Text),
        sa.Column("linkedin_id", WORD),
        sa.Column("created", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("slug", name="pk_places"),
    )


def _create_signing_keys() -> None:
    op.create_table(
        "signing_keys",
        sa.Column("place", SLUG, nullable=False),
        sa.Column("name", WORD, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("algorithm", WORD, nullable=False),
        sa.Column("public", sa.Text, nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("created", INSTANT, nullable=False),
        sa.Column("ended", INSTANT),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.CheckConstraint(
            "state IN ('active', 'retired', 'revoked')", name=op.f("ck_signing_keys_state")
        ),
        sa.ForeignKeyConstraint(["place"], ["places.slug"], name="fk_signing_keys_place"),
        sa.PrimaryKeyConstraint("place", "name", name="pk_signing_keys"),
        sa.UniqueConstraint("place", "number", name="uq_signing_keys_place_number"),
    )


def _create_achievements() -> None:
    op.create_table(
        "achievements",
        sa.Column("slug", SLUG, nullable=False),
        sa.Column("place", SLUG, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("criteria", sa.Text, nullable=False),
        sa.Column("achievement_type", sa.Text, nullable=False),
        sa.Column("language", WORD, nullable=False),
        sa.Column("competencies", sa.JSON, nullable=False),
        sa.Column("artwork", sa.JSON, nullable=False),
        sa.Column("tags", sa.JSON, nullable=False),
        sa.Column("status_purpose", WORD, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["place"], ["places.slug"], name="fk_achievements_place"),
        sa.PrimaryKeyConstraint("slug", name="pk_achievements"),
    )
    op.create_index("ix_achievements_place", "achievements", ["place"])


def _create_status_lists() -> None:
    op.create_table(
        "status_lists",
        sa.Column("id", LIST, nullable=False),
        sa.Column("place", SLUG, nullable=False),
        sa.Column("purpose", WORD, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("issuer", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("capacity", sa.Integer, nullable=False),
        sa.Column("updated", INSTANT, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("signed_by", WORD, nullable=False),
        sa.CheckConstraint(
            "purpose IN ('revocation', 'suspension')", name=op.f("ck_status_lists_purpose")
        ),
        sa.ForeignKeyConstraint(["place"], ["places.slug"], name="fk_status_lists_place"),
        sa.PrimaryKeyConstraint("id", name="pk_status_lists"),
        sa.UniqueConstraint(
            "place", "purpose", "number", name="uq_status_lists_place_purpose_number"
        ),
        sa.UniqueConstraint("url", name="uq_status_lists_url"),
    )
    op.create_table(
        "status_entries",
        sa.Column("list_id", LIST, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("value", sa.Boolean, nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["status_lists.id"], name="fk_status_entries_list_id"),
        sa.PrimaryKeyConstraint("list_id", "position", name="pk_status_entries"),
    )


def _create_awards() -> None:
    op.create_table(
        "awards",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("short_code", sa.String(11), nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("issuer", sa.Text, nullable=False),
        sa.Column("place", SLUG, nullable=False),
        sa.Column("achievement", SLUG, nullable=False),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("level", WORD),
        sa.Column("valid_from", INSTANT, nullable=False),
        sa.Column("awarded", INSTANT, nullable=False),
        sa.Column("valid_until", INSTANT),
        sa.Column("reference", sa.Text),
        sa.Column("list_id", LIST, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("state_changed", INSTANT),
        sa.Column("json", sa.LargeBinary, nullable=False),
        sa.Column("jwt", sa.LargeBinary, nullable=False),
        *_award_constraints(),
    )
    op.create_index("ix_awards_place_valid_from", "awards", ["place", "valid_from"])


def _award_constraints() -> tuple[sa.Constraint, ...]:
    return (
        sa.CheckConstraint(
            "state IN ('active', 'revoked', 'suspended')", name=op.f("ck_awards_state")
        ),
        sa.ForeignKeyConstraint(["place"], ["places.slug"], name="fk_awards_place"),
        sa.ForeignKeyConstraint(
            ["achievement"], ["achievements.slug"], name="fk_awards_achievement"
        ),
        sa.ForeignKeyConstraint(
            ["list_id", "position"],
            ["status_entries.list_id", "status_entries.position"],
            name="fk_awards_list_id_position",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_awards"),
        sa.UniqueConstraint("achievement", "reference", name="uq_awards_achievement_reference"),
        sa.UniqueConstraint("list_id", "position", name="uq_awards_list_id_position"),
        sa.UniqueConstraint("short_code", name="uq_awards_short_code"),
        sa.UniqueConstraint("url", name="uq_awards_url"),
    )


def _create_journal() -> None:
    op.create_table(
        "journal",
        sa.Column("number", sa.Integer, autoincrement=True, nullable=False),
        sa.Column("instant", INSTANT, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("action", WORD, nullable=False),
        sa.Column("place", SLUG, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("reason", sa.Text),
        sa.ForeignKeyConstraint(["place"], ["places.slug"], name="fk_journal_place"),
        sa.PrimaryKeyConstraint("number", name="pk_journal"),
    )
    op.create_index("ix_journal_subject", "journal", ["subject"])
