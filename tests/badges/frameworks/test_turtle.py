"""The Turtle writer on its own: escaping that no text can break out of, and refusals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, Literal, URIRef

from badges.documents import JsonObject
from badges.errors import FrameworkError
from badges.frameworks import turtle

CONTEXT = {
    "id": "@id",
    "type": "@type",
    "ex": "urn:example:x#",
    "Thing": "ex:Thing",
    "title": "ex:title",
    "label": {"@id": "ex:label", "@container": "@language"},
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "flag": {"@id": "ex:flag", "@type": "xsd:boolean"},
    "link": {"@id": "ex:link", "@type": "@id"},
}


def document(**members: object) -> JsonObject:
    """One node."""
    return {"@context": CONTEXT, "id": "urn:example:node", "type": "Thing", **members}


@given(st.text(st.characters(codec="utf-8")))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    """Quotes, backslashes, line ends and control characters cannot end a literal."""
    read = Graph().parse(data=turtle.write(document(title=text)), format="turtle")
    assert len(read) == 2
    assert [str(item) for item in read.objects(predicate=URIRef("urn:example:x#title"))] == [text]


def test_a_language_is_kept() -> None:
    """Each language of a text becomes its own literal."""
    read = Graph().parse(
        data=turtle.write(document(label={"fr": "été", "en": "summer"})), format="turtle"
    )
    assert set(read.objects(predicate=URIRef("urn:example:x#label"))) == {
        Literal("été", lang="fr"),
        Literal("summer", lang="en"),
    }


@pytest.mark.parametrize("tag", ["", "fr .", "fr\n", "f r", "toolonglanguage"])
def test_a_language_cannot_end_the_literal(tag: str) -> None:
    """What is no language tag is refused: nothing quotes it in Turtle."""
    with pytest.raises(FrameworkError) as caught:
        turtle.write(document(label={tag: "x"}))
    assert caught.value.code == "framework.language_tag"


def test_true_is_a_boolean() -> None:
    """A flag is written as Turtle writes booleans."""
    read = Graph().parse(data=turtle.write(document(flag=True)), format="turtle")
    assert set(read.objects(predicate=URIRef("urn:example:x#flag"))) == {
        Literal(lexical_or_value=True)
    }


def test_indonesian_is_a_language_and_no_address() -> None:
    """The tag of Indonesian is `id`, which elsewhere names a node."""
    read = Graph().parse(data=turtle.write(document(label={"id": "jahit"})), format="turtle")
    assert set(read.objects()) == {URIRef("urn:example:x#Thing"), Literal("jahit", lang="id")}


def test_an_address_cannot_close_its_brackets() -> None:
    """Characters that Turtle forbids in an address are written as escapes."""
    written = turtle.write(document(link='https://a.example/"<x>{y}'))
    assert "<https://a.example/\\u0022\\u003Cx\\u003E\\u007By\\u007D>" in written


@pytest.mark.parametrize("address", ["relative", "", "https://a b.example", "a\n:b"])
def test_what_is_no_address_is_refused(address: str) -> None:
    """A relative or broken address would change its meaning with the place of the file."""
    with pytest.raises(FrameworkError, match=r"framework\.not_an_iri"):
        turtle.write(document(link=address))


def test_an_unknown_term_is_refused() -> None:
    """Nothing is left out in silence."""
    with pytest.raises(FrameworkError) as caught:
        turtle.write(document(colour="blue"))
    assert caught.value.params == {"term": "colour"}


def test_a_node_without_address_is_refused() -> None:
    """We publish no nameless node."""
    with pytest.raises(FrameworkError, match=r"framework\.node_without_id"):
        turtle.write({"@context": CONTEXT, "type": "Thing"})


def test_the_same_document_gives_the_same_bytes() -> None:
    """Two runs can be compared byte by byte."""
    assert turtle.write(document(title="a")) == (
        "@prefix ex: <urn:example:x#> .\n"
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n\n"
        '<urn:example:node>\n    a ex:Thing ;\n    ex:title "a" .\n'
    )
