"""From documents to canonical N-Quads: published vectors, known oddities, and the two ways."""

import hashlib
import json
import threading
from pathlib import Path

import pytest

from badges.documents import JsonObject
from badges.errors import LostTerm
from badges.jsonld import canonicalize, digest, general, walker
from badges.jsonld.active_contexts import UnsupportedError
from schemas.catalogue import CURRENT, EDITION_2025_04
from tests.badges.jsonld.documents import CONTEXTS, OB_303, V2, credential, lines

LIMIT = 10_000


def _both(document: JsonObject) -> str:
    """The canonical text, which the fast and the general way must agree on."""
    fast = "".join(walker.canonical_blocks(document, CURRENT, LIMIT))
    assert fast == general.canonical_text(document, CURRENT, LIMIT)
    return fast


@pytest.mark.shared
@pytest.mark.requirement("PRF-08", "SAFE-03", "TRAP-04")
@pytest.mark.parametrize("guide", ["obv3p0", "clrv2p0"])
def test_the_documents_of_the_implementation_guide_are_reproduced(shared: Path, guide: str) -> None:
    """Document and proof configuration equal 1EdTech's vectors byte for byte."""
    folder = shared / "standards" / "vectors" / "1edtech-impl-guide" / guide
    document = json.loads((folder / "credential.json").read_text())
    assert canonicalize(document).encode() == (folder / "document-canon.txt").read_bytes()
    values = json.loads((folder / "values.json").read_text())
    assert digest(document).hex() in json.dumps(values)
    proof = json.loads((folder / "proof.json").read_text())
    proof.pop("proofValue", None)
    proof.setdefault("@context", document["@context"])
    assert canonicalize(proof).encode() == (folder / "proof-canon.txt").read_bytes()


@pytest.mark.shared
@pytest.mark.requirement("PRF-08")
@pytest.mark.parametrize("name", ["eddsa-rdfc-2022", "Ed25519Signature2020"])
def test_the_w3c_vectors_are_reproduced(shared: Path, name: str) -> None:
    """The canonical texts of the W3C vc-di-eddsa vectors, byte for byte."""
    standards = shared / "standards"
    folder = standards / "vectors" / "w3c-vc-di-eddsa"
    suffix = {"eddsa-rdfc-2022": "DataInt", "Ed25519Signature2020": "EdSig"}[name]
    document = json.loads((folder / "unsigned.json").read_text())
    expected = (folder / name / f"canonDoc{suffix}.txt").read_bytes()
    assert canonicalize(document).encode() == expected
    proof = json.loads((folder / name / f"proofConfig{suffix}.json").read_text())
    expected = (folder / name / f"proofCanon{suffix}.txt").read_bytes()
    assert canonicalize(proof).encode() == expected


def test_the_digest_is_that_of_the_text() -> None:
    """Hashing block by block gives the SHA-256 of the whole text in UTF-8."""
    document = credential(name="Élève 日本 \U0001f3c5")
    expected = hashlib.sha256(canonicalize(document).encode()).digest()
    assert digest(document) == expected


@pytest.mark.requirement("PRF-09", "TRAP-06")
def test_the_oddities_of_the_context_are_kept() -> None:
    """The undefined prefix of awardedDate and the https datatypes are signed as published."""
    document = credential(awardedDate="2026-11-20T00:00:00Z")
    document["credentialSubject"] |= {
        "activityStartDate": "2026-01-02T00:00:00Z",
        "creditsEarned": 48.0,
    }
    text = _both(document)
    xsd = "https://www.w3.org/2001/XMLSchema#"
    assert '#awardedDate> "2026-11-20T00:00:00Z"^^<xsd:dateTime> .\n' in text
    assert f'"2026-01-02T00:00:00Z"^^<{xsd}date> .\n' in text
    assert f'"48"^^<{xsd}float> .\n' in text


