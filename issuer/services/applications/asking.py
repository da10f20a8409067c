"""Asking for a badge, by a poster or from its public page; nobody needs an account.

What a learner types is read here once. Sending the same form twice, as hesitating fingers do, makes
one request.
"""

from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from badges.model.framework import Level
from issuer.errors import Conflict, InvalidRequest, NotFound
from issuer.model import Achievement, Application, Place, WallPoster
from issuer.ports import Office, UnitOfWork
from issuer.services import evidence
from issuer.services.applications.bounds import (
    FILES_LIMIT,
    TEXT_LENGTH,
    guard_sending,
    require_room,
    require_room_for,
)
from issuer.services.applications.posters import askable, is_open
from issuer.services.applications.words import APPLICATION, POSTER, fresh_words
from issuer.services.commons.levels import clean_level
from issuer.services.commons.referentials import competency, competency_in
from issuer.services.contacts import clean_email, clean_url
from issuer.services.evidence import Accepted
from issuer.services.finding import find_achievement, find_place
from issuer.services.journal import note
from issuer.services.texts import clean_line, clean_optional_text
from issuer.services.word_codes import COUNT, lookup_of, words_for

LEARNER = "learner"
"""Who acts, in the journal, when a learner does: never their name."""

_KEY_LENGTH = 200
_MEMBERS = 500


@dataclass(frozen=True)
class Asking:
    """What a learner typed. `key` comes with the form, so that sending it twice asks once."""

    name: str
    email: str | None = None
    level: str | None = None
    text: str | None = None
    evidence_url: str | None = None
    files: tuple[Accepted, ...] = ()
    key: str | None = None


@dataclass(frozen=True)
class Door:
    """What one can ask for here: the badge, and the places that may award it.

    `poster` is the sheet that led here, if any; with it, `is_open` says whether it still takes
    requests.
    """

    definition: Achievement
    places: tuple[Place, ...]
    poster: WallPoster | None = None
    is_open: bool = True


def door_of_poster(office: Office, words: tuple[str, ...]) -> Door:
    """What the poster of these words opens.

    Raises:
        NotFound: no such poster (`poster.no_words`).
        KeyUnavailable: the lookup cannot be derived.
    """
    with office.store.read() as work:
        poster = _poster(office, work, words)
        definition = find_achievement(work, poster.achievement)
        opened = is_open(office, poster) and definition.state == "published"
        return Door(definition, (find_place(work, poster.place),), poster, opened)


def door_of_achievement(office: Office, slug: str) -> Door:
    """What the public page of a badge opens; that of a network is asked of one of its members.

    Raises:
        NotFound: no such badge, or learners do not ask for it (`application.not_asked`).
    """
    with office.store.read() as work:
        definition = find_achievement(work, slug)
        if not definition.open_to_requests or definition.state != "published":
            raise NotFound("application.not_asked", achievement=definition.slug)
        members = work.places.members(definition.place)[:_MEMBERS]
        slugs = (definition.place, *members)
        return Door(definition, tuple(find_place(work, slug) for slug in slugs))


def ask_by_poster(
    office: Office, words: tuple[str, ...], asking: Asking, *, address: str | None
) -> tuple[str, ...]:
    """Ask by a poster; the answer is the words by which the request is followed.

    Raises:
        NotFound: no such poster.
        Conflict: it is closed (`poster.over`), or full.
        InvalidRequest: a name, address, level or file is not acceptable.
        TooManyAttempts: too many requests from that network address.
        KeyUnavailable: the words cannot be derived.
    """
    door = door_of_poster(office, words)
    if not door.is_open:
        raise Conflict("poster.over")
    return _ask(office, door, door.places[0], asking, address)


