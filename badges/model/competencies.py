"""The values that a framework is made of: words, levels, domains, bridges, competencies.

`badges.model.framework` gathers them in a `Framework` and exports every name of this module.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal
from uuid import UUID

from badges.errors import FrameworkError
from badges.model.wording import fold

CompetencyType = Literal["technique", "savoir-etre", "metier"]
Coverage = Literal["unsearched", "absent", "partial", "present"]
Relation = Literal["exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch"]
MappingStatus = Literal["proposed", "reviewed", "published", "refused", "reopened"]
FrameworkStatus = Literal["Draft", "Adopted", "Deprecated"]

LANGUAGE_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_ADDRESS = re.compile(
    r"https?://[^\s/?#<>\"\\^`{|}]+[^\s<>\"\\^`{|}]*|urn:[a-z0-9][a-z0-9-]+:[^\s<>\"\\^`{|}]+"
)
_SCHEME_KEY = re.compile(r"[a-z0-9][a-z0-9._-]*")

FALLBACK_LANGUAGE = "fr"


class Words(Mapping[str, str]):
    """One text in several languages; a value: it never changes."""

    __slots__ = ("_texts",)

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = dict(texts)

    def say(self, language: str) -> str:
        """The text in `language`, else in French, else in the first language that there is."""
        for candidate in (language, FALLBACK_LANGUAGE, *self._texts):
            if candidate in self._texts:
                return self._texts[candidate]
        return ""

    def __getitem__(self, language: str) -> str:
        return self._texts[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __hash__(self) -> int:
        return hash(frozenset(self._texts.items()))

    def __repr__(self) -> str:
        return f"Words({self._texts!r})"


NO_WORDS = Words({})


@dataclass(frozen=True)
class Level:
    """A step of the scale: its code (N1 to N4), its word, and what it looks like.

    In a `Framework` the descriptor speaks of any competency; in a `Competency`, of that one, under
    the label that the scale gives.
    """

    code: str
    label: Words
    descriptor: Words


DEFAULT_LEVELS = tuple(
    Level(code, Words({"fr": label[0], "en": label[1]}), Words({"fr": looks[0], "en": looks[1]}))
    for code, label, looks in (
        (
            "N1",
            ("Découvre", "Discovers"),
            ("Avec de l’aide, dans une situation simple", "With help, in a simple situation"),
        ),
        (
            "N2",
            ("Pratique", "Practises"),
            (
                "Avec des consignes, dans une situation habituelle",
                "With instructions, in a usual situation",
            ),
        ),
        (
            "N3",
            ("Autonome", "Autonomous"),
            (
                "En autonomie : s’adapte, et garantit la qualité et la sécurité",
                "Independently: adapts, and ensures quality and safety",
            ),
        ),
        (
            "N4",
            ("Transmet", "Passes on"),
            (
                "Fait progresser les autres, améliore et documente",
                "Helps others progress, improves and documents",
            ),
        ),
    )
)
"""The scale of the referential of tiers-lieux, for frameworks that bring no other."""


@dataclass(frozen=True)
class Domain:
    """A family of competencies."""

    code: str
    slug: str
    label: Words
    uuid: UUID


@dataclass(frozen=True)
class OfficialMatch:
    """A bridge to an item of an official referential, as a SKOS mapping relation.

    `relation` reads from our competency: `broadMatch` says that the official item is broader.
    `uri` is the item's own address when its publisher gives it one. `status` is `proposed` until
    two people have reviewed the bridge, `refused` or `reopened` when one of them, or a new edition
    of the official referential, says so. `justification` is a term of SEMAPV, or a sentence.
    """

    relation: Relation
    framework: str
    kind: str
    code: str
    label: str
    uri: str | None
    version: str
    status: MappingStatus
    justification: str

    @property
    def scheme(self) -> str:
        """The referential's key in addresses and stores: `rome`, or a folded form of its name."""
        plain = self.framework.lower()
        if _SCHEME_KEY.fullmatch(plain):
            return plain
        folded = fold(self.framework).replace(" ", "-")
        return folded or f"scheme-{sha256(self.framework.encode()).hexdigest()[:8]}"


@dataclass(frozen=True)
class Corpus:
    """A body of official texts that was searched: `key` names it in the hits of a term."""

    key: str
    name: str
    version: str
    language: str
    entries: int


@dataclass(frozen=True)
class SearchedTerm:
    """A term, and in how many entries of each corpus it was found."""

    term: str
    language: str
    hits: Mapping[str, int]


@dataclass(frozen=True)
class OfficialSearch:
    """The dated search that backs what we say of the official coverage."""

    date: str
    terms: tuple[SearchedTerm, ...]
    limits: Words


@dataclass(frozen=True)
class Derivation:
    """Where a framework or a competency comes from (prov:wasDerivedFrom).

    `uri` is absolute: the address of the source where it was read, or `urn:uuid:` and its UUID.
    """

    uri: str
    title: str
    version: str = ""
    uuid: UUID | None = None


@dataclass(frozen=True)
class Competency:
    """What somebody can do, in words for the person and in words for the prescriber.

    Label and plain statement are enough: a light competency has nothing after them. What was once
    published is never taken away: it is `deprecated`, and `replaced_by` names the slug that stands
    for it now, in the same framework.
    """

    slug: str
    notation: str
    uuid: UUID
    domain: Domain
    type: CompetencyType
    label: Words
    definition: Words
    statement: Words
    indicators: tuple[Words, ...] = ()
    levels: tuple[Level, ...] = ()
    coverage: Coverage = "unsearched"
    absence: OfficialSearch | None = None
    matches: tuple[OfficialMatch, ...] = ()
    origin: Words = NO_WORDS
    deprecated: bool = False
    replaced_by: str | None = None
    derived_from: Derivation | None = None

    def described(self, language: str) -> str:
        """The definition, else the plain statement: a light competency has no definition."""
        return self.definition.say(language) or self.statement.say(language)

    def full_statement(self, language: str) -> str:
        """The plain statement, then the definition: what a badge and CASE carry to other readers.

        They know our framework from nothing else, and the person's own words come first.
        """
        statement, definition = self.statement.say(language), self.definition.say(language)
        return " ".join(text for text in (statement, definition) if text)

    def level(self, code: str) -> Level:
        """The level `code` as it looks in this competency.

        Raises:
            FrameworkError: the scale has no such level.
        """
        return level_among(self.levels, code)


def is_address(text: str) -> bool:
    """Whether `text` is a complete web address or URN, that a link and a graph may hold."""
    return _ADDRESS.fullmatch(text) is not None


def level_among(levels: tuple[Level, ...], code: str) -> Level:
    """The level `code` of these, the first one that bears it.

    Raises:
        FrameworkError: none of them does.
    """
    for level in levels:
        if level.code == code:
            return level
    raise FrameworkError("framework.level_unknown", level=code)
