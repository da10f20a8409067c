"""Somebody of whom a place keeps everything that it can, and where to look for what is left."""

from dataclasses import dataclass

from issuer.model import Award, Holder
from issuer.ports import Office
from issuer.services import evidence
from issuer.services.applications import deciding
from issuer.services.batches import confirming, drafting, running
from issuer.services.life import correcting
from issuer.services.life.correcting import Correction
from issuer.services.people import operator
from tests.issuer.faults import picture
from tests.issuer.services.applications.room import PHOTO, PLACE, Room, open_room
from tests.issuer.services.holders.cards import holder_of, kept
from tests.issuer.world import Town

BY = operator("local")
NAME, EMAIL = "Zoé Martinèche", "zoe.martineche@example.org"
STORY = "J'ai scié la grande girafe violette."
REMARK = "Belle girafe, bravo."


@dataclass
class Somebody:
    """Zoé: two badges behind one card, one asked for and corrected, one of a group; a draft."""

    room: Room
    asked: Award
    grouped: Award

    @property
    def office(self) -> Office:
        """The office that knows her."""
        return self.room.office

    @property
    def town(self) -> Town:
        """The town of the office."""
        return self.room.town

    @property
    def holder(self) -> Holder:
        """Her card."""
        return holder_of(self.office, self.asked)


def make_somebody(town: Town) -> Somebody:
    """Zoé in a fresh town, and Ali, who must lose nothing."""
    room = open_room(town)
    office = room.office
    shown = (evidence.accept("girafe.png", PHOTO),)
    words = room.ask(room.poster(), NAME, email=EMAIL, text=STORY, files=shown)
    deciding.accept(office, room.by["Awa"], PLACE, room.kept(words).id, quote=True)
    room.sign()
    asked = _award(office, room.kept(words).award)
    wish = Correction(narrative=f"{STORY} Deux fois.")
    correcting.correct(office, asked.id, BY, wish, reason=f"{NAME} le demande")
    batch = drafting.create(office, BY, PLACE, room.definition.slug)
    drafting.add_people(office, BY, batch.id, f"{NAME} <{EMAIL}>\nAli Ben <ali@example.org>")
    confirming.confirm(office, BY, batch.id)
    running.run(office, batch.id)
    draft = drafting.create(office, BY, PLACE, room.definition.slug)
    drafting.add_people(office, BY, draft.id, f"{NAME} <{EMAIL}>\nAli Ben <ali@example.org>")
    with office.store.read() as work:
        line = work.batches.line(batch.id, 1)
    assert line is not None
    made = Somebody(room, asked, _award(office, line.award))
    made.asked = kept(office, asked)
    return made


def left_of(office: Office, *texts: str) -> list[tuple[str, str]]:
    """Where in the whole database one of these texts still stands, capitals ignored."""
    sought = [text.casefold() for text in texts]
    return [
        (table, text)
        for table, rows in picture(office.settings.database_url).items()
        for row in rows
        for cell in row
        for text in sought
        if text in _read(cell)
    ]


def _read(cell: object) -> str:
    text = cell.decode("utf-8", "replace") if isinstance(cell, bytes) else str(cell)
    return text.casefold()


def _award(office: Office, award_id: str | None) -> Award:
    with office.store.read() as work:
        found = work.awards.get(award_id or "")
    assert found is not None
    return found
