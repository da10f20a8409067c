"""The digest of a document from the texts of its slots alone: what a whole series costs once.

A sample is walked once with marks in its slots. From then on a document of the series is named,
ordered and hashed without being walked: the few hashes and comparisons that its texts can change
are made, and the canonical text that goes with their outcome is filled. Whenever an outcome would
not prove the text (equal hashes, one IRI for two nodes, one value twice), this way refuses, and
the document goes the general way. So it never differs from it; tests compare them.
"""

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Any, Final

from badges.documents import JsonObject
from badges.documents.kinds import Path
from badges.jsonld import walker
from badges.jsonld.active_contexts import UnsupportedError
from badges.jsonld.plans import Order, Outline, Plans, Statements, Values, ranks
from badges.jsonld.slots import Gapped, Marks, Reader, Texts
from schemas.catalogue import CURRENT, Catalogue

Filler = Callable[[Texts], bytes]

_BUDGET: Final = 8_000_000
_WORK_LIMIT: Final = 40_000


class Template:
    """Documents that differ from a sample only in the texts at some places.

    Args:
        sample: a document that the walker reads.
        paths: the steps to each text that differs.
        catalogue: where its contexts are.
        budget: how many bytes of each half of canonical texts to keep.
        is_series: whether many documents will come, so that orders of labels come again.

    Raises:
        UnsupportedError: the series is not one that this way can prove.
    """

    def __init__(
        self,
        sample: JsonObject,
        paths: Sequence[Path],
        catalogue: Catalogue = CURRENT,
        *,
        budget: int = _BUDGET,
        is_series: bool = True,
    ) -> None:
        self._marks = Marks(sample, paths)
        graph = walker.walk(self._marks.document, catalogue)
        sketch = _Sketch(graph, self._marks)
        outline = sketch.outline()
        self._settled = sketch.settled, frozenset(sketch.settled)
        self._touched = [(text.pattern, text.picker()) for text in sketch.touched]
        self._names = sketch.names, frozenset(sketch.names)
        self._subjects = sketch.subjects
        self._groups = [tuple(end.filler() for end in group) for group in sketch.groups]
        self._is_settled = not (self._touched or self._subjects or self._groups)
        values = [_at(sample, path) for path in paths]
        self.reader = Reader(graph.contexts, sketch.iris(), values)
        self._plans = Plans(outline, budget, keeps_labels=is_series)
        self.document = self._marks.document
        self.gapped = self._marks.gapped
        self._require_same(sample, values, catalogue)

    def digest(self, texts: Texts) -> bytes:
        """SHA-256 of the canonical N-Quads of the document with these texts (PRF-03).

        Raises:
            UnsupportedError: these texts are for the general way.
        """
        return self._plans.digest(self._order(texts), texts)

    def canonical(self, texts: Texts) -> bytes:
        """The canonical N-Quads themselves.

        Raises:
            UnsupportedError: these texts are for the general way.
        """
        return self._plans.text(self._order(texts), texts)

    def _require_same(
        self, sample: JsonObject, values: Sequence[str], catalogue: Catalogue
    ) -> None:
        """Compare this way with the walker's, on the sample itself."""
        try:
            filled = self.canonical(self.reader.texts(values))
        except UnsupportedError:
            return  # its own texts are none of those that this way takes; others may be
        walked = "".join(walker.canonical_blocks(sample, catalogue, _WORK_LIMIT))
        if filled != walked.encode():
            raise UnsupportedError

    def _order(self, texts: Texts) -> Order:
        if self._is_settled:
            return ((), ()), ()
        digests = [sha256(pattern % pick(texts)).digest() for pattern, pick in self._touched]
        subjects = [texts[slot] + b">" for slot in self._subjects]
        orders = tuple([_argsort(group, texts) for group in self._groups])
        return (
            (ranks(*self._names, subjects) if subjects else (), orders),
            ranks(*self._settled, digests) if digests else (),
        )


def _at(sample: JsonObject, path: Path) -> str:
    value: Any = sample
    for step in path:
        value = value[step]
    return str(value)


def _argsort(group: tuple[Filler, ...], texts: Texts) -> tuple[int, ...]:
    """The order of several objects of one subject and predicate.

    Raises:
        UnsupportedError: two are equal, so they are one statement.
    """
    lines = [end(texts) for end in group]
    if len(set(lines)) < len(lines):
        raise UnsupportedError
    return tuple(sorted(range(len(lines)), key=lines.__getitem__))


