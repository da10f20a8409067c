"""Indexes for what the worker looks for each minute and each day, and for forgetting somebody."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_SAID = (
    ("awards", "valid_until"),
    ("holders", "sent"),
    ("batch_lines", "holder_id"),
    ("applications", "holder_id"),
    ("letters", "ended"),
)
_ALL = (("applications", "changed"), ("sessions", "expires"), ("attempts", "instant"))


def upgrade() -> None:
    for table, column in _SAID:
        said = sa.text(f"{column} IS NOT NULL")
        op.create_index(
            f"ix_{table}_{column}", table, [column], sqlite_where=said, postgresql_where=said
        )
    for table, column in _ALL:
        op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    for table, column in (*_SAID, *_ALL):
        op.drop_index(f"ix_{table}_{column}", table)