def ask_for(
    office: Office, slug: str, place: str | None, asking: Asking, *, address: str | None
) -> tuple[str, ...]:
    """Ask from the public page of a badge; `place` is the one asked, of those who may award it.

    Raises:
        NotFound: no such badge, or not one to ask for.
        InvalidRequest: no such place among them (`application.which_place`), or as below.
        Conflict, TooManyAttempts, KeyUnavailable: see `ask_by_poster`.
    """
    door = door_of_achievement(office, slug)
    asked = place or (door.places[0].slug if len(door.places) == 1 else "")
    for one in door.places:
        if one.slug == asked:
            return _ask(office, door, one, asking, address)
    raise InvalidRequest("application.which_place", field="place")


def _poster(office: Office, work: UnitOfWork, words: tuple[str, ...]) -> WallPoster:
    lookup = lookup_of(office, POSTER, words) if len(words) == COUNT else ""
    poster = work.posters.by_lookup(lookup)
    if poster is None:
        raise NotFound("poster.no_words")
    return poster


def _ask(
    office: Office, door: Door, place: Place, asking: Asking, address: str | None
) -> tuple[str, ...]:
    """Keep the request, unless the very same form was sent before."""
    if len(asking.files) > FILES_LIMIT:
        raise InvalidRequest("application.too_many_files", field="evidence", limit=FILES_LIMIT)
    sending = guard_sending(office, address)
    try:
        made, is_new = _keep(office, door, place, asking)
    except Conflict as error:
        if error.code != "store.duplicate":
            raise
        # The same form came twice at the same instant: the other one was faster.
        made, is_new = _keep(office, door, place, asking)
    if is_new:
        sending.failed()  # Counts a sending: what the pause looks at is how many there were.
    return words_for(office, APPLICATION, made.id, made.generation)


def _keep(office: Office, door: Door, place: Place, asking: Asking) -> tuple[Application, bool]:
    name = clean_line(asking.name, "name")
    poster = None if door.poster is None else door.poster.id
    identifier = _identifier(office, poster or door.definition.slug, name, asking.key)
    with office.store.write() as work:
        known = work.applications.get(identifier)
        if known is not None:
            return known, False
        definition = askable(work, place.slug, door.definition.slug)
        require_room(work, place.slug, definition.slug, poster)
        require_room_for(work, place.slug, definition.slug, poster, asking.files)
        generation, lookup = fresh_words(office, work, APPLICATION, identifier)
        now = office.clock.now()
        made = Application(
            id=identifier,
            place=place.slug,
            achievement=definition.slug,
            name=name,
            text=clean_optional_text(asking.text, "text", limit=TEXT_LENGTH) or "",
            created=now,
            changed=now,
            lookup=lookup,
            generation=generation,
            email=clean_email(asking.email or "", "email") if given(asking.email) else None,
            level=_level(office, work, definition, asking.level),
            evidence_url=clean_url(asking.evidence_url or "", "evidence_url")
            if given(asking.evidence_url)
            else None,
            poster=poster,
        )
        work.applications.add(made)
        for file in asking.files:
            evidence.add_to_application(office, work, place.slug, made.id, file)
        note(office, work, LEARNER, "application.add", place=place.slug, subject=made.id)
    return made, True


def given(text: str | None) -> bool:
    """Whether somebody typed something."""
    return bool(text and text.strip())


def _level(
    office: Office, work: UnitOfWork, definition: Achievement, level: str | None
) -> str | None:
    if level is None or not level.strip():
        return None
    framework, _ = competency_in(office, work, definition.competencies[0].notation)
    return clean_level(framework, level, "level")


def _identifier(office: Office, target: str, name: str, key: str | None) -> str:
    """The id of a request: its own, or what follows from the form that it was typed in.

    The name is part of it: on a tablet that goes round, the next person may go back to the form.
    """
    if not key:
        return office.identifiers.uuid()
    return str(uuid5(NAMESPACE_URL, f"{target}\n{key[:_KEY_LENGTH]}\n{name}"))


def levels_of(office: Office, definition: Achievement) -> tuple[Level, ...]:
    """The levels that somebody may think theirs, in the words of the main competency."""
    try:
        framework, skill = competency(office, definition.competencies[0].notation)
    except (NotFound, IndexError):
        return ()
    return tuple(framework.level_of(skill, level.code) for level in framework.levels)
