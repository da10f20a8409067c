"""`badge-issuer framework` writes referentials, discusses proposals and bridges them."""

import pytest

from tests.issuer.cli.conftest import Answer, Shell

TABLE = (
    "subject_id\tpredicate_id\tobject_id\tobject_label\tmapping_justification\tobject_source\tother\n"
    "scier\tskos:closeMatch\tROME:1\tScier\tsemapv:ManualMappingCuration\tROME\tcode=1|kind=competence\n"
    "nulle\tskos:closeMatch\tROME:1\tScier\tsemapv:ManualMappingCuration\tROME\tcode=1|kind=competence\n"
)


@pytest.fixture
def house(shell: Shell) -> Shell:
    """A shell with two places and their people, and a framework that is published."""
    for place in ("Atelier", "Jardin"):
        _done(shell("place", "add", place))
    for name, place in (("Zoé", "atelier"), ("Léa", "jardin"), ("Max", "jardin")):
        _done(shell("user", "add", name, "--role", "author", "--place", place))
    _done(shell("framework", "create", "Nos savoirs", "--domain", "Bois", "--place", "atelier"))
    _done(shell("framework", "add", "nos-savoirs", "Scier", "--statement", "Je scie droit."))
    _done(shell("framework", "publish", "nos-savoirs", "--note", "Premier jet."))
    return shell


def _done(answer: Answer) -> Answer:
    assert answer.status == 0, answer.err
    return answer


def _refused(answer: Answer, code: str) -> None:
    assert answer.status == 1
    assert answer.out == ""
    assert f"[{code}]" in answer.err


def test_a_framework_is_written_and_published(house: Shell) -> None:
    """Its competency is found by its code, its versions are listed."""
    (version,) = _done(house("framework", "versions", "nos-savoirs", "--json")).value
    assert (version["version"], version["note"]) == ("1.0.0", "Premier jet.")
    shown = _done(house("framework", "show", "SAVO-BOI-01", "--json")).value
    assert shown["statement"] == "Je scie droit."


def test_a_fork_is_compared_with_its_source(house: Shell) -> None:
    """What differs is told by competency; without a second name, with the draft of the first."""
    _done(house("framework", "fork", "nos-savoirs", "--place", "jardin", "--slug", "a-nous"))
    _done(
        house("framework", "add", "a-nous", "Raboter", "--statement", "Je rabote.", "--as", "Léa")
    )
    _refused(house("framework", "publish", "a-nous", "--as", "Zoé"), "person.not_allowed")
    _done(house("framework", "publish", "a-nous", "--as", "Léa"))
    told = _done(house("framework", "compare", "nos-savoirs", "a-nous", "--json")).value
    assert [item["name"] for item in told["added"]] == ["Raboter"]
    assert told["removed"] == []
    (version,) = _done(house("framework", "versions", "a-nous", "--json")).value
    assert version["author"] == "Léa"
    same = _done(house("framework", "compare", "a-nous@1.0.0", "--json"))
    assert same.value["step"] is None
    assert _done(house("framework", "compare", "nos-savoirs", "a-nous")).out.startswith("+ ")


def test_a_competency_is_deprecated(house: Shell) -> None:
    """In the draft until it is published; the larger step is taken by itself."""
    _done(house("framework", "add", "nos-savoirs", "Scier droit", "--statement", "Je scie."))
    answer = _done(
        house("framework", "deprecate", "SAVO-BOI-01", "--replaced-by", "SAVO-BOI-02", "--json")
    )
    assert answer.value["replaced_by"] == "scier-droit"
    assert "nos-savoirs" in answer.err
    _refused(
        house("framework", "publish", "nos-savoirs", "--step", "patch"), "framework.step_small"
    )
    assert _done(house("framework", "publish", "nos-savoirs", "--json")).value["version"] == "2.0.0"
    _refused(house("framework", "publish", "nos-savoirs"), "framework.nothing_new")
    shown = _done(house("framework", "show", "SAVO-BOI-01"))
    assert "Choisissez plutôt SAVO-BOI-02, « Scier droit »." in shown.out
    value = _done(house("framework", "show", "SAVO-BOI-01", "--json")).value
    assert (value["deprecated"], value["replaced_by"]) == (True, "SAVO-BOI-02")


def test_a_draft_is_listed_before_it_is_published(house: Shell) -> None:
    """It says that it is one, to people and to programs."""
    _done(house("framework", "create", "Métal", "--domain", "Métal", "--place", "jardin"))
    _done(house("framework", "add", "metal", "Limer", "--statement", "Je lime."))
    answer = _done(house("framework", "list", "metal"))
    assert "Limer" in answer.out
    assert "brouillon" in answer.err
    (item,) = _done(house("framework", "list", "metal", "--json")).value
    assert (item["name"], item["draft"]) == ("Limer", True)


