"""The associations of a CASE package: hierarchy, order of the levels, bridges, replacements, forks.

A refused bridge is a record of a review, not a statement: it is not among them.
"""

from collections.abc import Iterator
from itertools import pairwise

from badges.documents import JsonObject
from badges.frameworks.addresses import official_url
from badges.frameworks.alignments import target_type
from badges.frameworks.case.things import Node, Publication
from badges.model.framework import Competency, Derivation, OfficialMatch, Relation

# What CASE can say of a bridge (referential.md 4.2): its `isPartOf` means "contained in". The
# exact SKOS relation travels in the extensions.
ASSOCIATION_TYPES: dict[Relation, str] = {
    "exactMatch": "exactMatchOf",
    "broadMatch": "isPartOf",
    "closeMatch": "isRelatedTo",
    "narrowMatch": "isRelatedTo",
    "relatedMatch": "isRelatedTo",
}

SKOS = "http://www.w3.org/2004/02/skos/core#"


def associations(
    publication: Publication, document: Node, nodes: dict[str, Node]
) -> Iterator[JsonObject]:
    """Every association of the framework; `nodes` are its items by identifier."""
    writer = _Associations(publication, nodes)
    yield from writer.hierarchy(document)
    for item in publication.framework.competencies:
        for match in item.matches:
            if match.status != "refused":
                yield writer.bridge(item, match)
    for item in publication.framework.competencies:
        if item.replaced_by is not None:
            yield writer.replacement(item, item.replaced_by)
        if item.derived_from is not None:
            yield writer.origin(item, item.derived_from)


class _Associations:
    """Writes associations, each with an identifier of its own."""

    def __init__(self, publication: Publication, nodes: dict[str, Node]) -> None:
        self._publication = publication
        self._nodes = nodes
        self._taken: set[str] = set()

    def hierarchy(self, document: Node) -> Iterator[JsonObject]:
        framework, nodes = self._publication.framework, self._nodes
        for place, domain in enumerate(framework.domains, 1):
            yield self._write("isChildOf", nodes[str(domain.uuid)], document, place)
        for place, item in enumerate(framework.competencies, 1):
            parent = nodes[str(item.domain.uuid)]
            yield self._write("isChildOf", nodes[str(item.uuid)], parent, place)
        levels = [nodes[str(self._publication.level_uuid(level))] for level in framework.levels]
        for place, level in enumerate(levels, len(framework.domains) + 1):
            yield self._write("isChildOf", level, document, place)
        for lower, upper in pairwise(levels):
            yield self._write("precedes", lower, upper)

    def bridge(self, item: Competency, match: OfficialMatch) -> JsonObject:
        uri = official_url(match, self._publication.base_url)
        target = Node(match.label, match.code, uri, target_type(match))
        status = self._publication.say(f"framework.status.{match.status}")
        return {
            **self._write(
                ASSOCIATION_TYPES[match.relation],
                self._nodes[str(item.uuid)],
                target,
                besides=match.relation,
            ),
            "notes": f"{match.framework} {match.version} ; {status}",
            "extensions": {
                "skosRelation": SKOS + match.relation,
                "status": match.status,
                "justification": match.justification,
                "framework": match.framework,
                "kind": match.kind,
                "version": match.version,
                **({"uri": match.uri} if match.uri == uri else {}),
            },
        }

    def replacement(self, item: Competency, slug: str) -> JsonObject:
        successor = self._publication.framework.find(slug)
        return self._write(
            "replacedBy", self._nodes[str(item.uuid)], self._nodes[str(successor.uuid)]
        )

    def origin(self, item: Competency, source: Derivation) -> JsonObject:
        """The item of which this one is a copy: the use that CASE states for `exactMatchOf`."""
        known = source.uuid is not None
        target = Node(
            source.title,
            str(source.uuid) if known else source.uri,
            source.uri,
            "CASE" if known else "ext:source",
        )
        return {
            **self._write("exactMatchOf", self._nodes[str(item.uuid)], target),
            "extensions": {"derivation": True},
        }

    def _write(
        self, kind: str, origin: Node, target: Node, place: int | None = None, *, besides: str = ""
    ) -> JsonObject:
        """`besides` tells apart two associations of one kind between the same ends."""
        identifier = self._publication.uuid(f"{origin.identifier} {kind} {target.uri}")
        if str(identifier) in self._taken:
            identifier = self._publication.uuid(
                f"{origin.identifier} {kind} {target.uri} {besides or 'copy'}"
            )
        self._taken.add(str(identifier))
        uri = self._publication.resource("CFAssociations", str(identifier))
        association: JsonObject = {
            **self._publication.identity(identifier, uri),
            "associationType": kind,
            "originNodeURI": origin.to_document(),
            "destinationNodeURI": target.to_document(),
        }
        if place is not None:
            association["sequenceNumber"] = place
        return association
