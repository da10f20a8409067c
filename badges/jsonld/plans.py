"""In which order the statements of a document come, and under which blank labels: plans.

Documents that differ only in the texts of some slots have the same statements but for those
texts. What the texts can change is an order: of the hashes that name blank nodes, of subjects, of
several objects of one subject and predicate. A canonical text is first what is said about names,
then what is said about blank nodes (`<` comes before `_`). For each outcome of the comparisons
each half has one text with gaps, kept to be filled again (RDFC-1.0 section 4.4).
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from threading import Lock
from typing import Any, Final, Generic, NamedTuple, TypeVar

from badges.jsonld.active_contexts import UnsupportedError
from badges.jsonld.slots import Gapped, Texts

Orders = tuple[tuple[int, ...], ...]

_CLOSING: Final = b" .\n"
_PLAN_WEIGHT: Final = 1_000
_BEFORE_GAP = re.compile(rb"(?:[^%]++|%%)*+")


class Order(NamedTuple):
    """The outcome of the comparisons: ranks among subjects, orders of objects, ranks of blanks."""

    named: tuple[tuple[int, ...], Orders]
    labels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Values:
    """The values of one predicate of a subject: ends of lines with gaps, and links to blanks.

    `link` is the predicate as it stands before a label, and `links` are the places of blanks.
    The ends are in the order of the canonical text, unless they are a `group`: then their order
    is at that place in the orders of objects.
    """

    ends: tuple[Gapped, ...]
    link: bytes
    links: tuple[int, ...] = ()
    group: int | None = None

    def lines(self, orders: Orders, labels: Sequence[Gapped]) -> Iterator[Gapped]:
        """The ends of all lines, in order: texts and IRIs come before labels of blank nodes."""
        if self.group is None:
            yield from self.ends
        else:
            yield from (self.ends[place] for place in orders[self.group])
        for label in labels:
            yield Gapped(self.link + label.pattern + _CLOSING, label.slots)


@dataclass(frozen=True, slots=True)
class Statements:
    """What is stated about one subject, by predicate, in order; a blank's subject is empty."""

    subject: Gapped
    values: tuple[Values, ...]

    def quick(self) -> "Quick | None":
        """The same made ready to be written under any labels; None when links have an order."""
        lines: list[bytes] = []
        links = []
        for value in self.values:
            if len(value.links) > 1 or value.group is not None:
                return None
            lines += [end.pattern for end in value.ends]
            if value.links:
                links.append((len(lines), value.link, value.links[0]))
                lines.append(b"")
        slots = chain.from_iterable(end.slots for value in self.values for end in value.ends)
        return Quick(tuple(lines), tuple(links), tuple(slots))


@dataclass(frozen=True, slots=True)
class Quick:
    """The lines about a blank node, but for labels: which lines are links, and to which blank."""

    lines: tuple[bytes, ...]
    links: tuple[tuple[int, bytes, int], ...]
    slots: tuple[int, ...]

    def block(self, label: bytes, labels: dict[int, bytes]) -> Gapped:
        """The lines under these labels."""
        lines: Sequence[bytes] = self.lines
        if self.links:
            lines = list(lines)
            for number, link, child in self.links:
                lines[number] = link + labels[child] + _CLOSING
        return Gapped(label + label.join(lines) if lines else b"", self.slots)


@dataclass(frozen=True)
class Outline:
    """The statements of a sample: of its blank nodes, and of the others.

    `dynamic` are the places of those whose own place the slots can change; the settled ones are
    in the order of their hashes, or of their names. `slots` is their number.
    """

    slots: int
    blanks: tuple[Statements, ...]
    named: tuple[Statements, ...]
    settled_blanks: tuple[int, ...]
    dynamic_blanks: tuple[int, ...]
    settled_named: tuple[int, ...]
    dynamic_named: tuple[int, ...]

    @cached_property
    def quick(self) -> tuple[Quick | None, ...]:
        """The blank nodes made ready."""
        return tuple(blank.quick() for blank in self.blanks)

    def links(self) -> list[tuple[int, ...]]:
        """The blanks that a name leads to, those of one subject and predicate together."""
        return [value.links for node in self.named for value in node.values]

    def named_text(self, subjects: tuple[int, ...], orders: Orders) -> Gapped:
        """What is said about names; the labels of `links()` are gaps too, after the slots."""
        gap = self.slots
        blocks = {}
        for place, node in enumerate(self.named):
            lines: list[Gapped] = []
            for value in node.values:
                labels = [Gapped(b"%b", (gap + n,)) for n in range(len(value.links))]
                gap += len(labels)
                lines += value.lines(orders, labels)
            blocks[place] = _block(node.subject, lines)
        places = _merged(self.settled_named, self.dynamic_named, subjects)
        return _joined([blocks[place] for place in places])

    def labels(self, ranks: tuple[int, ...]) -> dict[int, bytes]:
        """The label of each blank node."""
        places = _merged(self.settled_blanks, self.dynamic_blanks, ranks)
        return {place: b"_:c14n%d" % rank for rank, place in enumerate(places)}

    def blank_text(self, labels: dict[int, bytes]) -> Gapped:
        """What is said about blank nodes, under these labels."""
        blocks = []
        for label, place in sorted(zip(labels.values(), labels, strict=True)):
            quick = self.quick[place]
            if quick is not None:
                blocks.append(quick.block(label, labels))
                continue
            lines: list[Gapped] = []
            for value in self.blanks[place].values:
                linked = sorted([labels[child] for child in value.links])
                lines += value.lines((), [Gapped(text, ()) for text in linked])
            blocks.append(_block(Gapped(label, ()), lines))
        return _joined(blocks)


