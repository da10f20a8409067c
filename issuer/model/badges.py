"""What the issuer keeps: places, their keys, what they recognise, what they awarded.

These are records of the house, not documents: a document is made once from them, signed, and its
exact bytes are kept in the `Award` (house.md, principle 1).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, NamedTuple

from issuer.model.records import shown_without

KeyState = Literal["active", "retired", "revoked"]
AwardState = Literal["active", "revoked", "suspended"]
AchievementState = Literal["published", "archived"]
Choice = Literal["none", "kept", "private", "public", "hidden", "refused"]
StatusPurpose = Literal["revocation", "suspension"]
Shape = Literal["round", "hexagon", "shield", "leaf", "star"]

SHAPES: tuple[Shape, ...] = ("round", "hexagon", "shield", "leaf", "star")
STATUS_PURPOSES: tuple[StatusPurpose, ...] = ("revocation", "suspension")


@dataclass(frozen=True)
class Place:
    """A tiers-lieu that signs badges. Its `slug` is in URLs and DIDs, so it never changes.

    `linkedin_id` is the number of its LinkedIn page; `language` is the one its badges speak.
    `time_zone` (IANA name) is where its days begin and end.
    """

    slug: str
    name: str
    created: datetime
    language: str = "fr"
    description: str | None = None
    url: str | None = None
    email: str | None = None
    linkedin_id: str | None = None
    time_zone: str = "Europe/Paris"


@dataclass(frozen=True)
class SigningKey:
    """A key of a place: its public half, and its private half sealed by the key store.

    `name` (`key-1`, `key-2`…) is the fragment of its DID URL and is never reused (KEY-11). `public`
    is its Multikey. `ended` is when it was retired or
    revoked. `sealed` opens only with the key-encryption key, which is not in the database (KEY-12).
    """

    place: str
    name: str
    algorithm: str
    public: str
    state: KeyState
    created: datetime
    ended: datetime | None = None
    sealed: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class ArtworkSpec:
    """How a badge looks, in words: the drawing is made from it and from nothing else.

    `shape` says the kind, `colour` is the code of a domain (ACC, COO, FAB, NUM, TRA, PIL), `icon`
    the skill, `level` is shown as 1 to 4 marks on the rim.
    """

    shape: str
    colour: str
    icon: str
    title: str
    level: int | None = None


@dataclass(frozen=True)
class CompetencyLevel:
    """A competency of the referential by its notation, with the level aimed at, if any."""

    notation: str
    level: str | None = None


@dataclass(frozen=True)
class Achievement:
    """The definition of what a place recognises; each award embeds it whole.

    `competencies` come in order, the main one first. `status_purpose` decides how awards can be
    taken back: OB 3.0 allows one status entry a credential, so it is revocation or suspension.
    `translations` are `name`, `description` and `criteria` by language. Awards end after
    `validity_months`, if any. `reviews_needed` is how many people must agree before an award, and
    `open_to_requests` lets learners ask for it.
    """

    slug: str
    place: str
    name: str
    description: str
    criteria: str
    achievement_type: str
    language: str
    competencies: tuple[CompetencyLevel, ...]
    artwork: ArtworkSpec
    created: datetime
    tags: tuple[str, ...] = ()
    status_purpose: StatusPurpose = "revocation"
    version: int = 1
    state: AchievementState = "published"
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    validity_months: int | None = None
    reviews_needed: int = 0
    open_to_requests: bool = False


@dataclass(frozen=True)
class AchievementDraft:
    """What is being written of an achievement, not yet published; `body` as the form keeps it.

    `slug` is that of the published definition that it will replace, or a UUID before the first.
    """

    slug: str
    place: str
    body: Mapping[str, Any]
    updated: datetime
    author: str


@dataclass(frozen=True)
class AchievementVersion:
    """A definition as it was published; `definition` never changes."""

    definition: Achievement
    published: datetime
    author: str


@dataclass(frozen=True)
class StatusList:
    """A bitstring status list of a place, for one purpose; `body` is its signed credential.

    `issuer` and `url` are written in the badges that it serves, so they never change.
    """

    id: str
    place: str
    purpose: StatusPurpose
    issuer: str
    url: str
    capacity: int
    updated: datetime
    body: bytes = field(default=b"", repr=False)
    signed_by: str = ""


@dataclass(frozen=True)
class StatusPosition:
    """Where an award stands in a status list."""

    list_id: str
    index: int


@dataclass(frozen=True)
class CredentialStatus:
    """Where a credential that a machine client had signed stands in a status list.

    Nothing else of it is kept: `credential` is the SHA-256 of its id, in hexadecimal.
    """

    place: str
    credential: str
    position: StatusPosition


class Award(NamedTuple):
    """One badge given to one person, with the exact bytes that were signed.

    `id` is a UUID, `url` the credential's id. `json` carries the embedded proof, `jwt` wraps that
    same JSON (ISS-30); of a badge of a group it is empty until somebody asks for it (ADR 32). The
    holder's e-mail is nowhere here: only its salted hash, inside the bytes.

    `holder` is the name, `holder_id` the record of their card. `choice` is what they decided about
    showing it (`none` and `kept`: to whoever has its address; `private`: to whoever has its private
    link, whose generation is `link`). `public_reason` is what readers are told when it was taken
    back. `renews` is the award that this one follows; `edition` grows with each correction.
    `forgotten` says when it was erased: bytes and names are then empty.
    """

    id: str
    short_code: str
    url: str
    issuer: str
    place: str
    achievement: str
    holder: str
    valid_from: datetime
    awarded: datetime
    status: StatusPosition
    json: bytes
    jwt: bytes
    level: str | None = None
    valid_until: datetime | None = None
    reference: str | None = None
    state: AwardState = "active"
    state_changed: datetime | None = None
    holder_id: str | None = None
    choice: Choice = "none"
    public_reason: str | None = None
    renews: str | None = None
    edition: int = 1
    reminded: datetime | None = None
    forgotten: datetime | None = None
    link: int = 0

    def __repr__(self) -> str:
        """All of it but the bytes."""
        return shown_without(self, "json", "jwt")


@dataclass(frozen=True)
class AwardEdition:
    """The bytes of an award before a correction, kept as they were signed."""

    award: str
    edition: int
    ended: datetime
    json: bytes = field(repr=False)
    jwt: bytes = field(repr=False)


class JournalEntry(NamedTuple):
    """Who did what, when and why; kept for ever and never public (STAT-16).

    What concerns no place (the commons as a whole) has none. `number` is given when it is kept.
    """

    instant: datetime
    actor: str
    action: str
    place: str | None
    subject: str
    reason: str | None = None
    number: int = 0


@dataclass(frozen=True)
class ShownEvidence:
    """One thing that was shown: an address, or words, or both; `genre` such as `Photo`."""

    url: str | None = None
    name: str | None = None
    narrative: str | None = None
    genre: str | None = None


class AwardRequest(NamedTuple):
    """What a person asks for when awarding a badge; texts are as typed, not yet cleaned.

    `place` signs it, when it is not the one that keeps the achievement (a network's, say).
    `evidence` comes after what `evidence_url` and `narrative` tell. `holder_id` is the record of
    somebody who has a card already. `hours` is how long the activity lasted.

    `valid_until` and `awarded` accept a date, a datetime with a zone, or text in RFC 3339 or
    `YYYY-MM-DD`. `level` is the code of a level of the referential. `reference` makes the request
    repeatable: the same one for the same achievement gives the same award.
    """

    achievement: str
    name: str
    email: str | None = None
    level: str | None = None
    evidence_url: str | None = None
    narrative: str | None = None
    valid_until: str | date | datetime | None = None
    awarded: str | date | datetime | None = None
    reference: str | None = None
    place: str | None = None
    evidence: tuple[ShownEvidence, ...] = ()
    holder_id: str | None = None
    hours: str | None = None


@dataclass(frozen=True)
class PlaceRequest:
    """What a person says of a place when adding it; `slug` is made from the name when absent."""

    name: str
    slug: str | None = None
    language: str = "fr"
    description: str | None = None
    url: str | None = None
    email: str | None = None
    linkedin_id: str | None = None
    time_zone: str = "Europe/Paris"


@dataclass(frozen=True)
class AchievementRequest:
    """What a person says of an achievement when adding it.

    Absent parts of the artwork are chosen from the kind of achievement and its main competency.
    """

    place: str
    name: str
    description: str
    criteria: str
    competencies: tuple[CompetencyLevel, ...]
    slug: str | None = None
    achievement_type: str = "Competency"
    language: str | None = None
    tags: tuple[str, ...] = ()
    status_purpose: str = "revocation"
    shape: str | None = None
    colour: str | None = None
    icon: str | None = None
    title: str | None = None
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    validity_months: int | None = None
    reviews_needed: int = 0
    open_to_requests: bool = False
