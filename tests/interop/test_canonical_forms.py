"""Our canonical N-Quads against jsonld.js and rdf-canonize of Node, on documents made to differ."""

import json
from typing import Any

import pytest

from badges.documents import JsonObject
from badges.errors import JsonLdError
from badges.jsonld import canonicalize
from tests.interop.node_programs import Answers, NodePrograms
from tests.interop.tampering import with_change
from tests.interop.theirs import unsigned_credential
from tests.properties.credentials import Author
from tests.properties.mutations import mutant

pytestmark = pytest.mark.interop

SUBJECT = "/credentialSubject"
ACHIEVEMENT = f"{SUBJECT}/achievement"
MISREAD_BY_JSONLD_JS = "1e-07"
"""JavaScript writes this number without a dot, so jsonld.js 9 takes it for the integer 0."""

ALIGNMENT = {"type": ["Alignment"], "targetName": "x", "targetUrl": "https://example.org/1"}

SAME: dict[str, tuple[str, Any]] = {
    "control characters": ("/name", "\x00\x01\x08\x0b\x1f\x7f\x80\x9f"),
    "escaped characters": ("/name", "\t\r\n\f\b\"\\'"),
    "letters of the world": ("/name", "é œ Ω 李 🪴 e\u0301 \u2028\u2029\ufeff"),
    "right-to-left marks": ("/name", "\u202eabc\u202c\u200f"),
    "markup": ("/name", "]]>&amp;<b>"),
    "a long text": ("/name", "mot " * 5_000),
    "a blank": ("/name", " "),
    "an integer": (f"{SUBJECT}/creditsEarned", 5),
    "a whole float": (f"{SUBJECT}/creditsEarned", 5.0),
    "a fraction": (f"{SUBJECT}/creditsEarned", 0.1),
    "a periodic fraction": (f"{SUBJECT}/creditsEarned", 1 / 3),
    "a tiny number": (f"{SUBJECT}/creditsEarned", 1.5e-7),
    "a huge number": (f"{SUBJECT}/creditsEarned", 1e300),
    "the largest decimal": (f"{SUBJECT}/creditsEarned", 1e20),
    "the smallest exponent": (f"{SUBJECT}/creditsEarned", 1e21),
    "nothing": (f"{SUBJECT}/creditsEarned", 0),
    "less than nothing": (f"{SUBJECT}/creditsEarned", -0.0),
    "doubles in a set": (f"{ACHIEVEMENT}/tag", ["bois", "bois", "métal"]),
    "twin nodes": (f"{ACHIEVEMENT}/alignment", [ALIGNMENT, ALIGNMENT, ALIGNMENT]),
    "an image in the document": (
        f"{ACHIEVEMENT}/image",
        {"id": "data:image/png;base64,AAAA", "type": "Image"},
    ),
}

LOST: dict[str, tuple[str, Any]] = {
    "an undefined term": ("/honour", "x"),
    "an undefined type": ("/type", ["VerifiableCredential", "OpenBadgeCredential", "Honour"]),
    "a relative id": (f"{ACHIEVEMENT}/id", "achievements/1"),
    "an id with a space": (f"{ACHIEVEMENT}/id", "https://example.org/a b"),
    "a language map": ("/name", {"fr": "Animer", "en": "Run"}),
}


def document(change: tuple[str, Any]) -> JsonObject:
    """A credential with one member set."""
    credential = with_change(unsigned_credential(1), "/issuer/id", "did:example:lieu")
    return with_change(credential, *change)


def without_doubles(quads: str) -> str:
    """Each line once: jsonld.js repeats a quad when two views of a node have an empty list."""
    return "".join(f"{line}\n" for line in dict.fromkeys(quads.split("\n")) if line)


@pytest.fixture(scope="module")
def written(pytestconfig: pytest.Config) -> dict[str, JsonObject]:
    """Random credentials, and ones with a random change: others in each run, told by its seed."""
    seed = int(pytestconfig.getoption("randomly_seed", 0) or 0)
    author = Author(seed)
    credentials = {f"credential {n} of seed {seed}": author.credential() for n in range(80)}
    return credentials | {f"mutant of seed {seed + n}": mutant(seed + n) for n in range(80)}


@pytest.fixture(scope="module")
def forms(node: NodePrograms, written: dict[str, JsonObject]) -> Answers:
    """What Node makes of every document of this module."""
    documents = {name: document(change) for name, change in {**SAME, **LOST}.items()}
    cases = {name: {"document": each} for name, each in {**documents, **written}.items()}
    return node.run("linked_data", cases)


@pytest.mark.requirement("SAFE-03", "PRF-03", "TRAP-23")
@pytest.mark.parametrize("name", SAME)
def test_the_same_quads_come_out(forms: Answers, name: str) -> None:
    """Texts, numbers, doubles and twin nodes that are hard to write get the same N-Quads."""
    assert forms[name]["canonical"] == canonicalize(document(SAME[name]))


@pytest.mark.requirement("SAFE-01", "SAFE-04", "DM-11", "TRAP-03", "TRAP-19")
@pytest.mark.parametrize("name", LOST)
def test_the_same_losses_are_refused(forms: Answers, name: str) -> None:
    """What JSON-LD would drop is refused there in safe mode, and by us."""
    assert "safe mode" in forms[name]["thrown"].lower()
    with pytest.raises(JsonLdError):
        canonicalize(document(LOST[name]))


@pytest.mark.requirement("SAFE-01", "SAFE-03", "PRF-03")
def test_random_credentials_agree(forms: Answers, written: dict[str, JsonObject]) -> None:
    """Random credentials get the same N-Quads; what we accept, Node accepts in safe mode."""
    compared = 0
    for name, credential in written.items():
        if MISREAD_BY_JSONLD_JS in json.dumps(credential):
            continue
        try:
            ours = canonicalize(credential)
        except JsonLdError:
            assert name.startswith("mutant"), name
            continue
        assert without_doubles(forms[name].get("canonical", "")) == ours, (name, forms[name])
        compared += 1
    assert compared >= 80
