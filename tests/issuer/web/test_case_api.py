"""The CASE interface answers with what the standard says, and with what the framework says."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft201909Validator, FormatChecker
from schemathesis.specs.openapi.definitions import OPENAPI_30_VALIDATOR

from badges.documents import JsonObject
from badges.frameworks.case.reading import read_package
from badges.i18n import LANGUAGES
from issuer.web.case_api.discovery import FILE_NAME
from issuer.web.case_api.shapes import CLASSES, RESOURCES
from tests.issuer.web.case_library import Library, kitchen, open_library, open_shelf, path, workshop
from tests.issuer.web.house import ONLINE

PACKAGE_SCHEMA = "referentials/case-1.1/case-v1p1-cfpackage.json"
DISCOVERY = path("discovery", FILE_NAME)
# What the standard answers alone is written in the package under these names, if anywhere.
ALONE = {
    "CFDocuments": ("CFPckgDocument", {"CFPackageURI"}),
    "CFItems": ("CFPckgItem", {"CFDocumentURI"}),
    "CFAssociations": ("CFPckgAssociation", {"CFDocumentURI"}),
    "CFLicenses": ("CFLicense", set[str]()),
    "CFRubrics": ("CFRubric", set[str]()),
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The kitchen's framework and the copy that the workshop keeps."""
    with open_library(tmp_path_factory.mktemp("case"), kitchen(), workshop()) as made:
        yield made


@pytest.fixture
def client(library: Library) -> FlaskClient:
    """A client of that library."""
    return library.client()


def get(client: FlaskClient, address: str, **headers: str) -> JsonObject:
    """The JSON of an answer that is right."""
    response = client.get(address, headers=headers)
    assert response.status_code == 200, response.text
    assert response.content_type == "application/json"
    return dict(response.json or {})


def everything(client: FlaskClient) -> Iterator[tuple[str, str]]:
    """Every resource and GUID of the kitchen's package."""
    package = get(client, path("CFPackages", kitchen().uuid))
    yield "CFDocuments", package["CFDocument"]["identifier"]
    for kind in ("CFItems", "CFAssociations", "CFRubrics"):
        yield from ((kind, thing["identifier"]) for thing in package[kind])
    yield from (("CFItemAssociations", thing["identifier"]) for thing in package["CFItems"])
    for kind, things in package["CFDefinitions"].items():
        yield from ((kind, thing["identifier"]) for thing in things)


def described(document: JsonObject, name: str, value: Any) -> list[str]:
    """What of a value our own description does not allow, for the class of that name."""
    schema = {"$ref": f"#/components/schemas/{name}DType", "components": document["components"]}
    checker = FormatChecker()
    return [
        error.message
        for error in Draft201909Validator(schema, format_checker=checker).iter_errors(value)
    ]


@pytest.mark.shared
@pytest.mark.requirement("CASE-01")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_package_follows_the_official_schema(
    client: FlaskClient, shared: Path, language: str
) -> None:
    """The whole framework, in either language, has no error against the schema of 1EdTech."""
    schema = json.loads((shared / PACKAGE_SCHEMA).read_text("utf-8"))
    check = Draft201909Validator(schema, format_checker=FormatChecker())
    for framework in (kitchen(), workshop()):
        package = get(client, f"{path('CFPackages', framework.uuid)}?lang={language}")
        assert [error.message for error in check.iter_errors(package)] == []
        assert {item["language"] for item in package["CFItems"]} == {language}


@pytest.mark.shared
@pytest.mark.requirement("CASE-01")
def test_each_object_alone_follows_the_official_schema(client: FlaskClient, shared: Path) -> None:
    """Alone, an object is what it is in the package, and says where it belongs."""
    schema = json.loads((shared / PACKAGE_SCHEMA).read_text("utf-8"))
    seen = set()
    for kind, identifier in everything(client):
        answer = get(client, path(kind, identifier))
        if kind in ALONE:
            name, home = ALONE[kind]
            assert home <= set(answer)
            rest = {key: value for key, value in answer.items() if key not in home}
            part = {"$ref": f"#/$defs/{name}", "$defs": schema["$defs"]}
            assert list(Draft201909Validator(part).iter_errors(rest)) == []
            assert answer["identifier"] == identifier
            seen.add(kind)
    assert seen == set(ALONE)


