"""The files of the referential of tiers-lieux: complete, consistent, true to the official files."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import jsonschema
import pytest
from pyld import jsonld

from badges.model.wording import count_entries
from tests.badges.frameworks import official

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "schemas" / "tiers_lieux" / "v1"
DOCS = ROOT / "docs"
SKILLS = sorted((FOLDER / "skills").glob("*.jsonld"))
NAMESPACE = UUID("89867dd4-0a83-435d-9e63-a5c0da360dbb")
BASE = "https://lieu.example/frameworks/"
NAMED_ABSENT = {"TL-ACC-01", "TL-COO-01", "TL-PIL-01"}

every_skill = pytest.mark.parametrize("path", SKILLS, ids=lambda path: path.stem)


@cache
def load(path: Path) -> Any:
    """The JSON of one file."""
    return json.loads(path.read_text("utf-8"))


def skills() -> list[dict[str, Any]]:
    """Every skill."""
    return [load(path) for path in SKILLS]


def framework() -> dict[str, Any]:
    """The file of the framework."""
    value: dict[str, Any] = load(FOLDER / "framework.jsonld")
    return value


def texts(value: object) -> Iterator[str]:
    """Every text in a JSON value."""
    if isinstance(value, dict):
        for item in value.values():
            yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, str):
        yield value


def own_words(skill: dict[str, Any], language: str) -> list[str]:
    """What we wrote of a skill in one language."""
    parts = [skill[name] for name in ("prefLabel", "definition", "statement", "origin")]
    parts += [item["description"] for item in skill["indicators"] + skill["levels"]]
    return [part[language] for part in parts]


def validator(name: str) -> jsonschema.Draft202012Validator:
    """One of our two schemas, itself checked."""
    schema = load(FOLDER / f"{name}.schema.json")
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@every_skill
def test_a_skill_file_follows_our_schema(path: Path) -> None:
    """Every skill has both languages, three indicators, four levels, a search and mappings."""
    assert [error.message for error in validator("skill").iter_errors(load(path))] == []


def test_the_framework_file_follows_our_schema() -> None:
    """The framework file has its titles, scale, domains, corpora and credits."""
    assert [error.message for error in validator("framework").iter_errors(framework())] == []


def test_the_schema_of_a_skill_refuses_what_is_missing() -> None:
    """A skill without its English definition, or with a fourth indicator, is refused."""
    skill = json.loads(json.dumps(skills()[0]))
    del skill["definition"]["en"]
    skill["indicators"].append(skill["indicators"][0])
    assert len(list(validator("skill").iter_errors(skill))) == 2


def test_forty_skills_are_listed_and_present() -> None:
    """The list of the framework and the files are the same forty skills."""
    listed = framework()["skills"]
    assert len(listed) == 40
    assert sorted(listed) == sorted(skill["id"] for skill in skills())


@every_skill
def test_a_skill_is_named_after_its_file(path: Path) -> None:
    """File name, id and UUID (version 5 of the slug) tell the same name."""
    skill = load(path)
    assert skill["id"] == f"tiers-lieux/{path.stem}"
    assert skill["identifier"] == uuid5(NAMESPACE, path.stem).urn
    assert skill["broader"] in {domain["id"] for domain in framework()["domains"]}
    assert skill["notation"].split("-")[1].lower() == skill["broader"].rsplit("/")[-1]


def test_names_are_unique() -> None:
    """No two things of the framework share a notation, an id or a UUID; no slug hides a page."""
    things = [framework(), *framework()["domains"], *skills()]
    for member in ("id", "identifier"):
        names = [thing[member] for thing in things]
        assert len(set(names)) == len(names)
    notations = [thing["notation"] for thing in things[1:]]
    assert len(set(notations)) == len(notations)
    assert not {"tiers-lieux/levels", "tiers-lieux/domains"} & set(framework()["skills"])
    ids = [
        part["id"]
        for skill in skills()
        for group in ("indicators", "levels", "mappings")
        for part in skill[group]
    ]
    assert len(set(ids)) == len(ids)


@every_skill
def test_the_plain_statement_is_short(path: Path) -> None:
    """The sentence of the person begins with Je or I and has fewer than fifteen words."""
    statement = load(path)["statement"]
    assert re.match(r"J(e |’)", statement["fr"])
    assert statement["en"].startswith("I ")
    for text in statement.values():
        assert len(re.findall(r"\w+", text)) < 15
        assert text.endswith(".")


@every_skill
def test_the_words_keep_one_typography(path: Path) -> None:
    """Curly apostrophes, no double or outer spaces, labels and levels without a final stop."""
    skill = load(path)
    for language in ("fr", "en"):
        for text in own_words(skill, language):
            assert "'" not in text
            assert '"' not in text
            assert "..." not in text
            assert text == " ".join(text.split())
        assert skill["definition"][language].endswith(".")
        for part in [skill["prefLabel"], *(i["description"] for i in skill["indicators"])]:
            assert not part[language].endswith(".")
            assert part[language][0].isupper() or part[language][0].isdigit()
        for level in skill["levels"]:
            assert not level["description"][language].endswith(".")
            assert level["description"][language][0].isupper()


NEUTRAL = re.compile(
    r"celles et ceux|habitantes et (d’)?habitants|il (le )?faut|il y a|il est possible"
    r"|un autre lieu|un autre projet"
)
MASCULINE = re.compile(
    r"\b(seul|seuls|il|ils|celui|ceux|un autre|apprenant|usagers?|habitants|facilitateurs?|"
    r"formateurs?|débutants?|un habitué|accueillants?|animateurs?|tuteurs?|médiateurs?)\b"
)


@every_skill
def test_the_french_speaks_to_everybody(path: Path) -> None:
    """No masculine noun or pronoun stands alone for the person who bears the competence."""
    for text in own_words(load(path), "fr"):
        assert not MASCULINE.search(NEUTRAL.sub("", text)), text


@every_skill
def test_the_two_languages_differ(path: Path) -> None:
    """No text was left in the other language."""
    skill = load(path)
    for french, english in zip(own_words(skill, "fr"), own_words(skill, "en"), strict=True):
        assert french != english


@every_skill
def test_the_coverage_agrees_with_the_mappings(path: Path) -> None:
    """Present has a close item; absent has none, and its own words are found nowhere."""
    skill = load(path)
    close = {"exactMatch", "closeMatch"} & {item["relation"] for item in skill["mappings"]}
    if skill["officialCoverage"] == "present":
        assert close
    if skill["officialCoverage"] == "absent":
        first = skill["officialSearch"]["searched"][0]
        assert not close
        assert sum(value for value in first.values() if isinstance(value, int)) == 0


def test_the_three_named_skills_are_published_as_absent() -> None:
    """The skills named by the national synthesis as absent are here, and said absent."""
    absent = {s["notation"]: s for s in skills() if s["officialCoverage"] == "absent"}
    assert absent.keys() >= NAMED_ABSENT
    for notation in NAMED_ABSENT:
        assert "absente des référentiels officiels" in absent[notation]["origin"]["fr"]


@every_skill
def test_expansion_loses_nothing(path: Path) -> None:
    """Every term and type of a skill file is in our context: safe expansion keeps all its texts."""
    skill = load(path)
    context = load(FOLDER / "context.jsonld")["@context"]
    expanded = jsonld.expand(
        {**skill, "@context": context}, {"base": BASE, "on_property_dropped": _refuse_loss}
    )
    kept = set(texts(expanded))
    content = {name: value for name, value in skill.items() if name != "@context"}
    spoken = {text for text in texts(content) if " " in text}
    assert spoken <= kept
    assert expanded[0]["@id"] == f"{BASE}{skill['id']}"


def test_expansion_of_the_framework_loses_nothing() -> None:
    """The framework file, too, keeps all its texts."""
    context = load(FOLDER / "context.jsonld")["@context"]
    expanded = jsonld.expand(
        {**framework(), "@context": context}, {"base": BASE, "on_property_dropped": _refuse_loss}
    )
    assert {text for text in texts(framework()) if " " in text} <= set(texts(expanded))


def _refuse_loss(term: object) -> None:
    pytest.fail(f"dropped: {term}")


def test_every_term_of_the_context_has_an_explicit_address() -> None:
    """No term depends on a vocabulary or a base; ours are under our UUID, not a domain."""
    context = load(FOLDER / "context.jsonld")["@context"]
    assert "@vocab" not in context
    assert "@base" not in context
    assert context["tl"] == f"urn:uuid:{NAMESPACE}#"
    for name, value in context.items():
        if not name.startswith("@"):
            assert isinstance(value, str) or "@id" in value


@pytest.mark.shared
def test_the_searches_give_the_same_counts_again(shared: Path) -> None:
    """Each term is searched again in each official corpus: all the counts are those stored."""
    corpora = official.corpora(shared / "referentials")
    differences = [
        (skill["notation"], term["term"], key, value)
        for skill in skills()
        for term in skill["officialSearch"]["searched"]
        for key, value in term.items()
        if isinstance(value, int) and count_entries(term["term"], corpora[key]) != value
    ]
    assert differences == []
    sizes = {corpus["key"]: corpus["entries"] for corpus in framework()["corpora"]}
    assert sizes == {key: len(entries) for key, entries in corpora.items()}


@pytest.mark.shared
def test_every_mapped_code_exists_with_that_label(shared: Path) -> None:
    """Code and label of each mapping are those of ROME v60, ESCO and DigComp 3.0, to the letter."""
    labels = official.labels(shared / "referentials")
    wrong = [
        (skill["notation"], mapping["framework"], mapping["code"])
        for skill in skills()
        for mapping in skill["mappings"]
        if labels[mapping["framework"], mapping["kind"]].get(mapping["code"]) != mapping["label"]
    ]
    assert wrong == []


@pytest.mark.shared
def test_an_esco_mapping_points_to_its_own_code(shared: Path) -> None:
    """The address of an ESCO item ends with its code, and ESCO knows that address."""
    known = {
        row["conceptUri"] for row in official.rows(shared / "referentials", official.ESCO_SKILLS)
    }
    for skill in skills():
        for mapping in skill["mappings"]:
            if mapping["framework"] == "ESCO":
                assert mapping["target"] in known
                assert mapping["target"].endswith("/" + mapping["code"])


def test_the_context_of_version_one_never_changes() -> None:
    """Published documents rely on these bytes: another need makes another version."""
    digest = hashlib.sha256((FOLDER / "context.jsonld").read_bytes()).hexdigest()
    assert digest == "d48f1fa8647e05d2c44d5da7b7e76b5b79d1a247194b04892022b4ba68c66bd0"


def test_the_reference_page_tells_what_the_files_say() -> None:
    """Namespace, corpora, sizes, coverage and credits of the page are those of the files."""
    page = (DOCS / "reference" / "referential.md").read_text("utf-8")
    assert str(NAMESPACE) in page
    for corpus in framework()["corpora"]:
        assert f"| `{corpus['key']}` |" in page
        assert f"| {corpus['entries']:,} |" in page
    counts = Counter(skill["officialCoverage"] for skill in skills())
    assert counts == {"absent": 5, "partial": 14, "present": 21}
    for skill in skills():
        assert (f"`{skill['notation']}`" in page) == (skill["officialCoverage"] == "absent")
    for credit in framework()["attributions"]:
        assert {credit["description"]["fr"], credit["description"]["en"]} & set(
            re.findall(r"^- (.+)$", page, re.MULTILINE)
        )


def test_the_french_guide_lists_every_competence() -> None:
    """The guide shows each competence with its plain statement, word for word."""
    guide = (DOCS / "fr" / "referentiel.md").read_text("utf-8")
    for skill in skills():
        row = f"| {skill['notation']} | {skill['prefLabel']['fr']} | {skill['statement']['fr']} |"
        assert row in guide
