"""Safe mode: nothing a document says can be left out of what is signed."""

from importlib.metadata import version
from typing import Any

import pytest

from badges.documents import JsonObject
from badges.errors import (
    CanonicalisationTooCostly,
    JsonLdError,
    LostTerm,
    TooDeep,
    UnknownContext,
)
from badges.jsonld import canonicalize, require_nothing_lost, require_portable
from tests.badges.jsonld.documents import CONTEXTS, V2, credential


def _refusal(document: JsonObject) -> tuple[str, dict[str, Any]]:
    with pytest.raises(JsonLdError) as caught:
        require_nothing_lost(document)
    return caught.value.code, caught.value.params


@pytest.mark.requirement("SAFE-01", "TRAP-01")
def test_a_document_whose_terms_are_all_defined_is_accepted() -> None:
    """A credential that loses nothing passes safe mode."""
    require_nothing_lost(credential())


@pytest.mark.requirement("SAFE-01", "SAFE-02", "TRAP-03")
def test_an_undefined_member_is_refused_where_it_stands() -> None:
    """A member that no context defines is named with its JSON pointer, even deep inside."""
    document = credential()
    document["credentialSubject"]["achievement"]["criteria"]["a/b"] = "perdu"
    code, params = _refusal(document)
    assert code == "jsonld.undefined_term"
    assert params["pointer"] == "/credentialSubject/achievement/criteria/a~1b"
    assert params["term"] == "a/b"


@pytest.mark.requirement("SAFE-01")
def test_an_undefined_member_is_refused_even_when_it_is_null() -> None:
    """Null or not, what no context defines does not belong in a document to sign."""
    assert _refusal(credential(inconnu=None))[0] == "jsonld.undefined_term"


@pytest.mark.requirement("SAFE-01", "SAFE-03", "TRAP-04")
def test_an_undefined_type_is_refused() -> None:
    """With no base, an undefined type stays relative and is refused, not resolved."""
    code, params = _refusal(credential(type=["VerifiableCredential", "Inconnu"]))
    assert code == "jsonld.undefined_type"
    assert params == {"pointer": "/type", "type": "Inconnu"}


@pytest.mark.requirement("SAFE-01", "SAFE-03", "TRAP-04", "ISS-03", "TRAP-05")
def test_types_of_1edtech_extensions_need_their_context() -> None:
    """`1EdTechRevocationList` is undefined until extensions.json is listed."""
    status = {"id": "https://badges.exemple.fr/status/1", "type": "1EdTechRevocationList"}
    code, params = _refusal(credential(credentialStatus=status))
    assert code == "jsonld.undefined_type"
    assert params["pointer"] == "/credentialStatus/type"
    extended = [*CONTEXTS, "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"]
    require_nothing_lost(credential(**{"@context": extended, "credentialStatus": status}))


@pytest.mark.requirement("SAFE-01", "SAFE-03", "DM-07")
@pytest.mark.parametrize("identifier", ["#ici", "", "badge/1", "//exemple.fr/x", "a b:c", "3"])
def test_a_relative_or_broken_identifier_is_refused(identifier: str) -> None:
    """Every id must be an absolute IRI."""
    code, params = _refusal(credential(id=identifier))
    assert code == "jsonld.relative_iri"
    assert params == {"pointer": "/id", "value": identifier}


@pytest.mark.requirement("SAFE-02")
def test_a_relative_value_of_an_iri_term_is_refused() -> None:
    """A value that the context reads as an IRI must be absolute too."""
    code, params = _refusal(credential(issuer="lieu-un"))
    assert code == "jsonld.relative_iri"
    assert params == {"pointer": "/issuer", "value": "lieu-un"}


def test_a_blank_identifier_is_refused() -> None:
    """Explicit `_:` ids make two processors number nodes differently; badges need none."""
    code, params = _refusal(credential(id="_:b0"))
    assert code == "jsonld.blank_identifier"
    assert params["pointer"] == "/id"


@pytest.mark.requirement("SAFE-04", "DM-11", "TRAP-19")
def test_a_language_map_is_refused() -> None:
    """A language map under Open Badges expands to an empty node: its texts would not be signed."""
    code, params = _refusal(credential(name={"fr": "Animer", "en": "Lead"}))
    assert code == "jsonld.empty_node"
    assert params == {"pointer": "/name"}


@pytest.mark.requirement("SAFE-04")
@pytest.mark.parametrize("value", [{"@value": None}, {"@language": "fr"}])
def test_an_object_that_expands_to_nothing_is_refused(value: JsonObject) -> None:
    """An object with members that leaves no value behind is refused."""
    assert _refusal(credential(name=value))[0] == "jsonld.empty_node"


