"""A reference typed in a table names a request: it settles none but the one that was accepted."""

import pytest

from issuer.errors import Conflict
from issuer.model import AwardRequest
from issuer.services import issuing
from issuer.services.applications import deciding, following, posters
from issuer.services.applications.settling import reference_of, settle
from issuer.services.batches import confirming, drafting
from issuer.services.batches.problems import Problem, read_problem
from tests.issuer.services.applications.room import PLACE, Room, open_room
from tests.issuer.world import Town


@pytest.fixture
def room(town: Town) -> Room:
    """A network whose badge both of its members award."""
    return open_room(town, place="reseau")


def _asked_of_the_cafe(room: Room) -> tuple[str, ...]:
    badge = room.definition.slug
    poster = posters.make(room.office, room.by["Chloé"], "cafe", badge)
    return room.ask(poster, "Karim Benali")


def _award_stranger(room: Room, place: str, reference: str) -> None:
    request = AwardRequest(
        achievement=room.definition.slug, name="Ulysse", place=place, reference=reference
    )
    with room.office.store.write() as work:
        settle(room.office, work, issuing.award(room.office, work, request, actor="Awa"))


@pytest.mark.parametrize("place", [PLACE, "cafe"])
def test_a_badge_with_the_reference_of_a_request_settles_none_that_nobody_accepted(
    room: Room, place: str
) -> None:
    """The café still decides, and the learner is not told that a stranger's badge is theirs."""
    words = _asked_of_the_cafe(room)
    _award_stranger(room, place, reference_of(room.kept(words).id))
    kept = room.kept(words)
    assert (kept.state, kept.award, kept.holder_id) == ("open", None, None)
    assert following.follow(room.office, words).card is None


@pytest.mark.parametrize("form", ["application:{}", "Application:{}", " batch:{}:1"])
def test_a_table_cannot_take_a_reference_that_only_we_give(room: Room, form: str) -> None:
    """The line says so, nothing of it is signed, and the learner gets their badge later."""
    words = _asked_of_the_cafe(room)
    by = room.by["Awa"]
    batch = drafting.create(room.office, by, PLACE, room.definition.slug)
    reference = form.format(room.kept(words).id)
    table = f"name,reference\nUlysse,{reference}\n".encode()
    (line,) = drafting.add_csv(room.office, by, batch.id, table).lines
    problem = read_problem(line.problem)
    assert problem is not None
    assert (problem.code, problem.field) == ("batch.reference_taken", "reference")
    with pytest.raises(Conflict, match=r"batch\.problems"):
        confirming.confirm(room.office, by, batch.id)
    deciding.accept(room.office, room.by["Chloé"], "cafe", room.kept(words).id)
    room.sign()
    kept = room.kept(words)
    assert kept.state == "issued"
    with room.office.store.read() as work:
        award = work.awards.get(kept.award or "")
    assert award is not None
    assert (award.holder, award.place) == ("Karim Benali", "cafe")


def test_a_line_of_a_request_that_is_mended_keeps_its_reference(room: Room) -> None:
    """Changing a word of it is no typing of a reference: the same request is settled."""
    words = _asked_of_the_cafe(room)
    chloe = room.by["Chloé"]
    batch = deciding.accept(room.office, chloe, "cafe", room.kept(words).id).batch
    assert batch is not None
    with room.office.store.write() as work:
        line = work.batches.lines(batch.id)[0]
        problem = Problem("text.empty", {"field": "name"}).as_record()
        work.batches.replace_line(line._replace(state="refused", problem=problem))
    mended = drafting.edit_line(room.office, chloe, batch.id, 1, name="Karim Benali")
    assert (mended.state, mended.problem, mended.reference) == ("waiting", None, line.reference)
    room.sign()
    assert room.kept(words).state == "issued"
