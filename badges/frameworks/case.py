"""CASE 1.1 of 1EdTech: the framework as one CFPackage, and its parts when asked for alone.

Identifiers are UUIDs of version 5, made from the framework's own UUID, so that every instance that
publishes the same framework publishes the same identifiers. The address of a CFItem is the address
of the competency, the one that badges align with (CASE-02).
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID, uuid5

from badges.documents import JsonObject
from badges.errors import FrameworkError
from badges.frameworks.addresses import (
    competency_url,
    domain_url,
    framework_url,
    level_url,
    official_url,
)
from badges.frameworks.alignments import target_type
from badges.i18n import Translator
from badges.model.framework import Competency, Framework, Level, OfficialMatch, Relation

# What CASE can say of a bridge (referential.md 4.2): its `isPartOf` means "contained in". The
# exact SKOS relation travels in the extensions.
ASSOCIATION_TYPES: dict[Relation, str] = {
    "exactMatch": "exactMatchOf",
    "broadMatch": "isPartOf",
    "closeMatch": "isRelatedTo",
    "narrowMatch": "isRelatedTo",
    "relatedMatch": "isRelatedTo",
}

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_ITEM_TYPES = {"domain": "1", "technique": "1.1", "savoir-etre": "1.2", "metier": "1.3"}
_LEVEL_TYPE = ("level", "2")


def write_package(framework: Framework, base_url: str, language: str = "fr") -> JsonObject:
    """The whole framework as a CFPackage, its statements in `language`."""
    return _Package(framework, base_url, language).whole()


def write_document(framework: Framework, base_url: str, language: str = "fr") -> JsonObject:
    """The CFDocument alone, with the way to its package."""
    package = _Package(framework, base_url, language)
    identifier = str(framework.uuid)
    address = package.resource("CFPackages", identifier)
    link = _link(framework.edition(language), identifier, address)
    return {**package.document(), "CFPackageURI": link}


def write_item(
    framework: Framework, identifier: str, base_url: str, language: str = "fr"
) -> JsonObject:
    """The CFItem of this identifier alone, with the way to its document (CASE-01).

    Raises:
        FrameworkError: no domain, level or competency has that identifier.
    """
    package = _Package(framework, base_url, language)
    for item in package.items():
        if item["identifier"] == identifier:
            return {**item, "CFDocumentURI": package.document_link()}
    raise FrameworkError("framework.competency_unknown", name=identifier)


def export_package(framework: Framework, base_url: str) -> str:
    """`write_package` as a text."""
    return json.dumps(write_package(framework, base_url), ensure_ascii=False, indent=2) + "\n"


def _link(title: str, identifier: str, uri: str) -> JsonObject:
    return {"title": title, "identifier": identifier, "uri": uri}


@dataclass(frozen=True)
class _Node:
    """One end of an association."""

    title: str
    identifier: str
    uri: str
    target_type: str = "CASE"

    def to_document(self) -> JsonObject:
        return {**_link(self.title, self.identifier, self.uri), "targetType": self.target_type}


class _Package:
    """The parts of a CFPackage, each made from the framework."""

    def __init__(self, framework: Framework, base_url: str, language: str) -> None:
        self._framework = framework
        self._base_url = base_url.rstrip("/")
        self._language = language
        self._say = Translator(language)
        self._changed = f"{framework.modified}T00:00:00Z"

    def whole(self) -> JsonObject:
        return {
            "CFDocument": self.document(),
            "CFItems": list(self.items()),
            "CFAssociations": list(self._associations()),
            "CFDefinitions": {
                "CFItemTypes": [self._item_type(name) for name in (*_ITEM_TYPES, "level")],
                "CFLicenses": [self._licence()],
            },
            "CFRubrics": [self._rubric(item) for item in self._framework.competencies],
        }

    def resource(self, kind: str, identifier: str) -> str:
        """Where the CASE interface answers for an object."""
        return f"{self._base_url}/ims/case/v1p1/{kind}/{identifier}"

    def document(self) -> JsonObject:
        framework = self._framework
        return {
            **self._identity(framework.uuid, framework_url(framework, self._base_url)),
            "creator": framework.creator,
            "title": framework.edition(self._language),
            "description": framework.description.say(self._language),
            "caseVersion": "1.1",
            "frameworkType": "Competency framework",
            "language": self._language,
            "version": framework.version,
            "adoptionStatus": "Draft",
            "officialSourceURL": framework_url(framework, self._base_url),
            "licenseURI": self._licence_link(),
            "notes": "\n".join(credit.say(self._language) for credit in framework.attributions),
        }

    def document_link(self) -> JsonObject:
        document = self.document()
        return _link(document["title"], document["identifier"], document["uri"])

    def items(self) -> Iterator[JsonObject]:
        """The domains, the levels, then the competencies."""
        framework = self._framework
        for domain in framework.domains:
            yield {
                **self._identity(domain.uuid, domain_url(framework, domain, self._base_url)),
                "fullStatement": domain.label.say(self._language),
                "humanCodingScheme": f"{framework.notation_prefix}-{domain.code}",
                "language": self._language,
                **self._typed("domain"),
            }
        for level in framework.levels:
            yield {
                **self._identity(
                    self._level_uuid(level), level_url(framework, level.code, self._base_url)
                ),
                "fullStatement": level.descriptor.say(self._language),
                "abbreviatedStatement": level.label.say(self._language),
                "humanCodingScheme": level.code,
                "language": self._language,
                **self._typed("level"),
            }
        for place, item in enumerate(framework.competencies, 1):
            yield self._competency(item, place)

    def _competency(self, item: Competency, place: int) -> JsonObject:
        return {
            **self._identity(item.uuid, competency_url(self._framework, item, self._base_url)),
            "fullStatement": item.definition.say(self._language),
            "abbreviatedStatement": item.label.say(self._language),
            "alternativeLabel": item.statement.say(self._language),
            "humanCodingScheme": item.notation,
            "listEnumeration": str(place),
            "language": self._language,
            "licenseURI": self._licence_link(),
            **self._typed(item.type),
            "extensions": {
                "label": dict(item.label),
                "definition": dict(item.definition),
                "statement": dict(item.statement),
                "indicators": [dict(indicator) for indicator in item.indicators],
                "officialCoverage": item.coverage,
            },
        }

    def _associations(self) -> Iterator[JsonObject]:
        nodes = {item["identifier"]: _node(item) for item in self.items()}
        document = _node(self.document())
        for place, domain in enumerate(self._framework.domains, 1):
            yield self._association("isChildOf", nodes[str(domain.uuid)], document, place)
        for place, item in enumerate(self._framework.competencies, 1):
            parent = nodes[str(item.domain.uuid)]
            yield self._association("isChildOf", nodes[str(item.uuid)], parent, place)
        levels = [nodes[str(self._level_uuid(level))] for level in self._framework.levels]
        for place, level in enumerate(levels, len(self._framework.domains) + 1):
            yield self._association("isChildOf", level, document, place)
        for lower, upper in pairwise(levels):
            yield self._association("precedes", lower, upper)
        for item in self._framework.competencies:
            for match in item.matches:
                yield self._bridge(nodes[str(item.uuid)], match)

    def _bridge(self, origin: _Node, match: OfficialMatch) -> JsonObject:
        target = _Node(
            match.label,
            match.code,
            official_url(match, self._base_url),
            target_type(match),
        )
        return {
            **self._association(ASSOCIATION_TYPES[match.relation], origin, target),
            "notes": f"{match.framework} {match.version} ; "
            + self._say(f"framework.status.{match.status}"),
            "extensions": {
                "skosRelation": _SKOS + match.relation,
                "status": match.status,
                "justification": match.justification,
            },
        }

    def _association(
        self, kind: str, origin: _Node, destination: _Node, place: int | None = None
    ) -> JsonObject:
        identifier = self._uuid(f"{origin.identifier} {kind} {destination.uri}")
        association: JsonObject = {
            **self._identity(identifier, self.resource("CFAssociations", str(identifier))),
            "associationType": kind,
            "originNodeURI": origin.to_document(),
            "destinationNodeURI": destination.to_document(),
        }
        if place is not None:
            association["sequenceNumber"] = place
        return association

    def _rubric(self, item: Competency) -> JsonObject:
        """The four levels as they look in one competency."""
        address = competency_url(self._framework, item, self._base_url)
        label = item.label.say(self._language)
        rubric, criterion = (uuid5(item.uuid, name) for name in ("rubric", "criterion"))
        return {
            **self._identity(rubric, self.resource("CFRubrics", str(rubric))),
            "title": self._say("framework.progression", label=label),
            "CFRubricCriteria": [
                {
                    **self._identity(criterion, address),
                    "description": label,
                    "CFItemURI": _link(label, str(item.uuid), address),
                    "position": 1,
                    "rubricId": str(rubric),
                    "CFRubricCriterionLevels": [
                        {
                            **self._identity(
                                uuid5(item.uuid, level.code), f"{address}#{level.code}"
                            ),
                            "quality": f"{level.code} {level.label.say(self._language)}",
                            "description": level.descriptor.say(self._language),
                            "score": place,
                            "position": place,
                            "rubricCriterionId": str(criterion),
                        }
                        for place, level in enumerate(item.levels, 1)
                    ],
                }
            ],
        }

    def _typed(self, name: str) -> JsonObject:
        item_type = self._item_type(name)
        link = _link(item_type["title"], item_type["identifier"], item_type["uri"])
        return {"CFItemType": item_type["title"], "CFItemTypeURI": link}

    def _item_type(self, name: str) -> JsonObject:
        identifier = self._uuid(f"types/{name}")
        title = self._say(f"framework.type.{name}")
        return {
            **self._identity(identifier, self.resource("CFItemTypes", str(identifier))),
            "title": title,
            "description": title,
            "hierarchyCode": dict([*_ITEM_TYPES.items(), _LEVEL_TYPE])[name],
        }

    def _licence(self) -> JsonObject:
        identifier = self._uuid(self._framework.licence)
        return {
            **self._identity(identifier, self.resource("CFLicenses", str(identifier))),
            "title": "CC BY 4.0",
            "licenseText": self._framework.licence,
        }

    def _licence_link(self) -> JsonObject:
        licence = self._licence()
        return _link(licence["title"], licence["identifier"], licence["uri"])

    def _level_uuid(self, level: Level) -> UUID:
        return self._uuid(f"levels/{level.code}")

    def _uuid(self, name: str) -> UUID:
        return uuid5(self._framework.uuid, name)

    def _identity(self, identifier: UUID, uri: str) -> JsonObject:
        return {"identifier": str(identifier), "uri": uri, "lastChangeDateTime": self._changed}


def _node(thing: JsonObject) -> _Node:
    title = thing.get("abbreviatedStatement") or thing.get("fullStatement") or thing["title"]
    return _Node(title, thing["identifier"], thing["uri"])
