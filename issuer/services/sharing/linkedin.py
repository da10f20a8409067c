"""The "Add to profile" link of LinkedIn: a plain address, without script, account or secret.

LinkedIn promises nothing about what it takes over, so every field can also be copied by hand.
"""

import re
from datetime import date
from urllib.parse import quote, urlencode

from issuer.model import Award, Place
from issuer.services.sharing.days import day_of, last_day_of

ADD_TO_PROFILE = "https://www.linkedin.com/profile/add"
SHARE = "https://www.linkedin.com/sharing/share-offsite/"
COMPANY = "https://www.linkedin.com/company"

_USUAL_ID = re.compile(r"[0-9]{6,9}", re.ASCII)
"""The numbers of LinkedIn pages seen so far have six to nine digits."""


def fields(title: str, place: Place, award: Award, page: str) -> list[tuple[str, str]]:
    """The parameters of the link, in order; months count from 1, in the time of the place.

    A place with a page on LinkedIn is named by its number, which shows its logo; else by its name.
    """
    organisation = (
        ("organizationId", place.linkedin_id)
        if place.linkedin_id
        else ("organizationName", place.name)
    )
    end = None if award.valid_until is None else last_day_of(award.valid_until, place)
    return [
        ("name", title),
        organisation,
        *_month("issue", day_of(award.awarded, place)),
        *_month("expiration", end),
        ("certUrl", page),
        ("certId", award.short_code),
    ]


def add_to_profile(title: str, place: Place, award: Award, page: str) -> str:
    """The link, each value percent-encoded once as UTF-8."""
    parameters = [("startTask", "CERTIFICATION_NAME"), *fields(title, place, award, page)]
    return f"{ADD_TO_PROFILE}?{urlencode(parameters, quote_via=quote, safe='')}"


def share_in_feed(page: str) -> str:
    """The link that puts a page in the feed; LinkedIn reads the rest from the page itself."""
    return f"{SHARE}?{urlencode({'url': page}, quote_via=quote, safe='')}"


def is_usual_id(number: str) -> bool:
    """Whether a number looks like that of a LinkedIn page; another one may be a mistake."""
    return _USUAL_ID.fullmatch(number) is not None and not number.startswith("0")


def company_page(number: str) -> str:
    """The page of an organisation, for a person to open by themselves: we never fetch it."""
    return f"{COMPANY}/{quote(number, safe='')}/"


def _month(kind: str, day: date | None) -> list[tuple[str, str]]:
    if day is None:
        return []
    return [(f"{kind}Year", str(day.year)), (f"{kind}Month", str(day.month))]