def test_the_evidence_of_absence_is_shown(house: Shell) -> None:
    """When it was searched and where in one line, each term and its count in the next."""
    shown = _done(house("framework", "show", "TL-COO-01", "--json")).value
    terms = [term["term"] for term in shown["absence"]["terms"]]
    lines = _done(house("framework", "show", "TL-COO-01")).out.splitlines()
    assert shown["absence"]["date"] in lines[-2]
    assert "ROME" in lines[-2]
    assert all(term in lines[-1] for term in terms)


def test_the_shipped_referential_is_given_to_a_place(house: Shell) -> None:
    """Only then it can be written."""
    add = (
        "framework",
        "add",
        "tiers-lieux",
        "Tisser",
        "--statement",
        "Je tisse.",
        "--domain",
        "FAB",
    )
    _refused(house(*add), "framework.kept_by_nobody")
    kept = _done(house("framework", "keep", "tiers-lieux", "--place", "jardin", "--json")).value
    assert kept == {"framework": "tiers-lieux", "place": "jardin"}
    assert _done(house(*add, "--json")).value["name"] == "Tisser"


def test_a_proposal_goes_its_way(house: Shell) -> None:
    """Proposed, discussed, decided, listed; near doubles are told."""
    answer = _done(
        house(
            "framework", "propose", "nos-savoirs", "Scier bien", "--statement", "Je scie bien.",
            "--reason", "Utile.", "--as", "Max", "--json",
        )
    )  # fmt: skip
    made = answer.value
    assert (made["author"], made["place"], made["doubles"]) == ("Max", "jardin", ["SAVO-BOI-01"])
    assert "SAVO-BOI-01" in answer.err
    remarked = _done(house("framework", "remark", made["id"], "Oui !", "--as", "Léa", "--json"))
    assert remarked.value["remarks"][0]["author"] == "Léa"
    _refused(house("framework", "decide", made["id"], "refused"), "proposal.reason_missing")
    decided = _done(house("framework", "decide", made["id"], "accepted", "--json")).value
    assert (decided["state"], decided["result"]) == ("accepted", "SAVO-BOI-02")
    assert made["decided"] is None
    assert made["created"] <= decided["decided"]
    (listed,) = _done(house("framework", "proposals", "--state", "accepted", "--json")).value
    assert listed["id"] == made["id"]
    line = _done(house("framework", "proposals", "nos-savoirs")).out
    assert made["id"] in line
    assert made["created"][:10] in line


def test_a_person_has_the_rights_of_their_role(house: Shell) -> None:
    """With `--as` nothing stands under a name that the person may not do; the operator may."""
    _done(house("user", "add", "Ugo", "--role", "facilitator", "--place", "atelier"))
    add = ("framework", "add", "nos-savoirs", "Raboter", "--statement", "Je rabote.")
    for name in ("Ugo", "Léa"):
        _refused(house(*add, "--as", name), "person.not_allowed")
    assert "Raboter" in _done(house(*add, "--as", "Zoé")).out


def test_whoever_is_added_gets_a_link(house: Shell) -> None:
    """Nobody has to ask for it apart: it stands in the answer, and as a member for programs."""
    answer = _done(house("user", "add", "Ana", "--role", "author", "--place", "atelier", "--json"))
    assert "/workshop/enter/" in answer.value["link"]
    assert answer.value["places"] == {"atelier": "author"}
    again = _done(house("user", "link", "Ana"))
    assert answer.value["link"] not in again.out


def test_a_domain_must_be_named_among_several(house: Shell) -> None:
    """The answer tells which there are."""
    _done(house("framework", "create", "Deux", "--domain", "Bois", "--domain", "Fer", "--place",
                "jardin"))  # fmt: skip
    answer = house("framework", "add", "deux", "Limer", "--statement", "Je lime.")
    _refused(answer, "cli.commons.which_domain")
    assert "BOI, FER" in answer.err
    assert "--domain" in answer.err


