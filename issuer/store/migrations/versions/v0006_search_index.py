"""The index by which concepts are found: FTS5 on SQLite, tsvector on PostgreSQL."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SQLITE = """
CREATE VIRTUAL TABLE concept_search USING fts5(
    label, synonyms, definition, texts, tokenize = 'ascii', detail = 'column'
)
"""
POSTGRESQL = """
CREATE TABLE concept_search (
    concept INTEGER NOT NULL
        CONSTRAINT pk_concept_search PRIMARY KEY
        CONSTRAINT fk_concept_search_concept REFERENCES concepts (id),
    scheme VARCHAR(60) COLLATE "C" NOT NULL,
    code TEXT COLLATE "C" NOT NULL,
    kind VARCHAR(40) NOT NULL,
    length INTEGER NOT NULL,
    words TSVECTOR NOT NULL
);
CREATE INDEX ix_concept_search_words ON concept_search USING gin (words)
"""


def upgrade() -> None:
    op.create_table(
        "concept_vocabulary",
        sa.Column(
            "stem",
            sa.String(40).with_variant(sa.String(40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("shown", sa.Text, nullable=False),
        sa.Column("entries", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("stem", name="pk_concept_vocabulary"),
    )
    made = SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL
    for statement in made.split(";"):
        op.execute(sa.text(statement))


def downgrade() -> None:
    op.execute(sa.text("DROP TABLE concept_search"))
    op.drop_table("concept_vocabulary")