def _block(subject: Gapped, lines: list[Gapped]) -> Gapped:
    if not lines:
        return Gapped(b"", ())
    pattern = subject.pattern + subject.pattern.join([line.pattern for line in lines])
    return Gapped(
        pattern, tuple(chain.from_iterable((*subject.slots, *line.slots) for line in lines))
    )


def _joined(blocks: Sequence[Gapped]) -> Gapped:
    pattern = b"".join([block.pattern for block in blocks])
    return Gapped(pattern, tuple(chain.from_iterable([block.slots for block in blocks])))


def _merged(settled: Sequence[int], dynamic: Sequence[int], ranks: Sequence[int]) -> list[int]:
    """`dynamic` put where their ranks say, and `settled` in the places between, in order."""
    places = list(settled)
    for rank, place in sorted(zip(ranks, dynamic, strict=True)):
        places.insert(rank, place)
    return places


class _NamedPlan:
    """What is said about names: hashed up to the first gap, then a text with gaps."""

    __slots__ = ("pattern", "pick", "start")

    def __init__(self, text: Gapped) -> None:
        start = _BEFORE_GAP.match(text.pattern)
        end = start.end() if start else 0
        self.start = hashlib.sha256(text.pattern[:end] % ())
        self.pattern = text.pattern[end:]
        self.pick = text.picker()


class _BlankPlan:
    """What is said about blank nodes, and the labels that names lead to."""

    __slots__ = ("labels", "pattern", "pick")

    def __init__(self, text: Gapped, labels: Texts) -> None:
        self.pattern = text.pattern
        self.pick = text.picker()
        self.labels = labels


def _weight(plan: _NamedPlan | _BlankPlan) -> int:
    return len(plan.pattern) + _PLAN_WEIGHT


Key = tuple[object, ...]
AnyPlan = TypeVar("AnyPlan", _NamedPlan, _BlankPlan)


class _Kept(Generic[AnyPlan]):
    """Plans by the outcome of comparisons, the oldest forgotten when they weigh too much.

    They are read without a lock, and written under one.
    """

    def __init__(self, make: Callable[[Any], AnyPlan], budget: int) -> None:
        self._make: Callable[[Any], AnyPlan] = make
        self._budget = budget
        self._lock = Lock()
        self._known: dict[Key, AnyPlan] = {}
        self._weight = 0

    def get(self, key: Key) -> AnyPlan:
        """The plan for an outcome of comparisons."""
        return self._known.get(key) or self._add(key)

    def _add(self, key: Key) -> AnyPlan:
        plan: AnyPlan = self._make(key)
        with self._lock:
            if self._known.setdefault(key, plan) is plan:
                self._weight += _weight(plan)
            while len(self._known) > 1 and self._weight > self._budget:
                self._weight -= _weight(self._known.pop(next(iter(self._known))))
        return plan


class Plans:
    """The plans of one outline, kept while they are not too many."""

    def __init__(self, outline: Outline, budget: int) -> None:
        self._outline = outline
        self._links = [links for links in outline.links() if links]
        self._named = _Kept(self._make_named, budget)
        self._blank = _Kept(self._make_blank, budget)

    def digest(self, order: Order, texts: Texts) -> bytes:
        """SHA-256 of the canonical text when comparisons come out like this, filled."""
        named = self._named.get(order.named)
        blank = self._blank.get(order.labels)
        state = named.start.copy()
        state.update(named.pattern % named.pick(texts + blank.labels))
        state.update(blank.pattern % blank.pick(texts))
        return state.digest()

    def text(self, order: Order, texts: Texts) -> bytes:
        """The canonical text itself, filled."""
        labels = self._outline.labels(order.labels)
        named = self._outline.named_text(*order.named).filler()
        blank = self._outline.blank_text(labels).filler()
        return named(texts + self._linked(labels)) + blank(texts)

    def _make_named(self, key: tuple[tuple[int, ...], Orders]) -> _NamedPlan:
        return _NamedPlan(self._outline.named_text(*key))

    def _make_blank(self, ranks: tuple[int, ...]) -> _BlankPlan:
        labels = self._outline.labels(ranks)
        return _BlankPlan(self._outline.blank_text(labels), self._linked(labels))

    def _linked(self, labels: dict[int, bytes]) -> Texts:
        """The labels that fill the gaps of names, those of one subject and predicate in order."""
        return tuple(
            [label for links in self._links for label in sorted([labels[n] for n in links])]
        )


def ranks(settled: list[bytes], dynamic: list[bytes]) -> tuple[int, ...]:
    """The places of `dynamic` when all are sorted together.

    Raises:
        UnsupportedError: two are equal, so their order says nothing.
    """
    together = sorted(settled + dynamic)
    if len(set(together)) < len(together):
        raise UnsupportedError
    return tuple(map(together.index, dynamic))
