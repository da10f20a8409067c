"""Reading a framework from its files: all of it, or an error that says where."""

import json
from importlib.resources import files
from typing import Any

import pytest

from badges.errors import FrameworkError
from badges.frameworks import load_tiers_lieux
from badges.frameworks.reading import read


def sources() -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Fresh copies of the packaged files."""
    folder = files("schemas") / "tiers_lieux" / "v1"
    framework = json.loads((folder / "framework.jsonld").read_text("utf-8"))
    names = [f"{identifier.partition('/')[2]}.jsonld" for identifier in framework["skills"]]
    skills = [json.loads((folder / "skills" / name).read_text("utf-8")) for name in names]
    return framework, skills


def test_the_packaged_referential_is_read_once() -> None:
    """Loading twice gives the same value: no file is read again."""
    assert load_tiers_lieux() is load_tiers_lieux()


def test_order_follows_the_list_of_the_framework() -> None:
    """The order of the files does not matter; the published list does."""
    framework, skills = sources()
    read_back = read(framework, reversed(skills))
    assert read_back == load_tiers_lieux()
    assert [item.notation for item in read_back.competencies[:2]] == ["TL-ACC-01", "TL-ACC-02"]


def test_a_competency_keeps_all_that_its_file_says() -> None:
    """The dated search, the bridges and the origin come with the words."""
    item = load_tiers_lieux().find("TL-PIL-01")
    assert item.type == "metier"
    assert item.coverage == "absent"
    assert item.absence is not None
    assert item.absence.date == "2026-11-22"
    assert item.absence.terms[0].term == "monter un consortium"
    assert sum(item.absence.terms[0].hits.values()) == 0
    assert len(item.absence.terms[0].hits) == 7
    assert {match.status for match in item.matches} == {"proposed"}
    assert item.matches[0].uri is None
    assert item.matches[-1].uri == (
        "http://data.europa.eu/esco/skill/326809fc-238d-40c2-881e-40042f7f2f0d"
    )
    assert "consortium" in item.definition.say("en") or "organisations" in item.definition.say("en")


ABSENT = object()


@pytest.mark.parametrize(
    ("member", "value", "told"),
    [
        pytest.param("notation", ABSENT, "notation", id="no notation"),
        pytest.param("notation", "  ", "notation", id="blank notation"),
        pytest.param("notation", 3, "notation", id="notation in digits"),
        pytest.param("prefLabel", {}, "prefLabel", id="label in no language"),
        pytest.param("prefLabel", {"fr": ""}, "prefLabel", id="empty label"),
        pytest.param("identifier", "urn:uuid:nonsense", "identifier", id="no UUID"),
        pytest.param("broader", "tiers-lieux/domains/zzz", "broader", id="unknown domain"),
        pytest.param("competencyType", "soft", "competencyType", id="unknown type"),
        pytest.param("officialCoverage", "unknown", "officialCoverage", id="unknown coverage"),
        pytest.param("indicators", ["text"], "indicators", id="indicator not an object"),
        pytest.param("levels", [{"level": "levels/N9"}], "level", id="unknown level"),
        pytest.param("mappings", [{"relation": "sameAs"}], "relation", id="unknown relation"),
        pytest.param("officialSearch", [], "officialSearch", id="no search"),
        pytest.param("prefLabel", {"f r": "a"}, "prefLabel", id="label in no tongue"),
        pytest.param("deprecated", "true", "deprecated", id="flag in words"),
        pytest.param("replacedBy", 3, "replacedBy", id="successor in digits"),
        pytest.param("derivation", {"source": "relative"}, "source", id="source nowhere"),
        pytest.param("colour", "blue", "colour", id="unknown member"),
    ],
)
def test_what_is_wrong_in_a_skill_is_named(member: str, value: object, told: str) -> None:
    """An editor is told the file and the member, whatever is wrong."""
    framework, skills = sources()
    skills[0][member] = value
    if value is ABSENT:
        del skills[0][member]
    with pytest.raises(FrameworkError) as caught:
        read(framework, skills)
    known = "framework.member" if told != "colour" else "framework.member_unknown"
    assert caught.value.code == known
    assert caught.value.params["member"] == told
    assert caught.value.params["file"].startswith("tiers-lieux/accueil-care-informel")


@pytest.mark.parametrize("count", ["none", True, -1, 0.5])
def test_a_count_of_hits_must_be_a_number(count: object) -> None:
    """The evidence is not taken on trust: words, flags and less than nothing are refused."""
    framework, skills = sources()
    skills[0]["officialSearch"]["searched"][0]["romeTexts"] = count
    with pytest.raises(FrameworkError) as caught:
        read(framework, skills)
    assert caught.value.params["member"] == "romeTexts"


def test_hits_elsewhere_name_their_corpus_once() -> None:
    """A corpus without a term of its own is told by its node, and counted once."""
    framework, skills = sources()
    term = skills[0]["officialSearch"]["searched"][0]
    for corpus in ("tiers-lieux#corpus-romeTexts", "elsewhere"):
        term["otherHits"] = [{"id": "x", "type": "Hits", "inCorpus": corpus, "count": 1}]
        with pytest.raises(FrameworkError) as caught:
            read(framework, skills)
        assert caught.value.params["member"] == "inCorpus"


@pytest.mark.parametrize("group", ["skills", "nodes"])
def test_a_skill_is_there_once(group: str) -> None:
    """Of two skills with one name none would be lost in silence."""
    framework, skills = sources()
    if group == "skills":
        framework["skills"].append(framework["skills"][0])
    else:
        skills.append(skills[0])
    with pytest.raises(FrameworkError) as caught:
        read(framework, skills)
    assert caught.value.code == "framework.skill_twice"


@pytest.mark.parametrize("listed", [[{}], [3], "all", None])
def test_the_list_must_be_a_list_of_names(listed: object) -> None:
    """Whatever stands in place of the list is an error of ours."""
    framework, skills = sources()
    framework["skills"] = listed
    with pytest.raises(FrameworkError) as caught:
        read(framework, skills)
    assert caught.value.params["member"] == "skills"


@pytest.mark.parametrize("surplus", [True, False])
def test_the_list_and_the_files_must_agree(surplus: bool) -> None:  # noqa: FBT001 - a test parameter
    """A skill on one side only is named."""
    framework, skills = sources()
    if surplus:
        skills.append({"id": "tiers-lieux/de-trop"})
    else:
        skills = skills[1:]
    with pytest.raises(FrameworkError) as caught:
        read(framework, skills)
    name = "tiers-lieux/de-trop" if surplus else "tiers-lieux/accueil-care-informel"
    assert caught.value.code == "framework.skills_differ"
    assert caught.value.params["skill"] == name


def test_a_light_framework_is_valid() -> None:
    """Five competencies are enough: a place may publish a small selection."""
    framework, skills = sources()
    framework["skills"] = framework["skills"][:5]
    assert len(read(framework, skills[:5]).competencies) == 5
