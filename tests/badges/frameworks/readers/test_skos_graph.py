"""SKOS in four syntaxes gives the same concepts; hostile graphs are bounded, and refused by us."""

import json

import pytest

from badges.errors import FrameworkError
from badges.frameworks import load_tiers_lieux, skos
from badges.frameworks.readers import MemoryFolder, Options, rdf, read, skos_graph
from badges.model.concepts import Concept, Reading
from tests.badges.frameworks.readers.samples import concepts, problems

_PREFIXES = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix : <https://x.org/> .
"""

_TURTLE = f"""{_PREFIXES}
:s a skos:ConceptScheme ; dcterms:title "Gestes"@fr, "Gestures"@en ; owl:versionInfo "3" ;
   dcterms:license <https://x.org/licence> ; dcterms:creator "Un réseau" ;
   dcterms:issued "2026-01-02" .
:c1 a skos:Concept ; skos:inScheme :s ; skos:topConceptOf :s ; skos:notation "G1" ;
   skos:prefLabel "Faire"@fr, "Make"@en ; skos:narrower :c2 .
:c2 a skos:Concept ; skos:inScheme :s ; skos:notation "G2" ;
   skos:prefLabel "Sew"@en, "Coudre"@fr ; skos:altLabel "Piquer"@fr, "Stitch"@en ;
   skos:hiddenLabel "coudr"@fr ; skos:definition "Assembler du tissu."@fr ;
   skos:scopeNote "À la main."@fr .
