"""`badge-issuer framework import --place`: a file becomes the working document of a place."""

import json
from dataclasses import replace
from uuid import UUID

import pytest

from badges.frameworks import export, load_tiers_lieux
from tests.issuer.cli.conftest import Answer, Shell

FIVE = """domaine;type;libellé;je;code
Fabriquer;technique;Coudre un sac;Je couds un sac.;AT-FAB-01
Fabriquer;technique;Réparer un vélo;Je répare un vélo.;AT-FAB-02
Accueillir;métier;Tenir l’accueil;J’accueille les personnes.;AT-ACC-01
Accueillir;savoir-être;Écouter;J’écoute.;AT-ACC-02
Accueillir;savoir-être;Coopérer;Je coopère.;AT-ACC-03
"""
ROME = "code,label,kind\n1,Coudre un sac,competence\n2,Tenir un accueil,competence\n"


@pytest.fixture
def workshop(shell: Shell) -> Shell:
    """A shell with a place and a table of five competencies."""
    assert shell("init", "--place", "Atelier").status == 0
    shell.write("atelier.csv", FIVE)
    return shell


def adopt(shell: Shell, name: str = "atelier.csv", *options: str) -> Answer:
    """Import a file as the framework of the place."""
    path = str(shell.folder / name)
    return shell("framework", "import", path, "--place", "atelier", *options, "--json")


def test_five_lines_are_a_framework(workshop: Shell) -> None:
    """A table becomes a working document, listed as not published yet."""
    value = adopt(workshop).value
    assert (value["scheme"], value["place"], value["added"]) == ("atelier", "atelier", 5)
    listed = workshop("framework", "list", "--referentials", "--json").value
    (own,) = [item for item in listed if item["key"] == "atelier"]
    assert (own["edition"], own["items"], own["place"]) == (None, 5, "atelier")
    people = workshop(
        "framework", "import", str(workshop.folder / "atelier.csv"), "--place", "atelier"
    )
    assert "Coudre un sac" in people.out
    assert "atelier" in people.err


def test_the_same_table_again_changes_nothing(workshop: Shell) -> None:
    """Another text is told as a change; names stay."""
    adopt(workshop)
    again = adopt(workshop).value
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 5)
    workshop.write("atelier.csv", FIVE.replace("Je couds un sac.", "Je couds un sac solide."))
    changed = adopt(workshop).value
    assert (changed["added"], changed["changed"], changed["unchanged"]) == (0, 1, 4)


def test_competencies_of_the_draft_go_only_on_demand(workshop: Shell) -> None:
    """What the file lacks is named and refused; `--dry-run` shows it, `--force` removes it."""
    adopt(workshop)
    lines = FIVE.splitlines(keepends=True)
    workshop.write(
        "atelier.csv", "".join([*lines[:-2], lines[-1]]).replace("Je répare", "Je soigne")
    )
    refused = adopt(workshop)
    assert (refused.status, refused.value["error"]["code"]) == (1, "framework.import_removes")
    assert "Écouter" in refused.err
    assert "--force" in refused.err
    shown = adopt(workshop, "atelier.csv", "--dry-run").value
    assert (shown["added"], shown["changed"], shown["gone"]) == (0, 1, 1)
    assert [item["name"] for item in shown["changes"]["removed"]] == ["Écouter"]
    assert len(workshop("framework", "list", "atelier", "--json").value) == 5
    path = str(workshop.folder / "atelier.csv")
    people = workshop("framework", "import", path, "--place", "atelier", "--force")
    assert "0 ajoutées, 1 modifiées, 1 retirées, 3 inchangées." in people.out
    assert "- AT-ACC-02  Écouter" in people.out
    assert len(workshop("framework", "list", "atelier", "--json").value) == 4


def test_a_rehearsal_begins_nothing(workshop: Shell) -> None:
    """`--dry-run` of a new framework keeps none."""
    assert adopt(workshop, "atelier.csv", "--dry-run").value["added"] == 5
    assert len(workshop("framework", "list", "--referentials", "--json").value) == 1


def test_the_licence_that_a_package_does_not_tell_is_given(workshop: Shell) -> None:
    """The sentence names `--licence`; with it the package of somebody else becomes a draft."""
    package = {
        "CFDocument": {
            "identifier": "6e1e1d2a-0000-4000-8000-000000000001",
            "uri": "https://a.example/1",
            "creator": "Atelier",
            "title": "Métiers",
            "language": "fr",
            "lastChangeDateTime": "2026-01-02T00:00:00Z",
        },
        "CFItems": [
            {
                "identifier": "6e1e1d2a-0000-4000-8000-000000000002",
                "uri": "https://a.example/2",
                "fullStatement": "Je couds un sac.",
                "lastChangeDateTime": "2026-01-02T00:00:00Z",
            }
        ],
        "CFAssociations": [],
    }
    workshop.write("metiers.json", json.dumps(package))
    refused = adopt(workshop, "metiers.json", "--skip-bad")
    assert refused.value["error"]["code"] == "framework.case.no_licence"
    assert "--licence" in refused.err
    licence = "https://creativecommons.org/licenses/by/4.0/"
    assert adopt(workshop, "metiers.json", "--skip-bad", "--licence", licence).value["added"] == 1


