"""A reference typed in a table names a request: it settles none but the one that was accepted."""

import pytest

from issuer.services.applications import deciding, following, posters
from issuer.services.applications.settling import reference_of
from issuer.services.applications.words import POSTER
from issuer.services.batches import confirming, drafting
from issuer.services.word_codes import words_for
from tests.issuer.services.applications.room import PLACE, Room, open_room
from tests.issuer.world import Town


@pytest.fixture
def room(town: Town) -> Room:
    """A network whose badge both of its members award."""
    return open_room(town, place="reseau")


def _asked_of_the_cafe(room: Room) -> tuple[str, ...]:
    badge = room.definition.slug
    poster = posters.make(room.office, room.by["Chloé"], "cafe", badge)
    assert words_for(room.office, POSTER, poster.id, poster.generation)
    return room.ask(poster, "Karim Benali")


def _sign_table(room: Room, name: str, place: str, reference: str) -> None:
    by = room.by[name]
    batch = drafting.create(room.office, by, place, room.definition.slug)
    table = f"name,reference\nUlysse,{reference}\n".encode()
    drafting.add_csv(room.office, by, batch.id, table)
    confirming.confirm(room.office, by, batch.id)
    room.sign()


def test_a_table_of_another_place_settles_no_request(room: Room) -> None:
    """The café still decides, and the learner is not told that a stranger's badge is theirs."""
    words = _asked_of_the_cafe(room)
    _sign_table(room, "Awa", PLACE, reference_of(room.kept(words).id))
    kept = room.kept(words)
    assert (kept.state, kept.award, kept.holder_id) == ("open", None, None)
    assert following.follow(room.office, words).card is None


def test_a_table_of_the_place_settles_no_request_that_nobody_accepted(room: Room) -> None:
    """Only a decision about the request itself, with its reviews, tells the learner so."""
    words = _asked_of_the_cafe(room)
    _sign_table(room, "Chloé", "cafe", reference_of(room.kept(words).id))
    assert room.kept(words).state == "open"


def test_nobody_takes_the_reference_of_a_request_before_it_is_accepted(room: Room) -> None:
    """A table of another place that used it does not keep the learner from their badge."""
    words = _asked_of_the_cafe(room)
    _sign_table(room, "Awa", PLACE, reference_of(room.kept(words).id))
    deciding.accept(room.office, room.by["Chloé"], "cafe", room.kept(words).id)
    room.sign()
    kept = room.kept(words)
    assert kept.state == "issued"
    with room.office.store.read() as work:
        award = work.awards.get(kept.award or "")
    assert award is not None
    assert (award.holder, award.place) == ("Karim Benali", "cafe")
