"""The draft of a group: what is typed is kept, what cannot be kept is told, nothing is signed."""

from dataclasses import replace

import pytest

from issuer.errors import Conflict, InvalidRequest, NotAllowed, NotFound
from issuer.model import Batch, BatchLine, Place
from issuer.ports import Office
from issuer.services import evidence, people
from issuer.services.batches import confirming, drafting, following, looking, running
from issuer.services.people import Contributor, operator
from tests.issuer.world import Town

BY = operator("test")


def draft(town: Town, text: str = "Zoé Martin <zoe@x.fr>\nAli Ben\n") -> Batch:
    """A draft of the laser badge with these people."""
    batch = drafting.create(town.office, BY, "fablab-rural", town.laser().slug)
    drafting.add_people(town.office, BY, batch.id, text)
    return batch


def lines(office: Office, batch: Batch) -> tuple[BatchLine, ...]:
    """The lines of a group."""
    return following.lines(office, BY, batch.id)


def person(office: Office, role: str, place: str = "fablab-rural") -> Contributor:
    """Somebody with a role in a place."""
    made = people.add(office, f"{role} {place}", place=place, role=role)
    return Contributor(made.name, made.id, place)


def test_the_same_key_is_the_same_group(town: Town) -> None:
    """Sending a form twice makes one group; another badge or another key makes another one."""
    slug = town.laser().slug
    first = drafting.create(town.office, BY, "fablab-rural", slug, key="form-1", hours="12 h")
    again = drafting.create(town.office, BY, "fablab-rural", slug, key="form-1")
    other = drafting.create(town.office, BY, "fablab-rural", slug, key="form-2")
    assert again == first
    assert (first.hours, first.title) == ("12", "Découpe laser en autonomie")
    assert other.id != first.id
    assert following.listing(town.office, BY, "fablab-rural", state="draft") == (
        *sorted((first, other), key=lambda batch: batch.id),
    )


def test_what_cannot_be_kept_is_told_and_stops_no_other_line(town: Town) -> None:
    """Each bad cell names its column; the other people of the file are there."""
    batch = draft(town, "")
    content = (
        "nom;courriel;niveau;heures;récit\n"
        "Zoé;zoe@x.fr;niveau 2;12 h;Un sac\n"
        "Ali;pas une adresse;;;\n"
        ";a@x.fr;;;\n"
        f"Léa;;;beaucoup;{'x' * 20_000}\n"
        "Dame\u202eNoir;;;;\n"
    )
    drafting.add_csv(town.office, BY, batch.id, content.encode())
    kept = lines(town.office, batch)
    assert (kept[0].level, kept[0].hours, kept[0].problem) == ("N2", "12", None)
    assert [
        line.problem and (line.problem["code"], line.problem["params"]["field"])
        for line in kept[1:]
    ] == [
        ("email.invalid", "email"),
        ("text.empty", "name"),
        ("text.too_long", "narrative"),
        ("text.direction", "name"),
    ]
    assert kept[1].email == "pas une adresse"


def test_mending_a_line_takes_its_problem_away(town: Town) -> None:
    """Changing the column that was wrong mends it; changing another one does not."""
    batch = draft(town, "")
    drafting.add_csv(town.office, BY, batch.id, b"nom;courriel\nAli;non\n")
    other = drafting.edit_line(town.office, BY, batch.id, 1, level="n3")
    assert (other.level, other.problem and other.problem["code"]) == ("N3", "email.invalid")
    mended = drafting.edit_line(town.office, BY, batch.id, 1, email="ali@x.fr")
    assert (mended.email, mended.problem) == ("ali@x.fr", None)
    assert drafting.edit_line(town.office, BY, batch.id, 1, email="").email is None


def test_what_holds_for_all(town: Town) -> None:
    """A level is given to each line; the rest stays with the group until a line says otherwise."""
    batch = draft(town)
    changed = drafting.edit_batch(
        town.office, BY, batch.id, level="N3", awarded="20/11/2026", hours="1,5", by_mail=False
    )
    assert (changed.awarded, changed.hours, changed.by_mail) == ("2026-11-20", "1.5", False)
    assert {line.level for line in lines(town.office, batch)} == {"N3"}
    with pytest.raises(InvalidRequest, match=r"award\.hours"):
        drafting.edit_batch(town.office, BY, batch.id, hours="longtemps")


