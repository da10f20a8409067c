"""What each engine says in its own way about the index: FTS5 on SQLite, `tsvector` on PostgreSQL.

The words given to both are stems of `issuer.services.search.wording`: letters and digits only, so
neither an engine's own parser nor its own rank has a say in what is found.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    String,
    TextClause,
    column,
    delete,
    func,
    table,
    text,
)

from badges.model.concepts import Concept
from issuer.services.search.wording import designations, stems
from issuer.store.tables import concepts

TABLE = "concept_search"
"""The name of the index; an engine may make tables of its own whose names begin with it."""

STEMS_LIMIT = 2_000
"""Different stems that the index keeps of one part of one concept."""

_WEIGHTS = ("A", "B", "C", "D")

Terms = Sequence[Sequence[str]]
"""Words sought together; each is the forms of which one is enough; `form*` is a beginning."""


@dataclass(frozen=True)
class IndexedWords:
    """The stems of a concept by part: label, other labels and codes, definition, longer texts."""

    label: tuple[str, ...]
    synonyms: tuple[str, ...]
    definition: tuple[str, ...]
    texts: tuple[str, ...]

    @classmethod
    def of(cls, concept: Concept) -> "IndexedWords":
        """The stems of `concept`, each once a part."""
        return cls(
            _different((concept.label,)),
            _different((*concept.other_labels, *designations(concept))),
            _different((concept.definition,)),
            _different(concept.texts),
        )

    @property
    def parts(self) -> tuple[tuple[str, ...], ...]:
        """The four parts, the weightiest first."""
        return (self.label, self.synonyms, self.definition, self.texts)


@dataclass(frozen=True)
class Source:
    """Where matching concepts are read from, and the columns that choose and order them."""

    rows: FromClause
    number: ColumnElement[int]
    scheme: ColumnElement[str]
    code: ColumnElement[str]
    kind: ColumnElement[str]
    length: ColumnElement[int]


class SearchEngine(Protocol):
    """The index as one engine makes and reads it."""

    matches: TextClause
    """The condition that an entry matches the parameter `match`."""

    source: Source

    def put(
        self, connection: Connection, scheme: str, entries: Sequence[tuple[int, Concept]]
    ) -> None:
        """Add these concepts of a scheme, each under its number."""
        ...

    def remove(self, connection: Connection, numbers: Sequence[int]) -> None:
        """Take the concepts of these numbers out."""
        ...

    def expression(self, choices: Sequence[Terms], *, labels: bool) -> str:
        """What matches all terms of one of the `choices`, in labels only or anywhere."""
        ...

    def settle(self, connection: Connection) -> None:
        """Put the index in order after many changes."""
        ...


class Fts5:
    """SQLite: a virtual table with one column a part, beside the table of concepts."""

    _index = table(TABLE, column("rowid", Integer))

    matches = text(f"{TABLE} MATCH :match")
    source = Source(
        rows=_index.join(concepts, concepts.c.id == _index.c.rowid),
        number=concepts.c.id,
        scheme=concepts.c.scheme,
        code=concepts.c.code,
        kind=concepts.c.kind,
        length=func.length(concepts.c.label),
    )

    def put(
        self, connection: Connection, scheme: str, entries: Sequence[tuple[int, Concept]]
    ) -> None:
        """Add these concepts of a scheme, each under its number."""
        del scheme  # the table of concepts tells it
        connection.exec_driver_sql(
            "INSERT INTO concept_search (rowid, label, synonyms, definition, texts)"
            " VALUES (?, ?, ?, ?, ?)",
            [
                (number, *map(" ".join, IndexedWords.of(concept).parts))
                for number, concept in entries
            ],
        )

    def remove(self, connection: Connection, numbers: Sequence[int]) -> None:
        """Take the concepts of these numbers out."""
        connection.execute(delete(self._index).where(self._index.c.rowid.in_(numbers)))

    def expression(self, choices: Sequence[Terms], *, labels: bool) -> str:
        """The match in the query language of FTS5."""
        found = _combined(choices, " AND ", " OR ", _fts5_form)
        return f"{{label synonyms}} : ({found})" if labels else found

    def settle(self, connection: Connection) -> None:
        """Merge the parts that the insertions left."""
        connection.exec_driver_sql(
            "INSERT INTO concept_search (concept_search) VALUES ('optimize')"
        )


class TextSearch:
    """PostgreSQL: one column of weighted stems, and what chooses and orders, to spare a join."""

    _index = table(
        TABLE,
        column("concept", Integer),
        column("scheme", String),
        column("code", String),
        column("kind", String),
        column("length", Integer),
    )

    matches = text(f"{TABLE}.words @@ CAST(:match AS tsquery)")
    source = Source(
        rows=_index,
        number=_index.c.concept,
        scheme=_index.c.scheme,
        code=_index.c.code,
        kind=_index.c.kind,
        length=_index.c.length,
    )

    def put(
        self, connection: Connection, scheme: str, entries: Sequence[tuple[int, Concept]]
    ) -> None:
        """Add these concepts of a scheme, each under its number."""
        rows = (
            (
                number,
                scheme,
                concept.code,
                concept.kind,
                len(concept.label),
                _vector(IndexedWords.of(concept)),
            )
            for number, concept in entries
        )
        copy_rows(
            connection,
            "COPY concept_search (concept, scheme, code, kind, length, words) FROM STDIN",
            rows,
        )

    def remove(self, connection: Connection, numbers: Sequence[int]) -> None:
        """Take the concepts of these numbers out."""
        connection.execute(delete(self._index).where(self._index.c.concept.in_(numbers)))

    def expression(self, choices: Sequence[Terms], *, labels: bool) -> str:
        """The match in the query language of PostgreSQL."""
        return _combined(choices, " & ", " | ", _labels_form if labels else _text_form)

    def settle(self, connection: Connection) -> None:
        """Sort what was added into the index, and tell the planner what the tables look like."""
        connection.exec_driver_sql("SELECT gin_clean_pending_list('ix_concept_search_words')")
        for name in ("concepts", "concept_links", "concept_vocabulary", TABLE):
            connection.exec_driver_sql(f"ANALYZE {name}")


def copy_rows(connection: Connection, statement: str, rows: Iterable[Sequence[object]]) -> None:
    """Send rows to PostgreSQL with its COPY statement, the fastest way in."""
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _different(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(stem for item in texts for stem in stems(item)))[:STEMS_LIMIT]


def _vector(words: IndexedWords) -> str:
    """The text form of a `tsvector`: each stem with the weight of each part that holds it."""
    places: dict[str, list[str]] = {}
    for number, (part, weight) in enumerate(zip(words.parts, _WEIGHTS, strict=True), 1):
        for stem in part:
            places.setdefault(stem, []).append(f"{number}{weight}")
    return " ".join(f"'{stem}':{','.join(found)}" for stem, found in places.items())


def _combined(
    choices: Sequence[Terms], both: str, either: str, form_of: Callable[[str], str]
) -> str:
    return either.join(
        f"({both.join(f'({either.join(map(form_of, forms))})' for forms in terms)})"
        for terms in choices
    )


def _fts5_form(form: str) -> str:
    return f'"{form[:-1]}" *' if form.endswith("*") else f'"{form}"'


def _text_form(form: str) -> str:
    return f"'{form[:-1]}':*" if form.endswith("*") else f"'{form}'"


def _labels_form(form: str) -> str:
    return f"'{form[:-1]}':*AB" if form.endswith("*") else f"'{form}':AB"
