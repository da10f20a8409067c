"""The digest of a document from the texts of its slots alone: what a whole series costs once.

A sample is walked once with marks in its slots. From then on a document of the series is named,
ordered and hashed without being walked: the few hashes and comparisons that its texts can change
are made, and the canonical text that goes with their outcome is filled. Whenever an outcome would
not prove the text (equal hashes, one IRI for two nodes, one value twice), this way refuses, and
the document goes the general way. So it never differs from it; tests compare them.
"""

import hashlib
from collections.abc import Sequence
from operator import eq
from typing import Any, Final

from badges.documents import JsonObject
from badges.jsonld import walker
from badges.jsonld.active_contexts import UnsupportedError
from badges.jsonld.plans import Order, Outline, Plan, Plans, Statements, ranks
from badges.jsonld.slots import Gapped, Marks, Path, Reader, Texts
from schemas.catalogue import CURRENT, Catalogue

_BUDGET: Final = 8_000_000
_WORK_LIMIT: Final = 40_000


class Template:
    """Documents that differ from a sample only in the texts at some places.

    Args:
        sample: a document that the walker reads.
        paths: the steps to each text that differs.
        catalogue: where its contexts are.
        budget: how many bytes of canonical texts to keep.

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
    ) -> None:
        self._marks = Marks(sample, paths)
        graph = walker.walk(self._marks.document, catalogue)
        sketch = _Sketch(graph, self._marks)
        outline = sketch.outline()
        self._settled, self._touched = sketch.settled, sketch.touched
        self._names, self._subjects = sketch.names, sketch.subjects
        self._groups = sketch.groups
        values = [_at(sample, path) for path in paths]
        self.reader = Reader(graph.contexts, sketch.iris(outline), values)
        self._plans = Plans(outline, self._marks, budget)
        self.document = self._marks.document
        self.gapped = self._marks.gapped
        self._require_same(sample, values, catalogue)

    def digest(self, texts: Texts) -> bytes:
        """SHA-256 of the canonical N-Quads of the document with these texts (PRF-03).

        Raises:
            UnsupportedError: these texts are for the general way.
        """
        return self._plan(texts).digest(texts)

    def canonical(self, texts: Texts) -> bytes:
        """The canonical N-Quads themselves.

        Raises:
            UnsupportedError: these texts are for the general way.
        """
        return self._plan(texts).text.fill(texts)

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

    def _plan(self, texts: Texts) -> Plan:
        digests = [
            hashlib.sha256(text.pattern % text.pick(texts)).digest() for text in self._touched
        ]
        order = Order(
            ranks(self._settled, digests) if digests else (),
            ranks(self._names, [texts[slot] + b">" for slot in self._subjects])
            if self._subjects
            else (),
            tuple([_argsort(group, texts) for group in self._groups]) if self._groups else (),
        )
        return self._plans.get(order) or self._plans.make(order)


def _at(sample: JsonObject, path: Path) -> str:
    value: Any = sample
    for step in path:
        value = value[step]
    return str(value)


def _argsort(group: tuple[Gapped, ...], texts: Texts) -> tuple[int, ...]:
    """The order of several objects of one subject and predicate.

    Raises:
        UnsupportedError: two are equal, so they are one statement.
    """
    lines = [end.pattern % end.pick(texts) for end in group]
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
            blanks, named, settled_blanks, dynamic_blanks, settled_named, dynamic_named
        )

    def iris(self, outline: Outline) -> tuple[int, ...]:
        """The slots that stand for IRIs.

        Raises:
            UnsupportedError: a slot is in no statement at all.
        """
        named: set[int] = set()
        written: set[int] = set()
        for statements in (*outline.blanks, *outline.named):
            named.update(self._marks.slots(statements.subject))
            for predicate, ends in statements.ends.items():
                for end in ends:
                    is_iri = end[len(predicate)] == "<"
                    (named if is_iri else written).update(self._marks.slots(end))
        if len(named | written) != self._marks.count:
            raise UnsupportedError
        return tuple(sorted(named))

    def _statements(self, node: walker.Node, numbers: dict[int, int]) -> Statements:
        found = Statements(node.subject, {}, {}, {})
        tails = sorted(node.tails)
        if any(map(eq, tails, tails[1:])):
            raise UnsupportedError
        for tail in tails:
            found.ends.setdefault(tail[: tail.index("> ") + 2], []).append(tail)
        for predicate, child in node.edges:
            found.links.setdefault(predicate, []).append(numbers[id(child)])
        for predicate, ends in found.ends.items():
            if len(ends) > 1 and self._marks.slots("".join(ends)):
                if not node.subject:
                    raise UnsupportedError  # rare, and the text to hash would have an order too
                found.groups[predicate] = len(self.groups)
                self.groups.append(tuple(map(self._marks.gapped, ends)))
        return found

    def _sort_blanks(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The numbers of the blanks that no slot touches, in the order of their hashes; the rest.

        Raises:
            UnsupportedError: two of them look alike.
        """
        hashes: dict[bytes, int] = {}
        touched = []
        for number, node in enumerate(self._blanks):
            node.tails.sort()
            text = self._marks.gapped(walker.first_degree_text(node))
            if not text.slots:
                digest = hashlib.sha256(text.pattern % ()).digest()
                if hashes.setdefault(digest, number) != number:
                    raise UnsupportedError
            elif len(self._blanks) == 1:
                hashes[b""] = number  # alone, it has the first label whatever its hash
            else:
                touched.append(number)
                self.touched.append(text)
        self.settled = sorted(hashes)
        return tuple(hashes[digest] for digest in self.settled), tuple(touched)

    def _sort_named(
        self, named: tuple[Statements, ...]
    ) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The places of subjects that are no slot, in order; the places of the others."""
        subjects: dict[bytes, int] = {}
        dynamic = []
        for place, statements in enumerate(named):
            slot = self._marks.slot(statements.subject[1:-1])
            if slot is None:
                subjects[statements.subject[1:].encode()] = place
            else:
                dynamic.append(place)
                self.subjects.append(slot)
        self.names = sorted(subjects)
        return tuple(subjects[name] for name in self.names), tuple(dynamic)


def _says(node: walker.Node) -> bool:
    return bool(node.tails or node.edges)
