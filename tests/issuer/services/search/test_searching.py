"""Finding the right competency: words of people, ranking, codes, spelling, and finding nothing."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from badges.i18n import LANGUAGES, Translator
from badges.model.concepts import Concept, Reading, Scheme
from issuer.ports import Office
from issuer.services.official import importing
from issuer.services.search import everyday, questions, searching
from issuer.services.search.searching import Hit, Results
from tests.issuer.world import Town, open_town

OURS = "tiers-lieux"
TRADES = Scheme("metiers", "Métiers", "7", "fr")
ABOVE = (
    Concept("1", "domaine", "Fabriquer des objets"),
    Concept("11", "macro-competence", "Réparer", broader="1", notes={"macro": "2B345"}),
)
ITEMS = (
    Concept("101", "competence", "Réparer une bicyclette", broader="11"),
    Concept("106", "competence", "Xylographie"),
    Concept("102", "competence", "Tirer des xylographies", definition="Graver le zinc."),
    Concept("103", "competence", "Graver", other_labels=("Xylographie ancienne",)),
    Concept("104", "competence", "Imprimer", definition="Presser une xylographie."),
    Concept("105", "competence", "Exposer", texts=("Montrer une xylographie encadrée.",)),
    Concept("107", "competence", "Restaurer une xylographie abîmée"),
    Concept("110", "competence", "Zébrer le quartz"),
    Concept("111", "competence", "Zébrer"),
    Concept("112", "competence", "Quartz à zébrer"),
    Concept("M1", "fiche", "Zingueur / Zingueuse"),
    Concept("120", "competence", "Poser du zinc en zingueur accompli"),
)


def bring_in(office: Office, scheme: Scheme, *concepts: Concept) -> None:
    """Import these concepts."""
    importing.import_reading(office, Reading(scheme, iter(concepts)), actor="test")


@pytest.fixture
def office(village: Town) -> Office:
    """An office with our referential and a small official one."""
    bring_in(village.office, TRADES, *ABOVE, *ITEMS)
    return village.office


def codes(results: Results) -> list[str]:
    """The codes of the hits, in order."""
    return [hit.concept.code for hit in results.hits]


def ask(office: Office, text: str, *schemes: str) -> list[str]:
    """The codes that answer a question asked of these schemes, or of the small official one."""
    return codes(searching.search(office, text, schemes=schemes or ("metiers",)))


@pytest.mark.parametrize(
    ("asked", "notation"),
    [
        ("accueil", "TL-ACC-01"),
        ("le care et les temps informels", "TL-ACC-01"),
        ("animer un groupe", "TL-COO-01"),
        ("outils d'intelligence collective", "TL-COO-01"),
        ("monter un consortium", "TL-PIL-01"),
        ("consortium", "TL-PIL-01"),
    ],
)
def test_the_skills_named_absent_are_found_with_their_coverage(
    office: Office, asked: str, notation: str
) -> None:
    """The three skills that no official referential has come first for their own words."""
    hit = searching.search(office, asked).hits[0]
    assert (hit.concept.code, hit.framework_slug, hit.coverage) == (notation, OURS, "absent")


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("101", "101"),
        ("M1", "M1"),
        ("m1", "M1"),
        ("2B345", "11"),
        ("2b345", "11"),
        ("TL-COO-01", "TL-COO-01"),
        ("tl-coo-01", "TL-COO-01"),
        ("https://a.example/items/101/", "101"),
    ],
)
def test_a_code_finds_its_item(office: Office, asked: str, code: str) -> None:
    """Whatever its capitals, alone or at the end of an address; a short code does too."""
    hit = searching.search(office, asked).hits[0]
    assert (hit.concept.code, hit.why) == (code, "code")


def test_where_the_words_stand_decides(office: Office) -> None:
    """The very label, short labels, longer ones, then other names, definitions and texts."""
    results = searching.search(office, "xylographie", schemes=("metiers",))
    assert codes(results) == ["106", "102", "107", "103", "104", "105"]
    why = {hit.concept.code: hit.why for hit in results.hits}
    assert why["106"] == "label"
    assert why["103"] == "synonym"
    assert why["104"] == "definition"
    assert why["105"] == "text"


def test_all_words_come_before_some(office: Office) -> None:
    """In the order asked before another order; what holds half of two words is no answer."""
    assert ask(office, "zébrer quartz") == ["110", "112"]
    assert ask(office, "quartz zébrer") == ["112", "110"]


@pytest.mark.parametrize(
    "asked",
    ["Réparer une bicyclette", "REPARER BICYCLETTES", "répare des bicyclettes", "reparer bicycl"],
)
def test_accents_capitals_plurals_and_endings_do_not_count(office: Office, asked: str) -> None:
    """Nor do the last letters of a word that is still being typed."""
    assert ask(office, asked)[0] == "101"


def test_everyday_words_lead_to_the_words_of_referentials(office: Office) -> None:
    """« Vélo » finds « bicyclette », and the hit says that the word is close, not the same."""
    hits = searching.search(office, "vélo", schemes=("metiers",)).hits
    assert [(hit.concept.code, hit.why) for hit in hits] == [("101", "everyday_word")]
    assert searching.search(office, "aider quelqu’un avec l’ordinateur").hits[0].concept.code == (
        "TL-NUM-02"
    )


@pytest.mark.parametrize(
    ("asked", "right"),
    [
        ("xilographie", "xylographie"),
        ("xylogaphie", "xylographie"),
        ("xylographhie", "xylographie"),
        ("xylogrpahie", "xylographie"),
    ],
)
def test_one_wrong_letter_is_forgiven_and_said(office: Office, asked: str, right: str) -> None:
    """A letter wrong, missing, added or exchanged: the word that was meant is looked for."""
    results = searching.search(office, f"Une {asked}", schemes=("metiers",))
    assert codes(results)[0] == "106"
    assert results.corrected == f"une {right}"


@pytest.mark.parametrize("asked", ["xylographie", "xyl0graphie", "vgz", "zzzzzzzz"])
def test_nothing_is_corrected_without_need_or_hope(office: Office, asked: str) -> None:
    """A word that is known, that has a figure, that is too short or too far stays as typed."""
    assert searching.search(office, asked).corrected is None


def test_a_word_is_put_right_only_where_that_leads_further(office: Office) -> None:
    """Not when the other words have answers, unless something holds all of them together."""
    assert searching.search(office, "quartz à zébrer brun").corrected is None
    assert searching.search(office, "imprimer xilographie zébrer quartz").corrected is None
    results = searching.search(office, "restaurer xilographie", schemes=("metiers",))
    assert (codes(results)[0], results.corrected) == ("107", "restaurer xylographie")


@pytest.mark.parametrize(
    ("asked", "notation"),
    [
        ("torchis terre crue", "TL-FAB-06"),
        ("prendre soin des gens", "TL-ACC-01"),
        ("faire la cuisine pour 50 personnes", "TL-FAB-09"),
        ("apprendre aux autres", "TL-TRA-04"),
        ("aider une personne agée à utiliser son smartphone", "TL-NUM-02"),
        ("démarches administratives caf impôts", "TL-NUM-01"),
    ],
)
def test_questions_of_the_first_visitors(office: Office, asked: str, notation: str) -> None:
    """Terms of the evidence lead to a competency; numbers count little; sayings have names."""
    results = searching.search(office, asked)
    assert (codes(results)[0], results.corrected) == (notation, None)


def test_words_that_mean_the_same_count_for_each_other(office: Office) -> None:
    """« Jardinage potager » is answered by gardening alone."""
    bring_in(office, replace(TRADES, key="autres"), Concept("1", "savoir", "Matériel de jardinage"))
    assert ask(office, "jardinage potager", "autres") == ["1"]


def test_nothing_found_says_where_it_was_looked_for(office: Office) -> None:
    """No official equivalent: the referentials and editions that were searched are told."""
    results = searching.search(office, "monter un consortium", schemes=("metiers",))
    assert results == Results((), 0, None, (TRADES,))
    everywhere = searching.search(office, "zzzzzzzz")
    assert everywhere.hits == ()
    assert [scheme.key for scheme in everywhere.searched] == ["metiers", OURS]


def test_a_referential_that_is_not_here_answers_nothing(office: Office) -> None:
    """An unknown key is not an error, and never means all."""
    assert searching.search(office, "réparer", schemes=("rncp",)) == Results((), 0, None, ())


@pytest.mark.parametrize("asked", ["", "   ", "le la les", "?!", "’", "de l'", "…"])
def test_a_question_without_words_finds_nothing(office: Office, asked: str) -> None:
    """Articles and signs say nothing."""
    assert searching.search(office, asked).hits == ()


def test_light_words_count_when_alone(office: Office) -> None:
    """« Faire » is left out of « faire du zinc », and looked for when it is all there is."""
    bring_in(office, replace(TRADES, key="autres"), Concept("1", "savoir", "Faire"))
    assert ask(office, "faire", "autres") == ["1"]
    assert ask(office, "faire du zinc", "metiers", "autres") == ["120", "102"]


def test_skills_come_before_occupations_unless_asked(office: Office) -> None:
    """An occupation comes first when its kind is chosen, or when the question says « métier »."""
    assert ask(office, "zingueur") == ["120", "M1"]
    assert ask(office, "métier zingueur") == ["M1", "120"]
    chosen = searching.search(office, "zingueur", schemes=("metiers",), kinds=("fiche",))
    assert codes(chosen) == ["M1"]


def test_ours_come_first_among_equals(office: Office) -> None:
    """A competency of our own is preferred to an official one that says the same."""
    bring_in(office, replace(TRADES, key="autres"), Concept("1", "savoir", "Coopérer"))
    assert codes(searching.search(office, "coopérer"))[:2] == ["TL-COO-02", "1"]


def test_a_hit_tells_what_is_above_it(office: Office) -> None:
    """The items above, the nearest first, and the edition that it is of."""
    hit = searching.search(office, "bicyclette", schemes=("metiers",)).hits[0]
    assert hit == Hit(ITEMS[0], TRADES, (ABOVE[1], ABOVE[0]), None, "label", None)


def test_what_is_gone_is_not_found(office: Office) -> None:
    """By its words or by its code."""
    bring_in(office, replace(TRADES, version="8"), *ABOVE, *ITEMS[1:])
    assert ask(office, "bicyclette") == []
    assert ask(office, "101") == []


def test_hits_are_bounded_and_counted(office: Office) -> None:
    """`total` counts what was ranked; the limit is kept between one and a hundred."""
    many = [Concept(f"n{number}", "savoir", f"Quincaillerie {number}") for number in range(130)]
    bring_in(office, replace(TRADES, key="autres"), *many)
    for asked, shown in ((3, 3), (0, 1), (-5, 1), (10_000, searching.HITS_LIMIT)):
        results = searching.search(office, "quincaillerie", limit=asked)
        assert len(results.hits) == shown
        assert results.total == searching.CANDIDATES


def test_equal_hits_come_in_one_order(office: Office) -> None:
    """The shorter label first, then by scheme and code: never as the engine happens to give."""
    for key in ("b", "a"):
        items = (Concept("2", "savoir", "Quincaille"), Concept("1", "savoir", "Quincaille"))
        bring_in(office, replace(TRADES, key=key), *items)
    hits = searching.search(office, "quincaille").hits
    assert [(hit.scheme.key, hit.concept.code) for hit in hits] == [
        ("a", "1"),
        ("a", "2"),
        ("b", "1"),
        ("b", "2"),
    ]


def test_english_labels_are_found(office: Office) -> None:
    """The English name of a skill of ours is one of its names."""
    hit = searching.search(office, "sewing", language="en").hits[0]
    assert (hit.concept.code, hit.why) == ("TL-FAB-05", "synonym")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_reason_has_its_sentence(language: str) -> None:
    """What a hit says of itself is said in words."""
    say = Translator(language, "issuer")
    for why in ("code", "label", "synonym", "definition", "text", "everyday_word"):
        assert say(f"search.why.{why}").endswith(".")


def test_a_long_question_is_read_from_its_beginning() -> None:
    """Two hundred characters and six telling words are enough to search for."""
    question = questions.read_question("xylophone " + "mot " * 3_000)
    assert len(question.text) <= questions.QUESTION_LENGTH
    assert [term.word for term in question.terms][:2] == ["xylophone", "mot"]
    many = questions.read_question("un deux trois quatre cinq six sept huit neuf dix onze")
    assert len(many.terms) == questions.TERMS_LIMIT


def test_the_everyday_words_are_a_real_list() -> None:
    """Over a hundred things said, each leading somewhere else than to itself alone."""
    words = everyday.everyday_words()
    assert len(words.meanings) > 300
    for said, means in words.meanings.items():
        assert said
        assert {token.stem for token in means} - set(said), said
        assert not words.silent & {token.stem for token in means}, said
    assert not words.light & words.silent


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office for questions of all sorts, opened once."""
    directory = tmp_path_factory.mktemp("searching")
    town = open_town(directory, f"sqlite:///{directory / 'small.sqlite3'}")
    bring_in(town.office, TRADES, *ABOVE, *ITEMS)
    yield town.office
    town.office.store.close()


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=60))
@example('"')
@example("label:* OR NEAR(a b) -c ^d {e}")
@example("'; DROP TABLE concepts; --")
@example("a AND NOT b")
@example("\0")
@example("\ud800")
@example("🚲🚲🚲")
@example("x" * 10_000)
@example("é" * 10_000)
@example("%_\\*")
@example("½ ㎏ ﬁn")
@example("(((((")
@example("to_tsquery & | ! <->")
def test_any_text_may_be_asked(small: Office, text: str) -> None:
    """No sign, however odd, is an error, and the same question has the same answer."""
    results = searching.search(small, text)
    assert results == searching.search(small, text)
    assert len(results.hits) <= results.total
    assert len(results.searched) == 2
