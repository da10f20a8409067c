"""SSSOM tables of others: what each line says, and what keeps it from being used."""

from dataclasses import replace

import pytest

from badges.frameworks import load_tiers_lieux, sssom
from badges.i18n import LANGUAGES, Translator
from badges.model.concepts import RowProblem
from badges.model.framework import Words
from tests.badges.frameworks import worlds
from tests.badges.frameworks.worlds import BASE

HEADER = "subject_id\tpredicate_id\tobject_id\tobject_label\tmapping_justification"
ESCO = "http://data.europa.eu/esco/skill/614c627b-2ec9-4a0d-811e-de14be4362f2"
CURATED = "semapv:ManualMappingCuration"
GOOD = f"x:a\tskos:closeMatch\t{ESCO}\tl\t{CURATED}"


def only(text: str) -> sssom.SssomRow:
    """The single row of a table."""
    (row,) = sssom.read(text)
    assert isinstance(row, sssom.SssomRow), row
    return row


def table(*cells: str, header: str = HEADER, before: str = "") -> str:
    """A table of one line."""
    return f"{before}{header}\n" + "\t".join(cells) + "\n"


@pytest.mark.parametrize(
    ("address", "scheme", "kind", "code", "uri"),
    [
        (ESCO, "ESCO", "skill", ESCO.rsplit("/", 1)[-1], ESCO),
        ("esco:614c627b", "ESCO", "skill", "614c627b", ESCO.rsplit("/", 1)[0] + "/614c627b"),
        (f"{BASE}/frameworks/rome/300469", "ROME", "", "300469", None),
        ("https://ailleurs.example/frameworks/foo/a%2Fb", "foo", "", "a/b", None),
        (
            "https://candidat.francetravail.fr/metierscope/fiche-metier/M1305",
            "ROME",
            "fiche",
            "M1305",
            "https://candidat.francetravail.fr/metierscope/fiche-metier/M1305",
        ),
    ],
)
def test_the_item_is_known_by_its_address(
    address: str, scheme: str, kind: str, code: str, uri: str | None
) -> None:
    """A table of somebody else needs none of our own columns."""
    prefixes = f'#curie_map:\n#  esco: "{ESCO.rsplit("/", 1)[0]}/"\n'
    row = only(table("x:TL-COO-01", "skos:closeMatch", address, "l", CURATED, before=prefixes))
    match = row.match
    assert (match.framework, match.kind, match.code, match.uri) == (scheme, kind, code, uri)
    assert (match.relation, match.status) == ("closeMatch", "proposed")
    assert row.line == 4


@pytest.mark.parametrize(
    ("subject", "name"),
    [
        (f"{BASE}/frameworks/tiers-lieux/intelligence-collective", "intelligence-collective"),
        ("urn:uuid:8140705a-47c2-54cb-8fbf-61b873687be4", "8140705a-47c2-54cb-8fbf-61b873687be4"),
        ("TL-COO-01", "TL-COO-01"),
        ("tl:TL-COO-01", "TL-COO-01"),
    ],
)
def test_the_subject_names_a_competency(subject: str, name: str) -> None:
    """An address, a UUID or a notation: the framework finds each."""
    row = only(table(subject, "skos:closeMatch", ESCO, "l", CURATED))
    assert row.competency == name
    assert load_tiers_lieux().find(row.competency).notation == "TL-COO-01"


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        (("x:a", "skos:sameAs", ESCO, "l", CURATED), "value", "predicate_id"),
        (("x:a", "owl:sameAs", ESCO, "l", CURATED), "value", "predicate_id"),
        (("x:a", "", ESCO, "l", CURATED), "cell_missing", "predicate_id"),
        (("", "skos:closeMatch", ESCO, "l", CURATED), "cell_missing", "subject_id"),
        (("x:a", "skos:closeMatch", "foo", "l", CURATED), "object", None),
        (("x:a", "skos:closeMatch", ESCO, "l", "je pense"), "value", "mapping_justification"),
        (("x:a", "skos:closeMatch", ESCO, "l" * 5_001, CURATED), "cell_long", "object_label"),
        (("x:a", "skos:closeMatch", ESCO, "l", CURATED, "more"), "cells", None),
        (("x:a", "skos:closeMatch", ESCO), "cell_missing", "mapping_justification"),
    ],
)
def test_a_line_that_cannot_be_used_is_told(
    cells: tuple[str, ...], code: str, column: str | None
) -> None:
    """The line, the column and the reason; the lines around it are read all the same."""
    found = sssom.read(table(*cells) + GOOD)
    problem, row = found
    assert isinstance(problem, RowProblem)
    assert isinstance(row, sssom.SssomRow)
    assert (problem.line, problem.code) == (2, f"framework.sssom.{code}")
    assert problem.params.get("column") == column
    for language in LANGUAGES:
        assert problem.code not in Translator(language)(problem.code, **problem.params)


def test_a_negated_or_oddly_marked_line_is_refused() -> None:
    """A line that says that two things are *not* alike is not read as if it said they were."""
    header = f"{HEADER}\tpredicate_modifier\tother"
    line = ("x:a", "skos:closeMatch", ESCO, "l", CURATED)
    negated, status = (
        sssom.read(table(*line, *more, header=header))[0]
        for more in (("Not", ""), ("", "status=maybe"))
    )
    assert isinstance(negated, RowProblem)
    assert isinstance(status, RowProblem)
    assert (negated.params["column"], status.params["column"]) == ("predicate_modifier", "other")


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "column_missing", 1),
        ("#curie_map:\nsubject_id\n", "column_missing", 2),
        ("a" * 10_000_001, "too_long", None),
    ],
)
def test_a_text_that_is_no_table_is_one_problem(text: str, code: str, line: int | None) -> None:
    """Without its columns nothing is guessed."""
    (problem,) = sssom.read(text, "ponts.tsv")
    assert isinstance(problem, RowProblem)
    assert (problem.file, problem.line) == ("ponts.tsv", line)
    assert problem.code == f"framework.sssom.{code}"


def test_only_so_many_lines_are_read() -> None:
    """A table of twenty thousand bridges is enough for anybody."""
    found = sssom.read("\n".join([HEADER, *[GOOD] * 20_001]))
    assert len(found) == 20_001
    assert isinstance(found[-1], RowProblem)
    assert found[-1].code == "framework.sssom.too_many"


@pytest.mark.parametrize(
    "label", ["=HYPERLINK(1)", '"Care"', 'un "mot"', "'=x", "a|b=c", '"', "a%7Cb", "-"]
)
def test_any_label_comes_back_and_none_is_a_formula(label: str) -> None:
    """Quotes, formula signs and our own separators are kept; a spreadsheet executes nothing."""
    framework = worlds.light(1)
    match = worlds.bridge(label=label, code=label, justification="Relu ensemble.")
    framework = framework.with_matches({framework.competencies[0].uuid: (match,)})
    written = sssom.write(framework, BASE)
    assert only(written).match == match
    cells = written.splitlines()[-1].split("\t")
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_the_header_cannot_be_broken_by_a_title() -> None:
    """A quote or a line end in a title stays inside its quotes."""
    framework = replace(worlds.full(), title=Words({"fr": 'Un "titre"\n#license: x \\'}))
    header = [line for line in sssom.write(framework, BASE).splitlines() if line.startswith("#")]
    assert '#mapping_set_description: "Un \\"titre\\" #license: x \\\\ 1.0.0"' in header
    assert len([line for line in header if line.startswith("#license")]) == 1
