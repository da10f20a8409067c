"""Two places and their people, with an outbox that tests can read."""

from dataclasses import dataclass, field, replace

from issuer.model import Letter, Person, PlaceRequest
from issuer.ports import Office
from issuer.services import people, places
from issuer.services.people import Contributor, SignedIn
from tests.issuer.fakes import Whispers
from tests.issuer.world import Town

CREW = (
    ("Awa Diop", "atelier", "manager", "awa@example.org"),
    ("Bruno", "atelier", "facilitator", None),
    ("Chloé", "jardin", "manager", "chloe@example.org"),
    ("Denis", "atelier", "steward", None),
)


@dataclass
class Crew:
    """An office whose queue is heard, and in whose name one acts."""

    town: Town
    office: Office
    queue: Whispers
    people: dict[str, Person] = field(default_factory=dict)

    def by(self, name: str, place: str | None = None) -> Contributor:
        """Somebody, in the name of a place."""
        return Contributor(name, self.people[name].id, place)

    def id(self, name: str) -> str:
        """The id of somebody."""
        return self.people[name].id

    def signed_in(self, name: str) -> SignedIn:
        """A fresh session of somebody."""
        return people.enter(self.office, secret_of(people.sign_in_link(self.office, name)))

    def letters(self) -> tuple[Letter, ...]:
        """The outbox."""
        with self.office.store.read() as work:
            return work.letters.list()

    def actions(self) -> list[str]:
        """What the journal says was done, oldest first."""
        with self.office.store.read() as work:
            return [entry.action for entry in reversed(work.journal.list(limit=1_000))]


def gather(town: Town) -> Crew:
    """The crew in a town."""
    queue = Whispers()
    crew = Crew(town, replace(town.office, queue=queue), queue)
    for name in ("Atelier", "Jardin"):
        places.add(town.office, PlaceRequest(name))
    for name, place, role, email in CREW:
        crew.people[name] = people.add(town.office, name, place=place, role=role, email=email)
    return crew


def secret_of(link: str) -> str:
    """The secret in a sign-in link."""
    return link.rpartition("/")[2]
