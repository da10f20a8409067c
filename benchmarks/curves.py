"""How cost grows: badges in one batch, entries of one status list.

A curve takes minutes, so the machine changes while it is drawn: signing is told in bare signatures
made in between, and only what does not depend on the machine (bytes, memory) is told as such.
"""

import gc
import math
import multiprocessing
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from badges.status import bitstring
from benchmarks.credentials import RICH
from benchmarks.house import House, People
from benchmarks.plot import Axis, Chart, Line
from benchmarks.results import significant

SIZES = (100, 1_000, 10_000, 100_000, 1_000_000)
LENGTHS = tuple(2**power for power in range(17, 25))
SHARES = {"1 in 1,000": 1_000, "1 in 100": 100, "1 in 10": 10}

_CHUNK = 500
_SIGNATURES = 50
_STATUS = Path("/proc/self/status")
# `ru_maxrss` counts kilobytes on Linux and bytes on macOS.
_IN_MEGABYTE = 1_048_576 if sys.platform == "darwin" else 1_024


@dataclass(frozen=True)
class Grown:
    """One batch: its size, seconds for one badge, for one bare signature, most memory so far."""

    badges: int
    badge_seconds: float
    signature_seconds: float
    megabytes: float


def growth(most: int) -> list[Grown]:
    """Series of more and more badges, one after the other in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as alone:
        return alone.apply(_grow, ([size for size in SIZES if size <= most],))


def growth_charts(grown: Sequence[Grown]) -> list[Chart]:
    """Cost and memory over the size of the batch."""
    cost = [
        (float(item.badges), significant(item.badge_seconds / item.signature_seconds, 3))
        for item in grown
    ]
    memory = [(float(item.badges), round(item.megabytes, 1)) for item in grown]
    across = Axis("badges in the batch")
    return [
        Chart(
            "batch-cost",
            "Signing a batch: cost of one RICH badge",
            across,
            Axis("bare Ed25519 signatures"),
            [Line("one badge", cost), Line("the signature alone", [(x, 1.0) for x, _ in cost])],
        ),
        Chart(
            "batch-memory",
            "Signing a batch: memory of the process",
            across,
            Axis("most resident memory, MB", is_log=False),
            [Line("while signing", memory)],
        ),
    ]


def list_charts(lengths: Sequence[int] = LENGTHS) -> list[Chart]:
    """Bytes of a status list, and the time to write and to read it, over its length."""
    sizes, writing, reading = [], [], []
    for label, one_in in SHARES.items():
        points = [_list_point(length, one_in) for length in lengths]
        sizes.append(Line(label, [(float(n), encoded / 1_024) for n, encoded, _, _ in points]))
        if one_in == min(SHARES.values()):
            writing.append(Line("write", [(float(n), seconds) for n, _, seconds, _ in points]))
            reading.append(Line("read", [(float(n), seconds) for n, _, _, seconds in points]))
    across = Axis("entries of the list")
    return [
        Chart(
            "list-size",
            "Status list: what travels, by the share taken back",
            across,
            Axis("KB"),
            sizes,
        ),
        Chart(
            "list-time",
            "Status list with 1 in 10 taken back: time on this machine",
            across,
            Axis("milliseconds"),
            writing + reading,
        ),
    ]


def _grow(sizes: Sequence[int]) -> list[Grown]:
    return [_batch(size) for size in sizes]


def _batch(size: int) -> Grown:
    house = House(RICH)
    people, sign = People(house), house.signer.sign
    sign(b"")
    badge = signature = 0.0
    signatures = 0
    for count in _chunks(size):
        values = people.values(count)
        gc.collect(0)
        start = time.process_time()
        for item in values:
            house.issue_in_series(item)
        middle = time.process_time()
        for number in range(_SIGNATURES):
            sign(number.to_bytes(64, "big"))
        signature += time.process_time() - middle
        badge += middle - start
        signatures += _SIGNATURES
    return Grown(size, badge / size, signature / signatures, _most_megabytes())


def _most_megabytes() -> float:
    """The most memory that this process ever had; `getrusage` may tell that of its parent."""
    if _STATUS.is_file():
        told = dict(line.partition(":")[::2] for line in _STATUS.read_text("ascii").splitlines())
        return int(told["VmHWM"].split()[0]) / 1_024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _IN_MEGABYTE


def _chunks(size: int) -> Iterator[int]:
    for begin in range(0, size, _CHUNK):
        yield min(_CHUNK, size - begin)


def _list_point(length: int, one_in: int) -> tuple[int, int, float, float]:
    """Entries, bytes, milliseconds to write and to read; the best of three, as noise only adds."""
    chance = Random(length)  # noqa: S311 - the same list every time, no secret
    revoked = chance.sample(range(length), length // one_in)
    writing = reading = math.inf
    for _ in range(3):
        start = time.process_time()
        encoded = bitstring.encode(revoked, length=length)
        middle = time.process_time()
        bitstring.decode(encoded)
        writing = min(writing, (middle - start) * 1e3)
        reading = min(reading, (time.process_time() - middle) * 1e3)
    return length, len(encoded), significant(writing, 3), significant(reading, 3)
