"""Passwords, passkeys, tokens; versions of definitions; what the life of a badge needs."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def _column(
    kind: sa.types.TypeEngine[Any] | type[sa.types.TypeEngine[Any]], default: str | None = None
) -> Callable[[str], sa.Column[Any]]:
    """A column to add: optional, or filled with `default` in the rows that are there."""
    return lambda name: sa.Column(name, kind, nullable=default is None, server_default=default)


_ACHIEVEMENTS = {
    "state": _column(sa.String(40), "published"),
    "translations": _column(sa.JSON, "{}"),
    "validity_months": _column(sa.Integer),
    "reviews_needed": _column(sa.Integer, "0"),
    "open_to_requests": _column(sa.Boolean, "0"),
}
_SIGN_IN_CODES = {
    "place": _column(sa.String(60)),
    "role": _column(sa.String(40)),
}
_AWARDS = {
    "holder_id": _column(sa.String(36)),
    "choice": _column(sa.String(40), "none"),
    "public_reason": _column(sa.Text),
    "renews": _column(sa.String(36)),
    "edition": _column(sa.Integer, "1"),
    "reminded": _column(sa.String(20)),
    "forgotten": _column(sa.String(20)),
}


def upgrade() -> None:
    _widen_achievements()
    _widen_awards()
    for name, column in _SIGN_IN_CODES.items():
        op.add_column("sign_in_codes", column(name))
    op.create_index("ix_journal_place_number", "journal", ["place", "number"])
    _create_passwords()
    _create_passkeys()
    _create_challenges()
    _create_api_tokens()
    _create_attempts()
    _create_achievement_versions()
    _create_achievement_drafts()
    _create_network_members()
    _create_award_editions()


def downgrade() -> None:
    for table in (
        "award_editions",
        "network_members",
        "achievement_drafts",
        "achievement_versions",
        "attempts",
        "api_tokens",
        "challenges",
        "passkeys",
        "passwords",
    ):
        op.drop_table(table)
    op.drop_index("ix_journal_place_number", "journal")
    op.drop_index("ix_awards_holder_id", "awards")
    op.drop_index("ix_awards_renews", "awards")
    for name in _AWARDS:
        op.drop_column("awards", name)
    for name in _ACHIEVEMENTS:
        op.drop_column("achievements", name)
    for name in _SIGN_IN_CODES:
        op.drop_column("sign_in_codes", name)


def _create_passwords() -> None:
    op.create_table(
        "passwords",
        sa.Column("person", sa.String(36), nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("changed", sa.String(20), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_passwords_person"),
        sa.PrimaryKeyConstraint("person", name="pk_passwords"),
    )


def _create_passkeys() -> None:
    op.create_table(
        "passkeys",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("person", sa.String(36), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("public_key", sa.LargeBinary, nullable=False),
        sa.Column("sign_count", sa.Integer, nullable=False),
        sa.Column("created", sa.String(20), nullable=False),
        sa.Column("used", sa.String(20)),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_passkeys_person"),
        sa.PrimaryKeyConstraint("id", name="pk_passkeys"),
    )
    op.create_index("ix_passkeys_person", "passkeys", ["person"])


def _create_challenges() -> None:
    op.create_table(
        "challenges",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("purpose", sa.String(40), nullable=False),
        sa.Column("person", sa.String(36)),
        sa.Column("challenge", sa.LargeBinary, nullable=False),
        sa.Column("expires", sa.String(20), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_challenges_person"),
        sa.PrimaryKeyConstraint("digest", name="pk_challenges"),
    )
    op.create_index("ix_challenges_person", "challenges", ["person"])


def _create_api_tokens() -> None:
    op.create_table(
        "api_tokens",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("place", sa.String(60), nullable=False),
        sa.Column("person", sa.String(36)),
        sa.Column("scopes", sa.JSON, nullable=False),
        sa.Column("created", sa.String(20), nullable=False),
        sa.Column("expires", sa.String(20)),
        sa.Column("used", sa.String(20)),
        sa.Column("revoked", sa.String(20)),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_api_tokens_person"),
        sa.ForeignKeyConstraint(["place"], ["places.slug"], name="fk_api_tokens_place"),
        sa.PrimaryKeyConstraint("id", name="pk_api_tokens"),
        sa.UniqueConstraint("digest", name="uq_api_tokens_digest"),
    )
    op.create_index("ix_api_tokens_place", "api_tokens", ["place"])


def _create_attempts() -> None:
    op.create_table(
        "attempts",
        sa.Column("number", sa.Integer, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("instant", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_attempts"),
    )
    op.create_index("ix_attempts_key", "attempts", ["key"])


def _create_achievement_versions() -> None:
    op.create_table(
        "achievement_versions",
        sa.Column("achievement", sa.String(60), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("published", sa.String(20), nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("definition", sa.JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["achievement"], ["achievements.slug"], name="fk_achievement_versions_achievement"
        ),
        sa.PrimaryKeyConstraint("achievement", "version", name="pk_achievement_versions"),
    )


def _create_achievement_drafts() -> None:
    op.create_table(
        "achievement_drafts",
        sa.Column("slug", sa.String(60), nullable=False),
        sa.Column("place", sa.String(60), nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("updated", sa.String(20), nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["place"], ["places.slug"], name="fk_achievement_drafts_place"),
        sa.PrimaryKeyConstraint("slug", name="pk_achievement_drafts"),
    )
    op.create_index("ix_achievement_drafts_place", "achievement_drafts", ["place"])


def _create_network_members() -> None:
    op.create_table(
        "network_members",
        sa.Column("network", sa.String(60), nullable=False),
        sa.Column("place", sa.String(60), nullable=False),
        sa.ForeignKeyConstraint(["network"], ["places.slug"], name="fk_network_members_network"),
        sa.ForeignKeyConstraint(["place"], ["places.slug"], name="fk_network_members_place"),
        sa.PrimaryKeyConstraint("network", "place", name="pk_network_members"),
    )
    op.create_index("ix_network_members_place", "network_members", ["place"])


def _create_award_editions() -> None:
    op.create_table(
        "award_editions",
        sa.Column("award", sa.String(36), nullable=False),
        sa.Column("edition", sa.Integer, nullable=False),
        sa.Column("ended", sa.String(20), nullable=False),
        sa.Column("json", sa.LargeBinary, nullable=False),
        sa.Column("jwt", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(["award"], ["awards.id"], name="fk_award_editions_award"),
        sa.PrimaryKeyConstraint("award", "edition", name="pk_award_editions"),
    )


def _widen_achievements() -> None:
    """What is there already is published, in one language, without end or review."""
    for name, column in _ACHIEVEMENTS.items():
        op.add_column("achievements", column(name))


def _widen_awards() -> None:
    for name, column in _AWARDS.items():
        op.add_column("awards", column(name))
    op.create_index("ix_awards_holder_id", "awards", ["holder_id"])
    op.create_index("ix_awards_renews", "awards", ["renews"])
