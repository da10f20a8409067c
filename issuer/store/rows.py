"""From records to rows and back; the only place that knows how each part of a record is kept."""

from collections.abc import Mapping
from dataclasses import asdict
from operator import itemgetter
from typing import Any

from badges.encoding import decode_instant, encode_instant
from issuer.model import (
    Achievement,
    AchievementVersion,
    ArtworkSpec,
    Award,
    CompetencyLevel,
    JournalEntry,
    Place,
    SigningKey,
    StatusList,
    StatusPosition,
)
from issuer.store import tables

Row = Mapping[str, Any]

_AWARD_COLUMNS = tuple(column.name for column in tables.awards.columns)
_AWARD_VALUES = (*Award._fields, "list_id", "position")
_IN_COLUMNS = itemgetter(*map(_AWARD_VALUES.index, _AWARD_COLUMNS))


def place_row(place: Place) -> dict[str, Any]:
    """The row of a place."""
    return asdict(place)


def read_place(row: Row) -> Place:
    """The place of a row."""
    return Place(**row)


def key_row(key: SigningKey) -> dict[str, Any]:
    """The row of a key; its number is that of its name, so that keys sort by age."""
    return asdict(key) | {"number": int(key.name.rpartition("-")[2])}


def read_key(row: Row) -> SigningKey:
    """The key of a row."""
    return SigningKey(**_without(row, "number"))


def achievement_row(achievement: Achievement) -> dict[str, Any]:
    """The row of a definition."""
    return asdict(achievement)


def read_achievement(row: Row) -> Achievement:
    """The definition of a row."""
    values = dict(row)
    values["competencies"] = tuple(CompetencyLevel(**item) for item in row["competencies"])
    values["artwork"] = ArtworkSpec(**row["artwork"])
    values["tags"] = tuple(row["tags"])
    return Achievement(**values)


def version_row(version: AchievementVersion) -> dict[str, Any]:
    """The row of a published version: the definition whole, its instant as text."""
    definition = version.definition
    kept = achievement_row(definition) | {"created": encode_instant(definition.created)}
    return {
        "achievement": definition.slug,
        "version": definition.version,
        "published": version.published,
        "author": version.author,
        "definition": kept,
    }


def read_version(row: Row) -> AchievementVersion:
    """The published version of a row."""
    kept = row["definition"]
    definition = read_achievement(kept | {"created": decode_instant(kept["created"])})
    return AchievementVersion(definition, row["published"], row["author"])


def status_list_row(status_list: StatusList) -> dict[str, Any]:
    """The row of a status list; its number is that of its id."""
    return asdict(status_list) | {"number": int(status_list.id.rpartition("-")[2])}


def read_status_list(row: Row) -> StatusList:
    """The status list of a row."""
    return StatusList(**_without(row, "number"))


def award_row(award: Award) -> dict[str, Any]:
    """The row of an award."""
    return dict(zip(_AWARD_COLUMNS, award_values(award), strict=True))


def award_values(award: Award) -> tuple[Any, ...]:
    """The values of the columns of an award, in the order of the table."""
    status = award.status
    values: tuple[Any, ...] = _IN_COLUMNS((*award, status.list_id, status.index))
    return values


def read_award(row: Row) -> Award:
    """The award of a row."""
    values = _without(row, "list_id", "position")
    return Award(status=StatusPosition(row["list_id"], row["position"]), **values)


def journal_row(entry: JournalEntry) -> dict[str, Any]:
    """The row of a line of the journal."""
    return _without(entry._asdict(), "number")


def read_journal_entry(row: Row) -> JournalEntry:
    """The line of the journal of a row."""
    return JournalEntry(**row)


def _without(row: Row, *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}
