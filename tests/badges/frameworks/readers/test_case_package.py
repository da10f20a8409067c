"""Any CFPackage: items under their first parent, whatever its associations and shapes are."""

import json
from pathlib import Path
from typing import Any

import pytest

from badges.errors import FrameworkError
from badges.frameworks.readers import MemoryFolder, Options, case_package, read
from badges.model.concepts import Concept, Reading
from tests.badges.frameworks.readers.samples import concepts, problems

_DOCUMENT = {
    "identifier": "doc",
    "uri": "https://x.org/doc",
    "title": "Savoirs",
    "creator": "Un réseau",
    "version": "2.1",
    "language": "fr",
    "lastChangeDateTime": "2026-03-01T00:00:00Z",
    "licenseURI": {"title": "CC BY", "uri": "https://x.org/licence", "identifier": "l"},
}


def _item(identifier: object, **members: object) -> dict[str, object]:
    return {"identifier": identifier, "fullStatement": f"Statement of {identifier}", **members}


def _child(child: object, parent: object, place: object = None) -> dict[str, object]:
    return {
        "associationType": "isChildOf",
        "originNodeURI": {"identifier": child},
        "destinationNodeURI": {"identifier": parent},
        "sequenceNumber": place,
    }


def _read(package: dict[str, Any], **asked: str) -> Reading:
    held = json.dumps({"CFDocument": _DOCUMENT, **package}).encode()
    return read(MemoryFolder({"package.json": held}), key="savoirs", **asked)


def test_the_document_tells_the_scheme() -> None:
    """Title, version, language, date, licence and who made it."""
    scheme = _read({}).scheme
    assert (scheme.key, scheme.name, scheme.version) == ("savoirs", "Savoirs", "2.1")
    assert scheme.published == "2026-03-01"
    assert scheme.licence == "https://x.org/licence"
    assert scheme.attribution == "Savoirs, Un réseau"


@pytest.mark.parametrize("title", ["Savoirs 2.1", "Savoirs v2.1", "Savoirs"])
def test_a_scheme_says_its_version_once(title: str) -> None:
    """Name and version stand side by side everywhere: the name does not repeat the version."""
    scheme = _read({"CFDocument": {**_DOCUMENT, "title": title}}).scheme
    assert (scheme.name, scheme.version) == ("Savoirs", "2.1")


def test_a_document_without_a_version_is_dated() -> None:
    """CASE lets the version out; the last change never is."""
    document = {**_DOCUMENT, "version": None, "licenseURI": "https://x.org/l"}
    scheme = _read({"CFDocument": document}).scheme
    assert scheme.version == "2026-03-01"
    assert scheme.licence == "https://x.org/l"


def test_an_item_keeps_its_statements_type_and_scheme() -> None:
    """The short statement is the label when there is one; the human code is a note."""
    item = _item(
        "i",
        abbreviatedStatement="Coudre",
        alternativeLabel="Je couds.",
        humanCodingScheme="T1",
        CFItemType="Geste",
        conceptKeywords=["fil", 3, "tissu"],
        notes="À deux.",
        uri="https://x.org/i",
    )
    read_item = concepts(_read({"CFItems": [item]}))["i"]
    assert read_item == Concept(
        "i",
        "Geste",
        "Coudre",
        other_labels=("Je couds.",),
        definition="Statement of i",
        texts=("À deux.",),
        uri="https://x.org/i",
        notes={"notation": "T1", "keywords": "fil, tissu"},
    )


def test_an_item_with_one_statement_has_it_as_label() -> None:
    """Nothing is said twice, and a type that is not told is `item`."""
    plain = concepts(_read({"CFItems": [_item("i")]}))["i"]
    assert (plain.label, plain.definition, plain.kind) == ("Statement of i", "", "item")


def test_of_several_parents_the_first_in_order_is_shown() -> None:
    """By sequence number; the document is no parent; the others are noted."""
    package = {
        "CFItems": [_item("a"), _item("b"), _item("c")],
        "CFAssociations": [
            _child("a", "doc"),
            _child("c", "a"),
            _child("c", "b", 2),
            _child("c", "a", 7),
            {"associationType": "isRelatedTo"},
        ],
    }
    items = concepts(_read(package))
    assert items["a"].broader is None
    assert items["c"].broader == "b"
    assert items["c"].notes == {"also_under": "a"}


def test_circles_missing_nodes_doubles_and_wrong_types_are_told() -> None:
    """Whatever a package holds, the sound items come through."""
    package = {
        "CFItems": [
            _item("a"),
            _item("b"),
            _item("b", fullStatement="Other"),
            _item("e", fullStatement=["x"]),
            _item(5),
            "text",
            _item("ok"),
        ],
        "CFAssociations": [
            _child("a", "b"),
            _child("b", "a"),
            _child("ok", "nowhere", "first"),
            _child("nobody", "a"),
            _child(["x"], {"y": 1}),
            None,
        ],
    }
    reading = _read(package)
    read_items = list(reading.concepts)
    assert [i.code for i in read_items if isinstance(i, Concept)] == ["a", "b", "ok"]
    assert all(i.broader is None for i in read_items if isinstance(i, Concept))
    assert [code for _, _, code in problems(_read(package))] == [
        "reader.link_unknown",
        "reader.link_unknown",
        "reader.node",
        "reader.parent_loop",
        "reader.parent_loop",
        "reader.code_again",
        "reader.label_missing",
        "reader.node",
        "reader.node",
        "reader.parent_unknown",
    ]


@pytest.mark.parametrize(
    ("package", "member"),
    [
        ({"CFDocument": []}, "CFDocument"),
        ({"CFDocument": {"identifier": "d"}}, "CFDocument.title"),
        ({"CFItems": {}}, "CFItems"),
        ({"CFAssociations": "x"}, "CFAssociations"),
    ],
)
def test_a_package_without_its_outline_is_refused(package: dict[str, Any], member: str) -> None:
    """The member that is wrong is named."""
    with pytest.raises(FrameworkError) as caught:
        _read(package)
    assert caught.value.params["member"] == member


def test_a_folder_without_a_package_is_refused() -> None:
    """Asked by name, the reader says what it looks for."""
    with pytest.raises(FrameworkError) as caught:
        case_package.READER.open(MemoryFolder({"x.json": b"{}"}), Options())
    assert caught.value.code == "reader.file_missing"


@pytest.mark.shared
def test_a_whole_package_is_read_without_a_problem(shared: Path) -> None:
    """Fifty items: domains, competences under them, levels."""
    held = (shared / "design" / "case-cfpackage.sample.json").read_bytes()
    items = concepts(read(MemoryFolder({"sample.json": held}), key="sample"))
    assert len(items) == 50
    by_notation = {item.notes.get("notation"): item for item in items.values()}
    domain = items[str(by_notation["TL-ACC-01"].broader)]
    assert domain.kind == "Domaine"
    assert domain.broader is None


def test_an_endless_note_is_told() -> None:
    """What is kept beside an item is bounded like its texts."""
    endless = _item("a", statusEndDate="9" * 200_000)
    assert problems(_read({"CFItems": [endless]})) == [("package.json", None, "reader.too_long")]