@pytest.mark.requirement("CASE-01")
def test_each_answer_is_what_our_description_says(client: FlaskClient) -> None:
    """Every object of a framework fits the class that the discovery document gives it."""
    document = get(client, DISCOVERY)
    answers = {kind: resource.answer for kind, resource in RESOURCES.items()}
    checked = 0
    for kind, identifier in everything(client):
        assert described(document, answers[kind], get(client, path(kind, identifier))) == []
        checked += 1
    assert checked > 40
    assert described(document, "CFDocumentSet", get(client, path("CFDocuments"))) == []
    whole = get(client, path("CFPackages", kitchen().uuid))
    assert described(document, "CFPackage", whole) == []


@pytest.mark.requirement("CASE-01")
def test_a_package_read_over_http_is_the_framework(library: Library) -> None:
    """CASE to model and back: nothing is lost, whichever language the texts were asked in."""
    client = library.client()
    for framework in (kitchen(), workshop()):
        for language in LANGUAGES:
            package = get(client, f"{path('CFPackages', framework.uuid)}?lang={language}")
            # Who keeps a framework here is told by the instance, not by the frozen document.
            expected = replace(framework, place=None)
            assert replace(read_package(package), place=None) == expected


@pytest.mark.requirement("CASE-01", "CASE-02")
def test_an_item_has_the_address_that_badges_align_with(client: FlaskClient) -> None:
    """A CFItem names its competency: GUID, statement, code, type, and the page of the world."""
    item = kitchen().find("soupe")
    answer = get(client, path("CFItems", item.uuid))
    assert answer["uri"] == f"{ONLINE}/frameworks/cuisine/soupe"
    assert answer["humanCodingScheme"] == "CU-CUI-01"
    assert answer["fullStatement"] == "Je prépare une soupe pour dix."
    assert answer["abbreviatedStatement"] == "Préparer une soupe"
    assert answer["CFDocumentURI"]["identifier"] == str(kitchen().uuid)


def test_the_texts_are_in_the_language_asked_for(client: FlaskClient) -> None:
    """In French unless `lang` says otherwise; the browser's wishes never change a GUID's words."""
    address = path("CFItems", kitchen().find("pain").uuid)
    assert get(client, address)["abbreviatedStatement"] == "Faire du pain"
    assert get(client, f"{address}?lang=en")["abbreviatedStatement"] == "Baking bread"
    for other in ({"Accept-Language": "en"}, {"Cookie": "lang=en"}):
        assert get(client, address, **other)["language"] == "fr"
    assert get(client, f"{address}?lang=kl")["language"] == "fr"


def test_an_item_comes_with_all_its_associations(client: FlaskClient) -> None:
    """At either end, and from every framework: the copy of the soup points at the soup."""
    item = kitchen().find("soupe")
    answer = get(client, path("CFItemAssociations", item.uuid))
    assert list(answer) == ["CFItem", "CFAssociations"]
    assert answer["CFItem"]["identifier"] == str(item.uuid)
    ends = [
        (found["associationType"], found["destinationNodeURI"]["identifier"])
        for found in answer["CFAssociations"]
    ]
    assert sorted(ends) == sorted(
        [
            ("isChildOf", str(item.domain.uuid)),
            ("isPartOf", "300469"),
            ("isRelatedTo", "x1"),
            ("exactMatchOf", str(item.uuid)),
        ]
    )
    assert all("CFDocumentURI" not in found for found in answer["CFAssociations"])


def test_a_type_comes_with_those_below_it(client: FlaskClient) -> None:
    """A set, as the standard has it: the one asked for first, then its kind of competencies."""
    package = get(client, path("CFPackages", kitchen().uuid))
    types = {item["hierarchyCode"]: item for item in package["CFDefinitions"]["CFItemTypes"]}
    answer = get(client, path("CFItemTypes", types["1"]["identifier"]))
    assert [item["hierarchyCode"] for item in answer["CFItemTypes"]] == ["1", "1.1", "1.2", "1.3"]
    alone = get(client, path("CFItemTypes", types["2"]["identifier"]))
    assert alone == {"CFItemTypes": [types["2"]]}