@pytest.mark.requirement("SAFE-04")
@pytest.mark.parametrize(
    "member",
    [
        {"@graph": []},
        {"@graph": [5]},
        {"@included": []},
        {"@included": [5]},
        {"@reverse": {}},
        {"proof": [True]},
        {"proof": 5},
        {"proof": {"@list": ["a"]}},
        {"evidence": [{"@value": []}]},
        {"evidence": {"@set": []}},
    ],
    ids=str,
)
def test_a_member_that_would_be_swallowed_is_refused(member: JsonObject) -> None:
    """Keywords and graphs that hold nothing, or bare values, state nothing and hide their name."""
    assert _refusal(credential(**member))[0] == "jsonld.empty_node"


def test_a_document_that_states_nothing_is_refused() -> None:
    """A context and an id state nothing: there is nothing to sign."""
    assert _refusal({"@context": CONTEXTS, "id": "urn:x:1"})[0] == "jsonld.empty_node"
    assert _refusal({"@context": CONTEXTS})[0] == "jsonld.empty_node"
    assert _refusal({})[0] == "jsonld.empty_node"


@pytest.mark.requirement("SAFE-05", "TRAP-20")
@pytest.mark.parametrize("term", ["name", "url", "image"])
def test_redefining_a_protected_term_is_refused(term: str) -> None:
    """An own context cannot give another meaning to a term that the standard protects."""
    own = {term: "https://exemple.fr/vocabulaire#autre"}
    document = credential(**{"@context": [*CONTEXTS, own]})
    assert _refusal(document)[0] == "jsonld.protected_term"


@pytest.mark.requirement("SAFE-05")
def test_clearing_protected_terms_is_refused() -> None:
    """A null context would silently undefine what follows."""
    document = credential()
    document["credentialSubject"]["@context"] = [None, *CONTEXTS]
    code, params = _refusal(document)
    assert code == "jsonld.protected_term"
    assert params == {"pointer": "/credentialSubject"}


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"@inconnu": "x"}, "jsonld.unknown_keyword"),
        ({"@index": "x"}, "jsonld.unsigned_keyword"),
        ({"name": {"@value": "x", "@direction": "rtl"}}, "jsonld.unsigned_keyword"),
        ({"id": None}, "jsonld.invalid"),
        ({"id": 3}, "jsonld.invalid"),
        ({"@id": "urn:x:1"}, "jsonld.invalid"),
        ({"name": {"@list": ["a"], "@value": "b"}}, "jsonld.invalid"),
    ],
)
def test_what_json_ld_ignores_or_forbids_is_refused(members: JsonObject, code: str) -> None:
    """Keywords that leave no trace in RDF, and broken syntax, have their own refusals."""
    assert _refusal(credential(**members))[0] == code


def test_one_value_written_as_boolean_and_as_text_is_refused() -> None:
    """`[true, "true"]` is one statement for a set and two for some processors."""
    document = credential()
    document["credentialSubject"]["identifier"] = [
        {
            "type": "IdentityObject",
            "hashed": [True, "true"],
            "identityHash": "x",
            "identityType": "name",
        }
    ]
    assert _refusal(document)[0] == "jsonld.ambiguous_value"


def test_the_same_text_twice_is_one_statement() -> None:
    """Every processor drops a repeated text, so it is not refused."""
    document = credential()
    document["credentialSubject"]["achievement"]["tag"] = ["bois", "bois"]
    assert canonicalize(document).count('"bois"') == 1


@pytest.mark.parametrize("text", ["\ufffe", "fin\uffff", "\ud800"])
def test_characters_that_processors_write_differently_are_refused(text: str) -> None:
    """Two noncharacters and lone surrogates have no single form in N-Quads."""
    code, params = _refusal(credential(name=text))
    assert code == "jsonld.character"
    assert params == {"pointer": "/name"}


@pytest.mark.requirement("TRAP-23")
@pytest.mark.parametrize("number", [2**53 + 1, -(2**53) - 1, float("inf"), float("nan")])
def test_numbers_that_readers_round_differently_are_refused(number: float) -> None:
    """Integers beyond 2^53 and numbers that are not finite are refused."""
    code, params = _refusal(credential(name=number))
    assert code == "jsonld.number"
    assert params["pointer"] == "/name"


@pytest.mark.requirement("ISS-05", "VER-07")
def test_an_unknown_context_is_refused_and_never_fetched() -> None:
    """The URL is named; the network is not asked (pytest-socket would fail the test)."""
    document = credential(**{"@context": [*CONTEXTS, "https://exemple.fr/contexte.json"]})
    with pytest.raises(UnknownContext) as caught:
        canonicalize(document)
    assert caught.value.code == "jsonld.unknown_context"
    assert caught.value.params == {"url": "https://exemple.fr/contexte.json"}


