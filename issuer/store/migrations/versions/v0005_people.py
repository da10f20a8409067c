"""The people who work here, their roles, sign-in links and sessions."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_people()
    _create_memberships()
    _create_sign_in_codes()
    _create_sessions()


def downgrade() -> None:
    for table in ("sessions", "sign_in_codes", "memberships", "people"):
        op.drop_table(table)


def _create_people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("created", sa.String(20), nullable=False),
        sa.Column("email", sa.Text),
        sa.Column("disabled", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("email", name="uq_people_email"),
    )


def _create_memberships() -> None:
    op.create_table(
        "memberships",
        sa.Column("person", sa.String(36), nullable=False),
        sa.Column("place", sa.String(60), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.CheckConstraint(
            "role IN ('facilitator', 'author', 'manager', 'steward', 'partner')",
            name="role",
        ),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_memberships_person"),
        sa.ForeignKeyConstraint(["place"], ["places.slug"], name="fk_memberships_place"),
        sa.PrimaryKeyConstraint("person", "place", name="pk_memberships"),
    )
    op.create_index("ix_memberships_place", "memberships", ["place"])


def _create_sign_in_codes() -> None:
    op.create_table(
        "sign_in_codes",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("person", sa.String(36), nullable=False),
        sa.Column("created", sa.String(20), nullable=False),
        sa.Column("expires", sa.String(20), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_sign_in_codes_person"),
        sa.PrimaryKeyConstraint("digest", name="pk_sign_in_codes"),
    )
    op.create_index("ix_sign_in_codes_person", "sign_in_codes", ["person"])


def _create_sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("person", sa.String(36), nullable=False),
        sa.Column("created", sa.String(20), nullable=False),
        sa.Column("expires", sa.String(20), nullable=False),
        sa.Column("csrf", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_sessions_person"),
        sa.PrimaryKeyConstraint("digest", name="pk_sessions"),
    )
    op.create_index("ix_sessions_person", "sessions", ["person"])
