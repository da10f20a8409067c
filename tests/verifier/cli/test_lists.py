"""`badge-verifier list`: every family whole, each member in words."""

import json

import pytest

from badges.i18n import LANGUAGES, Translator
from badges.proofs import SUITES
from verifier.cli import main
from verifier.cli.lists import LISTS
from verifier.intake import INTAKES

Captured = pytest.CaptureFixture[str]

_MEMBERS = [
    ("checks", "proof.signature"),
    ("suites", "eddsa-rdfc-2022"),
    ("did-methods", "did:web"),
    ("status-methods", "BitstringStatusListEntry"),
    ("intakes", "baked_image"),
    ("policies", "default"),
]


@pytest.mark.parametrize(("what", "member"), _MEMBERS)
def test_list_says_what_is_known(what: str, member: str, capsys: Captured) -> None:
    """Each family is listed, as text and as JSON."""
    assert main(["list", what]) == 0
    assert member in capsys.readouterr().out
    assert main(["list", what, "--json", "--lang", "en"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert member in [row["id"] for row in rows]
    assert len({row["id"] for row in rows}) == len(rows)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("what", LISTS)
def test_each_member_has_a_title_in_words(what: str, language: str) -> None:
    """No list shows a bare code where a person looks for a sentence."""
    for row in LISTS[what](Translator(language, "verifier")):
        assert " " in row["title"] or row["title"][0].isupper(), row
        assert not row["title"].startswith(("intake.", "suite.", "check.", "policy.")), row


def test_lists_are_complete(capsys: Captured) -> None:
    """Whatever a family's tuple holds is in its list."""
    for what, names in (
        ("suites", {suite.name for suite in SUITES}),
        ("intakes", {intake.name for intake in INTAKES}),
    ):
        main(["list", what, "--json"])
        assert {row["id"] for row in json.loads(capsys.readouterr().out)} == names


def test_wide_lists_stay_aligned(capsys: Captured) -> None:
    """Long sentences go on under their own column, never under the identifiers."""
    main(["list", "status-methods", "--lang", "fr"])
    lines = capsys.readouterr().out.splitlines()
    assert all(len(line) <= 100 for line in lines)
    assert [line.split()[0] for line in lines if line[0] != " "] == [
        "BitstringStatusListEntry",
        "1EdTechRevocationList",
    ]
