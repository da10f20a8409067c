"""Whole parts of a badge that tests start from, and change."""

from datetime import UTC, datetime

from badges.model.achievement import (
    Achievement,
    Alignment,
    Criteria,
    ResultDescription,
    RubricCriterionLevel,
)
from badges.model.credential import AchievementCredential, StatusListEntry
from badges.model.profile import Image, Profile
from badges.model.subject import AchievementSubject, Evidence, IdentityObject, Result

BASE = "https://badges.example.fr"
SCALE = f"{BASE}/achievements/laser#level"
STEPS = tuple(
    RubricCriterionLevel(id=f"{BASE}/levels/{code}", name=code, level=code) for code in ("N1", "N2")
)
LEVELS = ResultDescription(
    id=SCALE, name="Niveau", result_type="RubricCriterionLevel", rubric_criterion_level=STEPS
)
LASER = Achievement(
    id=f"{BASE}/achievements/laser",
    name="Découpe laser",
    description="Découper en sécurité.",
    criteria=Criteria(narrative="Une pièce découpée."),
    achievement_type="Competency",
    image=Image(f"{BASE}/achievements/laser.png"),
    alignment=(Alignment("Sécurité", f"{BASE}/frameworks/tl/securite", target_type="CFItem"),),
    result_description=(LEVELS,),
    tag=("laser",),
)
NAMED = IdentityObject(hashed=False, identity_hash="Camille", identity_type="name")
CAMILLE = AchievementSubject(
    id="urn:uuid:7b0c0000-0000-4000-8000-000000000000",
    identifier=(NAMED,),
    achievement=LASER,
    result=(Result(SCALE, achieved_level=STEPS[0].id),),
)
BADGE = AchievementCredential(
    id=f"{BASE}/credentials/1",
    name="Découpe laser",
    valid_from=datetime(2026, 11, 22, 9, tzinfo=UTC),
    issuer=Profile("did:web:badges.example.fr:places:lieu", name="Lieu", url=BASE),
    credential_subject=CAMILLE,
    evidence=(Evidence(narrative="Une boîte."),),
    credential_status=StatusListEntry(f"{BASE}/status/1", 48213),
)
