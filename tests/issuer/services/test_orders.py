"""What is asked for is read once: hours, ends, evidence, and who may award what."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from issuer.errors import Conflict, InvalidRequest, NotAllowed
from issuer.model import AwardRequest, PlaceRequest, ShownEvidence
from issuer.services import orders, places
from issuer.services.dates import months_after
from tests.issuer.world import CAMILLE, Town


@pytest.mark.parametrize(
    ("typed", "read"),
    [("12", "12"), ("1,5", "1.5"), (" 7 h ", "7"), ("2 heures", "2"), ("0,25", "0.25"), ("", None)],
)
def test_hours_are_read_as_people_write_them(typed: str, read: str | None) -> None:
    """With a comma, a unit, or nothing at all."""
    assert orders.clean_hours(typed) == read


@pytest.mark.parametrize("typed", ["0", "-3", "douze", "12:30", "100001", "1e3", "٣", "9" * 400])
def test_other_hours_are_refused(typed: str) -> None:
    """And the sentence says what a duration looks like."""
    with pytest.raises(InvalidRequest, match=r"award\.hours"):
        orders.clean_hours(typed)


def test_a_badge_says_hours_and_every_piece_of_evidence(village: Town) -> None:
    """In the order in which they were given, after what the request tells in itself."""
    village.laser()
    shown = (ShownEvidence(url="https://example.org/photo", name="Photo", genre="Photo"),)
    award = village.issue(hours="1,5", evidence=shown)
    badge = json.loads(award.json)
    assert badge["credentialSubject"]["narrative"] == "Durée de l'activité : 1,5 h."
    told, photo = badge["evidence"]
    assert told["id"] == CAMILLE.evidence_url
    assert photo == {
        "id": "https://example.org/photo",
        "type": ["Evidence"],
        "name": "Photo",
        "genre": "Photo",
    }


def test_a_definition_sets_the_usual_end(village: Town) -> None:
    """Counted from the day of the award, until the end of that day; a wish of one's own wins."""
    definition = village.laser()
    with village.office.store.write() as work:
        work.achievements.replace(replace(definition, validity_months=24))
    award = village.issue()
    assert award.valid_until == datetime(2028, 11, 22, 22, 59, 59, tzinfo=UTC)
    assert village.issue(valid_until="2027-06-30").valid_until == datetime(
        2027, 6, 30, 21, 59, 59, tzinfo=UTC
    )
    with pytest.raises(InvalidRequest, match=r"date\.over_already"):
        village.issue(awarded="2020-01-01")


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (datetime(2026, 1, 31, 12, tzinfo=UTC), 1, datetime(2026, 2, 28, 22, 59, 59, tzinfo=UTC)),
        (datetime(2024, 2, 29, 12, tzinfo=UTC), 12, datetime(2025, 2, 28, 22, 59, 59, tzinfo=UTC)),
        (datetime(2026, 12, 31, 12, tzinfo=UTC), 6, datetime(2027, 6, 30, 21, 59, 59, tzinfo=UTC)),
        # 23:00 UTC is already the first of July in Paris.
        (datetime(2026, 6, 30, 23, tzinfo=UTC), 6, datetime(2027, 1, 1, 22, 59, 59, tzinfo=UTC)),
    ],
)
def test_months_end_with_a_day_of_the_calendar(start: datetime, months: int, end: datetime) -> None:
    """31 January and one month is the end of February; days are those of Paris."""
    assert months_after(start, months) == end


def test_months_beyond_the_calendar_are_refused() -> None:
    """Plainly, not by a crash."""
    with pytest.raises(InvalidRequest, match=r"date\.invalid"):
        months_after(datetime(9998, 12, 1, tzinfo=UTC), 120)


def test_an_archived_badge_is_awarded_no_more(village: Town) -> None:
    """Its page and its badges stay."""
    definition = village.laser()
    first = village.issue()
    with village.office.store.write() as work:
        work.achievements.replace(replace(definition, state="archived"))
    with pytest.raises(Conflict, match=r"achievement\.archived"):
        village.issue()
    with village.office.store.read() as work:
        assert work.awards.get(first.id) == first


def test_only_members_award_the_badges_of_a_network(village: Town) -> None:
    """The member signs and the badge names its owner; a stranger, or who left, is refused."""
    definition = village.laser()
    member = places.add(village.office, PlaceRequest(name="Membre"))
    asked = CAMILLE._replace(place=member.slug)
    with pytest.raises(NotAllowed, match=r"achievement\.not_of_place"):
        village.issue(place=member.slug)
    with village.office.store.write() as work:
        work.places.join(definition.place, member.slug)
    award = village.issue(place=member.slug)
    badge = json.loads(award.json)
    assert award.place == member.slug
    assert badge["issuer"]["name"] == "Membre"
    assert badge["credentialSubject"]["achievement"]["creator"]["name"] == "Fablab rural"
    assert "creator" not in json.loads(village.issue().json)["credentialSubject"]["achievement"]
    with village.office.store.write() as work:
        work.places.part(definition.place, member.slug)
    with pytest.raises(NotAllowed), village.office.store.read() as work:
        orders.read_order(village.office, work, asked)


def test_too_much_evidence_is_refused(village: Town) -> None:
    """A badge with a hundred photos is read by nobody."""
    village.laser()
    many = tuple(ShownEvidence(narrative=f"{n}") for n in range(orders.EVIDENCE_LIMIT + 1))
    with pytest.raises(InvalidRequest, match=r"evidence\.too_many"):
        village.issue(evidence=many)


def test_a_request_is_read_without_keeping_anything(village: Town) -> None:
    """Looking before awarding uses the very same reading, in a unit of work that only reads."""
    village.laser()
    with village.office.store.read() as work:
        order = orders.read_order(
            village.office, work, AwardRequest(achievement=CAMILLE.achievement, name="  Ada  ")
        )
    assert (order.recipient.name, order.place.slug) == ("Ada", "fablab-rural")
