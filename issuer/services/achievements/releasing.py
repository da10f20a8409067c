"""From a draft to a published version, and to the archive: what was awarded never changes."""

from dataclasses import replace

from issuer.errors import Conflict, NotFound
from issuer.model import Achievement, AchievementDraft, AchievementState, Place
from issuer.ports import Office, UnitOfWork
from issuer.services import people
from issuer.services.achievements.defining import define
from issuer.services.achievements.drafting import request_of
from issuer.services.achievements.keeping import is_same, keep_version, versions_in
from issuer.services.contacts import SLUG_LENGTH
from issuer.services.finding import find_achievement, find_place, is_plain
from issuer.services.journal import note
from issuer.services.people import Contributor

_TRIES = 50
_SHOWN = 100


def publish(office: Office, by: Contributor, slug: str) -> Achievement:
    """Publish a draft: version 1, or one more than the version that it replaces.

    The draft is gone after this. One that changes nothing is dropped, and makes no version.

    Raises:
        NotFound: no such draft (`achievement.draft_unknown`).
        NotAllowed: the person does not publish badges for that place.
        InvalidRequest: a part is missing or not acceptable; `field` says which.
        Conflict: another badge of the place bears that name (`achievement.exists`), somebody
            published in between (`achievement.changed_meanwhile`), or it is archived.
    """
    with office.store.write() as work:
        draft = work.achievements.draft(slug) if is_plain(slug) else None
        if draft is None:
            raise NotFound("achievement.draft_unknown", achievement=slug[:_SHOWN])
        people.require(work, by, "achievement.publish", draft.place)
        place = find_place(work, draft.place)
        kept = work.achievements.get(draft.slug)
        definition = _defined(office, work, place, draft, kept)
        work.achievements.drop_draft(draft.slug)
        if kept is not None and is_same(definition, kept):
            return kept
        if kept is None:
            work.achievements.add(definition)
        else:
            _keep_first(work, kept)
            work.achievements.replace(definition)
        keep_version(office, work, definition, author=by.name)
        reason = f"version {definition.version}"
        subject = definition.slug
        note(
            office,
            work,
            by.name,
            "achievement.publish",
            place=place.slug,
            subject=subject,
            reason=reason,
        )
    return definition


def _defined(
    office: Office,
    work: UnitOfWork,
    place: Place,
    draft: AchievementDraft,
    kept: Achievement | None,
) -> Achievement:
    """The definition that the draft makes, ready to be kept, its picture drawn once to be sure."""
    request = request_of(place.slug, draft.body)
    slug = None if kept is None else kept.slug
    asked = define(office, work, place, replace(request, slug=slug))
    office.artwork.badge_svg(asked.artwork)
    if kept is None:
        return replace(asked, slug=_free_slug(work, place, asked))
    if kept.state == "archived":
        raise Conflict("achievement.archived", achievement=kept.slug)
    if str(draft.body.get("from_version", kept.version)) != str(kept.version):
        raise Conflict("achievement.changed_meanwhile", achievement=kept.slug)
    return replace(asked, created=kept.created, version=kept.version + 1)


def _keep_first(work: UnitOfWork, kept: Achievement) -> None:
    """Keep what was published before versions were: awards and their pictures are of it."""
    if not work.achievements.versions(kept.slug):
        first = versions_in(work, kept)[0]
        work.achievements.add_version(first)


def _free_slug(work: UnitOfWork, place: Place, asked: Achievement) -> str:
    """A short name that nobody uses: two places may recognise the same thing by the same name.

    Raises:
        Conflict: the place itself has a badge of that name, which people would mix up.
    """
    for known in work.achievements.list(place.slug):
        if known.name.casefold() == asked.name.casefold() and known.state == "published":
            raise Conflict("achievement.exists", achievement=known.slug)
    endings = ("", f"-{place.slug}", *(f"-{number}" for number in range(2, _TRIES)))
    for ending in endings:
        slug = asked.slug[: SLUG_LENGTH - len(ending)].rstrip("-") + ending
        if len(slug) <= SLUG_LENGTH and work.achievements.get(slug) is None:
            return slug
    raise Conflict("achievement.exists", achievement=asked.slug)


def archive(office: Office, by: Contributor, place: str, slug: str) -> Achievement:
    """Award it no more: its page stays and says so, and the badges given stay what they are.

    Raises:
        NotFound: no such achievement in that place.
        NotAllowed: the person does not archive badges of that place.
    """
    return _turn(office, by, place, slug, "archived")


def reopen(office: Office, by: Contributor, place: str, slug: str) -> Achievement:
    """Award it again.

    Raises:
        NotFound: no such achievement in that place.
        NotAllowed: the person does not archive badges of that place.
    """
    return _turn(office, by, place, slug, "published")


def _turn(
    office: Office, by: Contributor, place: str, slug: str, state: AchievementState
) -> Achievement:
    action = "achievement.archive" if state == "archived" else "achievement.reopen"
    with office.store.write() as work:
        people.require(work, by, "achievement.archive", place)
        kept = find_achievement(work, slug)
        if kept.place != place:
            raise NotFound("achievement.unknown", achievement=slug[:_SHOWN])
        if kept.state == state:
            return kept
        turned = replace(kept, state=state)
        work.achievements.replace(turned)
        note(office, work, by.name, action, place=place, subject=kept.slug)
    return turned
