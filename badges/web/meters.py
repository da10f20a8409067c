"""Counts of what the processes of this server do, summed over all of them, for Prometheus.

Each process writes in a region of its own, in memory that the server made before it forked: no lock
is shared, and a scrape that meets any process reads them all. A process claims a region with a file
lock, which the kernel drops when it ends: the next one goes on counting where that one stopped.
"""

import fcntl
import mmap
import os
import struct
import tempfile
import threading
import weakref
from bisect import bisect_left
from collections.abc import Iterator

SERIES = 4_096
"""Series that one process can count; further ones are counted together, without their labels."""
BUCKETS = (0.005, 0.025, 0.1, 0.25, 1.0, 2.5, 10.0)
"""Upper bounds of the histogram of durations, in seconds; above them all stands `+Inf`."""
_BOUNDS = (*map(str, BUCKETS), "+Inf")
IN_FLIGHT = "badges_http_requests_in_flight"
LOST = "badges_meters_lost_total"

_NAME_BYTES = 182
_NAME = struct.Struct(f"<H{_NAME_BYTES - 2}s")
_VALUES_BYTES = SERIES * 8
_REGION_BYTES = _VALUES_BYTES + SERIES * _NAME_BYTES

Labels = tuple[tuple[str, str], ...]


class Regions:
    """Memory for the counts of several processes, and who writes where."""

    def __init__(self, processes: int) -> None:
        self._file, path = tempfile.mkstemp(prefix="badges-meters-")
        os.unlink(path)  # noqa: PTH108 - it has no name any more: it goes with the last process
        weakref.finalize(self, os.close, self._file)
        os.ftruncate(self._file, processes * _REGION_BYTES)
        self._memory = mmap.mmap(self._file, processes * _REGION_BYTES)
        self.processes = processes

    def claim(self) -> memoryview:
        """A region that no living process writes in; the last one is shared when all are taken."""
        for number in range(self.processes):
            try:
                fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, number)
            except OSError:
                continue
            return self.region(number)
        return self.region(self.processes - 1)

    def region(self, number: int) -> memoryview:
        """The memory of one process."""
        begin = number * _REGION_BYTES
        return memoryview(self._memory)[begin : begin + _REGION_BYTES]


class Meters:
    """Counts and durations, by labels of which there are few, in the text format of Prometheus.

    Without `regions` the counts are those of this process alone.
    """

    def __init__(self, regions: Regions | None = None) -> None:
        self._regions = regions
        self._lock = threading.Lock()
        self._pid = 0
        self._open()

    def add(self, metric: str, amount: float = 1.0, **labels: str) -> None:
        """Count `amount` more of `metric` with these labels."""
        self._add((metric, _in_order(labels)), amount)

    def observe(self, metric: str, seconds: float, **labels: str) -> None:
        """Add one duration to the histogram `metric` with these labels."""
        named = _in_order(labels)
        bound = _BOUNDS[bisect_left(BUCKETS, seconds)]
        self._add((f"{metric}_bucket", (*named, ("le", bound))), 1.0)
        self._add((f"{metric}_sum", named), seconds)

    def text(self) -> str:
        """Everything counted by all the processes, one line a series."""
        summed: dict[str, float] = {}
        for region in self._all():
            for name, value in _read(region):
                summed[name] = summed.get(name, 0.0) + value
        return "".join(f"{line}\n" for line in _cumulated(summed))

    def _add(self, series: tuple[str, Labels], amount: float) -> None:
        if self._pid != os.getpid():
            with self._lock:
                if self._pid != os.getpid():
                    self._open()
        with self._lock:
            number = self._numbers.get(series)
            if number is None:
                number = self._begin(series)
            self._values[number] += amount

    def _open(self) -> None:
        """Begin to write in a region of this process, where another one may have written before."""
        region = memoryview(bytearray(_REGION_BYTES))
        if self._regions is not None:
            region = self._regions.claim()
        self._own = region
        self._values = region[:_VALUES_BYTES].cast("d")
        self._numbers: dict[tuple[str, Labels], int] = {}
        self._known = {name: number for number, name in enumerate(_names(region))}
        if IN_FLIGHT in self._known:  # those requests ended with their process
            self._values[self._known[IN_FLIGHT]] = 0.0
        self._pid = os.getpid()

    def _begin(self, series: tuple[str, Labels]) -> int:
        """The number of a series that this process has not counted yet."""
        name = _written(*series)
        if name not in self._known:
            if len(self._known) >= SERIES - 1 or len(name.encode()) > _NAME_BYTES - 2:
                name = LOST
            if name not in self._known:
                _write_name(self._own, len(self._known), name)
                self._known[name] = len(self._known)
        if len(self._numbers) < SERIES:
            self._numbers[series] = self._known[name]
        return self._known[name]

    def _all(self) -> Iterator[memoryview]:
        if self._regions is None:
            yield self._own
        else:
            yield from map(self._regions.region, range(self._regions.processes))


