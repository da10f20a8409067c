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
from itertools import accumulate, chain
from threading import Lock
from typing import Any, Final, Generic, TypeVar

from badges.documents.kinds import taker
from badges.jsonld.active_contexts import UnsupportedError
from badges.jsonld.slots import Gapped, Texts

Orders = tuple[tuple[int, ...], ...]

_CLOSING: Final = b" .\n"
_CUT: Final = b"\0"
"""Between texts that are cut: canonical text has it escaped alone."""
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

    def pieces(self, place: int, slots: int) -> list[bytes | int] | None:
        """The lines about a blank node, cut at their gaps; None when links have an order.

        A gap is the number of a slot, or of a blank node, whose labels come after the slots;
        `place` is its own among them.
        """
        pieces: list[bytes | int] = []
        for value in self.values:
            if len(value.links) > 1 or value.group is not None:
                return None
            for end in value.ends:
                pieces += (slots + place, *_cut(end))
            for child in value.links:
                pieces += (slots + place, value.link % (), slots + child, _CLOSING)
        return pieces


def _cut(text: Gapped) -> list[bytes | int]:
    """Plain texts and the slots between them."""
    plain = (text.pattern % ((_CUT,) * len(text.slots))).split(_CUT)
    pieces: list[bytes | int] = [plain[0]]
    for slot, rest in zip(text.slots, plain[1:], strict=True):
        pieces += (slot, rest)
    return pieces


class Quick:
    """The lines about blank nodes made ready to be written in any order, under any labels."""

    def __init__(self, nodes: Sequence[Sequence[bytes | int]], gaps: int) -> None:
        plain = [piece for node in nodes for piece in node if isinstance(piece, bytes)]
        numbers = {text: gaps + number for number, text in enumerate(dict.fromkeys(plain))}
        self._plain = tuple(numbers)
        self._takers = [
            taker([numbers[item] if isinstance(item, bytes) else item for item in node])
            for node in nodes
        ]
        self._nodes = nodes

    def said(self, ordered: Sequence[int], texts: Texts, labels: Sequence[bytes]) -> bytes:
        """What is said about the nodes in this order."""
        takers, pool = self._takers, (*texts, *labels, *self._plain)
        return b"".join(chain.from_iterable([takers[place](pool) for place in ordered]))

    def gapped(self, ordered: Sequence[int], slots: int, labels: Sequence[bytes]) -> Gapped:
        """The same with gaps for the texts."""
        pool = (*(b"%b",) * slots, *labels, *[text.replace(b"%", b"%%") for text in self._plain])
        pieces = chain.from_iterable([self._takers[place](pool) for place in ordered])
        found = chain.from_iterable([self._nodes[place] for place in ordered])
        return Gapped(
            b"".join(pieces),
            tuple([gap for gap in found if isinstance(gap, int) and gap < slots]),
        )


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
    def quick(self) -> Quick | None:
        """The blank nodes made ready, or None when one of them cannot be."""
        made = [blank.pieces(place, self.slots) for place, blank in enumerate(self.blanks)]
        ready = [pieces for pieces in made if pieces is not None]
        return Quick(ready, self.slots + len(made)) if len(ready) == len(made) else None

    @cached_property
    def alphabetical(self) -> Callable[[Sequence[int]], tuple[int, ...]]:
        """What takes places in the order of labels as texts, where 10 comes before 2."""
        return taker(sorted(range(len(self.blanks)), key=self.names.__getitem__))

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
        return self.quick.gapped(ordered, self.slots, labels)

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
        links = [links for links in outline.links() if links]
        self._links = taker(list(chain.from_iterable(links)))
        ends = list(accumulate(map(len, links)))
        # Labels of one subject and predicate come in the order of their texts.
        self._several = [
            slice(end - len(group), end)
            for group, end in zip(links, ends, strict=True)
            if len(group) > 1
        ]
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
            return self._linked(labels), quick.said(
                self._outline.alphabetical(places), texts, labels
            )
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
        found = self._links(labels)
        if not self._several:
            return found
        ordered = list(found)
        for group in self._several:
            ordered[group] = sorted(ordered[group])
        return tuple(ordered)


def ranks(settled: list[bytes], known: frozenset[bytes], dynamic: list[bytes]) -> tuple[int, ...]:
    """The places of `dynamic` when all are sorted together; `known` are the settled ones again.

    Raises:
        UnsupportedError: two are equal, so their order says nothing.
    """
    ordered = sorted(dynamic)
    if len(set(dynamic)) < len(dynamic) or not known.isdisjoint(dynamic):
        raise UnsupportedError
    return tuple([bisect_left(settled, item) + ordered.index(item) for item in dynamic])
