"""A framework of competencies, as people and programs read it: the referential of tiers-lieux.

Values only: files are read and written in `badges.frameworks`. Addresses are made from the origin
of the instance that publishes; what is the same competency everywhere is told by its UUID.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from uuid import UUID

from badges.errors import FrameworkError
from badges.model.competencies import (
    DEFAULT_LEVELS,
    FALLBACK_LANGUAGE,
    NO_WORDS,
    Competency,
    CompetencyType,
    Corpus,
    Coverage,
    Derivation,
    Domain,
    FrameworkStatus,
    Level,
    MappingStatus,
    OfficialMatch,
    OfficialSearch,
    Relation,
    SearchedTerm,
    Words,
    level_among,
)
from badges.model.wording import root, telling_words, words

__all__ = [
    "DEFAULT_LEVELS",
    "FALLBACK_LANGUAGE",
    "NO_WORDS",
    "SEARCH_LENGTH",
    "Competency",
    "CompetencyType",
    "Corpus",
    "Coverage",
    "Derivation",
    "Domain",
    "Framework",
    "FrameworkStatus",
    "Level",
    "MappingStatus",
    "OfficialMatch",
    "OfficialSearch",
    "Relation",
    "SearchedTerm",
    "Words",
]

SEARCH_LENGTH = 200


@dataclass(frozen=True)
class Framework:
    """A referential: its scale, its domains and its competencies, in the order of publication.

    `place` is the slug of the place that keeps it, None when nobody here does. `prefix` is what its
    notations begin with.
    """

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
    place: str | None = None
    prefix: str = ""
    status: FrameworkStatus = "Adopted"
    derived_from: Derivation | None = None

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

        The official framework is told by its name, without regard to capitals, or by its key.

        Raises:
            FrameworkError: no competency cites that item.
        """
        name = framework.casefold()
        found = tuple(
            (item, match)
            for item in self.competencies
            for match in item.matches
            if match.code == code and name in (match.framework.casefold(), match.scheme)
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
        if self.prefix:
            return self.prefix
        return self.competencies[0].notation.partition("-")[0] if self.competencies else self.slug

    def level(self, code: str) -> Level:
        """The level `code` of the common scale.

        Raises:
            FrameworkError: the scale has no such level.
        """
        return level_among(self.levels, code)

    def level_of(self, competency: Competency, code: str) -> Level:
        """The level `code` as it looks in `competency`, else as the scale tells it.

        Raises:
            FrameworkError: the scale has no such level.
        """
        return level_among((*competency.levels, *self.levels), code)

    def with_matches(self, bridges: Mapping[UUID, tuple[OfficialMatch, ...]]) -> "Framework":
        """A copy whose competencies have exactly these bridges, by the UUID of the competency.

        A competency that is not named has none: bridges are kept apart from the texts.
        """
        return replace(
            self,
            competencies=tuple(
                replace(item, matches=bridges.get(item.uuid, ())) for item in self.competencies
            ),
        )

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
