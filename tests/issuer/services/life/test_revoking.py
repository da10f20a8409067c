"""Taking badges back, for good or for a time, and giving them back."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from badges.documents import JsonObject, Secured
from badges.status.bitstring import StatusEntry, decode
from issuer.errors import AlreadyRevoked, Conflict, InvalidRequest, KeyUnavailable, NotFound
from issuer.model import Award
from issuer.services import journal, people, publishing, status_lists
from issuer.services.life import revoking
from tests.issuer.faults import Blown, fused, picture
from tests.issuer.world import Town

ZOE = people.operator("zoe")


def value_of(town: Town, award: Award) -> int:
    """What the published list says of a badge, read as a stranger would."""
    entry = StatusEntry.read(publishing_document(town, award)["credentialStatus"])
    secured = status_lists.publish(town.office, entry.list_url.rpartition("/")[2])
    subject = secured.document["credentialSubject"]
    assert subject["statusPurpose"] == entry.purpose
    return decode(subject["encodedList"]).value(entry.index)


def publishing_document(town: Town, award: Award) -> JsonObject:
    """The badge as published."""
    body, _ = publishing.file(town.office, award.id, "json")
    return Secured(body, "application/vc").document


@pytest.mark.requirement("STAT-16")
def test_revoking_flips_the_bit_and_signs_again(town: Town) -> None:
    """The list changes, its validFrom moves, the badge's bytes stay, the journal says why."""
    town.laser()
    award, other = town.issue(), town.issue()
    before = status_lists.publish(town.office, award.status.list_id)
    town.clock.advance(hours=1)
    revoked = revoking.revoke(town.office, award.id, ZOE, reason="Décerné par erreur.")
    after = status_lists.publish(town.office, award.status.list_id)
    assert (revoked.state, revoked.state_changed) == ("revoked", town.clock.now())
    assert publishing.award(town.office, award.id) == revoked
    assert revoked.json == award.json
    assert (value_of(town, award), value_of(town, other)) == (1, 0)
    assert before.document["validFrom"] < after.document["validFrom"]
    assert before.document["proof"] != after.document["proof"]
    line = journal.read(town.office, subject=award.id)[0]
    assert (line.action, line.actor, line.reason) == ("award.revoke", "zoe", "Décerné par erreur.")


@pytest.mark.requirement("STAT-16")
def test_a_reason_is_never_public(town: Town) -> None:
    """Neither the badge, nor the list, nor the award shows it."""
    town.laser()
    award = town.issue()
    changed = revoking.revoke(town.office, award.id, ZOE, reason="secret-reason")
    published = status_lists.publish(town.office, award.status.list_id).body
    assert b"secret-reason" not in published + changed.json + changed.jwt
    assert "secret-reason" not in repr(changed)


@pytest.mark.requirement("STAT-17")
def test_revoking_is_for_good(town: Town) -> None:
    """A cancelled badge is neither cancelled again, nor suspended, nor given back."""
    town.laser()
    award = town.issue()
    revoking.revoke(town.office, award.id, ZOE, reason="erreur")
    url = town.office.settings.database_url
    before = picture(url)
    for change in (revoking.revoke, revoking.suspend, revoking.reinstate):
        with pytest.raises(AlreadyRevoked):
            change(town.office, award.id, ZOE, reason="encore")
    assert picture(url) == before
    assert value_of(town, award) == 1


@pytest.mark.requirement("STAT-17")
def test_suspending_has_its_own_list(town: Town) -> None:
    """A badge made for suspension is suspended and given back; its list speaks of suspension."""
    town.laser("suspension")
    award = town.issue()
    assert publishing_document(town, award)["credentialStatus"]["statusPurpose"] == "suspension"
    for expected in (1, 0, 1):
        change = revoking.suspend if expected else revoking.reinstate
        changed = change(town.office, award.id, ZOE, reason="contrôle")
        assert (changed.state, value_of(town, award)) == (
            "suspended" if expected else "active",
            expected,
        )


@pytest.mark.requirement("STAT-17")
def test_revoking_a_suspendable_badge_suspends_it_for_ever(town: Town) -> None:
    """Its only entry is of suspension: the bit is set, and never returns."""
    town.laser("suspension")
    award = town.issue()
    revoking.suspend(town.office, award.id, ZOE, reason="contrôle")
    assert revoking.revoke(town.office, award.id, ZOE, reason="fraude").state == "revoked"
    with pytest.raises(AlreadyRevoked, match=r"award\.revoked_for_good"):
        revoking.reinstate(town.office, award.id, ZOE)
    assert value_of(town, award) == 1


