"""Deciding: one or several accept, one asks for more or refuses; the badge is signed once."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from issuer.errors import Conflict, InvalidRequest, NotAllowed, NotFound
from issuer.model import Award
from issuer.services import achievements, evidence, people
from issuer.services.applications import asking, deciding, following, reviewing
from issuer.services.applications.asking import Asking
from issuer.services.batches import drafting
from tests.issuer.services.applications.room import ADDRESS, PHOTO, PLACE, Room, open_room
from tests.issuer.world import Town

WORDS = "J'ai découpé une boîte."


def _accept(room: Room, words: tuple[str, ...], name: str = "Awa", **more: Any) -> Any:
    place = room.by[name].place or ""
    return deciding.accept(room.office, room.by[name], place, room.kept(words).id, **more)


def _award(room: Room, words: tuple[str, ...]) -> Award:
    kept = room.kept(words)
    assert kept.award is not None
    with room.office.store.read() as work:
        found = work.awards.get(kept.award)
    assert found is not None
    return found


def test_one_acceptance_has_the_badge_signed(town: Town) -> None:
    """A group of one is confirmed at once; once signed, the request knows its badge and card."""
    room = open_room(town)
    words = room.ask(room.poster(), text=WORDS)
    done = _accept(room, words)
    assert done.batch.state == "waiting"
    assert room.kept(words).state == "accepted"
    room.sign()
    award = _award(room, words)
    assert (award.holder, award.place) == ("Zoé Martin", PLACE)
    assert room.kept(words).state == "issued"
    assert room.kept(words).holder_id == award.holder_id
    told = room.actions()
    for action in ("application.add", "application.accept", "batch.confirm", "award.issue"):
        assert told.count(action) == 1


def test_words_of_the_learner_enter_the_badge_only_when_agreed(village: Town) -> None:
    """By default a badge tells neither their sentence nor their link."""
    room = open_room(village)
    poster = room.poster()
    shy = room.ask(poster, "Ali", text=WORDS, evidence_url="https://example.org/a")
    glad = room.ask(poster, "Bea", text=WORDS, evidence_url="https://example.org/b")
    _accept(room, shy)
    _accept(room, glad, quote=True)
    room.sign()
    assert "evidence" not in json.loads(_award(room, shy).json)
    told = _award(room, glad).json.decode()
    assert WORDS in told
    assert "https://example.org/b" in told


def test_what_was_shown_goes_with_the_award_its_door_shut(town: Town) -> None:
    """The address of the file is in the badge; strangers find the door shut."""
    room = open_room(town)
    words = room.ask(room.poster(), files=(evidence.accept("boite.png", PHOTO),))
    _accept(room, words)
    room.sign()
    award = _award(room, words)
    (file,) = evidence.of_award(room.office, award.id)
    assert f"/evidence/{file.id}" in award.json.decode()
    with pytest.raises(NotFound):
        evidence.read(room.office, file.id)


def test_the_reviewer_says_the_level(village: Town) -> None:
    """Whatever the learner thought: another one, or that of the badge."""
    room = open_room(village)
    poster = room.poster()
    higher, usual = room.ask(poster, "Ali", level="N1"), room.ask(poster, "Bea", level="N1")
    _accept(room, higher, level="N4")
    _accept(room, usual, level="")
    room.sign()
    assert (_award(room, higher).level, _award(room, usual).level) == ("N4", "N3")
    other = room.ask(poster, "Cem")
    with pytest.raises(InvalidRequest, match=r"level\.unknown"):
        _accept(room, other, level="N9")
    assert room.kept(other).state == "open"


def test_signing_again_makes_no_second_badge(village: Town) -> None:
    """A group that was stopped is awarded anew; one that was signed stays the only one."""
    room = open_room(village)
    words = room.ask(room.poster())
    first = _accept(room, words)
    drafting.discard(room.office, room.by["Awa"], first.batch.id)
    application = room.kept(words).id
    asked = reviewing.get(room.office, room.by["Awa"], PLACE, application)
    assert not reviewing.is_stuck(room.office, asked)
    village.clock.advance(hours=2)
    assert reviewing.is_stuck(room.office, asked)
    for _ in range(2):
        deciding.award(room.office, room.by["Awa"], PLACE, application)
    room.sign()
    with room.office.store.read() as work:
        assert work.awards.count(place=PLACE) == 1
    with pytest.raises(Conflict, match=r"application\.not_agreed"):
        deciding.award(room.office, room.by["Awa"], PLACE, application)


def test_a_decision_is_taken_once(village: Town) -> None:
    """Whoever comes second learns that there is an answer already."""
    room = open_room(village)
    words = room.ask(room.poster())
    _accept(room, words)
    with pytest.raises(Conflict, match=r"application\.(decided|spoken)"):
        _accept(room, words)
    with pytest.raises(Conflict, match=r"application\.decided"):
        deciding.refuse(room.office, room.by["Bruno"], PLACE, room.kept(words).id, "Non.")
    with room.office.store.read() as work:
        assert len(work.batches.list(place=PLACE)) == 1


def test_two_people_accept_at_the_same_instant(town: Town) -> None:
    """One of them has it signed; the other one learns that there is an answer."""
    room = open_room(town)
    words = room.ask(room.poster())
    started = Barrier(2)

    def press(name: str) -> str:
        started.wait()
        try:
            return str(_accept(room, words, name).batch.state)
        except Conflict as error:
            return error.code

    with ThreadPoolExecutor(2) as hands:
        told = sorted(hands.map(press, ("Awa", "Bruno")))
    assert told == ["application.decided", "waiting"]
    with room.office.store.read() as work:
        assert len(work.batches.list(place=PLACE)) == 1


def test_several_people_accept(town: Town) -> None:
    """Two are needed: the same one twice does not count, the second one has it signed."""
    room = open_room(town, reviews_needed=2)
    words = room.ask(room.poster())
    assert _accept(room, words).batch is None
    assert room.kept(words).state == "open"
    with pytest.raises(Conflict, match=r"application\.spoken"):
        _accept(room, words)
    assert _accept(room, words, "Bruno").batch is not None
    room.sign()
    assert room.kept(words).state == "issued"


def test_peers_of_a_network_look_at_badges_of_the_network(village: Town) -> None:
    """A peer elsewhere accepts, but only the place that is asked awards."""
    room = open_room(village, place="reseau", reviews_needed=2)
    words = room.ask(room.poster())
    application = room.kept(words).id
    (seen,) = reviewing.for_peers(room.office, room.by["Chloé"], "cafe")
    assert (seen.application.id, seen.is_own) == (application, False)
    _accept(room, words)
    assert _accept(room, words, "Chloé").batch is None
    assert reviewing.get(room.office, room.by["Bruno"], PLACE, application).is_agreed
    assert reviewing.for_peers(room.office, room.by["Chloé"], "cafe") == ()
    with pytest.raises(NotAllowed):
        deciding.award(room.office, room.by["Chloé"], "cafe", application)
    deciding.award(room.office, room.by["Bruno"], PLACE, application)
    room.sign()
    assert _award(room, words).place == PLACE


@pytest.mark.parametrize("reviews", [0, 1])
def test_a_badge_that_one_person_decides_is_nobody_elses_business(
    village: Town, reviews: int
) -> None:
    """Requests to another place do not exist for peers who are not asked."""
    room = open_room(village, place="reseau", reviews_needed=reviews)
    words = room.ask(room.poster())
    assert reviewing.for_peers(room.office, room.by["Chloé"], "cafe") == ()
    with pytest.raises(NotFound, match=r"application\.unknown"):
        _accept(room, words, "Chloé")


def test_asking_for_more_begins_a_round_in_which_all_look_again(town: Town) -> None:
    """What was accepted before does not count; whoever spoke may speak again."""
    room = open_room(town, reviews_needed=2)
    words = room.ask(room.poster(), text=WORDS)
    application = room.kept(words).id
    _accept(room, words)
    deciding.ask_more(room.office, room.by["Bruno"], PLACE, application, "Une photo ?")
    found = following.follow(room.office, words).application
    assert (found.state, found.answer) == ("more", "Une photo ?")
    with pytest.raises(Conflict, match=r"application\.(decided|spoken)"):
        _accept(room, words)
    following.complete(
        room.office,
        words,
        text="La voici.",
        files=(evidence.accept("b.png", PHOTO),),
        address=ADDRESS,
    )
    again = reviewing.get(room.office, room.by["Awa"], PLACE, application)
    assert again.application.text == f"{WORDS}\n\nLa voici."
    assert (again.accepted, again.has_spoken, len(again.files)) == (0, False, 1)
    _accept(room, words)
    assert _accept(room, words, "Bruno").batch is not None


def test_a_refusal_has_a_reason_and_ends_the_request(village: Town) -> None:
    """The learner reads it; the journal does not; one is enough even where several decide."""
    room = open_room(village, reviews_needed=2)
    words = room.ask(room.poster())
    application = room.kept(words).id
    with pytest.raises(InvalidRequest) as refused:
        deciding.refuse(room.office, room.by["Awa"], PLACE, application, "  ")
    assert refused.value.params["field"] == "answer"
    deciding.refuse(room.office, room.by["Awa"], PLACE, application, "Revenez avec une pièce.")
    found = following.follow(room.office, words).application
    assert (found.state, found.answer) == ("refused", "Revenez avec une pièce.")
    with room.office.store.read() as work:
        assert "pièce" not in repr(work.journal.list(limit=100))
    with pytest.raises(Conflict, match=r"application\.decided"):
        _accept(room, words, "Bruno")


@pytest.mark.parametrize("verdict", ["more", "refuse"])
def test_somebody_with_an_address_is_written_to(village: Town, verdict: str) -> None:
    """The letter leads to the page of the request; withdrawing it takes the letter back too."""
    room = open_room(village)
    words = room.ask(room.poster(), email="zoe@example.org")
    act = deciding.ask_more if verdict == "more" else deciding.refuse
    act(room.office, room.by["Awa"], PLACE, room.kept(words).id, "Une pièce ?")
    with room.office.store.read() as work:
        (letter,) = work.letters.list(place=PLACE)
    assert (letter.kind, letter.recipient) == ("application_answer", "zoe@example.org")
    assert f"/request/{'-'.join(words)}" in letter.text
    assert "Une pièce ?" in letter.text
    following.withdraw(room.office, words)
    with room.office.store.read() as work:
        assert work.letters.list(place=PLACE) == ()


def test_a_whole_poster_is_accepted_at_once(town: Town) -> None:
    """Everybody who waits, at the level of the badge, in one group; others stay as they are."""
    room = open_room(town)
    poster, other = room.poster(), room.poster()
    words = [room.ask(poster, name, level="N1") for name in ("Ali", "Bea", "Cem")]
    refused, elsewhere = room.ask(poster, "Dan"), room.ask(other, "Eve")
    deciding.refuse(room.office, room.by["Awa"], PLACE, room.kept(refused).id, "Pas là.")
    batch = deciding.accept_poster(room.office, room.by["Awa"], PLACE, poster.id)
    assert batch is not None
    room.sign()
    assert [_award(room, one).holder for one in words] == ["Ali", "Bea", "Cem"]
    assert {_award(room, one).level for one in words} == {"N3"}
    assert room.kept(refused).state == "refused"
    assert room.kept(elsewhere).state == "open"
    with pytest.raises(Conflict, match=r"application\.none_open"):
        deciding.accept_poster(room.office, room.by["Awa"], PLACE, poster.id)


def test_a_poster_that_several_decide_waits_for_the_others(village: Town) -> None:
    """The first one agrees to all; nobody is signed before the second one does."""
    room = open_room(village, reviews_needed=2)
    poster = room.poster()
    words = [room.ask(poster, name) for name in ("Ali", "Bea")]
    assert deciding.accept_poster(room.office, room.by["Awa"], PLACE, poster.id) is None
    with pytest.raises(Conflict, match=r"application\.none_open"):
        deciding.accept_poster(room.office, room.by["Awa"], PLACE, poster.id)
    assert deciding.accept_poster(room.office, room.by["Bruno"], PLACE, poster.id) is not None
    room.sign()
    assert all(room.kept(one).state == "issued" for one in words)


def test_a_badge_in_the_archive_is_not_awarded(village: Town) -> None:
    """Nothing is half done: the request stays open, without a group or a verdict."""
    room = open_room(village)
    words = room.ask(room.poster())
    achievements.archive(room.office, room.by["Bruno"], PLACE, room.definition.slug)
    with pytest.raises(Conflict, match=r"achievement\.archived"):
        _accept(room, words)
    assert room.kept(words).state == "open"
    with room.office.store.read() as work:
        assert work.batches.list(place=PLACE) == ()
        assert work.applications.assessments(room.kept(words).id) == ()


def test_requests_are_of_one_place_and_of_its_team(village: Town) -> None:
    """Partners read nothing; for another place a request does not exist; a person decides."""
    room = open_room(village)
    words = room.ask(room.poster(), files=(evidence.accept("b.png", PHOTO),))
    application = room.kept(words).id
    (file,) = following.follow(room.office, words).files
    for act in (reviewing.listing, reviewing.waiting, reviewing.for_peers):
        with pytest.raises(NotAllowed):
            act(room.office, room.by["Emma"], PLACE)
        with pytest.raises(NotAllowed):
            act(room.office, room.by["Chloé"], PLACE)
    with pytest.raises(NotAllowed):
        reviewing.get(room.office, room.by["Emma"], PLACE, application)
    with pytest.raises(NotFound, match=r"application\.unknown"):
        reviewing.file(room.office, room.by["Chloé"], "cafe", application, file.id)
    assert reviewing.file(room.office, room.by["Awa"], PLACE, application, file.id)[0] == file
    with pytest.raises(NotFound, match=r"evidence\.unknown"):
        reviewing.file(room.office, room.by["Awa"], PLACE, application, application)
    with pytest.raises(NotAllowed, match=r"application\.person_needed"):
        deciding.accept(room.office, people.operator("local"), PLACE, application)
    for name in ("x", "\x00", application.upper()[:-1]):
        with pytest.raises(NotFound, match=r"application\.unknown"):
            reviewing.get(room.office, room.by["Awa"], PLACE, name)


def test_the_list_is_told_poster_by_poster(village: Town) -> None:
    """Those without a poster come last."""
    room = open_room(village)
    wish = Asking("Zoé")
    asking.ask_for(room.office, room.definition.slug, None, wish, address=ADDRESS)
    poster = room.poster()
    room.ask(poster, "Ali")
    room.ask(poster, "Bea")
    found = reviewing.waiting(room.office, room.by["Awa"], PLACE)
    told = [(group.poster, [asked.application.name for asked in group.asked]) for group in found]
    assert told == [(poster, ["Ali", "Bea"]), (None, ["Zoé"])]
