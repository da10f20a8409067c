"""The simple table of a place: five lines are a framework, and errors say where they are."""

import csv
import io
from dataclasses import replace
from uuid import UUID, uuid5

import pytest

from badges.frameworks import table
from badges.i18n import LANGUAGES, Translator
from badges.model.framework import Framework, Words
from badges.model.validity import problems_of
from tests.badges.frameworks import worlds

HEAD = table.TableHead(
    slug="atelier",
    title=Words({"fr": "Référentiel de l’atelier"}),
    prefix="ATL",
    uuid=UUID("36579fcc-3844-56e2-837a-8b89f2ff1c85"),
    modified="2026-11-22",
    creator="L’atelier",
    place="atelier-partage",
)
FIVE = """Domaine;Type;Libellé;Je
Coudre;technique;Coudre un sac;Je couds un sac.
Coudre;Technique;Réparer un vêtement;Je répare un vêtement.
Coudre;savoir-être;Demander de l’aide;Je demande de l’aide.
Accueillir, ranger;métier;Ouvrir l’atelier;J’ouvre l’atelier.
Accueillir, ranger;Savoir être;Ouvrir l’atelier;J’ouvre encore.
"""


def framework_of(text: str, head: table.TableHead = HEAD) -> Framework:
    """The framework of a table that has no problem."""
    found = table.read(text, head)
    assert isinstance(found, Framework), found
    return found


def problems(text: str, head: table.TableHead = HEAD) -> list[tuple[int | None, str, object]]:
    """What is wrong with a table: line, code without its room, column or value."""
    found = table.read(text, head)
    assert isinstance(found, table.TableProblems)
    return [
        (
            problem.line,
            problem.code.removeprefix("framework."),
            problem.params.get("column", problem.params.get("name")),
        )
        for problem in found.problems
    ]


def test_five_lines_are_a_framework() -> None:
    """Domain, type, label and sentence: names, codes and identifiers are made from them."""
    framework = framework_of(FIVE)
    assert problems_of(framework) == ()
    assert [item.notation for item in framework.competencies] == [
        *("ATL-COU-01", "ATL-COU-02", "ATL-COU-03", "ATL-ACC-01", "ATL-ACC-02")
    ]
    assert [item.slug for item in framework.competencies][2:] == [
        "demander-de-l-aide",
        "ouvrir-l-atelier",
        "ouvrir-l-atelier-2",
    ]
    kinds = [item.type for item in framework.competencies]
    assert kinds == ["technique", "technique", "savoir-etre", "metier", "savoir-etre"]
    assert framework.competencies[0].uuid == uuid5(HEAD.uuid, "coudre-un-sac")
    assert framework.competencies[0].statement == Words({"fr": "Je couds un sac."})
    assert [domain.label.say("fr") for domain in framework.domains] == [
        "Coudre",
        "Accueillir, ranger",
    ]
    assert framework_of(FIVE) == framework


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_separator_and_the_line_end_are_those_of_the_writer(separator: str, end: str) -> None:
    """Spreadsheets of each country write their own; a mark in front of the text is no text."""
    rows = [line.split(";") for line in FIVE.splitlines()]
    text = end.join(separator.join(f'"{cell}"' for cell in row) for row in rows)
    assert framework_of(f"\ufeff{text}") == framework_of(FIVE)


def test_every_part_has_its_column_in_both_tongues() -> None:
    """Code, definition, indicators, levels, origin, and the same in English."""
    text = (
        "code,domain,type,label,label_en,statement,i (en),definition,indicateur 1,Indicator 2,"
        "N1,n3_en,origin\n"
        "01,Coudre,technique,Coudre,Sewing,Je couds.,,Assembler.,Choisit,Coupe,Avec aide,Alone,Nous"
    ).replace("i (en)", "statement_en")
    (item,) = framework_of(text).competencies
    assert item.notation == "ATL-01"
    assert item.label == Words({"fr": "Coudre", "en": "Sewing"})
    assert item.definition == Words({"fr": "Assembler."})
    assert item.indicators == (Words({"fr": "Choisit"}), Words({"fr": "Coupe"}))
    assert [(level.code, level.descriptor) for level in item.levels] == [
        ("N1", Words({"fr": "Avec aide"})),
        ("N3", Words({"en": "Alone"})),
    ]
    assert item.origin == Words({"fr": "Nous"})


