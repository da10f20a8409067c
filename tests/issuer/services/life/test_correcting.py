"""Mending a typing mistake: the same badge, signed again."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from badges import proofs
from badges.did import Resolver
from badges.documents import MEDIA_TYPE_JSON, MEDIA_TYPE_JWT, JsonObject, Secured, parse
from issuer.errors import AlreadyRevoked, Conflict, InvalidRequest
from issuer.model import Award, ShownEvidence
from issuer.services import journal, keyring, people, publishing
from issuer.services.life import correcting, revoking
from issuer.services.life.correcting import Change, Correction
from tests.issuer.faults import Blown, fused, picture
from tests.issuer.world import Town

ZOE = people.operator("zoe")
WHY = "Faute de frappe"


def corrected(town: Town, award: Award, **wanted: str) -> Award:
    """The award once that is corrected."""
    return correcting.correct(town.office, award.id, ZOE, Correction(**wanted), reason=WHY)


def without(document: JsonObject, *members: str) -> JsonObject:
    """The document without its proof and these members."""
    return {name: part for name, part in document.items() if name not in ("proof", *members)}


def holds(body: bytes, media_type: str) -> bool:
    """Whether every proof of these bytes verifies, keys being in the identifiers."""
    secured = Secured(body, media_type)
    for proof in proofs.presented(secured):
        proofs.suite_of(proof).verify(secured, proof, Resolver(None))
    return bool(proofs.presented(secured))


@contextmanager
def refused(code: str) -> Iterator[None]:
    """Expect that refusal."""
    with pytest.raises((Conflict, InvalidRequest)) as caught:
        yield
    assert caught.value.code == code


@pytest.mark.requirement("ISS-10", "EQ-01", "EQ-02")
def test_the_same_badge_with_its_name_mended(town: Town) -> None:
    """Id, issuer, status, code and dates stay, validFrom moves on, everything else is equal."""
    town.laser()
    award = town.issue(name="Camile Œuvrard")
    town.clock.advance(days=2)
    mended = corrected(town, award, name="Camille Œuvrard")
    before, after = parse(award.json), parse(mended.json)
    assert (after["id"], after["issuer"]) == (before["id"], before["issuer"])
    assert after["credentialStatus"] == before["credentialStatus"]
    assert after["awardedDate"] == before["awardedDate"]
    assert after["validFrom"] > before["validFrom"]
    changed = ("validFrom", "credentialSubject")
    assert without(after, *changed) == without(before, *changed)
    names = before["credentialSubject"]["identifier"]
    names[0]["identityHash"] = "Camille Œuvrard"
    assert after["credentialSubject"] == before["credentialSubject"]
    kept = publishing.award(town.office, award.short_code)
    assert kept == mended
    assert (kept.id, kept.short_code, kept.status) == (award.id, award.short_code, award.status)
    assert (kept.holder, kept.edition, kept.valid_from) == (
        "Camille Œuvrard",
        2,
        town.clock.now(),
    )


def test_the_former_bytes_are_kept_and_verify_like_the_new_ones(town: Town) -> None:
    """Each edition stands as it was signed, in both forms; twice corrected, two are kept."""
    town.laser()
    award = town.issue(name="Camile Œuvrar")
    second = corrected(town, award, name="Camile Œuvrard")
    third = corrected(town, second, name="Camille Œuvrard")
    with town.office.store.read() as work:
        editions = work.awards.editions(award.id)
    assert [(item.edition, item.json, item.jwt) for item in editions] == [
        (1, award.json, award.jwt),
        (2, second.json, second.jwt),
    ]
    for one in (award, second, third):
        assert holds(one.json, MEDIA_TYPE_JSON)
        assert holds(one.jwt, MEDIA_TYPE_JWT)
    starts = [parse(one.json)["validFrom"] for one in (award, second, third)]
    assert starts == sorted(set(starts))


def test_files_follow(village: Town) -> None:
    """The picture and the text that are served carry the new bytes at once."""
    village.laser()
    award = village.issue(name="Camile Œuvrard")
    mended = corrected(village, award, name="Camille Œuvrard")
    assert publishing.file(village.office, award.id, "json")[0] == mended.json
    assert publishing.file(village.office, award.id, "jwt")[0] == mended.jwt
    assert mended.json != award.json


def test_the_journal_says_which_fields_and_names_nobody(village: Town) -> None:
    """Field names and the reason: neither the old nor the new words."""
    village.laser()
    award = village.issue(name="Camile Œuvrard")
    corrected(village, award, name="Camille Œuvrard", level="N4")
    line = journal.read(village.office, subject=award.id)[0]
    assert (line.action, line.actor) == ("award.correct", "zoe")
    assert line.reason == f"name, level : {WHY}"


def test_the_name_on_the_card_follows(village: Town) -> None:
    """The card bore the same mistake; a card with another name is left alone."""
    village.laser()
    award = village.issue(name="Camile Œuvrard")
    corrected(village, award, name="Camille Œuvrard")
    with village.office.store.read() as work:
        holder = work.holders.get(award.holder_id or "")
    assert holder is not None
    assert holder.name == "Camille Œuvrard"
    other = village.issue(name="Camille Ouvrard", holder_id=award.holder_id)
    corrected(village, other, name="Camille Œuvrar")
    with village.office.store.read() as work:
        kept = work.holders.get(award.holder_id or "")
    assert kept is not None
    assert kept.name == "Camille Œuvrard"


def test_a_level_is_told_on_the_scale_that_was_signed(village: Town) -> None:
    """The main competency gets the level; the other keeps that of the definition."""
    village.laser()
    award = village.issue()
    mended = corrected(village, award, level="n4")
    reached = [item["achievedLevel"][-2:] for item in result_of(mended)]
    assert (mended.level, reached) == ("N4", ["N4", "N2"])
    with refused("level.unknown"):
        corrected(village, award, level="N9")


def result_of(award: Award) -> list[JsonObject]:
    """The results of a badge."""
    found: list[JsonObject] = parse(award.json)["credentialSubject"]["result"]
    return found


def test_words_and_dates_are_changed_and_taken_away(village: Town) -> None:
    """A story, a link, a day, an end: typed otherwise, then taken away where they may be absent."""
    village.laser()
    award = village.issue(valid_until="2027-05-01")
    mended = corrected(
        village,
        award,
        narrative="Une boîte.",
        evidence_url="https://example.org/autre",
        awarded="2026-11-20",
        valid_until="2027-06-01",
    )
    told = correcting.told(village.office, mended)
    assert told == {
        "name": "Camille Œuvrard",
        "narrative": "Une boîte.",
        "evidence_url": "https://example.org/autre",
        "awarded": "2026-11-20",
        "hours": "",
        "level": "N3",
        "valid_until": "2027-06-01",
    }
    bare = corrected(village, mended, narrative="", evidence_url="", valid_until="")
    document = parse(bare.json)
    assert "evidence" not in document
    assert "validUntil" not in document
    assert bare.valid_until is None
    again = corrected(village, bare, narrative="Une boîte.")
    assert parse(again.json)["evidence"] == [{"type": ["Evidence"], "narrative": "Une boîte."}]


def test_other_evidence_is_left_alone(village: Town) -> None:
    """A photo of ours has no typing mistake: the story is mended beside it."""
    village.laser()
    base = village.office.settings.base_url
    photo = ShownEvidence(url=f"{base}/evidence/1", name="Photo", genre="Photo")
    award = village.issue(narrative=None, evidence_url=None, evidence=(photo,))
    signed = parse(award.json)["evidence"]
    mended = corrected(village, award, narrative="Une boîte.")
    assert parse(mended.json)["evidence"] == [
        {"type": ["Evidence"], "narrative": "Une boîte."},
        *signed,
    ]
    assert parse(corrected(village, mended, narrative="").json)["evidence"] == signed


def test_looking_first_changes_nothing(village: Town) -> None:
    """The preview names each change, before and after, and keeps nothing."""
    village.laser()
    award = village.issue(name="Camile Œuvrard")
    url = village.office.settings.database_url
    before = picture(url)
    wanted = Correction(name="Camille Œuvrard", level="N3")
    changes = correcting.preview(village.office, award.id, ZOE, wanted, reason=WHY)
    assert changes == (Change("name", "Camile Œuvrard", "Camille Œuvrard"),)
    assert picture(url) == before


@pytest.mark.parametrize(
    "name", ["Zoé Martin", "Camille Dubois-Perret", "Amélie Œuvrard-Lechantre de Villiers"]
)
def test_another_person_is_another_badge(village: Town, name: str) -> None:
    """A badge is not handed on by correcting its name."""
    village.laser()
    award = village.issue(name="Camille Martin")
    with refused("correct.other_person"):
        corrected(village, award, name=name)
    with village.office.store.read() as work:
        assert work.awards.get(award.id) == award


@pytest.mark.parametrize(
    "name",
    ["camille martin", "Martin Camille", "Camille Martin-Durand", "Kamille Martain", "Camille"],
)
def test_a_mended_name_is_the_same_person(village: Town, name: str) -> None:
    """Capitals, order, a second name, some letters."""
    village.laser()
    award = village.issue(name="Camille Martin")
    assert corrected(village, award, name=name).holder == name


def test_refusals_leave_everything_as_it_was(village: Town) -> None:
    """Nothing to change, an unreadable date, a past end, no name, somebody was quicker."""
    village.laser()
    award = village.issue(valid_until="2027-05-01")
    url = village.office.settings.database_url
    before = picture(url)
    with refused("correct.nothing"):
        corrected(village, award, name=" Camille Œuvrard ")
    with refused("date.invalid"):
        corrected(village, award, awarded="hier")
    with refused("date.past"):
        corrected(village, award, valid_until="2020-01-01")
    with refused("text.empty"):
        corrected(village, award, awarded="")
    with refused("text.empty"):
        corrected(village, award, name="")
    with refused("text.empty"):
        correcting.correct(village.office, award.id, ZOE, Correction(name="C"), reason=" ")
    with refused("correct.meanwhile"):
        correcting.correct(
            village.office, award.id, ZOE, Correction(level="N4"), reason=WHY, seen=2
        )
    assert picture(url) == before


def test_what_is_over_is_corrected_only_by_a_later_end(village: Town) -> None:
    """A badge of the past is renewed; one that ended by a slip gets its true end."""
    village.laser()
    award = village.issue(valid_until="2026-12-01")
    village.clock.advance(days=30)
    with refused("correct.over"):
        corrected(village, award, name="Camille Oeuvrard")
    mended = corrected(village, award, valid_until="2027-12-01")
    assert parse(mended.json)["validFrom"] < parse(mended.json)["validUntil"]


def test_a_cancelled_badge_is_not_corrected(village: Town) -> None:
    """Cancelling is for good."""
    village.laser()
    award = village.issue()
    revoking.revoke(village.office, award.id, ZOE, reason="r")
    with pytest.raises(AlreadyRevoked):
        corrected(village, award, name="Camille Oeuvrard")


def test_a_suspended_badge_stays_suspended(village: Town) -> None:
    """Its list is not touched by a correction."""
    village.laser("suspension")
    award = village.issue()
    revoking.suspend(village.office, award.id, ZOE, reason="r", public_reason="looking")
    mended = corrected(village, award, name="Camille Oeuvrard")
    assert (mended.state, mended.public_reason) == ("suspended", "looking")


def test_a_failure_while_correcting_leaves_nothing_half_done(town: Town) -> None:
    """Whichever call of whichever port fails, the badge is the old one, whole."""
    town.laser()
    award = town.issue(name="Camile Œuvrard")
    url = town.office.settings.database_url
    before = picture(url)
    wanted = Correction(name="Camille Œuvrard")
    for calls in range(200):
        try:
            correcting.correct(fused(town.office, calls), award.id, ZOE, wanted, reason=WHY)
        except Blown:
            assert picture(url) == before
        else:
            break
    assert calls > 5
    assert publishing.award(town.office, award.id).holder == "Camille Œuvrard"


def test_a_place_with_new_keys_signs_as_who_it_was(city: Town) -> None:
    """The issuer of a did:web badge stays; the key in use signs, and the old key still verifies."""
    city.laser()
    award = city.issue(name="Camile Œuvrard")
    keyring.rotate(city.office, award.place)
    mended = corrected(city, award, name="Camille Œuvrard")
    assert parse(mended.json)["issuer"] == parse(award.json)["issuer"]
    used = [parse(one.json)["proof"][0]["verificationMethod"] for one in (award, mended)]
    listed = publishing.did_document(city.office, award.place)["assertionMethod"]
    assert used[0] != used[1]
    assert set(used) <= set(listed)


def test_the_hours_are_mended_or_taken_away(village: Town) -> None:
    """They are a sentence of the badge, in its language; what is no number changes nothing."""
    village.laser()
    award = village.issue(hours="12")
    mended = corrected(village, award, hours="1.5 h")
    subject = parse(mended.json)["credentialSubject"]
    assert subject["narrative"] == "Durée de l'activité : 1,5 h."
    assert correcting.told(village.office, mended)["hours"] == "1,5"
    with refused("correct.nothing"):
        corrected(village, mended, hours="1,5")
    with refused("award.hours"):
        corrected(village, mended, hours="beaucoup")
    bare = corrected(village, mended, hours="")
    assert "narrative" not in parse(bare.json)["credentialSubject"]
