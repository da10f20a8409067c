"""DigComp: areas, competences, levels, statements, outcomes and glossary, from its supplement."""

import json
from pathlib import Path

import pytest

from badges.errors import FrameworkError
from badges.frameworks.readers import MemoryFolder, Options, digcomp, read
from tests.badges.frameworks.readers.disk import official
from tests.badges.frameworks.readers.samples import concepts, problems

_NAME = "DigComp 3.0 Data Supplement 24 Nov 2025.jsonld"
_AREA = {
    "@type": "CompetenceArea",
    "@id": "CompetenceArea/1",
    "name": "Search",
    "description": "To look for.",
}
_OUTCOME = {
    "@type": "LearningOutcome",
    "@id": "LearningOutcome/LO1.1.01",
    "description": "Use search tools.",
    "type": "Skill",
    "competence_id": "Competence/1.1",
    "four_levels_proficiency_name": "ProficiencyLevel/Basic",
}


def _folder(*nodes: object, name: str = _NAME) -> MemoryFolder:
    return MemoryFolder({name: json.dumps({"@context": {}, "@graph": [_AREA, *nodes]}).encode()})


def test_the_name_of_the_file_tells_version_and_date() -> None:
    """As our bridges write it."""
    scheme = read(_folder()).scheme
    assert f"{scheme.name} {scheme.version}" == "DigComp 3.0 (24/11/2025)"
    assert (scheme.published, scheme.language) == ("2025-11-24", "en")


def test_a_version_that_no_name_tells_is_asked_for() -> None:
    """A renamed file needs the version beside it."""
    renamed = _folder(name="x.json")
    assert read(renamed, version="3.0").scheme.version == "3.0"
    assert read(_folder(name="DigComp_3.1.json")).scheme.version == "3.1"
    with pytest.raises(FrameworkError) as caught:
        read(renamed)
    assert caught.value.code == "reader.version_missing"


def test_an_outcome_is_its_own_sentence_under_its_competence() -> None:
    """Statements and outcomes have no name but what they say."""
    competence = {
        "@type": "Competence",
        "@id": "Competence/1.1",
        "name": "Browsing",
        "description": "To search.",
        "competence_area_id": "CompetenceArea/1",
    }
    items = concepts(read(_folder(competence, _OUTCOME)))
    assert items["LO1.1.01"].label == "Use search tools."
    assert items["LO1.1.01"].broader == "1.1"
    assert items["LO1.1.01"].notes == {"nature": "Skill", "level": "Basic"}
    assert items["1.1"].broader == "1"


def test_nodes_of_another_shape_are_told_and_passed_over() -> None:
    """Not an object, an unknown type, no identifier, no text, an unknown competence."""
    nodes = (
        7,
        {"@type": "Other", "@id": "Other/1"},
        {"@type": "Glossary"},
        {"@type": "Competence", "@id": "Competence/9.9", "name": ["x"]},
        _OUTCOME,
    )
    assert [code for _, _, code in problems(read(_folder(*nodes)))] == [
        "reader.node",
        "reader.node",
        "reader.node",
        "reader.label_missing",
        "reader.parent_unknown",
    ]


def test_a_file_that_is_no_graph_is_refused() -> None:
    """Broken JSON, a member written twice, and JSON without a graph."""
    refused = {
        b'{"@graph": ["CompetenceArea/1"': "reader.not_json",
        b'{"@graph": "CompetenceArea/1", "@graph": 1}': "reader.member_twice",
        b'{"@id": "CompetenceArea/1"}': "reader.member",
        b'{"@graph": ' + b"[" * 80 + b'"CompetenceArea/1"' + b"]" * 80 + b"}": (
            "reader.json_too_large"
        ),
    }
    for held, code in refused.items():
        with pytest.raises(FrameworkError) as caught:
            read(MemoryFolder({_NAME: held}), "digcomp")
        assert caught.value.code == code


def test_a_folder_without_it_is_refused() -> None:
    """Asked by name, the reader says what it looks for."""
    with pytest.raises(FrameworkError) as caught:
        digcomp.READER.open(MemoryFolder({}), Options())
    assert caught.value.code == "reader.file_missing"


@pytest.mark.shared
def test_the_official_supplement_is_read_without_a_problem(shared: Path) -> None:
    """Five areas, twenty-one competences, and all the rest."""
    items = concepts(read(official(shared, "digcomp-3.0")))
    assert len(items) == 5 + 21 + 8 + 362 + 523 + 126
    assert items["2.4"].label == "Collaborating through digital technologies"
    assert items["Application/App"].kind == "glossary"
