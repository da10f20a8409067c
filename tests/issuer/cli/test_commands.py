"""`badge-issuer` does a place's work: prepare, define, award, take back, look."""

import argparse
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from badges.baking import unbake
from badges.settings import read_settings
from issuer.bootstrap import bootstrap
from issuer.cli import GROUPS, parser
from tests.issuer.cli.conftest import ACHIEVEMENT, Shell


def _paths(
    command: argparse.ArgumentParser, path: tuple[str, ...] = ()
) -> dict[tuple[str, ...], str]:
    """The examples of a command and of all commands below it, by what one types."""
    found = {path: command.epilog or ""}
    for action in command._actions:  # noqa: SLF001 - argparse shows its sub-commands nowhere else
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - same
            for name, below in action.choices.items():
                found |= _paths(below, (*path, name))
    return found


def test_init_can_be_repeated(shell: Shell) -> None:
    """A second `init` makes neither a second place nor new keys."""
    first = shell("init", "--place", "Fablab du Moulin", "--json").value
    again = shell("init", "--place", "Fablab du Moulin", "--json").value
    assert again == first
    assert len(shell("place", "list", "--json").value) == 1


def test_init_knows_a_place_whose_name_it_tidied(shell: Shell) -> None:
    """Spaces are tidied when a name is kept, so the same words find the same place again."""
    first = shell("init", "--place", " Fablab  du Moulin ", "--json").value
    assert shell("init", "--place", " Fablab  du Moulin ", "--json").value == first


def test_init_without_a_name_makes_a_place_to_rename(shell: Shell) -> None:
    """`init` alone prepares everything."""
    assert shell("init").status == 0
    assert len(shell("place", "list", "--json").value) == 1
    assert shell("init").status == 0
    assert len(shell("place", "list", "--json").value) == 1


def test_a_place_is_described_and_described_again(shell: Shell) -> None:
    """`place add`, `edit`, `show` and `list` agree; an empty value takes one away."""
    added = shell("place", "add", "Le Café", "--url", "https://cafe.example", "--json").value
    assert added["slug"] == "le-cafe"
    edited = shell("place", "edit", "le-cafe", "--url", "", "--email", "a@cafe.example", "--json")
    assert edited.value["url"] is None
    assert edited.value["email"] == "a@cafe.example"
    assert shell("place", "show", "le-cafe", "--json").value == edited.value
    assert shell("place", "list", "--json").value == [edited.value]


def test_editing_nothing_is_refused(shell: Shell) -> None:
    """`place edit` without an option says which options there are."""
    shell("place", "add", "Le Café")
    answer = shell("place", "edit", "le-cafe")
    assert answer.status == 1
    assert "--email" in answer.err


def test_issue_prints_its_contract_and_writes_the_files(place: Shell) -> None:
    """The answer names the badge, its addresses and files that exist and carry it."""
    answer = place(
        "issue", "coudre-un-sac", "--name", "Camille Martin", "--no-email", "--json",
        "-o", str(place.folder / "out"),
    )  # fmt: skip
    assert answer.status == 0, answer.err
    value = answer.value
    assert set(value) == {"id", "url", "verify_url", "short_code", "files"}
    assert value["url"] == f"http://127.0.0.1:8000/credentials/{value['id']}"
    assert value["verify_url"].endswith(f"/v/{value['short_code']}")
    files = {name: Path(path).read_bytes() for name, path in value["files"].items()}
    assert set(files) >= {"json", "jwt", "png", "svg", "pdf", "qr"}
    assert unbake(files["png"]).body == files["json"]
    assert unbake(files["svg"]).body == files["json"]
    assert files["pdf"].startswith(b"%PDF-")


def test_pictures_can_carry_the_jwt(place: Shell) -> None:
    """With `--proof vc-jwt` the PNG and SVG hold the compact JWS."""
    value = place(
        "issue", "coudre-un-sac", "--name", "Camille", "--no-email", "--json",
        "--proof", "vc-jwt", "-o", str(place.folder),
    ).value  # fmt: skip
    jwt = Path(value["files"]["jwt"]).read_bytes()
    assert unbake(Path(value["files"]["png"]).read_bytes()).body == jwt
    assert unbake(Path(value["files"]["svg"]).read_bytes()).body == jwt


def test_the_same_reference_is_issued_once(place: Shell) -> None:
    """Asking again with the same reference answers the badge that was made."""
    ask = ("issue", "coudre-un-sac", "--name", "A", "--no-email", "--reference", "r1", "--json")
    assert place(*ask).value["id"] == place(*ask).value["id"]


