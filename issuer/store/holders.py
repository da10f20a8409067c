"""Holders and their cards, and posters, in SQL."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, and_, delete, exists, func, insert, or_, select, update

from issuer.model import Holder, WallPoster
from issuer.store import tables
from issuer.store.bulk import insert_records, rows_among
from issuer.store.queries import every, first, matching

_WILD = str.maketrans({"\\": "\\\\", "%": "\\%", "_": "\\_"})


class SqlHolders:
    """`ports.Holders` in SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, holder: Holder) -> None:
        """Keep a new holder."""
        self._connection.execute(insert(tables.holders).values(holder._asdict()))

    def add_many(self, holders: Collection[Holder]) -> None:
        """Keep many new holders."""
        insert_records(self._connection, tables.holders, holders)

    def get(self, holder_id: str) -> Holder | None:
        """The holder of that id, or None."""
        row = first(self._connection, select(tables.holders).filter_by(id=holder_id))
        return None if row is None else Holder(**row)

    def by_lookup(self, lookup: str) -> Holder | None:
        """The holder whose card gives that keyed digest, or None."""
        row = first(self._connection, select(tables.holders).filter_by(lookup=lookup))
        return None if row is None else Holder(**row)

    def by_email(self, place: str | None, email_lookup: str) -> tuple[Holder, ...]:
        """The holders of that keyed digest of an address, in one place or in all."""
        query = matching(
            select(tables.holders), tables.holders, place=place, email_lookup=email_lookup
        )
        found = every(self._connection, query.order_by("created", "id"))
        return tuple(Holder(**row) for row in found)

    def by_emails(self, place: str, email_lookups: Collection[str]) -> tuple[Holder, ...]:
        """The holders of these keyed digests of addresses in one place, oldest first."""
        lookup = tables.holders.c.email_lookup
        query = select(*(tables.holders.c[name] for name in Holder._fields))
        query = query.where(tables.holders.c.place == place)
        found = rows_among(self._connection, query, lookup, email_lookups)
        return tuple(sorted(map(Holder._make, found), key=_age))

    def list(
        self, place: str, *, text: str | None = None, limit: int = 200, offset: int = 0
    ) -> tuple[Holder, ...]:
        """The holders of a place by name, those whose name holds `text`."""
        holders = tables.holders
        query = select(holders).filter_by(place=place)
        if text:
            query = query.where(holders.c.name.ilike(f"%{text.translate(_WILD)}%", escape="\\"))
        ordered = query.order_by("name", "created", "id").limit(limit).offset(offset)
        return tuple(Holder(**row) for row in every(self._connection, ordered))

    def named(self, place: str, names: Sequence[str]) -> tuple[str, ...]:
        """Those names of holders of a place that are one of `names`, capitals aside; each once."""
        kept = tables.holders.c.name
        query = select(kept).filter_by(place=place).distinct().order_by(kept)
        found = query.where(func.lower(kept).in_([func.lower(name) for name in names]))
        return tuple(str(row["name"]) for row in every(self._connection, found))

    def unclaimed(self, before: datetime, *, limit: int = 200) -> tuple[Holder, ...]:
        """Those who were written to before that instant, never came and were not reminded."""
        holders = tables.holders
        query = (
            select(holders)
            .where(
                holders.c.sent < before,
                holders.c.claimed.is_(None),
                holders.c.reminded.is_(None),
                holders.c.email.is_not(None),
            )
            .order_by("sent", "id")
            .limit(limit)
        )
        return tuple(Holder(**row) for row in every(self._connection, query))

    def stale(self, before: datetime, *, after: str = "", limit: int = 200) -> tuple[Holder, ...]:
        """Those whose address is kept though nothing used it since that instant, by their id.

        Those whose id is above `after` only.
        """
        holders, awards = tables.holders.c, tables.awards.c
        told = (holders.claimed, holders.sent, holders.reminded)
        ends = and_(awards.state == "active", awards.valid_until >= before)
        serves = exists().where(
            awards.holder_id == holders.id, or_(awards.valid_from >= before, ends)
        )
        query = (
            select(tables.holders)
            .where(holders.id > after, holders.created < before, holders.email.is_not(None))
            .where(*(or_(moment.is_(None), moment < before) for moment in told), ~serves)
            .order_by("id")
            .limit(limit)
        )
        return tuple(Holder(**row) for row in every(self._connection, query))

    def replace(self, holder: Holder) -> None:
        """Keep the new state of the holder of the same id."""
        self._connection.execute(
            update(tables.holders).filter_by(id=holder.id).values(holder._asdict())
        )

    def forget(self, holder_id: str) -> None:
        """Remove a holder for good, with their portfolio and their badges from elsewhere.

        Awards and lines that named them name nobody.
        """
        self._forget_shown(holder_id)
        for table in (tables.awards, tables.batch_lines, tables.applications):
            self._connection.execute(
                update(table).filter_by(holder_id=holder_id).values(holder_id=None)
            )
        self._connection.execute(delete(tables.holders).filter_by(id=holder_id))

    def _forget_shown(self, holder_id: str) -> None:
        owned = select(tables.portfolios.c.id).filter_by(holder=holder_id)
        items = tables.portfolio_items
        self._connection.execute(delete(items).where(items.c.portfolio.in_(owned)))
        for table in (tables.portfolios, tables.imported_badges):
            self._connection.execute(delete(table).filter_by(holder=holder_id))


class SqlPosters:
    """`ports.Posters` in SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, poster: WallPoster) -> None:
        """Keep a new poster."""
        self._connection.execute(insert(tables.posters).values(asdict(poster)))

    def get(self, poster_id: str) -> WallPoster | None:
        """The poster of that id, or None."""
        row = first(self._connection, select(tables.posters).filter_by(id=poster_id))
        return None if row is None else WallPoster(**row)

    def by_lookup(self, lookup: str) -> WallPoster | None:
        """The poster whose words give that keyed digest, or None."""
        row = first(self._connection, select(tables.posters).filter_by(lookup=lookup))
        return None if row is None else WallPoster(**row)

    def list(self, place: str, *, limit: int = 100) -> tuple[WallPoster, ...]:
        """The posters of a place, newest first."""
        created = tables.posters.c.created
        query = select(tables.posters).filter_by(place=place).order_by(created.desc(), "id")
        return tuple(WallPoster(**row) for row in every(self._connection, query.limit(limit)))

    def replace(self, poster: WallPoster) -> None:
        """Keep the new state of the poster of the same id."""
        self._connection.execute(
            update(tables.posters).filter_by(id=poster.id).values(asdict(poster))
        )


def _age(holder: Holder) -> tuple[datetime, str]:
    return holder.created, holder.id
