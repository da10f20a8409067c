"""The sheets of a group, and what waits in a place, on both databases."""

import pytest

from issuer.errors import NotAllowed, NotFound
from issuer.services import papers, people
from issuer.services.awaiting import awaiting, counts_of
from issuer.services.batches import confirming, drafting, running
from issuer.services.handing import handed, shown_by_line
from issuer.services.people import operator
from tests.issuer.world import Town

OPERATOR = operator("tests")
NAMES = "Zoé Martin zoe@example.org\nKarim Benali"


def _group(town: Town) -> str:
    """A draft of two people in the fablab; its id."""
    slug = town.laser().slug
    batch = drafting.create(town.office, OPERATOR, "fablab-rural", slug)
    drafting.add_people(town.office, OPERATOR, batch.id, NAMES)
    return batch.id


def _signed(town: Town) -> str:
    batch = _group(town)
    confirming.confirm(town.office, OPERATOR, batch)
    running.run(town.office, batch)
    return batch


def test_what_waits_follows_a_group(town: Town) -> None:
    """A draft with its people, then a group under way, then letters to hand over."""
    batch = _group(town)
    found = awaiting(town.office, OPERATOR, "fablab-rural")
    assert [(draft.id, count) for draft, count in found.drafts] == [(batch, 2)]
    confirming.confirm(town.office, OPERATOR, batch)
    assert awaiting(town.office, OPERATOR, "fablab-rural").running[0].id == batch
    running.run(town.office, batch)
    after = awaiting(town.office, OPERATOR, "fablab-rural")
    assert (after.drafts, after.running, after.unsent, after.is_empty) == ((), (), 1, False)
    assert counts_of(town.office, "fablab-rural").awards == 2


def test_each_person_is_handed_their_badge(town: Town) -> None:
    """In the order of the group; a letter waits for who has an address, a card for the other."""
    items = handed(town.office, OPERATOR, _signed(town))
    assert [(item.number, item.award.holder, item.letter) for item in items] == [
        (1, "Zoé Martin", "waiting"),
        (2, "Karim Benali", None),
    ]
    assert not any(item.is_kept or item.is_claimed for item in items)
    assert all(item.is_printable for item in items)


@pytest.mark.parametrize("kind", papers.KINDS)
def test_every_paper_is_made_for_the_group(town: Town, kind: str) -> None:
    """Each kind has its file; the same group gives the same bytes again."""
    batch = _signed(town)
    paper = papers.of_batch(town.office, OPERATOR, batch, kind)
    assert paper.name.startswith("decoupe-laser-en-autonomie-")
    assert paper.body == papers.of_batch(town.office, OPERATOR, batch, kind).body


def test_a_draft_has_no_paper(town: Town) -> None:
    """Nothing is printed of what is not signed; an unknown kind or group is told."""
    batch = _group(town)
    for kind, part in (("cards", 1), ("novels", 1), ("cards", 2)):
        with pytest.raises(NotFound):
            papers.of_batch(town.office, OPERATOR, batch, kind, part=part)
    with pytest.raises(NotFound):
        papers.of_batch(town.office, OPERATOR, "no such group", "cards")
    assert papers.parts_of(town.office, OPERATOR, batch) == 0
    assert shown_by_line(town.office, OPERATOR, batch, (1, 2)) == {}


@pytest.mark.parametrize("role", ["facilitator", "author", "manager", "steward", "partner"])
def test_whoever_awards_prints(village: Town, role: str) -> None:
    """Every role of the team may print the papers of its groups; a partner may not."""
    batch = _signed(village)
    people.add(village.office, "Awa", place="fablab-rural", role=role)
    by = people.contributor(village.office, "Awa", "fablab-rural", operator=False)
    if role == "partner":
        with pytest.raises(NotAllowed):
            papers.of_batch(village.office, by, batch, "cards")
        with pytest.raises(NotAllowed):
            papers.of_person(village.office, by, batch, 1)
        with pytest.raises(NotAllowed):
            awaiting(village.office, by, "fablab-rural")
    else:
        assert papers.of_batch(village.office, by, batch, "cards").body
        assert papers.of_person(village.office, by, batch, 1).body
