"""The objects of a CASE package, each found by its identifier: what the CASE interface answers."""

from collections.abc import Mapping
from functools import cached_property

from badges.documents import JsonObject
from badges.errors import FrameworkError
from badges.frameworks.case import items
from badges.frameworks.case.associations import associations
from badges.frameworks.case.things import Publication, link, link_to, node
from badges.model.framework import Framework

COLLECTIONS = (
    "CFItems",
    "CFAssociations",
    "CFItemTypes",
    "CFLicenses",
    "CFRubrics",
    "CFConcepts",
    "CFSubjects",
    "CFAssociationGroupings",
)


class Index:
    """A framework as CASE publishes it: whole, or any of its objects alone.

    Made once for a framework, an origin and a language; parts are written when first asked for.
    Objects that are asked for alone say which document they belong to, as CASE wants it.
    """

    def __init__(self, framework: Framework, base_url: str, language: str = "fr") -> None:
        self._publication = Publication(framework, base_url, language)

    @property
    def identifier(self) -> str:
        """The identifier of the document, and of the package."""
        return str(self._publication.framework.uuid)

    def package(self) -> JsonObject:
        """The CFPackage: everything."""
        of = self._objects
        return {
            "CFDocument": self._document,
            "CFItems": list(of["CFItems"].values()),
            "CFAssociations": list(of["CFAssociations"].values()),
            "CFDefinitions": {
                "CFItemTypes": list(of["CFItemTypes"].values()),
                "CFLicenses": list(of["CFLicenses"].values()),
            },
            "CFRubrics": list(of["CFRubrics"].values()),
        }

    def document(self) -> JsonObject:
        """The CFDocument alone, with the way to its package."""
        address = self._publication.resource("CFPackages", self.identifier)
        package = link(self._document["title"], self.identifier, address)
        return {**self._document, "CFPackageURI": package}

    def item(self, identifier: str) -> JsonObject:
        """A CFItem alone, with the way to its document (CASE-01).

        Raises:
            FrameworkError: no item has that identifier; so do the other methods.
        """
        return self._alone("CFItems", identifier)

    def association(self, identifier: str) -> JsonObject:
        """A CFAssociation alone, with the way to its document."""
        return self._alone("CFAssociations", identifier)

    def item_associations(self, identifier: str) -> JsonObject:
        """A CFItem with every association at one end of which it stands (CFItemAssociations)."""
        item = self.item(identifier)
        return {
            "CFItem": item,
            "CFAssociations": [
                {**association, "CFDocumentURI": self._document_link}
                for association in self._objects["CFAssociations"].values()
                if identifier
                in (
                    association["originNodeURI"]["identifier"],
                    association["destinationNodeURI"]["identifier"],
                )
            ],
        }

    def item_type(self, identifier: str) -> JsonObject:
        """A CFItemType."""
        return self.find("CFItemTypes", identifier)

    def licence(self, identifier: str) -> JsonObject:
        """A CFLicense."""
        return self.find("CFLicenses", identifier)

    def rubric(self, identifier: str) -> JsonObject:
        """A CFRubric with its criterion and its levels."""
        return self.find("CFRubrics", identifier)

    def all(self, collection: str) -> tuple[JsonObject, ...]:
        """The objects of one of the `COLLECTIONS`; we use no concept, subject or grouping."""
        return tuple(self._objects[collection].values())

    def find(self, collection: str, identifier: str) -> JsonObject:
        """The object of that identifier in one of the `COLLECTIONS`.

        Raises:
            FrameworkError: there is none.
        """
        try:
            return self._objects[collection][identifier]
        except KeyError:
            raise FrameworkError(
                "framework.case.unknown", kind=collection, identifier=identifier
            ) from None

    def _alone(self, collection: str, identifier: str) -> JsonObject:
        return {**self.find(collection, identifier), "CFDocumentURI": self._document_link}

    @cached_property
    def _document(self) -> JsonObject:
        return items.document(self._publication)

    @cached_property
    def _document_link(self) -> JsonObject:
        return link_to(self._document)

    @cached_property
    def _objects(self) -> Mapping[str, Mapping[str, JsonObject]]:
        publication = self._publication
        written = {item["identifier"]: item for item in items.items(publication)}
        nodes = {identifier: node(item) for identifier, item in written.items()}
        found = {
            "CFAssociations": associations(publication, node(self._document), nodes),
            "CFItemTypes": (items.item_type(publication, name) for name in items.TYPES),
            "CFLicenses": [items.licence(publication)],
            "CFRubrics": (
                items.rubric(publication, item)
                for item in publication.framework.competencies
                if item.levels
            ),
        }
        objects: dict[str, Mapping[str, JsonObject]] = {name: {} for name in COLLECTIONS}
        objects["CFItems"] = written
        for name, things in found.items():
            objects[name] = {thing["identifier"]: thing for thing in things}
        return objects


def identify(framework: Framework, base_url: str, language: str = "fr") -> Index:
    """The objects of a framework by their identifiers: keep it as long as the framework is."""
    return Index(framework, base_url, language)
