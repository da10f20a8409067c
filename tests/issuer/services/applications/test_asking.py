"""Asking: what is kept, what is bounded, what is sent twice."""

from dataclasses import replace

import pytest

from issuer.errors import Conflict, InvalidRequest, NotFound, TooManyAttempts
from issuer.services import evidence
from issuer.services.applications import asking, bounds, following, words
from issuer.services.applications.asking import Asking
from tests.issuer.services.applications.room import ADDRESS, PHOTO, PLACE, Room, open_room
from tests.issuer.world import Town


def _photos(count: int) -> tuple[evidence.Accepted, ...]:
    """Photos that are not the same."""
    accepted = evidence.accept("photo.png", PHOTO)
    return tuple(replace(accepted, body=accepted.body + bytes([n])) for n in range(count))


def test_what_a_learner_types_is_kept_for_the_place(town: Town) -> None:
    """Name, address, level, sentence, link and file; the journal names nobody."""
    room = open_room(town)
    followed = room.ask(
        room.poster(),
        "  Zoé   Martin ",
        email="Zoe@Example.org",
        level="N2",
        text="J'ai découpé une boîte.\r\n",
        evidence_url="https://example.org/boite",
        files=(evidence.accept("boite.png", PHOTO),),
    )
    kept = room.kept(followed)
    assert (kept.name, kept.email, kept.level) == ("Zoé Martin", "zoe@example.org", "N2")
    assert (kept.text, kept.evidence_url) == (
        "J'ai découpé une boîte.",
        "https://example.org/boite",
    )
    assert (kept.place, kept.state) == (PLACE, "open")
    (file,) = following.follow(room.office, followed).files
    assert (file.application, file.shown, file.award) == (kept.id, False, None)
    with room.office.store.read() as work:
        told = repr(work.journal.list(limit=100))
    assert "application.add" in told
    assert "Zoé" not in told
    assert "zoe@" not in told


def test_a_name_is_enough(village: Town) -> None:
    """Everything else is as one wishes; the words lead to the request."""
    room = open_room(village)
    followed = room.ask(room.poster(), "Ali", email=" ", text="", level="", evidence_url=" ")
    kept = room.kept(followed)
    assert (kept.email, kept.text, kept.level, kept.evidence_url) == (None, "", None, None)
    assert words.leads_to(room.office, followed) == f"/request/{'-'.join(followed)}"


def test_the_same_form_sent_twice_asks_once(village: Town) -> None:
    """A double press answers the same words; the next person on the same form asks anew."""
    room = open_room(village)
    poster = room.poster()
    first = room.ask(poster, "Zoé", key="a1")
    assert room.ask(poster, "Zoé", key="a1") == first
    assert room.ask(poster, "Ali", key="a1") != first
    assert room.ask(poster, "Zoé", key="a2") != first
    with room.office.store.read() as work:
        assert len(work.applications.list(PLACE)) == 3


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "Z" * 201}, "name"),
        ({"name": "Zoé\u202e"}, "name"),
        ({"text": "x" * 2_001}, "text"),
        ({"email": "zoe"}, "email"),
        ({"evidence_url": "javascript:alert(1)"}, "evidence_url"),
        ({"level": "N9"}, "level"),
    ],
)
def test_what_cannot_be_kept_is_refused_whole(
    village: Town, wish: dict[str, str], field: str
) -> None:
    """Each refusal names its field, and nothing is half kept."""
    room = open_room(village)
    poster = room.poster()
    with pytest.raises(InvalidRequest) as refused:
        room.ask(poster, **{"name": "Zoé", **wish})
    assert refused.value.params["field"] == field
    with room.office.store.read() as work:
        assert work.applications.list(PLACE) == ()


def test_three_files_at_most(village: Town) -> None:
    """A fourth is refused before anything is kept."""
    room = open_room(village)
    poster = room.poster()
    with pytest.raises(InvalidRequest, match=r"application\.too_many_files"):
        room.ask(poster, files=_photos(4))
    assert len(following.follow(room.office, room.ask(poster, files=_photos(3))).files) == 3


def test_a_poster_takes_so_many_requests(village: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Decided ones count too: a poster read aloud on the radio fills nobody's disk."""
    monkeypatch.setattr(bounds, "REQUESTS_LIMIT", 2)
    room = open_room(village)
    poster = room.poster()
    room.ask(poster, "Ali")
    room.ask(poster, "Bea")
    with pytest.raises(Conflict, match=r"application\.full"):
        room.ask(poster, "Cem")
    assert room.kept(room.ask(room.poster(), "Cem")).state == "open"


def test_files_of_one_poster_are_bounded_together(
    village: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When there is no room for a file, one may still ask without."""
    monkeypatch.setattr(bounds, "BYTES_LIMIT", len(PHOTO) + 50)
    room = open_room(village)
    poster = room.poster()
    room.ask(poster, "Ali", files=_photos(1))
    with pytest.raises(Conflict, match=r"application\.no_room"):
        room.ask(poster, "Bea", files=_photos(1))
    assert room.kept(room.ask(poster, "Bea")).state == "open"


def test_one_network_address_sends_five_a_minute(village: Town) -> None:
    """A whole group asks at once; fifty in ten minutes are enough; later it goes on."""
    room = open_room(village)
    poster = room.poster()
    for number in range(bounds.SENDS_LIMIT):
        room.ask(poster, f"Personne {number}")
    with pytest.raises(TooManyAttempts, match=r"application\.too_often") as refused:
        room.ask(poster, "Encore")
    assert refused.value.params["minutes"] == 10
    elsewhere = asking.ask_by_poster(
        room.office, room.words_of(poster), Asking("Ailleurs"), address="198.51.100.4"
    )
    assert room.kept(elsewhere).name == "Ailleurs"
    village.clock.advance(minutes=11)
    assert room.kept(room.ask(poster, "Encore")).name == "Encore"


def _ask_page(room: Room, place: str | None = None, name: str = "Zoé") -> tuple[str, ...]:
    wish = Asking(name)
    return asking.ask_for(room.office, room.definition.slug, place, wish, address=ADDRESS)


def test_the_public_page_of_a_badge_takes_requests_when_it_says_so(village: Town) -> None:
    """An open badge of one place needs no choice; a closed one answers that it is not asked for."""
    room = open_room(village)
    assert room.kept(_ask_page(room)).poster is None
    with pytest.raises(NotFound, match=r"achievement\.unknown"):
        asking.ask_for(room.office, "nowhere", None, Asking("Zoé"), address=ADDRESS)


def test_a_badge_that_is_not_open_is_not_asked_for(village: Town) -> None:
    """The door says no, whatever is sent."""
    room = open_room(village, open_to_requests=False)
    with pytest.raises(NotFound, match=r"application\.not_asked"):
        _ask_page(room)


def test_a_badge_of_a_network_is_asked_of_one_of_its_places(village: Town) -> None:
    """One chooses among the network and its members, and nobody else."""
    room = open_room(village, place="reseau")
    assert room.kept(_ask_page(room, "cafe")).place == "cafe"
    for wrong in (None, "", "ailleurs"):
        with pytest.raises(InvalidRequest, match=r"application\.which_place"):
            _ask_page(room, wrong)


def test_undecided_requests_of_a_page_are_bounded(
    village: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those by a poster do not count, since the place opened that door itself."""
    monkeypatch.setattr(bounds, "REQUESTS_LIMIT", 2)
    room = open_room(village)
    room.ask(room.poster(), "Ali")
    _ask_page(room, name="Bea")
    _ask_page(room, name="Cem")
    with pytest.raises(Conflict, match=r"application\.full"):
        _ask_page(room, name="Dan")
