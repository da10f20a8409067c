"""Rounds: who works when, what counts, and who is out."""

from dataclasses import dataclass, field

import pytest

from benchmarks.rounds import Contender, Pace, Times, WrongAnswer, in_python, run

AT_ONCE = Pace(turn_seconds=0.0, warming=0.0)


@dataclass
class Log:
    """Notes who worked; each turn takes as long as `seconds` says, without waiting."""

    seconds: dict[str, list[float]]
    turns: list[str] = field(default_factory=list)

    def contender(self, name: str) -> Contender:
        """Somebody whose turns take what was written down for them."""

        def turn(count: int) -> float:
            self.turns.append(name)
            return self.seconds[name].pop(0) * count

        return Contender(name, turn)


def test_ratios_are_paired_within_a_round() -> None:
    """A round in which the machine was ten times slower for both changes no ratio."""
    times = Times({"theirs": [6.0, 60.0, 8.0], "ours": [2.0, 20.0, 2.0]})
    ratio = times.ratio("theirs", "ours")
    assert (ratio.median, ratio.low, ratio.high, ratio.rounds) == (3.0, 3.0, 4.0, 3)


def test_everybody_works_in_each_round_in_alternating_order() -> None:
    """After one turn to warm up, the order turns round from one round to the next."""
    log = Log({"a": [1.0] * 4, "b": [2.0] * 4})
    times = run([log.contender("a"), log.contender("b")], 3, pace=AT_ONCE)
    assert log.turns == ["a", "b", "a", "b", "b", "a", "a", "b"]
    assert times.rounds == {"a": [1.0] * 3, "b": [2.0] * 3}


def test_the_warm_up_does_not_count() -> None:
    """What the first, cold turn took is in no round."""
    log = Log({"a": [99.0, 1.0]})
    assert run([log.contender("a")], 1, pace=AT_ONCE).rounds == {"a": [1.0]}


def test_the_first_round_is_whole_however_little_patience() -> None:
    """Without patience one round counts, for everybody."""
    log = Log({"a": [1.0] * 9, "b": [1.0] * 9})
    pace = Pace(turn_seconds=0.0, warming=0.0, patience=-1.0)
    times = run([log.contender("a"), log.contender("b")], 5, pace=pace)
    assert {name: len(seconds) for name, seconds in times.rounds.items()} == {"a": 1, "b": 1}


def test_quick_work_is_done_many_times_in_a_turn() -> None:
    """A turn asks for as much work as fills its time, and tells the seconds for one piece."""
    asked: list[int] = []

    def turn(count: int) -> float:
        asked.append(count)
        return 0.001 * count

    times = run([Contender("a", turn)], 2, pace=Pace(turn_seconds=0.05, warming=0.0))
    assert asked == [1, 50, 50]
    assert times.median("a") == pytest.approx(0.001)


def test_inputs_are_made_anew_for_each_turn() -> None:
    """Nothing that was done in one turn can be found ready in the next."""
    made: list[list[int]] = []

    def inputs(count: int) -> list[int]:
        made.append([len(made)] * count)
        return made[-1]

    done: list[int] = []
    turn = in_python(inputs, done.append)
    assert turn(2) >= 0
    assert turn(1) >= 0
    assert done == [0, 0, 1]


def test_a_wrong_answer_has_no_time() -> None:
    """A contender that answers wrongly once is out, however fast."""
    turn = in_python(range, lambda number: number, lambda answer: answer != 1)
    assert turn(1) >= 0
    with pytest.raises(WrongAnswer):
        turn(2)
