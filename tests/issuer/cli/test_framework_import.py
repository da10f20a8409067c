"""`badge-issuer framework import`: files, folders, archives and addresses become referentials."""

import json
import os
import zipfile
from pathlib import Path

import pytest

from badges.frameworks import export, load_tiers_lieux
from tests.issuer.cli.conftest import Answer, Shell

FIRST = "code,label,kind\nA1,Couture,savoir\nA2,Découpe laser,savoir\nA3,Accueil,savoir\n"
SECOND = "code,label,kind\nA1,Coudre,savoir\nA2,Découpe laser,savoir\nA4,Cuisine,savoir\n"
BROKEN = "code,label,kind\nA1,Couture,savoir\nA2,,savoir\nA3,Accueil\nA4,Cuisine,savoir\n"
OPTIONS = ("--scheme", "metiers", "--name", "Métiers du lieu", "--edition", "1")


@pytest.fixture
def files(shell: Shell) -> Shell:
    """A shell with a table of three items."""
    shell.write("metiers.csv", FIRST)
    return shell


def bring(shell: Shell, name: str = "metiers.csv", *options: str) -> Answer:
    """Import a file of the folder as `metiers`, for a program."""
    path = str(shell.folder / name)
    return shell("framework", "import", path, *OPTIONS, *options, "--json")


def test_a_table_is_imported_and_imported_again(files: Shell) -> None:
    """The contract of the JSON answer; the same again changes nothing."""
    expected = {
        "scheme": "metiers",
        "edition": "1",
        "added": 3,
        "changed": 0,
        "gone": 0,
        "back": 0,
        "unchanged": 0,
        "touched_bridges": [],
        "problems": [],
        "problem_count": 0,
    }
    first = bring(files)
    assert (first.status, first.value) == (0, expected)
    assert bring(files).value == {**expected, "added": 0, "unchanged": 3}


def test_changes_are_shown_to_people(files: Shell) -> None:
    """A new edition says how many items changed, which ones, and what to try."""
    bring(files)
    path = files.write("metiers.csv", SECOND)
    answer = files("framework", "import", path, *OPTIONS)
    assert answer.status == 0
    assert "1 nouveaux, 1 modifiés, 1 disparus, 0 revenus, 1 inchangés." in answer.out
    assert "~ A1  Couture -> Coudre" in answer.out
    assert "- A3  Accueil" in answer.out
    assert "framework search --in metiers Coudre" in answer.err
    assert "Coudre" in files("framework", "search", "--in", "metiers", "Coudre").out


def test_a_change_of_another_text_is_told_as_such(files: Shell) -> None:
    """The label is the same: it is said once, with what changed."""
    head, row = "code,label,kind,definition\n", "A1,Couture,savoir,{}\n"
    files("framework", "import", files.write("un.csv", head + row.format("Coudre.")), *OPTIONS)
    path = files.write("un.csv", head + row.format("Assembler des tissus."))
    answer = files("framework", "import", path, *OPTIONS)
    assert "~ A1  Couture (texte modifié)" in answer.out


@pytest.mark.parametrize(("option", "missing"), [("--scheme", "key"), ("--edition", "version")])
def test_what_the_files_do_not_tell_is_asked_for(files: Shell, option: str, missing: str) -> None:
    """The sentence names the option that tells it."""
    given = OPTIONS[2:] if missing == "key" else OPTIONS[:4]
    answer = files("framework", "import", str(files.folder / "metiers.csv"), *given)
    assert f"[reader.{missing}_missing]" in answer.err
    assert option in answer.err


def test_bad_rows_are_listed_with_file_and_line(files: Shell) -> None:
    """Nothing is imported, and the answer carries every bad row with its sentence."""
    files.write("metiers.csv", BROKEN)
    answer = bring(files)
    assert answer.status == 1
    assert answer.value["error"]["code"] == "import.rows_refused"
    assert answer.value["problem_count"] == 2
    lines = [(problem["file"], problem["line"]) for problem in answer.value["problems"]]
    assert lines == [("metiers.csv", 3), ("metiers.csv", 4)]
    assert all(problem["message"] for problem in answer.value["problems"])
    people = files("framework", "import", str(files.folder / "metiers.csv"), *OPTIONS)
    assert "metiers.csv:3" in people.out
    assert "--skip-bad" in people.err
    assert files("framework", "list", "metiers").status == 1


