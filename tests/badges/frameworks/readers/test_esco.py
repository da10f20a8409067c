"""ESCO: codes from addresses, one place in the tree, what occupations ask for; any of its sets."""

from pathlib import Path

import pytest

from badges.errors import FrameworkError
from badges.frameworks.readers import MemoryFolder, read
from badges.model.concepts import Link
from tests.badges.frameworks.readers.disk import official
from tests.badges.frameworks.readers.samples import (
    ESCO,
    concepts,
    folder,
    links,
    problems,
    with_files,
)

_HEAD = "conceptUri,preferredLabel,altLabels\n"
_SKILL = "http://data.europa.eu/esco/skill/"


def test_every_table_gives_its_kind_of_item() -> None:
    """Skills, knowledge, occupations and the groups of both, by the end of their address."""
    kinds = {code: item.kind for code, item in concepts(read(ESCO, version="1.2.1")).items()}
    assert kinds == {
        "S6": "skill-group",
        "C7531": "isco-group",
        "aaa": "skill",
        "bbb": "knowledge",
        "ooo": "occupation",
    }


def test_an_item_has_its_labels_texts_and_notes() -> None:
    """Labels separated by line feeds, description before definition, reuse level as a note."""
    items = concepts(read(ESCO, version="1.2.1"))
    skill = items["aaa"]
    assert skill.uri == "http://data.europa.eu/esco/skill/aaa"
    assert skill.other_labels == ("faire de la couture", "coudre à la main")
    assert skill.definition == "Assembler du tissu."
    assert skill.texts == ("À la main.",)
    assert skill.notes["reuse_level"] == "cross-sector"
    assert items["bbb"].definition == "Les tissus."


def test_of_several_parents_the_group_is_shown_and_the_others_are_noted() -> None:
    """One place in the tree, and nothing lost."""
    items = concepts(read(ESCO, version="1.2.1"))
    assert items["aaa"].broader == "S6"
    assert items["aaa"].notes["also_under"] == "bbb"
    assert items["ooo"].broader == "C7531"


def test_what_an_occupation_asks_for_is_a_link() -> None:
    """Essential or optional, as published."""
    reading = read(ESCO, version="1.2.1")
    concepts(reading)
    assert links(reading) == [Link("ooo", "essential", "aaa"), Link("ooo", "optional", "bbb")]


def test_a_set_with_labels_alone_is_read() -> None:
    """Three columns, labels separated by bars."""
    trimmed = folder(skills_fr__csv=f"{_HEAD}{_SKILL}a,coudre,piquer|broder\n")
    items = concepts(read(trimmed, version="1"))
    assert items["a"].other_labels == ("piquer", "broder")


@pytest.mark.parametrize(
    ("readme", "version", "published"),
    [
        ("Récupéré le 2026-08-17, version en ligne (~v1.2.1).", "1.2.x (17/08/2026)", "2026-08-17"),
        ("ESCO dataset v1.2.0, 2024-05-15", "1.2.0 (15/05/2024)", "2024-05-15"),
        ("ESCO v1.1", "1.1", None),
    ],
)
def test_a_readme_may_tell_the_version(readme: str, version: str, published: str | None) -> None:
    """An approximate number is kept as such."""
    told = folder(skills_fr__csv=f"{_HEAD}{_SKILL}a,coudre,\n", README__md=readme)
    scheme = read(told).scheme
    assert (scheme.version, scheme.published) == (version, published)


def test_the_name_of_the_official_archive_tells_the_version() -> None:
    """The folder inside the official ZIP."""
    name = "ESCO dataset - v1.2.0 - classification - fr - csv/skills_fr.csv"
    told = MemoryFolder({name: f"{_HEAD}{_SKILL}a,coudre,\n".encode()})
    assert read(told).scheme.version == "1.2.0"


def test_without_any_version_the_files_are_refused() -> None:
    """A code without its version means nothing: we ask."""
    with pytest.raises(FrameworkError) as caught:
        read(ESCO)
    assert caught.value.code == "reader.version_missing"


def test_the_language_asked_for_is_read_else_the_only_one() -> None:
    """Two languages in one folder, then one that was not asked for."""
    row = f"{_HEAD}{_SKILL}a,"
    both = folder(skills_fr__csv=f"{row}coudre,\n", skills_en__csv=f"{row}sew,\n")
    assert concepts(read(both, version="1", language="en"))["a"].label == "sew"
    alone = folder(skills_en__csv=f"{row}sew,\n")
    reading = read(alone, version="1")
    assert reading.scheme.language == "en"
    assert concepts(reading)["a"].language == "en"
    with pytest.raises(FrameworkError) as caught:
        read(both, "esco", version="1", language="de")
    assert caught.value.params["file"] == "skills_de.csv"


def test_a_row_that_repeats_another_is_passed_over_and_one_that_differs_is_told() -> None:
    """The official files repeat some rows word for word."""
    rows = f"{_SKILL}a,coudre,\n{_SKILL}a,coudre,\n{_SKILL}a,broder,\n"
    assert problems(read(folder(skills_fr__csv=_HEAD + rows), version="1")) == [
        ("skills_fr.csv", 4, "reader.code_again")
    ]


def test_circles_and_unknown_parents_are_told_and_cut() -> None:
    """No item is above itself, however long the way; the items stay."""
    above = "conceptUri,broaderUri\n" + "".join(
        f"{_SKILL}{below},{_SKILL}{above}\n" for below, above in ("ab", "bc", "ca", "dc", "ex")
    )
    items = "".join(f"{_SKILL}{code},label {code},\n" for code in "abcde")
    spoiled = folder(skills_fr__csv=_HEAD + items, broaderRelationsSkillPillar__csv=above)
    assert [code for _, _, code in problems(read(spoiled, version="1"))] == [
        "reader.parent_loop",
        "reader.parent_loop",
        "reader.parent_loop",
        "reader.parent_unknown",
    ]
    placed = {
        item.code: item.broader
        for item in read(spoiled, version="1").concepts
        if hasattr(item, "broader")
    }
    assert placed == {"a": None, "b": None, "c": None, "d": "c", "e": None}


def test_an_unknown_relation_is_told() -> None:
    """A link is essential or optional, nothing else."""
    name = "occupationSkillRelations_fr.csv"
    text = "occupationUri,relationType,skillUri\nx/ooo,vital,x/aaa\n"
    assert problems(read(with_files(ESCO, {name: text}), version="1")) == [
        (name, 2, "reader.relation_unknown")
    ]


@pytest.mark.shared
def test_the_french_set_is_read_without_a_problem(shared: Path) -> None:
    """The set of August 2026 comes out in the version that our bridges name."""
    reading = read(official(shared, "esco-fr-2026-08"))
    assert f"{reading.scheme.name} {reading.scheme.version}" == "ESCO 1.2.x (17/08/2026)"
    items = concepts(reading)
    assert len(items) == 13_095 + 2_740
    assert items["60c78287-22eb-4103-9c8c-28deaa460da0"].label == "travailler en équipe"


@pytest.mark.shared
def test_the_official_layout_of_2020_is_read(shared: Path) -> None:
    """All columns of an official edition, with groups and the tree."""
    items = concepts(read(official(shared, "esco-v1.0-2020"), version="1.0"))
    assert len(items) == 13_485 + 17
    assert sum(item.kind == "knowledge" for item in items.values()) == 2_902
    assert sum(item.broader is not None for item in items.values()) > 5_000
