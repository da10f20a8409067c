"""Renewing what ends, and telling people in time."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from badges.documents import parse
from badges.model.identity import is_identity
from issuer.errors import AlreadyRevoked, Conflict, InvalidRequest, NotAllowed
from issuer.model import Award, Letter
from issuer.model.badges import Choice
from issuer.services import evidence, journal, people, publishing
from issuer.services.holders.forgetting import forget_award
from issuer.services.life import renewing, revoking
from tests.issuer.fakes import Whispers
from tests.issuer.faults import Blown, fused, picture
from tests.issuer.services.holders.cards import show_photo
from tests.issuer.world import Town

ZOE = people.operator("zoe")
PLACE = "fablab-rural"
END = "2027-11-22"


def letters(town: Town) -> tuple[Letter, ...]:
    """The outbox."""
    with town.office.store.read() as work:
        return work.letters.list()


def forget_address(town: Town, award: Award) -> None:
    """Make as if the address of a card had been erased after its time."""
    with town.office.store.write() as work:
        holder = work.holders.get(award.holder_id or "")
        assert holder is not None
        work.holders.replace(holder._replace(email=None, email_lookup=None))


def subject(award: Award) -> dict[str, Any]:
    """The subject of a badge."""
    found: dict[str, Any] = parse(award.json)["credentialSubject"]
    return found


def test_a_renewal_is_another_badge_of_the_same_person(town: Town) -> None:
    """New id, index, code and subject id; same person, evidence and card; it names the old one."""
    town.laser()
    old = town.issue(valid_until=END)
    town.clock.advance(days=300)
    new = renewing.renew(town.office, old.id, ZOE, valid_until="2029-01-31")
    assert new.renews == old.id
    assert new.holder_id == old.holder_id
    assert len({old.id, new.id}) == len({old.short_code, new.short_code}) == 2
    assert len({old.status.index, new.status.index}) == 2
    assert parse(new.json)["evidence"] == parse(old.json)["evidence"]
    assert new.valid_from == new.awarded == town.clock.now()
    assert new.valid_until is not None
    assert new.valid_until.isoformat() == "2029-01-31T22:59:59+00:00"
    told, address = subject(new)["identifier"]
    assert told == subject(old)["identifier"][0]
    assert is_identity(address, "camille@example.org")
    assert address["salt"] != subject(old)["identifier"][1]["salt"]
    assert subject(new)["id"] != subject(old)["id"]
    with town.office.store.read() as work:
        assert work.awards.get(old.id) == old
        assert work.awards.renewal_of(old.id) == new


def test_it_is_of_the_definition_of_today(village: Town) -> None:
    """Words that were changed since are those of the new badge; the old one keeps its own."""
    definition = village.laser()
    old = village.issue(valid_until="2026-12-22")
    with village.office.store.write() as work:
        work.achievements.replace(replace(definition, name="Laser", version=2))
    new = renewing.renew(village.office, old.id, ZOE)
    assert subject(new)["achievement"]["name"] == "Laser"
    assert subject(new)["achievement"]["version"] == "2"
    assert subject(publishing_of(village, old))["achievement"]["name"] == definition.name


def publishing_of(town: Town, award: Award) -> Award:
    """The award as it is kept."""
    return publishing.award(town.office, award.id)


def test_nobody_loses_by_coming_early(village: Town) -> None:
    """The next end counts from the old one: the months of the definition, else as long again."""
    definition = village.laser()
    first = village.issue(valid_until="2027-01-22")
    second = village.issue(valid_until="2027-01-22")
    made = renewing.renew(village.office, first.id, ZOE)
    assert str(made.valid_until)[:10] == "2027-03-24"
    with village.office.store.write() as work:
        work.achievements.replace(replace(definition, validity_months=24))
    made = renewing.renew(village.office, second.id, ZOE)
    assert str(made.valid_until)[:10] == "2029-01-22"


def test_after_the_end_it_counts_from_today(village: Town) -> None:
    """A badge that ended last year begins again now."""
    village.laser()
    old = village.issue(valid_until="2026-12-22")
    village.clock.advance(days=400)
    made = renewing.renew(village.office, old.id, ZOE)
    assert made.valid_until is not None
    assert made.valid_until - village.clock.now() < timedelta(days=31)
    assert made.valid_until > village.clock.now() + timedelta(days=29)


def test_when_a_badge_cannot_be_renewed(village: Town) -> None:
    """Too early, without an end, suspended, cancelled, archived: each says so."""
    definition = village.laser("suspension")
    early, endless = village.issue(valid_until=END), village.issue()
    held, ended = village.issue(valid_until="2027-01-01"), village.issue(valid_until="2027-01-01")
    revoking.suspend(village.office, held.id, ZOE, reason="r")
    for award, code in (
        (early, "renew.early"),
        (endless, "renew.no_end"),
        (held, "renew.suspended"),
    ):
        with pytest.raises(Conflict) as caught:
            renewing.renew(village.office, award.id, ZOE)
        assert caught.value.code == code
    with pytest.raises(Conflict) as too_early:
        renewing.renew(village.office, early.id, ZOE)
    assert too_early.value.params["date"] == "2027-08-25"
    revoking.revoke(village.office, held.id, ZOE, reason="r")
    with pytest.raises(AlreadyRevoked):
        renewing.renew(village.office, held.id, ZOE)
    with village.office.store.write() as work:
        work.achievements.replace(replace(definition, state="archived"))
    with pytest.raises(Conflict, match=r"achievement\.archived"):
        renewing.renew(village.office, ended.id, ZOE)


def test_ninety_days_before_the_end_it_opens(village: Town) -> None:
    """Not a second before."""
    village.laser()
    award = village.issue(valid_until=END)
    assert award.valid_until is not None
    village.clock.instant = award.valid_until - timedelta(days=90, seconds=1)
    with pytest.raises(Conflict, match=r"renew\.early"):
        renewing.renew(village.office, award.id, ZOE)
    village.clock.advance(seconds=1)
    assert renewing.renew(village.office, award.id, ZOE).renews == award.id


def test_a_badge_is_renewed_once(town: Town) -> None:
    """The second try names the renewal; the renewal itself can be renewed in its turn."""
    town.laser()
    old = town.issue(valid_until="2027-01-01")
    new = renewing.renew(town.office, old.id, ZOE)
    with pytest.raises(Conflict) as caught:
        renewing.renew(town.office, old.id, ZOE)
    assert caught.value.code == "renew.already"
    assert caught.value.params["renewal"] == new.short_code
    assert renewing.renew(town.office, new.id, ZOE).renews == new.id


def test_an_address_that_is_gone_is_typed_again(village: Town) -> None:
    """The one that the old badge names is taken, another one refused, none makes none."""
    village.laser()
    first = village.issue(valid_until="2027-01-01", name="Camille A")
    second = village.issue(valid_until="2027-01-01", holder_id=first.holder_id)
    forget_address(village, first)
    with pytest.raises(InvalidRequest, match=r"renew\.other_address"):
        renewing.renew(village.office, first.id, ZOE, email="autre@example.org")
    bare = renewing.renew(village.office, second.id, ZOE)
    assert len(subject(bare)["identifier"]) == 1
    typed = renewing.renew(village.office, first.id, ZOE, email=" CAMILLE@example.org ")
    assert is_identity(subject(typed)["identifier"][1], "camille@example.org")


@pytest.mark.parametrize("choice", ["hidden", "private"])
def test_what_was_put_away_stays_so(village: Town, choice: Choice) -> None:
    """The holder decided for the old badge; nothing of the new one is shown without them."""
    village.laser()
    old = village.issue(valid_until="2027-01-01")
    with village.office.store.write() as work:
        work.awards.replace_state(old._replace(choice=choice))
    new = renewing.renew(village.office, old.id, ZOE)
    with village.office.store.read() as work:
        kept = work.awards.get(new.id)
    assert kept is not None
    assert kept.choice == choice
    assert letters(village)[0].text.count(f"/credentials/{new.id}") == 0


def test_a_failure_while_renewing_leaves_nothing_half_done(town: Town) -> None:
    """Whichever call of whichever port fails, there is no second badge."""
    town.laser()
    old = town.issue(valid_until="2027-01-01")
    url = town.office.settings.database_url
    before = picture(url)
    for calls in range(400):
        try:
            renewing.renew(fused(town.office, calls), old.id, ZOE)
        except Blown:
            if picture(url) != before:  # only the word to the workers was lost
                break
        else:
            break
    with town.office.store.read() as work:
        assert work.awards.count(place=PLACE) == 2
        assert work.awards.renewal_of(old.id) is not None


def test_holders_are_told_once_sixty_days_before(town: Town) -> None:
    """A letter to who has an address, a line for the place about who has none; then silence."""
    town.laser()
    office = replace(town.office, queue=Whispers())
    town.issue(valid_until=END)
    near = town.issue(valid_until="2027-01-20")
    alone = town.issue(valid_until="2027-01-10", name="Ana", email=None)
    town.issue(valid_until="2027-03-01", name="Ben", email=None)
    assert renewing.remind(office) == 2
    (letter,) = letters(town)
    assert (letter.kind, letter.recipient) == ("renewal", "camille@example.org")
    assert "20 janvier 2027" in letter.text
    assert f"/credentials/{near.id}" in letter.text
    assert "Camille" not in letter.subject
    assert renewing.to_hand(office, ZOE, PLACE) == (alone._replace(reminded=town.clock.now()),)
    assert journal.read(office, subject=alone.id)[0].action == "award.remind"
    assert renewing.remind(office) == 0
    assert len(letters(town)) == 1
    assert isinstance(office.queue, Whispers)
    assert office.queue.letters == 1


def test_nobody_is_told_of_what_is_settled(village: Town) -> None:
    """A badge that was renewed, cancelled or erased needs no reminder."""
    village.laser()
    done, gone, erased = (village.issue(valid_until="2027-01-10", name=name) for name in "ABC")
    renewing.renew(village.office, done.id, ZOE, valid_until="2029-01-01")
    revoking.revoke(village.office, gone.id, ZOE, reason="r")
    with village.office.store.write() as work:
        work.awards.forget(erased._replace(forgotten=village.clock.now()))
    sent = len(letters(village))
    assert renewing.remind(village.office) == 0
    assert len(letters(village)) == sent
    assert renewing.to_hand(village.office, ZOE, PLACE) == ()


def test_the_line_goes_when_the_badge_is_renewed_or_over(village: Town) -> None:
    """What is on the home page is what can still be done."""
    village.laser()
    first = village.issue(valid_until="2027-01-10", name="Ana", email=None)
    second = village.issue(valid_until="2027-01-12", name="Ben", email=None)
    renewing.remind(village.office)
    waiting = renewing.to_hand(village.office, ZOE, PLACE)
    assert [award.id for award in waiting] == [first.id, second.id]
    renewing.renew(village.office, first.id, ZOE)
    assert [award.id for award in renewing.to_hand(village.office, ZOE, PLACE)] == [second.id]
    village.clock.advance(days=60)
    assert renewing.to_hand(village.office, ZOE, PLACE) == ()


def test_the_line_is_for_the_team(village: Town) -> None:
    """A partner, or somebody of another place, is refused."""
    village.laser()
    partner = people.add(village.office, "Emma", place=PLACE, role="partner")
    by = people.Contributor(partner.name, partner.id, PLACE)
    with pytest.raises(NotAllowed):
        renewing.to_hand(village.office, by, PLACE)


def test_many_ending_at_once_are_all_told(village: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than one page of them, all with the same end."""
    monkeypatch.setattr(renewing, "_PAGE", 2)
    village.laser()
    for name in "ABCDE":
        village.issue(valid_until="2027-01-10", name=name, email=None)
    assert renewing.remind(village.office) == 5
    assert len(renewing.to_hand(village.office, ZOE, PLACE)) == 5


