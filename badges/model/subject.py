"""Who is recognised, and with what result: AchievementSubject, IdentityObject, Result, Evidence."""

from dataclasses import dataclass
from typing import ClassVar

from badges.errors import SchemaError
from badges.model.achievement import Achievement
from badges.model.part import Part, require_word
from badges.model.profile import Image, Profile
from badges.model.vocabularies import IDENTIFIER_TYPES, RESULT_STATUS_TYPES, is_extensible


@dataclass(frozen=True)
class IdentityObject(Part):
    """Something by which the holder can be recognised, in clear or hashed (IDH-01 to IDH-06)."""

    TYPE: ClassVar[str | tuple[str, ...]] = "IdentityObject"

    hashed: bool
    identity_hash: str
    identity_type: str
    salt: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        known = is_extensible(self.identity_type, IDENTIFIER_TYPES)
        require_word(self.identity_type, known, "identityType")


@dataclass(frozen=True)
class Evidence(Part):
    """What shows the achievement: a page, a story, or both."""

    TYPE: ClassVar[str | tuple[str, ...]] = ("Evidence",)

    id: str | None = None
    name: str | None = None
    narrative: str | None = None
    description: str | None = None
    genre: str | None = None
    audience: str | None = None


@dataclass(frozen=True)
class Result(Part):
    """One result, told on one scale of the achievement."""

    TYPE: ClassVar[str | tuple[str, ...]] = ("Result",)

    result_description: str | None = None
    achieved_level: str | None = None
    status: str | None = None
    value: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.status is not None:
            require_word(self.status, self.status in RESULT_STATUS_TYPES, "status")


@dataclass(frozen=True, kw_only=True)
class AchievementSubject(Part):
    """The person recognised and what for; every result is told on a scale of the achievement."""

    TYPE: ClassVar[str | tuple[str, ...]] = ("AchievementSubject",)

    id: str | None = None
    identifier: tuple[IdentityObject, ...] = ()
    achievement: Achievement
    image: Image | None = None
    narrative: str | None = None
    result: tuple[Result, ...] = ()
    source: Profile | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.id is None and not self.identifier:
            raise SchemaError("model.nobody")
        for result in self.result:
            self._require_told_on_a_scale(result)

    def _require_told_on_a_scale(self, result: Result) -> None:
        """DM-20 to DM-23: a result means nothing without the scale that it is read on."""
        if result.result_description is None:
            if result.achieved_level is not None:
                raise SchemaError("model.level_without_scale", level=result.achieved_level)
            return
        scale = self.achievement.scale(result.result_description)
        if scale.result_type == "Status" and result.status is None:
            raise SchemaError("model.status_missing", scale=scale.id)
        if result.achieved_level is not None:
            scale.require_level(result.achieved_level)
        if result.value is not None:
            scale.require_value(result.value)
