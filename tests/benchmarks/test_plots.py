"""Charts: valid SVG in which everything that was measured can be seen."""

import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest

from benchmarks.curves import list_charts
from benchmarks.plot import HEIGHT, WIDTH, Axis, Chart, Line

SVG = "{http://www.w3.org/2000/svg}"


def drawn(chart: Chart) -> ET.Element:
    """The chart, read back."""
    return ET.fromstring(chart.to_svg())  # noqa: S314 - as above


def example(lines: list[Line], *, is_log: bool = True) -> Chart:
    """A chart of these lines."""
    return Chart("example", "Cost & size <of> a badge", Axis("badges"), Axis("us", is_log), lines)


@pytest.mark.parametrize("is_log", [True, False], ids=["log", "even"])
def test_every_point_lies_within_the_paper(is_log: bool) -> None:  # noqa: FBT001 - pytest gives it
    """Each point is a dot inside the frame, further right and higher as its numbers grow."""
    points = [(100.0, 3.0), (1_000.0, 7.5), (1_000_000.0, 9.9)]
    dots = drawn(example([Line("a", points)], is_log=is_log)).findall(f"{SVG}circle")
    places = [(float(dot.attrib["cx"]), float(dot.attrib["cy"])) for dot in dots]
    assert len(places) == len(points)
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in places)
    assert places == sorted(places, key=lambda place: (place[0], -place[1]))
    assert len(set(places)) == len(places)


def test_title_axes_and_lines_are_named_in_words() -> None:
    """What is shown, in which units, and which line is which can be read without colours."""
    chart = drawn(example([Line("ours", [(1.0, 1.0)]), Line("theirs", [(1.0, 2.0)])]))
    texts = {element.text for element in chart.iter(f"{SVG}text")}
    assert {"Cost & size <of> a badge", "badges", "us", "ours", "theirs"} <= texts
    assert chart.findtext(f"{SVG}title") == "Cost & size <of> a badge"


def test_labels_of_lines_that_end_together_stay_apart() -> None:
    """Three lines with one end have three labels that do not cover each other."""
    lines = [Line(name, [(1.0, 5.0), (10.0, 5.0)]) for name in ("a", "b", "c")]
    chart = drawn(example(lines))
    heights = sorted(
        float(text.attrib["y"]) for text in chart.iter(f"{SVG}text") if text.text in {"a", "b", "c"}
    )
    assert all(below - above >= 15 for above, below in pairwise(heights))


def test_it_can_be_read_in_the_dark() -> None:
    """The colours change with the reader's scheme, those of text and paper first."""
    style = drawn(example([Line("a", [(1.0, 1.0)])])).findtext(f"{SVG}style") or ""
    light, _, dark = style.partition("prefers-color-scheme: dark")
    for part in ("text {", ".paper {", ".l0 {", ".d0 {"):
        assert part in light
        assert part in dark


def test_an_axis_has_round_numbers_within_its_ends() -> None:
    """Few decades are told by 1, 2 and 5, many by powers of ten, an even axis from zero."""
    assert list(Axis("", is_log=True).over([3.0, 60.0]).ticks) == [5.0, 10.0, 20.0, 50.0]
    assert list(Axis("", is_log=True).over([3.0, 4_000.0]).ticks) == [10.0, 100.0, 1_000.0]
    assert list(Axis("", is_log=False).over([3.0, 13.1]).ticks) == [0.0, 5.0, 10.0, 15.0]
    assert Axis("", is_log=True).over([100.0, 100.0]).part(100.0) == 0.0


def test_longer_status_lists_take_more_bytes() -> None:
    """The curve of a status list has a point for each length, and grows."""
    size, times = list_charts([2**17, 2**18])
    assert all(len(line.points) == 2 for line in size.lines)
    assert all(line.points[1][1] > line.points[0][1] for line in size.lines)
    assert [line.label for line in times.lines] == ["write", "read"]