def test_one_that_cannot_be_told_stops_no_other(village: Town) -> None:
    """An address that no letter can go to: the others are told, and it waits for a better day."""
    village.laser()
    broken = village.issue(valid_until="2027-01-05")
    village.issue(valid_until="2027-01-10", name="Ana", email="ana@example.org")
    with village.office.store.write() as work:
        holder = work.holders.get(broken.holder_id or "")
        assert holder is not None
        work.holders.replace(holder._replace(email="nobody"))
    assert renewing.remind(village.office) == 1
    assert [letter.recipient for letter in letters(village)] == ["ana@example.org"]
    assert publishing_of(village, broken).reminded is None


def test_proofs_and_duration_go_on_with_the_badge_that_lasts(town: Town) -> None:
    """Who lets go of the badge that ended empties nothing: files are of the one that names them."""
    town.laser()
    old = town.issue(valid_until="2027-01-10", hours="12,5")
    file = show_photo(town.office, old, shown=True)
    made = renewing.renew(town.office, old.id, ZOE, valid_until="2029-01-01")
    with town.office.store.write() as work:
        forget_award(town.office, work, old, actor="zoe")
    assert evidence.read(town.office, file.id)[0].award == made.id
    assert subject(made)["narrative"] == "Durée de l'activité : 12,5 h."
