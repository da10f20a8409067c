"""A learner with a card, the real verifier beside it, and the badges of the corpus to bring."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from itertools import chain

from badges.documents import JsonObject
from badges.ports import Fetched
from badges.settings import Settings
from issuer.model import Award, Holder, ImportedBadge
from issuer.ports import Office
from issuer.services.holders.holding import reached_at, typed_by_holder
from issuer.services.holders.opening import OpenCard
from issuer.services.imports import bringing
from issuer.services.imports.bringing import Brought
from tests.corpus import older, ours, wrapped
from tests.corpus.specimen import Specimen, World
from tests.issuer.services.holders.cards import award_zoe, holder_of, open_card
from tests.issuer.world import Town
from tests.world import StillClock, WebOfDocuments
from verifier.bootstrap import Verifier
from verifier.bootstrap import bootstrap as open_verifier


@dataclass
class RealExaminer:
    """`ports.Examiner` by the verifier itself, in the small web of the test."""

    verifier: Verifier
    asked: list[str] = field(default_factory=list)

    def examine(self, body: bytes, media_type: str, *, language: str) -> JsonObject:
        """The report on one badge."""
        self.asked.append(media_type)
        return self.verifier.verify(body).to_json(language)

    def fetch(self, url: str, *, language: str) -> JsonObject:
        """The report on what is at an address."""
        self.asked.append(url)
        return self.verifier.verify_url(url).to_json(language)


@dataclass
class Desk:
    """A card at which badges from elsewhere are brought."""

    office: Office
    clock: StillClock
    web: WebOfDocuments
    award: Award
    specimens: dict[str, Specimen]
    examiner: RealExaminer

    @property
    def card(self) -> OpenCard:
        """The card, as it is now."""
        return open_card(self.office, self.award)

    def bring(self, name: str) -> Brought:
        """Bring a file of the corpus."""
        return self.bring_bytes(self.specimens[name].material)

    def bring_bytes(self, body: bytes) -> Brought:
        """Bring any file."""
        return bringing.bring_file(self.office, self.card, body, language="fr")

    def bring_address(self, typed: str) -> Brought:
        """Bring what is at an address."""
        return bringing.bring_address(self.office, self.card, typed, language="fr")

    def kept(self, name: str) -> ImportedBadge:
        """What is kept of a file of the corpus that was brought."""
        badge = self.bring(name).badge
        assert badge is not None
        return badge

    def body(self, badge: ImportedBadge) -> bytes | None:
        """The bytes that are kept."""
        with self.office.store.read() as work:
            return work.imported_badges.body(badge.id)

    def shelf(self) -> tuple[ImportedBadge, ...]:
        """Every badge from elsewhere behind the card."""
        with self.office.store.read() as work:
            return work.imported_badges.of_holder(self.card.holder.id)

    def know_address(self, email: str, *, typed: bool) -> Holder:
        """Give the holder an address: known to the place, or only typed behind the card."""
        holder = holder_of(self.office, self.award)
        changed = (
            typed_by_holder(self.office, holder, email)
            if typed
            else reached_at(self.office, holder, email)
        )
        with self.office.store.write() as work:
            work.holders.replace(changed)
        return changed


def open_desk(town: Town, name: str = "Zoé Martin") -> Desk:
    """A desk in that town, at the hour of its clock."""
    specimens, pages = _corpus(town.clock.now())
    web = WebOfDocuments(dict(pages))
    settings = Settings(data_dir=town.office.settings.data_dir)
    verifier = open_verifier(settings, clock=town.clock, fetcher=web)
    examiner = RealExaminer(verifier)
    office = replace(town.office, examiner=examiner, fetcher=web)
    award = award_zoe(replace_office(town, office), name=name)
    return Desk(office, town.clock, web, award, specimens, examiner)


@cache
def _corpus(instant: datetime) -> tuple[dict[str, Specimen], dict[str, Fetched]]:
    """The corpus at that instant, made once, and the pages of its web."""
    world = World(instant=instant)
    families = (ours.specimens(world), older.specimens(world), wrapped.specimens(world))
    specimens = {specimen.name: specimen for specimen in chain(*families)}
    return specimens, world.web.pages


def replace_office(town: Town, office: Office) -> Town:
    """The same town with another office."""
    return Town(office, town.clock)
