"""What is kept too long goes by itself, and not a day earlier."""

from dataclasses import replace
from datetime import timedelta

import pytest

from issuer.model import EvidenceFile, Holder, Letter
from issuer.services import evidence, people
from issuer.services.applications import deciding
from issuer.services.batches import drafting
from issuer.services.issuing import issue
from issuer.services.privacy import durations, erasing, retention
from tests.issuer.services.applications.room import PHOTO, PLACE
from tests.issuer.services.holders.cards import holder_of, kept, words_on_card
from tests.issuer.services.privacy.somebody import BY, EMAIL, NAME, Somebody, left_of
from tests.issuer.world import CAMILLE

DAY = timedelta(days=1)


def _wait(zoe: Somebody, time: timedelta) -> retention.Counts:
    """Let that much time pass, then one round."""
    zoe.town.clock.instant += time
    return retention.apply(zoe.office)


def _letters(zoe: Somebody) -> tuple[Letter, ...]:
    with zoe.office.store.read() as work:
        return work.letters.list()


def test_letters_go_after_their_time(zoe: Somebody) -> None:
    """Those that ended; what still waits stays until it is over."""
    first, *others = _letters(zoe)
    with zoe.office.store.write() as work:
        work.letters.replace(replace(first, state="sent", ended=zoe.office.clock.now()))
    assert _wait(zoe, durations.LETTERS).letters == 0
    assert _wait(zoe, DAY).letters == 1
    assert len(_letters(zoe)) == len(others)


def test_an_address_that_served_long_ago_goes_and_the_card_stays(zoe_anywhere: Somebody) -> None:
    """The card opens as before, the badge is what it was, the same address finds the same card."""
    zoe = zoe_anywhere
    words = words_on_card(zoe.office, zoe.asked)
    assert _wait(zoe, durations.ADDRESSES).addresses == 0
    assert _wait(zoe, DAY).addresses == 2
    assert left_of(zoe.office, EMAIL) == []
    assert words_on_card(zoe.office, zoe.asked) == words
    assert kept(zoe.office, zoe.asked).json == zoe.asked.json
    again = issue(zoe.office, CAMILLE._replace(achievement=zoe.room.definition.slug, email=EMAIL))
    assert again.holder_id == zoe.holder.id
    assert retention.apply(zoe.office).addresses == 0


@pytest.mark.parametrize("moment", ["claimed", "sent", "reminded"])
def test_an_address_that_served_lately_stays(zoe: Somebody, moment: str) -> None:
    """A visit or a letter begins the time again."""
    zoe.town.clock.instant += durations.ADDRESSES
    with zoe.office.store.write() as work:
        changed: Holder = zoe.holder._replace(**{moment: zoe.office.clock.now()})  # type: ignore[arg-type]  # one name of three
        work.holders.replace(changed)
    assert _wait(zoe, DAY).addresses == 1  # Ali's
    assert zoe.holder.email == EMAIL


def test_an_address_stays_while_a_badge_is_to_end(zoe: Somebody) -> None:
    """A letter will tell that it ends; afterwards the address goes."""
    slug, year = zoe.room.definition.slug, durations.ADDRESSES
    long = issue(
        zoe.office,
        CAMILLE._replace(achievement=slug, email="leo@example.org", valid_until="2030-01-01"),
    )
    _wait(zoe, 2 * year)
    assert holder_of(zoe.office, long).email == "leo@example.org"
    _wait(zoe, 3 * year)
    assert holder_of(zoe.office, long).email is None


def test_requests_go_by_their_state(zoe: Somebody) -> None:
    """Refused ones soon, the others later, with what was shown and written about them."""
    poster = zoe.room.poster()
    refused, waiting = (zoe.room.ask(poster, name) for name in ("Paul", "Lou"))
    by, office = zoe.room.by["Awa"], zoe.office
    deciding.refuse(office, by, PLACE, zoe.room.kept(refused).id, "Pas encore : revenez.")
    assert _wait(zoe, durations.REFUSED_REQUESTS).requests == 0
    assert _wait(zoe, DAY).requests == 1
    assert zoe.room.is_gone(refused)
    assert not zoe.room.is_gone(waiting)
    assert _wait(zoe, durations.REQUESTS).requests == 2
    assert zoe.room.is_gone(waiting)
    assert kept(office, zoe.asked).json == zoe.asked.json
    assert [file.name for file in evidence.of_award(office, zoe.asked.id)] == ["girafe.png"]


