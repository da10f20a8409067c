"""In which order the statements of a document come, and under which blank labels: a plan.

Documents that differ only in the texts of some slots have the same statements but for those
texts. What the texts can change is an order: of the hashes that name blank nodes, of subjects, of
several objects of one subject and predicate. For each outcome of these comparisons there is one
canonical text with gaps, kept to be filled again (RDFC-1.0 section 4.4).
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final, NamedTuple

from badges.jsonld.active_contexts import UnsupportedError
from badges.jsonld.slots import Gapped, Marks, Texts

_CLOSING: Final = " .\n"


class Order(NamedTuple):
    """The outcome of the comparisons: ranks among blank nodes and subjects, orders of objects."""

    labels: tuple[int, ...]
    subjects: tuple[int, ...]
    objects: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Statements:
    """What is stated about one subject: ends of statements by predicate, and links to blanks.

    `subject` is empty for a blank node. Ends and predicates are in the order of the canonical
    text, but for the ends of predicates in `groups`: the place of each in `Order.objects`.
    """

    subject: str
    ends: dict[str, list[str]]
    links: dict[str, list[int]]
    groups: dict[str, int]


@dataclass(frozen=True, slots=True)
class Outline:
    """The statements of a sample with marks: of blank nodes by number, and of named ones.

    `dynamic` are the numbers of the blanks, and the places of the named nodes, that slots touch.
    """

    blanks: tuple[Statements, ...]
    named: tuple[Statements, ...]
    settled_blanks: tuple[int, ...]
    dynamic_blanks: tuple[int, ...]
    settled_named: tuple[int, ...]
    dynamic_named: tuple[int, ...]

    def text(self, order: Order) -> str:
        """The canonical text, with marks, when the comparisons come out like this."""
        ranks = merged(self.settled_blanks, self.dynamic_blanks, order.labels)
        labels = {number: f"_:c14n{rank}" for rank, number in enumerate(ranks)}
        blocks = [
            _block(self.named[place].subject, self.named[place], labels, order.objects)
            for place in merged(self.settled_named, self.dynamic_named, order.subjects)
        ]
        by_label = sorted((label, number) for number, label in labels.items())
        blocks += [
            _block(label, self.blanks[number], labels, order.objects) for label, number in by_label
        ]
        return "".join(blocks)


def merged(settled: Sequence[int], dynamic: Sequence[int], ranks: Sequence[int]) -> list[int]:
    """`dynamic` put where their ranks say, and `settled` in the places between, in order."""
    places = dict(zip(ranks, dynamic, strict=True))
    rest = iter(settled)
    size = len(settled) + len(dynamic)
    return [places[rank] if rank in places else next(rest) for rank in range(size)]


def _block(
    subject: str,
    statements: Statements,
    labels: dict[int, str],
    objects: tuple[tuple[int, ...], ...],
) -> str:
    lines = list(_lines(statements, labels, objects))
    return subject + subject.join(lines) if lines else ""


def _lines(
    statements: Statements, labels: dict[int, str], objects: tuple[tuple[int, ...], ...]
) -> Iterator[str]:
    """The lines about one subject, without it: texts and IRIs come before blank labels."""
    for predicate in sorted({*statements.ends, *statements.links}):
        ends = statements.ends.get(predicate, [])
        group = statements.groups.get(predicate)
        yield from (ends if group is None else [ends[place] for place in objects[group]])
        linked = sorted(labels[number] for number in statements.links.get(predicate, ()))
        yield from (f"{predicate}{label}{_CLOSING}" for label in linked)


@dataclass(frozen=True, slots=True)
class Plan:
    """A canonical text with gaps, and the hash of its beginning up to the first of them."""

    text: Gapped
    start: Any
    rest: bytes
    pick: Callable[[Texts], Any]

    def digest(self, texts: Texts) -> bytes:
        """SHA-256 of the text filled."""
        state = self.start.copy()
        state.update(self.rest % self.pick(texts))
        found: bytes = state.digest()
        return found


def _plan(text: Gapped) -> Plan:
    start, gap, rest = text.pattern.partition(b"%b")
    return Plan(text, hashlib.sha256(start % ()), gap + rest, text.pick)


class Plans:
    """The plans met so far of one outline, at most so many bytes of them; the oldest goes first."""

    def __init__(self, outline: Outline, marks: Marks, budget: int) -> None:
        self._outline = outline
        self._marks = marks
        self._budget = budget
        self._lock = Lock()
        self._known: dict[Order, Plan] = {}
        self._weight = 0
        self.get = self._known.get

    def make(self, order: Order) -> Plan:
        """The plan for an outcome that is not known yet.

        Raises:
            UnsupportedError: the text has characters that processors write differently.
        """
        plan = _plan(self._marks.gapped(self._outline.text(order)))
        size = _size(plan)
        with self._lock:
            self._known[order] = plan
            self._weight += size
            while self._weight > self._budget and len(self._known) > 1:
                oldest = next(iter(self._known))
                self._weight -= _size(self._known.pop(oldest))
        return plan


def _size(plan: Plan) -> int:
    return len(plan.text.pattern) + len(plan.rest) + 64 * len(plan.text.slots)


def ranks(settled: list[bytes], dynamic: list[bytes]) -> tuple[int, ...]:
    """The places of `dynamic` when all are sorted together.

    Raises:
        UnsupportedError: two are equal, so their order says nothing.
    """
    together = sorted(settled + dynamic)
    if len(set(together)) < len(together):
        raise UnsupportedError
    return tuple(map(together.index, dynamic))
