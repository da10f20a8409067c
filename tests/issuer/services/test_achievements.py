"""Definitions: read from what people write, checked, kept, never changed."""

from dataclasses import replace
from typing import Any

import pytest

from issuer.errors import Conflict, InvalidRequest, NotFound
from issuer.model import AchievementRequest, ArtworkSpec, CompetencyLevel
from issuer.services import achievements, places
from tests.issuer.world import FABLAB, LASER, Town

WRITTEN: dict[str, Any] = {
    "place": "fablab-rural",
    "name": "Découpe laser en autonomie",
    "description": "Utiliser la découpe laser.",
    "criteria": "Une pièce découpée.",
    "competencies": ["TL-FAB-01", {"code": "concevoir-2d-3d", "level": "n2"}],
}


@pytest.fixture
def office(village: Town) -> Town:
    """A village with its fablab."""
    places.add(village.office, FABLAB)
    return village


def test_a_definition_is_kept_whole(town: Town) -> None:
    """Added, it is found again equal, and listed with those of its place."""
    added = town.laser()
    assert achievements.get(town.office, added.slug) == added
    assert achievements.list_all(town.office) == (added,)
    assert achievements.list_all(town.office, "fablab-rural") == (added,)
    assert achievements.list_all(town.office, "elsewhere") == ()


def test_adding_the_same_again_changes_nothing(town: Town) -> None:
    """Repeating is safe; the first date stays."""
    added = town.laser()
    town.clock.advance(days=1)
    assert town.laser() == added


def test_a_definition_never_changes(town: Town) -> None:
    """Other words under the same short name are refused."""
    added = town.laser()
    with pytest.raises(Conflict, match=r"achievement\.exists"):
        achievements.add(town.office, replace(LASER, criteria="Autre chose."))
    assert achievements.get(town.office, added.slug) == added


def test_a_written_definition_is_read(office: Town) -> None:
    """Competencies by notation or slug, levels in any case, the rest as written."""
    request = achievements.read_request(
        WRITTEN
        | {
            "type": "MicroCredential",
            "language": "fr-FR",
            "tags": ["laser", "bois", "laser"],
            "status_purpose": "suspension",
            "artwork": {"shape": "star", "colour": "num", "icon": "cup", "title": "Laser"},
        }
    )
    added = achievements.add(office.office, request)
    assert added.competencies == (
        CompetencyLevel("TL-FAB-01"),
        CompetencyLevel("TL-FAB-03", "N2"),
    )
    assert (added.achievement_type, added.language) == ("MicroCredential", "fr-FR")
    assert (added.tags, added.status_purpose) == (("laser", "bois"), "suspension")
    assert added.artwork == ArtworkSpec("star", "NUM", "cup", "Laser", None)


def test_the_picture_follows_from_the_competency(office: Town) -> None:
    """Without a choice: the shape of its kind, the colour and icon of its domain, its level."""
    added = achievements.add(office.office, LASER)
    assert added.artwork == ArtworkSpec("round", "FAB", "tools", LASER.name, 3)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"name": None}, "achievement.member_missing", "name"),
        ({"competencies": []}, "achievement.member_missing", "competencies"),
        ({"nom": "x"}, "achievement.member_unknown", "nom"),
        ({"name": 12}, "achievement.member_kind", "name"),
        ({"competencies": "TL-FAB-01"}, "achievement.member_kind", "competencies"),
        ({"competencies": [3]}, "achievement.member_kind", "competencies"),
        ({"competencies": [{"level": "N1"}]}, "achievement.member_kind", "competencies.code"),
        (
            {"competencies": [{"code": "TL-FAB-01", "level": 3}]},
            "achievement.member_kind",
            "competencies.level",
        ),
        (
            {"competencies": [{"code": "TL-FAB-01", "grade": "A"}]},
            "achievement.member_unknown",
            "competencies.grade",
        ),
        ({"artwork": {"size": "big"}}, "achievement.member_unknown", "artwork.size"),
        ({"artwork": {"shape": 1}}, "achievement.member_kind", "artwork.shape"),
        ({"tags": [1]}, "achievement.member_kind", "tags"),
    ],
)
def test_wrong_writing_is_refused(changes: dict[str, Any], code: str, field: str) -> None:
    """What is missing, unknown or of another kind is named."""
    with pytest.raises(InvalidRequest) as caught:
        achievements.read_request(WRITTEN | changes)
    assert (caught.value.code, caught.value.params["field"]) == (code, field)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"name": "a\x07"}, "text.control", "name"),
        ({"description": " "}, "text.empty", "description"),
        ({"criteria": "c" * 10_001}, "text.too_long", "criteria"),
        ({"slug": "Été"}, "slug.invalid", "slug"),
        ({"competencies": (CompetencyLevel("TL-XXX-01"),)}, "competency.unknown", "competencies"),
        (
            {"competencies": (CompetencyLevel("TL-FAB-01", "N9"),)},
            "level.unknown",
            "competencies",
        ),
        (
            {"competencies": (CompetencyLevel("TL-FAB-01"),) * 2},
            "competency.twice",
            "competencies",
        ),
        ({"competencies": ()}, "competency.count", "competencies"),
        ({"achievement_type": "Medal"}, "achievement.type_unknown", "type"),
        ({"status_purpose": "anger"}, "achievement.status_purpose", "status_purpose"),
        ({"language": "french"}, "language.tag", "language"),
        ({"tags": ("t",) * 21}, "achievement.too_many_tags", "tags"),
        ({"tags": ("t" * 51,)}, "text.too_long", "tags"),
        ({"shape": "cube"}, "artwork.unknown", "artwork.shape"),
        ({"colour": "pink"}, "artwork.unknown", "artwork.colour"),
        ({"icon": "ghost"}, "artwork.unknown", "artwork.icon"),
        ({"title": "\u202e"}, "text.direction", "artwork.title"),
    ],
)
def test_wrong_definitions_are_refused(
    office: Town, changes: dict[str, Any], code: str, field: str
) -> None:
    """Each with its code and its field, and nothing is kept."""
    with pytest.raises(InvalidRequest) as caught:
        achievements.add(office.office, replace(LASER, **changes))
    assert (caught.value.code, caught.value.params["field"]) == (code, field)
    assert achievements.list_all(office.office) == ()


def test_a_definition_belongs_to_a_place(office: Town) -> None:
    """An unknown place, and an unknown definition, are not found."""
    with pytest.raises(NotFound, match=r"place\.unknown"):
        achievements.add(office.office, replace(LASER, place="nowhere"))
    with pytest.raises(NotFound, match=r"achievement\.unknown"):
        achievements.get(office.office, "nothing")


def test_a_kind_of_ones_own_is_admitted(office: Town) -> None:
    """`ext:` words extend the kinds of achievement."""
    request: AchievementRequest = replace(LASER, achievement_type="ext:Passage")
    assert achievements.add(office.office, request).achievement_type == "ext:Passage"
