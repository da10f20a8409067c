"""Pages are light enough for an old telephone on a slow connection."""

from tests.journeys.tour import Tour
from tools.weights import BOUND, LONG_TABLES, PAGE, public_weights, weigh, written


def test_every_page_is_under_the_bound(tour: Tour) -> None:
    """60 kB before pictures, workshop included; the long tables are told apart."""
    heavy = [
        weight
        for path in tour.pages
        if (weight := weigh(tour, path)).size > BOUND and weight.address not in LONG_TABLES
    ]
    assert heavy == []


def test_the_weights_on_record_are_current(tour: Tour) -> None:
    """`make weights` writes the page of documentation; it is what pages weigh now."""
    assert PAGE.read_text("utf-8") == written(public_weights(tour))
