"""`badge-issuer framework list|show|search|export|absence`, over our own and imported ones."""

import io
import sys
from pathlib import Path

import pytest

from badges.settings import Settings
from issuer.cli.console import Console
from issuer.cli.progress import progress_bar
from tests.issuer.cli.conftest import Shell

METIERS = (
    "code,label,kind,broader,definition\n"
    "S1,Bien accueillir,theme,,\n"
    "A1,Couture créative,savoir,S1,Coudre et inventer.\n"
    "A2,Brasage,savoir,,\n"
)
ROME = "code,label,kind\n101207,Couture,savoir\n1,Animer une réunion,competence\n"


@pytest.fixture
def shop(shell: Shell) -> Shell:
    """A shell with a small official referential, and a ROME of two items."""
    for key, name, text in (("metiers", "Métiers", METIERS), ("rome", "ROME", ROME)):
        path = shell.write(f"{key}.csv", text)
        options = ("--scheme", key, "--name", name, "--edition", "2026")
        assert shell("framework", "import", path, *options).status == 0
    return shell


def test_the_list_names_referentials_then_competencies(shop: Shell) -> None:
    """People see editions, numbers and dates; programs the competencies, as ever."""
    out = shop("framework", "list").out
    assert "metiers" in out
    assert "TL-COO-01" in out
    items = shop("framework", "list", "--json").value
    assert (len(items), items[0]["framework"]) == (40, "tiers-lieux")


def test_referentials_can_be_listed_alone(shop: Shell) -> None:
    """Frameworks first, then imported schemes with edition, size and date of import."""
    listed = shop("framework", "list", "--referentials", "--json").value
    by_key = {item["key"]: item for item in listed}
    assert list(by_key) == ["tiers-lieux", "metiers", "rome"]
    assert (by_key["tiers-lieux"]["kind"], by_key["tiers-lieux"]["items"]) == ("framework", 40)
    assert (by_key["metiers"]["edition"], by_key["metiers"]["items"]) == ("2026", 3)
    assert by_key["metiers"]["imported"]
    assert "TL-COO-01" not in shop("framework", "list", "--referentials").out


def test_one_referential_is_listed(shop: Shell) -> None:
    """A framework by its competencies, a scheme by its kinds; another name is refused."""
    assert len(shop("framework", "list", "tiers-lieux", "--json").value) == 40
    scheme = shop("framework", "list", "metiers", "--json").value
    assert scheme["kinds"] == {"savoir": 2, "theme": 1}
    assert shop("framework", "list", "nowhere").status == 1


def test_an_official_item_is_shown(shop: Shell) -> None:
    """By its code alone or after the key of its referential, with what stands above and below."""
    shown = shop("framework", "show", "A1", "--json").value
    assert (shown["scheme"], shown["edition"], shown["name"]) == (
        "metiers",
        "2026",
        "Couture créative",
    )
    assert [above["code"] for above in shown["broader"]] == ["S1"]
    assert shop("framework", "show", "metiers/a1", "--json").value == shown
    above = shop("framework", "show", "metiers/S1").out
    assert "> A1  Couture créative" in above
    assert shop("framework", "show", "rome/A1").status == 1


def test_an_item_that_is_gone_says_so(shop: Shell) -> None:
    """Its page stays, with the edition that no longer has it."""
    path = shop.write("metiers.csv", METIERS.replace("A2,Brasage,savoir,,\n", ""))
    shop("framework", "import", path, "--scheme", "metiers", "--name", "M", "--edition", "2027")
    assert shop("framework", "show", "metiers/A2", "--json").value["gone_in"] == "2027"
    assert "2027" in shop("framework", "show", "metiers/A2").out


def test_a_search_goes_through_everything(shop: Shell) -> None:
    """Ours and official items in one answer, each saying where it is from."""
    found = shop("framework", "search", "couture", "--json").value
    by_code = {item["code"]: item for item in found}
    assert by_code["TL-FAB-05"]["coverage"] == "present"
    assert by_code["A1"]["scheme"] == "metiers"
    assert [above["code"] for above in by_code["A1"]["broader"]] == ["S1"]
    assert "metiers/A1" in shop("framework", "search", "couture").out


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        (("--in", "metiers"), {"A1"}),
        (("--in", "metiers", "--in", "ROME"), {"A1", "101207"}),
        (("--official",), {"A1", "101207"}),
        (("--official", "--kind", "theme"), set()),
        (("--limit", "1", "--in", "rome"), {"101207"}),
    ],
)
def test_a_search_can_be_narrowed(shop: Shell, options: tuple[str, ...], codes: set[str]) -> None:
    """By referential, by kind, by number, or to what is official."""
    found = shop("framework", "search", "couture", *options, "--json").value
    assert {item["code"] for item in found} == codes


