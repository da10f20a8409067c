"""Who issues: the Profile of Open Badges 3.0, and the small classes that it is made of."""

from dataclasses import dataclass
from typing import ClassVar

from badges.model.part import Part, require_absolute, require_word
from badges.model.vocabularies import IDENTIFIER_TYPES, is_extensible

LINKEDIN_ORGANISATION = "ext:LinkedIn.organizationId"
"""Identifier type of the number of a LinkedIn page, in the form that DM-08 allows."""


@dataclass(frozen=True)
class Image(Part):
    """A picture, by address or as a `data:` IRI; always an object, never a string (ISS-14)."""

    TYPE: ClassVar[str | tuple[str, ...]] = "Image"

    id: str
    caption: str | None = None


@dataclass(frozen=True)
class IdentifierEntry(Part):
    """Another identifier of the same thing, with its kind."""

    TYPE: ClassVar[str | tuple[str, ...]] = "IdentifierEntry"

    identifier: str
    identifier_type: str

    def __post_init__(self) -> None:
        super().__post_init__()
        known = is_extensible(self.identifier_type, IDENTIFIER_TYPES)
        require_word(self.identifier_type, known, "identifierType")


@dataclass(frozen=True)
class Profile(Part):
    """An organisation or a person; the issuer is always written as one (ISS-12)."""

    TYPE: ClassVar[str | tuple[str, ...]] = ("Profile",)

    id: str
    name: str | None = None
    url: str | None = None
    phone: str | None = None
    description: str | None = None
    image: Image | None = None
    email: str | None = None
    other_identifier: tuple[IdentifierEntry, ...] = ()
    official: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.url is not None:
            require_absolute(self.url, "Profile.url")
