"""Erasing somebody: nothing of them remains anywhere, and nobody else loses anything."""

from dataclasses import replace

import pytest

from issuer.errors import InvalidRequest, KeyUnavailable, NotAllowed, NotFound
from issuer.keystores import EncryptedFile
from issuer.model import Award, Holder
from issuer.services import people, publishing
from issuer.services.batches import drafting
from issuer.services.holders import changing
from issuer.services.life import revoking
from issuer.services.people import passwords
from issuer.services.privacy import erasing, exporting, retention
from issuer.services.privacy.erasing import Erased
from tests.issuer.services.applications.room import PLACE
from tests.issuer.services.holders.cards import award_zoe, holder_of, kept, open_card
from tests.issuer.services.privacy.somebody import (
    BY,
    EMAIL,
    NAME,
    STORY,
    Somebody,
    left_of,
)
from tests.issuer.world import Town

GIRAFFE = "girafe"
WHOLE = Erased(badges=2, cards=1, requests=1, lines=1)


def _holders(zoe: Somebody) -> tuple[Holder, ...]:
    with zoe.office.store.read() as work:
        return work.holders.list(PLACE)


def _bits(zoe: Somebody, award: Award) -> tuple[int, ...]:
    with zoe.office.store.read() as work:
        return work.status_lists.marked(award.status.list_id)


def test_an_address_erased_leaves_no_trace_in_any_table(zoe_anywhere: Somebody) -> None:
    """Name, address and words of the person stand nowhere in the whole database afterwards."""
    zoe = zoe_anywhere
    assert left_of(zoe.office, NAME, EMAIL, GIRAFFE)
    assert erasing.erase_address(zoe.office, BY, EMAIL.upper()) == WHOLE
    assert left_of(zoe.office, NAME, EMAIL, GIRAFFE) == []


def test_an_erased_person_cannot_be_read_in_the_file_either(zoe: Somebody) -> None:
    """Free pages are overwritten, and nothing waits beside the database once it is closed."""
    folder = zoe.office.settings.data_dir
    erasing.erase_address(zoe.office, BY, EMAIL)
    zoe.office.store.close()
    files = list(folder.glob("badges.sqlite3*"))
    assert files
    for path in files:
        for text in (NAME, EMAIL, GIRAFFE):
            assert text.encode() not in path.read_bytes(), path.name


def test_an_erased_person_cannot_be_read_while_the_service_runs(zoe: Somebody) -> None:
    """The log beside the database is emptied at once: a service may stay open for months."""
    erasing.erase_address(zoe.office, BY, EMAIL)
    files = list(zoe.office.settings.data_dir.glob("badges.sqlite3*"))
    assert files
    kept = b"".join(path.read_bytes() for path in files)
    assert [text for text in (NAME, EMAIL, GIRAFFE) if text.encode() in kept] == []


def test_who_typed_their_address_on_their_card_is_found_by_it(village: Town) -> None:
    """An address added to a card without one leads to that card, now and once it is forgotten."""
    award = award_zoe(village)
    card = open_card(village.office, award)
    changing.set_address(village.office, card, "zoe@exemple.fr", "zoe@exemple.fr")
    exporting.export_address(village.office, BY, "zoe@exemple.fr")
    village.clock.advance(days=800)
    retention.apply(village.office)
    assert holder_of(village.office, award).email is None
    assert erasing.erase_address(village.office, BY, "zoe@exemple.fr").badges == 1


def test_what_a_preview_counts_is_erased(zoe: Somebody) -> None:
    """It changes nothing, and says how many badges, cards, requests and lines would go."""
    seen = erasing.preview_address(zoe.office, BY, EMAIL)
    assert (seen.badges, seen.cards, seen.requests) == (2, 1, 1)
    assert left_of(zoe.office, NAME)


def test_the_team_erases_a_holder_and_nobody_else(zoe: Somebody) -> None:
    """Both badges are forgotten and their indices retired; Ali keeps his badge and his lines."""
    manager = zoe.room.by["Bruno"]
    holder = zoe.holder
    assert erasing.erase_holder(zoe.office, manager, PLACE, holder.id).badges == 2
    for award in (zoe.asked, zoe.grouped):
        gone = kept(zoe.office, award)
        assert (gone.json, gone.jwt, gone.holder, gone.reference) == (b"", b"", "", None)
        assert award.status.index in _bits(zoe, award)
        with pytest.raises(NotFound):
            publishing.award(zoe.office, award.id)
    assert [one.name for one in _holders(zoe)] == ["Ali Ben"]
    assert left_of(zoe.office, "ali@example.org")


def test_what_waits_in_a_draft_goes_with_the_card(zoe: Somebody) -> None:
    """A group that is not signed yet would otherwise award the erased person again."""
    holder, bruno = zoe.holder, zoe.room.by["Bruno"]
    batch = drafting.create(zoe.office, BY, PLACE, zoe.room.definition.slug)
    drafting.add_people(zoe.office, BY, batch.id, f"{NAME} <{EMAIL}>\nAli Ben <ali@example.org>")
    erasing.erase_holder(zoe.office, bruno, PLACE, holder.id)
    with zoe.office.store.read() as work:
        assert [line.name for line in work.batches.lines(batch.id)] == ["Ali Ben"]
    assert left_of(zoe.office, NAME, EMAIL, GIRAFFE) == []


