"""A badge that several people decide on: no group is a way around their agreement."""

import pytest

from issuer.errors import Conflict
from issuer.services import people
from issuer.services.applications import deciding
from issuer.services.applications.settling import reference_of
from issuer.services.batches import bulk, confirming, drafting, following
from issuer.services.people import operator
from tests.issuer.services.applications.room import PLACE, Room, open_room
from tests.issuer.world import Town

SEVERAL = r"batch\.reviews_needed"


def _draft(room: Room, names: str = "Zoé Martin") -> str:
    batch = drafting.create(room.office, room.by["Awa"], PLACE, room.definition.slug)
    drafting.add_people(room.office, room.by["Awa"], batch.id, names)
    return batch.id


def test_nobody_signs_such_a_badge_alone(town: Town) -> None:
    """Neither who awards nor who runs the place; the draft stays, and the operator may."""
    room = open_room(town, reviews_needed=2)
    batch = _draft(room)
    for name in ("Awa", "Bruno"):
        assert confirming.agreement_lacking(room.office, room.by[name], batch) == 2
        with pytest.raises(Conflict, match=SEVERAL) as caught:
            confirming.confirm(room.office, room.by[name], batch)
        assert caught.value.params["count"] == 2
    assert following.get(room.office, room.by["Awa"], batch).state == "draft"
    local = operator("local")
    assert confirming.agreement_lacking(room.office, local, batch) == 0
    assert confirming.confirm(room.office, local, batch).state == "waiting"


@pytest.mark.parametrize("needed", [0, 1])
def test_a_badge_of_one_decision_is_signed_by_one(village: Town, needed: int) -> None:
    """Nothing more is asked where one person is enough."""
    room = open_room(village, reviews_needed=needed)
    batch = _draft(room)
    assert confirming.agreement_lacking(room.office, room.by["Awa"], batch) == 0
    assert confirming.confirm(room.office, room.by["Awa"], batch).state == "waiting"


def test_a_file_is_no_way_around_either(village: Town) -> None:
    """Nothing of it is kept."""
    room = open_room(village, reviews_needed=2)
    content, slug = "nom\nZoé Martin\n".encode(), room.definition.slug
    with pytest.raises(Conflict, match=SEVERAL):
        bulk.begin(room.office, room.by["Awa"], slug, content, place=PLACE)
    assert following.listing(room.office, room.by["Awa"], PLACE) == ()
    assert bulk.begin(room.office, operator("local"), slug, content, place=PLACE).row(1) == 2


def test_accepted_requests_are_signed_and_nobody_beside_them(village: Town) -> None:
    """Two people accept and it is signed; a draft of such lines may be, not with one more name."""
    room = open_room(village, reviews_needed=2)
    people.add(room.office, "Gaël", place=PLACE, role="facilitator")
    gael = people.contributor(room.office, "Gaël", None, operator=False)
    request = room.kept(room.ask(room.poster())).id
    batch = _draft(room)
    with room.office.store.write() as work:
        (line,) = work.batches.lines(batch)
        work.batches.replace_line(line._replace(reference=reference_of(request)))
    deciding.accept(room.office, room.by["Awa"], PLACE, request)
    assert confirming.agreement_lacking(room.office, gael, batch) == 2
    assert deciding.accept(room.office, gael, PLACE, request).batch is not None
    assert confirming.agreement_lacking(room.office, gael, batch) == 0
    drafting.add_people(room.office, gael, batch, "Ali Ben")
    with pytest.raises(Conflict, match=SEVERAL):
        confirming.confirm(room.office, gael, batch)
