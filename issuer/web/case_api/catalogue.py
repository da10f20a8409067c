"""Every object of the published frameworks, found by its GUID: what the CASE interface answers.

Each framework is one CFPackage, written once per revision and language and kept in memory. An
object asked for alone is its part of the package, with the way back to its document.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from badges.documents import JsonObject, serialize
from badges.frameworks import case
from badges.i18n import LANGUAGES
from badges.model.framework import FALLBACK_LANGUAGE, Framework
from issuer.ports import Office
from issuer.services.commons import referentials
from issuer.web.case_api.refusals import UnknownObject

Key = tuple[str, str]

_HIERARCHIES = ("CFConcepts", "CFSubjects", "CFItemTypes")
_DEFINITIONS = (*_HIERARCHIES, "CFLicenses", "CFAssociationGroupings")


@dataclass(frozen=True)
class Shelved:
    """A framework as CASE publishes it: its objects by resource and GUID, the package as bytes.

    `touching` has the associations of each item, by the GUID of the item, at either end.
    """

    revision: int
    objects: Mapping[Key, JsonObject]
    touching: Mapping[str, tuple[JsonObject, ...]]
    package: bytes

    @property
    def document(self) -> JsonObject:
        """The CFDocument, with the way to its package."""
        return next(thing for (kind, _), thing in self.objects.items() if kind == "CFDocuments")


def shelve(framework: Framework, base_url: str, language: str, revision: int = 0) -> Shelved:
    """Everything that CASE publishes of a framework, its statements in `language`.

    A framework that has no text in that language is published in the one that it has, and its
    member `language` says which.
    """
    told = _told_in(framework, language)
    package = case.write_package(framework, base_url, told)
    objects = dict(_objects(package, case.write_document(framework, base_url, told)))
    touching: dict[str, tuple[JsonObject, ...]] = {}
    for association in package["CFAssociations"]:
        for end in dict.fromkeys(_ends(association)):
            touching[end] = (*touching.get(end, ()), association)
    return Shelved(revision, objects, touching, serialize(package))


class Catalogue:
    """The published frameworks of an office, as CASE has them."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._kept: dict[Key, Shelved] = {}

    def documents(self, language: str) -> tuple[JsonObject, ...]:
        """Every CFDocument, in the order of the slugs."""
        return tuple(shelved.document for shelved in self._all(language))

    def package(self, identifier: str, language: str) -> Shelved:
        """What belongs to the CFDocument of this GUID.

        Raises:
            UnknownObject: no published framework has it.
        """
        return self._holder("CFPackages", identifier, language)

    def find(self, kind: str, identifier: str, language: str) -> JsonObject:
        """The object of this resource and GUID, alone; a set where the standard has a set.

        Raises:
            UnknownObject: no published framework has it.
        """
        if kind == "CFItemAssociations":
            return self._item_associations(identifier, language)
        holder = self._holder(kind, identifier, language)
        found = holder.objects[kind, identifier]
        if kind not in _HIERARCHIES:
            return found
        return {kind: [found, *_below(found, kind, holder)]}

    def _item_associations(self, identifier: str, language: str) -> JsonObject:
        """An item with every association that names it, whichever document has them."""
        try:
            item = self._holder("CFItems", identifier, language).objects["CFItems", identifier]
        except UnknownObject:
            raise UnknownObject("CFItemAssociations", identifier) from None
        found = (shelved.touching.get(identifier, ()) for shelved in self._all(language))
        return {"CFItem": item, "CFAssociations": list(chain.from_iterable(found))}

    def _holder(self, kind: str, identifier: str, language: str) -> Shelved:
        for shelved in self._all(language):
            if (kind, identifier) in shelved.objects:
                return shelved
        raise UnknownObject(kind, identifier)

    def _all(self, language: str) -> Iterator[Shelved]:
        for card in referentials.cards(self._office):
            kept = self._kept.get((card.slug, language))
            if kept is None or kept.revision != card.revision:
                framework = referentials.published(self._office, card.slug)
                base_url = self._office.settings.base_url
                kept = shelve(framework, base_url, language, card.revision)
                self._kept[card.slug, language] = kept
            yield kept


def chosen_language(asked: str | None) -> str:
    """The language of the texts: the one asked for when we have it, else French."""
    return asked if asked in LANGUAGES else FALLBACK_LANGUAGE


def _told_in(framework: Framework, language: str) -> str:
    title = framework.title
    return next((said for said in (language, FALLBACK_LANGUAGE, *title) if said in title), language)


def _objects(package: JsonObject, document: JsonObject) -> Iterator[tuple[Key, JsonObject]]:
    """Every object of a package as it stands alone, under its resource and GUID."""
    identifier = document["identifier"]
    yield ("CFDocuments", identifier), document
    yield ("CFPackages", identifier), package
    home = {name: document[name] for name in ("title", "identifier", "uri")}
    for kind in ("CFItems", "CFAssociations"):
        for thing in package[kind]:
            yield (kind, thing["identifier"]), {**thing, "CFDocumentURI": home}
    for thing in package.get("CFRubrics", ()):
        yield ("CFRubrics", thing["identifier"]), thing
    for kind in _DEFINITIONS:
        for thing in package.get("CFDefinitions", {}).get(kind, ()):
            yield (kind, thing["identifier"]), thing


def _ends(association: JsonObject) -> tuple[str, str]:
    nodes = (association["originNodeURI"], association["destinationNodeURI"])
    first, second = (str(node["identifier"]) for node in nodes)
    return first, second


def _below(thing: JsonObject, kind: str, holder: Shelved) -> list[JsonObject]:
    """What comes under a definition in the hierarchy of codes: under `1`, `1.1` and `1.1.2`."""
    start = f"{thing['hierarchyCode']}."
    return sorted(
        (
            item
            for (held, _), item in holder.objects.items()
            if held == kind and item["hierarchyCode"].startswith(start)
        ),
        key=lambda item: str(item["hierarchyCode"]),
    )
