"""The life of a framework as CASE clients see it: published, copied with credit, replaced, kept."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft201909Validator, FormatChecker

from badges.documents import JsonObject
from badges.model.framework import Framework
from issuer.model import PlaceRequest
from issuer.ports import Office
from issuer.services import people, places
from issuer.services.commons import authoring, referentials
from tests.issuer.web.case_library import Library, open_library, path

PACKAGE_SCHEMA = "referentials/case-1.1/case-v1p1-cfpackage.json"
NADIA = people.operator("Nadia")
SOURCE = referentials.DEFAULT_SLUG


@dataclass
class Story:
    """A fork of the referential of tiers-lieux, its two versions, and the house they live in."""

    library: Library
    source: Framework
    first: Framework
    second: Framework
    before: list[JsonObject]

    @property
    def client(self) -> FlaskClient:
        """A client of the house."""
        return self.library.client()

    def get(self, kind: str, identifier: object) -> JsonObject:
        """The JSON of an object."""
        response = self.client.get(path(kind, identifier))
        assert response.status_code == 200, response.text
        return dict(response.json or {})

    def associations(self, identifier: object, kind: str) -> list[JsonObject]:
        """The associations of one type that start from an item."""
        return [
            found
            for found in self.get("CFItemAssociations", identifier)["CFAssociations"]
            if found["associationType"] == kind
            and found["originNodeURI"]["identifier"] == str(identifier)
        ]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """A place takes the referential over, publishes, then replaces one competency by another."""
    with open_library(tmp_path_factory.mktemp("commons")) as library:
        office = library.office
        places.add(office, PlaceRequest(name="Fablab des Deux Rives", slug="deux-rives"))
        source = referentials.published(office, SOURCE)
        authoring.fork(office, SOURCE, place="deux-rives", by=NADIA, slug="rives", prefix="DR")
        before = _documents(library.client())
        first = authoring.publish(office, "rives", by=NADIA)
        second = _replaced(office, first)
        yield Story(library, source, first, second, before)


def _replaced(office: Office, framework: Framework) -> Framework:
    old, new = framework.competencies[:2]
    authoring.deprecate(
        office, framework.slug, old.notation, by=NADIA, replaced_by=new.notation, reason="Doublon"
    )
    return authoring.publish(office, framework.slug, by=NADIA)


def _documents(client: FlaskClient) -> list[JsonObject]:
    found: list[JsonObject] = dict(client.get(path("CFDocuments")).json or {})["CFDocuments"]
    return found


def test_a_fork_is_seen_once_it_is_published(story: Story) -> None:
    """A working document is nobody's business; published, it is a CFDocument beside its source."""
    assert [found["identifier"] for found in story.before] == [str(story.source.uuid)]
    now = {found["identifier"]: found for found in _documents(story.client)}
    assert set(now) == {str(story.source.uuid), str(story.first.uuid)}
    assert now[str(story.first.uuid)]["extensions"]["derivedFrom"]["identifier"] == str(
        story.source.uuid
    )
    assert "Repris de" in now[str(story.first.uuid)]["notes"]


@pytest.mark.requirement("CASE-01")
def test_each_copy_is_an_exact_match_of_its_source(story: Story) -> None:
    """The stated use of `exactMatchOf`: GUIDs of its own, and the GUID of where it comes from."""
    ours = {str(item.uuid) for item in story.source.competencies}
    for item in story.second.competencies:
        (match,) = (
            found
            for found in story.associations(item.uuid, "exactMatchOf")
            if found["destinationNodeURI"]["targetType"] == "CASE"
        )
        assert str(item.uuid) not in ours
        target = match["destinationNodeURI"]["identifier"]
        assert target == str(item.derived_from.uuid if item.derived_from else None)
        assert story.get("CFItems", target)["CFDocumentURI"]["identifier"] == str(story.source.uuid)


def test_a_source_knows_its_copies(story: Story) -> None:
    """Asked for its associations, an item also shows those that other frameworks made with it."""
    item = story.source.competencies[0]
    copies = [
        found["originNodeURI"]["identifier"]
        for found in story.get("CFItemAssociations", item.uuid)["CFAssociations"]
        if found["associationType"] == "exactMatchOf"
        and found["destinationNodeURI"]["identifier"] == str(item.uuid)
    ]
    assert copies == [str(story.second.competencies[0].uuid)]


def test_a_deprecated_item_stays_and_names_its_successor(story: Story) -> None:
    """The GUID answers for ever: ended on a day, replaced by another of the same document."""
    old, new = story.second.competencies[:2]
    item = story.get("CFItems", old.uuid)
    assert item["statusEndDate"] == story.second.modified
    assert item["extensions"]["deprecated"] is True
    (replaced,) = story.associations(old.uuid, "replacedBy")
    assert replaced["destinationNodeURI"]["identifier"] == str(new.uuid)
    assert replaced["destinationNodeURI"]["targetType"] == "CASE"
    assert "statusEndDate" not in story.get("CFItems", new.uuid)
    assert story.associations(new.uuid, "replacedBy") == []


def test_a_document_is_its_latest_version(story: Story) -> None:
    """One GUID, one answer: the version told is the last one, and no GUID of before is lost."""
    document = story.get("CFDocuments", story.first.uuid)
    assert document["version"] == story.second.version == "2.0.0"
    assert story.first.version == "1.0.0"
    for item in story.first.competencies:
        assert story.get("CFItems", item.uuid)["identifier"] == str(item.uuid)


@pytest.mark.shared
@pytest.mark.requirement("CASE-01")
def test_the_whole_story_follows_the_official_schema(story: Story, shared: Path) -> None:
    """The shipped referential and its fork, replaced items included: no error."""
    schema = json.loads((shared / PACKAGE_SCHEMA).read_text("utf-8"))
    check = Draft201909Validator(schema, format_checker=FormatChecker())
    for framework in (story.source, story.second):
        package = story.get("CFPackages", framework.uuid)
        assert [error.message for error in check.iter_errors(package)] == []
        assert len(package["CFRubrics"]) == len(framework.competencies)