@pytest.mark.requirement("PRF-09", "TRAP-08")
def test_the_type_of_cryptosuite_depends_on_the_context() -> None:
    """It is typed under credentials/v2 and data-integrity/v2, a plain text under v1."""
    proof = {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022"}
    typed = '"eddsa-rdfc-2022"^^<https://w3id.org/security#cryptosuiteString> .\n'
    for url, expected in (
        (V2, typed),
        ("https://w3id.org/security/data-integrity/v2", typed),
        ("https://w3id.org/security/data-integrity/v1", '"eddsa-rdfc-2022" .\n'),
    ):
        assert f"<https://w3id.org/security#cryptosuite> {expected}" in _both(
            {"@context": [url], **proof}
        )


@pytest.mark.requirement("ISS-06", "TRAP-02", "END-07", "JWT-06")
def test_the_edition_of_the_context_decides_what_is_defined() -> None:
    """`endorsementJwt` and `jti` are signed under today's 3.0.3, undefined in April 2025."""
    for name, value in (("jti", "urn:x:1"), ("endorsementJwt", ["a.b.c"])):
        document = credential(**{name: value})
        assert canonicalize(document) != canonicalize(credential())
        with pytest.raises(LostTerm) as caught:
            canonicalize(document, EDITION_2025_04)
        assert caught.value.params["term"] == name
    assert canonicalize(credential(), EDITION_2025_04) == canonicalize(credential())


@pytest.mark.requirement("TRAP-23")
@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (-0.0, "0"),
        (3.0, "3"),
        (-12, "-12"),
        (2**53, "9007199254740992"),
        (1e20, "100000000000000000000"),
        (1e21, "1.0E21"),
        (1.5, "1.5E0"),
        (0.1, "1.0E-1"),
        (76.305259, "7.630525900000001E1"),
        (1e-7, "1.0E-7"),
        (5e-324, "4.940656458412465E-324"),
    ],
)
def test_numbers_take_the_canonical_form(number: float, text: str) -> None:
    """Whole numbers are integers; others a mantissa of sixteen digits without trailing zeros."""
    document = credential()
    document["credentialSubject"]["creditsEarned"] = number
    assert f'"{text}"^^<https://www.w3.org/2001/XMLSchema#float> .\n' in _both(document)


@pytest.mark.parametrize(
    ("value", "text", "datatype"),
    [(7, "7", "integer"), (7.5, "7.5E0", "double"), (True, "true", "boolean")],
)
def test_untyped_numbers_and_booleans_get_their_datatype(
    value: object, text: str, datatype: str
) -> None:
    """Without a datatype in the context, the JSON type gives it."""
    expected = f'"{text}"^^<http://www.w3.org/2001/XMLSchema#{datatype}> .'
    assert f"<https://schema.org/name> {expected}" in _both(credential(name=value))


@pytest.mark.requirement("TRAP-23")
def test_control_characters_are_escaped_as_rdfc_says() -> None:
    """Short escapes for seven characters, hexadecimal ones in capitals for the others."""
    text = _both(credential(name='\x00\x07\b\t\n\x0b\f\r\x1f"\\/\x7f\x80é\u2028'))
    expected = '"\\u0000\\u0007\\b\\t\\n\\u000B\\f\\r\\u001F\\"\\\\/\\u007F\x80é\u2028" .\n'
    assert f"<https://schema.org/name> {expected}" in text


def test_lists_keep_their_order() -> None:
    """An ordered list becomes a chain of cells ended by nil; an empty one is nil."""
    document = credential()
    description: JsonObject = {
        "id": "urn:x:note",
        "type": ["ResultDescription"],
        "name": "Note",
        "resultType": "LetterGrade",
        "allowedValue": ["B", None, "A"],
    }
    document["credentialSubject"]["achievement"]["resultDescription"] = [description]
    text = _both(document)
    assert text.count("22-rdf-syntax-ns#first>") == 2
    assert text.count("22-rdf-syntax-ns#nil>") == 1
    description["allowedValue"] = []
    assert "allowedValue> <http://www.w3.org/1999/02/22-rdf-syntax-ns#nil> .\n" in _both(document)
    description["allowedValue"] = None
    assert "allowedValue" not in _both(document)


def test_one_and_a_list_of_one_say_the_same() -> None:
    """Order of members and of unordered arrays, and one against a list of one, do not matter."""
    document = credential()
    other = {name: document[name] for name in reversed(document)}
    other["issuer"] = [{**document["issuer"], "type": "Profile"}]
    assert canonicalize(other) == canonicalize(document)


def test_a_profile_described_twice_is_one_node() -> None:
    """An issuer who is also the creator stays on the fast way, each statement once."""
    document = credential()
    document["credentialSubject"]["achievement"]["creator"] = dict(document["issuer"])
    assert _both(document).count('schema.org/name> "Un" .\n') == 1


def test_alike_blank_nodes_are_told_apart_or_numbered() -> None:
    """Two equal objects stay two nodes, and both ways number them alike."""
    document = credential()
    document["credentialSubject"]["result"] = [{"type": ["Result"], "value": "A"}] * 2
    document["credentialSubject"].pop("id")
    assert _both(document).count('schema.org/value> "A" .\n') == 2


