"""The CFPackage of a framework, and its CFDocument alone."""

from badges.documents import JsonObject
from badges.frameworks.case import items
from badges.frameworks.case.associations import associations
from badges.frameworks.case.things import Publication, link, node
from badges.model.framework import Framework


def write_package(framework: Framework, base_url: str, language: str = "fr") -> JsonObject:
    """The whole framework as a CFPackage, its statements in `language` (CASE-01)."""
    publication = Publication(framework, base_url, language)
    document = items.document(publication)
    written = list(items.items(publication))
    nodes = {item["identifier"]: node(item) for item in written}
    return {
        "CFDocument": document,
        "CFItems": written,
        "CFAssociations": list(associations(publication, node(document), nodes)),
        "CFDefinitions": {
            "CFItemTypes": [items.item_type(publication, name) for name in items.TYPES],
            "CFLicenses": [items.licence(publication)],
        },
        "CFRubrics": [
            items.rubric(publication, item) for item in framework.competencies if item.levels
        ],
    }


def write_document(framework: Framework, base_url: str, language: str = "fr") -> JsonObject:
    """The CFDocument alone, with the way to its package."""
    publication = Publication(framework, base_url, language)
    document = items.document(publication)
    identifier = document["identifier"]
    address = publication.resource("CFPackages", identifier)
    return {**document, "CFPackageURI": link(document["title"], identifier, address)}
