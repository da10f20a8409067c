"""Where credentials signed for machine clients stand in status lists."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "credential_statuses",
        sa.Column("place", sa.String(60), nullable=False),
        sa.Column("credential", sa.String(64), nullable=False),
        sa.Column("list_id", sa.String(100), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["place"], ["places.slug"], name="fk_credential_statuses_place"),
        sa.ForeignKeyConstraint(
            ["list_id", "position"],
            ["status_entries.list_id", "status_entries.position"],
            name="fk_credential_statuses_list_id_position",
        ),
        sa.PrimaryKeyConstraint("place", "credential", "list_id", name="pk_credential_statuses"),
        sa.UniqueConstraint("list_id", "position", name="uq_credential_statuses_list_id_position"),
    )


def downgrade() -> None:
    op.drop_table("credential_statuses")
