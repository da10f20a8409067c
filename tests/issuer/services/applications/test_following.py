"""Following: what a learner sees, adds and takes back; what time erases."""

from dataclasses import replace

import pytest

from issuer.errors import Conflict, InvalidRequest, NotFound
from issuer.services import evidence
from issuer.services.applications import deciding, following, forgetting
from tests.issuer.services.applications.room import ADDRESS, PHOTO, PLACE, Room, open_room
from tests.issuer.world import Town


def _issued(room: Room, **wish: str) -> tuple[str, ...]:
    words = room.ask(room.poster(), **wish)
    deciding.accept(room.office, room.by["Awa"], PLACE, room.kept(words).id)
    room.sign()
    return words


def _more(room: Room, words: tuple[str, ...]) -> None:
    deciding.ask_more(room.office, room.by["Awa"], PLACE, room.kept(words).id, "Et alors ?")


def _complete(room: Room, words: tuple[str, ...], text: str | None, photos: int = 0) -> None:
    accepted = evidence.accept("photo.png", PHOTO)
    files = tuple(replace(accepted, body=PHOTO + bytes([n])) for n in range(photos))
    following.complete(room.office, words, text=text, files=files, address=ADDRESS)


def test_the_card_is_told_to_whoever_gave_no_address(village: Town) -> None:
    """Its words open the very holder of the award."""
    room = open_room(village)
    found = following.follow(room.office, _issued(room))
    assert found.card is not None
    with room.office.store.read() as work:
        holder = work.holders.get(found.application.holder_id or "")
    assert holder is not None
    assert holder.name == "Zoé Martin"


def test_an_address_that_somebody_typed_opens_nobodys_card(village: Town) -> None:
    """Who asks in the name of an address gets no card on the screen: it goes there by letter."""
    room = open_room(village)
    _issued(room, email="zoe@example.org")
    stolen = _issued(room, name="Intrus", email="zoe@example.org")
    found = following.follow(room.office, stolen)
    assert (found.application.state, found.card) == ("issued", None)


def test_a_card_made_anew_is_not_told_by_old_words(village: Town) -> None:
    """Whoever lost the paper of the request has lost nothing of the new card."""
    room = open_room(village)
    words = _issued(room)
    with room.office.store.write() as work:
        holder = work.holders.get(room.kept(words).holder_id or "")
        assert holder is not None
        work.holders.replace(holder._replace(generation=2))
    assert following.follow(room.office, words).card is None


def test_withdrawing_forgets_at_once(town: Town) -> None:
    """What was said, shown and decided is gone; the journal tells that it happened."""
    room = open_room(town)
    words = room.ask(room.poster(), files=(evidence.accept("b.png", PHOTO),))
    _more(room, words)
    (file,) = following.follow(room.office, words).files
    following.withdraw(room.office, words)
    assert room.is_gone(words)
    with room.office.store.read() as work:
        assert work.evidence.body(file.id) is None
    assert room.actions()[-1] == "application.withdraw"
    with pytest.raises(NotFound, match=r"application\.no_words"):
        following.follow(room.office, words)


def test_a_badge_on_its_way_is_not_withdrawn_here(village: Town) -> None:
    """Its card is where a badge is refused."""
    room = open_room(village)
    words = room.ask(room.poster())
    deciding.accept(room.office, room.by["Awa"], PLACE, room.kept(words).id)
    for _ in range(2):
        with pytest.raises(Conflict, match=r"application\.too_late"):
            following.withdraw(room.office, words)
        room.sign()
    assert room.kept(words).state == "issued"


def test_nothing_is_added_unless_it_is_asked_for(village: Town) -> None:
    """While it waits, and after it is refused, a request stays what was decided about."""
    room = open_room(village)
    words = room.ask(room.poster())
    with pytest.raises(Conflict, match=r"application\.not_asking"):
        _complete(room, words, "Encore ceci")
    deciding.refuse(room.office, room.by["Awa"], PLACE, room.kept(words).id, "Pas encore.")
    with pytest.raises(Conflict, match=r"application\.not_asking"):
        _complete(room, words, "Encore cela")
    assert room.kept(words).text == ""


def test_what_is_added_is_bounded(village: Town) -> None:
    """Something, not too long, not too many files, in one round and in all."""
    room = open_room(village)
    words = room.ask(room.poster(), text="a" * 2_000)
    _more(room, words)
    with pytest.raises(InvalidRequest, match=r"application\.nothing_added"):
        _complete(room, words, "  ")
    with pytest.raises(InvalidRequest, match=r"text\.too_long"):
        _complete(room, words, "b" * 2_001)
    with pytest.raises(InvalidRequest, match=r"application\.too_many_files"):
        _complete(room, words, None, photos=4)
    for _ in range(2):
        _complete(room, words, "b" * 2_000)
        _more(room, words)
    with pytest.raises(InvalidRequest, match=r"text\.too_long"):
        _complete(room, words, "c" * 2_000)
    assert room.kept(words).state == "more"


@pytest.mark.parametrize("state", ["refused", "more", "issued"])
def test_time_erases_what_is_over(town: Town, state: str) -> None:
    """A badge that was issued stays, with what was shown for it."""
    room = open_room(town)
    words = room.ask(room.poster(), files=(evidence.accept("b.png", PHOTO),))
    application = room.kept(words).id
    if state == "refused":
        deciding.refuse(room.office, room.by["Awa"], PLACE, application, "Pas encore.")
    elif state == "more":
        _more(room, words)
    else:
        deciding.accept(room.office, room.by["Awa"], PLACE, application)
        room.sign()
    assert room.kept(words).state == state
    assert forgetting.forget_old(room.office, town.clock.now()) == 0
    town.clock.advance(days=90)
    assert forgetting.forget_old(room.office, town.clock.now()) == 1
    assert room.is_gone(words)
    with room.office.store.read() as work:
        kept = [work.evidence.of_award(award.id) for award in work.awards.list(place=PLACE)]
    assert [len(files) for files in kept] == ([1] if state == "issued" else [])


def test_what_the_place_owes_an_answer_stays(village: Town) -> None:
    """Open and accepted requests are not erased behind the back of their authors."""
    room = open_room(village)
    poster = room.poster()
    waiting, accepted = room.ask(poster, "Ali"), room.ask(poster, "Bea")
    deciding.accept(room.office, room.by["Awa"], PLACE, room.kept(accepted).id)
    village.clock.advance(days=400)
    assert forgetting.forget_old(room.office, village.clock.now()) == 0
    assert (room.kept(waiting).state, room.kept(accepted).state) == ("open", "accepted")
