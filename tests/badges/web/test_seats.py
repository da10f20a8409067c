"""Connections are shared out by who has fewest; who has ended is waited for by nobody."""

from badges.web.seats import Seats


def test_who_has_more_than_another_lets_that_one_go_first() -> None:
    """The process with the fewest connections waits for nobody."""
    seats = Seats(3)
    few, many = seats.give("few"), seats.give("many")
    assert few is not None
    assert many is not None
    seats.tell(few, 2)
    seats.tell(many, 3)
    assert seats.is_fuller(3)
    assert not seats.is_fuller(2)


def test_nobody_waits_for_a_process_that_takes_no_more() -> None:
    """One that stops, or has died with few connections, is out of the count."""
    seats = Seats(2)
    stopping, dead = object(), object()
    for owner in (stopping, dead):
        number = seats.give(owner)
        assert number is not None
        seats.tell(number, 0)
    seats.leave(0)
    assert seats.is_fuller(1)
    seats.take_back(dead)
    assert not seats.is_fuller(1)


def test_a_seat_is_given_again_after_its_process() -> None:
    """There are no more seats than processes; a process without one goes on without courtesy."""
    seats = Seats(1)
    first = object()
    assert seats.give(first) == 0
    assert seats.give(object()) is None
    seats.take_back(first)
    assert seats.give(object()) == 0
