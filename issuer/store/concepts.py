"""Schemes, concepts and their links in SQL: what was imported, read back."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, case, collate, func, literal, select

from badges.model.concepts import Concept, Link, LinkRelation, Scheme
from badges.model.wording import fold
from issuer.model import Changes, KeptConcept, KeptScheme
from issuer.ports import ConceptQuery, KnownWord
from issuer.store.concept_import import ConceptImport
from issuer.store.concept_rows import read_concept, read_kept_concept, read_scheme
from issuer.store.search_index import ConceptIndex, exact_collation
from issuer.store.tables import concept_links, concepts, schemes

HEIGHT = 20
"""Concepts above one that are told; no referential is that deep."""

_BATCH = 500
_STRENGTH = ("essential", "optional", "related")


class SqlConcepts:
    """`ports.Concepts` in SQL."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def schemes(self) -> tuple[KeptScheme, ...]:
        """Every scheme, by key; frameworks of our own included."""
        query = select(schemes).order_by(collate(schemes.c.key, self._exact))
        return tuple(read_scheme(dict(row)) for row in self._connection.execute(query).mappings())

    def scheme(self, key: str) -> KeptScheme | None:
        """The scheme of that key, or None."""
        query = select(schemes).where(schemes.c.key == key)
        row = self._connection.execute(query).mappings().first()
        return None if row is None else read_scheme(dict(row))

    def replace(
        self,
        scheme: Scheme,
        concepts: Iterable[Concept],
        links: Iterable[Link],
        *,
        imported: datetime,
    ) -> Changes:
        """Make the scheme hold exactly these concepts and links, read as streams.

        A text loses the characters that no database keeps. Of a link given twice the strongest
        relation stays. When nothing is new, nothing is written, not even the date.

        Raises:
            InvalidRequest: a code comes twice (`concept.twice`), or a code, a kind or a language
                is too long (`concept.too_long`).
        """
        return ConceptImport(self._connection, scheme).run(concepts, links, imported)

    def get(self, scheme: str, code: str) -> KeptConcept | None:
        """The concept of that code, gone or not, or None."""
        row = self._row(scheme, code)
        return None if row is None else read_kept_concept(row)

    def broader(self, scheme: str, code: str) -> tuple[Concept, ...]:
        """The concepts above, the nearest first; a circle ends the climb."""
        rows = self._connection.execute(_ABOVE, {"scheme": scheme, "code": code}).mappings()
        found = {row["code"]: dict(row) for row in rows if row["code"] != code}
        return tuple(read_concept(row) for row in found.values())

    def narrower(self, scheme: str, code: str, *, limit: int = 100) -> tuple[Concept, ...]:
        """The concepts just below, by label."""
        query = (
            select(concepts)
            .where(
                concepts.c.scheme == scheme,
                concepts.c.broader == code,
                concepts.c.gone_in.is_(None),
            )
            .order_by(*self._by_label())
            .limit(limit)
        )
        found = [read_concept(row) for row in self._rows(query)]
        return tuple(sorted(found, key=_alphabetical))

    def sources(
        self, scheme: str, code: str, *, limit: int = 50
    ) -> tuple[tuple[LinkRelation, Concept], ...]:
        """The concepts (occupations) that ask for this one, essential first, then by label."""
        strength = case(
            {relation: number for number, relation in enumerate(_STRENGTH)},
            value=concept_links.c.relation,
            else_=len(_STRENGTH),
        )
        source = (concepts.c.scheme == concept_links.c.scheme) & (
            concepts.c.code == concept_links.c.source
        )
        query = (
            select(concepts, concept_links.c.relation)
            .select_from(concept_links.join(concepts, source))
            .where(
                concept_links.c.scheme == scheme,
                concept_links.c.target == code,
                concepts.c.gone_in.is_(None),
            )
            .order_by(strength, *self._by_label())
            .limit(limit)
        )
        found = [(row["relation"], read_concept(row)) for row in self._rows(query)]
        found.sort(key=lambda pair: (_STRENGTH.index(pair[0]), _alphabetical(pair[1])))
        return tuple(found)

    def candidates(self, query: ConceptQuery) -> tuple[KeptConcept, ...]:
        """The concepts that hold words of the question, those that hold most of them first."""
        numbers = ConceptIndex(self._connection).candidates(query)
        found = {
            row["id"]: row for row in self._rows(select(concepts).where(concepts.c.id.in_(numbers)))
        }
        return tuple(read_kept_concept(found[number]) for number in numbers)

    def words(self, forms: Collection[str]) -> Mapping[str, KnownWord]:
        """What the index knows of these forms, by form; what it does not know is left out."""
        return ConceptIndex(self._connection).words(forms)

    def kinds(self, scheme: str) -> tuple[tuple[str, int], ...]:
        """The kinds of the items of a scheme and how many there are of each, gone ones left out."""
        query = (
            select(concepts.c.kind, func.count())
            .where(concepts.c.scheme == scheme, concepts.c.gone_in.is_(None))
            .group_by(concepts.c.kind)
        )
        return tuple(sorted((kind, count) for kind, count in self._connection.execute(query)))

    def all(self, scheme: str, kinds: Collection[str] = ()) -> Iterator[Concept]:
        """The concepts that are not gone, streamed in the order of their codes."""
        query = select(concepts).where(concepts.c.scheme == scheme, concepts.c.gone_in.is_(None))
        if kinds:
            query = query.where(concepts.c.kind.in_(kinds))
        ordered = query.order_by(collate(concepts.c.code, self._exact))
        streamed = self._connection.execute(ordered, execution_options={"yield_per": _BATCH})
        for row in streamed.mappings():
            yield read_concept(dict(row))

    def _row(self, scheme: str, code: str) -> dict[str, Any] | None:
        query = select(concepts).where(concepts.c.scheme == scheme, concepts.c.code == code)
        row = self._connection.execute(query).mappings().first()
        return None if row is None else dict(row)

    def _rows(self, query: Any) -> Iterator[dict[str, Any]]:
        return (dict(row) for row in self._connection.execute(query).mappings())

    def _by_label(self) -> tuple[Any, ...]:
        exact = self._exact
        return collate(concepts.c.label, exact), collate(concepts.c.code, exact)

    @property
    def _exact(self) -> str:
        return exact_collation(self._connection)


def _climb() -> Select[tuple[Any, ...]]:
    """The concepts above one, the nearest first."""
    here = concepts.c.scheme == bindparam("scheme")
    start = select(concepts.c.broader, literal(1).label("height"))
    above = start.where(here, concepts.c.code == bindparam("code")).cte("above", recursive=True)
    next_one = select(concepts.c.broader, above.c.height + 1).where(
        here, concepts.c.code == above.c.broader, above.c.height < HEIGHT
    )
    above = above.union_all(next_one)
    whole = select(concepts).join(above, concepts.c.code == above.c.broader)
    return whole.where(here).order_by(above.c.height)


# Made once: making it costs more than asking it.
_ABOVE = _climb()


def _alphabetical(concept: Concept) -> tuple[str, str]:
    return fold(concept.label), concept.code