@pytest.mark.requirement("ISS-05")
def test_a_relative_context_is_unknown() -> None:
    """A relative context has no base to be resolved against."""
    with pytest.raises(UnknownContext):
        canonicalize(credential(**{"@context": [V2, "contexte.json"]}))


@pytest.mark.requirement("SAFE-06")
def test_the_json_ld_processor_is_recent_enough() -> None:
    """PyLD before 3.3 writes numbers otherwise and tells less about what it drops."""
    major, minor = (int(part) for part in version("pyld").split(".")[:2])
    assert (major, minor) >= (3, 3)


@pytest.mark.requirement("SAFE-07", "TRAP-24")
def test_alike_blank_nodes_beyond_the_work_limit_are_refused() -> None:
    """Two alike results of twelve alike alignments have 479 million orders; the work stops."""
    document = credential()
    result = {"type": ["Result"], "alignment": [{"type": ["Alignment"]}] * 12}
    document["credentialSubject"]["result"] = [result] * 2
    with pytest.raises(CanonicalisationTooCostly):
        canonicalize(document)


@pytest.mark.requirement("SAFE-07", "TRAP-24")
def test_contexts_without_end_are_refused() -> None:
    """Many contexts, or contexts in many objects, cost more than they can be worth."""
    with pytest.raises(CanonicalisationTooCostly):
        canonicalize(credential(**{"@context": CONTEXTS * 20}))
    items = [{"@context": list(CONTEXTS), "type": "Evidence", "name": "x"} for _ in range(2_000)]
    with pytest.raises(CanonicalisationTooCostly):
        canonicalize(credential(evidence=items))


def test_deep_nesting_is_refused() -> None:
    """Neither recursion limit nor traceback: too deep is an error of ours."""
    value: object = "x"
    for _ in range(2_000):
        value = {"type": "Profile", "parentOrg": value}
    with pytest.raises(TooDeep):
        canonicalize(credential(issuer=value))


@pytest.mark.parametrize(
    "context",
    [
        [3],
        {"@vocab": None},
        {"x": {"@id": "@inconnu"}},
        {"@import": "https://exemple.fr/x"},
        {"x": {"@id": "x:y", "@container": 4}},
        {"@context": {}},
        {"@version": 2},
    ],
)
def test_a_broken_inline_context_is_an_error_of_ours(context: object) -> None:
    """Whatever PyLD raises on a broken context, callers see our errors only."""
    with pytest.raises(JsonLdError):
        canonicalize(credential(**{"@context": [*CONTEXTS, context], "x": "y"}))


def test_an_inline_context_that_adds_terms_is_accepted() -> None:
    """A context written in the document is signed with it, term by term."""
    own = {"machine": "https://exemple.fr/vocabulaire#machine"}
    document = credential(**{"@context": [*CONTEXTS, own], "machine": "laser"})
    assert '<https://exemple.fr/vocabulaire#machine> "laser"' in canonicalize(document)


def test_an_import_in_one_document_does_not_change_the_next() -> None:
    """PyLD writes into an imported context; nothing of it is shared between documents."""
    before = canonicalize(credential())
    hostile = {"@import": "https://w3id.org/security/multikey/v1", "Multikey": "urn:x:mal"}
    with pytest.raises(JsonLdError):
        canonicalize(credential(**{"@context": [*CONTEXTS, hostile], "inconnu": 1}))
    key: JsonObject = {
        "@context": ["https://w3id.org/security/multikey/v1"],
        "id": "urn:x:1",
        "type": "Multikey",
    }
    assert "<https://w3id.org/security#Multikey>" in canonicalize(key)
    assert canonicalize(credential()) == before


@pytest.mark.requirement("ISS-17", "ISS-18", "TRAP-23")
@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("onglet\x0bvertical", "jsonld.character"),
        ("retour\r\n", "jsonld.character"),
        ("\x7f", "jsonld.character"),
        (1e-7, "jsonld.number"),
        (1e13 + 0.5, "jsonld.number"),
        (0.1234567890123456, "jsonld.number"),
        (2.0**60, "jsonld.number"),
        (2**60, "jsonld.number"),
    ],
)
def test_portable_documents_have_no_doubtful_values(value: object, code: str) -> None:
    """What other processors are known to write differently is refused before signing."""
    with pytest.raises(LostTerm) as caught:
        require_portable(credential(evidence=[{"type": "Evidence", "name": value}]))
    assert caught.value.code == code
    assert caught.value.params["pointer"] == "/evidence/0/name"


def test_portable_documents_may_have_line_feeds_and_plain_numbers() -> None:
    """Line feeds, accents, integers and short decimals are safe everywhere."""
    values = ["deux\nlignes", "été", 3, 3.0, 2.5, 1e-6, True, None]
    require_portable(credential(evidence=[{"type": "Evidence", "name": v} for v in values]))