def test_a_draft_left_behind_goes_with_its_people(zoe: Somebody) -> None:
    """One that was touched since stays; groups that were signed are not touched."""
    assert _wait(zoe, durations.DRAFTS).drafts == 0
    fresh = drafting.create(zoe.office, BY, PLACE, zoe.room.definition.slug)
    assert _wait(zoe, DAY).drafts == 1
    with zoe.office.store.read() as work:
        (left,) = work.batches.list(state="draft")
        assert work.batches.list(state="done")
    assert left.id == fresh.id


def test_names_leave_finished_groups_and_stay_in_badges(zoe: Somebody) -> None:
    """A line still leads to its badge; the badge names its holder as before."""
    _wait(zoe, durations.DRAFTS + DAY)
    assert _wait(zoe, durations.GROUP_NAMES - durations.DRAFTS - DAY).group_lines == 0
    assert _wait(zoe, DAY).group_lines == 3
    with zoe.office.store.read() as work:
        line = work.batches.line_of(zoe.grouped.id)
        assert line is not None
        assert (line.name, line.state) == ("", "issued")
    assert kept(zoe.office, zoe.grouped).holder == NAME
    assert retention.apply(zoe.office).group_lines == 0


def test_files_of_nothing_go(zoe: Somebody) -> None:
    """A file of a request or of a badge stays with it."""
    with zoe.office.store.write() as work:
        now = zoe.office.clock.now()
        loose = EvidenceFile("loose", PLACE, "a.png", "image/png", 9, "0" * 64, now)
        work.evidence.add(loose, PHOTO)
    shown = (evidence.accept("b.png", PHOTO),)
    words = zoe.room.ask(zoe.room.poster(), "Lou", files=shown)
    assert _wait(zoe, durations.LOOSE_FILES).files == 0
    assert _wait(zoe, DAY).files == 1
    with zoe.office.store.read() as work:
        assert work.evidence.get("loose") is None
        assert work.evidence.of_application(zoe.room.kept(words).id)
        assert work.evidence.of_award(zoe.asked.id)


def test_accounts_closed_for_years_go(zoe: Somebody) -> None:
    """Counted from the day on which the door was closed; open accounts stay for ever."""
    zoe.town.clock.instant += timedelta(days=400)
    people.disable(zoe.office, "Awa")
    assert _wait(zoe, durations.ACCOUNTS).accounts == 0
    assert _wait(zoe, DAY).accounts == 1
    assert _wait(zoe, DAY).accounts == 0
    with zoe.office.store.read() as work:
        gone = work.people.get(zoe.room.by["Awa"].person or "")
        assert gone is not None
        assert erasing.is_erased(gone)
        assert work.people.find("Bruno")


def test_ways_in_that_are_over_go(zoe: Somebody) -> None:
    """Sessions, links and failed tries."""
    people.sign_in_link(zoe.office, "Bruno")
    with zoe.office.store.write() as work:
        work.entrance.note_attempt("0" * 64, zoe.office.clock.now())
    _wait(zoe, timedelta(days=60))
    with zoe.office.store.read() as work:
        assert work.entrance.attempts("0" * 64, zoe.office.clock.now() - 90 * DAY) == 0
    assert not [place for place, _ in left_of(zoe.office, "0" * 64) if place == "attempts"]


def test_a_second_round_changes_nothing(zoe_anywhere: Somebody) -> None:
    """Running twice, or late, does no harm."""
    zoe = zoe_anywhere
    _wait(zoe, timedelta(days=5_000))
    assert retention.apply(zoe.office) == retention.Counts(0, 0, 0, 0, 0, 0, 0)
    assert kept(zoe.office, zoe.asked).json == zoe.asked.json
