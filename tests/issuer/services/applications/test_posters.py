"""Posters: made for a day, printed, read by their words, closed."""

import pytest

from issuer.errors import Conflict, InvalidRequest, NotAllowed, NotFound
from issuer.services import achievements
from issuer.services.applications import asking, posters, words
from issuer.services.applications.asking import Asking
from issuer.services.word_codes import read_words
from tests.issuer.services.applications.room import ADDRESS, PLACE, open_room
from tests.issuer.world import Town


def test_a_poster_is_open_until_the_end_of_today_in_france(village: Town) -> None:
    """Nobody chooses a day: it ends at 23:59:59 in Paris, and the journal tells it was made."""
    room = open_room(village)
    poster = room.poster()
    assert poster.ends.isoformat() == "2026-11-22T22:59:59+00:00"
    assert asking.door_of_poster(room.office, room.words_of(poster)).is_open
    assert room.actions()[-1] == "poster.add"
    village.clock.advance(hours=11)
    assert not asking.door_of_poster(room.office, room.words_of(poster)).is_open


def test_only_a_lookup_of_its_words_is_kept(town: Town) -> None:
    """Five words open it, forgiven their capitals; what is kept is not them."""
    room = open_room(town)
    poster = room.poster()
    found = room.words_of(poster)
    typed = read_words(" ".join(found).upper())
    assert asking.door_of_poster(room.office, typed).poster == poster
    assert not any(word in repr(poster) + poster.lookup for word in found)
    assert words.leads_to(room.office, found) == f"/poster/{'-'.join(found)}"


def test_the_sheet_says_where_to_go(village: Town) -> None:
    """The A4 sheet has the address of its code, the words, where to type them and the last day."""
    room = open_room(village)
    poster = room.poster(until="2026-11-30")
    sheet = posters.paper(room.office, room.by["Awa"], PLACE, poster.id).decode()
    assert f"http://127.0.0.1:8000/poster/{'-'.join(room.words_of(poster))}" in sheet
    assert "typed_at='127.0.0.1:8000/claim'" in sheet
    assert "30\\xa0novembre 2026" in sheet


def test_a_closed_poster_takes_nobody(town: Town) -> None:
    """Closing twice changes nothing more; what was asked stays; the sheet is printed no more."""
    room = open_room(town)
    poster = room.poster()
    asked = room.ask(poster)
    closed = posters.close(room.office, room.by["Bruno"], PLACE, poster.id)
    assert posters.close(room.office, room.by["Bruno"], PLACE, poster.id) == closed
    with pytest.raises(Conflict, match=r"poster\.over"):
        room.ask(poster, "Ali")
    with pytest.raises(Conflict, match=r"poster\.over"):
        posters.paper(room.office, room.by["Awa"], PLACE, poster.id)
    assert room.kept(asked).state == "open"
    assert room.actions().count("poster.close") == 1


@pytest.mark.parametrize(
    ("until", "code"),
    [
        ("2026-11-21", "date.past"),
        ("2027-11-22", "poster.too_long"),
        ("demain", "date.invalid"),
    ],
)
def test_a_day_that_cannot_be_is_refused(village: Town, until: str, code: str) -> None:
    """A day that is over, too far away, or none."""
    room = open_room(village)
    with pytest.raises(InvalidRequest) as refused:
        room.poster(until=until)
    assert refused.value.code == code
    assert refused.value.params["field"] == "until"


def test_a_place_has_a_bounded_number_of_open_posters(village: Town) -> None:
    """Fifty at once; once they are over there is room again."""
    room = open_room(village)
    for _ in range(posters.OPEN_LIMIT):
        room.poster()
    with pytest.raises(Conflict, match=r"poster\.too_many"):
        room.poster()
    village.clock.advance(days=1)
    assert room.poster().closed is None


def test_posters_are_of_one_place(village: Town) -> None:
    """Partners make none; for another place they do not exist; nobody makes one elsewhere."""
    room = open_room(village)
    poster = room.poster()
    with pytest.raises(NotAllowed):
        posters.make(room.office, room.by["Emma"], PLACE, room.definition.slug)
    with pytest.raises(NotAllowed):
        posters.make(room.office, room.by["Chloé"], PLACE, room.definition.slug)
    with pytest.raises(NotFound, match=r"poster\.unknown"):
        posters.get(room.office, room.by["Chloé"], "cafe", poster.id)
    with pytest.raises(NotAllowed, match=r"achievement\.not_of_place"):
        posters.make(room.office, room.by["Chloé"], "cafe", room.definition.slug)
    for name in ("x", "\x00", poster.id[:-1]):
        with pytest.raises(NotFound, match=r"poster\.unknown"):
            posters.close(room.office, room.by["Awa"], PLACE, name)


def test_a_member_hangs_a_poster_for_a_badge_of_its_network(village: Town) -> None:
    """What its network keeps is asked of the member that hung the poster."""
    room = open_room(village, place="reseau")
    asked = room.ask(room.poster())
    assert room.kept(asked).place == PLACE


def test_a_badge_in_the_archive_is_asked_for_no_more(village: Town) -> None:
    """Its posters are over, and no other one is made."""
    room = open_room(village)
    poster = room.poster()
    achievements.archive(room.office, room.by["Bruno"], PLACE, room.definition.slug)
    assert not asking.door_of_poster(room.office, room.words_of(poster)).is_open
    with pytest.raises(Conflict, match=r"achievement\.archived"):
        room.poster()


def test_the_list_counts_who_asked(village: Town) -> None:
    """Newest first, each with how many people asked."""
    room = open_room(village)
    first = room.poster()
    village.clock.advance(minutes=1)
    second = room.poster()
    room.ask(first)
    room.ask(first, "Ali")
    found = posters.listing(room.office, room.by["Awa"], PLACE)
    assert [(hung.poster, hung.asked) for hung in found] == [(second, 0), (first, 2)]


def test_wrong_words_open_nothing(village: Town) -> None:
    """None, too few, or others."""
    room = open_room(village)
    known = room.words_of(room.poster())
    for typed in ((), known[:4], (*known, "table"), known[::-1]):
        with pytest.raises(NotFound, match=r"poster\.no_words"):
            asking.ask_by_poster(room.office, typed, Asking("Zoé"), address=ADDRESS)
        assert words.leads_to(room.office, typed) is None