def test_lines_to_mend_refuse_the_table(workshop: Shell) -> None:
    """Every line is listed, and nothing is kept."""
    workshop.write("atelier.csv", FIVE.replace("Je couds un sac.", "").replace("métier", "autre"))
    answer = adopt(workshop)
    assert (answer.status, answer.value["error"]["code"]) == (1, "import.rows_refused")
    assert {problem["line"] for problem in answer.value["problems"]} == {2, 4}
    assert all(problem["message"] != problem["code"] for problem in answer.value["problems"])
    assert len(workshop("framework", "list", "--referentials", "--json").value) == 1


@pytest.mark.parametrize(("form", "suffix"), [("case", "json"), ("skos-jsonld", "jsonld")])
def test_a_framework_of_another_instance_is_taken_over(
    workshop: Shell, form: str, suffix: str
) -> None:
    """Our CASE package and our SKOS are told apart without help, and keep every competency."""
    other = replace(
        load_tiers_lieux(), slug="autre", uuid=UUID(int=7, version=4), prefix="TL", place=None
    )
    workshop.write(f"autre.{suffix}", export(other, form, "https://ailleurs.example"))
    value = adopt(workshop, f"autre.{suffix}").value
    assert (value["scheme"], value["added"], value["bridges"]) == ("autre", 40, 161)
    again = adopt(workshop, f"autre.{suffix}").value
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 40)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "document.not_json"),
        ('{"CFDocument": 3}', "framework.member"),
        ('{"@graph": []}', "framework.schemes"),
        ("a;b\n", "import.rows_refused"),
        ("", "import.rows_refused"),
    ],
)
def test_what_is_no_framework_is_refused(workshop: Shell, text: str, code: str) -> None:
    """A code and a sentence, nothing kept."""
    workshop.write("atelier.csv", text)
    answer = adopt(workshop)
    assert answer.status == 1
    assert answer.value["error"]["code"] == code
    assert "unexplained" not in answer.value["error"]["message"]
    assert "{" not in answer.value["error"]["message"]


def test_other_forms_and_folders_are_refused(workshop: Shell) -> None:
    """A place does not write ROME, and its framework is one file."""
    assert adopt(workshop, "atelier.csv", "--format", "rome").value["error"]["code"] == (
        "framework_file.format"
    )
    assert adopt(workshop, ".").value["error"]["code"] == "cli.import.one_file"
    (workshop.folder / "latin.csv").write_bytes(FIVE.encode("latin-1", "replace"))
    assert adopt(workshop, "latin.csv").value["error"]["code"] == "framework_file.not_utf8"


def test_an_unknown_place_is_told(workshop: Shell) -> None:
    """Nothing is kept for nobody."""
    path = str(workshop.folder / "atelier.csv")
    answer = workshop("framework", "import", path, "--place", "nowhere", "--json")
    assert (answer.status, answer.value["error"]["code"]) == (1, "place.unknown")


def test_the_evidence_of_absence_is_written_into_a_working_document(workshop: Shell) -> None:
    """Terms are searched, kept with their counts, and hold until the official texts change."""
    adopt(workshop)
    edition = ("--scheme", "rome", "--name", "ROME", "--edition", "2026")
    workshop("framework", "import", workshop.write("rome.csv", ROME), *edition)
    ask = ("framework", "absence", "atelier")
    written = workshop(*ask, "AT-FAB-02", "--terms", "réparer un vélo, vélo", "--write", "--json")
    assert written.status == 0, written.err
    value = workshop(*ask, "--json").value
    assert value["differences"] == []
    (search,) = value["searches"]
    assert (search["code"], search["coverage"]) == ("AT-FAB-02", "absent")
    assert [corpus["entries"] for corpus in value["corpora"]][:2] == [2, 0]
    newer = ROME + "3,Réparer un vélo,competence\n"
    workshop("framework", "import", workshop.write("rome.csv", newer), *edition)
    late = workshop(*ask, "--json")
    assert late.status == 1
    assert {item["found"] for item in late.value["differences"]} == {1}
    assert workshop(*ask, "--write").status == 0
    assert workshop(*ask).status == 0


def test_the_answer_is_one_json_value(workshop: Shell) -> None:
    """Whatever happens, standard output is read by a program."""
    for answer in (adopt(workshop), adopt(workshop, "nowhere.csv")):
        assert isinstance(json.loads(answer.out), dict)
