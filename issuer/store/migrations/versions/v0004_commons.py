"""Frameworks, proposals and bridges; the journal may speak of no place."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_frameworks()
    _create_framework_versions()
    _create_proposals()
    _create_remarks()
    _create_bridges()
    _create_reviews()
    with op.batch_alter_table("journal") as journal:
        journal.alter_column("place", existing_type=sa.String(60), nullable=True)


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM journal WHERE place IS NULL"))
    with op.batch_alter_table("journal") as journal:
        journal.alter_column("place", existing_type=sa.String(60), nullable=False)
    for table in ("reviews", "bridges", "remarks", "proposals", "framework_versions", "frameworks"):
        op.drop_table(table)


def _create_frameworks() -> None:
    op.create_table(
        "frameworks",
        sa.Column("slug", sa.String(60), nullable=False),
        sa.Column("place", sa.String(60)),
        sa.Column("uuid", sa.String(36), nullable=False),
        sa.Column("prefix", sa.String(40), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("created", sa.String(20), nullable=False),
        sa.Column("draft", sa.LargeBinary, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["place"], ["places.slug"], name="fk_frameworks_place"),
        sa.PrimaryKeyConstraint("slug", name="pk_frameworks"),
        sa.UniqueConstraint("prefix", name="uq_frameworks_prefix"),
        sa.UniqueConstraint("uuid", name="uq_frameworks_uuid"),
    )
    op.create_index("ix_frameworks_place", "frameworks", ["place"])


def _create_framework_versions() -> None:
    op.create_table(
        "framework_versions",
        sa.Column("framework", sa.String(60), nullable=False),
        sa.Column("version", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("published", sa.String(20), nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("document", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(
            ["framework"], ["frameworks.slug"], name="fk_framework_versions_framework"
        ),
        sa.PrimaryKeyConstraint("framework", "version", name="pk_framework_versions"),
        sa.UniqueConstraint("framework", "number", name="uq_framework_versions_framework_number"),
    )


def _create_proposals() -> None:
    op.create_table(
        "proposals",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("framework", sa.String(60), nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("statement", sa.Text, nullable=False),
        sa.Column("type", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("language", sa.String(40), nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("author_place", sa.String(60)),
        sa.Column("created", sa.String(20), nullable=False),
        sa.Column("definition", sa.Text, nullable=False),
        sa.Column("domain", sa.String(40)),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("decided_by", sa.Text),
        sa.Column("decided", sa.String(20)),
        sa.Column("decision_reason", sa.Text),
        sa.Column("result", sa.Text),
        sa.CheckConstraint("state IN ('open', 'accepted', 'merged', 'refused')", name="state"),
        sa.ForeignKeyConstraint(
            ["author_place"], ["places.slug"], name="fk_proposals_author_place"
        ),
        sa.ForeignKeyConstraint(["framework"], ["frameworks.slug"], name="fk_proposals_framework"),
        sa.PrimaryKeyConstraint("id", name="pk_proposals"),
    )
    op.create_index("ix_proposals_framework_state", "proposals", ["framework", "state"])


def _create_remarks() -> None:
    op.create_table(
        "remarks",
        sa.Column("proposal", sa.String(36), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("author_place", sa.String(60)),
        sa.Column("written", sa.String(20), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["author_place"], ["places.slug"], name="fk_remarks_author_place"),
        sa.ForeignKeyConstraint(["proposal"], ["proposals.id"], name="fk_remarks_proposal"),
        sa.PrimaryKeyConstraint("proposal", "number", name="pk_remarks"),
    )


def _create_bridges() -> None:
    op.create_table(
        "bridges",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("framework", sa.String(60), nullable=False),
        sa.Column("competency", sa.String(36), nullable=False),
        sa.Column("relation", sa.String(40), nullable=False),
        sa.Column("scheme", sa.Text, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("justification", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("author_place", sa.String(60)),
        sa.Column("created", sa.String(20), nullable=False),
        sa.Column("changed", sa.String(20), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("uri", sa.Text),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("note", sa.Text),
        sa.CheckConstraint(
            "status IN ('proposed', 'reviewed', 'published', 'refused', 'reopened')",
            name="status",
        ),
        sa.ForeignKeyConstraint(["author_place"], ["places.slug"], name="fk_bridges_author_place"),
        sa.ForeignKeyConstraint(["framework"], ["frameworks.slug"], name="fk_bridges_framework"),
        sa.PrimaryKeyConstraint("id", name="pk_bridges"),
        sa.UniqueConstraint(
            "framework",
            "competency",
            "scheme",
            "code",
            name="uq_bridges_framework_competency_scheme_code",
        ),
        sa.UniqueConstraint("framework", "number", name="uq_bridges_framework_number"),
    )
    op.create_index("ix_bridges_scheme_code", "bridges", ["scheme", "code"])
    op.create_index("ix_bridges_status", "bridges", ["status"])


def _create_reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("bridge", sa.String(36), nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("reviewer", sa.Text, nullable=False),
        sa.Column("reviewer_name", sa.Text, nullable=False),
        sa.Column("place", sa.String(60)),
        sa.Column("verdict", sa.String(40), nullable=False),
        sa.Column("written", sa.String(20), nullable=False),
        sa.Column("comment", sa.Text),
        sa.CheckConstraint("verdict IN ('agree', 'refuse')", name="verdict"),
        sa.ForeignKeyConstraint(["bridge"], ["bridges.id"], name="fk_reviews_bridge"),
        sa.ForeignKeyConstraint(["place"], ["places.slug"], name="fk_reviews_place"),
        sa.PrimaryKeyConstraint("bridge", "round", "reviewer", name="pk_reviews"),
    )
