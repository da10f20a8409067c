"""Counts of several processes, summed; and the text that Prometheus reads."""

import os
import warnings
from collections.abc import Callable

from badges.web import meters
from badges.web.meters import BUCKETS, LOST, Meters, Regions


def test_every_process_counts_and_any_of_them_tells_the_sum() -> None:
    """Whichever process a scrape meets, it tells what all of them did."""
    ours = Meters(Regions(3))
    ours.add("badges_things_total", kind="a")
    for _ in range(2):
        _in_a_child(lambda: ours.add("badges_things_total", 2.0, kind="a"))
    assert 'badges_things_total{kind="a"} 5\n' in ours.text()


def test_a_process_that_follows_another_goes_on_counting() -> None:
    """Counters never fall: what an ended process counted stays, and its room is used again."""
    ours = Meters(Regions(2))
    for _ in range(5):
        _in_a_child(lambda: ours.add("badges_things_total"))
    assert "badges_things_total 5\n" in ours.text()


def test_requests_of_a_process_that_died_are_no_longer_in_flight() -> None:
    """Who takes the room of a killed process begins without its requests."""
    ours = Meters(Regions(2))
    _in_a_child(lambda: ours.add(meters.IN_FLIGHT))
    assert f"{meters.IN_FLIGHT} 1\n" in ours.text()
    _in_a_child(lambda: ours.add("badges_things_total"))
    assert f"{meters.IN_FLIGHT} 0\n" in ours.text()


def test_a_histogram_counts_in_every_larger_bucket() -> None:
    """Durations are told as Prometheus wants them: cumulated, with their sum and number."""
    ours = Meters()
    for seconds in (0.001, 0.05, 99.0):
        ours.observe("badges_seconds", seconds, endpoint="x")
    text = ours.text()
    assert "# TYPE badges_seconds histogram\n" in text
    assert f'badges_seconds_bucket{{endpoint="x",le="{BUCKETS[0]}"}} 1\n' in text
    assert f'badges_seconds_bucket{{endpoint="x",le="{BUCKETS[-1]}"}} 2\n' in text
    assert 'badges_seconds_bucket{endpoint="x",le="+Inf"} 3\n' in text
    assert 'badges_seconds_count{endpoint="x"} 3\n' in text
    assert 'badges_seconds_sum{endpoint="x"} 99.051000\n' in text


def test_a_histogram_without_labels_is_well_formed() -> None:
    """Nothing stands in braces where there is no label."""
    ours = Meters()
    ours.observe("badges_seconds", 0.001)
    assert "badges_seconds_count 1\n" in ours.text()


def test_lines_of_a_metric_stand_together_below_its_type() -> None:
    """Each metric is announced once, before its series."""
    ours = Meters()
    for kind in ("b", "a"):
        ours.add("badges_things_total", kind=kind)
        ours.add("badges_things_seen_total", kind=kind)
    lines = ours.text().splitlines()
    begin = lines.index("# TYPE badges_things_total counter")
    assert [line.split("{")[0] for line in lines[begin + 1 : begin + 3]] == [
        "badges_things_total"
    ] * 2
    assert sum(line.startswith("# TYPE badges_things_total ") for line in lines) == 1


def test_labels_cannot_break_a_line() -> None:
    """A label with a quotation mark or a line break stays one label of one line."""
    ours = Meters()
    ours.add("badges_things_total", kind='a"\n\\b')
    assert 'badges_things_total{kind="a\\"\\n\\\\b"} 1\n' in ours.text()


def test_series_are_bounded() -> None:
    """Beyond the bound things are counted together, and memory does not grow."""
    ours = Meters()
    for number in range(meters.SERIES + 50):
        ours.add("badges_things_total", kind=str(number))
    text = ours.text()
    assert f"{LOST} 51\n" in text
    assert len(text.splitlines()) == meters.SERIES + 2


def _in_a_child(do: Callable[[], object]) -> None:
    """Do something in a process of its own, and wait for its end."""
    with warnings.catch_warnings():
        # Later Pythons warn whoever forks beside threads; the child does next to nothing here.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        try:
            do()
        finally:
            os._exit(0)
    os.waitpid(child, 0)
