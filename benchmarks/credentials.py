"""RICH and MINI, the two badges that everybody signs and verifies, each for another person.

RICH is what a place really issues (98 statements, 12 blank nodes); MINI is about the least that the
standard allows (15 statements, 1 blank node). Both are built from the model, as our issuer does;
`documents/` holds one of each as JSON.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from badges.documents import JsonObject
from badges.model.achievement import (
    Achievement,
    Alignment,
    Criteria,
    ResultDescription,
    RubricCriterionLevel,
)
from badges.model.credential import AchievementCredential, StatusListEntry
from badges.model.identity import hashed_email
from badges.model.profile import Image, Profile
from badges.model.subject import AchievementSubject, Evidence, Result

DOCUMENTS = Path(__file__).with_name("documents")
BASE = "https://badges.example.fr"
STATUS_LIST = f"{BASE}/status/1"
PLACE = f"{BASE}/places/lieu-un"

# Long past and far ahead, since the peers read the clock of the machine.
BEGIN = datetime(2024, 11, 22, 9, tzinfo=UTC)
END = datetime(2034, 11, 22, 9, tzinfo=UTC)
AWARDED = datetime(2024, 11, 20, tzinfo=UTC)

_SCALE = "urn:uuid:f0000000-0000-4000-8000-000000000001"
_STEP = "urn:uuid:f0000000-0000-4000-8000-000000000012"
_MARKS = "urn:uuid:f0000000-0000-4000-8000-000000000002"


@dataclass(frozen=True)
class Recipient:
    """What differs from one badge of a group to the next: seven texts in RICH, two in MINI."""

    number: int

    @property
    def credential_id(self) -> str:
        """The address of the badge."""
        return f"{BASE}/credentials/{_uuid(self.number, 'a')}"

    @property
    def subject_id(self) -> str:
        """The identifier of the holder in this badge."""
        return f"urn:uuid:{_uuid(self.number, 'b')}"

    @property
    def email(self) -> str:
        """An address of nobody."""
        return f"personne-{self.number}@example.org"

    @property
    def salt(self) -> bytes:
        """Bytes that no other recipient has."""
        return self.number.to_bytes(16, "big")

    @property
    def narrative(self) -> str:
        """A sentence with an accent and a line break, as people write them."""
        return f"A animé {self.number % 9} ateliers de découpe laser.\nAutonomie confirmée."


@dataclass(frozen=True)
class Shape:
    """One of the two badges: how it is built, and where two of a group differ."""

    name: str
    build: Callable[[str, Recipient], AchievementCredential]
    slots: Mapping[str, str]

    def document(self, issuer: str, recipient: Recipient) -> JsonObject:
        """The unsecured badge of `recipient`."""
        return self.build(issuer, recipient).to_document()

    def values(self, recipient: Recipient) -> dict[str, str]:
        """The texts of `recipient`, for the slots of this shape."""
        identity = hashed_email(recipient.email, recipient.salt)
        texts = {
            "credential": recipient.credential_id,
            "subject": recipient.subject_id,
            "hash": identity.identity_hash,
            "salt": identity.salt or "",
            "narrative": recipient.narrative,
            "entry": f"{STATUS_LIST}#{recipient.number}",
            "index": str(recipient.number),
        }
        return {name: texts[name] for name in self.slots}


def read_document(name: str) -> JsonObject:
    """One of the two badges as the file of `documents/` has it, issued by an https address."""
    document: JsonObject = json.loads((DOCUMENTS / f"{name}.json").read_text("utf-8"))
    return document


def _rich(issuer: str, recipient: Recipient) -> AchievementCredential:
    return AchievementCredential(
        id=recipient.credential_id,
        name=_ACHIEVEMENT.name,
        awarded_date=AWARDED,
        valid_from=BEGIN,
        valid_until=END,
        issuer=_profile(issuer),
        credential_subject=AchievementSubject(
            id=recipient.subject_id,
            identifier=(hashed_email(recipient.email, recipient.salt),),
            achievement=_ACHIEVEMENT,
            narrative=recipient.narrative,
            result=(
                Result(result_description=_SCALE, achieved_level=_STEP),
                Result(result_description=_MARKS, value="B"),
            ),
        ),
        evidence=(
            Evidence(
                id="https://lieu-un.example.fr/preuves/1",
                name="Photos",
                narrative="Compte rendu illustré",
            ),
        ),
        credential_status=StatusListEntry(STATUS_LIST, recipient.number),
    )


def _mini(issuer: str, recipient: Recipient) -> AchievementCredential:
    return AchievementCredential(
        id=recipient.credential_id,
        name=_SMALL.name,
        valid_from=BEGIN,
        issuer=Profile(id=issuer, name="Lieu Un"),
        credential_subject=AchievementSubject(id=recipient.subject_id, achievement=_SMALL),
    )


def _profile(issuer: str) -> Profile:
    return Profile(
        id=issuer,
        name="Tiers-lieu Un « la Fabrique »",
        url="https://lieu-un.example.fr",
        email="contact@lieu-un.example.fr",
        image=Image(f"{PLACE}.png"),
    )


def _uuid(number: int, mark: str) -> str:
    """A name of the shape of a UUID of version 4, spread as random ones are."""
    spread = (number + 1) * 0x9E3779B97F4A7C15F39CC0605CEDC835 % 2**128
    digits = f"{spread:032x}"
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{mark}{digits[17:20]}-{digits[20:]}"


_SMALL = Achievement(
    id=f"{BASE}/achievements/animer-un-atelier",
    name="Animer un atelier",
    description="Sait animer.",
    criteria=Criteria(narrative="Animer."),
)

_ACHIEVEMENT = Achievement(
    id=f"{BASE}/achievements/animer-un-atelier",
    achievement_type="MicroCredential",
    in_language="fr",
    name="Animer un atelier",
    description="Sait préparer, animer et évaluer un atelier.",
    criteria=Criteria(narrative="Préparer l'espace, accueillir, transmettre, ranger."),
    image=Image(f"{BASE}/achievements/animer-un-atelier.png", caption="Animer un atelier"),
    tag=("fablab", "animation", "pédagogie", "sécurité"),
    alignment=(
        Alignment(
            target_name="Animer",
            target_url=f"{BASE}/frameworks/tiers-lieux/acc-01",
            target_code="ACC-01",
            target_framework="Référentiel tiers-lieux",
            target_type="CFItem",
        ),
        Alignment(
            target_name="Animer un groupe",
            target_url="https://candidat.francetravail.fr/metierscope/competence/123",
            target_code="123",
            target_framework="ROME 4.0",
            target_type="ext:ROME",
        ),
        Alignment(
            target_name="teach",
            target_url="http://data.europa.eu/esco/skill/abc",
            target_framework="ESCO",
            target_type="ext:ESCOSkill",
        ),
    ),
    result_description=(
        ResultDescription(
            id=_SCALE,
            name="Niveau",
            result_type="RubricCriterionLevel",
            required_level=_STEP,
            rubric_criterion_level=(RubricCriterionLevel(id=_STEP, name="Autonome", level="N3"),),
        ),
        ResultDescription(
            id=_MARKS,
            name="Note",
            result_type="LetterGrade",
            allowed_value=("E", "D", "C", "B", "A"),
        ),
    ),
)

RICH = Shape(
    name="rich",
    build=_rich,
    slots={
        "credential": "/id",
        "subject": "/credentialSubject/id",
        "hash": "/credentialSubject/identifier/0/identityHash",
        "salt": "/credentialSubject/identifier/0/salt",
        "narrative": "/credentialSubject/narrative",
        "entry": "/credentialStatus/id",
        "index": "/credentialStatus/statusListIndex",
    },
)
MINI = Shape(
    name="mini",
    build=_mini,
    slots={"credential": "/id", "subject": "/credentialSubject/id"},
)
SHAPES = {shape.name: shape for shape in (RICH, MINI)}
