"""The people of a place, by role, and what tests do to badges in their names."""

from dataclasses import dataclass
from datetime import datetime

from issuer.model import Award, Batch, BatchLine
from issuer.services.people import Contributor
from tests.issuer.world import Town

PLACE = "fablab-rural"


@dataclass(frozen=True)
class Crew:
    """A town, and the people who act in it."""

    town: Town
    people: dict[str, Contributor]

    def batch_of(self, award: Award, role: str, confirmed: datetime | None) -> None:
        """Make as if that person had awarded it in a batch, confirmed at that instant."""
        batch = Batch(
            id=f"batch-{award.id[:20]}",
            place=award.place,
            achievement=award.achievement,
            title="Mardi",
            created=self.town.clock.now(),
            author=self.people[role].person,
            author_name=self.people[role].name,
            state="done",
            confirmed=confirmed,
        )
        with self.town.office.store.write() as work:
            work.batches.add(batch)
            line = BatchLine(batch.id, 1, award.holder, state="issued", award=award.id)
            work.batches.put_lines([line])