def test_a_revocable_badge_cannot_be_suspended(town: Town) -> None:
    """The refusal names the definition, which decides."""
    town.laser()
    award = town.issue()
    with pytest.raises(Conflict) as caught:
        revoking.suspend(town.office, award.id, ZOE, reason="contrôle")
    assert caught.value.code == "award.not_suspendable"
    assert caught.value.params["achievement"] == "decoupe-laser-en-autonomie"


def test_what_is_not_suspended_cannot_be_given_back(town: Town) -> None:
    """Nor can what is suspended be suspended again."""
    town.laser("suspension")
    award = town.issue()
    with pytest.raises(Conflict, match=r"award\.not_suspended"):
        revoking.reinstate(town.office, award.id, ZOE)
    revoking.suspend(town.office, award.id, ZOE, reason="contrôle")
    with pytest.raises(Conflict, match=r"award\.already_suspended"):
        revoking.suspend(town.office, award.id, ZOE, reason="contrôle")


@pytest.mark.parametrize("change", [revoking.revoke, revoking.suspend])
@pytest.mark.parametrize("reason", ["", "  ", "r" * 1001, "a\u202eb"])
def test_a_reason_is_needed(village: Town, change: Callable[..., Award], reason: str) -> None:
    """Empty, too long or deceitful reasons are refused before anything is looked up."""
    with pytest.raises(InvalidRequest) as caught:
        change(village.office, "anything", ZOE, reason=reason)
    assert caught.value.params["field"] == "reason"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "x" * 10_000,
        "\x00",
        "00000-00000",
        "2b0c4b0e-1111-4111-8111-111111111111",
        "https://elsewhere.example/credentials/2b0c4b0e-1111-4111-8111-111111111111",
    ],
)
def test_unknown_badges_are_not_found(town: Town, name: str) -> None:
    """Whatever is asked for, and whatever the database."""
    for change in (revoking.revoke, revoking.suspend, revoking.reinstate):
        with pytest.raises(NotFound, match=r"award\.unknown"):
            change(town.office, name, ZOE, reason="erreur")


def test_the_address_of_a_stranger_is_not_ours(village: Town) -> None:
    """The right UUID under another origin names another badge."""
    village.laser()
    award = village.issue()
    with pytest.raises(NotFound, match=r"award\.unknown"):
        revoking.revoke(village.office, f"https://evil.example/{award.id}", ZOE, reason="erreur")
    assert revoking.revoke(village.office, award.url, ZOE, reason="erreur").state == "revoked"


def test_a_failure_while_revoking_leaves_nothing_half_done(town: Town) -> None:
    """Whichever call of whichever port fails, neither the badge nor its list has changed."""
    town.laser()
    award = town.issue()
    url = town.office.settings.database_url
    before = picture(url)
    for calls in range(100):
        try:
            revoking.revoke(fused(town.office, calls), award.id, ZOE, reason="erreur")
        except Blown:
            assert picture(url) == before
        else:
            break
    assert calls > 10
    assert value_of(town, award) == 1


def test_without_its_key_nothing_is_revoked(village: Town) -> None:
    """A list that cannot be signed keeps the badge as it was, and says why."""
    village.laser()
    award = village.issue()
    path = village.office.settings.data_dir / "keys" / "key-encryption.key"
    path.write_text("A" * 43, encoding="ascii")
    with pytest.raises(KeyUnavailable, match=r"keys\.file_wrong"):
        revoking.revoke(village.office, award.id, ZOE, reason="erreur")
    assert publishing.award(village.office, award.id).state == "active"


def test_people_revoke_at_the_same_time(town: Town) -> None:
    """Six badges revoked by four threads: the published list shows every one of them."""
    town.laser()
    awards = [town.issue() for _ in range(6)]
    with ThreadPoolExecutor(4) as people:
        list(
            people.map(lambda one: revoking.revoke(town.office, one.id, ZOE, reason="lot"), awards)
        )
    assert [value_of(town, award) for award in awards] == [1] * 6