def test_chosen_fields_are_all_that_comes(client: FlaskClient) -> None:
    """`fields` keeps what is named; a name that nobody knows keeps everything."""
    item = kitchen().find("pain")
    whole = get(client, path("CFItems", item.uuid))
    few = get(client, f"{path('CFItems', item.uuid)}?fields=identifier,%20fullStatement")
    assert few == {name: whole[name] for name in ("identifier", "fullStatement")}
    assert get(client, f"{path('CFItems', item.uuid)}?fields=identifier,colour") == whole
    package = get(client, f"{path('CFPackages', kitchen().uuid)}?fields=CFDocument")
    assert list(package) == ["CFDocument"]
    types = get(client, path("CFItems", item.uuid))["CFItemTypeURI"]["identifier"]
    chosen = get(client, f"{path('CFItemTypes', types)}?fields=title&fields=uri")
    assert {tuple(found) for found in chosen["CFItemTypes"]} == {("uri", "title")}


def test_a_new_revision_is_what_is_answered(library: Library) -> None:
    """A bridge that changes is seen at once: what is kept in memory goes with the revision."""
    client = library.client()
    item = kitchen().find("soupe")
    address = path("CFItemAssociations", item.uuid)
    assert "isRelatedTo" in client.get(address).text
    with library.office.store.write() as work:
        record = work.frameworks.get("cuisine")
        assert record is not None
        bridge = next(found for found in work.bridges.of("cuisine") if found.scheme == "ESCO")
        work.bridges.replace(replace(bridge, status="refused"))
        work.frameworks.replace(replace(record, revision=record.revision + 1))
    refused = client.get(address).text
    with library.office.store.write() as work:
        work.bridges.replace(bridge)
        work.frameworks.replace(replace(record, revision=record.revision + 2))
    assert "isRelatedTo" not in refused
    assert "isRelatedTo" in client.get(address).text


def test_a_framework_without_publication_is_not_there(tmp_path: Path) -> None:
    """A working document alone is nobody's business: no document, no item."""
    with open_shelf(tmp_path) as library:
        library.keep(kitchen(), publish=False)
        client = library.client()
        assert get(client, path("CFDocuments"))["CFDocuments"] == []
        assert client.get(path("CFItems", kitchen().find("pain").uuid)).status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_discovery_document_is_valid_and_whole(client: FlaskClient, language: str) -> None:
    """OpenAPI 3.0 in either language: this server, every operation of the standard, no dead end."""
    document = get(client, f"{DISCOVERY}?lang={language}")
    assert [error.message for error in OPENAPI_30_VALIDATOR.iter_errors(document)] == []
    assert document["servers"] == [{"url": f"{ONLINE}/ims/case/v1p1"}]
    operations = {item["get"]["operationId"] for item in document["paths"].values()}
    assert len(operations) == 12
    assert "case_api." not in json.dumps(document)
    pointed = {
        part.split('"')[0] for part in json.dumps(document).split("#/components/schemas/")[1:]
    }
    assert pointed == set(document["components"]["schemas"])


@pytest.mark.shared
def test_our_classes_are_those_of_the_standard(shared: Path) -> None:
    """Each class of the official schema has the same attributes here, and requires the same."""
    schema = json.loads((shared / PACKAGE_SCHEMA).read_text("utf-8"))
    compared = 0
    for name, official in schema["$defs"].items():
        if name.endswith("Extension"):
            continue
        ours = {item.name: item for item in CLASSES[name]}
        assert set(ours) == set(official["properties"]), name
        required = {item.name for item in ours.values() if item.required}
        assert required == set(official.get("required", ())), name
        compared += 1
    assert compared == 14


def test_the_interface_is_told_among_the_others(client: FlaskClient) -> None:
    """The description of all machine interfaces says where this one describes itself."""
    document = get(client, "/api/v1/openapi.json")
    assert DISCOVERY in document["paths"]
