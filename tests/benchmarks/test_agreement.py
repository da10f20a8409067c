"""Nobody is timed before all agree."""

from pathlib import Path

import pytest

from badges.documents import JsonObject
from benchmarks.agreement import require_agreement
from benchmarks.beside_peers import CONTRACT, measure
from benchmarks.credentials import MINI, RICH, Recipient
from benchmarks.house import House
from benchmarks.python_peer import OpenBadgesLibrary
from benchmarks.rounds import Pace, WrongAnswer
from tests.interop.node_programs import NodeUnavailable, installed_modules


class Credulous(OpenBadgesLibrary):
    """A verifier that accepts whatever it gets."""

    def accepts(self, body: bytes) -> bool:
        """Yes."""
        del body
        return True


class Suspicious(House):
    """A verifier that accepts nothing."""

    def accepts(self, body: bytes) -> bool:
        """No."""
        del body
        return False


class Elsewhere(OpenBadgesLibrary):
    """An issuer that signs another document than it was given."""

    def issue(self, document: JsonObject) -> bytes:
        """A badge of another name."""
        return super().issue({**document, "name": "Autre chose"})


@pytest.fixture(scope="module")
def modules() -> Path:
    """The packages of the Node peers, where they are already."""
    try:
        return installed_modules()
    except NodeUnavailable as error:
        pytest.skip(f"the Node peers: {error}")


def test_ours_and_openbadgeslib_agree() -> None:
    """Each accepts what the other issued; the badge of a series is the one issued alone."""
    house = House(RICH)
    library = OpenBadgesLibrary(house)
    require_agreement(house, library, {})
    person = Recipient(5)
    alone, in_series = house.issue(person), house.issue_in_series(RICH.values(person))
    assert alone == in_series
    assert library.accepts(alone)


@pytest.mark.parametrize(
    ("library", "house", "told"),
    [
        (Credulous, House, "openbadgeslib accepts a changed badge"),
        (OpenBadgesLibrary, Suspicious, "ours refuses a badge"),
        (Elsewhere, House, "not everybody signed the same statements"),
    ],
    ids=["credulous", "suspicious", "elsewhere"],
)
def test_who_answers_wrongly_is_not_timed(
    library: type[OpenBadgesLibrary], house: type[House], told: str
) -> None:
    """Accepting a changed badge, refusing a good one or signing something else stops the run."""
    place = house(MINI)
    with pytest.raises(WrongAnswer, match=told):
        require_agreement(place, library(place), {})


@pytest.mark.interop
def test_with_node_here_the_seven_ratios_are_there(modules: Path) -> None:
    """Node's issuer and both its verifiers agree with ours, asked first; then all are timed."""
    ratios = measure(MINI, 1, node=modules, pace=Pace(turn_seconds=0.0, warming=0.0)).ratios()
    assert set(CONTRACT) <= set(ratios)
    assert all(ratio.low > 0 for ratio in ratios.values())