def test_people_come_and_go(town: Town) -> None:
    """One by one, set aside and back, removed: numbers of others never change."""
    batch = draft(town)
    added = drafting.add_person(town.office, BY, batch.id, name="Léa", level="N1")
    assert added.number == 3
    assert drafting.set_aside(town.office, BY, batch.id, 1).state == "set_aside"
    assert drafting.set_aside(town.office, BY, batch.id, 1, aside=False).state == "waiting"
    drafting.remove_line(town.office, BY, batch.id, 2)
    assert [line.number for line in lines(town.office, batch)] == [1, 3]
    with pytest.raises(NotFound, match=r"batch\.line_unknown"):
        drafting.edit_line(town.office, BY, batch.id, 2, name="Ali")


def test_a_draft_thrown_away_leaves_nothing(town: Town) -> None:
    """Its people and what was shown go with it."""
    batch = draft(town)
    accepted = evidence.accept("note.pdf", b"%PDF-1.7 note")
    file = evidence.add_to_line(town.office, BY, batch.id, 1, accepted)
    drafting.discard(town.office, BY, batch.id)
    with pytest.raises(NotFound):
        following.get(town.office, BY, batch.id)
    with pytest.raises(NotFound):
        evidence.read(town.office, file.id, BY)


def test_a_group_that_is_stopped_keeps_what_is_signed(town: Town) -> None:
    """Stopped after one badge: it stays, the others are set aside and their addresses gone."""
    batch = draft(town, "Ali Ben\nZoé Martin <zoe@x.fr>")
    confirming.confirm(town.office, BY, batch.id)
    running.run(town.office, batch.id, at_most=1)
    drafting.discard(town.office, BY, batch.id)
    running.run(town.office, batch.id)
    assert [(line.state, line.email) for line in lines(town.office, batch)] == [
        ("issued", None),
        ("set_aside", None),
    ]
    with pytest.raises(Conflict, match=r"batch\.over"):
        confirming.confirm(town.office, BY, batch.id)


def test_a_confirmed_group_is_closed(town: Town) -> None:
    """Nobody slips into a group, or changes it, after somebody said yes to it."""
    batch = draft(town)
    confirming.confirm(town.office, BY, batch.id)
    with pytest.raises(Conflict, match=r"batch\.confirmed"):
        drafting.add_people(town.office, BY, batch.id, "Léa")
    with pytest.raises(Conflict, match=r"batch\.confirmed"):
        drafting.edit_batch(town.office, BY, batch.id, hours="2")
    with pytest.raises(Conflict, match=r"batch\.line_closed"):
        drafting.edit_line(town.office, BY, batch.id, 1, name="Léa")


def test_who_may(village: Town) -> None:
    """A facilitator may; a partner may not; for people of another place the group is unknown."""
    office = village.office
    batch = draft(village)
    with office.store.write() as work:
        work.places.add(Place("ailleurs", "Ailleurs", office.clock.now()))
    own, partner = person(office, "facilitator"), person(office, "partner")
    stranger = person(office, "manager", "ailleurs")
    drafting.add_people(office, own, batch.id, "Léa")
    for act in (
        lambda by: drafting.add_people(office, by, batch.id, "Noé"),
        lambda by: drafting.edit_batch(office, by, batch.id, hours="1"),
        lambda by: drafting.edit_line(office, by, batch.id, 1, name="Noé"),
        lambda by: drafting.remove_line(office, by, batch.id, 1),
        lambda by: drafting.set_aside(office, by, batch.id, 1),
        lambda by: drafting.discard(office, by, batch.id),
        lambda by: following.get(office, by, batch.id),
        lambda by: following.progress(office, by, batch.id),
        lambda by: looking.look(office, by, batch.id),
        lambda by: confirming.confirm(office, by, batch.id),
    ):
        with pytest.raises(NotAllowed):
            act(partner)
        with pytest.raises(NotFound, match=r"batch\.unknown"):
            act(stranger)
    assert len(lines(office, batch)) == 3


def test_only_badges_of_the_place_or_its_networks(village: Town) -> None:
    """A place awards its own badges, and those of a network as long as it is a member."""
    office, slug = village.office, village.laser().slug
    with office.store.write() as work:
        work.places.add(Place("ailleurs", "Ailleurs", office.clock.now()))
    with pytest.raises(NotAllowed, match=r"achievement\.not_of_place"):
        drafting.create(office, BY, "ailleurs", slug)
    with office.store.write() as work:
        work.places.join("fablab-rural", "ailleurs")
    assert drafting.create(office, BY, "ailleurs", slug).place == "ailleurs"
    with office.store.write() as work:
        known = work.achievements.get(slug)
        assert known is not None
        work.achievements.replace(replace(known, state="archived"))
    with pytest.raises(Conflict, match=r"achievement\.archived"):
        drafting.create(office, BY, "fablab-rural", slug)