def test_the_journal_says_that_somebody_was_erased_and_not_whom(zoe: Somebody) -> None:
    """Who acted and when stays; reasons about the badges go."""
    holder = zoe.holder
    revoking.revoke(zoe.office, zoe.grouped.id, BY, reason=f"{NAME} a triché")
    erasing.erase_holder(zoe.office, zoe.room.by["Bruno"], PLACE, holder.id)
    with zoe.office.store.read() as work:
        entries = work.journal.list(limit=1_000)
    erased = [entry for entry in entries if entry.action == "holder.erase"]
    assert [(entry.actor, entry.subject, entry.reason) for entry in erased] == [
        ("Bruno", holder.id, None)
    ]
    assert not [entry for entry in entries if NAME in (entry.reason or "")]
    assert [entry for entry in entries if entry.action == "award.revoke"]


def test_the_holder_erases_everything_behind_the_card(zoe: Somebody) -> None:
    """The words open nothing afterwards, and the journal calls nobody by name."""
    card = open_card(zoe.office, zoe.asked)
    assert erasing.erase_card(zoe.office, card).badges == 2
    with pytest.raises(NotFound):
        erasing.erase_card(zoe.office, card)
    with zoe.office.store.read() as work:
        (entry,) = work.journal.list(action="holder.erase")
    assert entry.actor == "holder"


def test_erasing_twice_finds_nobody(zoe: Somebody) -> None:
    """The second time there is nobody, and nothing changes."""
    erasing.erase_address(zoe.office, BY, EMAIL)
    with pytest.raises(NotFound, match=r"privacy\.nobody"):
        erasing.erase_address(zoe.office, BY, EMAIL)


def test_somebody_whose_address_was_forgotten_is_found_by_the_badge(zoe: Somebody) -> None:
    """The salted hash inside the signed badge recognises the address."""
    with zoe.office.store.write() as work:
        work.letters.forget_concerning(zoe.holder.id)
        work.holders.replace(zoe.holder._replace(email=None, email_lookup=None))
    assert erasing.erase_address(zoe.office, BY, EMAIL).badges == 2
    assert left_of(zoe.office, STORY) == []


def test_a_list_that_cannot_be_signed_leaves_everything(zoe: Somebody) -> None:
    """It is one unit of work: without the key nothing at all is erased."""
    holder = zoe.holder
    before = left_of(zoe.office, NAME, EMAIL, GIRAFFE)
    empty = EncryptedFile(zoe.office.settings.data_dir / "elsewhere", zoe.office.identifiers)
    locked = replace(zoe.office, keys=empty)
    with pytest.raises(KeyUnavailable):
        erasing.erase_holder(locked, zoe.room.by["Bruno"], PLACE, holder.id)
    assert left_of(zoe.office, NAME, EMAIL, GIRAFFE) == before


@pytest.mark.parametrize("name", ["Awa", "Emma", "Chloé", "Denis"])
def test_only_who_runs_the_place_erases(zoe: Somebody, name: str) -> None:
    """A facilitator may not; partners and people of other places learn of nobody."""
    wanted = NotAllowed if name == "Awa" else NotFound
    with pytest.raises(wanted):
        erasing.erase_holder(zoe.office, zoe.room.by[name], PLACE, zoe.holder.id)
    assert left_of(zoe.office, NAME)


def test_a_manager_erases_nobody_of_another_place(zoe: Somebody) -> None:
    """A card of the fablab does not exist for the café."""
    people.add(zoe.office, "Farid", place="cafe", role="manager")
    farid = people.contributor(zoe.office, "Farid", "cafe", operator=False)
    for place in (PLACE, "cafe"):
        with pytest.raises(NotFound):
            erasing.erase_holder(zoe.office, farid, place, zoe.holder.id)


def test_only_the_operator_erases_in_every_place(zoe: Somebody) -> None:
    """A manager acts in their place; an address that is none is told."""
    with pytest.raises(NotAllowed):
        erasing.erase_address(zoe.office, zoe.room.by["Bruno"], EMAIL)
    with pytest.raises(InvalidRequest):
        erasing.erase_address(zoe.office, BY, "zoe")


def test_an_account_is_erased_and_its_acts_stay(zoe: Somebody) -> None:
    """Name, address, roles and every way in go; the journal still says who acted."""
    office, awa = zoe.office, zoe.room.by["Awa"]
    person = awa.person or ""
    with office.store.write() as work:
        kept_person = work.people.get(person)
        assert kept_person is not None
        work.people.replace(replace(kept_person, email="awa@example.org"))
        work.holders.replace(zoe.holder._replace(keeper=person))
    passwords.set_password(office, BY, person, "une girafe violette et un vélo")
    assert erasing.erase_address(office, BY, "awa@example.org").accounts == 1
    with office.store.read() as work:
        gone = work.people.get(person)
        assert gone is not None
        assert (gone.email, gone.disabled, erasing.is_erased(gone)) == (None, True, True)
        assert work.people.memberships(person) == ()
        assert work.entrance.password(person) is None
        assert any(entry.actor == "Awa" for entry in work.journal.list(limit=1_000))
    assert zoe.holder.keeper is None


def test_an_account_is_erased_by_its_person_or_the_operator(zoe: Somebody) -> None:
    """A manager closes a door; they do not erase a colleague."""
    awa, bruno = zoe.room.by["Awa"], zoe.room.by["Bruno"]
    with pytest.raises(NotAllowed):
        erasing.erase_account(zoe.office, bruno, awa.person or "")
    assert erasing.erase_account(zoe.office, awa, awa.person or "").accounts == 1
    with pytest.raises(NotFound):
        erasing.erase_account(zoe.office, BY, "nobody")


@pytest.mark.parametrize("typed", ["", "oui", "effacer tout"])
def test_another_word_confirms_nothing(typed: str) -> None:
    """Only the word itself, whatever its capitals and the space around it."""
    erasing.require_word(" Effacer ", "effacer")
    with pytest.raises(InvalidRequest):
        erasing.require_word(typed, "effacer")
