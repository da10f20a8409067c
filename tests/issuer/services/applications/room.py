"""A workshop in which badges are asked for: places, their people, a badge, posters, requests."""

from dataclasses import dataclass, field, replace
from typing import Any

from issuer.model import Achievement, Application, PlaceRequest, WallPoster
from issuer.ports import Office
from issuer.services import achievements, networks, people, places
from issuer.services.applications import asking, posters
from issuer.services.applications.asking import Asking
from issuer.services.applications.words import APPLICATION, POSTER
from issuer.services.batches import running
from issuer.services.people import Contributor
from issuer.services.word_codes import lookup_of, words_for
from tests.issuer.world import LASER, Town

PLACE = "fablab-rural"
ADDRESS = "192.0.2.7"
PHOTO = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00"
    b"\x90wS\xde\x00\x00\x00\x0cIDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92\xef"
    b"\x00\x00\x00\x00IEND\xaeB`\x82"
)
"""One red pixel."""


@dataclass
class Room:
    """A town with a fablab, a café and a network of both, and what is asked for in it."""

    town: Town
    definition: Achievement
    by: dict[str, Contributor] = field(default_factory=dict)

    @property
    def office(self) -> Office:
        """The office of the town."""
        return self.town.office

    def poster(self, **wish: Any) -> WallPoster:
        """A poster of today for the badge."""
        return posters.make(self.office, self.by["Awa"], PLACE, self.definition.slug, **wish)

    def words_of(self, poster: WallPoster) -> tuple[str, ...]:
        """The words printed on a poster."""
        return words_for(self.office, POSTER, poster.id, poster.generation)

    def ask(self, poster: WallPoster, name: str = "Zoé Martin", **more: Any) -> tuple[str, ...]:
        """Ask by a poster; the words that follow the request."""
        wish = Asking(name, **more)
        return asking.ask_by_poster(self.office, self.words_of(poster), wish, address=ADDRESS)

    def kept(self, words: tuple[str, ...]) -> Application:
        """The request of these words as the store keeps it."""
        with self.office.store.read() as work:
            found = work.applications.by_lookup(lookup_of(self.office, APPLICATION, words))
        assert found is not None
        return found

    def is_gone(self, words: tuple[str, ...]) -> bool:
        """Whether no request has these words."""
        with self.office.store.read() as work:
            return work.applications.by_lookup(lookup_of(self.office, APPLICATION, words)) is None

    def sign(self) -> None:
        """Let the workers sign everything that waits."""
        running.sweep(self.office)

    def actions(self) -> list[str]:
        """What the journal tells, oldest first."""
        with self.office.store.read() as work:
            return [entry.action for entry in reversed(work.journal.list(limit=1000))]


def open_room(town: Town, **changes: Any) -> Room:
    """A room whose badge has these particulars; `place` may be the network `reseau`."""
    office = town.office
    for name, slug in (("Fablab rural", PLACE), ("Café", "cafe"), ("Réseau", "reseau")):
        places.add(office, PlaceRequest(name=name, slug=slug))
    for name, place, role in (
        ("Awa", PLACE, "facilitator"),
        ("Bruno", PLACE, "manager"),
        ("Emma", PLACE, "partner"),
        ("Chloé", "cafe", "facilitator"),
        ("Denis", "reseau", "steward"),
    ):
        people.add(office, name, place=place, role=role)
    local = people.operator("local")
    for member in (PLACE, "cafe"):
        networks.add(office, local, "reseau", member)
    definition = achievements.add(office, replace(LASER, **{"open_to_requests": True, **changes}))
    room = Room(town, definition)
    for name in ("Awa", "Bruno", "Emma", "Chloé", "Denis"):
        room.by[name] = people.contributor(office, name, None, operator=False)
    return room
