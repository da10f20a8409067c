"""The index of the words of concepts, kept in step with them, and who is in it for a question.

`concept_vocabulary` counts the concepts that hold each stem: it tells rare words from common ones,
and right words from mistyped ones.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import combinations, islice
from typing import Any

from sqlalchemy import Connection, Insert, case, collate, delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from badges.model.concepts import Concept
from issuer.ports import ConceptQuery, KnownWord
from issuer.services.search.wording import WORD_LENGTH, tokens_of, written_words
from issuer.store.search_engines import Fts5, SearchEngine, Terms, TextSearch
from issuer.store.tables import concept_vocabulary

ENOUGH = 60
"""Candidates after which those that hold fewer of the words are not looked for."""

_BATCH = 500


class ConceptIndex:
    """The index of one database, in one unit of work."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._engine: SearchEngine = (
            TextSearch() if connection.dialect.name == "postgresql" else Fts5()
        )
        self._counts: Counter[str] = Counter()
        self._shown: dict[str, str] = {}

    def add(self, scheme: str, entries: Sequence[tuple[int, Concept]]) -> None:
        """Index these concepts of a scheme, which are not in the index, under their numbers."""
        if not entries:
            return
        for _, concept in entries:
            words = _spelled(concept)
            self._counts.update(words.keys())
            for stem, word in words.items():
                self._shown.setdefault(stem, word)
        self._engine.put(self._connection, scheme, entries)

    def remove(self, entries: Sequence[tuple[int, Concept]]) -> None:
        """Take these concepts, given as they were indexed, out of the index."""
        for _, concept in entries:
            self._counts.subtract(_spelled(concept).keys())
        self._engine.remove(self._connection, [number for number, _ in entries])

    def finish(self, *, many: bool) -> None:
        """Write what the changes make of the vocabulary; after `many`, put the index in order."""
        changed = iter(sorted((stem, count) for stem, count in self._counts.items() if count))
        while batch := list(islice(changed, _BATCH)):
            rows = [
                {"stem": stem, "shown": self._shown.get(stem, stem), "entries": count}
                for stem, count in batch
            ]
            self._connection.execute(self._count(), rows)
        self._connection.execute(
            delete(concept_vocabulary).where(concept_vocabulary.c.entries <= 0)
        )
        if many:
            self._engine.settle(self._connection)

    def words(self, forms: Collection[str]) -> dict[str, KnownWord]:
        """What the vocabulary knows of these forms."""
        stem = concept_vocabulary.c.stem
        whole = {form for form in forms if not form.endswith("*")}
        beginnings = sorted(set(forms) - whole)
        # "~" comes after every letter and digit.
        asked = [(stem >= form[:-1]) & (stem < f"{form[:-1]}~") for form in beginnings]
        query = select(concept_vocabulary).where(or_(stem.in_(sorted(whole)), *asked))
        rows = self._connection.execute(query).all()
        known = {row.stem: KnownWord(row.shown, row.entries) for row in rows if row.stem in whole}
        for form in beginnings:
            words = [row for row in rows if row.stem.startswith(form[:-1])]
            if words:
                shown = max(words, key=lambda row: (row.entries, row.stem)).shown
                known[form] = KnownWord(shown, sum(row.entries for row in words))
        return known

    def candidates(self, query: ConceptQuery) -> list[int]:
        """The numbers of the concepts that hold words of the question.

        First those that hold all the words in their labels, then anywhere, then those that miss
        one, and so on until there are `ENOUGH`; among equals the shortest label comes first.
        """
        found: dict[int, None] = {}
        for choices, labels in _steps(query.terms):
            found |= dict.fromkeys(self._holding(query, choices, labels=labels))
            if len(found) >= ENOUGH:
                break
        return list(found)[: query.limit]

    def _holding(
        self, query: ConceptQuery, choices: Sequence[Terms], *, labels: bool
    ) -> Iterator[int]:
        source, exact = self._engine.source, exact_collation(self._connection)
        statement = select(source.number).select_from(source.rows).where(self._engine.matches)
        if query.schemes:
            statement = statement.where(source.scheme.in_(query.schemes))
        if query.kinds:
            statement = statement.where(source.kind.in_(query.kinds))
        order: list[Any] = [
            case((source.scheme.in_(query.first), 0), else_=1) if query.first else None,
            case((source.kind.in_(query.last), 1), else_=0) if query.last else None,
            source.length,
            collate(source.scheme, exact),
            collate(source.code, exact),
        ]
        ordered = statement.order_by(*(item for item in order if item is not None))
        match = self._engine.expression(choices, labels=labels)
        return iter(self._connection.scalars(ordered.limit(query.limit), {"match": match}))

    def _count(self) -> Insert:
        if self._connection.dialect.name == "postgresql":
            made: Any = postgresql.insert(concept_vocabulary)
        else:
            made = sqlite.insert(concept_vocabulary)
        total = concept_vocabulary.c.entries + made.excluded.entries
        counted: Insert = made.on_conflict_do_update(
            index_elements=["stem"], set_={"entries": total}
        )
        return counted


def exact_collation(connection: Connection) -> str:
    """The collation that compares characters by their numbers, so that both engines agree."""
    return "C" if connection.dialect.name == "postgresql" else "BINARY"


def _steps(terms: Sequence[Sequence[str]]) -> Iterator[tuple[list[Terms], bool]]:
    """Which terms to ask for together and whether in labels only, the most demanding first."""
    for size in range(len(terms), 1, -1):
        choices: list[Terms] = list(combinations(terms, size))
        yield choices, True
        yield choices, False
    for forms in terms:
        yield [(forms,)], True
        yield [(forms,)], False


def _spelled(concept: Concept) -> dict[str, str]:
    """The stems of a concept, each with a word that has it, from the label if it can be."""
    parts = (concept.label, *concept.other_labels, concept.definition, *concept.texts)
    return {
        token.stem: word[:WORD_LENGTH]
        for part in reversed(parts)
        for word in written_words(part)
        for token in tokens_of(word)
    }