def test_no_official_equivalent_is_an_answer(shop: Shell) -> None:
    """Asked for official items only, an empty answer says what it means."""
    answer = shop("framework", "search", "intelligence", "collective", "--official", "--json")
    assert (answer.status, answer.value) == (0, [])
    assert "équivalent officiel" in answer.err
    english = shop("--lang", "en", "framework", "search", "consortium", "--in", "metiers")
    assert "No official equivalent" in english.err


def test_an_unknown_referential_is_told(shop: Shell) -> None:
    """The answer names those that are here."""
    answer = shop("framework", "search", "couture", "--in", "esco", "--json")
    assert (answer.status, answer.value["error"]["code"]) == (1, "cli.framework.unknown_scheme")
    assert "metiers" in answer.err


def test_official_only_needs_an_import(shell: Shell) -> None:
    """Without any imported referential the answer cannot be: there is none."""
    assert shell("framework", "search", "couture", "--official").status == 1


def test_a_frozen_version_is_exported(shell: Shell) -> None:
    """A framework is exported by name and by version; others are refused."""
    (listed,) = shell("framework", "list", "--referentials", "--json").value
    arguments = ("framework", "export", "tiers-lieux", "--edition", listed["edition"])
    assert "TL-COO-01" in shell(*arguments, "--format", "csv").out
    assert shell("framework", "export", "tiers-lieux", "--edition", "9.9.9").status == 1
    assert shell("framework", "export", "nowhere").status == 1


def test_absence_is_counted_again(shop: Shell) -> None:
    """Hits by corpus, what is missing here, and status 1 with the list when counts differ."""
    answer = shop("framework", "absence", "tiers-lieux", "TL-FAB-05", "--json")
    value = answer.value
    assert answer.status == 1
    assert {corpus["key"] for corpus in value["corpora"]} >= {"romeSavoirs", "romeCompetences"}
    assert "escoSkills" in value["missing"]
    (search,) = value["searches"]
    assert search["code"] == "TL-FAB-05"
    first = value["differences"][0]
    assert (first["notation"], first["term"]) == ("TL-FAB-05", "couture")
    assert first["said"] != first["found"]
    people = shop("framework", "absence", "tiers-lieux", "TL-FAB-05")
    assert (people.status, "trouvé 1" in people.out) == (1, True)


def test_a_new_skill_is_searched(shop: Shell) -> None:
    """`--terms` without a code: hits of each term, and the coverage that the rules suggest."""
    ask = ("framework", "absence", "--json", "--terms")
    assert shop(*ask, "intelligence collective").value["coverage"] == "absent"
    value = shop(*ask, "couture, intelligence collective").value
    assert value["coverage"] == "partial"
    assert [term["term"] for term in value["terms"]] == ["couture", "intelligence collective"]
    assert shop(*ask, "de la").value["error"]["code"] == "absence.empty_term"


def test_absence_of_the_shipped_framework_is_read_only(shop: Shell) -> None:
    """`--write` has nothing to write to: the counts are printed, to be copied."""
    answer = shop("framework", "absence", "tiers-lieux", "TL-COO-01", "--write", "--json")
    assert answer.value["searches"]
    assert "tiers-lieux" in answer.err


def test_without_import_absence_says_what_to_do(shell: Shell) -> None:
    """Zero hits in nothing would be a lie."""
    answer = shell("framework", "absence", "--json")
    assert (answer.status, answer.value["error"]["code"]) == (1, "absence.no_corpus")


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Always."""
        return True


def console(tmp_path: Path, *, as_json: bool = False) -> Console:
    """A console over an empty folder."""
    return Console(Settings(data_dir=tmp_path), {}, as_json, "zoe")


def test_progress_is_drawn_on_a_terminal(tmp_path: Path) -> None:
    """A bar when the number of rows is known, a count else; erased at the end."""
    for expected, sign in ((1024, "25%"), (None, "256")):
        stream = Terminal()
        with progress_bar(console(tmp_path), expected, stream) as show:
            assert show is not None
            for done in range(1, 513):
                show(done)
        assert sign in stream.getvalue()
        assert stream.getvalue().endswith("\r\x1b[2K")


def test_progress_is_silent_for_programs(tmp_path: Path) -> None:
    """Neither with `--json` nor when nobody watches is anything written."""
    for silent, stream in (
        (console(tmp_path, as_json=True), Terminal()),
        (console(tmp_path), io.StringIO()),
    ):
        with progress_bar(silent, 10, stream) as show:
            assert show is None
        assert stream.getvalue() == ""
    assert not sys.stderr.isatty()
