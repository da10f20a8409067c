"""In which order the statements of a document come, and under which blank labels: plans.

Documents that differ only in the texts of some slots have the same statements but for those
texts. What the texts can change is an order: of the hashes that name blank nodes, of subjects, of
several objects of one subject and predicate. A canonical text is first what is said about names,
then what is said about blank nodes (`<` comes before `_`). For each outcome of the comparisons
each half has one text with gaps, kept to be filled again (RDFC-1.0 section 4.4).
"""

import hashlib
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from operator import itemgetter
from threading import Lock
from typing import Any, Final, Generic, NamedTuple, TypeVar

from badges.jsonld.active_contexts import UnsupportedError
from badges.jsonld.slots import Gapped, Texts

Orders = tuple[tuple[int, ...], ...]

_CLOSING: Final = b" .\n"
_PLAN_WEIGHT: Final = 1_000
_BEFORE_GAP = re.compile(rb"(?:[^%]++|%%)*+")


Order = tuple[tuple[tuple[int, ...], Orders], tuple[int, ...]]
"""The outcome of the comparisons: ranks among subjects and orders of objects; ranks of blanks."""


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

    def quick(self, place: int, slots: int) -> "Quick | None":
        """The same made ready to be written under any labels; None when links have an order.

        `place` is its own among the blank nodes, whose labels come after the texts of the slots.
        """
        lines: list[bytes] = []
        gaps: list[int] = []
        for value in self.values:
            if len(value.links) > 1 or value.group is not None:
                return None
            for end in value.ends:
                lines.append(b"%b" + end.pattern)
                gaps += (slots + place, *end.slots)
            for child in value.links:
                lines.append(b"%b" + value.link + b"%b" + _CLOSING)
                gaps += (slots + place, slots + child)
        found = tuple([gap for gap in gaps if gap < slots])
        return Quick(b"".join(lines), itemgetter(*gaps) if gaps else _nothing, found)


class Quick(NamedTuple):
    """The lines about a blank node, with gaps for texts and labels alike.

    `pick` takes those for its gaps, of the texts of all slots and then the labels of all blank
    nodes; `slots` are the slots among them.
    """

    pattern: bytes
    pick: Callable[[Sequence[bytes]], Any]
    slots: tuple[int, ...]


def _nothing(_labels: Sequence[bytes]) -> tuple[()]:
    return ()


def _twice(pattern: bytes) -> bytes:
    """A text with gaps to be filled twice: what stands for a sign still does after the first."""
    return pattern.replace(b"%%", b"%%%%")


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
    def quick(self) -> tuple[Quick, ...] | None:
        """The blank nodes made ready, or None when one of them cannot be."""
        made = [blank.quick(place, self.slots) for place, blank in enumerate(self.blanks)]
        ready = tuple([item for item in made if item])
        return ready if len(ready) == len(made) else None

    @cached_property
    def alphabetical(self) -> Callable[[Sequence[int]], tuple[int, ...]]:
        """What takes places in the order of labels as texts, where 10 comes before 2."""
        numbers = sorted(range(len(self.blanks)), key=self.names.__getitem__)
        if len(numbers) > 1:  # else it would not take a tuple
            return itemgetter(*numbers)
        return tuple

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

    def blank_places(self, ranks: tuple[int, ...]) -> list[int]:
        """The blank nodes in the order of their hashes, which is that of their labels' numbers."""
        return _merged(self.settled_blanks, self.dynamic_blanks, ranks)

    @cached_property
    def names(self) -> tuple[bytes, ...]:
        """As many labels as there are blank nodes."""
        return tuple(b"_:c14n%d" % number for number in range(len(self.blanks)))

    def labels(self, places: list[int]) -> list[bytes]:
        """The label of each blank node, when this is their order."""
        labels = [b""] * len(places)
        for label, place in zip(self.names, places, strict=True):
            labels[place] = label
        return labels

    def blank_text(self, places: list[int], labels: Sequence[bytes]) -> Gapped:
        """What is said about blank nodes in this order, under the labels that go with it."""
        ordered = self.alphabetical(places)
        if self.quick is None:
            return _joined([self._blank_block(place, labels) for place in ordered])
        quick = [self.quick[place] for place in ordered]
        pool = (b"%b",) * self.slots + tuple(labels)
        return Gapped(
            b"".join([_twice(pattern) % pick(pool) for pattern, pick, _ in quick]),
            tuple(chain.from_iterable([slots for _, _, slots in quick])),
        )

    def blank_said(
        self, quick: tuple[Quick, ...], places: list[int], labels: list[bytes], texts: Texts
    ) -> bytes:
        """The same filled at once, when it is not to be filled again."""
        pool = (*texts, *labels)
        ordered = [quick[place] for place in self.alphabetical(places)]
        return b"".join([pattern % pick(pool) for pattern, pick, _ in ordered])

    def _blank_block(self, place: int, labels: Sequence[bytes]) -> Gapped:
        lines: list[Gapped] = []
        for value in self.blanks[place].values:
            linked = sorted([labels[child] for child in value.links])
            lines += value.lines((), [Gapped(text, ()) for text in linked])
        return _block(Gapped(labels[place], ()), lines)


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

    They are read without a lock, and written under one. Without a budget none is kept: each is
    soon made, and among many none is met twice.
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
        if not self._budget:
            return plan
        with self._lock:
            if self._known.setdefault(key, plan) is plan:
                self._weight += _weight(plan)
            while len(self._known) > 1 and self._weight > self._budget:
                self._weight -= _weight(self._known.pop(next(iter(self._known))))
        return plan


