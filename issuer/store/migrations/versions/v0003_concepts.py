"""Official referentials: their schemes, their concepts and who asks for them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_schemes()
    _create_concepts()
    _create_concept_links()


def downgrade() -> None:
    for table in ("concept_links", "concepts", "schemes"):
        op.drop_table(table)


def _create_schemes() -> None:
    op.create_table(
        "schemes",
        sa.Column("key", sa.String(60), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("language", sa.String(40), nullable=False),
        sa.Column("published", sa.Text),
        sa.Column("licence", sa.Text),
        sa.Column("attribution", sa.Text),
        sa.Column("homepage", sa.Text),
        sa.Column("imported", sa.String(20), nullable=False),
        sa.Column("concepts", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_schemes"),
    )


def _create_concepts() -> None:
    op.create_table(
        "concepts",
        sa.Column("id", sa.Integer, autoincrement=True, nullable=False),
        sa.Column("scheme", sa.String(60), nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("language", sa.String(40), nullable=False),
        sa.Column("other_labels", sa.JSON, nullable=False),
        sa.Column("definition", sa.Text, nullable=False),
        sa.Column("texts", sa.JSON, nullable=False),
        sa.Column("broader", sa.Text),
        sa.Column("uri", sa.Text),
        sa.Column("notes", sa.JSON, nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("gone_in", sa.Text),
        sa.ForeignKeyConstraint(["scheme"], ["schemes.key"], name="fk_concepts_scheme"),
        sa.PrimaryKeyConstraint("id", name="pk_concepts"),
        sa.UniqueConstraint("scheme", "code", name="uq_concepts_scheme_code"),
    )
    op.create_index("ix_concepts_broader_scheme", "concepts", ["broader", "scheme"])
    op.create_index("ix_concepts_scheme_kind", "concepts", ["scheme", "kind"])


def _create_concept_links() -> None:
    op.create_table(
        "concept_links",
        sa.Column("scheme", sa.String(60), nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("relation", sa.String(40), nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["scheme"], ["schemes.key"], name="fk_concept_links_scheme"),
        sa.PrimaryKeyConstraint("scheme", "source", "target", name="pk_concept_links"),
    )
    op.create_index("ix_concept_links_target_scheme", "concept_links", ["target", "scheme"])
