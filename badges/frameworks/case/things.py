"""The small values of which all objects of CASE are made: identities, links, ends of links."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from badges.documents import JsonObject
from badges.frameworks.addresses import competency_url, domain_url, framework_url, level_url
from badges.i18n import Translator
from badges.model.framework import Competency, Derivation, Domain, Framework, Level

PATH = "/ims/case/v1p1"


@dataclass(frozen=True)
class Node:
    """One end of an association."""

    title: str
    identifier: str
    uri: str
    target_type: str = "CASE"

    def to_document(self) -> JsonObject:
        """This end as CASE writes it."""
        return {**link(self.title, self.identifier, self.uri), "targetType": self.target_type}


def link(title: str, identifier: str, uri: str) -> JsonObject:
    """A reference to another object."""
    return {"title": title, "identifier": identifier, "uri": uri}


def link_to(thing: JsonObject) -> JsonObject:
    """A reference to an object that has a title."""
    return link(thing["title"], thing["identifier"], thing["uri"])


def node(item: JsonObject) -> Node:
    """An item or a document as an end of an association."""
    title = item.get("abbreviatedStatement") or item.get("fullStatement") or item["title"]
    return Node(title, item["identifier"], item["uri"])


class Publication:
    """A framework as one instance publishes it, in one language: identities and addresses."""

    def __init__(self, framework: Framework, base_url: str, language: str) -> None:
        self.framework = framework
        self.base_url = base_url.rstrip("/")
        self.language = language
        self.say = Translator(language)

    @property
    def home(self) -> str:
        """The address of the framework."""
        return framework_url(self.framework, self.base_url)

    def of(self, item: Competency) -> str:
        """The address of a competency, the one that badges align with (CASE-02)."""
        return competency_url(self.framework, item, self.base_url)

    def of_domain(self, domain: Domain) -> str:
        """The address of a domain."""
        return domain_url(self.framework, domain, self.base_url)

    def of_level(self, level: Level) -> str:
        """The address of a level of the scale."""
        return level_url(self.framework, level.code, self.base_url)

    def resource(self, kind: str, identifier: str) -> str:
        """Where the CASE interface answers for an object."""
        return f"{self.base_url}{PATH}/{kind}/{identifier}"

    def uuid(self, name: str) -> UUID:
        """The identifier of a part of the framework, of version 5, from its name."""
        return uuid5(self.framework.uuid, name)

    def level_uuid(self, level: Level) -> UUID:
        """The identifier of a level of the scale."""
        return self.uuid(f"levels/{level.code}")

    def identity(self, identifier: UUID, uri: str) -> JsonObject:
        """What every object begins with."""
        changed = f"{self.framework.modified}T00:00:00Z"
        return {"identifier": str(identifier), "uri": uri, "lastChangeDateTime": changed}


def derivation(source: Derivation | None) -> JsonObject:
    """Where a thing comes from, for the extensions."""
    if source is None:
        return {}
    told = {"uri": source.uri, "title": source.title, "version": source.version}
    if source.uuid is not None:
        told["identifier"] = str(source.uuid)
    return {"derivedFrom": told}
