"""The badge as a document before it is signed: AchievementCredential and its status entry."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from badges.documents import JsonObject
from badges.encoding import encode_instant
from badges.errors import SchemaError
from badges.model.part import Part, require_absolute, require_word
from badges.model.profile import Image, Profile
from badges.model.subject import AchievementSubject, Evidence
from badges.model.vocabularies import STATUS_PURPOSES

CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES_3_0_3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"

ACHIEVEMENT_SCHEMA = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
)


@dataclass(frozen=True)
class StatusListEntry(Part):
    """Where the badge's status is read: one entry, one purpose (STAT-01 to STAT-05, STAT-09)."""

    TYPE: ClassVar[str | tuple[str, ...]] = "BitstringStatusListEntry"

    status_list_credential: str
    index: int
    status_purpose: str = "revocation"

    def __post_init__(self) -> None:
        super().__post_init__()
        require_absolute(self.status_list_credential, "statusListCredential")
        require_word(self.status_purpose, self.status_purpose in STATUS_PURPOSES, "statusPurpose")
        if self.index < 0:
            raise SchemaError("model.status_index", index=self.index)

    def to_document(self) -> JsonObject:
        """The entry; its index is a string, since a number would be another RDF value (STAT-04)."""
        return {
            "id": f"{self.status_list_credential}#{self.index}",
            "type": self.TYPE,
            "statusPurpose": self.status_purpose,
            "statusListIndex": str(self.index),
            "statusListCredential": self.status_list_credential,
        }


@dataclass(frozen=True)
class CredentialSchema(Part):
    """The JSON Schema that the badge says it follows (SCH-01); optional, and off by default."""

    TYPE: ClassVar[str | tuple[str, ...]] = "1EdTechJsonSchemaValidator2019"

    id: str = ACHIEVEMENT_SCHEMA


@dataclass(frozen=True)
class RefreshService(Part):
    """Where the current version of the badge can be fetched (REF-01)."""

    TYPE: ClassVar[str | tuple[str, ...]] = "1EdTechCredentialRefresh"

    id: str


@dataclass(frozen=True, kw_only=True)
class AchievementCredential(Part):
    """One badge for one person, ready to be signed."""

    TYPE: ClassVar[str | tuple[str, ...]] = ("VerifiableCredential", "OpenBadgeCredential")

    id: str
    name: str | None = None
    description: str | None = None
    image: Image | None = None
    awarded_date: datetime | None = None
    valid_from: datetime
    valid_until: datetime | None = None
    issuer: Profile
    credential_subject: AchievementSubject
    evidence: tuple[Evidence, ...] = ()
    credential_status: StatusListEntry | None = None
    credential_schema: tuple[CredentialSchema, ...] = ()
    refresh_service: RefreshService | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.valid_until is not None and self.valid_until <= self.valid_from:
            raise SchemaError(
                "model.validity_reversed",
                valid_from=encode_instant(self.valid_from),
                valid_until=encode_instant(self.valid_until),
            )

    @property
    def context(self) -> list[str]:
        """The contexts, in the order that matters (ISS-01); the third only when used (ISS-03)."""
        extended = bool(self.credential_schema) or self.refresh_service is not None
        return [CREDENTIALS_V2, OPEN_BADGES_3_0_3, *([EXTENSIONS] if extended else [])]

    def to_document(self) -> JsonObject:
        """The whole credential, `@context` first."""
        return {"@context": self.context} | super().to_document()
