"""The document, the items, their types, the licence and the rubrics of a CASE package.

Every language of every text travels in the extensions, so that a package can be read back whole.
"""

from collections.abc import Iterator
from dataclasses import asdict
from uuid import uuid5

from badges.documents import JsonObject
from badges.frameworks.case.things import Publication, derivation, link, link_to
from badges.model.framework import Competency, Domain, Level, OfficialSearch, Words

_CODES = {"domain": "1", "technique": "1.1", "savoir-etre": "1.2", "metier": "1.3", "level": "2"}
TYPES = tuple(_CODES)
LICENCES = {
    "https://creativecommons.org/licenses/by/4.0/": "CC BY 4.0",
    "https://creativecommons.org/licenses/by-sa/4.0/": "CC BY-SA 4.0",
    "https://creativecommons.org/publicdomain/zero/1.0/": "CC0 1.0",
}


def document(publication: Publication) -> JsonObject:
    """The CFDocument, as it stands in its package."""
    framework, language = publication.framework, publication.language
    written: JsonObject = {
        **publication.identity(framework.uuid, publication.home),
        "creator": framework.creator,
        "title": framework.edition(language),
        "caseVersion": "1.1",
        "frameworkType": "Competency framework",
        "language": language,
        "version": framework.version,
        "adoptionStatus": framework.status,
        "officialSourceURL": publication.home,
        "licenseURI": link_to(licence(publication)),
    }
    if framework.description:
        written["description"] = framework.description.say(language)
    if framework.attributions:
        written["notes"] = "\n".join(credit.say(language) for credit in framework.attributions)
    written["extensions"] = {
        "kind": "framework",
        "slug": framework.slug,
        "label": dict(framework.title),
        "definition": dict(framework.description),
        "attributions": [dict(credit) for credit in framework.attributions],
        "corpora": [asdict(corpus) for corpus in framework.corpora],
        "prefix": framework.prefix,
        **({"place": framework.place} if framework.place is not None else {}),
        **derivation(framework.derived_from),
    }
    return written


def items(publication: Publication) -> Iterator[JsonObject]:
    """The domains, the levels, then the competencies."""
    framework = publication.framework
    yield from (_domain(publication, domain) for domain in framework.domains)
    yield from (_level(publication, level) for level in framework.levels)
    for place, item in enumerate(framework.competencies, 1):
        yield _competency(publication, item, place)


def _domain(publication: Publication, domain: Domain) -> JsonObject:
    return {
        **publication.identity(domain.uuid, publication.of_domain(domain)),
        "fullStatement": domain.label.say(publication.language),
        "humanCodingScheme": f"{publication.framework.notation_prefix}-{domain.code}",
        "language": publication.language,
        **_typed(publication, "domain"),
        "extensions": {"kind": "domain", "slug": domain.slug, "label": dict(domain.label)},
    }


def _level(publication: Publication, level: Level) -> JsonObject:
    label = level.label.say(publication.language)
    return {
        **publication.identity(publication.level_uuid(level), publication.of_level(level)),
        "fullStatement": level.descriptor.say(publication.language) or label,
        "abbreviatedStatement": label,
        "humanCodingScheme": level.code,
        "language": publication.language,
        **_typed(publication, "level"),
        "extensions": {
            "kind": "level",
            "label": dict(level.label),
            "definition": dict(level.descriptor),
        },
    }


def _competency(publication: Publication, item: Competency, place: int) -> JsonObject:
    language = publication.language
    ended = {"statusEndDate": publication.framework.modified} if item.deprecated else {}
    return {
        **publication.identity(item.uuid, publication.of(item)),
        "fullStatement": item.full_statement(language),
        "abbreviatedStatement": item.label.say(language),
        "alternativeLabel": item.statement.say(language),
        "humanCodingScheme": item.notation,
        "listEnumeration": str(place),
        "language": language,
        "licenseURI": link_to(licence(publication)),
        **_typed(publication, item.type),
        **ended,
        "extensions": _competency_extensions(item),
    }


def _competency_extensions(item: Competency) -> JsonObject:
    told: JsonObject = {
        "kind": item.type,
        "slug": item.slug,
        "label": dict(item.label),
        "definition": dict(item.definition),
        "statement": dict(item.statement),
        "indicators": [dict(indicator) for indicator in item.indicators],
        "officialCoverage": item.coverage,
        **_worded("origin", item.origin),
        **derivation(item.derived_from),
    }
    if item.deprecated:
        told["deprecated"] = True
    if item.absence is not None:
        told["officialSearch"] = _search(item.absence)
    return told


def _worded(member: str, text: Words) -> JsonObject:
    return {member: dict(text)} if text else {}


def _search(search: OfficialSearch) -> JsonObject:
    return {
        "date": search.date,
        "searched": [
            {"term": term.term, "language": term.language, "hits": dict(term.hits)}
            for term in search.terms
        ],
        "limits": dict(search.limits),
    }


def rubric(publication: Publication, item: Competency) -> JsonObject:
    """The levels as they look in one competency."""
    address = publication.of(item)
    label = item.label.say(publication.language)
    identifier, criterion = (uuid5(item.uuid, name) for name in ("rubric", "criterion"))
    return {
        **publication.identity(identifier, publication.resource("CFRubrics", str(identifier))),
        "title": publication.say("framework.progression", label=label),
        "CFRubricCriteria": [
            {
                **publication.identity(criterion, address),
                "description": label,
                "CFItemURI": link(label, str(item.uuid), address),
                "position": 1,
                "rubricId": str(identifier),
                "CFRubricCriterionLevels": [
                    {
                        **_rubric_level(publication, item, level, place),
                        "rubricCriterionId": str(criterion),
                    }
                    for place, level in enumerate(item.levels, 1)
                ],
            }
        ],
    }


def _rubric_level(
    publication: Publication, item: Competency, level: Level, place: int
) -> JsonObject:
    address = f"{publication.of(item)}#{level.code}"
    return {
        **publication.identity(uuid5(item.uuid, level.code), address),
        "quality": f"{level.code} {level.label.say(publication.language)}",
        "description": level.descriptor.say(publication.language),
        "score": place,
        "position": place,
        "extensions": [{"code": level.code, "definition": dict(level.descriptor)}],
    }


def item_type(publication: Publication, name: str) -> JsonObject:
    """One of our five types of items."""
    identifier = publication.uuid(f"types/{name}")
    title = publication.say(f"framework.type.{name}")
    return {
        **publication.identity(identifier, publication.resource("CFItemTypes", str(identifier))),
        "title": title,
        "description": title,
        "hierarchyCode": _CODES[name],
    }


def licence(publication: Publication) -> JsonObject:
    """The licence of the framework, told by its address."""
    address = publication.framework.licence
    identifier = publication.uuid(address)
    return {
        **publication.identity(identifier, publication.resource("CFLicenses", str(identifier))),
        "title": LICENCES.get(address, address),
        "licenseText": address,
    }


def _typed(publication: Publication, name: str) -> JsonObject:
    written = item_type(publication, name)
    return {"CFItemType": written["title"], "CFItemTypeURI": link_to(written)}
