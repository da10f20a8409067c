"""The links to LinkedIn, exactly: every parameter, at every edge of the year."""

from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issuer.model import Award, Place, StatusPosition
from issuer.services.sharing import linkedin

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
PAGE = "https://badges.example.fr/credentials/11111111-2222-4333-8444-555555555555"
PLACE = Place(slug="x", name="Café de l'Écluse & Cie", created=NOON, linkedin_id="1234567")
AWARD = Award(
    id="11111111-2222-4333-8444-555555555555",
    short_code="ABCDE-FGHJK",
    url=PAGE,
    issuer="did:web:x",
    place="x",
    achievement="a",
    holder="Zoé",
    valid_from=NOON,
    awarded=NOON,
    status=StatusPosition("l", 1),
    json=b"",
    jwt=b"",
)


def _read(title: str = "Découpe", place: Place = PLACE, award: Award = AWARD) -> dict[str, str]:
    link = linkedin.add_to_profile(title, place, award, PAGE)
    assert link.startswith("https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME&")
    pairs = parse_qsl(urlsplit(link).query, strict_parsing=True)
    assert len(dict(pairs)) == len(pairs)
    return dict(pairs)


def test_the_link_holds_what_linkedin_reads() -> None:
    """Name, organisation by its number, issue and end months from 1, address and short code."""
    award = AWARD._replace(valid_until=datetime(2028, 11, 22, 22, 59, 59, tzinfo=UTC))
    assert _read(award=award) == {
        "startTask": "CERTIFICATION_NAME",
        "name": "Découpe",
        "organizationId": "1234567",
        "issueYear": "2026",
        "issueMonth": "11",
        "expirationYear": "2028",
        "expirationMonth": "11",
        "certUrl": PAGE,
        "certId": "ABCDE-FGHJK",
    }


@pytest.mark.parametrize(
    ("instant", "zone", "year", "month"),
    [
        ("2026-12-31T22:59:59Z", "Europe/Paris", "2026", "12"),
        ("2026-12-31T23:00:00Z", "Europe/Paris", "2027", "1"),
        ("2026-12-31T19:59:59Z", "Indian/Reunion", "2026", "12"),
        ("2026-12-31T20:00:00Z", "Indian/Reunion", "2027", "1"),
        ("2027-01-01T03:59:59Z", "America/Martinique", "2026", "12"),
        ("2027-01-01T04:00:00Z", "America/Martinique", "2027", "1"),
    ],
)
def test_months_are_those_of_the_place_at_new_year(
    instant: str, zone: str, year: str, month: str
) -> None:
    """Midnight of the place divides the years, for the award and for an end at that instant."""
    moment = datetime.fromisoformat(instant)
    award = AWARD._replace(awarded=moment, valid_until=moment.replace(year=moment.year + 2))
    told = _read(place=replace(PLACE, time_zone=zone), award=award)
    assert (told["issueYear"], told["issueMonth"]) == (year, month)
    if zone != "Europe/Paris" or month == "1":
        assert told["expirationYear"] == str(int(year) + 2)
    assert told["expirationMonth"] == month


@pytest.mark.parametrize("zone", ["Europe/Paris", "Indian/Reunion", "America/Martinique"])
def test_a_badge_until_the_end_of_december_ends_in_december(zone: str) -> None:
    """A day of end is kept as its last second in Paris, which is January in La Réunion."""
    end = datetime(2027, 12, 31, 22, 59, 59, tzinfo=UTC)
    told = _read(place=replace(PLACE, time_zone=zone), award=AWARD._replace(valid_until=end))
    assert (told["expirationYear"], told["expirationMonth"]) == ("2027", "12")


@pytest.mark.parametrize(
    "title",
    [
        "Été à 100 %",
        "Accueil & écoute",
        'Dire « oui », "non" et l’autre',
        "C# et C++",
        "Fête 🎉 du lieu 👩🏽‍🌾",
        "déjà%20encodé",
        "a=b&organizationId=9",
    ],
)
def test_names_come_out_as_they_went_in(title: str) -> None:
    """Each value is encoded once: LinkedIn reads the very text, and nothing beside it."""
    told = _read(title)
    assert told["name"] == title
    assert told["organizationId"] == "1234567"


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=100))
def test_no_text_breaks_the_link(title: str) -> None:
    """Whatever a title holds, all parameters are read back."""
    place = replace(PLACE, name=title, linkedin_id=None)
    told = _read(title, place)
    assert told["name"] == told["organizationName"] == title
    assert told["certUrl"] == PAGE


def test_a_place_without_a_page_is_named() -> None:
    """Number and name exclude each other."""
    told = _read(place=replace(PLACE, linkedin_id=None))
    assert told["organizationName"] == "Café de l'Écluse & Cie"
    assert "organizationId" not in told


def test_a_badge_without_an_end_says_none() -> None:
    """No expiration is made up."""
    assert not [name for name in _read() if name.startswith("expiration")]


def test_the_feed_is_given_the_page_and_nothing_else() -> None:
    """LinkedIn reads the rest from the page."""
    link = linkedin.share_in_feed(f"{PAGE}?x=1&y=2#é")
    assert link.startswith("https://www.linkedin.com/sharing/share-offsite/?")
    assert parse_qsl(urlsplit(link).query) == [("url", f"{PAGE}?x=1&y=2#é")]


@pytest.mark.parametrize(
    ("number", "usual"),
    [
        ("123456", True),
        ("123456789", True),
        ("12345", False),
        ("1234567890", False),
        ("0123456", False),
    ],
)
def test_numbers_of_pages_have_six_to_nine_digits(number: str, usual: bool) -> None:  # noqa: FBT001 - a table
    """Another one may be a mistake: it is said, not refused."""
    assert linkedin.is_usual_id(number) is usual
    assert linkedin.company_page(number) == f"https://www.linkedin.com/company/{number}/"