_shared: list[Regions] = []


def share(processes: int) -> None:
    """From now on the applications made in this process and its children count together.

    Called by the server before it forks.
    """
    _shared[:] = [Regions(processes)]


def make_meters() -> Meters:
    """Meters that count with the other processes of this server, if it has others."""
    return Meters(_shared[0] if _shared else None)


def line(metric: str, value: float, **labels: str) -> str:
    """One line of the text format."""
    return f"{_written(metric, _in_order(labels))} {_number(value)}"


def _in_order(labels: dict[str, str]) -> Labels:
    return tuple(sorted(labels.items()) if len(labels) > 1 else labels.items())


def _written(metric: str, labels: Labels) -> str:
    if not labels:
        return metric
    inside = ",".join(f'{name}="{_escaped(value)}"' for name, value in labels)
    return f"{metric}{{{inside}}}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:.6f}"


def _write_name(region: memoryview, number: int, name: str) -> None:
    content = name.encode()
    _NAME.pack_into(region, _VALUES_BYTES + number * _NAME_BYTES, len(content), content)


def _names(region: memoryview) -> Iterator[str]:
    for number in range(SERIES):
        length, content = _NAME.unpack_from(region, _VALUES_BYTES + number * _NAME_BYTES)
        if not length:
            return
        yield content[:length].decode()


def _read(region: memoryview) -> Iterator[tuple[str, float]]:
    values = region[:_VALUES_BYTES].cast("d")
    for number, name in enumerate(_names(region)):
        yield name, values[number]


def _cumulated(summed: dict[str, float]) -> Iterator[str]:
    """The lines of each metric together, after its type; a bucket counts in every larger one."""
    families: dict[str, dict[str, float]] = {}
    for name, value in sorted(summed.items()):
        metric = name.partition("{")[0]
        for suffix in ("_bucket", "_sum"):
            metric = metric.removesuffix(suffix)
        families.setdefault(metric, {})[name] = value
    for metric, series in families.items():
        buckets = {name: value for name, value in series.items() if f"{metric}_bucket{{" in name}
        kind = "histogram" if buckets else "counter" if metric.endswith("_total") else "gauge"
        yield f"# TYPE {metric} {kind}"
        for name, value in series.items():
            if name not in buckets:
                yield f"{name} {_number(value)}"
        yield from _histograms(metric, buckets)


def _histograms(metric: str, buckets: dict[str, float]) -> Iterator[str]:
    counts: dict[str, dict[str, float]] = {}
    for name, value in buckets.items():
        labels, _, bound = name.removeprefix(f"{metric}_bucket{{").partition('le="')
        counts.setdefault(labels, {})[bound.removesuffix('"}')] = value
    for labels, found in counts.items():
        total = 0.0
        for bound in _BOUNDS:
            total += found.get(bound, 0.0)
            yield f'{metric}_bucket{{{labels}le="{bound}"}} {_number(total)}'
        inside = f"{{{labels.rstrip(',')}}}" if labels else ""
        yield f"{metric}_count{inside} {_number(total)}"