def test_bad_rows_can_be_left_out(files: Shell) -> None:
    """With `--skip-bad` the rest is imported, and the rows left out are listed."""
    files.write("metiers.csv", BROKEN)
    value = bring(files, "metiers.csv", "--skip-bad").value
    assert (value["added"], value["problem_count"], len(value["problems"])) == (2, 2, 2)
    people = files("framework", "import", str(files.folder / "metiers.csv"), *OPTIONS, "--skip-bad")
    assert "2 lignes laissées de côté" in people.out
    assert "metiers.csv:4" in people.out


def test_a_rehearsal_keeps_nothing(files: Shell) -> None:
    """`--dry-run` tells what would change."""
    assert bring(files, "metiers.csv", "--dry-run").value["added"] == 3
    assert files("framework", "list", "metiers").status == 1


def test_the_wrong_file_is_refused_until_one_insists(files: Shell) -> None:
    """Most items would be gone: `--force` says that this is meant."""
    bring(files)
    files.write("metiers.csv", "code,label\nA1,Couture\n")
    answer = bring(files)
    assert (answer.status, answer.value["error"]["code"]) == (1, "import.most_gone")
    assert "--force" in answer.err
    assert bring(files, "metiers.csv", "--force").value["gone"] == 2


def test_a_folder_and_an_archive_are_read_alike(files: Shell) -> None:
    """A directory and a ZIP archive with the same table bring the same items."""
    (files.folder / "set" / "below").mkdir(parents=True)
    files.write("set/below/metiers.csv", FIRST)
    assert bring(files, "set").value["added"] == 3
    with zipfile.ZipFile(files.folder / "set.zip", "w") as archive:
        archive.writestr("below/metiers.csv", FIRST)
    assert bring(files, "set.zip").value["unchanged"] == 3


def test_circles_of_links_are_not_followed(files: Shell) -> None:
    """A directory that holds a link to itself is read once."""
    (files.folder / "set").mkdir()
    files.write("set/metiers.csv", FIRST)
    (files.folder / "set" / "again").symlink_to(files.folder / "set")
    assert bring(files, "set").value["added"] == 3


@pytest.mark.parametrize("name", ["nowhere.csv", "a\0b", "pipe", "locked"])
def test_what_cannot_be_read_is_refused(files: Shell, name: str) -> None:
    """No such file, an impossible name, a pipe, an archive that is none: a code and a sentence."""
    os.mkfifo(files.folder / "pipe")
    (files.folder / "locked").write_bytes(b"PK\x03\x04 no archive")
    answer = bring(files, name)
    assert answer.status == 1
    assert answer.value["error"]["code"] in (
        "cli.file.unreadable",
        "cli.import.not_a_file",
        "archive.broken",
    )
    assert answer.value["error"]["message"]


@pytest.mark.parametrize("arguments", [(), ("metiers.csv", "--from-url", "https://a.example/b")])
def test_one_source_is_wanted(files: Shell, arguments: tuple[str, ...]) -> None:
    """Neither nothing nor two at once."""
    answer = files("framework", "import", *arguments, "--json")
    assert (answer.status, answer.value["error"]["code"]) == (1, "cli.import.which_source")


def test_files_that_nobody_knows_are_refused(files: Shell) -> None:
    """The answer names the forms that are read."""
    files.write("metiers.csv", "a;b\n1;2\n")
    answer = bring(files)
    assert (answer.status, answer.value["error"]["code"]) == (1, "reader.not_recognised")
    assert "rome" in answer.err


def serve_from_files(shell: Shell, pages: dict[str, str]) -> None:
    """Have these addresses answer from files of the folder, and no other."""
    listing = {url: {"file": name} for url, name in pages.items()}
    shell.environment["BADGES_FETCH_MAP"] = shell.write("map.json", json.dumps(listing))
    shell.environment["BADGES_FETCH_PROXY"] = "http://127.0.0.1:9"