class _Sketch:
    """What the graph of a sample with marks says about the documents of the series.

    Attributes:
        settled: the hashes of the blank nodes that no slot touches, in order.
        touched: the text to hash for each of the others.
        names: the subjects that are no slot, without their first bracket, in order.
        subjects: the slots that are subjects.
        groups: the ends of statements, of one subject and predicate, that a slot can reorder.
    """

    def __init__(self, graph: walker.Graph, marks: Marks) -> None:
        for node in (*graph.blanks, *graph.named.values()):
            walker.tidy(node)
        self._marks = marks
        self._nodes = [*graph.blanks, *(node for node in graph.named.values() if _says(node))]
        self._blanks = graph.blanks
        self.settled: list[bytes] = []
        self.touched: list[Gapped] = []
        self.names: list[bytes] = []
        self.subjects: list[int] = []
        self.groups: list[tuple[Gapped, ...]] = []

    def outline(self) -> Outline:
        """The statements, and what is settled about their order."""
        numbers = {id(node): number for number, node in enumerate(self._blanks)}
        statements = tuple(self._statements(node, numbers) for node in self._nodes)
        blanks, named = statements[: len(numbers)], statements[len(numbers) :]
        settled_blanks, dynamic_blanks = self._sort_blanks()
        settled_named, dynamic_named = self._sort_named(named)
        return Outline(
            self._marks.count,
            blanks,
            named,
            settled_blanks,
            dynamic_blanks,
            settled_named,
            dynamic_named,
        )

    def iris(self) -> tuple[int, ...]:
        """The slots that stand for IRIs.

        Raises:
            UnsupportedError: a slot is in no statement at all.
        """
        named: set[int] = set()
        written: set[int] = set()
        for node in self._nodes:
            named.update(self._marks.slots(node.subject))
            for tail in node.tails:
                is_iri = tail[len(_predicate(tail))] == "<"
                (named if is_iri else written).update(self._marks.slots(tail))
        if len(named | written) != self._marks.count:
            raise UnsupportedError
        return tuple(sorted(named))

    def _statements(self, node: walker.Node, numbers: dict[int, int]) -> Statements:
        ends: dict[str, list[str]] = {}
        links: dict[str, list[int]] = {}
        for tail in node.tails:
            ends.setdefault(_predicate(tail), []).append(tail)
        for predicate, child in node.edges:
            links.setdefault(predicate, []).append(numbers[id(child)])
        values = tuple(
            self._values(node, predicate, ends.get(predicate, []), links.get(predicate, []))
            for predicate in sorted({*ends, *links})
        )
        return Statements(self._marks.gapped(node.subject), values)

    def _values(
        self, node: walker.Node, predicate: str, ends: list[str], links: list[int]
    ) -> Values:
        group = None
        gapped = tuple(map(self._marks.gapped, ends))
        if len(ends) > 1 and any(end.slots for end in gapped):
            if not node.subject:
                raise UnsupportedError  # rare, and the text to hash would have an order too
            group = len(self.groups)
            self.groups.append(gapped)
        return Values(gapped, self._marks.gapped(predicate).pattern, tuple(links), group)

    def _sort_blanks(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The numbers of the blanks that no slot touches, in the order of their hashes; the rest.

        Raises:
            UnsupportedError: two of them look alike.
        """
        hashes: dict[bytes, int] = {}
        touched = []
        for number, node in enumerate(self._blanks):
            text = self._marks.gapped(walker.first_degree_text(node))
            if not text.slots:
                digest = sha256(text.pattern % ()).digest()
                if hashes.setdefault(digest, number) != number:
                    raise UnsupportedError
            elif len(self._blanks) == 1:
                hashes[b""] = number  # alone, it has the first label whatever its hash
            else:
                touched.append(number)
                self.touched.append(text)
        self.settled = sorted(hashes)
        return tuple(hashes[digest] for digest in self.settled), tuple(touched)

    def _sort_named(self, named: tuple[Statements, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The places of subjects that are no slot, in order; the places of the others."""
        subjects: dict[bytes, int] = {}
        dynamic = []
        for place, statements in enumerate(named):
            if statements.subject.slots:  # a mark is all of an IRI, never a part
                dynamic.append(place)
                self.subjects += statements.subject.slots
            else:
                subjects[statements.subject.pattern[1:] % ()] = place
        self.names = sorted(subjects)
        return tuple(subjects[name] for name in self.names), tuple(dynamic)


def _predicate(tail: str) -> str:
    """The start of the end of a statement: ` <iri> `."""
    return tail[: tail.index("> ") + 2]


def _says(node: walker.Node) -> bool:
    return bool(node.tails or node.edges)
