"""The "Add to LinkedIn" link, exactly."""

from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from urllib.parse import parse_qsl, urlsplit

from flask.testing import FlaskClient

from issuer.services import places
from issuer.web.linkedin import add_to_profile
from tests.issuer.web.house import PAGE, House


def _link(house: House, title: str = "Découpe & laser", **changes: object) -> str:
    award = replace(house.awards["genuine"], **changes)  # type: ignore[arg-type] # names of its fields
    place = places.get(house.office, "deux-rives")
    return add_to_profile(title, place, award, award.url)


def test_the_link_holds_what_linkedin_reads(house: House) -> None:
    """Name, organisation by its number, issue and end months from 1, address and short code."""
    link = _link(house)
    award = house.awards["genuine"]
    assert link.startswith("https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME&")
    assert parse_qsl(urlsplit(link).query, strict_parsing=True) == [
        ("startTask", "CERTIFICATION_NAME"),
        ("name", "Découpe & laser"),
        ("organizationId", "1234567"),
        ("issueYear", "2026"),
        ("issueMonth", "11"),
        ("expirationYear", "2028"),
        ("expirationMonth", "11"),
        ("certUrl", award.url),
        ("certId", award.short_code),
    ]


def test_values_are_encoded_once(house: House) -> None:
    """UTF-8, percent-encoded one time, spaces included."""
    link = _link(house, title="Été à 100 %")
    assert "name=%C3%89t%C3%A9%20%C3%A0%20100%20%25&" in link
    assert "%25C3" not in link


def test_a_place_without_a_page_is_named(house: House) -> None:
    """Number and name exclude each other."""
    place = places.get(house.office, "ecluse")
    link = add_to_profile("x", place, house.awards["bare"], "https://x.example/")
    query = dict(parse_qsl(urlsplit(link).query))
    assert query["organizationName"] == "Café de l'Écluse & Cie"
    assert "organizationId" not in query


def test_a_badge_without_an_end_says_none(house: House) -> None:
    """No expiration is made up."""
    assert "expiration" not in _link(house, valid_until=None)


def test_the_month_is_the_one_of_paris(house: House) -> None:
    """A badge given on New Year's Eve late in UTC is of January in France."""
    late = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert "issueYear=2027&issueMonth=1&" in _link(house, awarded=late)


def test_the_page_carries_the_link_and_every_field_to_copy(
    house: House, client: FlaskClient
) -> None:
    """LinkedIn may ignore the link: each value can be copied by hand, without JavaScript."""
    html = unescape(client.get(house.path("genuine"), headers=PAGE).get_data(as_text=True))
    title = "Découpe laser en autonomie"
    assert f'href="{_link(house, title=title)}"' in html
    for value in (title, "1234567", "2026", "11", house.awards["genuine"].url):
        assert f'value="{value}" readonly' in html
