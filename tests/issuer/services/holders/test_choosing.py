"""What holders decide: keep, hide, refuse, show evidence or not."""

import pytest

from badges.documents import parse
from badges.status.bitstring import decode
from issuer.errors import NotFound, Withdrawn
from issuer.services import evidence, publishing, status_lists
from issuer.services.holders import choosing, opening, taking
from issuer.services.life import revoking
from issuer.services.people import operator
from tests.issuer.services.holders.cards import (
    award_zoe,
    kept,
    open_badge,
    open_card,
    photo,
    show_photo,
    words_on_card,
)
from tests.issuer.world import Town

READERS = ("json", "jwt", "png", "svg", "pdf", "qr.svg", "qr.png")


def test_nothing_is_chosen_for_anybody(village: Town) -> None:
    """A fresh badge is neither kept nor hidden: its page works for whoever has the address."""
    award = award_zoe(village)
    assert kept(village.office, award).choice == "none"
    assert publishing.award(village.office, award.id).id == award.id


@pytest.mark.parametrize("decision", ["hidden", "private"])
def test_what_is_not_shown_is_withdrawn_at_once(town: Town, decision: choosing.Decision) -> None:
    """Page, short code and every file of the badge are withdrawn, and come back with it."""
    award = award_zoe(town)
    choosing.choose(town.office, open_badge(town.office, award), decision)
    with pytest.raises(Withdrawn) as refused:
        publishing.award(town.office, award.id)
    assert (refused.value.code, refused.value.params) == ("award.withdrawn", {})
    with pytest.raises(Withdrawn):
        publishing.by_short_code(town.office, award.short_code)
    for kind in READERS:
        with pytest.raises(Withdrawn):
            publishing.file(town.office, award.id, kind)
    choosing.choose(town.office, open_badge(town.office, award), "kept")
    assert publishing.file(town.office, award.id, "json")[0] == award.json


@pytest.mark.parametrize("decision", ["kept", "public"])
def test_what_is_kept_or_public_is_read_at_its_address(
    town: Town, decision: choosing.Decision
) -> None:
    """Both open the badge to whoever has its address, and are kept as they were said."""
    award = award_zoe(town)
    choosing.choose(town.office, open_badge(town.office, award), decision)
    assert publishing.award(town.office, award.id).choice == decision
    assert publishing.by_short_code(town.office, award.short_code).id == award.id


def test_the_holder_still_has_what_is_hidden(village: Town) -> None:
    """Behind the card a hidden badge gives all its files, byte for byte."""
    award = award_zoe(village)
    choosing.choose(village.office, open_badge(village.office, award), "hidden")
    opened = open_badge(village.office, award)
    assert taking.file(village.office, opened, "json")[0] == award.json
    assert taking.file(village.office, opened, "jwt")[0] == award.jwt


def test_hiding_touches_no_status(village: Town) -> None:
    """A file that somebody has already still verifies: no bit is set."""
    award = award_zoe(village)
    choosing.choose(village.office, open_badge(village.office, award), "hidden")
    assert not _is_retired(village, award.status.list_id, award.status.index)


def test_no_choice_enters_the_journal(village: Town) -> None:
    """Its manager reads it: that somebody hid a badge, or a photo, is nobody's business."""
    award = award_zoe(village)
    file = show_photo(village.office, award, shown=True)
    with village.office.store.read() as work:
        before = work.journal.list()
    opened = open_badge(village.office, award)
    choosing.choose(village.office, opened, "hidden")
    choosing.show_file(village.office, opened, file.id, shown=False)
    with village.office.store.read() as work:
        assert {line.action for line in set(work.journal.list()) - set(before)} <= {"holder.claim"}


def test_refusing_erases_everything_but_the_retired_index(town: Town) -> None:
    """Bytes, name, evidence and card are gone; the bit is set; the journal names nobody."""
    award = award_zoe(town)
    file = show_photo(town.office, award, shown=True)
    words = words_on_card(town.office, award)
    choosing.refuse(town.office, open_badge(town.office, award))
    gone = kept(town.office, award)
    assert (gone.json, gone.jwt, gone.holder, gone.holder_id) == (b"", b"", "", None)
    assert gone.forgotten == town.clock.now()
    assert _is_retired(town, award.status.list_id, award.status.index)
    with town.office.store.read() as work:
        assert work.evidence.get(file.id) is None
        assert work.holders.get(award.holder_id or "") is None
        lines = work.journal.list(subject=award.id)
    assert [line.actor for line in lines if line.action == "award.forget"] == ["holder"]
    assert not any("Zoé" in repr(line) for line in lines)
    with pytest.raises(NotFound):
        opening.open_card(town.office, words, None)
    with pytest.raises(NotFound):
        publishing.award(town.office, award.id)


def test_refusing_one_badge_leaves_the_others(village: Town) -> None:
    """The card, the name and the other badges stay."""
    first = award_zoe(village)
    second = award_zoe(village, holder_id=first.holder_id)
    choosing.refuse(village.office, open_badge(village.office, first))
    card = open_card(village.office, second)
    assert [award.id for award in card.awards] == [second.id]
    assert card.holder.name == "Zoé Martin"


def test_a_badge_that_was_cancelled_can_be_refused(village: Town) -> None:
    """Its bit is set already, and it is erased like another one."""
    award = award_zoe(village)
    revoking.revoke(village.office, award.id, operator("local"), reason="Erreur")
    choosing.refuse(village.office, open_badge(village.office, award))
    assert kept(village.office, award).json == b""
    with village.office.store.read() as work:
        reasons = [line.reason for line in work.journal.list(subject=award.id)]
    assert not any(reasons)


def test_the_door_of_a_file_follows_its_holder(town: Town) -> None:
    """A photo is read by others once its holder opens it, and no more once they shut it."""
    award = award_zoe(town)
    file = show_photo(town.office, award)
    with pytest.raises(NotFound):
        evidence.read(town.office, file.id)
    choosing.show_file(town.office, open_badge(town.office, award), file.id, shown=True)
    assert evidence.read(town.office, file.id)[1] == photo()
    choosing.show_file(town.office, open_badge(town.office, award), file.id, shown=False)
    with pytest.raises(NotFound):
        evidence.read(town.office, file.id)
    assert taking.shown_file(town.office, open_badge(town.office, award), file.id)[1] == photo()


def test_nobody_opens_the_file_of_somebody_else(village: Town) -> None:
    """A card moves the door of its own evidence only."""
    award, other = award_zoe(village), award_zoe(village)
    file = show_photo(village.office, other)
    opened = open_badge(village.office, award)
    with pytest.raises(NotFound):
        choosing.show_file(village.office, opened, file.id, shown=True)
    with pytest.raises(NotFound):
        taking.shown_file(village.office, opened, file.id)
    with village.office.store.read() as work:
        assert [kept.shown for kept in work.evidence.of_award(other.id)] == [False]


def _is_retired(town: Town, list_id: str, index: int) -> bool:
    document = parse(status_lists.publish(town.office, list_id).body)
    return decode(document["credentialSubject"]["encodedList"]).value(index) == 1
