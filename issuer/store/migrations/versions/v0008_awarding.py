"""Groups, cards, requests of learners, posters, evidence; the outbox."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_holders()
    _create_batches()
    _create_batch_lines()
    _create_posters()
    _create_applications()
    _create_assessments()
    _create_evidence_files()
    _create_letters()
    _create_letter_templates()


def downgrade() -> None:
    for table in (
        "letter_templates",
        "letters",
        "evidence_files",
        "assessments",
        "applications",
        "posters",
        "batch_lines",
        "batches",
        "holders",
    ):
        op.drop_table(table)


def _create_holders() -> None:
    op.create_table(
        "holders",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("place", sa.String(60), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("language", sa.String(40), nullable=False),
        sa.Column("created", sa.String(20), nullable=False),
        sa.Column("lookup", sa.String(64), nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("email", sa.Text),
        sa.Column("email_lookup", sa.String(64)),
        sa.Column("keeper", sa.String(36)),
        sa.Column("claimed", sa.String(20)),
        sa.Column("sent", sa.String(20)),
        sa.Column("reminded", sa.String(20)),
        sa.ForeignKeyConstraint(["keeper"], ["people.id"], name="fk_holders_keeper"),
        sa.ForeignKeyConstraint(["place"], ["places.slug"], name="fk_holders_place"),
        sa.PrimaryKeyConstraint("id", name="pk_holders"),
        sa.UniqueConstraint("lookup", name="uq_holders_lookup"),
    )
    op.create_index("ix_holders_place_email_lookup", "holders", ["place", "email_lookup"])
    op.create_index("ix_holders_place_name", "holders", ["place", "name"])


def _create_batches() -> None:
    op.create_table(
        "batches",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("place", sa.String(60), nullable=False),
        sa.Column("achievement", sa.String(60), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("created", sa.String(20), nullable=False),
        sa.Column("author", sa.String(36)),
        sa.Column("author_name", sa.Text, nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("awarded", sa.Text),
        sa.Column("valid_until", sa.Text),
        sa.Column("hours", sa.Text),
        sa.Column("narrative", sa.Text),
        sa.Column("by_mail", sa.Boolean, nullable=False),
        sa.Column("key", sa.String(64)),
        sa.Column("confirmed", sa.String(20)),
        sa.Column("ended", sa.String(20)),
        sa.CheckConstraint("state IN ('draft', 'waiting', 'done', 'cancelled')", name="state"),
        sa.ForeignKeyConstraint(
            ["achievement"], ["achievements.slug"], name="fk_batches_achievement"
        ),
        sa.ForeignKeyConstraint(["author"], ["people.id"], name="fk_batches_author"),
        sa.ForeignKeyConstraint(["place"], ["places.slug"], name="fk_batches_place"),
        sa.PrimaryKeyConstraint("id", name="pk_batches"),
        sa.UniqueConstraint("place", "key", name="uq_batches_place_key"),
    )
    op.create_index("ix_batches_state", "batches", ["state"])


def _create_batch_lines() -> None:
    op.create_table(
        "batch_lines",
        sa.Column("batch", sa.String(36), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("email", sa.Text),
        sa.Column("level", sa.String(40)),
        sa.Column("narrative", sa.Text),
        sa.Column("evidence_url", sa.Text),
        sa.Column("awarded", sa.Text),
        sa.Column("valid_until", sa.Text),
        sa.Column("hours", sa.Text),
        sa.Column("reference", sa.Text),
        sa.Column("holder_id", sa.String(36)),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("award", sa.String(36)),
        sa.Column("problem", sa.JSON(none_as_null=True)),
        sa.CheckConstraint("state IN ('waiting', 'issued', 'refused', 'set_aside')", name="state"),
        sa.ForeignKeyConstraint(["award"], ["awards.id"], name="fk_batch_lines_award"),
        sa.ForeignKeyConstraint(["batch"], ["batches.id"], name="fk_batch_lines_batch"),
        sa.ForeignKeyConstraint(["holder_id"], ["holders.id"], name="fk_batch_lines_holder_id"),
        sa.PrimaryKeyConstraint("batch", "number", name="pk_batch_lines"),
        sa.UniqueConstraint("award", name="uq_batch_lines_award"),
    )


def _create_posters() -> None:
    op.create_table(
        "posters",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("place", sa.String(60), nullable=False),
        sa.Column("achievement", sa.String(60), nullable=False),
        sa.Column("created", sa.String(20), nullable=False),
        sa.Column("ends", sa.String(20), nullable=False),
        sa.Column("author", sa.String(36)),
        sa.Column("lookup", sa.String(64), nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("closed", sa.String(20)),
        sa.ForeignKeyConstraint(
            ["achievement"], ["achievements.slug"], name="fk_posters_achievement"
        ),
        sa.ForeignKeyConstraint(["author"], ["people.id"], name="fk_posters_author"),
        sa.ForeignKeyConstraint(["place"], ["places.slug"], name="fk_posters_place"),
        sa.PrimaryKeyConstraint("id", name="pk_posters"),
        sa.UniqueConstraint("lookup", name="uq_posters_lookup"),
    )
    op.create_index("ix_posters_place", "posters", ["place"])


def _create_applications() -> None:
    op.create_table(
        "applications",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("place", sa.String(60), nullable=False),
        sa.Column("achievement", sa.String(60), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("created", sa.String(20), nullable=False),
        sa.Column("changed", sa.String(20), nullable=False),
        sa.Column("lookup", sa.String(64), nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("email", sa.Text),
        sa.Column("level", sa.String(40)),
        sa.Column("evidence_url", sa.Text),
        sa.Column("poster", sa.String(36)),
        sa.Column("holder_id", sa.String(36)),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("answer", sa.Text),
        sa.Column("award", sa.String(36)),
        sa.CheckConstraint(
            "state IN ('open', 'more', 'accepted', 'refused', 'issued')", name="state"
        ),
        sa.ForeignKeyConstraint(
            ["achievement"], ["achievements.slug"], name="fk_applications_achievement"
        ),
        sa.ForeignKeyConstraint(["award"], ["awards.id"], name="fk_applications_award"),
        sa.ForeignKeyConstraint(["holder_id"], ["holders.id"], name="fk_applications_holder_id"),
        sa.ForeignKeyConstraint(["place"], ["places.slug"], name="fk_applications_place"),
        sa.ForeignKeyConstraint(["poster"], ["posters.id"], name="fk_applications_poster"),
        sa.PrimaryKeyConstraint("id", name="pk_applications"),
        sa.UniqueConstraint("lookup", name="uq_applications_lookup"),
    )
    op.create_index("ix_applications_place_state", "applications", ["place", "state"])


def _create_assessments() -> None:
    op.create_table(
        "assessments",
        sa.Column("application", sa.String(36), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("reviewer", sa.String(36), nullable=False),
        sa.Column("reviewer_name", sa.Text, nullable=False),
        sa.Column("verdict", sa.String(40), nullable=False),
        sa.Column("words", sa.Text),
        sa.Column("instant", sa.String(20), nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.CheckConstraint("verdict IN ('accept', 'more', 'refuse')", name="verdict"),
        sa.ForeignKeyConstraint(
            ["application"], ["applications.id"], name="fk_assessments_application"
        ),
        sa.ForeignKeyConstraint(["reviewer"], ["people.id"], name="fk_assessments_reviewer"),
        sa.PrimaryKeyConstraint("application", "number", name="pk_assessments"),
        sa.UniqueConstraint(
            "application", "reviewer", "round", name="uq_assessments_application_reviewer_round"
        ),
    )


def _create_evidence_files() -> None:
    op.create_table(
        "evidence_files",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("place", sa.String(60), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("media_type", sa.String(40), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("created", sa.String(20), nullable=False),
        sa.Column("batch", sa.String(36)),
        sa.Column("number", sa.Integer),
        sa.Column("application", sa.String(36)),
        sa.Column("award", sa.String(36)),
        sa.Column("shown", sa.Boolean, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(
            ["application"], ["applications.id"], name="fk_evidence_files_application"
        ),
        sa.ForeignKeyConstraint(["award"], ["awards.id"], name="fk_evidence_files_award"),
        sa.ForeignKeyConstraint(["batch"], ["batches.id"], name="fk_evidence_files_batch"),
        sa.ForeignKeyConstraint(["place"], ["places.slug"], name="fk_evidence_files_place"),
        sa.PrimaryKeyConstraint("id", name="pk_evidence_files"),
    )
    op.create_index("ix_evidence_files_application", "evidence_files", ["application"])
    op.create_index("ix_evidence_files_award", "evidence_files", ["award"])
    op.create_index("ix_evidence_files_batch_number", "evidence_files", ["batch", "number"])


def _create_letters() -> None:
    op.create_table(
        "letters",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("place", sa.String(60)),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("language", sa.String(40), nullable=False),
        sa.Column("recipient", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("created", sa.String(20), nullable=False),
        sa.Column("next_try", sa.String(20), nullable=False),
        sa.Column("concerns", sa.String(36)),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("problem", sa.Text),
        sa.Column("ended", sa.String(20)),
        sa.CheckConstraint(
            "state IN ('waiting', 'sent', 'failed', 'bounced', 'handed')", name="state"
        ),
        sa.ForeignKeyConstraint(["place"], ["places.slug"], name="fk_letters_place"),
        sa.PrimaryKeyConstraint("id", name="pk_letters"),
    )
    op.create_index("ix_letters_concerns", "letters", ["concerns"])
    op.create_index("ix_letters_place_created", "letters", ["place", "created"])
    op.create_index("ix_letters_state_next_try", "letters", ["state", "next_try"])


def _create_letter_templates() -> None:
    op.create_table(
        "letter_templates",
        sa.Column("place", sa.String(60), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("language", sa.String(40), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("changed", sa.String(20), nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["place"], ["places.slug"], name="fk_letter_templates_place"),
        sa.PrimaryKeyConstraint("place", "kind", "language", name="pk_letter_templates"),
    )
