"""The wheel of a portfolio: a cell for each step, filled as far as somebody was seen to be."""

from xml.etree import ElementTree as ET

import pytest

from issuer.artwork.proof_wheel import SECTOR_LIMIT, Sector, draw_proofs

_SVG = "{http://www.w3.org/2000/svg}"


def _drawn(*sectors: Sector) -> ET.Element:
    text = str(draw_proofs(sectors, "Roue <&>", "Ce qu'elle dit", name="wheel-1"))
    return ET.fromstring(text.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" '))  # noqa: S314 - ours


def _classes(wheel: ET.Element) -> list[str]:
    return [path.get("class", "") for path in wheel.iter(f"{_SVG}path")]


def test_each_sector_is_filled_to_its_step() -> None:
    """Three of four, one of two; a level that nobody told is a dot, and fills nothing."""
    wheel = _drawn(Sector(1, 3, 4), Sector(2, 1, 2), Sector(3, 0, 3))
    assert _classes(wheel) == [*["on"] * 3, "off", "on", "off", *["off"] * 3]
    assert len(list(wheel.iter(f"{_SVG}circle"))) == 1
    assert [text.text for text in wheel.iter(f"{_SVG}text")] == ["1", "2", "3"]


def test_it_is_named_for_who_hears_it() -> None:
    """An image with a title and a description, whose words are escaped."""
    wheel = _drawn(Sector(1, 1, 1))
    named = {part.get("id"): part.text for part in wheel if part.get("id")}
    assert wheel.get("role") == "img"
    assert (wheel.get("aria-labelledby") or "").split() == list(named)
    assert list(named.values()) == ["Roue <&>", "Ce qu'elle dit"]


@pytest.mark.parametrize("count", [1, 2, SECTOR_LIMIT])
def test_everything_stands_inside(count: int) -> None:
    """Every number of sectors that one wheel takes, a single one as a whole turn."""
    wheel = _drawn(*(Sector(number, 1, 1) for number in range(1, count + 1)))
    places = [(float(t.get("x", "-1")), float(t.get("y", "-1"))) for t in wheel.iter(f"{_SVG}text")]
    assert len(places) == count
    assert all(0 < part < 320 for place in places for part in place)
    rounds = [path.get("d", "").count("A") for path in wheel.iter(f"{_SVG}path")]
    assert rounds == [4 if count == 1 else 2] * count
