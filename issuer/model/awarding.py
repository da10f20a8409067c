"""Awarding to a group, and what comes before and after: requests, evidence, cards, posters.

Words on cards and posters are secrets that open something. They are derived from the key store when
they are printed (`generation` grows when a card is lost), and found again by `lookup`, a keyed
digest: whoever copies the database can open nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, NamedTuple

from issuer.model.records import shown_without

BatchState = Literal["draft", "waiting", "done", "cancelled"]
LineState = Literal["waiting", "issued", "refused", "set_aside"]
ApplicationState = Literal["open", "more", "accepted", "refused", "issued"]
Verdict = Literal["accept", "more", "refuse"]


class Holder(NamedTuple):
    """Somebody who was awarded badges by a place, and the card that opens them.

    `email` is kept only to write to them, `email_lookup` (a keyed digest) to know them again.
    `keeper` is the person of the place who keeps the card in trust. `claimed` is when the card was
    first used, `sent` when it went out by mail, `reminded` when they were last written to about it.
    """

    id: str
    place: str
    name: str
    language: str
    created: datetime
    lookup: str
    generation: int = 1
    email: str | None = None
    email_lookup: str | None = None
    keeper: str | None = None
    claimed: datetime | None = None
    sent: datetime | None = None
    reminded: datetime | None = None

    def __repr__(self) -> str:
        """All of it but the address, and what knows it and the card again."""
        return shown_without(self, "lookup", "email", "email_lookup")


@dataclass(frozen=True)
class Batch:
    """An award to a group; its lines are the truth of what is done and what remains.

    `key` makes its creation repeatable. `author` is a person's id, None at the command line.
    `awarded`, `valid_until`, `hours` and `narrative` hold for every line that says nothing else.
    `by_mail` says whether cards go out to the addresses.
    """

    id: str
    place: str
    achievement: str
    title: str
    created: datetime
    author: str | None
    author_name: str
    state: BatchState = "draft"
    awarded: str | None = None
    valid_until: str | None = None
    hours: str | None = None
    narrative: str | None = None
    by_mail: bool = True
    key: str | None = None
    confirmed: datetime | None = None
    ended: datetime | None = None


class BatchLine(NamedTuple):
    """One person of a group; `problem` says why the line was refused, as a code with parameters.

    The address leaves the line when the badge is issued. A tuple, since they are read and kept by
    the ten thousand.
    """

    batch: str
    number: int
    name: str
    email: str | None = None
    level: str | None = None
    narrative: str | None = None
    evidence_url: str | None = None
    awarded: str | None = None
    valid_until: str | None = None
    hours: str | None = None
    reference: str | None = None
    holder_id: str | None = None
    state: LineState = "waiting"
    award: str | None = None
    problem: Mapping[str, Any] | None = None

    def __repr__(self) -> str:
        """All of it but the address."""
        return shown_without(self, "email")


@dataclass(frozen=True)
class EvidenceFile:
    """A photo, sound or paper that shows what was done; private unless `shown`.

    It belongs to a line of a batch (`batch`, `number`) or to an application, and then to the award.
    `body` is read apart, since it is heavy.
    """

    id: str
    place: str
    name: str
    media_type: str
    size: int
    digest: str
    created: datetime
    batch: str | None = None
    number: int | None = None
    application: str | None = None
    award: str | None = None
    shown: bool = False


@dataclass(frozen=True)
class WallPoster:
    """A sheet on the wall of a workshop by which people ask for a badge until `ends`."""

    id: str
    place: str
    achievement: str
    created: datetime
    ends: datetime
    author: str | None
    lookup: str = field(repr=False)
    generation: int = 1
    closed: datetime | None = None


@dataclass(frozen=True)
class Application:
    """A badge that a learner asks for; `lookup` opens the page where they follow it.

    `answer` is what the place told them. Evidence files are kept apart.
    """

    id: str
    place: str
    achievement: str
    name: str
    text: str
    created: datetime
    changed: datetime
    lookup: str = field(repr=False)
    generation: int = 1
    email: str | None = field(default=None, repr=False)
    level: str | None = None
    evidence_url: str | None = None
    poster: str | None = None
    holder_id: str | None = None
    state: ApplicationState = "open"
    answer: str | None = None
    award: str | None = None


@dataclass(frozen=True)
class Assessment:
    """What one reviewer says of an application; `round` grows each time the learner adds to it."""

    application: str
    number: int
    reviewer: str
    reviewer_name: str
    verdict: Verdict
    words: str | None
    instant: datetime
    round: int = 1
