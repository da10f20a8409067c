"""Making a scheme hold exactly what was published: read as streams, compared, written if new.

Memory stays bounded whatever the number of concepts: rows go by in batches, and which codes were
seen is kept in a temporary table, not in Python.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Literal

from sqlalchemy import (
    Column,
    Connection,
    Index,
    MetaData,
    Table,
    Text,
    bindparam,
    delete,
    exists,
    insert,
    literal,
    select,
    update,
)

from badges.model.concepts import Concept, Link, Scheme
from issuer.errors import InvalidRequest
from issuer.model import DETAILS_LIMIT, Changes, ConceptChange
from issuer.store.concept_rows import concept_row, read_concept, scheme_row
from issuer.store.search_engines import copy_rows
from issuer.store.search_index import ConceptIndex
from issuer.store.tables import concept_links, concepts, schemes

BATCH = 500
MANY = 5_000
"""Changes after which it is worth putting the index in order."""

_staging = MetaData()
_codes = Table(
    "imported_codes", _staging, Column("code", Text, primary_key=True), prefixes=["TEMPORARY"]
)
_links = Table(
    "imported_links",
    _staging,
    Column("source", Text),
    Column("relation", Text),
    Column("target", Text),
    Index(None, "source", "target"),
    prefixes=["TEMPORARY"],
)

What = Literal["added", "changed", "gone", "back"]


class ConceptImport:
    """One import of one scheme, in one unit of work; used once."""

    def __init__(self, connection: Connection, scheme: Scheme) -> None:
        self._connection = connection
        self._scheme = scheme
        self._index = ConceptIndex(connection)
        self._counts: Counter[str] = Counter()
        self._details: list[ConceptChange] = []
        self._first = False

    def run(self, stream: Iterable[Concept], links: Iterable[Link], imported: datetime) -> Changes:
        """Read both streams to their ends and write what is new.

        Raises:
            InvalidRequest: a code comes twice (`concept.twice`), or a text is too long.
        """
        row = scheme_row(self._scheme)
        self._first = self._enter(row, imported)
        _staging.create_all(self._connection, checkfirst=False)
        remaining = iter(stream)
        while batch := list(islice(remaining, BATCH)):
            self._take(batch)
        self._mark_gone()
        self._take_links(links)
        _staging.drop_all(self._connection, checkfirst=False)
        return self._leave(row, imported)

    def _enter(self, row: Mapping[str, Any], imported: datetime) -> bool:
        """Make sure that the scheme is there; whether it had no concepts."""
        known = select(schemes.c.key).where(schemes.c.key == self._scheme.key)
        if self._connection.scalar(known) is None:
            self._connection.execute(insert(schemes), {**row, "imported": imported, "concepts": 0})
        held = select(concepts.c.id).where(concepts.c.scheme == self._scheme.key).limit(1)
        return self._connection.scalar(held) is None

    def _take(self, batch: Sequence[Concept]) -> None:
        rows = {}
        for concept in batch:
            row = concept_row(concept)
            if row["code"] in rows:
                raise InvalidRequest("concept.twice", scheme=self._scheme.key, concept=row["code"])
            rows[row["code"]] = row
        self._note_codes(list(rows))
        kept = self._kept(list(rows))
        new = [row | {"scheme": self._scheme.key} for code, row in rows.items() if code not in kept]
        self._add(new)
        self._change([(kept[code], row) for code, row in rows.items() if code in kept])

    def _note_codes(self, codes: list[str]) -> None:
        again = select(_codes.c.code).where(_codes.c.code.in_(codes)).limit(1)
        twice = self._connection.scalar(again)
        if twice is not None:
            raise InvalidRequest("concept.twice", scheme=self._scheme.key, concept=twice)
        self._connection.execute(insert(_codes), [{"code": code} for code in codes])

    def _kept(self, codes: list[str]) -> dict[str, Any]:
        """What is there of these codes."""
        if self._first:
            # Not asking is right, and spares PostgreSQL plans made for a table that was empty.
            return {}
        query = select(
            concepts.c.id, concepts.c.code, concepts.c.fingerprint, concepts.c.gone_in
        ).where(concepts.c.scheme == self._scheme.key, concepts.c.code.in_(codes))
        return {row.code: row for row in self._connection.execute(query)}

    def _add(self, rows: list[dict[str, Any]]) -> None:
        if not rows:
            return
        numbered = self._connection.execute(
            insert(concepts).returning(concepts.c.id, concepts.c.code), rows
        )
        numbers = {row.code: row.id for row in numbered}
        self._index.add(
            self._scheme.key, [(numbers[row["code"]], read_concept(row)) for row in rows]
        )
        for row in rows:
            self._tell("added", row, before=None, after=row["label"])

    def _change(self, pairs: list[tuple[Any, dict[str, Any]]]) -> None:
        different = [
            (kept, row)
            for kept, row in pairs
            if kept.gone_in is not None or kept.fingerprint != row["fingerprint"]
        ]
        self._counts["unchanged"] += len(pairs) - len(different)
        if not different:
            return
        before = self._whole([kept.id for kept, _ in different])
        self._index.remove(
            [(kept.id, read_concept(before[kept.id])) for kept, _ in different if not kept.gone_in]
        )
        self._connection.execute(
            update(concepts).where(concepts.c.id == bindparam("number")),
            [row | {"number": kept.id} for kept, row in different],
        )
        self._index.add(self._scheme.key, [(kept.id, read_concept(row)) for kept, row in different])
        for kept, row in different:
            what: What = "changed" if kept.gone_in is None else "back"
            self._tell(what, row, before=before[kept.id]["label"], after=row["label"])

    def _whole(self, numbers: list[int]) -> dict[int, Mapping[str, Any]]:
        query = select(concepts).where(concepts.c.id.in_(numbers))
        return {row["id"]: dict(row) for row in self._connection.execute(query).mappings()}

    def _mark_gone(self) -> None:
        """Mark the concepts whose codes did not come; their rows stay."""
        missing = (
            select(concepts)
            .where(
                concepts.c.scheme == self._scheme.key,
                concepts.c.gone_in.is_(None),
                ~exists().where(_codes.c.code == concepts.c.code),
            )
            .order_by(concepts.c.id)
            .limit(BATCH)
        )
        while rows := self._connection.execute(missing).mappings().all():
            numbers = [row["id"] for row in rows]
            self._index.remove([(row["id"], read_concept(dict(row))) for row in rows])
            self._connection.execute(
                update(concepts)
                .where(concepts.c.id.in_(numbers))
                .values(gone_in=self._scheme.version)
            )
            for row in rows:
                self._tell("gone", dict(row), before=row["label"], after=None)

    def _take_links(self, links: Iterable[Link]) -> None:
        """Make the links of the scheme those of the stream; of one given twice the strongest."""
        remaining = ((link.source, link.relation, link.target) for link in links)
        self._stage_links(remaining)
        again = _links.alias()
        pair = (again.c.source == _links.c.source) & (again.c.target == _links.c.target)
        # The names of the relations happen to sort from the strongest to the weakest.
        stronger = exists().where(pair, again.c.relation < _links.c.relation)
        self._connection.execute(delete(_links).where(stronger))
        same = exists().where(
            _links.c.source == concept_links.c.source,
            _links.c.target == concept_links.c.target,
            _links.c.relation == concept_links.c.relation,
        )
        mine = concept_links.c.scheme == self._scheme.key
        self._connection.execute(delete(concept_links).where(mine, ~same))
        there = exists().where(
            mine,
            concept_links.c.source == _links.c.source,
            concept_links.c.target == _links.c.target,
        )
        new = (
            select(literal(self._scheme.key), _links.c.source, _links.c.relation, _links.c.target)
            .where(~there)
            .distinct()
        )
        names = ["scheme", "source", "relation", "target"]
        self._connection.execute(insert(concept_links).from_select(names, new))

    def _stage_links(self, links: Iterator[tuple[str, str, str]]) -> None:
        if self._connection.dialect.name == "postgresql":
            statement = "COPY imported_links (source, relation, target) FROM STDIN"
            copy_rows(self._connection, statement, links)
            self._connection.exec_driver_sql("ANALYZE imported_links")
            return
        while batch := list(islice(links, 10 * BATCH)):
            self._connection.exec_driver_sql(
                "INSERT INTO imported_links (source, relation, target) VALUES (?, ?, ?)", batch
            )

    def _leave(self, row: Mapping[str, Any], imported: datetime) -> Changes:
        """Write what is known of the whole, unless nothing at all is new."""
        counts = self._counts
        changes = Changes(
            added=counts["added"],
            changed=counts["changed"],
            gone=counts["gone"],
            back=counts["back"],
            unchanged=counts["unchanged"],
            details=() if self._first else tuple(self._details),
        )
        if changes.any:
            self._index.finish(many=counts.total() - changes.unchanged > MANY)
        kept = self._connection.execute(
            select(schemes).where(schemes.c.key == self._scheme.key)
        ).mappings()
        held = changes.added + changes.changed + changes.back + changes.unchanged
        new = {**row, "concepts": held}
        if changes.any or new.items() - dict(kept.one()).items():
            self._connection.execute(
                update(schemes)
                .where(schemes.c.key == self._scheme.key)
                .values(**new, imported=imported)
            )
        return changes

    def _tell(
        self, what: What, row: Mapping[str, Any], *, before: str | None, after: str | None
    ) -> None:
        self._counts[what] += 1
        if len(self._details) < DETAILS_LIMIT:
            self._details.append(ConceptChange(row["kind"], row["code"], what, before, after))
