"""Letters for tests: one to Zoé, written as the other rooms write them."""

from dataclasses import dataclass, replace
from typing import Any

from issuer.errors import IssuerError
from issuer.model import Letter, Person
from issuer.ports import Office
from issuer.services import people, places
from issuer.services.mail.writing import write
from issuer.services.people import Contributor
from tests.issuer.world import FABLAB, Town

SECRET = "pomme-table-lampe-route-velo"


@dataclass
class Stubborn:
    """`ports.Postman` that raises, for the readers it was told about."""

    problems: dict[str, IssuerError]
    delivered: list[str]

    def deliver(self, letter: Letter, sender: str) -> None:
        """Raise what was foreseen for that reader, else note the letter."""
        assert sender
        if letter.recipient in self.problems:
            raise self.problems[letter.recipient]
        self.delivered.append(letter.id)


def open_place(town: Town) -> Town:
    """The town with its fablab."""
    if not places.list_all(town.office):
        places.add(town.office, FABLAB)
    return town


def zoe(office: Office, kind: str = "claim", **changes: Any) -> Letter:
    """A letter to Zoé, kept."""
    words = {
        "holder": "Zoé Martin",
        "person": "Zoé Martin",
        "badge": "Découpe laser",
        "words": SECRET,
        "minutes": "30",
        "link": f"{office.settings.base_url}/claim/{SECRET}",
        **changes.pop("words", {}),
    }
    options: dict[str, Any] = {"place": "fablab-rural", "language": "fr", **changes}
    recipient = options.pop("recipient", "zoe@example.org")
    with office.store.write() as work:
        return write(office, work, kind, recipient, words=words, **options)


def kept(office: Office, letter: Letter) -> Letter:
    """The letter as it is now."""
    with office.store.read() as work:
        found = work.letters.get(letter.id)
    assert found is not None
    return found


def posted_by(town: Town, postman: Any) -> Office:
    """The office of the town, with that postman."""
    return replace(town.office, postman=postman)


def somebody(office: Office, name: str, role: str, place: str = "fablab-rural") -> Contributor:
    """A person with a role in a place, who speaks."""
    person: Person = people.add(office, name, place=place, role=role)
    return Contributor(person.name, person.id, place)