def test_value_objects_and_languages_are_read_by_the_general_way() -> None:
    """A text with its language is signed with it, in lower case."""
    document = credential(name={"@value": "Animer", "@language": "FR"})
    with pytest.raises(UnsupportedError):
        walker.canonical_blocks(document, CURRENT, LIMIT)
    assert '<https://schema.org/name> "Animer"@fr .\n' in canonicalize(document)


def test_an_embedded_proof_is_a_graph_of_its_own() -> None:
    """The proof of an endorsement lies in a named graph with a blank name."""
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "proofPurpose": "assertionMethod",
        "verificationMethod": "did:key:z6Mk#z6Mk",
        "proofValue": "z5x9",
    }
    endorsement = {
        "id": "urn:x:endorsement",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "proof": [proof],
    }
    rows = lines(canonicalize(credential(endorsement=[endorsement])))
    link = "<urn:x:endorsement> <https://w3id.org/security#proof> "
    graph = next(row for row in rows if row.startswith(link)).removeprefix(link).split()[0]
    assert graph.startswith("_:c14n")
    assert len([row for row in rows if row.endswith(f" {graph} .")]) == len(proof) + 1


def test_a_presentation_keeps_each_credential_in_its_graph() -> None:
    """Each credential of a presentation brings its own contexts, since the outer ones are reset."""
    presentation = {
        "@context": [V2],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": [credential()],
    }
    rows = lines(canonicalize(presentation))
    link = "<https://www.w3.org/2018/credentials#verifiableCredential> "
    graph = next(row for row in rows if link in row).split(link)[1].split()[0]
    inner = {row.removesuffix(f" {graph} .") for row in rows if row.endswith(f" {graph} .")}
    names = {row.removesuffix(" .") for row in lines(canonicalize(credential()))}
    assert {row for row in names if "_:" not in row} <= inner


def test_json_literals_are_canonical_json() -> None:
    """A `@json` value is signed whole, as RFC 8785 text."""
    document = {
        "@context": [V2],
        "id": "urn:x:1",
        "type": "JsonSchema",
        "jsonSchema": {"b": [1.0, True], "a": {"é": None}},
    }
    expected = '"{\\"a\\":{\\"é\\":null},\\"b\\":[1,true]}"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON>'
    assert expected in canonicalize(document)


def test_an_identifier_is_never_a_prefix_and_the_rest() -> None:
    """An id whose scheme is a prefix of the context is refused: its readers would see another."""
    own = {"lieu": {"@id": "https://exemple.fr/lieux/", "@prefix": True}}
    document = credential(**{"@context": [*CONTEXTS, own], "id": "lieu:un"})
    with pytest.raises(LostTerm, match="other_name"):
        canonicalize(document)


@pytest.mark.requirement("ISS-02")
@pytest.mark.parametrize(
    ("first", "second"),
    [
        (V2, OB_303),
        (V2, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"),
        (
            "https://www.w3.org/2018/credentials/v1",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
        ),
        (
            "https://www.w3.org/2018/credentials/v1",
            "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
        ),
        (
            "https://www.w3.org/2018/credentials/v1",
            "https://purl.imsglobal.org/spec/ob/v3p0/context/ob_v3p0.jsonld",
        ),
    ],
)
def test_older_contexts_are_read(first: str, second: str) -> None:
    """Readers accept the pairs of contexts that Open Badges 3.0 has used."""
    document = credential(**{"@context": [first, second]})
    if first != V2:
        document["issuanceDate"] = document.pop("validFrom")
    assert "<https://purl.imsglobal.org/spec/vc/ob/vocab.html#" in _both(document)


def test_threads_agree() -> None:
    """Tables are filled by many threads at once, and every text is the same."""
    catalogue = CURRENT.extended("threads", {})
    documents = [credential(name=f"Texte {number}") for number in range(8)]
    texts: list[list[str]] = [[] for _ in range(8)]

    def work(mine: list[str]) -> None:
        mine.extend(canonicalize(document, catalogue) for document in documents)

    threads = [threading.Thread(target=work, args=(mine,)) for mine in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert texts == [[canonicalize(document) for document in documents]] * 8


def test_canonicalising_changes_nothing_in_the_document() -> None:
    """A document is read, not written."""
    document = credential(name={"@value": "x"}, evidence=[{"type": "Evidence"}])
    before = json.dumps(document)
    canonicalize(document)
    assert json.dumps(document) == before
