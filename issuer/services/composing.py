"""From the records of the house to the document that will be signed.

The competency of the referential becomes alignments, ours first; each level becomes a result told
on a scale whose steps are the levels of the referential: a reader sees it without asking us.
"""

from datetime import datetime
from typing import NamedTuple

from badges.documents import JsonObject
from badges.frameworks.addresses import competency_url
from badges.frameworks.alignments import alignments
from badges.model import achievement as ob
from badges.model.credential import (
    CREDENTIALS_V2,
    OPEN_BADGES_3_0_3,
    AchievementCredential,
    StatusListEntry,
)
from badges.model.framework import Competency, Framework
from badges.model.identity import SALT_SIZE, hashed_email, plain_name
from badges.model.profile import Image, Profile
from badges.model.subject import AchievementSubject, Evidence, Result
from issuer.model import Achievement, CompetencyLevel, ShownEvidence
from issuer.ports import Office, UnitOfWork
from issuer.services.addresses import (
    achievement_image_url,
    achievement_in,
    achievement_url,
)
from issuer.services.commons.referentials import competency_in

_HOURS = {"fr": "Durée de l'activité : {hours} h.", "en": "Duration of the activity: {hours} h."}
_SCALE_NAMES = {"fr": "Niveau : {name}", "en": "Level: {name}"}


class Recipient(NamedTuple):
    """What the document says of the holder and of what was shown, all of it cleaned."""

    name: str
    email: str | None = None
    evidence_url: str | None = None
    narrative: str | None = None
    evidence: tuple[ShownEvidence, ...] = ()
    hours: str | None = None


class Period(NamedTuple):
    """From when to when the badge is valid, and when it was awarded (ISS-10, ISS-11)."""

    valid_from: datetime
    awarded: datetime
    valid_until: datetime | None = None


def levels_reached(achievement: Achievement, level: str | None) -> tuple[CompetencyLevel, ...]:
    """The level reached in each competency.

    A level given when awarding is the one of the main competency, and of those for which the
    definition aims at none; the others keep the level of the definition.
    """
    return tuple(
        CompetencyLevel(item.notation, level if level and (first or not item.level) else item.level)
        for first, item in _mark_first(achievement.competencies)
    )


def level_reached(achievement: Achievement, level: str | None) -> str | None:
    """The level reached in the main competency, which is the first one."""
    return level or achievement.competencies[0].level


def compose_achievement(
    office: Office, work: UnitOfWork, definition: Achievement, creator: Profile | None = None
) -> ob.Achievement:
    """The definition with the names of Open Badges 3.0, as every award embeds it.

    `creator` is said when it is not the issuer: the network that a member awards for.

    Raises:
        NotFound: a competency is published here no more.
    """
    base = office.settings.base_url
    found = [competency_in(office, work, item.notation) for item in definition.competencies]
    return ob.Achievement(
        id=achievement_url(base, definition.slug),
        name=definition.name,
        description=definition.description,
        criteria=ob.Criteria(narrative=definition.criteria),
        achievement_type=definition.achievement_type,
        in_language=definition.language,
        image=Image(_picture(base, definition), caption=definition.name),
        creator=creator,
        alignment=tuple(
            alignment
            for framework, competency in found
            for alignment in _alignments(office, framework, competency, definition.language)
        ),
        result_description=tuple(
            _scale(office, definition, framework, competency) for framework, competency in found
        ),
        related=tuple(
            ob.Related(
                id=achievement_in(base, definition.slug, language),
                in_language=language,
                version=str(definition.version),
            )
            for language in sorted(definition.translations)
        ),
        tag=definition.tags,
        version=str(definition.version),
    )


def _picture(base_url: str, definition: Achievement) -> str:
    return achievement_image_url(base_url, definition.slug, "png", version=definition.version)


def achievement_document(office: Office, work: UnitOfWork, definition: Achievement) -> JsonObject:
    """The definition as a JSON-LD document of its own, with contexts that define all its terms."""
    return {
        "@context": [CREDENTIALS_V2, OPEN_BADGES_3_0_3],
        **compose_achievement(office, work, definition).to_document(),
    }


def compose_subject(
    office: Office,
    work: UnitOfWork,
    definition: Achievement,
    recipient: Recipient,
    level: str | None,
    *,
    creator: Profile | None = None,
) -> AchievementSubject:
    """Who is recognised and for what; the holder has an id of this badge only (IDH-07)."""
    identities = [plain_name(recipient.name)]
    if recipient.email is not None:
        salt = office.identifiers.token(SALT_SIZE)
        identities.append(hashed_email(recipient.email, salt))
    return AchievementSubject(
        id=f"urn:uuid:{office.identifiers.uuid()}",
        identifier=tuple(identities),
        achievement=compose_achievement(office, work, definition, creator),
        narrative=duration(recipient.hours, definition.language),
        result=tuple(
            _result(office, definition, item.notation, item.level)
            for item in levels_reached(definition, level)
            if item.level is not None
        ),
    )