def test_a_bridge_goes_its_way(house: Shell) -> None:
    """Proposed by one, reviewed by two others, published: then it is in the framework."""
    answer = _done(
        house(
            "framework", "bridge", "SAVO-BOI-01", "exactMatch", "ROME", "100001", "--label",
            "Scier", "--kind", "competence", "--edition", "4.0", "--as", "Zoé", "--json",
        )
    )  # fmt: skip
    bridge = answer.value
    assert (bridge["status"], bridge["checked"]) == ("proposed", False)
    assert len(answer.err.strip().splitlines()) == 2
    _refused(house("framework", "review", bridge["id"], "agree", "--as", "Zoé"), "bridge.own")
    _refused(house("framework", "review", bridge["id"], "agree"), "bridge.reviewer_unknown")
    for name in ("Léa", "Max"):
        _done(house("framework", "review", bridge["id"], "agree", "--as", name))
    assert "reviewed" in _done(house("framework", "bridges", "nos-savoirs")).out
    (done,) = _done(house("framework", "publish-bridges", "nos-savoirs", "--json")).value
    assert done["status"] == "published"
    shown = _done(house("framework", "show", "SAVO-BOI-01", "--json")).value
    assert [match["code"] for match in shown["matches"]] == ["100001"]
    assert _done(house("framework", "bridges", "--status", "refused", "--json")).value == []


def test_a_draft_is_bridged_before_it_is_published(house: Shell) -> None:
    """Its competency is told by the framework and its short name."""
    _done(house("framework", "create", "Métal", "--domain", "Métal", "--place", "jardin"))
    _done(house("framework", "add", "metal", "Limer", "--statement", "Je lime."))
    bridge = ("framework", "bridge", "metal/limer", "broadMatch", "ESCO", "1", "--label", "Limer")
    assert _done(house(*bridge, "--json")).value["framework"] == "metal"
    _refused(house("framework", "bridge", "ME-MET-01", *bridge[3:]), "competency.unknown_anywhere")


def test_a_table_of_bridges_comes_in(house: Shell) -> None:
    """All lines or none; with `--skip-bad` good ones are proposed, others told by number."""
    ask = ("framework", "import-bridges", "nos-savoirs", house.write("liens.tsv", TABLE), "--json")
    refused = house(*ask)
    assert (refused.status, refused.value["problem_count"]) == (1, 1)
    assert refused.value["error"]["code"] == "import.rows_refused"
    assert [item["line"] for item in refused.value["problems"]] == [3]
    assert _done(house("framework", "bridges", "nos-savoirs", "--json")).value == []
    answer = house(*ask, "--skip-bad")
    value = _done(answer).value
    assert [item["code"] for item in value["added"]] == ["1"]
    assert [item["line"] for item in value["problems"]] == [3]
    assert "3" in answer.err
    bad = house.write("rien.tsv", TABLE.splitlines()[0] + "\n" + TABLE.splitlines()[2] + "\n")
    assert house("framework", "import-bridges", "nos-savoirs", bad).status == 1
    other = "https://b.example/frameworks/rome/2"
    assert TABLE.count("ROME:1") == 2
    two = house.write("deux.tsv", TABLE.replace("ROME:1", other).replace("nulle", "scier"))
    told = house("framework", "import-bridges", "nos-savoirs", two, "--json").value
    assert {item["code"] for item in told["problems"]} == {"framework.sssom.codes_differ"}
    _refused(
        house("framework", "import-bridges", "nos-savoirs", str(house.folder / "absent")),
        "cli.file.unreadable",
    )
    latin = house.folder / "latin.tsv"
    latin.write_bytes(b"\xe9")
    _refused(house("framework", "import-bridges", "nos-savoirs", str(latin)), "cli.file.not_utf8")


def test_a_place_must_be_named_among_several(house: Shell) -> None:
    """And the person must work for the place they speak for."""
    _refused(house("framework", "create", "Autre"), "cli.commons.which_place")
    create = ("framework", "create", "Autre", "--place", "atelier")
    _refused(house(*create, "--as", "Zoé", "--for", "jardin"), "person.not_of_place")
    _refused(house(*create, "--as", "Inconnu"), "person.unknown")
    assert _done(house(*create, "--as", "Zoé", "--json")).value["place"] == "atelier"


def test_people_come_and_go(house: Shell) -> None:
    """A link is handed over once the person is known; the door closes and opens again."""
    link = _done(house("user", "link", "zoé", "--json"))
    assert link.value["link"].startswith("http://127.0.0.1:8000/workshop/enter/")
    assert "Zoé" not in link.value["link"]
    assert _done(house("user", "disable", "Zoé", "--json")).value["disabled"] is True
    _refused(house("user", "link", "Zoé"), "person.disabled")
    listed = _done(house("user", "list", "--place", "atelier"))
    assert "n’entre plus" in listed.out
    assert _done(house("user", "enable", "Zoé", "--json")).value["places"] == {"atelier": "author"}
    everybody = _done(house("user", "list", "--json")).value
    assert [person["name"] for person in everybody] == ["Léa", "Max", "Zoé"]
    _refused(house("user", "disable", "Personne"), "person.unknown")