def test_a_known_domain_is_named_by_its_code_or_its_label() -> None:
    """Whoever edits a framework need not repeat what its domains are called."""
    head = table.TableHead.of(worlds.light())
    text = "domaine;type;libellé;je\nATE;technique;A;Je a.\nà l’atelier;technique;B;Je b."
    framework = framework_of(text, head)
    assert framework.domains == worlds.light().domains
    assert {item.domain for item in framework.competencies} == set(framework.domains)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [(1, "table.column_missing", "domaine")], id="nothing"),
        pytest.param("a;b\n1;2", [(1, "table.column_unknown", "a")], id="unknown columns"),
        pytest.param(
            FIVE.replace("Je\n", "Je;Prix\n", 1),
            [(1, "table.column_unknown", "Prix")],
            id="a column that would be lost",
        ),
        pytest.param(
            FIVE.replace("Je\n", "Je;je\n", 1), [(1, "table.column_twice", "Je")], id="twice"
        ),
        pytest.param(
            FIVE.replace("Je couds un sac.", " "), [(2, "table.cell_missing", "Je")], id="no cell"
        ),
        pytest.param(
            FIVE.replace("métier", "magie"), [(5, "table.type", "Type")], id="unknown type"
        ),
        pytest.param(FIVE.replace("métier", ""), [(5, "table.cell_missing", "Type")], id="no type"),
        pytest.param(FIVE + "a;b;c;d;e;f", [(7, "table.cells", None)], id="too many cells"),
        pytest.param(
            "uuid;" + FIVE.replace("\nC", "\nx;C").replace("\nA", "\n;A"),
            [(2, "table.value", "uuid")],
            id="uuid",
        ),
        pytest.param(
            "code;" + FIVE.replace("\nC", "\n1;C").replace("\nA", "\n;A"),
            [(2, "twice.notation", "ATL-1")],
            id="code twice",
        ),
        pytest.param(
            "couverture;" + FIVE.replace("\nC", "\nx;C").replace("\nA", "\n;A"),
            [(2, "table.value", "couverture")],
            id="coverage",
        ),
        pytest.param('a;"b\n', [(1, "table.unreadable", None)], id="open quote"),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_column(
    text: str, expected: list[tuple[int | None, str, object]]
) -> None:
    """A facilitator finds the cell to mend at once."""
    assert problems(text)[: len(expected)] == expected


def test_a_line_is_counted_where_it_begins() -> None:
    """A cell of several lines does not move the numbers of those that follow."""
    text = FIVE.replace("Coudre un sac;", '"Coudre\nun\nsac";').replace("métier", "magie")
    assert problems(text) == [(7, "table.type", "Type")]


def test_one_domain_cannot_have_two_names() -> None:
    """Two lines that name one code differently are told, neither is believed."""
    text = (
        "domaine;domaine_fr;type;libellé;je\n"
        "COU;Coudre;technique;A;Je a.\nCOU;Couture;technique;B;Je b."
    )
    assert problems(text) == [(3, "table.domain", None)]


def test_a_table_without_end_is_refused() -> None:
    """Neither a book nor ten thousand lines are read to the end."""
    assert problems("a" * 5_000_001)[0][1] == "table.too_long"
    lines = "\n".join(f"D;technique;L{place};Je {place}." for place in range(501))
    assert problems(f"domaine;type;libellé;je\n{lines}")[-1][1] == "table.too_many"


def test_a_framework_rule_is_told_at_its_line() -> None:
    """What a framework may not hold is found again in the table."""
    text = FIVE.replace("Réparer un vêtement", "R" * 301)
    found = table.read(text, HEAD)
    assert isinstance(found, table.TableProblems)
    assert [(problem.line, problem.code) for problem in found.problems] == [
        (3, "framework.words_long")
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_has_its_sentence(language: str) -> None:
    """Each problem is said in words, with the parameters that it carries."""
    say = Translator(language)
    texts = (
        "",
        "a;b",
        'a;"b\n',
        "a" * 5_000_001,
        FIVE.replace("Je\n", "Je;je\n", 1),
        FIVE.replace("Je couds un sac.", " ").replace("métier", "magie") + "a;b;c;d;e;f",
    )
    found = [table.read(text, HEAD) for text in texts]
    told = [
        problem for one in found if isinstance(one, table.TableProblems) for problem in one.problems
    ]
    assert len({problem.code for problem in told}) == 8
    for problem in told:
        assert " " in say(problem.code, **problem.params)
        assert problem.code not in say(problem.code, **problem.params)


@pytest.mark.parametrize("text", ["=1+1", "'=1", "+33", "-5", "@a", "''@b", "l’été", "'quoted'"])
def test_a_formula_is_written_as_text_and_read_back(text: str) -> None:
    """What a spreadsheet would execute gets an apostrophe, which reading takes off again."""
    framework = worlds.light(1)
    item = replace(framework.competencies[0], label=Words({"fr": text}))
    framework = replace(framework, competencies=(item,))
    written = table.write(framework, worlds.BASE)
    (row,) = csv.DictReader(io.StringIO(written, newline=""))
    assert not row["label_fr"].startswith(("=", "+", "-", "@"))
    assert framework_of(written, table.TableHead.of(framework)) == framework
