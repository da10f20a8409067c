"""The classes of CASE 1.1, each attribute with its kind, as this interface answers with them.

Written once: the discovery document is made from it, and so are the names that `fields`, `sort` and
`filter` may hold. A kind is a data type of the standard, the name of another class, or either of
them in brackets for a list; `!` marks what is required.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Attribute:
    """One attribute of a class: `kind` is a data type or a class, several of them when `many`."""

    name: str
    kind: str
    required: bool
    many: bool


def _class(text: str) -> tuple[Attribute, ...]:
    return tuple(_attribute(word) for word in text.split())


def _attribute(word: str) -> Attribute:
    name, _, kind = word.rstrip("!").partition(":")
    return Attribute(
        name=name,
        kind=kind.strip("[]") or "string",
        required=word.endswith("!"),
        many=kind.startswith("["),
    )


_IDENTITY = "identifier:uuid! uri:uri! lastChangeDateTime:date-time!"
_LIFE = "statusStartDate:date statusEndDate:date"
_DOCUMENT = (
    f"{_IDENTITY} creator! title! caseVersion frameworkType publisher description language version"
    f" adoptionStatus {_LIFE} officialSourceURL:uri licenseURI:LinkURI notes"
    " subject:[string] subjectURI:[LinkURI] extensions:object"
)
_ITEM = (
    f"{_IDENTITY} fullStatement! abbreviatedStatement alternativeLabel humanCodingScheme"
    " listEnumeration conceptKeywords:[string] conceptKeywordsURI:LinkURI CFItemType"
    f" CFItemTypeURI:LinkURI educationLevel:[string] language {_LIFE} licenseURI:LinkURI notes"
    " subject:[string] subjectURI:[LinkURI] extensions:object"
)
_ASSOCIATION = (
    f"{_IDENTITY} associationType! originNodeURI:LinkGenURI! destinationNodeURI:LinkGenURI!"
    " sequenceNumber:integer CFAssociationGroupingURI:LinkURI notes extensions:object"
)
_DEFINITION = f"{_IDENTITY} title! description extensions:object"

CLASSES: Mapping[str, tuple[Attribute, ...]] = {
    "LinkURI": _class("title! identifier:uuid! uri:uri!"),
    "LinkGenURI": _class("title! identifier! uri:uri! targetType"),
    "CFDocument": _class(f"{_DOCUMENT} CFPackageURI:LinkURI!"),
    "CFPckgDocument": _class(_DOCUMENT),
    "CFItem": _class(f"{_ITEM} CFDocumentURI:LinkURI!"),
    "CFPckgItem": _class(_ITEM),
    "CFAssociation": _class(f"{_ASSOCIATION} CFDocumentURI:LinkURI"),
    "CFPckgAssociation": _class(_ASSOCIATION),
    "CFConcept": _class(f"{_DEFINITION} hierarchyCode! keywords"),
    "CFSubject": _class(f"{_DEFINITION} hierarchyCode!"),
    "CFLicense": _class(f"{_DEFINITION} licenseText!"),
    "CFItemType": _class(
        f"{_IDENTITY} title! description! hierarchyCode! typeCode extensions:object"
    ),
    "CFAssociationGrouping": _class(_DEFINITION),
    "CFRubric": _class(
        f"{_IDENTITY} title description CFRubricCriteria:[CFRubricCriterion] extensions:object"
    ),
    "CFRubricCriterion": _class(
        f"{_IDENTITY} category description CFItemURI:LinkURI weight:number position:integer"
        " rubricId:uuid CFRubricCriterionLevels:[CFRubricCriterionLevel] extensions:object"
    ),
    "CFRubricCriterionLevel": _class(
        f"{_IDENTITY} description quality score:number feedback position:integer"
        " rubricCriterionId:uuid extensions:[object]"
    ),
    "CFDefinition": _class(
        "CFConcepts:[CFConcept] CFSubjects:[CFSubject] CFLicenses:[CFLicense]"
        " CFItemTypes:[CFItemType] CFAssociationGroupings:[CFAssociationGrouping] extensions:object"
    ),
    "CFPackage": _class(
        "CFDocument:CFPckgDocument! CFItems:[CFPckgItem] CFAssociations:[CFPckgAssociation]"
        " CFDefinitions:CFDefinition CFRubrics:[CFRubric] extensions:object"
    ),
    "CFDocumentSet": _class("CFDocuments:[CFDocument]!"),
    "CFAssociationSet": _class("CFItem:CFItem! CFAssociations:[CFPckgAssociation]!"),
    "CFConceptSet": _class("CFConcepts:[CFConcept]!"),
    "CFSubjectSet": _class("CFSubjects:[CFSubject]!"),
    "CFItemTypeSet": _class("CFItemTypes:[CFItemType]!"),
}


@dataclass(frozen=True)
class Resource:
    """One address of the interface: what the standard calls it, and what it answers with.

    `fields` is the class whose attributes a client may select. It is `answer`, except for a set:
    there, that of the members of the set.
    """

    path: str
    operation: str
    answer: str
    fields: str


RESOURCES: Mapping[str, Resource] = {
    resource.path: resource
    for resource in (
        Resource("CFPackages", "getCFPackage", "CFPackage", "CFPackage"),
        Resource("CFDocuments", "getCFDocument", "CFDocument", "CFDocument"),
        Resource("CFItems", "getCFItem", "CFItem", "CFItem"),
        Resource("CFAssociations", "getCFAssociation", "CFAssociation", "CFAssociation"),
        Resource(
            "CFItemAssociations", "getCFItemAssociations", "CFAssociationSet", "CFAssociationSet"
        ),
        Resource("CFConcepts", "getCFConcept", "CFConceptSet", "CFConcept"),
        Resource("CFSubjects", "getCFSubject", "CFSubjectSet", "CFSubject"),
        Resource("CFLicenses", "getCFLicense", "CFLicense", "CFLicense"),
        Resource("CFItemTypes", "getCFItemType", "CFItemTypeSet", "CFItemType"),
        Resource(
            "CFAssociationGroupings",
            "getCFAssociationGrouping",
            "CFAssociationGrouping",
            "CFAssociationGrouping",
        ),
        Resource("CFRubrics", "getCFRubric", "CFRubric", "CFRubric"),
    )
}


def attribute(name: str, class_name: str) -> Attribute | None:
    """The attribute of that name of a class, or None."""
    return next((item for item in CLASSES[class_name] if item.name == name), None)


def names(class_name: str) -> frozenset[str]:
    """The names of the attributes of a class."""
    return frozenset(item.name for item in CLASSES[class_name])
