"""What is found out from the slots of a badge that is like others is what all of it would say."""

import copy
from collections import Counter
from random import Random

import orjson
import pytest

from badges.documents import Alike, JsonObject
from badges.documents.likeness import Likenesses
from badges.errors import JsonLdError
from badges.jsonld import likenesses
from badges.proofs.rdfc import hash_configuration
from tests.properties.alike import another, credential, in_general, is_found, seeded

DOCUMENTS = 80
CREATED = "2026-11-22T12:00:00Z"
METHOD = "did:key:z6MkmF6EH4TMVQkpGNNUYwZuZjUnn7RUFyP6Hd3qsWfvJkDV#key"
CLAIMS = {"iss": "https://exemple.fr", "jti": "urn:uuid:1", "nbf": 1_795_000_000}


def _proof(created: str = CREATED, method: str = METHOD) -> JsonObject:
    return {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": created,
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
        "proofValue": "z5Mq",
    }


def _learnt(document: JsonObject) -> Likenesses:
    """What is known once a few such documents came."""
    known = Likenesses()
    for _ in range(3):
        known.learn(document, orjson.dumps(document))
    return known


def _read(known: Likenesses, document: JsonObject) -> Alike | None:
    """How a document is like those before, as it is when it comes from its own text."""
    try:
        text = orjson.dumps(document)
    except TypeError:  # a lone surrogate, which no text in UTF-8 can hold
        return None
    return known.of(orjson.loads(text), text)


@pytest.mark.requirement("PRF-04", "SAFE-01", "VER-02")
@pytest.mark.parametrize("part", range(4))
def test_the_digest_of_a_badge_follows_from_its_slots(part: int) -> None:
    """For plain and hostile texts alike: the digest of PyLD's way, or none."""
    outcomes: Counter[str] = Counter()
    for seed in range(part, DOCUMENTS, 4):
        random = seeded(seed)
        document = credential(seed)
        known = _learnt({**document, "proof": [_proof()]})
        for danger in (0.0, 0.0, 0.1, 0.3, 0.6):
            other = another(random, document, danger)
            alike = _read(known, {**other, "proof": [_proof()]})
            if alike is None:  # an empty text, or one that is another kind of value
                continue
            found = likenesses.digest(alike, other)
            outcomes["left" if found is None else "matched"] += 1
            assert found in {None, in_general(other)}, f"seed {seed}"
    assert min(outcomes["matched"], outcomes["left"]) > DOCUMENTS / 20


@pytest.mark.requirement("SAFE-01", "JWT-03")
@pytest.mark.parametrize("wrapper", [None, "vc"])
def test_nothing_is_lost_only_where_the_general_way_loses_nothing(wrapper: str | None) -> None:
    """The credential of a JWT beside its claims, or in the claim of the older data model."""
    outcomes: Counter[bool] = Counter()
    for seed in range(40):
        random = seeded(seed)
        document = credential(seed)
        known = _learnt(_claimed(document, wrapper))
        for danger in (0.0, 0.2, 0.4):
            other = another(random, document, danger)
            alike = _read(known, _claimed(other, wrapper))
            if alike is not None:
                is_kept = likenesses.is_nothing_lost(alike, other)
                outcomes[is_kept] += 1
                assert not is_kept or in_general(other) is not None, f"seed {seed}"
    assert min(outcomes[True], outcomes[False]) > 5


def _claimed(document: JsonObject, wrapper: str | None) -> JsonObject:
    return {**document, **CLAIMS} if wrapper is None else {**CLAIMS, wrapper: document}


@pytest.mark.requirement("PRF-05")
def test_the_configuration_of_a_proof_follows_from_its_slots() -> None:
    """Its instant and its key are read like all else; odd ones are told by the general way."""
    document = credential(3)
    contexts = document["@context"]
    known = _learnt({**document, "proof": [_proof()]})
    methods = (METHOD, "https://exemple.fr/key", "no address", "urn:x:\\", "did:web:é", "type")
    for created in (CREATED, "2020-01-01T00:00:00+01:00", 'x"y', "z\u007f", "\ufffe", "\u0001"):
        for method in methods:
            proof = _proof(created, method)
            options = {name: proof[name] for name in proof if name != "proofValue"}
            alike = _read(known, {**document, "proof": [proof]})
            assert alike is not None
            assert _hash(options, contexts, alike) == _hash(options, contexts, None)