"""

_RDF_XML = """<?xml version="1.0"?>
<!DOCTYPE rdf:RDF [<!ENTITY skos "http://www.w3.org/2004/02/skos/core#">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="&skos;">
<skos:Concept rdf:about="https://x.org/c1"><skos:prefLabel xml:lang="fr">Faire</skos:prefLabel>
</skos:Concept>
<skos:Concept rdf:about="https://x.org/c2"><skos:prefLabel xml:lang="fr">Coudre</skos:prefLabel>
<skos:broader rdf:resource="https://x.org/c1"/></skos:Concept></rdf:RDF>
"""

_SKOS = "http://www.w3.org/2004/02/skos/core#"

_CONTEXT = {
    "skos": _SKOS,
    "id": "@id",
    "type": "@type",
    "prefLabel": {"@id": "skos:prefLabel", "@container": "@language"},
    "broader": {"@id": "skos:broader", "@type": "@id"},
}


def _read(name: str, text: str | bytes, **asked: str) -> Reading:
    held = text if isinstance(text, bytes) else text.encode()
    return read(MemoryFolder({name: held}), **{"key": "g", "version": "1", **asked})


def _refusal(name: str, text: str | bytes) -> str:
    with pytest.raises(FrameworkError) as caught:
        _read(name, text, format_name="skos")
    return caught.value.code


def test_a_scheme_tells_what_it_is() -> None:
    """Title in the language asked for, version, date, licence, who made it, address."""
    held = MemoryFolder({"g.ttl": _TURTLE.encode()})
    scheme = read(held, key="g").scheme
    assert (scheme.name, scheme.version, scheme.published) == ("Gestes", "3", "2026-01-02")
    assert scheme.licence == "https://x.org/licence"
    assert scheme.attribution == "Gestes, Un réseau, https://x.org/licence"
    assert scheme.homepage == "https://x.org/s"
    assert read(held, key="g", language="en").scheme.name == "Gestures"


def test_without_a_scheme_the_file_names_it() -> None:
    """Many graphs say nothing of the whole; the name of a file is better than none."""
    scheme = _read("dossier/gestes.du.bois.rdf", _RDF_XML).scheme
    assert (scheme.name, scheme.attribution, scheme.homepage) == ("gestes.du.bois", "", None)


def test_a_concept_has_its_labels_in_the_language_asked_for() -> None:
    """Other languages are left out; `narrower` says what `broader` would."""
    items = concepts(_read("g.ttl", _TURTLE))
    assert items["G2"] == Concept(
        "G2",
        "concept",
        "Coudre",
        other_labels=("Piquer", "coudr"),
        definition="Assembler du tissu.",
        texts=("À la main.",),
        broader="G1",
        uri="https://x.org/c2",
    )
    assert concepts(_read("g.ttl", _TURTLE, language="en"))["G2"].other_labels == ("Stitch",)


def test_a_concept_without_the_language_falls_back() -> None:
    """On a text without language, else English, else any; and says in which it is."""
    items = concepts(_read("g.ttl", _TURTLE, language="de"))
    assert (items["G2"].label, items["G2"].language) == ("Sew", "en")
    regional = f'{_PREFIXES} :a a skos:Concept ; skos:prefLabel "Coudre"@fr-CA, "Sew"@en .'
    assert concepts(_read("g.ttl", regional))["a"].label == "Coudre"


def test_a_notation_that_two_concepts_share_is_no_code() -> None:
    """Then the last part of the address is the code, and the notation a note."""
    text = f"""{_PREFIXES}
    :a a skos:Concept ; skos:prefLabel "A"@fr ; skos:notation "1" .
    <https://x.org/t#b> a skos:Concept ; skos:prefLabel "B"@fr ; skos:notation "1" .
    """
    items = concepts(_read("g.ttl", text))
    assert set(items) == {"a", "b"}
    assert items["b"].notes == {"notation": "1"}


def test_every_syntax_gives_the_same_concepts() -> None:
    """RDF/XML with entities that only shorten, N-Triples, JSON-LD with its context or expanded."""
    lines = "".join(
        f"<https://x.org/{code}> <http://www.w3.org/2004/02/skos/core#{name}> {value} .\n"
        for code, name, value in (
            ("c1", "prefLabel", '"Faire"@fr'),
            ("c2", "prefLabel", '"Coudre"@fr'),
            ("c1", "narrower", "<https://x.org/c2>"),
            ("c1", "inScheme", "<https://x.org/s>"),
        )
    )
    graph = [
        {"id": "https://x.org/c1", "type": "skos:Concept", "prefLabel": {"fr": "Faire"}},
        {
            "id": "https://x.org/c2",
            "type": "skos:Concept",
            "prefLabel": {"fr": "Coudre"},
            "broader": "https://x.org/c1",
        },
    ]
    document = json.dumps({"@context": _CONTEXT, "@graph": graph})
    expanded = json.dumps(
        [
            {
                "@id": f"https://x.org/{code}",
                "@type": [_SKOS + "Concept"],
                _SKOS + "prefLabel": [{"@language": "fr", "@value": label}],
                _SKOS + "broader": [{"@id": one} for one in above],
            }
            for code, label, above in (("c1", "Faire", ()), ("c2", "Coudre", ("https://x.org/c1",)))
        ]
    )
    expected = {"c1": ("Faire", None), "c2": ("Coudre", "c1")}
    texts = (("g.rdf", _RDF_XML), ("g.nt", lines), ("g.jsonld", document), ("e.jsonld", expanded))
    for name, text in texts:
        items = concepts(_read(name, text))
        assert {c: (i.label, i.broader) for c, i in items.items()} == expected, name


def test_what_follows_an_expanded_list_refuses_the_file() -> None:
    """A list that is cut short, or followed by anything, is no JSON."""
    one = '[{"@id":"https://x.org/a","http://www.w3.org/2004/02/skos/core#note":[]}]'
    assert [_refusal("g.jsonld", text) for text in (one[:-1], one + ',"x":[1]', one + "]")] == [
        "reader.not_json"
    ] * 3


def test_a_large_json_document_is_taken_in_parts() -> None:
    """More values than our JSON-LD room takes at once."""
    graph = [
        {"id": f"https://x.org/c{n}", "type": "skos:Concept", "prefLabel": {"fr": f"Geste {n}"}}
        for n in range(3_000)
    ]
    items = concepts(_read("g.jsonld", json.dumps({"@context": _CONTEXT, "@graph": graph})))
    assert len(items) == 3_000


def test_a_json_node_that_would_lose_something_is_told_alone() -> None:
    """A lost term or a bad address does not hide the other nodes; one object is a graph."""
    good = {"id": "https://x.org/a", "type": "skos:Concept", "prefLabel": {"fr": "Bon"}}
    bad = {"id": "https://x.org/b", "type": "skos:Concept", "odd": 1}
    worse = {"id": "https://x.org/b[", "type": "skos:Concept", "prefLabel": {"fr": "Mal"}}
    reading = _read("g.jsonld", json.dumps({"@context": _CONTEXT, "@graph": [good, bad, worse]}))
    assert problems(reading) == [("g.jsonld", None, "reader.node_jsonld")] * 2
    assert "a" in concepts(_read("g.jsonld", json.dumps({"@context": _CONTEXT, **good})))


def test_an_outer_node_beside_the_graph_is_read_too() -> None:
    """Some publishers describe the scheme around its graph."""
    document = {
        "@context": _CONTEXT,
        "id": "https://x.org/s",
        "type": "skos:ConceptScheme",
        "prefLabel": {"fr": "Gestes"},
        "@graph": [
            {
                "id": "https://x.org/a",
                "skos:inScheme": {"id": "https://x.org/s"},
                "prefLabel": {"fr": "Bon"},
            }
        ],
    }
    assert _read("g.jsonld", json.dumps(document)).scheme.name == "Gestes"


def test_a_context_elsewhere_is_never_fetched() -> None:
    """It is named, and the file refused."""
    document = {"@context": "https://x.org/c", "@graph": [{"@id": "https://x.org/a"}]}
    text = json.dumps({**document, "about": "http://www.w3.org/2004/02/skos/core#"})
    assert _refusal("g.jsonld", text) == "reader.context_unknown"


def test_our_own_framework_is_a_scheme_like_another() -> None:
    """What we publish in SKOS, in both syntaxes, is read with the same codes and labels."""
    framework = load_tiers_lieux()
    base = "https://example.org"
    turtle = concepts(_read("tl.ttl", skos.write_turtle(framework, base)))
    linked = concepts(_read("tl.jsonld", json.dumps(skos.write_jsonld(framework, base))))
    assert turtle == linked
    assert turtle["TL-COO-01"].label == framework.find("TL-COO-01").label.say("fr")


def test_entities_that_swell_are_refused() -> None:
    """An entity made of entities, a long one, and one hidden behind a long prolog."""
    bomb = '<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">'
    long = f'<!ENTITY a "{"x" * 300}">'
    outside = '<!ENTITY a SYSTEM "file:///etc/passwd">'
    for entities in (bomb, long, outside, '<!ENTITY a "lol"', '<!ENTITY a "x">' * 200):
        text = _RDF_XML.replace("<!DOCTYPE rdf:RDF [", f"<!DOCTYPE rdf:RDF [{entities}")
        assert _refusal("g.rdf", text) == "reader.rdf_entities"
        late = text.replace("<!DOCTYPE", f"<!--{' ' * 999_980}--><!DOCTYPE")
        assert _refusal("g.rdf", late) == "reader.rdf_entities"


def test_other_encodings_of_xml_hide_no_entity() -> None:
    """UTF-16 is refused as a whole."""
    text = _RDF_XML.replace("[<!ENTITY", '[<!ENTITY a "lol"><!ENTITY b "&a;&a;"><!ENTITY')
    with pytest.raises(FrameworkError):
        read(MemoryFolder({"g.rdf": text.encode("utf-16")}), "skos", key="g", version="1")


def test_a_text_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is read for long without a statement coming out."""
    monkeypatch.setattr(rdf, "QUIET_BYTES", 50_000)
    text = f'{_PREFIXES} :a a skos:Concept ; skos:prefLabel "{"x" * 100_000}"@fr .'
    assert _refusal("g.ttl", text) == "reader.file_too_large"
    assert _refusal("g.ttl", _PREFIXES + "[ :p " * 20_000) == "reader.file_too_large"


def test_elements_without_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deep nesting costs an XML parser dearly; so does a tag that never closes."""
    head = _RDF_XML.split("<skos:Concept", maxsplit=1)[0]
    assert _refusal("g.rdf", head + "<skos:Concept><skos:broader>" * 60) == "reader.rdf_depth"
    monkeypatch.setattr(rdf, "QUIET_BYTES", 50_000)
    tag = f'{head}<skos:Concept title="{"x" * 200_000}"/></rdf:RDF>'
    assert _refusal("g.rdf", tag) == "reader.file_too_large"


def test_limits_hold_for_files_statements_nodes_and_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each limit alone refuses the file, by our error."""
    for room, limit, value, code in (
        (rdf, "FILE_BYTES", 100, "reader.file_too_large"),
        (rdf, "STATEMENTS", 3, "reader.too_many_rows"),
        (skos_graph, "NODES", 1, "reader.too_many_rows"),
        (skos_graph, "CHARACTERS", 30, "reader.file_too_large"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(room, limit, value)
            assert _refusal("g.ttl", _TURTLE) == code
            if limit == "FILE_BYTES":
                assert _refusal("g.rdf", _RDF_XML) == code


def test_blank_nodes_are_left_out() -> None:
    """However many there are, they take no room."""
    blanks = "".join(f'[] skos:prefLabel "n{n}"@fr .\n' for n in range(2_000))
    assert set(concepts(_read("g.ttl", _TURTLE + blanks))) == {"G1", "G2"}


def test_circles_labels_and_parents_that_lack_are_told() -> None:
    """The concepts stay, without what cannot be."""
    text = f"""{_PREFIXES}
    :a a skos:Concept ; skos:prefLabel "A"@fr ; skos:broader :b .
    :b a skos:Concept ; skos:prefLabel "B"@fr ; skos:broader :a .
    :c a skos:Concept ; skos:prefLabel "C"@fr ; skos:broader <https://else.org/x> .
    :d a skos:Concept .
    :e a skos:Concept ; skos:prefLabel "{"x" * 6_000}"@fr .
    """
    assert sorted(code for _, _, code in problems(_read("g.ttl", text))) == [
        "reader.label_missing",
        "reader.parent_loop",
        "reader.parent_loop",
        "reader.parent_unknown",
        "reader.too_long",
    ]


def test_a_bad_line_of_n_triples_is_told_and_the_next_one_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Lines stand alone there; but not without end."""
    good = "<https://x.org/a> <http://www.w3.org/2004/02/skos/core#{}> {} .\n"
    text = (
        good.format("inScheme", "<https://x.org/s>")
        + "<a> <b> nothing\n"
        + good.format("prefLabel", '"Bon"@fr')
    )
    reading = _read("g.nt", text)
    assert problems(reading) == [("g.nt", 2, "reader.statement")]
    monkeypatch.setattr(skos_graph, "PROBLEMS", 10)
    assert _refusal("g.nt", text + "<a> .\n" * 30) == "reader.too_many_problems"


def test_a_syntax_error_elsewhere_refuses_the_file() -> None:
    """With its line: what follows would be guesswork."""
    mark = "<!-- http://www.w3.org/2004/02/skos/core# -->"
    assert _refusal("g.ttl", _TURTLE + "\n:x :y") == "reader.rdf_syntax"
    assert _refusal("g.ttl", _TURTLE.encode() + b'\n:x :y "\xff" .') == "reader.rdf_syntax"
    assert _refusal("g.rdf", f"{mark}<a><b></a>") == "reader.rdf_syntax"


def test_a_file_without_a_concept_is_refused() -> None:
    """A vocabulary that speaks of SKOS is not yet a referential."""
    assert _refusal("g.ttl", _PREFIXES) == "reader.no_concepts"
    with pytest.raises(FrameworkError) as caught:
        skos_graph.READER.open(MemoryFolder({}), Options(key="g"))
    assert caught.value.code == "reader.file_missing"
