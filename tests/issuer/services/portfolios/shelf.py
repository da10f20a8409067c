"""What the tests of portfolios share: Zoé's card with some badges, one of them from elsewhere."""

from dataclasses import dataclass, replace

from badges.documents import JsonObject, parse
from issuer.model import Award, ImportedBadge
from issuer.ports import Office
from issuer.services.holders import choosing
from issuer.services.holders.opening import OpenCard
from issuer.services.portfolios import arranging, reading
from issuer.services.portfolios.reading import Collection
from tests.issuer.services.holders.cards import ZOE, award_zoe, kept, open_badge, open_card
from tests.issuer.world import Town


@dataclass
class Shelf:
    """A town, Zoé's badges in it, and her portfolio as it is now."""

    town: Town
    awards: list[Award]

    @property
    def office(self) -> Office:
        """The office of the town."""
        return self.town.office

    @property
    def card(self) -> OpenCard:
        """Her card, opened anew."""
        return open_card(self.office, self.awards[0])

    @property
    def collection(self) -> Collection:
        """Her portfolio, read anew as she reads it."""
        found = reading.of_card(self.office, self.card)
        assert found is not None
        return found

    @property
    def id(self) -> str:
        """The id of her portfolio."""
        return self.collection.portfolio.id

    def names(self) -> list[str]:
        """What stands in her portfolio, in order."""
        return [entry.name for entry in self.collection.entries]

    def decide(self, number: int, decision: choosing.Decision) -> None:
        """Her choice for one badge."""
        choosing.choose(self.office, open_badge(self.office, self.awards[number]), decision)

    def choice(self, number: int) -> str:
        """What she chose for one badge, as it is kept."""
        return kept(self.office, self.awards[number]).choice


def furnish(town: Town, count: int = 3) -> Shelf:
    """Zoé with that many badges of the laser, and a portfolio that nobody else sees."""
    first = award_zoe(town)
    more = [town.issue(**ZOE, holder_id=first.holder_id) for _ in range(count - 1)]
    shelf = Shelf(town, [first, *more])
    arranging.make(town.office, shelf.card)
    return shelf


def bring(shelf: Shelf, body: bytes, **changes: object) -> ImportedBadge:
    """A badge from elsewhere behind her card, as the verifier would have told it."""
    office = shelf.office
    badge = ImportedBadge(
        id=office.identifiers.uuid(),
        holder=shelf.card.holder.id,
        created=office.clock.now(),
        media_type="application/vc",
        size=len(body),
        digest=f"{len(body):064d}",
        title="Premiers secours",
        issuer="Croix du Val",
        verdict="accepted",
        state="genuine",
        examined=office.clock.now(),
        report={"person": "same"},
    )
    badge = replace(badge, **changes)  # type: ignore[arg-type]  # fields by name
    with office.store.write() as work:
        work.imported_badges.add(badge, body)
    return badge


def inner(record: bytes) -> list[JsonObject]:
    """The credentials inside a signed record."""
    found: list[JsonObject] = parse(record)["credentialSubject"]["verifiableCredential"]
    return found
