"""A badge of the fablab and groups of people, for tests of awarding."""

from dataclasses import replace

from issuer.model import Achievement
from issuer.services import achievements
from tests.issuer.web.workshop.studio import Browser, Studio
from tests.issuer.world import LASER

NEW = "/workshop/fablab/awards/new"
NAMES = "Zoé Martin zoe@example.org\nAmélie Le Goff\nKarim Benali"


def laser(studio: Studio) -> Achievement:
    """The laser badge of the fablab."""
    return achievements.add(studio.office, replace(LASER, place="fablab"))


def begin(studio: Studio, browser: Browser, names: str = NAMES, do: str = "add") -> str:
    """Paste people under the laser badge; the address of their group."""
    slug = laser(studio).slug
    target = browser.send(f"{NEW}?badge={slug}", {"names": names, "do": do})
    return target.partition("/people")[0].partition("/look")[0]


def signed(studio: Studio, browser: Browser, names: str = NAMES) -> str:
    """A group whose badges are signed; its address."""
    path = begin(studio, browser, names, do="look")
    browser.send(f"{path}/look", {"do": "confirm"})
    assert browser.post(f"{path}/continue").status_code == 303
    return path