def compose_credential(
    credential_id: str,
    issuer: Profile,
    subject: AchievementSubject,
    period: Period,
    *,
    recipient: Recipient,
    status: StatusListEntry | None,
) -> AchievementCredential:
    """The whole credential, ready to be signed (appendix C of open-badges-3.md)."""
    return AchievementCredential(
        id=credential_id,
        name=subject.achievement.name,
        issuer=issuer,
        awarded_date=period.awarded,
        valid_from=period.valid_from,
        valid_until=period.valid_until,
        credential_subject=subject,
        evidence=_evidence(recipient),
        credential_status=status,
    )


def _evidence(recipient: Recipient) -> tuple[Evidence, ...]:
    """What was shown: first what the request tells in itself, then each thing apart."""
    told = ShownEvidence(url=recipient.evidence_url, narrative=recipient.narrative)
    return tuple(
        Evidence(id=item.url, name=item.name, narrative=item.narrative, genre=item.genre)
        for item in (told, *recipient.evidence)
        if item.url or item.narrative
    )


def duration(hours: str | None, language: str) -> str | None:
    """How long the activity lasted, in the language of the badge: OB 3.0 has no member for it."""
    if hours is None:
        return None
    tongue = _tongue(language)
    number = hours.replace(".", ",") if tongue == "fr" else hours
    return _HOURS.get(tongue, _HOURS["en"]).format(hours=number)


def hours_told(subject: JsonObject) -> str | None:
    """How long the activity lasted, as the subject of a badge of ours tells it."""
    told = str(subject.get("narrative", ""))
    for sentence in _HOURS.values():
        before, _, after = sentence.partition("{hours}")
        if told.startswith(before) and told.endswith(after):
            return told.removeprefix(before).removesuffix(after)
    return None


def _mark_first(
    competencies: tuple[CompetencyLevel, ...],
) -> tuple[tuple[bool, CompetencyLevel], ...]:
    return tuple((index == 0, item) for index, item in enumerate(competencies))


def _alignments(
    office: Office, framework: Framework, competency: Competency, language: str
) -> tuple[ob.Alignment, ...]:
    base = office.settings.base_url
    return tuple(
        ob.Alignment(
            target_name=item["targetName"],
            target_url=item["targetUrl"],
            target_code=item.get("targetCode"),
            target_description=item.get("targetDescription"),
            target_framework=item.get("targetFramework"),
            target_type=item.get("targetType"),
        )
        for item in alignments(competency, framework, base, _tongue(language))
    )


def _scale(
    office: Office, definition: Achievement, framework: Framework, competency: Competency
) -> ob.ResultDescription:
    """The scale of one competency: its steps are the levels of the referential, low to high."""
    base = office.settings.base_url
    language = _tongue(definition.language)
    label = competency.label.say(language)
    own = ob.Alignment(
        target_type="CFItem",
        target_code=competency.notation,
        target_name=label,
        target_framework=framework.edition(language),
        target_url=competency_url(framework, competency, base),
    )
    return ob.ResultDescription(
        id=_scale_id(office, definition, competency.notation),
        name=_SCALE_NAMES.get(language, _SCALE_NAMES["en"]).format(name=label),
        result_type="RubricCriterionLevel",
        alignment=(own,),
        rubric_criterion_level=tuple(
            ob.RubricCriterionLevel(
                id=_level_id(office, definition, competency.notation, level.code),
                name=level.label.say(language),
                description=level.descriptor.say(language) or None,
                level=level.code,
            )
            for level in framework.levels
        ),
    )


def _result(office: Office, definition: Achievement, notation: str, code: str) -> Result:
    return Result(
        result_description=_scale_id(office, definition, notation),
        achieved_level=_level_id(office, definition, notation, code),
    )


def _scale_id(office: Office, definition: Achievement, notation: str) -> str:
    """Absolute, and of this achievement only: two badges may tell the same competency (DM-07)."""
    achievement = achievement_url(office.settings.base_url, definition.slug)
    return f"{achievement}#{notation}"


def _level_id(office: Office, definition: Achievement, notation: str, code: str) -> str:
    """Of one scale only: a node described in two scales could lose a member in one, unseen."""
    return f"{_scale_id(office, definition, notation)}-{code}"


def _tongue(language: str) -> str:
    """The language of a tag such as `fr-CA`, since our words know no regions."""
    return language.partition("-")[0]
