"""What an Open Badges 2.0 badge must say, and where it does not (OB2-01 to OB2-05).

The tables follow the standard's: an assertion, its badge class and its issuer each have required
properties, and some of them a form.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from badges.documents import JsonObject
from badges.ob2.mapping import instant_of
from badges.ob2.members import a_text, an_object, identifier, listed, objects, types, web_address
from badges.ob2.model import Assertion

_DATES = ("issuedOn", "expires")
_WORDS = ("name", "description", "narrative", "email", "url")


@dataclass(frozen=True)
class Problem:
    """One requirement that a document does not meet, and the place (a JSON pointer)."""

    code: str
    path: str


def assertion_problems(document: JsonObject) -> Iterator[Problem]:
    """What an assertion lacks (OB2-01, OB2-03)."""
    yield from _typed(document, "", "Assertion")
    yield from _missing(document, "", ("id", "recipient", "badge", "issuedOn"))
    assertion = Assertion(document)
    if assertion.verification is None:
        yield Problem("ob2.missing", "/verification")
    elif assertion.way is None:
        yield Problem("ob2.verification", "/verification/type")
    for place, recipient in enumerate(assertion.recipients):
        path = f"/recipient/{place}" if len(assertion.recipients) > 1 else "/recipient"
        yield from _missing(recipient, path, ("identity", "type"))
    if document.get("recipient") is not None and not assertion.recipients:
        yield Problem("ob2.recipient", "/recipient")
    for date in _DATES:
        if document.get(date) is not None and instant_of(document[date]) is None:
            yield Problem("ob2.date", f"/{date}")


def badge_problems(document: JsonObject) -> Iterator[Problem]:
    """What a badge class lacks (OB2-02, OB2-04, OB2-05)."""
    yield from _typed(document, "/badge", "BadgeClass")
    required = ("id", "name", "description", "image", "criteria", "issuer")
    yield from _missing(document, "/badge", required)
    yield from _image_problems(document, "/badge")
    criteria = document.get("criteria")
    if isinstance(criteria, dict) and not identifier(criteria):
        yield from _missing(criteria, "/badge/criteria", ("narrative",))
    for place, alignment in enumerate(alignments(document)):
        for member, older in (("targetName", "name"), ("targetUrl", "url")):
            if a_text(alignment.get(member, alignment.get(older))) is None:
                yield Problem("ob2.missing", f"/badge/alignment/{place}/{member}")


def issuer_problems(document: JsonObject, path: str = "/badge/issuer") -> Iterator[Problem]:
    """What the profile of an issuer lacks (OB2-02)."""
    yield from _typed(document, path, "Issuer", "Profile")
    yield from _missing(document, path, ("id", "name", "url", "email"))
    yield from _image_problems(document, path)


def endorsement_problems(document: JsonObject) -> Iterator[Problem]:
    """What an endorsement lacks (OB2-11, section Endorsement)."""
    yield from _typed(document, "", "Endorsement")
    yield from _missing(document, "", ("id", "claim", "issuer", "issuedOn"))
    if document.get("claim") is not None and identifier(an_object(document["claim"])) is None:
        yield Problem("ob2.missing", "/claim/id")
    if Assertion(document).verification is None:
        yield Problem("ob2.missing", "/verification")


def alignments(badge: JsonObject) -> list[JsonObject]:
    """What a badge class aligns with, under either name of the member."""
    return objects(badge.get("alignment", badge.get("alignments")))


def _typed(document: JsonObject, path: str, *names: str) -> Iterator[Problem]:
    if not types(document) & set(names):
        yield Problem("ob2.type", f"{path}/type")


def _missing(document: JsonObject, path: str, members: tuple[str, ...]) -> Iterator[Problem]:
    for member in members:
        if not _says(document, member):
            yield Problem("ob2.missing", f"{path}/{member}")


def _says(document: JsonObject, member: str) -> bool:
    if member == "id":
        return identifier(document) is not None
    if member in _WORDS or member in ("identity", "type"):
        return a_text(document.get(member, document.get(f"@{member}"))) is not None
    return any(item not in (None, "", {}) for item in listed(document.get(member)))


def _image_problems(document: JsonObject, path: str) -> Iterator[Problem]:
    image = document.get("image")
    name = identifier(image) or a_text(an_object(image).get("url"))
    if image is not None and not _is_picture(name):
        yield Problem("ob2.image", f"{path}/image")


def _is_picture(name: Any) -> bool:
    """Whether this is the address of a picture, or a picture written as an address (OB2-05)."""
    return isinstance(name, str) and (
        name.startswith("data:image/") or web_address(name) is not None
    )
