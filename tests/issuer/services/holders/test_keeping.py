"""What the team of a place does for holders, and who may."""

from collections.abc import Callable

import pytest

from issuer.errors import Conflict, InvalidRequest, NotAllowed, NotFound
from issuer.model import PlaceRequest
from issuer.ports import Office
from issuer.services import people, places
from issuer.services.holders import keeping, opening
from issuer.services.people import Contributor, operator
from tests.issuer.services.holders.cards import (
    HERE,
    award_zoe,
    holder_of,
    open_card,
    words_on_card,
)
from tests.issuer.world import Town

LOCAL = operator("local")
_Act = Callable[[Office, Contributor, str, str], object]
ACTS: dict[str, _Act] = {
    "record": keeping.record,
    "card": keeping.card,
    "new_card": keeping.new_card,
    "keep": keeping.keep,
    "correct_address": lambda office, by, place, holder: keeping.correct_address(
        office, by, place, holder, "zoe@exemple.fr"
    ),
    "send_again": keeping.send_again,
}


def _member(town: Town, place: str, role: str) -> Contributor:
    person = people.add(town.office, f"{role} {place}", place=place, role=role)
    return people.contributor(town.office, person.id, place, operator=False)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", ["facilitator", "author", "manager", "steward"])
def test_the_team_helps_its_own_people(village: Town, role: str, act: str) -> None:
    """Each role of the team does each act in its own place."""
    award = award_zoe(village, email="zoe@exemple.fr")
    by = _member(village, award.place, role)
    ACTS[act](village.office, by, award.place, award.holder_id or "")
    seen = keeping.record(village.office, by, award.place, award.holder_id or "")
    assert [badge.award.id for badge in seen.badges] == [award.id]


@pytest.mark.parametrize("act", ACTS)
def test_a_partner_sees_nobody(village: Town, act: str) -> None:
    """For a partner of the place, its people do not exist, and the list is refused."""
    award = award_zoe(village, email="zoe@exemple.fr")
    by = _member(village, award.place, "partner")
    with pytest.raises(NotFound):
        ACTS[act](village.office, by, award.place, award.holder_id or "")
    with pytest.raises(NotAllowed):
        keeping.search(village.office, by, award.place)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", ["facilitator", "manager", "steward"])
def test_another_place_does_not_exist(village: Town, role: str, act: str) -> None:
    """Nobody reads or changes the people of another place, not even under their own place."""
    award = award_zoe(village, email="zoe@exemple.fr")
    other = places.add(village.office, PlaceRequest(name="Ailleurs"))
    by = _member(village, other.slug, role)
    before = holder_of(village.office, award)
    for place in (award.place, other.slug):
        with pytest.raises(NotFound) as refused:
            ACTS[act](village.office, by, place, award.holder_id or "")
        assert refused.value.code == "holder.unknown"
    assert holder_of(village.office, award) == before


def test_people_are_found_by_name(town: Town) -> None:
    """Part of a name is enough, and a sign of the database is only a sign."""
    award_zoe(town)
    award_zoe(town, name="Paul Œuvrard")
    place = "fablab-rural"
    found, more = keeping.search(town.office, LOCAL, place, text="  zoé ")
    assert [item.holder.name for item in found] == ["Zoé Martin"]
    assert not more
    assert keeping.search(town.office, LOCAL, place, text="%") == ((), False)


def test_a_long_list_has_pages(village: Town) -> None:
    """Fifty a page, and the next page begins where the first ended."""
    award = award_zoe(village)
    holder = holder_of(village.office, award)
    with village.office.store.write() as work:
        for number in range(60):
            name, lookup = f"Personne {number:03}", f"{number:064}"
            work.holders.add(holder._replace(id=f"id-{number:03}", lookup=lookup, name=name))
    for group in ("all", "waiting"):
        first, more = keeping.search(village.office, LOCAL, award.place, group=group)
        second, rest = keeping.search(village.office, LOCAL, award.place, group=group, page=2)
        assert (len(first), more, len(second), rest) == (50, True, 11, False)
        assert not {item.holder.id for item in first} & {item.holder.id for item in second}


def test_who_has_not_come_yet_is_listed(village: Town) -> None:
    """Whoever opened their card leaves the list of those who are awaited."""
    first, second = award_zoe(village), award_zoe(village, name="Paul Œuvrard")
    open_card(village.office, first)
    waiting, _ = keeping.search(village.office, LOCAL, first.place, group="waiting")
    assert [item.holder.id for item in waiting] == [second.holder_id]


def test_a_card_is_kept_in_trust_and_handed_back(town: Town) -> None:
    """The record says who keeps the card, until it is handed back."""
    award = award_zoe(town)
    by = _member(town, award.place, "facilitator")
    keeping.keep(town.office, by, award.place, award.holder_id or "")
    record = keeping.record(town.office, by, award.place, award.holder_id or "")
    assert (record.keeper, record.holder.keeper) == (by.name, by.person)
    keeping.keep(town.office, by, award.place, award.holder_id or "", kept=False)
    assert holder_of(town.office, award).keeper is None


def test_a_command_keeps_no_card(village: Town) -> None:
    """Only somebody with an account can keep a card for somebody else."""
    award = award_zoe(village)
    with pytest.raises(Conflict) as refused:
        keeping.keep(village.office, LOCAL, award.place, award.holder_id or "")
    assert refused.value.code == "holder.keeper_unknown"


def test_a_lost_card_is_replaced(village: Town) -> None:
    """The team gives new words; whoever found the old card opens nothing."""
    award = award_zoe(village)
    old = words_on_card(village.office, award)
    keeping.new_card(village.office, LOCAL, award.place, award.holder_id or "")
    with pytest.raises(NotFound):
        opening.open_card(village.office, old, HERE)
    assert open_card(village.office, award).awards[0].json == award.json


def test_a_letter_needs_an_address(village: Town) -> None:
    """Without address, or with what is none, nothing is written and it is told."""
    award = award_zoe(village)
    with pytest.raises(Conflict) as refused:
        keeping.send_again(village.office, LOCAL, award.place, award.holder_id or "")
    assert refused.value.code == "holder.no_address"
    with pytest.raises(InvalidRequest):
        keeping.correct_address(village.office, LOCAL, award.place, award.holder_id or "", "zoe")


def test_the_journal_names_no_learner(village: Town) -> None:
    """Each act leaves one line with who did it, and neither name nor address of the learner."""
    award = award_zoe(village, email="zoe@exemple.fr")
    by = _member(village, award.place, "facilitator")
    for act in ACTS.values():
        act(village.office, by, award.place, award.holder_id or "")
    with village.office.store.read() as work:
        lines = work.journal.list(subject=award.holder_id)
    assert sorted(line.action for line in lines) == [
        "holder.address",
        "holder.card",
        "holder.keep",
        "holder.print",
        "holder.write",
    ]
    assert {line.actor for line in lines} == {by.name}
    assert not any("Zoé" in repr(line) or "exemple" in repr(line) for line in lines)
