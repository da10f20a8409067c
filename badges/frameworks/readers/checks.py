"""What every reader asks of the items that it found: one code, a label, a parent that exists."""

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from badges.errors import FrameworkError
from badges.frameworks.readers.rows import Row
from badges.model.concepts import Concept, Link, RowProblem

CODE_LENGTH = 200
LABEL_LENGTH = 5_000
TEXT_LENGTH = 100_000
TEXTS = 1_000
"""How many synonyms, or texts, one item may have."""


@dataclass(frozen=True, slots=True)
class Found:
    """An item, and where in which file it was found."""

    concept: Concept
    file: str
    line: int | None = None


def concepts_of(
    rows: Iterable[Row | RowProblem], make: Callable[[Row], Concept | None]
) -> Iterator[Found | RowProblem]:
    """What `make` makes of each row, where it is; None when the row is none of its business.

    A row of which nothing can be made becomes a problem.
    """
    for row in rows:
        if isinstance(row, RowProblem):
            yield row
            continue
        try:
            concept = make(row)
        except FrameworkError as error:
            yield RowProblem(row.file, row.line, error.code, error.params)
            continue
        if concept is not None:
            yield Found(concept, row.file, row.line)


class Register:
    """The items that came through, so that no code comes twice and links lead somewhere.

    `parents` gives the parent of each code that the files name, before they are read for good: a
    concept is let through with a parent only when that is another item, and closes no circle.
    """

    def __init__(self, parents: Mapping[str, str | None]) -> None:
        self._parents = parents
        self._loops = loops(parents)
        self._seen: dict[str, int] = {}

    def let_through(self, found: Iterable[Found | RowProblem]) -> Iterator[Concept | RowProblem]:
        """The concepts that can be used, and the problems, in their order."""
        for item in found:
            if isinstance(item, RowProblem):
                yield item
                continue
            problem = self._refusal(item)
            if problem is not None:
                yield problem
                continue
            if item.concept.code in self._seen:  # it repeats an earlier one word for word
                continue
            self._seen[item.concept.code] = _print(item.concept)
            yield from self._with_parent(item)

    def links(
        self, links: Iterable[tuple[Link, str, int] | RowProblem]
    ) -> Iterator[Link | RowProblem]:
        """The links between concepts that came through, and problems for the others."""
        for item in links:
            if isinstance(item, RowProblem):
                yield item
                continue
            link, file, line = item
            if link.source in self._seen and link.target in self._seen:
                yield link
            else:
                ends = {"source": link.source, "target": link.target}
                yield RowProblem(file, line, "reader.link_unknown", ends)

    def _refusal(self, item: Found) -> RowProblem | None:
        concept = item.concept
        if not concept.label:
            code, params = "reader.label_missing", {"item": concept.code[:CODE_LENGTH]}
        elif member := _too_long(concept):
            code, params = "reader.too_long", {"item": concept.code[:CODE_LENGTH], "member": member}
        elif self._seen.get(concept.code, _print(concept)) != _print(concept):
            code, params = "reader.code_again", {"item": concept.code}
        else:
            return None
        return RowProblem(item.file, item.line, code, params)

    def _with_parent(self, item: Found) -> Iterator[Concept | RowProblem]:
        concept = item.concept
        parent = concept.broader
        if parent is None:
            yield concept
            return
        if parent not in self._parents:
            code = "reader.parent_unknown"
        elif concept.code in self._loops:
            code = "reader.parent_loop"
        else:
            yield concept
            return
        named = {"item": concept.code, "parent": parent[:CODE_LENGTH]}
        yield RowProblem(item.file, item.line, code, named)
        yield replace(concept, broader=None)


def loops(parents: Mapping[str, str | None]) -> frozenset[str]:
    """The codes whose way up comes back to themselves."""
    safe: set[str] = set()
    caught: set[str] = set()
    for start in parents:
        path: dict[str, None] = {}
        code: str | None = start
        while code is not None and code not in safe and code not in caught and code not in path:
            path[code] = None
            code = parents.get(code)
        if code in path:
            way = list(path)
            caught.update(way[way.index(code) :])
        safe.update(path.keys() - caught)
    return frozenset(caught)


def chosen(
    candidates: Iterable[str], known: Container[str], preferred: Container[str] = ()
) -> tuple[str | None, tuple[str, ...]]:
    """Of several parents, the one under which an item is shown, and the others.

    The first that is preferred, else the first that is known, else the first; None without any.
    """
    every = tuple(dict.fromkeys(candidates))
    for among in (preferred, known):
        for candidate in every:
            if candidate in among:
                return candidate, tuple(other for other in every if other != candidate)
    return (every[0], every[1:]) if every else (None, ())


def several(words: Collection[str]) -> str:
    """Several codes as one note."""
    return " ".join(words)


def _print(concept: Concept) -> int:
    return hash((concept.kind, concept.label, concept.definition, concept.other_labels))


def _too_long(concept: Concept) -> str | None:
    if len(concept.code) > CODE_LENGTH:
        return "code"
    if max(map(len, (concept.label, *concept.other_labels))) > LABEL_LENGTH:
        return "label"
    if max(map(len, (concept.definition, *concept.texts, *concept.notes.values()))) > TEXT_LENGTH:
        return "text"
    if max(len(concept.other_labels), len(concept.texts)) > TEXTS:
        return "number of texts"
    return None
