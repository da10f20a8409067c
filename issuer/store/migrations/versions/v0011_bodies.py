"""Signed bytes kept as they are by PostgreSQL, and no index of what nearly no award has.

A signed badge is small and hardly shrinks: to compress it costs more than all else of keeping it.
Bytes that are kept already stay as they are, and both forms are read alike.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_BODIES = (("awards", "json"), ("awards", "jwt"))
_RENEWS = "ix_awards_renews"


def upgrade() -> None:
    _store("EXTERNAL")
    said = sa.text("renews IS NOT NULL")
    op.drop_index(_RENEWS, "awards")
    op.create_index(_RENEWS, "awards", ["renews"], sqlite_where=said, postgresql_where=said)


def downgrade() -> None:
    _store("EXTENDED")
    op.drop_index(_RENEWS, "awards")
    op.create_index(_RENEWS, "awards", ["renews"])


def _store(kind: str) -> None:
    if op.get_context().dialect.name != "postgresql":
        return
    for table, column in _BODIES:
        op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STORAGE {kind}")
