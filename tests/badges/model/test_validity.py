"""What makes a framework valid: five competencies are enough, and each rule says what to mend."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest

from badges.errors import FrameworkError
from badges.frameworks import load_tiers_lieux
from badges.i18n import LANGUAGES, Translator, catalogue
from badges.model import validity
from badges.model.framework import Competency, Corpus, Derivation, Framework, Level, Words
from badges.model.validity import problems_of, require_valid
from tests.badges.frameworks import worlds

Change = Callable[[Framework], Framework]


def first(**changes: object) -> Change:
    """A change of the first competency."""

    def change(framework: Framework) -> Framework:
        item, *others = framework.competencies
        edited = replace(item, **changes)  # type: ignore[arg-type]  # fields by their names
        return replace(framework, competencies=(edited, *others))

    return change


def whole(**changes: object) -> Change:
    """A change of the framework itself."""
    return lambda framework: replace(framework, **changes)  # type: ignore[arg-type]  # same


def words(text: str) -> Words:
    """A text in French."""
    return Words({"fr": text})


def many(count: int) -> Change:
    """As many competencies as that."""
    return lambda _: worlds.light(count)


LIGHT = worlds.light()
ONE = LIGHT.competencies[0]
TWO = LIGHT.competencies[1]
DOMAIN = LIGHT.domains[0]


@pytest.mark.parametrize("world", [load_tiers_lieux, worlds.light, worlds.full])
def test_what_we_publish_is_valid(world: Callable[[], Framework]) -> None:
    """Five competencies in one domain are a framework; so is one that uses everything."""
    assert problems_of(world()) == ()
    require_valid(world())


def test_the_smallest_competency_is_a_label_and_a_sentence() -> None:
    """Nothing else than names, domain, type, label and statement has to be given."""
    light = Competency(
        slug="coudre",
        notation="ATL-ATE-09",
        uuid=UUID(int=5),
        domain=DOMAIN,
        type="technique",
        label=words("Coudre"),
        definition=Words({}),
        statement=Words({"en": "I sew."}),
    )
    assert problems_of(replace(LIGHT, competencies=(light,))) == ()


@pytest.mark.parametrize(
    ("change", "code", "where"),
    [
        pytest.param(whole(slug="Atelier"), "slug", "Atelier", id="slug with a capital"),
        pytest.param(whole(slug="search"), "slug", "search", id="slug of a page"),
        pytest.param(whole(slug="rome"), "slug", "rome", id="slug of a referential"),
        pytest.param(whole(slug="a" * 81), "slug", "a" * 81, id="slug too long"),
        pytest.param(whole(prefix="atl"), "prefix", "atelier", id="prefix in small letters"),
        pytest.param(whole(version="1.0"), "version", "atelier", id="two numbers"),
        pytest.param(whole(version="1.0.01"), "version", "atelier", id="a zero in front"),
        pytest.param(whole(modified="22/11/2026"), "date", "atelier", id="date of France"),
        pytest.param(whole(licence="CC BY"), "licence", "atelier", id="licence without address"),
        pytest.param(whole(creator=" "), "missing.creator", "atelier", id="nobody"),
        pytest.param(whole(title=Words({})), "missing.title", "atelier", id="no title"),
        pytest.param(whole(description=words(" ")), "missing.text", "atelier", id="blank"),
        pytest.param(whole(competencies=()), "empty", "atelier", id="no competency"),
        pytest.param(many(501), "too_many.competencies", "atelier", id="501 competencies"),
        pytest.param(
            whole(levels=tuple(Level(f"N{n}", words("n"), Words({})) for n in range(1, 10))),
            "too_many.levels",
            "atelier",
            id="nine levels",
        ),
        pytest.param(
            whole(levels=(Level("n 1", words("n"), Words({})),)), "level_code", "n 1", id="level"
        ),
        pytest.param(
            whole(corpora=(Corpus("", "a", "b", "fr", 1),)), "corpus", "atelier", id="corpus"
        ),
        pytest.param(
            whole(domains=(DOMAIN, replace(DOMAIN, code="é", slug="autre", uuid=UUID(int=1)))),
            "domain_code",
            "é",
            id="domain code",
        ),
        pytest.param(first(slug=TWO.slug), "twice.slug", TWO.slug, id="one slug twice"),
        pytest.param(
            first(notation=TWO.notation), "twice.notation", TWO.notation, id="notation twice"
        ),
        pytest.param(first(uuid=TWO.uuid), "twice.uuid", str(TWO.uuid), id="UUID twice"),
        pytest.param(first(uuid=DOMAIN.uuid), "twice.uuid", str(DOMAIN.uuid), id="UUID of domain"),
        pytest.param(
            first(notation="ATL-ATE"), "twice.notation", "ATL-ATE", id="notation of the domain"
        ),
        pytest.param(first(notation="TL-01"), "notation", "TL-01", id="another prefix"),
        pytest.param(first(notation="ATL-é"), "notation", "ATL-é", id="notation with an accent"),
        pytest.param(first(slug="print"), "competency_slug", ONE.notation, id="slug of a page "),
        pytest.param(first(slug="v2-couture"), "competency_slug", ONE.notation, id="slug v2"),
        pytest.param(first(slug="a/b"), "competency_slug", ONE.notation, id="slug with a slash"),
        pytest.param(
            first(domain=replace(DOMAIN, code="ZZ")), "domain_unknown", ONE.notation, id="domain"
        ),
        pytest.param(first(label=Words({})), "missing.label", ONE.notation, id="no label"),
        pytest.param(
            first(statement=Words({})), "missing.statement", ONE.notation, id="no statement"
        ),
        pytest.param(first(label=words("a" * 301)), "words_long", ONE.notation, id="long label"),
        pytest.param(
            first(label=Words({"fr>": "a"})), "words_language", ONE.notation, id="no language"
        ),
        pytest.param(
            first(label=Words({"fr": "a", "FR": "b"})),
            "words_language",
            ONE.notation,
            id="language twice",
        ),
        pytest.param(
            first(indicators=(words("a"),) * 11), "too_many.indicators", ONE.notation, id="eleven"
        ),
        pytest.param(
            first(levels=(Level("N9", words("a"), words("b")),)),
            "level_misplaced",
            ONE.notation,
            id="level outside the scale",
        ),
        pytest.param(
            first(replaced_by=TWO.slug), "replaced_alive", ONE.notation, id="replaced but alive"
        ),
        pytest.param(
            first(deprecated=True, replaced_by="nobody"), "replacement", ONE.notation, id="nobody "
        ),
        pytest.param(
            first(deprecated=True, replaced_by=ONE.slug), "replacement", ONE.notation, id="itself"
        ),
        pytest.param(
            first(derived_from=Derivation("relative", "t")), "derivation", ONE.notation, id="source"
        ),
        pytest.param(
            first(matches=(worlds.bridge(code=" "),)), "bridge", ONE.notation, id="no code"
        ),
        pytest.param(
            first(matches=(worlds.bridge(uri="javascript:alert(1)"),)),
            "bridge_address",
            ONE.notation,
            id="address that is none",
        ),
        pytest.param(
            first(matches=(worlds.bridge(), worlds.bridge())),
            "bridge_twice",
            ONE.notation,
            id="bridge twice",
        ),
    ],
)
def test_each_rule_names_what_breaks_it(change: Change, code: str, where: str) -> None:
    """One thing wrong gives its own code and the competency, domain, level or framework."""
    found = problems_of(change(LIGHT))
    assert (f"framework.{code}", where) in {(problem.code, problem.where) for problem in found}


def test_a_search_counts_only_in_corpora_that_are_described() -> None:
    """A count without the edition in which it was made proves nothing."""
    full = worlds.full()
    found = problems_of(replace(full, corpora=full.corpora[:1]))
    assert [(problem.code, problem.params) for problem in found] == [
        ("framework.corpus_unknown", {"key": "rncp-fiches"})
    ]


def test_replacements_may_not_go_round() -> None:
    """Two competencies that replace each other would send readers round for ever."""
    ring = tuple(
        replace(item, deprecated=True, replaced_by=other)
        for item, other in ((ONE, TWO.slug), (TWO, ONE.slug))
    )
    found = problems_of(replace(LIGHT, competencies=ring))
    assert [problem.code for problem in found] == ["framework.replacement"] * 2


def test_the_first_problem_is_raised_with_the_number_of_the_others() -> None:
    """A command can say one thing and that there is more."""
    broken = replace(LIGHT, version="?", modified="?")
    with pytest.raises(FrameworkError) as caught:
        require_valid(broken)
    assert caught.value.code == "framework.version"
    assert caught.value.params["others"] == 1
    problem = problems_of(broken)[0]
    assert problem.error().params == {"where": "atelier", "version": "?"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_has_a_sentence(language: str) -> None:
    """Whatever is wrong is said in words, with the parameters that the problem carries."""
    empty = Words({"fr": " ", "é": "a" * 10_000})
    broken = replace(
        LIGHT,
        slug="É",
        prefix="é",
        version="",
        modified="",
        licence="",
        title=empty,
        competencies=(replace(ONE, label=empty, replaced_by="x"), ONE),
    )
    say = Translator(language)
    problems = problems_of(broken)
    assert len({problem.code for problem in problems}) > 10
    for problem in problems:
        assert problem.code in catalogue("badges", language)
        assert " " in say(problem.code, where=problem.where, **problem.params)


def test_the_bounds_are_those_of_the_contract() -> None:
    """500 competencies, 50 domains, 10 indicators, 8 levels."""
    bounds = (
        validity.MAX_COMPETENCIES,
        validity.MAX_DOMAINS,
        validity.MAX_INDICATORS,
        validity.MAX_LEVELS,
    )
    assert bounds == (500, 50, 10, 8)
    assert problems_of(worlds.light(99)) == ()
