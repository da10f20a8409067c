"""Changed bytes give a report, and are never accepted unless they say the same."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from badges.documents import JsonObject, Secured
from badges.errors import BadgeError
from tests.corpus import hostile, ours
from tests.corpus.specimen import GENUINE, World
from tests.fuzz.target import read
from tests.world import NOON, StillClock
from verifier.bootstrap import Verifier
from verifier.pipeline import Pipeline
from verifier.pipeline.asking import IDS
from verifier.report import Verdict
from verifier.trust import TrustLists

FINDINGS = sorted((Path(__file__).parent / "findings").glob("[!.]*"))
WORLD = World(instant=NOON)
SIGNED = [
    specimen
    for specimen in ours.specimens(WORLD)
    if specimen.state == GENUINE and specimen.name.endswith((".json", ".jwt"))
]
VERIFIER = Verifier(Pipeline(StillClock(NOON), WORLD.web, TrustLists()))
PIECES = st.sampled_from(
    [
        *(b'"', b"{", b"}", b"[", b"]", b",", b":", b"\\", b"\0", b".", b"=", b"null", b"1e999"),
        *(b'"@context":[]', b'"id":"x"', b'"proof":[]', b"\xff", b"\xed\xa0\x80", b"<svg>"),
        *(b'"@id":"urn:x"', b'"@graph":[]', b'"@nest":{}', b'"@reverse":{}', b'"@included":[]'),
    ]
)


@st.composite
def changed(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """A signed badge, and the same with one to four places cut, doubled or filled otherwise."""
    original = draw(st.sampled_from(SIGNED)).material
    material = original
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(material)))
        end = draw(st.integers(start, min(len(material), start + 60)))
        middle = draw(st.one_of(PIECES, st.binary(max_size=4), st.just(material[start:end] * 2)))
        material = material[:start] + middle + material[end:]
    return original, material


def _said(material: bytes, like: bytes) -> JsonObject | None:
    """What a badge says, without its proofs; None for what cannot be read."""
    kind = "application/vc" if like.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"{") else "jwt"
    media_type = kind if kind == "application/vc" else "application/vc+jwt"
    try:
        document = Secured(material.strip(), media_type).document
    except BadgeError:
        return None
    return {name: value for name, value in document.items() if name != "proof"}


@pytest.mark.requirement("VER-01", "VER-02", "VER-13", "PRF-04")
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changed())
def test_a_changed_badge_is_never_accepted(pair: tuple[bytes, bytes]) -> None:
    """Bytes changed anywhere give a report; it is accepted only when it says the very same."""
    original, material = pair
    report = VERIFIER.verify(material)
    if report.verdict is Verdict.ACCEPTED:
        assert _said(material, original) == _said(original, original)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.binary(max_size=400), changed().map(lambda pair: pair[1])))
def test_anything_gives_a_report_in_a_web_that_echoes_it(material: bytes) -> None:
    """Even where every address that a badge names answers with the badge itself."""
    report = read(material)
    assert tuple(finding.check for finding in report.findings) == IDS


def test_what_is_hostile_gives_a_report() -> None:
    """The hostile part of the corpus, and what fuzzing once found, in a web that echoes it."""
    kept = [path.read_bytes() for path in FINDINGS]
    materials = [specimen.material for specimen in hostile.specimens(WORLD)] + kept
    for material in materials:
        assert read(material).verdict is not Verdict.ACCEPTED or b"proof" in material
