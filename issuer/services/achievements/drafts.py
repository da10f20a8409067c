"""What is being written of a badge, kept at each step: a tablet that goes out loses nothing.

A draft may be unfinished, so only its size is checked here; `releasing.publish` checks the rest.
Keeping a step is no act of its own: the journal tells when a draft is begun, dropped or published.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from issuer.errors import Conflict, NotFound
from issuer.model import Achievement, AchievementDraft, AchievementRequest
from issuer.ports import Office, UnitOfWork
from issuer.services import people
from issuer.services.achievements.drafting import bounded, kept_texts, request_of, texts_of
from issuer.services.finding import find_place, is_plain
from issuer.services.journal import note
from issuer.services.people import Contributor

DRAFTS_LIMIT = 200
"""Drafts of one place: somebody who has so many has forgotten most of them."""

_SHOWN = 100


@dataclass(frozen=True)
class Sketch:
    """A draft with the definition that it will replace, if any.

    `is_kept` is false when nobody has changed a word of that definition yet.
    """

    draft: AchievementDraft
    published: Achievement | None
    is_kept: bool

    @property
    def texts(self) -> dict[str, str]:
        """The texts of the form."""
        return {name: str(text) for name, text in self.draft.body.items()}

    @property
    def request(self) -> AchievementRequest:
        """What they ask for, not yet checked.

        Raises:
            InvalidRequest: a number is no number.
        """
        return request_of(self.draft.place, self.draft.body)


def begin(
    office: Office, by: Contributor, place: str, texts: Mapping[str, str]
) -> AchievementDraft:
    """Keep a new draft.

    Raises:
        NotFound: no such place.
        NotAllowed: the person does not write badges for that place.
        InvalidRequest: a text is too long.
        Conflict: the place has too many drafts (`achievement.too_many_drafts`).
    """
    with office.store.write() as work:
        owner = find_place(work, place).slug
        people.require(work, by, "achievement.edit", owner)
        if len(work.achievements.drafts(owner)) >= DRAFTS_LIMIT:
            raise Conflict("achievement.too_many_drafts", limit=DRAFTS_LIMIT)
        body = bounded(texts)
        draft = AchievementDraft(
            office.identifiers.uuid(), owner, body, office.clock.now(), by.name
        )
        work.achievements.put_draft(draft)
        note(office, work, by.name, "achievement.draft", place=owner, subject=draft.slug)
    return draft


def sketch(office: Office, by: Contributor, place: str, slug: str) -> Sketch:
    """A draft of a place; what is published there opens as the draft of its next version.

    Raises:
        NotFound: no such draft or definition in that place (`achievement.draft_unknown`).
        NotAllowed: the person does not write badges for that place.
    """
    with office.store.read() as work:
        people.require(work, by, "achievement.edit", place)
        return find_sketch(office, work, place, slug, by.name)


def find_sketch(office: Office, work: UnitOfWork, place: str, slug: str, author: str) -> Sketch:
    """As `sketch`, inside a unit of work, for somebody who may.

    Raises:
        NotFound: no such draft or definition in that place.
    """
    published = work.achievements.get(slug) if is_plain(slug) else None
    draft = work.achievements.draft(slug) if is_plain(slug) else None
    if draft is not None and draft.place == place:
        return Sketch(draft, published, is_kept=True)
    if published is None or published.place != place:
        raise NotFound("achievement.draft_unknown", achievement=slug[:_SHOWN])
    body = {**texts_of(published), "from_version": str(published.version)}
    fresh = AchievementDraft(slug, place, body, office.clock.now(), author)
    return Sketch(fresh, published, is_kept=False)


def save(
    office: Office, by: Contributor, place: str, slug: str, changes: Mapping[str, str]
) -> Sketch:
    """Keep the texts of one step, beside those of the other steps.

    Raises:
        NotFound: no such draft or definition in that place.
        NotAllowed: the person does not write badges for that place.
        InvalidRequest: a text is too long; nothing of the step is kept.
        Conflict: the definition is archived.
    """
    with office.store.write() as work:
        people.require(work, by, "achievement.edit", place)
        found = find_sketch(office, work, place, slug, by.name)
        if found.published is not None and found.published.state == "archived":
            raise Conflict("achievement.archived", achievement=found.published.slug)
        body = kept_texts(found.texts, changes)
        draft = AchievementDraft(slug, place, body, office.clock.now(), by.name)
        work.achievements.put_draft(draft)
        if not found.is_kept:
            note(office, work, by.name, "achievement.draft", place=place, subject=slug)
    return Sketch(draft, found.published, is_kept=True)


def listing(office: Office, by: Contributor, place: str) -> tuple[AchievementDraft, ...]:
    """What a place is writing, newest first.

    Raises:
        NotAllowed: the person does not write badges for that place.
    """
    with office.store.read() as work:
        people.require(work, by, "achievement.edit", place)
        return work.achievements.drafts(place)


def drop(office: Office, by: Contributor, place: str, slug: str) -> None:
    """Throw a draft away; what is published stays as it is, and dropping twice is dropping once.

    Raises:
        NotFound: no such draft ever was in that place (`achievement.draft_unknown`).
        NotAllowed: the person does not write badges for that place.
    """
    with office.store.write() as work:
        people.require(work, by, "achievement.edit", place)
        draft = work.achievements.draft(slug) if is_plain(slug) else None
        if draft is None or draft.place != place:
            _require_dropped(work, place, slug)
            return
        work.achievements.drop_draft(slug)
        note(office, work, by.name, "achievement.draft_drop", place=place, subject=slug)


def _require_dropped(work: UnitOfWork, place: str, slug: str) -> None:
    """Only the journal still knows a dropped draft; a published badge may have had none at all."""
    if is_plain(slug):
        published = work.achievements.get(slug)
        if published is not None and published.place == place:
            return
        dropped = "achievement.draft_drop"
        if work.journal.list(subject=slug, place=place, action=dropped, limit=1):
            return
    raise NotFound("achievement.draft_unknown", achievement=slug[:_SHOWN])
