"""Canonical forms and signatures in the browser, against ours and against official vectors."""

import hashlib
import itertools
import random
from typing import Any

import pytest

from badges import jsonld
from badges.documents import JsonObject, parse
from badges.errors import BadgeError
from badges.jsonld import rdfc
from badges.jsonld.nquads import Quad
from tests.badges.proofs.test_vectors import EDDSA
from tests.browser.node import Answers, Case, Modules
from tests.corpus.library import make
from tests.corpus.specimen import World

SUITE = "eddsa-rdfc-2022"
CONTEXTS = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]


def _canonical(document: JsonObject, *, any_word: bool = False) -> Case:
    return {"ask": "canonical", "of": {"document": document, "anyWord": any_word}}


def _ours(document: JsonObject) -> str | None:
    try:
        return jsonld.canonicalize(document)
    except BadgeError:
        return None


def _documents() -> list[JsonObject]:
    """Every document of the corpus that reads as JSON, without its proofs."""
    found = []
    for specimen in make(World()):
        try:
            document = parse(specimen.material)
        except BadgeError:
            continue
        if isinstance(document, dict):
            found.append({name: value for name, value in document.items() if name != "proof"})
    return found


@pytest.mark.requirement("PRF-04")
def test_each_document_has_the_canonical_form_of_the_service(modules: Modules) -> None:
    """Whatever the browser can walk has, to the letter, the statements that the service signs."""
    documents = {str(number): document for number, document in enumerate(_documents())}
    answers = modules.ask({name: _canonical(document) for name, document in documents.items()})
    walked = {name for name in documents if isinstance(answers[name], str)}
    assert len(walked) > 100
    assert {n for n in walked if answers[n] != _ours(documents[n])} == set()


MEMBERS: dict[str, JsonObject] = {
    "signs": {"name": 'guillemets " barre \\ tab\t ligne\n nul\u0000 effacé\u007f \u2028'},
    "beyond the plane": {"name": "\U0001f389 \uffa1 é", "description": "\U0001d518"},
    "order of code points": {"evidence": [{"name": "\U00010400"}, {"name": "\uff5e"}]},
    "alike": {"evidence": [{"name": "a"}, {"name": "a"}, {"name": "b"}]},
    "nested alike": {
        "evidence": [{"type": ["Evidence"], "narrative": "x"}, {"type": ["Evidence"]}, {}]
    },
    "numbers": {"credentialSubject": {"type": ["AchievementSubject"], "creditsEarned": 2.5}},
    "large number": {"credentialSubject": {"type": ["AchievementSubject"], "creditsEarned": 1e-7}},
    "whole number": {"credentialSubject": {"type": ["AchievementSubject"], "creditsEarned": 30}},
    "repeated": {"type": ["VerifiableCredential", "VerifiableCredential", "OpenBadgeCredential"]},
    "ordered": {
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "result": [{"type": ["Result"], "value": "12"}],
        }
    },
    "language": {"name": {"@value": "un", "@language": "fr"}},
    "whole address as a name": {"https://schema.org/name": "x"},
    "keyword": {"@id": "urn:x:1"},
    "relative": {"id": "badge-1"},
    "prefix": {"id": "cred:1"},
    "null": {"name": None},
    "empty": {"evidence": []},
    "undefined": {"nom": "x"},
    "typed": {"type": ["VerifiableCredential", "Unknown"]},
    "list of lists": {"evidence": [[{"name": "x"}]]},
    "own context": {"evidence": [{"@context": CONTEXTS[0], "name": "x"}]},
}


def _odd(members: JsonObject) -> JsonObject:
    return {
        "@context": CONTEXTS,
        "id": "urn:uuid:4f8b1c1e-7a53-4b1c-9d55-0a8d3a1f0b11",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        **members,
    }


@pytest.fixture(scope="module")
def odd(modules: Modules) -> Answers:
    """What the browser makes of each odd document."""
    return modules.ask({name: _canonical(_odd(members)) for name, members in MEMBERS.items()})


