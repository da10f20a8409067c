"""The "Add to profile" link of LinkedIn: a plain address, without script, account or secret.

LinkedIn promises nothing about what it takes over, so the page also shows every field to copy.
"""

from datetime import datetime
from urllib.parse import quote, urlencode

from badges.web.wording import local
from issuer.model import Award, Place

ADDRESS = "https://www.linkedin.com/profile/add"


def fields(title: str, place: Place, award: Award, page: str) -> list[tuple[str, str]]:
    """The parameters of the link, in order; months count from 1, in the time of Paris.

    A place with a page on LinkedIn is named by its number, which shows its logo; else by its name.
    """
    organisation = (
        ("organizationId", place.linkedin_id)
        if place.linkedin_id
        else ("organizationName", place.name)
    )
    return [
        ("name", title),
        organisation,
        *_month("issue", award.awarded),
        *_month("expiration", award.valid_until),
        ("certUrl", page),
        ("certId", award.short_code),
    ]


def add_to_profile(title: str, place: Place, award: Award, page: str) -> str:
    """The link, each value percent-encoded once as UTF-8."""
    parameters = [("startTask", "CERTIFICATION_NAME"), *fields(title, place, award, page)]
    return f"{ADDRESS}?{urlencode(parameters, quote_via=quote, safe='')}"


def _month(kind: str, moment: datetime | None) -> list[tuple[str, str]]:
    day = None if moment is None else local(moment)
    if day is None:
        return []
    return [(f"{kind}Year", str(day.year)), (f"{kind}Month", str(day.month))]
