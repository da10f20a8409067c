"""Definitions with their drafts and versions, and the badges given, in SQL."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, select, update

from issuer.model import (
    Achievement,
    AchievementDraft,
    AchievementVersion,
    Award,
    AwardEdition,
)
from issuer.store import rows, tables
from issuer.store.bulk import insert_rows, rows_among
from issuer.store.queries import every, first, matching

_CHANGING = (
    "state",
    "state_changed",
    "holder_id",
    "choice",
    "public_reason",
    "reminded",
    "link",
)
_FORGOTTEN = {"json": b"", "jwt": b"", "holder": "", "reference": None, "holder_id": None}


class SqlAchievements:
    """`ports.Achievements` in SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, achievement: Achievement) -> None:
        """Keep a new definition."""
        row = rows.achievement_row(achievement)
        self._connection.execute(insert(tables.achievements).values(row))

    def get(self, slug: str) -> Achievement | None:
        """The definition of that slug, or None."""
        row = first(self._connection, select(tables.achievements).filter_by(slug=slug))
        return None if row is None else rows.read_achievement(row)

    def list(self, place: str | None = None) -> tuple[Achievement, ...]:
        """Every definition, or those of one place, by slug."""
        query = matching(select(tables.achievements), tables.achievements, place=place)
        found = every(self._connection, query.order_by("slug"))
        return tuple(rows.read_achievement(row) for row in found)

    def replace(self, achievement: Achievement) -> None:
        """Keep the new version or state of the definition of the same slug."""
        row = rows.achievement_row(achievement)
        self._connection.execute(
            update(tables.achievements).filter_by(slug=achievement.slug).values(row)
        )

    def add_version(self, version: AchievementVersion) -> None:
        """Keep a definition as it was published."""
        row = rows.version_row(version)
        self._connection.execute(insert(tables.achievement_versions).values(row))

    def versions(self, slug: str) -> tuple[AchievementVersion, ...]:
        """The published versions of a definition, newest first."""
        table = tables.achievement_versions
        query = select(table).filter_by(achievement=slug).order_by(table.c.version.desc())
        return tuple(rows.read_version(row) for row in every(self._connection, query))

    def put_draft(self, draft: AchievementDraft) -> None:
        """Keep what is being written, instead of what was kept under the same slug."""
        self.drop_draft(draft.slug)
        self._connection.execute(insert(tables.achievement_drafts).values(asdict(draft)))

    def draft(self, slug: str) -> AchievementDraft | None:
        """What is being written under that slug, or None."""
        row = first(self._connection, select(tables.achievement_drafts).filter_by(slug=slug))
        return None if row is None else AchievementDraft(**row)

    def drafts(self, place: str) -> tuple[AchievementDraft, ...]:
        """What a place is writing, newest first."""
        table = tables.achievement_drafts
        query = select(table).filter_by(place=place).order_by(table.c.updated.desc(), "slug")
        return tuple(AchievementDraft(**row) for row in every(self._connection, query))

    def drop_draft(self, slug: str) -> None:
        """Forget what was being written under that slug."""
        self._connection.execute(delete(tables.achievement_drafts).filter_by(slug=slug))


