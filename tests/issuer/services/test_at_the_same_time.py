"""Two hands on the same thing at the same instant: one of them is first, nothing is half done."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from badges.documents import parse
from badges.errors import BadgeError
from issuer.errors import StoreError
from issuer.model import Award
from issuer.ports import Office
from issuer.services import people
from issuer.services.batches import confirming, drafting, following, running
from issuer.services.holders import changing, choosing
from issuer.services.life import correcting, renewing, revoking
from issuer.services.life.correcting import Correction
from issuer.services.privacy import erasing
from tests.issuer.services.holders.cards import award_zoe, kept, open_badge, open_card
from tests.issuer.world import Town

PLACE = "fablab-rural"
BY = people.operator("zoe")
every_round = pytest.mark.usefixtures("turn")

_Act = Callable[[], Any]


@pytest.fixture(params=range(3))
def turn(request: pytest.FixtureRequest) -> int:
    """Who comes first is chance, so one round shows little."""
    number: int = request.param
    return number


def _together(*acts: _Act) -> tuple[list[Any], list[str]]:
    """Do all at once; what those that could be done answered, and the codes of the refusals."""
    start, done, refused = Barrier(len(acts)), list[Any](), list[str]()

    def do(act: _Act) -> None:
        start.wait()
        try:
            done.append(act())
        except StoreError:
            raise
        except BadgeError as error:
            refused.append(error.code)

    with ThreadPoolExecutor(len(acts)) as hands:
        for hand in [hands.submit(do, act) for act in acts]:
            hand.result(60)
    return done, refused


def _is_marked(office: Office, award: Award) -> bool:
    with office.store.read() as work:
        return award.status.index in work.status_lists.marked(award.status.list_id)


def test_a_badge_cancelled_twice_at_once_is_cancelled_once(town: Town) -> None:
    """The second hand is told; the journal has one line."""
    award = award_zoe(town)

    def act() -> Award:
        return revoking.revoke(town.office, award.id, BY, reason="Erreur")

    done, refused = _together(act, act, act)
    assert (len(done), refused) == (1, ["award.already_revoked"] * 2)
    with town.office.store.read() as work:
        assert len(work.journal.list(action="award.revoke")) == 1


@every_round
def test_correcting_while_somebody_cancels_leaves_a_cancelled_badge(town: Town) -> None:
    """Whoever is first, the bit is set and the state says so; each edition is kept once."""
    town.laser()
    award = town.issue(name="Zoé Martin", email=None)
    wanted = Correction(name="Zoé Martine")
    _together(
        lambda: revoking.revoke(town.office, award.id, BY, reason="Erreur"),
        lambda: correcting.correct(town.office, award.id, BY, wanted, reason="Nom"),
    )
    now = kept(town.office, award)
    assert now.state == "revoked"
    assert _is_marked(town.office, now)
    with town.office.store.read() as work:
        assert len(work.awards.editions(award.id)) == now.edition - 1
    assert parse(now.json)["id"] == award.url


def test_two_corrections_at_once_lose_none(town: Town) -> None:
    """With the edition that both saw, one is done and one is asked to look again."""
    award = award_zoe(town)

    def act(name: str) -> _Act:
        return lambda: correcting.correct(
            town.office, award.id, BY, Correction(name=name), reason="Nom", seen=1
        )

    done, refused = _together(act("Zoé Martine"), act("Zoé Martins"))
    assert (len(done), refused) == (1, ["correct.meanwhile"])
    assert kept(town.office, award).edition == 2


def test_renewing_twice_at_once_makes_one_badge(town: Town) -> None:
    """A press that came twice finds the badge that the first one made, or is told."""
    town.laser()
    award = town.issue(valid_until="2026-12-22")
    done, _ = _together(
        *[lambda: renewing.renew(town.office, award.id, BY, valid_until="2027-12-22")] * 3
    )
    assert len({made.id for made in done}) == 1
    with town.office.store.read() as work:
        assert len(work.awards.list()) == 2


@every_round
def test_refusing_while_the_team_corrects_or_erases_forgets_all(town: Town) -> None:
    """Whoever is first, no byte, name or edition of the badge remains, and its bit is set."""
    town.laser()
    award = town.issue(name="Zoé Martin", email=None)
    opened = open_badge(town.office, award)
    _together(
        lambda: choosing.refuse(town.office, opened),
        lambda: correcting.correct(
            town.office, award.id, BY, Correction(name="Zoé Martine"), reason="Nom"
        ),
        lambda: erasing.erase_holder(town.office, BY, PLACE, award.holder_id or ""),
    )
    now = kept(town.office, award)
    assert now.forgotten is not None
    assert (now.json, now.holder) in ((b"", ""), (None, None), ("", ""))
    assert _is_marked(town.office, now)
    with town.office.store.read() as work:
        assert work.awards.editions(award.id) == ()
        assert work.holders.get(award.holder_id or "") is None


@every_round
def test_confirming_twice_and_discarding_at_once(town: Town) -> None:
    """A group is signed once or not at all, and never both thrown away and signed."""
    town.laser()
    batch = drafting.create(town.office, BY, PLACE, "decoupe-laser-en-autonomie")
    drafting.add_people(town.office, BY, batch.id, "Zoé Martin\nAmélie Le Goff")
    _together(
        lambda: confirming.confirm(town.office, BY, batch.id),
        lambda: confirming.confirm(town.office, BY, batch.id),
        lambda: drafting.discard(town.office, BY, batch.id),
        lambda: running.sweep(town.office),
    )
    running.sweep(town.office)
    with town.office.store.read() as work:
        found = work.batches.get(batch.id)
        lines = work.batches.lines(batch.id)
        told = [one for one in work.journal.list(limit=1000) if one.subject == batch.id]
    actions = [one.action for one in told]
    assert actions.count("batch.confirm") <= 1
    assert actions.count("batch.discard") <= 1
    if found is not None:
        assert found.state in ("done", "cancelled")
        assert {line.state for line in lines} <= {"issued", "set_aside"}


@every_round
def test_editing_while_it_is_confirmed_signs_what_was_kept(town: Town) -> None:
    """The name that was typed at the last instant is in the badge, or is told that it is late."""
    town.laser()
    batch = drafting.create(town.office, BY, PLACE, "decoupe-laser-en-autonomie")
    drafting.add_people(town.office, BY, batch.id, "Zoé Martin")
    _together(
        lambda: confirming.confirm(town.office, BY, batch.id),
        lambda: drafting.edit_line(town.office, BY, batch.id, 1, name="Zoé Martine"),
        lambda: drafting.add_people(town.office, BY, batch.id, "Karim Benali"),
    )
    running.sweep(town.office)
    lines = following.lines(town.office, BY, batch.id)
    for line in lines:
        assert line.state == "issued"
        with town.office.store.read() as work:
            award = work.awards.get(line.award or "")
        assert award is not None
        assert award.holder == line.name


def test_one_key_makes_one_group_whoever_sends_it(town: Town) -> None:
    """The same form sent four times at once: one draft, the same answer to all who are answered."""
    town.laser()
    done, refused = _together(
        *[
            lambda: drafting.create(
                town.office, BY, PLACE, "decoupe-laser-en-autonomie", key="form-1"
            )
        ]
        * 4
    )
    assert len({batch.id for batch in done}) == 1
    assert refused == []
    with town.office.store.read() as work:
        assert len(work.batches.list(place=PLACE)) == 1


def test_a_sign_in_link_opens_one_session(town: Town) -> None:
    """Pressed three times at the same instant."""
    town.laser()
    people.add(town.office, "Awa", place=PLACE, role="manager")
    secret = people.sign_in_link(town.office, "Awa").rpartition("/")[2]
    done, refused = _together(*[lambda: people.enter(town.office, secret)] * 3)
    assert (len(done), refused) == (1, ["person.link_over"] * 2)


def test_joining_two_cards_both_ways_at_once_keeps_every_badge(town: Town) -> None:
    """One of the two cards remains, with both badges behind it."""
    first, second = award_zoe(town), town.issue(name="Zoé Martin", email=None)
    one, other = open_card(town.office, first), open_card(town.office, second)
    _together(
        lambda: changing.join_cards(town.office, one, other),
        lambda: changing.join_cards(town.office, other, one),
    )
    holders = {kept(town.office, award).holder_id for award in (first, second)}
    assert len(holders) == 1
    with town.office.store.read() as work:
        assert work.holders.get(holders.pop() or "") is not None


@every_round
def test_awarding_to_somebody_who_refuses_their_only_badge(town: Town) -> None:
    """The new badge has a holder who is there, and a card."""
    town.laser()
    award = town.issue(name="Zoé Martin", email="zoe@example.org")
    opened = open_badge(town.office, award)
    done, _ = _together(
        lambda: choosing.refuse(town.office, opened),
        lambda: town.issue(name="Zoé Martin", email="zoe@example.org"),
    )
    made = [one for one in done if isinstance(one, Award)]
    for badge in made:
        with town.office.store.read() as work:
            assert work.holders.get(badge.holder_id or "") is not None
        choosing.refuse(town.office, open_badge(town.office, badge))