class Plans:
    """The plans of one outline, kept while they are not too many."""

    def __init__(self, outline: Outline, budget: int, *, keeps_labels: bool) -> None:
        self._outline = outline
        self._keeps_labels = keeps_labels
        self._links = [links for links in outline.links() if links]
        self._is_single = all(len(links) == 1 for links in self._links)
        self._named = _Kept(self._make_named, budget)
        self._blank = _Kept(self._make_blank, budget if keeps_labels else 0)

    def digest(self, order: Order, texts: Texts) -> bytes:
        """SHA-256 of the canonical text when comparisons come out like this, filled."""
        named = self._named.get(order[0])
        links, said = self._of_blanks(order[1], texts)
        state = named.start.copy()
        state.update(named.pattern % named.pick(texts + links) + said)
        return state.digest()

    def _of_blanks(self, key: tuple[int, ...], texts: Texts) -> tuple[Texts, bytes]:
        """The labels that names lead to, and what is said about blank nodes, filled."""
        quick = None if self._keeps_labels else self._outline.quick
        if quick is not None:
            places = self._outline.blank_places(key)
            labels = self._outline.labels(places)
            return self._linked(labels), self._outline.blank_said(quick, places, labels, texts)
        blank = self._blank.get(key)
        return blank.labels, blank.pattern % blank.pick(texts)

    def text(self, order: Order, texts: Texts) -> bytes:
        """The canonical text itself, filled."""
        places = self._outline.blank_places(order[1])
        labels = self._outline.labels(places)
        named = self._outline.named_text(*order[0]).filler()
        blank = self._outline.blank_text(places, labels).filler()
        return named(texts + self._linked(labels)) + blank(texts)

    def _make_named(self, key: tuple[tuple[int, ...], Orders]) -> _NamedPlan:
        return _NamedPlan(self._outline.named_text(*key))

    def _make_blank(self, ranks: tuple[int, ...]) -> _BlankPlan:
        places = self._outline.blank_places(ranks)
        labels = self._outline.labels(places)
        return _BlankPlan(self._outline.blank_text(places, labels), self._linked(labels))

    def _linked(self, labels: Sequence[bytes]) -> Texts:
        """The labels that fill the gaps of names, those of one subject and predicate in order."""
        return tuple(
            [labels[links[0]] for links in self._links]
            if self._is_single
            else [label for links in self._links for label in sorted([labels[n] for n in links])]
        )


def ranks(settled: list[bytes], known: frozenset[bytes], dynamic: list[bytes]) -> tuple[int, ...]:
    """The places of `dynamic` when all are sorted together; `known` are the settled ones again.

    Raises:
        UnsupportedError: two are equal, so their order says nothing.
    """
    ordered = sorted(dynamic)
    if len(set(dynamic)) < len(dynamic) or not known.isdisjoint(dynamic):
        raise UnsupportedError
    return tuple([bisect_left(settled, item) + ordered.index(item) for item in dynamic])
