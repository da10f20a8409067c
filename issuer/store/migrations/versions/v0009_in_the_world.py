"""Portfolios, badges from elsewhere, wallets, private links, and the time zone of a place."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "places",
        sa.Column("time_zone", sa.String(40), nullable=False, server_default="Europe/Paris"),
    )
    op.add_column("awards", sa.Column("link", sa.Integer, nullable=False, server_default="0"))
    _create_portfolios()
    _create_imported_badges()
    _create_portfolio_items()
    _create_wallet_offers()


def downgrade() -> None:
    for table in ("wallet_offers", "portfolio_items", "imported_badges", "portfolios"):
        op.drop_table(table)
    op.drop_column("awards", "link")
    op.drop_column("places", "time_zone")


def _create_portfolios() -> None:
    op.create_table(
        "portfolios",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("holder", sa.String(36), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("language", sa.String(40), nullable=False),
        sa.Column("created", sa.String(20), nullable=False),
        sa.Column("changed", sa.String(20), nullable=False),
        sa.Column("introduction", sa.Text),
        sa.Column("visibility", sa.String(40), nullable=False),
        sa.Column("link", sa.Integer, nullable=False),
        sa.CheckConstraint(
            "visibility IN ('hidden', 'private', 'unlisted', 'public')",
            name="visibility",
        ),
        sa.ForeignKeyConstraint(["holder"], ["holders.id"], name="fk_portfolios_holder"),
        sa.PrimaryKeyConstraint("id", name="pk_portfolios"),
        sa.UniqueConstraint("holder", name="uq_portfolios_holder"),
    )


def _create_imported_badges() -> None:
    op.create_table(
        "imported_badges",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("holder", sa.String(36), nullable=False),
        sa.Column("created", sa.String(20), nullable=False),
        sa.Column("media_type", sa.String(40), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("issuer", sa.Text, nullable=False),
        sa.Column("verdict", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("examined", sa.String(20), nullable=False),
        sa.Column("source", sa.Text),
        sa.Column("report", sa.JSON, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(["holder"], ["holders.id"], name="fk_imported_badges_holder"),
        sa.PrimaryKeyConstraint("id", name="pk_imported_badges"),
        sa.UniqueConstraint("holder", "digest", name="uq_imported_badges_holder_digest"),
    )
    op.create_index("ix_imported_badges_holder", "imported_badges", ["holder"])


def _create_portfolio_items() -> None:
    op.create_table(
        "portfolio_items",
        sa.Column("portfolio", sa.String(36), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("award", sa.String(36)),
        sa.Column("imported", sa.String(36)),
        sa.CheckConstraint("(award IS NULL) <> (imported IS NULL)", name="one_badge"),
        sa.ForeignKeyConstraint(["award"], ["awards.id"], name="fk_portfolio_items_award"),
        sa.ForeignKeyConstraint(
            ["imported"], ["imported_badges.id"], name="fk_portfolio_items_imported"
        ),
        sa.ForeignKeyConstraint(
            ["portfolio"], ["portfolios.id"], name="fk_portfolio_items_portfolio"
        ),
        sa.PrimaryKeyConstraint("portfolio", "position", name="pk_portfolio_items"),
    )
    op.create_index("ix_portfolio_items_award", "portfolio_items", ["award"])
    op.create_index("ix_portfolio_items_imported", "portfolio_items", ["imported"])


def _create_wallet_offers() -> None:
    op.create_table(
        "wallet_offers",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("award", sa.String(36), nullable=False),
        sa.Column("created", sa.String(20), nullable=False),
        sa.Column("expires", sa.String(20), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("taken", sa.String(20)),
        sa.Column("token", sa.String(64)),
        sa.Column("nonce", sa.String(64)),
        sa.CheckConstraint("state IN ('open', 'taken', 'received', 'closed')", name="state"),
        sa.ForeignKeyConstraint(["award"], ["awards.id"], name="fk_wallet_offers_award"),
        sa.PrimaryKeyConstraint("id", name="pk_wallet_offers"),
        sa.UniqueConstraint("token", name="uq_wallet_offers_token"),
    )
    op.create_index("ix_wallet_offers_award", "wallet_offers", ["award"])
    op.create_index("ix_wallet_offers_expires", "wallet_offers", ["expires"])
