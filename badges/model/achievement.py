"""What is recognised: Achievement, with its criteria, alignments and scales of results."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import ClassVar

from badges.errors import SchemaError
from badges.model.part import Part, require_absolute, require_word
from badges.model.profile import IdentifierEntry, Image, Profile
from badges.model.vocabularies import (
    ACHIEVEMENT_TYPES,
    ALIGNMENT_TARGET_TYPES,
    RESULT_TYPES,
    is_extensible,
)


@dataclass(frozen=True)
class Alignment(Part):
    """A link to an item of a framework: ours first, then the official ones."""

    TYPE: ClassVar[str | tuple[str, ...]] = ("Alignment",)

    target_name: str
    target_url: str
    target_code: str | None = None
    target_description: str | None = None
    target_framework: str | None = None
    target_type: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        require_absolute(self.target_url, "targetUrl")
        if self.target_type is not None:
            known = is_extensible(self.target_type, ALIGNMENT_TARGET_TYPES)
            require_word(self.target_type, known, "targetType")


@dataclass(frozen=True)
class Criteria(Part):
    """How the achievement is earned: a page, a Markdown text, or both (ISS-15)."""

    id: str | None = None
    narrative: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.id and not self.narrative:
            raise SchemaError("model.criteria_empty")


@dataclass(frozen=True)
class RubricCriterionLevel(Part):
    """One step of a scale."""

    TYPE: ClassVar[str | tuple[str, ...]] = ("RubricCriterionLevel",)

    id: str
    name: str
    description: str | None = None
    level: str | None = None
    points: str | None = None
    alignment: tuple[Alignment, ...] = ()


@dataclass(frozen=True)
class ResultDescription(Part):
    """A scale on which results of this achievement are told."""

    TYPE: ClassVar[str | tuple[str, ...]] = ("ResultDescription",)

    id: str
    name: str
    result_type: str
    alignment: tuple[Alignment, ...] = ()
    allowed_value: tuple[str, ...] = ()
    required_level: str | None = None
    required_value: str | None = None
    rubric_criterion_level: tuple[RubricCriterionLevel, ...] = ()
    value_max: str | None = None
    value_min: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        require_word(self.result_type, is_extensible(self.result_type, RESULT_TYPES), "resultType")
        if self.required_level is not None:
            self.require_level(self.required_level)
        if self.required_value is not None:
            self.require_value(self.required_value)

    def require_level(self, level: str) -> None:
        """Refuse a level that is no step of this scale (DM-22).

        Raises:
            SchemaError: no `rubricCriterionLevel` has that id.
        """
        if level not in {step.id for step in self.rubric_criterion_level}:
            raise SchemaError("model.level_unknown", level=level, scale=self.id)

    def require_value(self, value: str) -> None:
        """Refuse a value that this scale does not allow (DM-23).

        Raises:
            SchemaError: not among `allowedValue`, or not between `valueMin` and `valueMax`.
        """
        if self.allowed_value:
            allowed = value in self.allowed_value
        else:
            allowed = _is_between(value, self.value_min, self.value_max)
        if not allowed:
            raise SchemaError("model.value_refused", value=value, scale=self.id)


def _is_between(value: str, minimum: str | None, maximum: str | None) -> bool:
    if minimum is None and maximum is None:
        return True
    try:
        number = Decimal(value)
        above = minimum is None or Decimal(minimum) <= number
        return above and (maximum is None or number <= Decimal(maximum))
    except InvalidOperation:
        return False


@dataclass(frozen=True)
class Related(Part):
    """The same achievement in another language, or another version of it."""

    TYPE: ClassVar[str | tuple[str, ...]] = ("Related",)

    id: str
    in_language: str | None = None
    version: str | None = None


@dataclass(frozen=True)
class Achievement(Part):
    """What a badge says that somebody did or can do; embedded whole in each credential."""

    TYPE: ClassVar[str | tuple[str, ...]] = ("Achievement",)

    id: str
    name: str
    description: str
    criteria: Criteria
    achievement_type: str | None = None
    in_language: str | None = None
    image: Image | None = None
    creator: Profile | None = None
    alignment: tuple[Alignment, ...] = ()
    result_description: tuple[ResultDescription, ...] = ()
    human_code: str | None = None
    other_identifier: tuple[IdentifierEntry, ...] = ()
    related: tuple[Related, ...] = ()
    tag: tuple[str, ...] = ()
    version: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.name or not self.description:
            raise SchemaError("model.achievement_unnamed", id=self.id)
        if self.achievement_type is not None:
            known = is_extensible(self.achievement_type, ACHIEVEMENT_TYPES)
            require_word(self.achievement_type, known, "achievementType")

    def scale(self, identifier: str) -> ResultDescription:
        """The result description of that id (DM-20).

        Raises:
            SchemaError: this achievement has none of that id.
        """
        for description in self.result_description:
            if description.id == identifier:
                return description
        raise SchemaError("model.scale_unknown", scale=identifier, achievement=self.id)
