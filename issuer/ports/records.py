"""Where places, keys, definitions, awards, status lists and the journal are kept, as protocols."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from issuer.model import (
    Achievement,
    AchievementDraft,
    AchievementVersion,
    Award,
    AwardEdition,
    Choice,
    CredentialStatus,
    JournalEntry,
    Place,
    SigningKey,
    StatusList,
    StatusPosition,
    StatusPurpose,
)


class Places(Protocol):
    """The places of this instance."""

    def add(self, place: Place) -> None:
        """Keep a new place."""
        ...

    def get(self, slug: str) -> Place | None:
        """The place of that slug, or None."""
        ...

    def list(self) -> tuple[Place, ...]:
        """Every place, by slug."""
        ...

    def replace(self, place: Place) -> None:
        """Keep the new description of the place of the same slug."""
        ...

    def join(self, network: str, place: str) -> None:
        """Make a place a member of a network, which is a place too."""
        ...

    def part(self, network: str, place: str) -> None:
        """Make a place no longer a member of a network."""
        ...

    def members(self, network: str) -> tuple[str, ...]:
        """The slugs of the members of a network, sorted."""
        ...

    def networks(self, place: str) -> tuple[str, ...]:
        """The slugs of the networks of a place, sorted."""
        ...


class SigningKeys(Protocol):
    """The keys of the places, never deleted."""

    def add(self, key: SigningKey) -> None:
        """Keep a new key."""
        ...

    def of(self, place: str) -> tuple[SigningKey, ...]:
        """Every key of a place, oldest first, whatever its state."""
        ...

    def any(self) -> SigningKey | None:
        """Some key of this instance, or None when there is none at all."""
        ...

    def replace(self, key: SigningKey) -> None:
        """Keep the new state and the new seal of the key of the same place and name."""
        ...

    def hold(self, *, alone: bool = False) -> None:
        """Until the end, let nobody seal keys anew; `alone`: let nobody make any either."""
        ...


class Achievements(Protocol):
    """The definitions of what places recognise."""

    def add(self, achievement: Achievement) -> None:
        """Keep a new definition."""
        ...

    def get(self, slug: str) -> Achievement | None:
        """The definition of that slug, or None."""
        ...

    def list(self, place: str | None = None) -> tuple[Achievement, ...]:
        """Every definition, or those of one place, by slug."""
        ...

    def replace(self, achievement: Achievement) -> None:
        """Keep the new version or state of the definition of the same slug."""
        ...

    def add_version(self, version: AchievementVersion) -> None:
        """Keep a definition as it was published."""
        ...

    def versions(self, slug: str) -> tuple[AchievementVersion, ...]:
        """The published versions of a definition, newest first."""
        ...

    def put_draft(self, draft: AchievementDraft) -> None:
        """Keep what is being written, instead of what was kept under the same slug."""
        ...

    def draft(self, slug: str) -> AchievementDraft | None:
        """What is being written under that slug, or None."""
        ...

    def drafts(self, place: str) -> tuple[AchievementDraft, ...]:
        """What a place is writing, newest first."""
        ...

    def drop_draft(self, slug: str) -> None:
        """Forget what was being written under that slug."""
        ...


class Awards(Protocol):
    """The badges given, with their bytes."""

    def add(self, award: Award) -> None:
        """Keep a new award."""
        ...

    def add_many(self, awards: Collection[Award]) -> None:
        """Keep many new awards."""
        ...

    def get(self, award_id: str) -> Award | None:
        """The award of that UUID, or None."""
        ...

    def addresses(
        self, award_ids: Collection[str], choices: Collection[Choice]
    ) -> Mapping[str, tuple[str, str]]:
        """URL and short code by id of those of these awards whose holder chose one of these."""
        ...

    def by_short_code(self, code: str) -> Award | None:
        """The award of that short code in its canonical form, or None."""
        ...

    def by_reference(self, achievement: str, reference: str) -> Award | None:
        """The award made for that reference of a requester, or None."""
        ...

    def by_references(
        self, achievement: str, references: Collection[str]
    ) -> Mapping[str, tuple[str, str, str]]:
        """Id, short code and place of the awards made for these references, by reference."""
        ...

    def list(
        self,
        *,
        place: str | None = None,
        achievement: str | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> tuple[Award, ...]:
        """The latest awards, newest first, at most `limit`."""
        ...

    def ids(self, place: str) -> tuple[str, ...]:
        """The ids of every award of a place that was not forgotten, sorted."""
        ...

    def count(
        self, *, place: str | None = None, achievement: str | None = None, ever: bool = False
    ) -> int:
        """How many awards there are that were not forgotten; with `ever`, those too."""
        ...

    def of_holder(self, holder_id: str) -> tuple[Award, ...]:
        """The awards of one card, oldest first, without those that were forgotten."""
        ...

    def renewal_of(self, award_id: str) -> Award | None:
        """The award that follows this one, or None."""
        ...

    def ending(self, after: datetime, before: datetime, *, limit: int = 200) -> tuple[Award, ...]:
        """Active awards that end between two instants and nobody was reminded of."""
        ...

    def replace_state(self, award: Award) -> None:
        """Keep what changed around the award (state, choice, holder...), never its bytes."""
        ...

    def keep_jwt(self, award: Award, jwt: bytes) -> None:
        """Keep the JWT form of that edition of an award, unless it has one or was forgotten."""
        ...

    def correct(self, award: Award, former: AwardEdition) -> None:
        """Keep newly signed bytes in the place of former ones, which are kept apart."""
        ...

    def editions(self, award_id: str) -> tuple[AwardEdition, ...]:
        """The former bytes of an award, oldest first."""
        ...

    def forget(self, award: Award) -> None:
        """Keep the award without any bytes, name or reference, its former editions removed."""
        ...


class StatusLists(Protocol):
    """The status lists and which of their indices are given out."""

    def add(self, status_list: StatusList) -> None:
        """Keep a new list."""
        ...

    def get(self, list_id: str) -> StatusList | None:
        """The list of that id, or None."""
        ...

    def of(self, place: str) -> tuple[StatusList, ...]:
        """Every list of a place, oldest first."""
        ...

    def lock(self, place: str) -> None:
        """Make every other unit of work wait that would give out an index of this place."""
        ...

    def is_taken(self, position: StatusPosition) -> bool:
        """Whether that index is given out."""
        ...

    def taken(self, list_id: str) -> Collection[int]:
        """Every index given out in that list."""
        ...

    def take(self, position: StatusPosition) -> None:
        """Give out that index."""
        ...

    def taken_among(self, list_id: str, indices: Collection[int]) -> Collection[int]:
        """Those of these indices that are given out in that list."""
        ...

    def take_many(self, list_id: str, indices: Collection[int]) -> None:
        """Give out these indices."""
        ...

    def mark(self, position: StatusPosition, *, value: bool) -> None:
        """Set or clear the bit of that index."""
        ...

    def marked(self, list_id: str) -> tuple[int, ...]:
        """The indices whose bit is set, in ascending order."""
        ...

    def replace(self, status_list: StatusList) -> None:
        """Keep the newly signed bytes of the list of the same id."""
        ...

    def next_number(self, place: str, purpose: StatusPurpose) -> int:
        """The number of the next list of that place and purpose, from 1."""
        ...


class CredentialStatuses(Protocol):
    """Where credentials signed for machine clients stand in status lists; nothing else of them."""

    def add(self, status: CredentialStatus) -> None:
        """Keep where a credential stands."""
        ...

    def of(self, place: str, credential: str) -> tuple[StatusPosition, ...]:
        """Every place in lists of that credential, by list; none when it has no status."""
        ...


class Journal(Protocol):
    """What was done, by whom and why: entries are added, and nothing but a reason ever leaves."""

    def add(self, entry: JournalEntry) -> None:
        """Write one entry at the end."""
        ...

    def add_many(self, entries: Collection[JournalEntry]) -> None:
        """Write entries at the end, in their order."""
        ...

    def list(
        self,
        *,
        subject: str | None = None,
        place: str | None = None,
        action: str | None = None,
        before: int | None = None,
        limit: int = 100,
    ) -> tuple[JournalEntry, ...]:
        """The latest entries, newest first: of one subject, place or action, below a number."""
        ...

    def latest(self, *, among: int, since: str) -> datetime | None:
        """The latest instant of the last `among` entries, none before the last `since` of them."""
        ...

    def forget_reasons(self, subject: str) -> None:
        """Blank the reasons about one subject: the only thing that is ever taken from a line."""
        ...
