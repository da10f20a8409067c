"""How fast a badge becomes its digest: our walker, our general way, and naive PyLD, in one run.

    python benchmarks/canonicalize.py [rounds]

The machine may be shared, so only the ratios inside one round mean something: each round times
every contender on the same document, in alternating order, and the median ratio is printed with
its spread.
"""

import hashlib
import json
import platform
import statistics
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from pyld import jsonld

from badges.documents import JsonObject
from badges.jsonld import canonicalize, digest, general
from schemas.catalogue import CURRENT

RICH = Path(__file__).parent / "documents" / "rich.json"
Contender = tuple[str, Callable[[JsonObject], bytes], int]


def walk(document: JsonObject) -> bytes:
    """The product's way."""
    return digest(document)


def safe_pyld(document: JsonObject) -> bytes:
    """Our general way: PyLD's expansion in safe mode, our RDF and RDFC-1.0."""
    return hashlib.sha256(general.canonical_text(document, CURRENT, 20_000).encode()).digest()


def naive_pyld(document: JsonObject) -> bytes:
    """PyLD's own normalisation with a static loader and no check, as most programs call it."""
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": load}
    return hashlib.sha256(jsonld.normalize(document, options).encode()).digest()


def load(url: str, _options: object) -> JsonObject:
    """A bundled context, as a PyLD loader gives it; PyLD keeps what it has processed."""
    document = CURRENT.document(url)
    return {"contextUrl": None, "documentUrl": url, "document": document, "tag": "static"}


CONTENDERS: tuple[Contender, ...] = (
    ("walker (digest)", walk, 200),
    ("general way, safe mode", safe_pyld, 10),
    ("naive PyLD normalize", naive_pyld, 10),
)


def timed(function: Callable[[JsonObject], bytes], document: JsonObject, times: int) -> float:
    """Seconds for one call, on average over `times` calls."""
    start = time.perf_counter()
    for _ in range(times):
        function(document)
    return (time.perf_counter() - start) / times


def main(rounds: int) -> None:
    """Check that all contenders agree, then print medians and paired ratios."""
    document = json.loads(RICH.read_text(encoding="utf-8"))
    digests = {function(document) for _, function, _ in CONTENDERS}
    assert len(digests) == 1, "the contenders disagree"
    times: dict[str, list[float]] = {name: [] for name, _, _ in CONTENDERS}
    for number in range(rounds):
        for name, function, calls in CONTENDERS[:: -1 if number % 2 else 1]:
            times[name].append(timed(function, document, calls))
    text = canonicalize(document)
    print(
        f"{platform.machine()}, {platform.system()}, Python {platform.python_version()},", end=" "
    )
    print(f"PyLD {version('pyld')}, {rounds} rounds")
    print(f"RICH document: {RICH.stat().st_size} bytes, {text.count(chr(10))} statements")
    base = times[CONTENDERS[0][0]]
    for name, seconds in times.items():
        ratios = [other / mine for other, mine in zip(seconds, base, strict=True)]
        print(
            f"{name:24} {statistics.median(seconds) * 1e6:9.0f} us"
            f"   {statistics.median(ratios):6.1f}x the walker"
            f"   (from {min(ratios):.1f} to {max(ratios):.1f})"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 11)
