"""A framework of competencies, as people and programs read it: the referential of tiers-lieux.

Values only: files are read and written in `badges.frameworks`. Addresses are made from the origin
of the instance that publishes; what is the same competency everywhere is told by its UUID.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal
from uuid import UUID

from badges.errors import FrameworkError
from badges.model.wording import root, telling_words, words

CompetencyType = Literal["technique", "savoir-etre", "metier"]
Coverage = Literal["absent", "partial", "present"]
Relation = Literal["exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch"]

FALLBACK_LANGUAGE = "fr"
SEARCH_LENGTH = 200


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


@dataclass(frozen=True)
class Level:
    """A step of the scale: its code (N1 to N4), its word, and what it looks like.

    In a `Framework` the descriptor speaks of any competency; in a `Competency`, of that one.
    """

    code: str
    label: Words
    descriptor: Words


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
    people have reviewed the bridge.
    """

    relation: Relation
    framework: str
    kind: str
    code: str
    label: str
    uri: str | None
    version: str
    status: str
    justification: str


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
class Competency:
    """What somebody can do, in words for the person and in words for the prescriber."""

    slug: str
    notation: str
    uuid: UUID
    domain: Domain
    type: CompetencyType
    label: Words
    definition: Words
    statement: Words
    indicators: tuple[Words, ...]
    levels: tuple[Level, ...]
    coverage: Coverage
    absence: OfficialSearch | None
    matches: tuple[OfficialMatch, ...]
    origin: Words

    def level(self, code: str) -> Level:
        """The level `code` as it looks in this competency.

        Raises:
            FrameworkError: the scale has no such level.
        """
        return _level(self.levels, code)


@dataclass(frozen=True)
class Framework:
    """A referential: its scale, its domains and its competencies, in the order of publication."""

    slug: str
    uuid: UUID
    version: str
    modified: str
    title: Words
    description: Words
    creator: str
    licence: str
    attributions: tuple[Words, ...]
    domains: tuple[Domain, ...]
    levels: tuple[Level, ...]
    corpora: tuple[Corpus, ...]
    competencies: tuple[Competency, ...]

    def find(self, name: str) -> Competency:
        """The competency of this notation, slug or UUID.

        Raises:
            FrameworkError: nobody bears that name.
        """
        try:
            return self._by_name[name]
        except KeyError:
            raise FrameworkError("framework.competency_unknown", name=name) from None

    def citations(self, framework: str, code: str) -> tuple[tuple[Competency, OfficialMatch], ...]:
        """The competencies that cite the item `code` of an official framework, and how.

        The name of the official framework is read without regard to capitals.

        Raises:
            FrameworkError: no competency cites that item.
        """
        wanted = (framework.casefold(), code)
        found = tuple(
            (item, match)
            for item in self.competencies
            for match in item.matches
            if (match.framework.casefold(), match.code) == wanted
        )
        if not found:
            raise FrameworkError("framework.item_unknown", framework=framework, item=code)
        return found

    def edition(self, language: str) -> str:
        """The title with the version, as a badge names the framework that it refers to."""
        return f"{self.title.say(language)} {self.version}"

    @property
    def notation_prefix(self) -> str:
        """What every notation begins with: `TL` of `TL-COO-01`."""
        return self.competencies[0].notation.partition("-")[0] if self.competencies else self.slug

    def level(self, code: str) -> Level:
        """The level `code` of the common scale.

        Raises:
            FrameworkError: the scale has no such level.
        """
        return _level(self.levels, code)

    def of_domain(self, code: str) -> tuple[Competency, ...]:
        """The competencies of the domain `code`, in order."""
        return tuple(item for item in self.competencies if item.domain.code == code)

    def search(self, text: str) -> tuple[Competency, ...]:
        """The competencies that `text` evokes, the closest first, in French and English alike.

        Accents, capitals, plurals and word endings are forgiven. The label counts more than the
        plain statement, then the definition, the indicators, the official labels. When no
        competency holds every word, those that hold the most words come first.
        """
        sought = telling_words(text[:SEARCH_LENGTH])
        if not sought:
            return ()
        exact = text.strip().upper()
        ranked = []
        for position, indexed in enumerate(self._index):
            found = [weight for word in sought if (weight := indexed.weight(word))]
            if indexed.competency.notation == exact:
                return (indexed.competency,)
            if found:
                ranked.append((-len(found), -sum(found), position, indexed.competency))
        ranked.sort(key=lambda item: item[:3])
        if ranked and ranked[0][0] == -len(sought):
            ranked = [item for item in ranked if item[0] == -len(sought)]
        return tuple(item[3] for item in ranked)

    @cached_property
    def _by_name(self) -> Mapping[str, Competency]:
        names: dict[str, Competency] = {}
        for item in self.competencies:
            names |= {item.slug: item, item.notation: item, str(item.uuid): item}
        return names

    @cached_property
    def _index(self) -> tuple["_Indexed", ...]:
        return tuple(_Indexed.of(item) for item in self.competencies)


@dataclass(frozen=True)
class _Indexed:
    """A competency with the words of its texts, the heaviest texts first."""

    competency: Competency
    fields: tuple[tuple[int, frozenset[str]], ...]

    @classmethod
    def of(cls, item: Competency) -> "_Indexed":
        indicators = [text for indicator in item.indicators for text in indicator.values()]
        fields = (
            (81, item.label.values()),
            (27, item.statement.values()),
            (9, item.definition.values()),
            (3, indicators),
            (1, [match.label for match in item.matches]),
        )
        return cls(
            item,
            tuple(
                (weight, frozenset(word for text in texts for word in words(text)))
                for weight, texts in fields
            ),
        )

    def weight(self, word: str) -> int:
        """The weight of the heaviest text that holds `word`, or a word that begins with it.

        A text that only holds another form of the word (`reparation`, `reparer`) weighs least.
        """
        for weight, held in self.fields:
            if word in held or _has_start(word, held):
                return weight
        start = root(word)
        return int(start != word and any(_has_start(start, held) for _, held in self.fields))


_START_LENGTH = 4


def _has_start(start: str, held: frozenset[str]) -> bool:
    return len(start) >= _START_LENGTH and any(word.startswith(start) for word in held)


def _level(levels: tuple[Level, ...], code: str) -> Level:
    for level in levels:
        if level.code == code:
            return level
    raise FrameworkError("framework.level_unknown", level=code)
