"""RDFC-1.0: the same names for the blank nodes of the same dataset, whoever computes them.

This is the general algorithm, for any dataset: named graphs, blank graph names, cycles. The names
follow from hashes of what surrounds each blank node; where that leaves nodes alike, the paths
between them are compared, and that work is counted and bounded (SAFE-07).
https://www.w3.org/TR/rdf-canon/
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import permutations

from badges.errors import CanonicalisationTooCostly
from badges.jsonld.nquads import Quad, line

WORK_LIMIT = 400_000
"""Steps allowed when comparing paths, under a second of work; honest badges need a few hundred."""


def canonicalize(
    quads: Iterable[Quad], *, hash_algorithm: str = "sha256", work_limit: int = WORK_LIMIT
) -> str:
    """The canonical N-Quads of a dataset.

    Raises:
        CanonicalisationTooCostly: the blank nodes are too much alike to be told apart in time.
    """
    distinct = list(dict.fromkeys(quads))
    labels = canonical_labels(distinct, hash_algorithm=hash_algorithm, work_limit=work_limit)
    return "".join(sorted(line(_relabel(quad, labels)) for quad in distinct))


def canonical_labels(
    quads: list[Quad], *, hash_algorithm: str = "sha256", work_limit: int = WORK_LIMIT
) -> dict[str, str]:
    """The canonical label of each blank node of a dataset without repeated quads.

    Raises:
        CanonicalisationTooCostly: as `canonicalize`.
    """
    naming = _Naming(quads, hash_algorithm, work_limit)
    try:
        return naming.labels()
    except RecursionError as error:
        raise CanonicalisationTooCostly("jsonld.too_costly", limit=work_limit) from error


def _relabel(quad: Quad, labels: dict[str, str]) -> Quad:
    subject, predicate, value, graph = quad
    return (
        labels.get(subject, subject),
        predicate,
        labels.get(value, value),
        labels.get(graph, graph),
    )


def _blanks(quad: Quad) -> Iterator[tuple[str, str]]:
    """The blank nodes of a quad, each with the letter of its position."""
    for position, term in (("s", quad[0]), ("o", quad[2]), ("g", quad[3])):
        if term.startswith("_:"):
            yield position, term


@dataclass
class _Issuer:
    """Gives out labels in the order in which they are first asked for."""

    prefix: str
    issued: dict[str, str] = field(default_factory=dict)

    def issue(self, blank: str) -> str:
        label = self.issued.get(blank)
        if label is None:
            label = self.issued[blank] = f"{self.prefix}{len(self.issued)}"
        return label

    def copy(self) -> "_Issuer":
        return _Issuer(self.prefix, dict(self.issued))


class _Naming:
    """One run of the algorithm over one dataset (section 4.4 of the Recommendation)."""

    def __init__(self, quads: list[Quad], hash_algorithm: str, work_limit: int) -> None:
        self._hash_algorithm = hash_algorithm
        self._work_limit = work_limit
        self._work = 0
        self._canonical = _Issuer("_:c14n")
        self._mentions: dict[str, list[Quad]] = {}
        for quad in quads:
            # A quad that names a blank node twice is still one mention of it.
            for blank in dict.fromkeys(term for _, term in _blanks(quad)):
                self._mentions.setdefault(blank, []).append(quad)
        self._first_degree = {blank: self._hash_first_degree(blank) for blank in self._mentions}

    def labels(self) -> dict[str, str]:
        """The canonical labels, unique hashes first (steps 4 and 5)."""
        alike: dict[str, list[str]] = {}
        for blank, digest in self._first_degree.items():
            alike.setdefault(digest, []).append(blank)
        groups = [alike[digest] for digest in sorted(alike)]
        for group in groups:
            if len(group) == 1:
                self._canonical.issue(group[0])
        for group in groups:
            if len(group) > 1:
                self._name_alike(group)
        return self._canonical.issued

    def _name_alike(self, group: list[str]) -> None:
        results = []
        for blank in group:
            if blank not in self._canonical.issued:
                issuer = _Issuer("_:b")
                issuer.issue(blank)
                results.append(self._hash_n_degree(blank, issuer))
        for _, issuer in sorted(results, key=lambda result: result[0]):
            for blank in issuer.issued:
                self._canonical.issue(blank)

    def _hash(self, text: str) -> str:
        return hashlib.new(self._hash_algorithm, text.encode()).hexdigest()

    def _hash_first_degree(self, blank: str) -> str:
        """Hash of the quads that mention `blank`, itself as `_:a`, others as `_:z` (4.6)."""

        def mask(term: str) -> str:
            if term.startswith("_:"):
                return "_:a" if term == blank else "_:z"
            return term

        return self._hash(
            "".join(
                sorted(line((mask(s), p, mask(o), mask(g))) for s, p, o, g in self._mentions[blank])
            )
        )

    def _hash_related(self, related: str, quad: Quad, issuer: _Issuer, position: str) -> str:
        """Hash of one neighbour as seen through one quad (4.7)."""
        identifier = (
            self._canonical.issued.get(related)
            or issuer.issued.get(related)
            or self._first_degree[related]
        )
        predicate = "" if position == "g" else quad[1]
        return self._hash(position + predicate + identifier)

    def _hash_n_degree(self, blank: str, issuer: _Issuer) -> tuple[str, _Issuer]:
        """Hash of what surrounds `blank`, and the labels given on the best way round (4.8)."""
        mentions = self._mentions[blank]
        self._spend(len(mentions))
        neighbours: dict[str, list[str]] = {}
        for quad in mentions:
            for position, related in _blanks(quad):
                if related != blank:
                    digest = self._hash_related(related, quad, issuer, position)
                    neighbours.setdefault(digest, []).append(related)
        text: list[str] = []
        for digest in sorted(neighbours):
            path, issuer = self._best_path(neighbours[digest], issuer)
            text += digest, path
        return self._hash("".join(text)), issuer

    def _best_path(self, related: list[str], issuer: _Issuer) -> tuple[str, _Issuer]:
        """The least path through neighbours that look alike, over all their orders (4.8, 5.4)."""
        best = ""
        best_issuer = issuer
        for order in _orders(Counter(related)):
            self._spend(len(order))
            found = self._path(order, issuer.copy(), best)
            if found and (not best or found[0] < best):
                best, best_issuer = found
        return best, best_issuer

    def _path(
        self, order: tuple[str, ...], issuer: _Issuer, best: str
    ) -> tuple[str, _Issuer] | None:
        """The path through neighbours in this order, or None when `best` already beats it."""
        path = ""
        unnamed = []
        for related in order:
            label = self._canonical.issued.get(related)
            if label is None:
                if related not in issuer.issued:
                    unnamed.append(related)
                label = issuer.issue(related)
            path += label
            if _is_worse(path, best):
                return None
        for related in unnamed:
            digest, further = self._hash_n_degree(related, issuer)
            path += f"{issuer.issue(related)}<{digest}>"
            issuer = further
            if _is_worse(path, best):
                return None
        return path, issuer

    def _spend(self, steps: int) -> None:
        self._work += steps
        if self._work > self._work_limit:
            raise CanonicalisationTooCostly("jsonld.too_costly", limit=self._work_limit)


def _orders(counts: Counter[str]) -> Iterator[tuple[str, ...]]:
    """The different orders of neighbours: one met in several quads is listed as many times."""
    if counts.total() == len(counts):
        yield from permutations(counts)
        return
    for first in list(counts):
        rest = counts.copy()
        rest[first] -= 1
        for order in _orders(+rest):
            yield (first, *order)


def _is_worse(path: str, best: str) -> bool:
    return bool(best) and len(path) >= len(best) and path > best
