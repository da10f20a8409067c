"""The time zone of a place at the command line."""

from tests.issuer.cli.conftest import Shell


def test_a_place_says_its_time_zone(shell: Shell) -> None:
    """Paris unless told; it can be given at once, and changed."""
    assert shell("place", "add", "Café", "--json").value["time_zone"] == "Europe/Paris"
    added = shell("place", "add", "Lakaz", "--time-zone", "Indian/Reunion", "--json")
    assert added.value["time_zone"] == "Indian/Reunion"
    edited = shell("place", "edit", "cafe", "--time-zone", "America/Martinique", "--json")
    assert edited.value["time_zone"] == "America/Martinique"
    assert "America/Martinique" in shell("place", "show", "cafe").out


def test_a_zone_that_is_none_is_told(shell: Shell) -> None:
    """Nothing changes, and the sentence names what was typed."""
    shell("place", "add", "Café")
    wrong = shell("place", "edit", "cafe", "--time-zone", "Mars/Olympus")
    assert wrong.status != 0
    assert "Mars/Olympus" in wrong.err
    assert shell("place", "show", "cafe", "--json").value["time_zone"] == "Europe/Paris"
