"""Sheets on the wall of a workshop: by their words, people ask for a badge without an account."""

from dataclasses import dataclass, replace
from datetime import timedelta

from badges.i18n import DEFAULT_LANGUAGE, LANGUAGES
from badges.web.wording import day, local
from issuer.errors import Conflict, InvalidRequest, NotAllowed, NotFound
from issuer.model import Achievement, Place, WallPoster
from issuer.model.paper import Poster
from issuer.ports import Office, UnitOfWork
from issuer.services import people
from issuer.services.applications.words import POSTER, address_of, fresh_words, plain_id
from issuer.services.dates import read_end
from issuer.services.finding import find_achievement, find_place
from issuer.services.journal import note
from issuer.services.people import Contributor
from issuer.services.word_codes import words_for

DAYS_LIMIT = 92
"""How long a sheet may hang: a season. Words that everybody has read do not open for ever."""
OPEN_LIMIT = 50
"""Sheets of one place that are open at once."""

_LISTED = 100
_SHOWN = 100


@dataclass(frozen=True)
class Hung:
    """A poster as its place sees it: its badge, its words, and how many people asked by it."""

    poster: WallPoster
    definition: Achievement
    words: tuple[str, ...]
    url: str
    is_open: bool
    asked: int


def make(
    office: Office, by: Contributor, place: str, achievement: str, until: str | None = None
) -> WallPoster:
    """A new poster of a place, open until the end of the day `until`, today when nobody says.

    Raises:
        NotFound: no such place or achievement.
        NotAllowed: `by` makes no posters there, or the place may not award that achievement.
        Conflict: the achievement is archived, or too many posters are open (`poster.too_many`).
        InvalidRequest: no date, a day that is over, or one too far away (`poster.too_long`).
        KeyUnavailable: the words cannot be derived.
    """
    now = office.clock.now()
    ends = read_end(until or today(office), "until", now)
    if ends is None or ends > now + timedelta(days=DAYS_LIMIT):
        raise InvalidRequest("poster.too_long", field="until", limit=DAYS_LIMIT)
    with office.store.write() as work:
        keeper = find_place(work, place)
        people.require(work, by, "poster.make", keeper.slug)
        definition = askable(work, keeper.slug, achievement)
        opened = [one for one in work.posters.list(keeper.slug) if is_open(office, one)]
        if len(opened) >= OPEN_LIMIT:
            raise Conflict("poster.too_many", limit=OPEN_LIMIT)
        identifier = office.identifiers.uuid()
        generation, lookup = fresh_words(office, work, POSTER, identifier)
        poster = WallPoster(
            id=identifier,
            place=keeper.slug,
            achievement=definition.slug,
            created=now,
            ends=ends,
            author=by.person,
            lookup=lookup,
            generation=generation,
        )
        work.posters.add(poster)
        note(office, work, by.name, "poster.add", place=keeper.slug, subject=poster.id)
    return poster


def close(office: Office, by: Contributor, place: str, poster_id: str) -> WallPoster:
    """Take no more requests by a poster; those that came stay. Closing again changes nothing.

    Raises:
        NotFound: no such poster in that place.
        NotAllowed: `by` makes no posters there.
    """
    with office.store.write() as work:
        poster = find_poster(work, by, place, poster_id)
        if poster.closed is not None:
            return poster
        closed = replace(poster, closed=office.clock.now())
        work.posters.replace(closed)
        note(office, work, by.name, "poster.close", place=poster.place, subject=poster.id)
    return closed


def listing(office: Office, by: Contributor, place: str) -> tuple[Hung, ...]:
    """The posters of a place, newest first.

    Raises:
        NotAllowed: `by` makes no posters there.
        KeyUnavailable: the words cannot be derived.
    """
    with office.store.read() as work:
        people.require(work, by, "poster.make", place)
        return tuple(_hung(office, work, one) for one in work.posters.list(place, limit=_LISTED))


def get(office: Office, by: Contributor, place: str, poster_id: str) -> Hung:
    """One poster of a place.

    Raises:
        NotFound: no such poster in that place.
        NotAllowed: `by` makes no posters there.
        KeyUnavailable: the words cannot be derived.
    """
    with office.store.read() as work:
        return _hung(office, work, find_poster(work, by, place, poster_id))


def paper(office: Office, by: Contributor, place: str, poster_id: str) -> bytes:
    """The A4 sheet of a poster, as PDF.

    Raises:
        NotFound, NotAllowed, KeyUnavailable: as `get`.
        Conflict: it is closed: nobody could ask by it (`poster.over`).
    """
    with office.store.read() as work:
        poster = find_poster(work, by, place, poster_id)
        if not is_open(office, poster):
            raise Conflict("poster.over")
        sheet = _sheet(office, find_place(work, place), _hung(office, work, poster))
    return office.press.poster(sheet)


def askable(work: UnitOfWork, place: str, achievement: str) -> Achievement:
    """A definition that a place may award today: its own, or that of a network of it.

    Raises:
        NotFound: no such achievement.
        NotAllowed: that place may not award it.
        Conflict: it is archived.
    """
    definition = find_achievement(work, achievement)
    owners = (place, *work.places.networks(place))
    if definition.place not in owners:
        raise NotAllowed("achievement.not_of_place", achievement=definition.slug, place=place)
    if definition.state == "archived":
        raise Conflict("achievement.archived", achievement=definition.slug)
    return definition


def find_poster(work: UnitOfWork, by: Contributor, place: str, poster_id: str) -> WallPoster:
    """A poster of a place, for somebody who makes posters there.

    Raises:
        NotFound: no such poster in that place.
        NotAllowed: `by` makes no posters there.
    """
    people.require(work, by, "poster.make", place)
    poster = work.posters.get(plain_id(poster_id))
    if poster is None or poster.place != place:
        raise NotFound("poster.unknown", poster=poster_id[:_SHOWN])
    return poster


def is_open(office: Office, poster: WallPoster) -> bool:
    """Whether people may still ask by it."""
    return poster.closed is None and office.clock.now() <= poster.ends


def today(office: Office) -> str:
    """The day it is in France, as `YYYY-MM-DD`."""
    now = office.clock.now()
    return (local(now) or now).date().isoformat()


def _hung(office: Office, work: UnitOfWork, poster: WallPoster) -> Hung:
    words = words_for(office, POSTER, poster.id, poster.generation)
    return Hung(
        poster=poster,
        definition=find_achievement(work, poster.achievement),
        words=words,
        url=address_of(office, POSTER, words),
        is_open=is_open(office, poster),
        asked=len(work.applications.list(poster.place, poster=poster.id, limit=_LISTED * 2)),
    )


def _sheet(office: Office, place: Place, hung: Hung) -> Poster:
    language = place.language if place.language in LANGUAGES else DEFAULT_LANGUAGE
    definition = hung.definition
    return Poster(
        language=language,
        place=place.name,
        achievement=definition.name,
        description=definition.description,
        url=hung.url,
        typed_at=f"{office.settings.base_url.partition('://')[2]}/claim",
        words=hung.words,
        until=day(hung.poster.ends, language),
        artwork=office.artwork.badge_svg(definition.artwork),
    )