@pytest.mark.parametrize("name", MEMBERS)
def test_odd_documents_have_ours_or_none(odd: Answers, name: str) -> None:
    """Odd signs, nodes that look alike, numbers: the same form as ours, or "cannot check"."""
    answer = odd[name]
    assert answer == _ours(_odd(MEMBERS[name])) or answer["state"] == "cannot_check"


def test_contexts_that_give_any_word_a_meaning_are_refused(wide_modules: Modules) -> None:
    """A context for examples has any name signed, whatever a reader takes it for: not read here."""
    answers = wide_modules.ask({"it": _canonical(EDDSA["unsecured"])})
    assert answers["it"] == {"state": "cannot_check", "code": "context"}


@pytest.mark.requirement("PRF-03")
def test_the_vector_of_the_recommendation(wide_modules: Modules) -> None:
    """vc-di-eddsa, B.1: both hashes and the signature are those that are printed there."""
    proof = EDDSA[SUITE]["proof"]
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    configuration = {**options, "@context": EDDSA["unsecured"]["@context"]}
    signed = {"document": {**EDDSA["unsecured"], "proof": proof}, "proof": proof}
    changed = {**signed, "document": {**signed["document"], "name": "Autre"}}
    answers = wide_modules.ask(
        {
            "document": _canonical(EDDSA["unsecured"], any_word=True),
            "proof": _canonical(configuration, any_word=True),
            "holds": {"ask": "signature", "of": {**signed, "key": EDDSA["public"]}},
            "changed": {"ask": "signature", "of": {**changed, "key": EDDSA["public"]}},
        }
    )
    for part in ("document", "proof"):
        digest = hashlib.sha256(answers[part].encode()).hexdigest()
        assert digest == EDDSA[SUITE][f"{part}_sha256"]
    assert answers["holds"] == "holds"
    assert answers["changed"]["state"] == "altered"


def _graphs() -> dict[str, list[Quad]]:
    """Cycles, stars and random tangles of blank nodes, with graph names among them."""
    chance = random.Random(6)  # noqa: S311 - a foreseeable tangle is what is wanted
    ring: list[Quad] = [(f"_:n{i}", "<urn:p>", f"_:n{(i + 1) % 5}", "") for i in range(5)]
    star: list[Quad] = [("<urn:s>", "<urn:p>", f"_:n{i}", "") for i in range(4)]
    graphs = {"ring": ring, "star": star, "self": [("_:a", "<urn:p>", "_:a", "")]}
    for number in range(40):
        nodes = [f"_:x{i}" for i in range(chance.randint(2, 6))]
        quads = {
            (
                chance.choice(nodes),
                chance.choice(("<urn:p>", "<urn:q>")),
                chance.choice([*nodes, '"text"', "<urn:o>"]),
                chance.choice(["", "", *nodes[:1]]),
            )
            for _ in itertools.repeat(None, chance.randint(2, 9))
        }
        graphs[f"tangle-{number}"] = sorted(quads)
    return graphs


@pytest.mark.parametrize(("algorithm", "name"), [("sha256", "SHA-256"), ("sha384", "SHA-384")])
def test_blank_nodes_are_named_as_ours(modules: Modules, algorithm: str, name: str) -> None:
    """RDFC-1.0 gives the same names here and there, whatever looks alike, with both hashes."""
    graphs = _graphs()
    cases: dict[str, Case] = {
        key: {"ask": "rdfc", "of": {"quads": quads, "algorithm": name, "work": 400_000}}
        for key, quads in graphs.items()
    }
    answers = modules.ask(cases)
    expected: dict[str, Any] = {
        key: rdfc.canonicalize(quads, hash_algorithm=algorithm) for key, quads in graphs.items()
    }
    assert dict(answers.answers) == expected


def test_poisoned_graphs_are_given_up(modules: Modules) -> None:
    """Ten nodes that all look alike would take hours; the work is counted and bounded."""
    nodes = [f"_:n{i}" for i in range(10)]
    quads = [(one, "<urn:p>", two, "") for one in nodes for two in nodes if one != two]
    case = {"ask": "rdfc", "of": {"quads": quads, "algorithm": "SHA-256", "work": 2_000}}
    assert modules.ask({"it": case})["it"] == {"state": "cannot_check", "code": "too_costly"}