def test_an_address_is_fetched_and_imported(files: Shell) -> None:
    """`--from-url URL` imports what the address answers, by its name."""
    url = "https://lieux.example/referentiel/metiers.csv?edition=1"
    serve_from_files(files, {url: "metiers.csv"})
    answer = files("framework", "import", "--from-url", url, *OPTIONS, "--json")
    assert answer.value["added"] == 3


def test_an_address_without_an_ending_is_known_by_the_media_type(files: Shell) -> None:
    """Interfaces give such addresses: content negotiation of frameworks, packages of CASE."""
    url = "https://lieux.example/ims/case/v1p1/CFPackages/v1.0"
    package = export(load_tiers_lieux(), "case", "https://lieux.example")
    files.write("package.json", package)
    serve_from_files(files, {url: "package.json"})
    options = ("--format", "case", "--scheme", "autre", "--json")
    answer = files("framework", "import", "--from-url", url, *options)
    assert (answer.status, answer.value["edition"]) == (0, "1.0.0")


def test_rome_comes_from_its_producer(files: Shell) -> None:
    """Without an address, the official one; what it answers is opened as an archive."""
    with zipfile.ZipFile(files.folder / "rome.zip", "w") as archive:
        archive.writestr("metiers.csv", FIRST)
    official = "https://api.francetravail.fr/api-nomenclatureemploi/v1/open-data/csv"
    serve_from_files(files, {official: "rome.zip"})
    answer = files("framework", "import", "--from-url", "--format", "rome", "--json")
    assert (answer.status, answer.value["error"]["code"]) == (1, "reader.file_missing")


def test_rncp_is_the_latest_table_of_the_data_set(files: Shell) -> None:
    """The list of the data set is read first; the newest archive of tables is the one fetched."""
    stem = "https://static.data.gouv.fr/resources/export-fiches-csv-2026-11-"
    resources = [
        {"title": f"export-fiches-csv-2026-11-{day}.zip", "url": f"{stem}{day}.zip"}
        for day in ("03", "21", "14")
    ]
    resources.append(
        {"title": "export-fiches-rncp-v4-1-2026-11-22.zip", "url": "https://x.example"}
    )
    files.write("list.json", json.dumps({"resources": resources}))
    index = (
        "https://www.data.gouv.fr/api/1/datasets/"
        "repertoire-national-des-certifications-professionnelles-et-repertoire-specifique/"
    )
    serve_from_files(files, {index: "list.json", f"{stem}21.zip": "metiers.csv"})
    answer = files("framework", "import", "--from-url", "--format", "rncp", "--json")
    assert answer.value["error"]["code"] == "reader.file_missing"
    files.write("list.json", json.dumps({"resources": [{"title": 3}, "x", {}]}))
    answer = files("framework", "import", "--from-url", "--format", "rncp", "--json")
    assert answer.value["error"]["code"] == "download.no_resource"


@pytest.mark.parametrize("options", [(), ("--format", "esco")])
def test_without_official_address_one_is_asked_for(files: Shell, options: tuple[str, ...]) -> None:
    """The answer names the formats whose producer gives one."""
    answer = files("framework", "import", "--from-url", *options, "--json")
    assert (answer.status, answer.value["error"]["code"]) == (1, "download.no_address")
    assert "rome" in answer.err


def test_an_address_that_does_not_answer_is_told(files: Shell) -> None:
    """The sentence is that of the fetcher."""
    serve_from_files(files, {})
    answer = files("framework", "import", "--from-url", "https://a.example/x", "--json")
    assert answer.status == 1
    assert answer.value["error"]["code"].startswith("fetch.")


@pytest.mark.shared
def test_rome_and_esco_are_imported_as_published(shell: Shell, shared: Path) -> None:
    """The official folders need no option; the second import of each changes nothing."""
    for name, key, items in (
        ("digcomp-3.0", "digcomp", 1045),
        ("esco-fr-2026-08", "esco", 15_835),
    ):
        path = str(shared / "referentials" / name)
        first = shell("framework", "import", path, "--json").value
        assert (first["scheme"], first["added"], first["problem_count"]) == (key, items, 0)
        again = shell("framework", "import", path, "--json").value
        assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, items)