def _hash(options: JsonObject, contexts: object, alike: Alike | None) -> bytes | str:
    try:
        return hash_configuration(options, contexts, alike=alike)
    except JsonLdError as error:
        return error.code


def test_one_of_two_proofs_is_hashed_as_it_is() -> None:
    """The slots of a set of proofs are not mistaken for those of the one that is verified."""
    document = credential(3)
    first, second = _proof(), _proof("2020-01-01T00:00:00Z", "https://exemple.fr/key")
    known = _learnt({**document, "proof": [first, second]})
    alike = _read(known, {**document, "proof": [first, second]})
    for proof in (first, second):
        options = {name: proof[name] for name in proof if name != "proofValue"}
        expected = _hash(options, document["@context"], None)
        assert _hash(options, document["@context"], alike) == expected


@pytest.mark.requirement("VER-02")
def test_what_is_kept_of_a_form_says_nothing_of_a_person() -> None:
    """The badge from which it was made is nowhere in it, marks included."""
    document = credential(3)
    document["credentialSubject"]["narrative"] = "Camille-1-a-fini"
    known = _learnt({**document, "proof": [_proof()]})
    alike = _read(known, {**document, "proof": [_proof()]})
    assert alike is not None
    assert likenesses.digest(alike, document) == in_general(document)
    hash_configuration(_proof(), document["@context"], alike=alike)
    del alike
    assert is_found(document["credentialSubject"]["achievement"]["id"], known)
    for said in ("Camille-", CREATED, METHOD):
        assert not is_found(said, known)
    marked = copy.deepcopy(document)
    marked["credentialSubject"]["creditsEarned"] = 17.5
    known = _learnt({**marked, "proof": [_proof()]})
    alike = _read(known, {**marked, "proof": [_proof()]})
    assert alike is not None
    assert likenesses.digest(alike, marked) is None


def test_another_word_of_the_contexts_is_left_to_the_general_way() -> None:
    """A text that is a term decides what is said: a template is for one of them alone."""
    document = credential(3)
    entry = {"type": "IdentityObject", "hashed": True, "identityHash": "h", "identityType": "name"}
    document["credentialSubject"]["identifier"] = [entry]
    known = _learnt({**document, "proof": [_proof()]})
    digests = set()
    for word in ("name", "emailAddress", "ext:other", "https://exemple.fr/kind"):
        other = copy.deepcopy(document)
        other["credentialSubject"]["identifier"][0]["identityType"] = word
        alike = _read(known, {**other, "proof": [_proof()]})
        assert alike is not None
        found = likenesses.digest(alike, other)
        assert found in {None, in_general(other)}
        digests.add(found)
    assert len(digests) > 1


def test_escapes_are_those_of_both_languages() -> None:
    """What JSON and N-Quads write otherwise is left to the general way; the rest is the same."""
    outcomes: Counter[bool] = Counter()
    document = credential(3)
    random = Random(7)  # noqa: S311 - reproducible texts, not secrets
    document["credentialSubject"]["narrative"] = "n"
    known = _learnt({**document, "proof": [_proof()]})
    signs = [
        '"',
        "\\",
        "\n",
        "\t",
        "\r",
        "\b",
        "\x7f",
        "\x01",
        "é",
        "\u2028",
        "\ufffe",
        "🏅",
        "u0041",
        "n",
    ]
    for _ in range(300):
        text = "x" + "".join(random.choices(signs, k=4))
        other = copy.deepcopy(document)
        other["credentialSubject"]["narrative"] = text
        alike = _read(known, {**other, "proof": [_proof()]})
        assert alike is not None
        found = likenesses.digest(alike, other)
        outcomes[found is None] += 1
        assert found in {None, in_general(other)}, text
    assert min(outcomes.values()) > 20
