"""Write docs/reference/page-weights.md: what each public page weighs on a slow connection.

Run with `make weights`. A page is weighed as a telephone fetches it the first time, without
compression: its HTML, its style sheets and its scripts; pictures are counted apart by their number.
`tests/journeys/test_weights.py` fails when a page grows past the bound, or this one is stale.
"""

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.journeys.tour import SIGNED_IN, Tour, open_tour

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "page-weights.md"

BOUND = 60_000
"""Bytes before pictures: slow 3G brings them in about two seconds (experience.md, trial 6)."""
LONG_TABLES = ("/api/v1/docs", "/frameworks/tiers-lieux/mappings")
"""Pages that are long tables, read at a desk."""

_STEP = 5_000
_PARTS = re.compile(r'<link rel="stylesheet" href="([^"]+)"|<script[^>]* src="([^"]+)"')
_PICTURES = re.compile(r"<img ")
_KEY = re.compile(r"(?<=/private/)[\w-]{20,}")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_WORDS = re.compile(r"/[a-z]+(-[a-z]+){4}(?=/|$)")
_HEAD = """# What pages weigh

Written by `make weights` and compared by the tests. HTML, styles and scripts as a telephone
fetches them the first time, uncompressed, rounded up to 5 kB; the bound is 60 kB before pictures,
except for {long}, long tables read at a desk. Styles are kept by the browser for a year, so a
second page costs its HTML only. Nothing comes from another origin.

| page | kB at most | requests before pictures | pictures |
|---|---|---|---|
"""


@dataclass(frozen=True)
class Weight:
    """One page: its address without what is particular to one badge, and what it costs."""

    address: str
    size: int
    requests: int
    pictures: int


def weigh(tour: Tour, path: str) -> Weight:
    """The weight of one page of the tour."""
    html = tour.get(path).get_data()
    text = html.decode()
    parts = {style or script for style, script in _PARTS.findall(text)}
    size = len(html) + sum(len(tour.get(part, accept="*/*").get_data()) for part in parts)
    return Weight(_plain(path), size, 1 + len(parts), len(_PICTURES.findall(text)))


def public_weights(tour: Tour) -> list[Weight]:
    """The weight of every page that needs no account, by address."""
    paths = [path for path in tour.pages if not path.startswith(SIGNED_IN)]
    return sorted((weigh(tour, path) for path in paths), key=lambda weight: weight.address)


def written(weights: list[Weight]) -> str:
    """The page of documentation."""
    rows = [
        f"| `{weight.address}` | {_rounded(weight.size)} | {weight.requests} | {weight.pictures} |"
        for weight in weights
    ]
    long = ", ".join(f"`{path}`" for path in LONG_TABLES)
    return _HEAD.format(long=long) + "\n".join(dict.fromkeys(rows)) + "\n"


def _rounded(size: int) -> int:
    return -(-size // _STEP) * _STEP // 1_000


def _plain(path: str) -> str:
    named = _KEY.sub("<key>", _UUID.sub("<id>", path))
    return _WORDS.sub("/<words>", named)


def main() -> None:
    """Write the page anew."""
    with tempfile.TemporaryDirectory() as directory, open_tour(Path(directory)) as tour:
        PAGE.write_text(written(public_weights(tour)), "utf-8")
    print(f"{PAGE.relative_to(ROOT)} is written")


if __name__ == "__main__":
    main()