class SqlAwards:
    """`ports.Awards` in SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, award: Award) -> None:
        """Keep a new award."""
        self._connection.execute(insert(tables.awards).values(rows.award_row(award)))

    def add_many(self, awards: Collection[Award]) -> None:
        """Keep many new awards."""
        insert_rows(self._connection, tables.awards, map(rows.award_values, awards))

    def get(self, award_id: str) -> Award | None:
        """The award of that UUID, or None."""
        return self._one(select(tables.awards).filter_by(id=award_id))

    def by_short_code(self, code: str) -> Award | None:
        """The award of that short code in its canonical form, or None."""
        return self._one(select(tables.awards).filter_by(short_code=code))

    def by_reference(self, achievement: str, reference: str) -> Award | None:
        """The award made for that reference of a requester, or None."""
        query = select(tables.awards).filter_by(achievement=achievement, reference=reference)
        return self._one(query)

    def by_references(
        self, achievement: str, references: Collection[str]
    ) -> dict[str, tuple[str, str, str]]:
        """Id, short code and place of the awards made for these references, by reference."""
        awards = tables.awards.c
        query = select(awards.reference, awards.id, awards.short_code, awards.place)
        query = query.where(awards.achievement == achievement)
        found = rows_among(self._connection, query, awards.reference, references)
        return {reference: (award, code, place) for reference, award, code, place in found}

    def addresses(
        self, award_ids: Collection[str], choices: Collection[str]
    ) -> dict[str, tuple[str, str]]:
        """URL and short code by id of those of these awards whose holder chose one of these."""
        awards = tables.awards.c
        query = select(awards.id, awards.url, awards.short_code).where(
            awards.forgotten.is_(None), awards.choice.in_(choices)
        )
        found = rows_among(self._connection, query, awards.id, award_ids)
        return {award: (url, code) for award, url, code in found}

    def list(
        self,
        *,
        place: str | None = None,
        achievement: str | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> tuple[Award, ...]:
        """The latest awards, newest first, at most `limit`."""
        query = matching(select(tables.awards), tables.awards, place=place, achievement=achievement)
        ordered = query.order_by(tables.awards.c.valid_from.desc(), tables.awards.c.id)
        return self._every(ordered.limit(limit).offset(offset))

    def ids(self, place: str) -> tuple[str, ...]:
        """The ids of every award of a place that was not forgotten, sorted."""
        query = select(tables.awards.c.id).filter_by(place=place, forgotten=None)
        return tuple(self._connection.scalars(query.order_by("id")))

    def count(
        self, *, place: str | None = None, achievement: str | None = None, ever: bool = False
    ) -> int:
        """How many awards there are that were not forgotten; with `ever`, those too."""
        wanted = {"place": place, "achievement": achievement}
        query = select(func.count()).select_from(tables.awards)
        query = query if ever else query.filter_by(forgotten=None)
        for name, value in wanted.items():
            query = query if value is None else query.where(tables.awards.c[name] == value)
        return int(self._connection.scalar(query) or 0)

    def of_holder(self, holder_id: str) -> tuple[Award, ...]:
        """The awards of one card, oldest first, without those that were forgotten."""
        query = select(tables.awards).filter_by(holder_id=holder_id, forgotten=None)
        return self._every(query.order_by("valid_from", "id"))

    def renewal_of(self, award_id: str) -> Award | None:
        """The award that follows this one, or None."""
        return self._one(select(tables.awards).filter_by(renews=award_id))

    def ending(self, after: datetime, before: datetime, *, limit: int = 200) -> tuple[Award, ...]:
        """Active awards that end between two instants and nobody was reminded of."""
        awards = tables.awards
        query = (
            select(awards)
            .filter_by(state="active", reminded=None, forgotten=None)
            .where(awards.c.valid_until > after, awards.c.valid_until < before)
        )
        return self._every(query.order_by("valid_until", "id").limit(limit))

    def replace_state(self, award: Award) -> None:
        """Keep what changed around the award (state, choice, holder...), never its bytes."""
        row = rows.award_row(award)
        changed = {name: row[name] for name in _CHANGING}
        self._connection.execute(update(tables.awards).filter_by(id=award.id).values(changed))

    def keep_jwt(self, award: Award, jwt: bytes) -> None:
        """Keep the JWT form of that edition of an award, unless it has one or was forgotten."""
        awards = tables.awards
        lacking = (awards.c.jwt == b"", awards.c.forgotten.is_(None))
        mine = update(awards).filter_by(id=award.id, edition=award.edition)
        self._connection.execute(mine.where(*lacking).values(jwt=jwt))

    def correct(self, award: Award, former: AwardEdition) -> None:
        """Keep newly signed bytes in the place of former ones, which are kept apart."""
        self._connection.execute(insert(tables.award_editions).values(asdict(former)))
        row = rows.award_row(award)
        self._connection.execute(update(tables.awards).filter_by(id=award.id).values(row))

    def editions(self, award_id: str) -> tuple[AwardEdition, ...]:
        """The former bytes of an award, oldest first."""
        query = select(tables.award_editions).filter_by(award=award_id).order_by("edition")
        return tuple(AwardEdition(**row) for row in every(self._connection, query))

    def forget(self, award: Award) -> None:
        """Keep the award without any bytes, name or reference, its former editions removed.

        It leaves portfolios and wallets' offers too.
        """
        for table in (tables.award_editions, tables.portfolio_items, tables.wallet_offers):
            self._connection.execute(delete(table).filter_by(award=award.id))
        row = rows.award_row(award) | _FORGOTTEN
        self._connection.execute(update(tables.awards).filter_by(id=award.id).values(row))

    def _every(self, query: Select[tuple[Any, ...]]) -> tuple[Award, ...]:
        return tuple(rows.read_award(row) for row in every(self._connection, query))

    def _one(self, query: Select[tuple[Any, ...]]) -> Award | None:
        row = first(self._connection, query)
        return None if row is None else rows.read_award(row)