def test_revoke_is_for_good(place: Shell) -> None:
    """A revoked badge is said so, and cannot be revoked twice or reinstated."""
    badge = place("issue", "coudre-un-sac", "--name", "A", "--no-email", "--json").value
    done = place("revoke", badge["short_code"], "--reason", "erreur", "--json")
    assert done.value["state"] == "revoked"
    assert place("revoke", badge["id"], "--reason", "encore").status == 1
    assert place("reinstate", badge["id"]).status == 1


def test_suspend_and_reinstate_need_an_achievement_made_for_it(place: Shell) -> None:
    """Suspension works for `status_purpose: suspension`, and is refused with the way out else."""
    badge = place("issue", "coudre-un-sac", "--name", "A", "--no-email", "--json").value
    assert place("suspend", badge["id"], "--reason", "pause").status == 1
    machine = ACHIEVEMENT.replace("coudre-un-sac", "machine") + "status_purpose: suspension\n"
    assert place("achievement", "add", place.write("m.yaml", machine)).status == 0
    badge = place("issue", "machine", "--name", "A", "--no-email", "--json").value
    suspended = place("suspend", badge["id"], "--reason", "panne", "--json").value
    assert suspended["state"] == "suspended"
    assert place("reinstate", badge["id"], "--json").value["state"] == "active"


def test_an_achievement_is_listed_shown_and_exported(place: Shell) -> None:
    """The definition comes back as it was written, and as an Open Badges 3.0 Achievement."""
    (listed,) = place("achievement", "list", "--json").value
    shown = place("achievement", "show", "coudre-un-sac", "--json").value
    assert listed == shown
    assert shown["competencies"] == [{"code": "TL-FAB-05", "level": "N3"}]
    exported = place("achievement", "export", "coudre-un-sac", "--json").value
    assert "Achievement" in exported["type"]
    assert exported["alignment"][0]["targetCode"] == "TL-FAB-05"


def test_keys_are_listed(place: Shell) -> None:
    """A place over plain http has one key, which is its identity, so it is not rotated."""
    (key,) = place("key", "list", "fablab-du-moulin", "--json").value
    assert key["algorithm"] == "Ed25519"
    assert place("key", "rotate", "fablab-du-moulin").status == 1


def test_keys_of_a_did_web_place_are_rotated_and_revoked(shell: Shell) -> None:
    """Over https a rotation makes new keys under new names and keeps the old ones."""
    shell.environment["BADGES_BASE_URL"] = "https://badges.example"
    shell("init", "--place", "Lab")
    before = shell("key", "list", "lab", "--json").value
    shell("key", "rotate", "lab")
    after = shell("key", "list", "lab", "--json").value
    assert {key["name"] for key in before} < {key["name"] for key in after}
    revoked = shell("key", "revoke", "lab", after[-1]["name"], "--reason", "vol", "--json")
    assert revoked.value[0]["state"] == "revoked"


@pytest.mark.parametrize("words", [("couture",), ("coudre",), ("sewing",)])
def test_a_competency_is_found_by_everyday_words(shell: Shell, words: tuple[str, ...]) -> None:
    """`framework search` finds sewing in French, as a noun or a verb, and in English."""
    codes = [item["code"] for item in shell("framework", "search", *words, "--json").value]
    assert "TL-FAB-05" in codes[:3]


def test_a_search_without_hit_says_what_to_try(shell: Shell) -> None:
    """Nothing found is an empty list and a sentence, not an error."""
    answer = shell("framework", "search", "zzzzzz", "--json")
    assert answer.status == 0
    assert answer.value == []
    assert "zzzzzz" in answer.err


def test_the_referential_is_listed_and_shown(shell: Shell) -> None:
    """Forty competences; one shows its levels and its official cousins."""
    assert len(shell("framework", "list", "--json").value) == 40
    shown = shell("framework", "show", "TL-COO-01", "--json").value
    assert set(shown["levels"]) == {"N1", "N2", "N3", "N4"}
    assert any(match["framework"] == "ROME" for match in shown["matches"])


@pytest.mark.parametrize("form", ["skos-jsonld", "turtle", "case", "sssom", "csv"])
def test_the_referential_is_exported(shell: Shell, form: str) -> None:
    """Each format names a competency, on standard output or in a file."""
    assert "intelligence-collective" in shell("framework", "export", "--format", form).out
    path = shell.folder / "export"
    shell("framework", "export", "--format", form, "-o", str(path))
    assert "intelligence-collective" in path.read_text("utf-8")


def test_the_demonstration_can_be_repeated(shell: Shell) -> None:
    """`demo` issues three badges, one without e-mail; a second run finds the same ones."""
    first = shell("demo", "--json").value
    again = shell("demo", "--json").value
    assert [award["id"] for award in again["awards"]] == [a["id"] for a in first["awards"]]
    assert len(first["awards"]) == 3
    bodies = [Path(award["files"]["json"]).read_text("utf-8") for award in first["awards"]]
    assert sum("emailAddress" in body for body in bodies) == 2
    assert not any("@exemple.example" in body for body in bodies)


