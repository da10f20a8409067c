"""The walker, PyLD's general way and pyoxigraph agree on random credentials and graphs."""

from collections import Counter
from random import Random

import pytest

from badges.documents import JsonObject
from badges.errors import JsonLdError
from badges.jsonld import canonicalize, canonicalize_nquads, digest, general, walker
from badges.jsonld.active_contexts import UnsupportedError
from schemas.catalogue import CURRENT
from tests.properties import oracle
from tests.properties.credentials import Author
from tests.properties.mutations import mutant

LIMIT = 20_000
CREDENTIALS, MUTANTS, GRAPHS = 200, 300, 300


def _walked(document: JsonObject) -> str | None:
    try:
        return "".join(walker.canonical_blocks(document, CURRENT, LIMIT))
    except UnsupportedError:
        return None


def _compare(document: JsonObject, seed: int) -> str:
    """How a document fared, after checking that nobody disagrees."""
    walked = _walked(document)
    try:
        text = general.canonical_text(document, CURRENT, LIMIT)
    except JsonLdError:
        assert walked is None, f"seed {seed}: the walker accepts what safe mode refuses"
        with pytest.raises(JsonLdError):
            digest(document)
        return "refused"
    assert walked in {None, text}, f"seed {seed}: the walker differs from the general way"
    assert oracle.canonical(document) == text, f"seed {seed}: pyoxigraph differs"
    assert canonicalize(document) == text, f"seed {seed}"
    return "general" if walked is None else "walked"


@pytest.mark.requirement("SAFE-01", "TRAP-03")
@pytest.mark.parametrize("part", range(4))
def test_random_credentials_have_one_canonical_text(part: int) -> None:
    """Three independent readings of each credential give the same bytes; most are walked."""
    seeds = range(part, CREDENTIALS, 4)
    outcomes = Counter(_compare(Author(seed).credential(), seed) for seed in seeds)
    assert not outcomes["refused"]
    assert outcomes["walked"] > len(seeds) / 2


@pytest.mark.requirement("SAFE-01", "SAFE-02", "TRAP-03")
@pytest.mark.parametrize("part", range(4))
def test_changed_credentials_are_read_alike_or_refused_by_all(part: int) -> None:
    """One change anywhere: what safe mode refuses is never walked; the rest is read alike."""
    seeds = range(part, MUTANTS, 4)
    outcomes = Counter(_compare(mutant(seed), seed) for seed in seeds)
    assert min(outcomes[name] for name in ("walked", "general", "refused")) > len(seeds) / 20


def _random(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - reproducible graphs, not secrets


def _graph(random: Random, blank_graph: str = "") -> str:
    """Blank nodes with much symmetry: copies of one piece, linked in a ring or a star."""
    size, copies = random.randint(1, 4), random.randint(1, 3)
    edges = [(random.randrange(size), random.randrange(size)) for _ in range(random.randint(1, 5))]
    terms = ["<urn:p>", "<urn:q>"]
    rows = []
    for copy in range(copies):
        graph = random.choice(["", "", " <urn:g>", blank_graph.format(copy)])
        rows += [f"_:n{copy}x{a} {terms[(a * b) % 2]} _:n{copy}x{b}{graph} ." for a, b in edges]
        if random.random() < 0.5:
            rows.append(f"_:n{copy}x0 <urn:next> _:n{(copy + 1) % copies}x0 .")
    if random.random() < 0.3:
        rows += [f"<urn:root> <urn:has> _:n{copy}x0 ." for copy in range(copies)]
    random.shuffle(rows)
    return "\n".join(rows) + "\n"


def test_symmetric_graphs_are_named_as_by_pyoxigraph() -> None:
    """Random symmetric blank graphs get the same labels from two independent implementations."""
    for seed in range(GRAPHS):
        text = _graph(_random(seed))
        assert canonicalize_nquads(text) == oracle.canonical_nquads(text), f"seed {seed}"


def test_symmetric_datasets_are_named_whatever_the_order_and_labels() -> None:
    """With blank graph names too, shuffled lines and other labels give the same text.

    pyoxigraph is not asked here: it counts a neighbour met in several quads once, where the
    Recommendation and the implementation of its authors count it once for each quad.
    """
    for seed in range(60):
        random = _random(seed)
        text = _graph(random, " _:g{}")
        rows = text.replace("_:n", "_:z").replace("_:g", "_:a").splitlines()
        random.shuffle(rows)
        assert canonicalize_nquads("\n".join(rows)) == canonicalize_nquads(text), f"seed {seed}"


def test_the_canonical_text_is_its_own_canonical_form() -> None:
    """Canonicalising a canonical text changes nothing."""
    for seed in range(60):
        text = canonicalize(Author(seed).credential())
        assert canonicalize_nquads(text) == text, f"seed {seed}"
