"""Frameworks to try things on: a light one of five competencies, and any that hypothesis makes."""

from dataclasses import replace
from uuid import NAMESPACE_URL, UUID, uuid5

from hypothesis import strategies as st

from badges.model.framework import (
    DEFAULT_LEVELS,
    NO_WORDS,
    Competency,
    CompetencyType,
    Corpus,
    Derivation,
    Domain,
    Framework,
    FrameworkStatus,
    Level,
    MappingStatus,
    OfficialMatch,
    OfficialSearch,
    Relation,
    SearchedTerm,
    Words,
)

BASE = "https://lieu.example"

TYPES: tuple[CompetencyType, ...] = ("technique", "savoir-etre", "metier")
STATUSES: tuple[MappingStatus, ...] = (
    "proposed",
    "reviewed",
    "published",
    "refused",
    "reopened",
)
RELATIONS: tuple[Relation, ...] = (
    "exactMatch",
    "closeMatch",
    "broadMatch",
    "narrowMatch",
    "relatedMatch",
)
FRAMEWORK_STATUSES: tuple[FrameworkStatus, ...] = ("Draft", "Adopted", "Deprecated")
LANGUAGES = ("fr", "en", "pt-BR", "id")


def light(size: int = 5) -> Framework:
    """A light framework as a place writes it: one domain, a label and a sentence for each skill."""
    uuid = uuid5(NAMESPACE_URL, "https://lieu.example/frameworks/atelier")
    domain = Domain("ATE", "atelier", Words({"fr": "À l’atelier"}), uuid5(uuid, "domains/atelier"))
    return Framework(
        slug="atelier",
        uuid=uuid,
        version="1.0.0",
        modified="2026-11-22",
        title=Words({"fr": "Référentiel de l’atelier"}),
        description=NO_WORDS,
        creator="L’atelier partagé",
        licence="https://creativecommons.org/licenses/by/4.0/",
        attributions=(),
        domains=(domain,),
        levels=DEFAULT_LEVELS,
        corpora=(),
        competencies=tuple(_light_one(uuid, domain, place) for place in range(1, size + 1)),
        place="atelier-partage",
        prefix="ATL",
    )


def _light_one(uuid: UUID, domain: Domain, place: int) -> Competency:
    return Competency(
        slug=f"geste-{place}",
        notation=f"ATL-ATE-{place:02}",
        uuid=uuid5(uuid, f"geste-{place}"),
        domain=domain,
        type=TYPES[place % len(TYPES)],
        label=Words({"fr": f"Faire le geste {place}"}),
        definition=NO_WORDS,
        statement=Words({"fr": f"Je fais le geste {place}."}),
    )


def bridge(**changes: object) -> OfficialMatch:
    """A bridge to an item of ROME, published, with these changes."""
    match = OfficialMatch(
        relation="broadMatch",
        framework="ROME",
        kind="competence",
        code="300469",
        label="Préparer et animer une réunion, un groupe de travail, un atelier",
        uri=None,
        version="4.0 v60 (18/09/2025)",
        status="published",
        justification="semapv:ManualMappingCuration",
    )
    return replace(match, **changes)  # type: ignore[arg-type]  # fields are told by their names


_SOURCE = Derivation(
    "https://ailleurs.example/frameworks/autre/coudre", "Coudre", "2.0.0", UUID(int=4 << 76)
)


def full() -> Framework:
    """A light framework that also uses everything: states, bridges, search, fork, replacement."""
    framework = light()
    first, second, third, *others = framework.competencies
    return replace(
        framework,
        description=Words({"fr": "Un essai", "en": "A trial"}),
        attributions=(Words({"fr": "D’après un autre lieu."}),),
        status="Draft",
        derived_from=replace(_SOURCE, uuid=None, version=""),
        corpora=(
            Corpus("romeCompetences", "ROME, compétences", "60", "fr", 18_317),
            Corpus("rncp-fiches", "RNCP, fiches", "2026-11", "fr", 30_000),
        ),
        competencies=(
            _full_one(first),
            replace(second, deprecated=True, replaced_by=third.slug),
            third,
            *others,
        ),
    )


def _full_one(light_one: Competency) -> Competency:
    """A competency with everything that one can have, and a bridge in each state."""
    hits = {"romeCompetences": 0, "rncp-fiches": 2}
    matches = tuple(
        bridge(relation=relation, status=status, code=str(100 + place))
        for place, (relation, status) in enumerate(zip(RELATIONS, STATUSES, strict=True))
    )
    return replace(
        light_one,
        definition=Words({"fr": "Ce que c’est."}),
        indicators=(Words({"fr": "Choisit"}), Words({"fr": "Montre", "en": "Shows"})),
        levels=(
            replace(DEFAULT_LEVELS[0], descriptor=Words({"fr": "Avec quelqu’un"})),
            replace(DEFAULT_LEVELS[2], descriptor=Words({"fr": "Sans aide"})),
        ),
        coverage="absent",
        absence=OfficialSearch(
            "2026-11-22",
            (SearchedTerm("coudre un sac", "fr", hits),),
            Words({"fr": "Libellés seulement."}),
        ),
        matches=(
            *matches,
            bridge(framework="Foo Bar", kind="thème", code="a/b", justification="Car."),
        ),
        origin=Words({"fr": "Un entretien"}),
        derived_from=_SOURCE,
    )


def told(framework: Framework) -> Framework:
    """What a framework says to strangers: its refused bridges are records of reviews, left out."""
    return framework.with_matches(
        {
            item.uuid: tuple(match for match in item.matches if match.status != "refused")
            for item in framework.competencies
        }
    )


_CHARACTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp"))
_ODD = st.sampled_from("\"'\\<>&{}|=;,\t\n#@^`_")
texts = st.text(_CHARACTERS | _ODD, min_size=1, max_size=20).map(str.strip).filter(bool)


def spoken(smallest: int = 1) -> st.SearchStrategy[Words]:
    """A text in one to four languages; in none as well when `smallest` is 0."""
    return st.dictionaries(st.sampled_from(LANGUAGES), texts, min_size=smallest, max_size=3).map(
        Words
    )


_sources = st.none() | st.builds(
    Derivation,
    st.sampled_from(("https://a.example/frameworks/x/y", "urn:uuid:" + str(UUID(int=4 << 76)))),
    texts,
    st.sampled_from(("", "1.2.0")),
    st.none() | st.uuids(version=5),
)
_uris = st.none() | st.sampled_from(
    ("http://data.europa.eu/esco/skill/1", "https://data.example/it?em=1#a")
)
_matches = st.lists(
    st.builds(
        OfficialMatch,
        relation=st.sampled_from(RELATIONS),
        framework=st.sampled_from(("ROME", "ESCO", "DigComp", "Foo Bar", "term", "日本", "a.b_c")),
        kind=st.sampled_from(("competence", "savoir", "skill", "thème")),
        code=st.sampled_from(("1", "M1805", "6A109", "a/b", "é|=%", "x y")),
        label=texts,
        uri=_uris,
        version=st.sampled_from(("", "4.0 v60 (18/09/2025)")),
        status=st.sampled_from(STATUSES),
        justification=st.sampled_from(("semapv:LexicalMatching", "Parce que c’est pareil.")),
    ),
    max_size=4,
    unique_by=lambda match: (match.scheme, match.code, match.relation),
).map(tuple)
_CORPORA = (
    Corpus("romeCompetences", "ROME", "60", "fr", 3),
    Corpus("Foo bar/é", "Foo", "1", "en", 0),
)
_searches = st.none() | st.builds(
    OfficialSearch,
    st.just("2026-11-22"),
    st.lists(
        st.builds(
            SearchedTerm,
            texts,
            st.sampled_from(("fr", "en")),
            st.dictionaries(
                st.sampled_from([corpus.key for corpus in _CORPORA]), st.integers(0, 9)
            ),
        ),
        max_size=2,
    ).map(tuple),
    spoken(0),
)


@st.composite
def frameworks(draw: st.DrawFn) -> Framework:
    """Any valid framework of one to four competencies in one or two domains."""
    prefix = draw(st.sampled_from(("AB", "X1-Y")))
    uuids = iter(draw(st.lists(st.uuids(version=5), min_size=8, max_size=8, unique=True)))
    scale = tuple(
        Level(f"N{place}", draw(spoken()), draw(spoken(0)))
        for place in range(1, 1 + draw(st.integers(0, 3)))
    )
    domains = tuple(
        Domain(f"D{place}", f"domaine-{place}", draw(spoken()), next(uuids))
        for place in range(1, 1 + draw(st.integers(1, 2)))
    )
    slugs = tuple(f"faire-{place}" for place in range(1, 1 + draw(st.integers(1, 4))))
    return Framework(
        slug=draw(st.sampled_from(("atelier", "mon-lieu-2"))),
        uuid=next(uuids),
        version=draw(st.sampled_from(("1.0.0", "0.12.3"))),
        modified="2026-11-22",
        title=draw(spoken()),
        description=draw(spoken(0)),
        creator=draw(texts),
        licence="https://creativecommons.org/licenses/by-sa/4.0/",
        attributions=tuple(draw(st.lists(spoken(), max_size=2))),
        domains=domains,
        levels=scale,
        corpora=_CORPORA,
        competencies=tuple(
            draw(_competencies((f"{prefix}-{place}", next(uuids)), slugs[place:], scale, domains))
            for place in range(len(slugs))
        ),
        place=draw(st.none() | st.just("mon-lieu")),
        prefix=prefix,
        status=draw(st.sampled_from(FRAMEWORK_STATUSES)),
        derived_from=draw(_sources),
    )


@st.composite
def _competencies(
    draw: st.DrawFn,
    names: tuple[str, UUID],
    slugs: tuple[str, ...],
    scale: tuple[Level, ...],
    domains: tuple[Domain, ...],
) -> Competency:
    """A competency of the first of `slugs`; one of the others may replace it."""
    replacement = draw(st.none() | st.sampled_from(slugs[1:])) if slugs[1:] else None
    own = sorted(draw(st.sets(st.sampled_from(scale))), key=scale.index) if scale else []
    return Competency(
        slug=slugs[0],
        notation=names[0],
        uuid=names[1],
        domain=draw(st.sampled_from(domains)),
        type=draw(st.sampled_from(TYPES)),
        label=draw(spoken()),
        definition=draw(spoken(0)),
        statement=draw(spoken()),
        indicators=tuple(draw(st.lists(spoken(), max_size=2))),
        levels=tuple(replace(level, descriptor=draw(spoken())) for level in own),
        coverage=draw(st.sampled_from(("unsearched", "absent", "partial", "present"))),
        absence=draw(_searches),
        matches=draw(_matches),
        origin=draw(spoken(0)),
        deprecated=replacement is not None or draw(st.booleans()),
        replaced_by=replacement,
        derived_from=draw(_sources),
    )
