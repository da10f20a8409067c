"""Every file of the corpus is found to be what it is, for the reason that is written beside it."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.corpus.library import make, write
from tests.corpus.specimen import Specimen, World
from tests.interop.conftest import node
from tests.world import StillClock
from verifier.bootstrap import Verifier
from verifier.pipeline import Pipeline
from verifier.report import Report
from verifier.sight import open_sight
from verifier.trust import TrustLists

__all__ = ["node"]

pytestmark = pytest.mark.interop
LEAST = 150
NOT_LIKE_A_BADGE = ("input.empty", "input.unrecognised", "baking.no_credential")


@pytest.fixture(scope="module")
def world(request: pytest.FixtureRequest) -> World:
    """The world of the corpus, with Node where CI or the machine has it."""
    return World(node=request.getfixturevalue("node"))


@pytest.fixture(scope="module")
def corpus(world: World) -> tuple[Specimen, ...]:
    """Every specimen."""
    return make(world)


@pytest.fixture(scope="module")
def reports(world: World, corpus: tuple[Specimen, ...]) -> dict[str, Report]:
    """What our verifier says of each."""
    clock = StillClock(world.instant)
    verifier = Verifier(Pipeline(clock, world.web, TrustLists(), open_sight()))
    return {specimen.name: verifier.verify(specimen.material) for specimen in corpus}


@pytest.mark.requirement("VAL-20", "VER-21")
def test_each_file_is_what_it_is(corpus: tuple[Specimen, ...], reports: dict[str, Report]) -> None:
    """Verdict and state are those of the manifest, and a finding gives the written reason."""
    wrong = []
    for specimen in corpus:
        report = reports[specimen.name]
        codes = {finding.code for finding in report.findings}
        codes |= {str(finding.params.get("cause", "")) for finding in report.findings}
        is_said = any(code.startswith(specimen.code) for code in codes)
        if (report.verdict.value, report.state.value) != (specimen.verdict, specimen.state):
            wrong.append((specimen.name, specimen.state, f"{report.state} {_reason(report)}"))
        elif not is_said:
            wrong.append((specimen.name, specimen.code, _reason(report)))
    assert not wrong


def _reason(report: Report) -> str:
    return "" if report.refusal is None else str(report.refusal)[:200]


def test_the_corpus_is_large_and_varied(corpus: tuple[Specimen, ...]) -> None:
    """At least 150 files; every state; valid badges of three implementations beside our own."""
    assert len(corpus) >= LEAST
    states = Counter(specimen.state for specimen in corpus)
    assert set(states) == {
        *("genuine", "revoked", "suspended", "expired", "not_yet_valid", "altered"),
        *("not_the_issuer", "unreadable", "issuer_unconfirmed", "cannot_check"),
    }
    valid = {specimen.family for specimen in corpus if specimen.state == "genuine"}
    assert valid >= {"ours", "openbadgeslib", "digitalbazaar", "dcc"}


@pytest.mark.journey
def test_the_command_finds_the_same(
    corpus: tuple[Specimen, ...], world: World, tmp_path: Path
) -> None:
    """Written to a folder and read by the command, each file has the same verdict and state.

    In a folder, what is no badge by content and by ending is a note beside the badges: passed over.
    """
    write(tmp_path, corpus, world)
    manifest = json.loads((tmp_path / "manifest.json").read_text("utf-8"))
    command = Path(sys.executable).with_name("badge-verifier")
    process = subprocess.run(
        [command, "verify", tmp_path / "files", "--json", "--offline", "--at", manifest["at"]],
        env=os.environ | {"BADGES_FETCH_MAP": str(tmp_path / "fetch-map.json")},
        capture_output=True,
        check=False,
    )
    assert process.returncode == 1, process.stderr.decode()
    parts = json.loads(process.stdout)["parts"]
    found = {part["source"]["name"]: (part["verdict"], part["state"]) for part in parts}
    expected = {
        name: (entry["verdict"], entry["state"])
        for name, entry in manifest["files"].items()
        if not (name.endswith((".txt", ".bin", ".svg")) and entry["code"] in NOT_LIKE_A_BADGE)
    }
    assert len(found) > len(manifest["files"]) - 5
    assert found == expected
