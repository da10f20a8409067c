"""Light CASE packages of others: items with children become domains, the others competencies.

CASE has no word for what our model asks: a label, a plain statement, a type. They are taken from
what is nearest, and everything that is changed or lost is told, once for each kind of thing.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import uuid5

from badges.errors import FrameworkError
from badges.frameworks.naming import code_of, prefix_of, slug_of, without_version
from badges.frameworks.source import Source
from badges.model.competencies import is_address
from badges.model.framework import (
    DEFAULT_LEVELS,
    NO_WORDS,
    Competency,
    CompetencyType,
    Domain,
    Framework,
    FrameworkStatus,
    Level,
    Words,
)
from badges.model.validity import (
    MAX_COMPETENCIES,
    MAX_DOMAINS,
    MAX_LEVELS,
    PREFIX,
    FrameworkProblem,
)
from badges.model.wording import fold

_MAX_ASSOCIATIONS = 20_000
_SEMVER = re.compile(r"\d{1,9}\.\d{1,9}\.\d{1,9}")
_ADOPTION: dict[str, FrameworkStatus] = {
    "Draft": "Draft",
    "Private Draft": "Draft",
    "Deprecated": "Deprecated",
}
_TYPE_WORDS: tuple[tuple[CompetencyType, tuple[str, ...]], ...] = (
    ("savoir-etre", ("savoir etre", "attitude", "behaviour", "behavior", "soft", "transvers")),
    ("technique", ("techni", "savoir faire", "skill", "know how")),
    ("metier", ("metier", "occupation", "job", "professional")),
)
_KEPT_OF_ITEM = frozenset(
    {
        *("identifier", "uri", "lastChangeDateTime", "fullStatement", "abbreviatedStatement"),
        *("alternativeLabel", "humanCodingScheme", "listEnumeration", "language", "CFItemType"),
        *("CFItemTypeURI", "CFDocumentURI", "statusEndDate"),
    }
)
_KEPT_OF_DOCUMENT = frozenset(
    {
        *("identifier", "uri", "lastChangeDateTime", "creator", "title", "caseVersion", "version"),
        *("language", "adoptionStatus", "description", "CFPackageURI", "frameworkType"),
        *("licenseURI", "notes"),
    }
)


@dataclass
class _Losses:
    """What is lost, counted by kind, with the first place where it was seen."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    first: dict[tuple[str, str], str] = field(default_factory=dict)

    def tell(self, code: str, what: str, where: str) -> None:
        self.counts[code, what] += 1
        self.first.setdefault((code, what), where)

    def members(self, source: Source, kept: frozenset[str], where: str) -> None:
        for member in source.members():
            if member not in kept:
                self.tell("framework.case.lost", member, where)

    def problems(self) -> tuple[FrameworkProblem, ...]:
        return tuple(
            FrameworkProblem(code, self.first[code, what], {"what": what, "count": count})
            for (code, what), count in self.counts.items()
        )


def read(package: Source, licence: str) -> tuple[Framework, tuple[FrameworkProblem, ...]]:
    """The framework of somebody else's package, and what of the package it does not hold.

    `licence` is the address of the one to write when the package tells none; may be empty.

    Raises:
        FrameworkError: not a package, too large, nested deeper than domains and competencies, or
            with nothing that could be a competency.
    """
    reader = _Reader(package, licence)
    return reader.framework(), reader.losses.problems()


