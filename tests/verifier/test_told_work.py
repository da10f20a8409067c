"""What a badge says of the work behind it: who designed it, how long it took, what shows it."""

from typing import Any

import pytest

from badges.documents import serialize
from badges.i18n import Translator
from tests.verifier.badges_to_read import Desk, Place, achievement, badge, with_subject
from verifier.cli.style import Style
from verifier.cli.text import render
from verifier.report import EvidenceClaim, State, Summary

NETWORK = {"id": "did:web:reseau.example", "type": ["Profile"], "name": "Réseau des lieux"}
PHOTO = "https://lieu.example/preuves/1"


def told(desk: Desk, place: Place, creator: object = None, **members: Any) -> Summary:
    """What is told of a genuine badge with that creator and these members."""
    parts = {} if creator is None else {"creator": creator}
    document = with_subject(
        badge(place, **members),
        narrative="Douze **heures**.",
        achievement=achievement(**parts),
    )
    report = desk.read(place.sign(document))
    assert report.state is State.GENUINE
    return report.summary


@pytest.mark.requirement("VAL-08", "DM-10")
def test_each_thing_that_shows_the_work_is_told(desk: Desk, place: Place) -> None:
    """In its order, with what is said of it; what says nothing of itself is left out."""
    proofs = [
        {"type": ["Evidence"], "narrative": "A tenu l'atelier."},
        {"type": ["Evidence"]},
        {"type": ["Evidence"], "id": PHOTO, "name": "La table", "genre": "Photo"},
    ]
    summary = told(desk, place, evidence=proofs)
    assert summary.evidence == (
        EvidenceClaim(narrative="A tenu l'atelier."),
        EvidenceClaim(url=PHOTO, name="La table", genre="Photo"),
    )
    assert summary.narrative == "Douze **heures**."


def test_who_designed_it_is_told_when_it_is_somebody_else(desk: Desk, place: Place) -> None:
    """The network by its name, or else its id; nobody when the issuer designed it itself."""
    assert told(desk, place, NETWORK).creator == "Réseau des lieux"
    nameless = {member: NETWORK[member] for member in ("id", "type")}
    assert told(desk, place, nameless).creator == "did:web:reseau.example"
    assert told(desk, place, {**NETWORK, "id": place.did}).creator is None
    assert told(desk, place).creator is None


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_terminal_tells_the_work_behind_a_badge(desk: Desk, place: Place, language: str) -> None:
    """Who designed it, what is said of the work, what shows it; no such line without them."""
    words = Translator(language, "verifier")
    style = Style()
    proof = {"type": ["Evidence"], "id": PHOTO, "name": "La table", "narrative": "Vue\x1b[2J."}
    document = with_subject(
        badge(place, evidence=[proof] * 6),
        narrative="Douze heures.",
        achievement=achievement(creator=NETWORK),
    )
    text = render(desk.read(place.sign(document)), words, style)
    assert words("web.report.creator", name="Réseau des lieux") in text
    assert words("cli.finding", title=words("cli.work"), message="Douze heures.") in text
    assert text.count(f"Vue[2J. · La table · {PHOTO}") == 5
    bare = render(desk.read(place.sign(badge(place))), words, style)
    for label in ("cli.work", "cli.creator", "web.report.evidence"):
        assert words(label) in text
        assert words(label) not in bare


def test_only_so_many_proofs_are_told(desk: Desk, place: Place) -> None:
    """A badge with a hundred proofs fills no page; all of them are in the document."""
    proofs = [{"type": ["Evidence"], "id": f"{PHOTO}/{number}"} for number in range(100)]
    summary = told(desk, place, evidence=proofs)
    assert [item.url for item in summary.evidence] == [f"{PHOTO}/{n}" for n in range(12)]


@pytest.mark.parametrize("wrong", [7, "photo", [7], [{"id": 7}], {"narrative": ["x"]}])
def test_evidence_of_another_shape_is_no_fault_of_ours(
    desk: Desk, place: Place, wrong: object
) -> None:
    """A document that is no badge still gets a whole report, with nothing made up."""
    document = badge(place) | {"evidence": wrong}
    document["credentialSubject"]["achievement"]["creator"] = wrong
    report = desk.read(serialize(document))
    assert report.verdict.value == "rejected"
    assert report.summary.evidence == ()
    assert report.summary.creator is None