def test_the_demonstration_starts_again_after_it_was_played_with(shell: Shell) -> None:
    """A badge that was cancelled and one that was hidden have no files; the others still do."""
    first = shell("demo", "--json").value["awards"]
    assert shell("revoke", first[0]["id"], "--reason", "essai").status == 0
    office = bootstrap(read_settings({"BADGES_DATA_DIR": str(shell.data_dir)}))
    with office.store.write() as work:
        award = work.awards.get(first[1]["id"])
        assert award is not None
        work.awards.replace_state(award._replace(choice="hidden"))
    office.store.close()
    again = shell("demo", "--json")
    assert again.status == 0, again.err
    assert [bool(award["files"]) for award in again.value["awards"]] == [False, False, True]
    assert [award["url"] for award in again.value["awards"]] == [one["url"] for one in first]


def test_the_data_directory_is_its_owner_s_only(shell: Shell) -> None:
    """Whichever command makes it, nobody else can look into it."""
    shell.bare = True
    shell("demo")
    assert stat.S_IMODE(shell.data_dir.stat().st_mode) == 0o700


_WHOLE = parser()
LOADED = """
import sys
from issuer.cli import main
main(["batch", "no-such-badge", "nobody.csv"], {"BADGES_DATA_DIR": sys.argv[1]})
print(*sorted(sys.modules))
"""


@pytest.mark.parametrize("group", GROUPS)
def test_each_module_has_the_commands_by_which_it_is_found(group: str) -> None:
    """Whoever types one of them loads that module, so the list may not lie."""
    only = {path[0] for path in _paths(parser(groups=[group])) if path}
    assert only == set(GROUPS[group])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("--json", "batch", "-h"), "usage: badge-issuer batch"),
        (("--lang", "en", "key", "list", "-h"), "usage: badge-issuer key list"),
        (("-h",), "export-person"),
        (("--lang=en", "--help", "batch"), "export-person"),
        (("unheard-of", "batch"), "'export-person'"),
        ((), "usage: badge-issuer"),
    ],
    ids=" ".join,
)
def test_help_and_usage_are_whole(shell: Shell, typed: tuple[str, ...], said: str) -> None:
    """What is loaded for one command does not shorten what is told of all."""
    answer = shell(*typed)
    assert said in answer.out + answer.err


def test_a_command_loads_what_it_needs(tmp_path: Path) -> None:
    """A group is awarded without the readers of referentials and without a queue."""
    command = [sys.executable, "-c", LOADED, str(tmp_path)]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    loaded = set(told.stdout.split())
    assert "issuer.cli.batches" in loaded
    assert loaded.isdisjoint({"issuer.cli.frameworks", "badges.frameworks.readers", "huey"})


@pytest.mark.parametrize("path", sorted(_paths(_WHOLE)), ids=" ".join)
def test_the_help_of_every_command_has_an_example(path: tuple[str, ...]) -> None:
    """People copy an example and change it."""
    assert f"badge-issuer {' '.join(path)}".rstrip() in _paths(_WHOLE)[path]


def test_badges_of_another_address_are_not_shown_as_ours(shell: Shell) -> None:
    """Addresses are signed, so a demonstration moved to another port says what to do."""
    assert shell("demo").status == 0
    shell.environment["BADGES_BASE_URL"] = "http://127.0.0.1:9999"
    answer = shell("demo")
    assert answer.status == 1
    assert "http://127.0.0.1:8000" in answer.err
    remarks = shell("check", "--json").value
    assert "cli.check.other_origin" in {remark["code"] for remark in remarks}


def test_check_says_what_is_missing(place: Shell) -> None:
    """`check` lists settings and states, hides secrets, and succeeds when nothing is broken."""
    place.environment["BADGES_API_TOKEN"] = "very-secret"
    answer = place("check", "--json")
    assert answer.status == 0, answer.out
    codes = {remark["code"] for remark in answer.value}
    assert {"cli.check.no_https", "cli.check.no_mail", "cli.check.key"} <= codes
    assert "very-secret" not in answer.out
    assert "BADGES_FETCH_MAP" in answer.out


def test_check_finds_a_folder_open_to_others(place: Shell) -> None:
    """A data directory that other accounts can read is broken, with the command that mends it."""
    place.data_dir.chmod(0o755)
    answer = place("check")
    assert answer.status == 1
    assert "chmod 700" in answer.out


def test_messages_speak_english_on_request(place: Shell) -> None:
    """`--lang en` changes the sentences, not the codes."""
    answer = place("--lang", "en", "place", "show", "nowhere")
    assert "nowhere" in answer.err
    french = place("place", "show", "nowhere")
    assert french.err != answer.err
    assert french.err.split("[")[-1] == answer.err.split("[")[-1]