class _Reader:
    """Reads one package: the tree first, then its parts."""

    def __init__(self, package: Source, licence: str) -> None:
        self.losses = _Losses()
        self._otherwise = licence
        self._document = package.child("CFDocument")
        self._uuid = self._document.uuid()
        self._package = package
        self._language = _language(self._document)
        items = package.children("CFItems")
        self._items = {item.text("identifier"): item for item in items}
        if len(self._items) != len(items) or len(items) > MAX_COMPETENCIES + MAX_DOMAINS:
            raise FrameworkError("framework.case.items", count=len(items))
        self._parents: dict[str, str] = {}
        self._replaced: dict[str, str] = {}
        self._read_associations()
        self._lose_the_rest()
        self._title = Words({self._language: self._plain_title()})
        self._leaves = [
            item
            for key, item in self._items.items()
            if key not in self._parents.values() and not self._is_level(item)
        ]
        if not self._leaves:
            raise FrameworkError("framework.empty", where=self._document.text("title"), others=0)
        self._prefix = self._common_prefix()

    def framework(self) -> Framework:
        document = self._document
        domains = dict(self._domains())
        scale, own = self._scale()
        return Framework(
            slug=slug_of(self._title.say(self._language), set(), "referentiel"),
            uuid=self._uuid,
            version=self._version(),
            modified=document.text("lastChangeDateTime").partition("T")[0],
            title=self._title,
            description=self._worded(document.optional_text("description")),
            creator=document.text("creator"),
            licence=self._licence(),
            attributions=self._credits(),
            domains=tuple(dict.fromkeys(domains.values())),
            levels=scale,
            corpora=(),
            competencies=tuple(self._competencies(domains, own)),
            prefix=self._prefix,
            status=_ADOPTION.get(document.optional_text("adoptionStatus"), "Adopted"),
        )

    def _worded(self, text: str, source: Source | None = None) -> Words:
        language = self._language if source is None else _language(source, self._language)
        return Words({language: text.strip()}) if text.strip() else NO_WORDS

    def _plain_title(self) -> str:
        """The title without the version that we keep: one that we do not keep stays in it."""
        version = self._document.optional_text("version")
        title = self._document.text("title")
        return without_version(title, version) if _SEMVER.fullmatch(version) else title

    def _version(self) -> str:
        version = self._document.optional_text("version")
        if _SEMVER.fullmatch(version):
            return version
        if version:
            self.losses.tell("framework.case.changed", "version", version)
        return "1.0.0"

    def _licence(self) -> str:
        """The address of the licence: a framework without a licence is nobody's to take up."""
        texts = {
            licence.text("identifier"): licence.text("licenseText")
            for licence in self._definitions().optional_children("CFLicenses")
        }
        told = ""
        if "licenseURI" in self._document:
            link = self._document.child("licenseURI")
            told = texts.get(link.text("identifier"), "")
            told = told if is_address(told) else link.text("uri")
        elif len(texts) == 1:
            (told,) = texts.values()
        for address in (told, self._otherwise):
            if is_address(address):
                return address
        raise FrameworkError("framework.case.no_licence", title=self._document.text("title"))

    def _definitions(self) -> Source:
        if "CFDefinitions" in self._package:
            return self._package.child("CFDefinitions")
        return Source("CFDefinitions", {})

    def _credits(self) -> tuple[Words, ...]:
        notes = self._document.optional_text("notes")
        return tuple(self._worded(line) for line in notes.splitlines() if line.strip())

    def _read_associations(self) -> None:
        associations = self._package.optional_children("CFAssociations")
        if len(associations) > _MAX_ASSOCIATIONS:
            raise FrameworkError("framework.case.items", count=len(associations))
        for association in associations:
            kind = association.text("associationType")
            origin = association.child("originNodeURI").text("identifier")
            target = association.child("destinationNodeURI").text("identifier")
            if kind == "isChildOf" and origin in self._items and origin not in self._parents:
                if target in self._items:
                    self._parents[origin] = target
            elif kind == "replacedBy" and {origin, target} <= self._items.keys():
                self._replaced[origin] = target
            else:
                self.losses.tell("framework.case.association_lost", kind, origin)
        for child, parent in self._parents.items():
            if parent in self._parents:
                where = self._items[child].text("fullStatement")
                raise FrameworkError("framework.case.too_deep", item=where)

    def _is_level(self, item: Source) -> bool:
        """Whether an item is a step of a scale: rubrics tell what the steps look like."""
        told = fold(item.optional_text("CFItemType"))
        if not any(word in told.split() for word in ("niveau", "level")):
            return False
        self.losses.tell("framework.case.lost", told, item.text("fullStatement"))
        return True

    def _lose_the_rest(self) -> None:
        self.losses.members(self._document, _KEPT_OF_DOCUMENT, "CFDocument")
        for item in self._items.values():
            self.losses.members(item, _KEPT_OF_ITEM, item.text("fullStatement"))
        kept = frozenset({"CFLicenses", "CFItemTypes"})
        self.losses.members(self._definitions(), kept, "CFDefinitions")
        if "extensions" in self._package:
            self.losses.tell("framework.case.lost", "extensions", "CFPackage")

    def _common_prefix(self) -> str:
        """The first part of the codes when they all begin alike, else initials of the title."""
        codes = [item.optional_text("humanCodingScheme") for item in self._leaves]
        starts = {code.partition("-")[0] for code in codes}
        start = next(iter(starts))
        if len(starts) == 1 and PREFIX.fullmatch(start) and all("-" in code for code in codes):
            return start
        return prefix_of(self._title, self._language)

    def _domains(self) -> Iterator[tuple[str, Domain]]:
        """The domain under each parent, and under "" the one of the items that have no parent."""
        codes: set[str] = set()
        slugs: set[str] = set()
        for key, item in self._items.items():
            if key in self._parents.values():
                label = item.optional_text("abbreviatedStatement") or item.text("fullStatement")
                slug = slug_of(label, slugs, "domaine")
                words = self._worded(label, item)
                yield key, Domain(self._code(item, label, codes), slug, words, item.uuid())
        if any(item.text("identifier") not in self._parents for item in self._leaves):
            label = self._title.say(self._language)
            slug = slug_of(label, slugs, "domaine")
            uuid = uuid5(self._uuid, f"domains/{slug}")
            yield "", Domain(code_of(label, codes), slug, self._title, uuid)

    def _code(self, item: Source, label: str, taken: set[str]) -> str:
        """The part of a domain's own code that follows the prefix, else one from its label."""
        told = item.optional_text("humanCodingScheme")
        code = told.removeprefix(f"{self._prefix}-")
        if re.fullmatch(r"[A-Z0-9]{1,10}", code) and code not in taken:
            taken.add(code)
            return code
        if told:
            self.losses.tell("framework.case.changed", "humanCodingScheme", told)
        return code_of(label, taken)

    def _competencies(
        self, domains: dict[str, Domain], own: dict[str, tuple[Level, ...]]
    ) -> Iterator[Competency]:
        taken: set[str] = set()
        notations: set[str] = set()
        slugs = {item.text("identifier"): slug_of(_label(item), taken) for item in self._leaves}
        for item in self._leaves:
            key = item.text("identifier")
            domain = domains[self._parents.get(key, "")]
            label, full = _label(item), item.text("fullStatement")
            plain = item.optional_text("alternativeLabel") or full
            ended = "statusEndDate" in item or key in self._replaced
            yield Competency(
                slug=slugs[key],
                notation=self._notation(item, domain, notations),
                uuid=item.uuid(),
                domain=domain,
                type=self._type(item),
                label=self._worded(label, item),
                definition=self._worded(full if full not in (label, plain) else "", item),
                statement=self._worded(plain, item),
                levels=own.get(key, ()),
                deprecated=ended,
                replaced_by=slugs.get(self._replaced.get(key, "")),
            )

    def _notation(self, item: Source, domain: Domain, taken: set[str]) -> str:
        code = item.optional_text("humanCodingScheme")
        wanted = code.upper()
        fits = PREFIX.fullmatch(wanted) and wanted.startswith(f"{self._prefix}-")
        if fits and wanted == code and wanted not in taken:
            taken.add(wanted)
            return wanted
        if code:
            self.losses.tell("framework.case.changed", "humanCodingScheme", code)
        number = 1
        while (made := f"{self._prefix}-{domain.code}-{number:02}") in taken:
            number += 1
        taken.add(made)
        return made

    def _type(self, item: Source) -> CompetencyType:
        told = fold(item.optional_text("CFItemType"))
        for name, words in _TYPE_WORDS:
            if any(word in told for word in words):
                return name
        self.losses.tell("framework.case.changed", "CFItemType", told or _label(item))
        return "technique"

    def _scale(self) -> tuple[tuple[Level, ...], dict[str, tuple[Level, ...]]]:
        """The common scale when all rubrics have the same steps, and what they say of each item."""
        found: dict[str, tuple[Level, ...]] = {}
        scales: set[tuple[Level, ...]] = set()
        for rubric in self._package.optional_children("CFRubrics"):
            for criterion in rubric.optional_children("CFRubricCriteria"):
                steps = tuple(self._steps(criterion))
                key = ""
                if "CFItemURI" in criterion:
                    key = criterion.child("CFItemURI").text("identifier")
                if not steps or key not in self._items or key in found or len(steps) > MAX_LEVELS:
                    self.losses.tell("framework.case.lost", "CFRubricCriteria", key or rubric.name)
                    continue
                found[key] = steps
                scales.add(tuple(Level(step.code, step.label, NO_WORDS) for step in steps))
        if not found:
            return DEFAULT_LEVELS, {}
        if len(scales) > 1:
            self.losses.tell("framework.case.lost", "CFRubrics", self._document.text("title"))
            return DEFAULT_LEVELS, {}
        return scales.pop(), found

    def _steps(self, criterion: Source) -> Iterator[Level]:
        steps = criterion.optional_children("CFRubricCriterionLevels")
        for place, step in enumerate(steps, 1):
            quality = step.optional_text("quality") or str(place)
            told = step.optional_text("description") or quality
            yield Level(f"N{place}", self._worded(quality), self._worded(told))


def _label(item: Source) -> str:
    return item.optional_text("abbreviatedStatement") or item.text("fullStatement")


def _language(source: Source, otherwise: str = "fr") -> str:
    """The first part of the language that an object tells: `en` of `en-US`."""
    told = source.optional_text("language").partition("-")[0].lower()
    return told if re.fullmatch(r"[a-z]{2,3}", told) else otherwise
