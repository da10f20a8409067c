"""Finding the right competency: one search over official referentials and our own frameworks.

The words are analysed here, candidates come from the index of the store, and one ranking decides
(`issuer.services.search.ranking`), so that SQLite and PostgreSQL answer alike. Nothing found is an
answer too: `Results.searched` says in which referentials and editions nothing was found.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, product

from badges.model.concepts import Concept, Scheme
from badges.model.framework import Coverage
from issuer.errors import NotFound
from issuer.model import KeptConcept
from issuer.ports import ConceptQuery, KnownWord, Office, UnitOfWork
from issuer.services.commons import referentials
from issuer.services.search import copies, ranking
from issuer.services.search.questions import (
    SPELLING_LENGTH,
    Question,
    Term,
    corrected,
    misspellings,
    read_question,
)
from issuer.services.search.ranking import Why
from issuer.services.search.wording import WORD_LENGTH, designations, plain, tokens_of

HITS_LIMIT = 100
"""Hits that one search answers at most."""

OFFICIAL = ("rome", "esco", "digcomp", "rncp")
"""Keys of the referentials that are big: others get candidates of their own beside them."""

SPELLING_SLACK = 2
"""Letters by which a mistyped word and the one that is meant may differ in length."""

CANDIDATES = 120
"""Concepts that are asked for with the words as typed, and again with words that mean the same."""

MANY_FRAMEWORKS = 2
"""Referentials other than the official ones beyond which both get candidates of their own."""

PLENTY = 100
"""Candidates after which words that mean the same are not looked for..."""

FEW = 5
"""... unless fewer of them than these hold a good part of the question."""


@dataclass(frozen=True)
class Hit:
    """A concept that answers a question, and how it can be told.

    `broader` are the concepts above, the nearest first. `framework_slug` names our own framework
    that publishes it, and `coverage` says what official referentials have of it. `why` tells where
    it matched; the sentence is `search.why.<why>`. `copies` counts the hits that this one stands
    for: what other frameworks took over from it, or from where it comes from itself.
    """

    concept: Concept
    scheme: Scheme
    broader: tuple[Concept, ...]
    framework_slug: str | None
    why: Why
    coverage: Coverage | None
    copies: int = 0


@dataclass(frozen=True)
class Results:
    """The best that was found; `corrected` is the question when a word was put right.

    `total` counts what was ranked: beyond some hundreds of concepts nobody looks further.
    """

    hits: tuple[Hit, ...]
    total: int
    corrected: str | None
    searched: tuple[Scheme, ...]


def search(
    office: Office,
    text: str,
    *,
    schemes: Collection[str] = (),
    kinds: Collection[str] = (),
    limit: int = 20,
    language: str = "fr",
    place: str | None = None,
) -> Results:
    """The concepts that answer `text`, the best first; any text may be asked.

    Empty `schemes` or `kinds` mean all. Of several copies of a competency, the one of a framework
    that `place` keeps is shown, else the original.

    Raises:
        StoreError: the database cannot be used.
    """
    with office.store.read() as work:
        return _Search(office, work, schemes, kinds, language).run(text, limit, place)


class _Search:
    """One search, in one unit of work."""

    def __init__(
        self,
        office: Office,
        work: UnitOfWork,
        schemes: Collection[str],
        kinds: Collection[str],
        language: str,
    ) -> None:
        self._office = office
        self._work = work
        self._kinds = tuple(sorted(map(plain, kinds)))
        self._language = language
        kept = [
            item for item in work.concepts.schemes() if not schemes or item.scheme.key in schemes
        ]
        self._schemes = {item.scheme.key: item.scheme for item in kept}
        self._concepts = sum(item.concepts for item in kept)
        self._filtered = bool(schemes)
        self._above: dict[tuple[str, str], tuple[Concept, ...]] = {}
        self._covered: dict[str, dict[str, Coverage]] = {}

    def run(self, text: str, limit: int, place: str | None) -> Results:
        """Codes first, then words."""
        searched = tuple(self._schemes.values())
        asked = read_question(text)
        if not searched:
            return Results((), 0, None, ())
        named = {(kept.scheme, kept.concept.code): kept for kept in self._named(asked.text)}
        question = asked
        found = [ranking.Ranked(kept, 0.0, "code") for kept in named.values()]
        if not found:
            question, found = self._answered(asked)
        folded = copies.fold(found, self._kept_by(place))
        return Results(
            tuple(self._hit(*item) for item in folded[: max(1, min(limit, HITS_LIMIT))]),
            len(folded),
            question.text if found and question is not asked else None,
            searched,
        )

    def _kept_by(self, place: str | None) -> frozenset[str]:
        """The frameworks of a place."""
        if place is None:
            return frozenset()
        records = ((key, self._work.frameworks.get(key)) for key in self._schemes)
        return frozenset(key for key, record in records if record and record.place == place)

    def _named(self, text: str) -> Iterator[KeptConcept]:
        """The items whose code, address or short code the question is."""
        if not text or " " in text or text.isalpha():
            return
        last = text.rstrip("/").rpartition("/")[2]
        codes = dict.fromkeys((text, last, last.upper(), last.lower()))
        for key, code in product(self._schemes, codes):
            kept = self._work.concepts.get(key, code)
            if kept and kept.gone_in is None and self._is_wanted(kept.concept):
                yield kept
        if last.isascii() and last.isalnum():
            short = Question(text, ()), [[last.lower()[:WORD_LENGTH]]]
            for kept in self._candidates(*short).values():
                if last.upper() in map(str.upper, designations(kept.concept)):
                    yield kept

    def _is_wanted(self, concept: Concept) -> bool:
        return not self._kinds or concept.kind in self._kinds

    def _answered(self, asked: Question) -> tuple[Question, list[ranking.Ranked]]:
        """What answers the words as they are typed, else as they may have been meant.

        Where something holds a good part of the question, nothing is put right. Where something
        holds a lesser part, it is when all the words then stand together somewhere.
        """
        known = self._known(asked)
        found = self._worded(asked, known)
        if any(item.held >= ranking.ENOUGH for item in found):
            return asked, found
        right = self._spelled_right(asked, known)
        if right is not asked:
            better = self._worded(right, self._known(right))
            needed = ranking.ALL if found else 0.0
            if any(item.held >= needed for item in better):
                return right, better
        return asked, found

    def _worded(self, question: Question, known: Mapping[str, KnownWord]) -> list[ranking.Ranked]:
        weighed = ranking.weights(question, known, self._concepts)
        rarest = sorted(zip(weighed, question.terms, strict=True), key=lambda pair: -pair[0])
        typed = [[form for form in term.typed_forms if form in known] for _, term in rarest]
        meant = [[form for form in term.forms if form in known] for _, term in rarest]
        # Where only official referentials are asked, « nothing » is worth more than something else.
        strict = self._filtered and self._schemes.keys() <= set(OFFICIAL)
        rank = partial(ranking.rank, question, weighed, language=self._language, strict=strict)
        found = self._candidates(question, typed)
        hits = rank(found.values())
        good = sum(item.held >= ranking.ENOUGH for item in hits)
        if meant != typed and (len(found) < PLENTY or good < FEW):
            hits = rank((found | self._candidates(question, meant)).values())
        return hits

    def _candidates(
        self, question: Question, terms: Sequence[Sequence[str]]
    ) -> dict[tuple[str, str], KeptConcept]:
        """What holds these words, by scheme and code."""
        if not any(terms):
            return {}
        others = tuple(sorted(self._schemes.keys() - set(OFFICIAL)))
        big = tuple(sorted(self._schemes.keys() & set(OFFICIAL)))
        whole = ConceptQuery(
            terms=tuple(tuple(forms) for forms in terms if forms),
            schemes=tuple(sorted(self._schemes)) if self._filtered else (),
            kinds=self._kinds,
            first=others,
            last=(*ranking.DETAIL_KINDS, *(() if question.asks_jobs else ranking.JOB_KINDS)),
            limit=CANDIDATES,
        )
        # Many frameworks hold many copies, which must not leave official referentials without any.
        many = len(others) > MANY_FRAMEWORKS and big
        queries = [replace(whole, schemes=part) for part in (others, big)] if many else [whole]
        found = chain.from_iterable(map(self._work.concepts.candidates, queries))
        return {(kept.scheme, kept.concept.code): kept for kept in found}

    def _known(self, question: Question) -> Mapping[str, KnownWord]:
        return self._work.concepts.words({form for term in question.terms for form in term.forms})

    def _spelled_right(self, asked: Question, known: Mapping[str, KnownWord]) -> Question:
        """The question with the words that nothing holds put right by one letter, if they can."""
        question = asked
        for term in asked.terms:
            if not any(form in known for form in term.forms) and (word := self._nearest(term)):
                question = corrected(question, term, word)
        return question

    def _nearest(self, term: Term) -> str | None:
        """The most used word that is one letter away, one with the same first letter before all."""
        if len(term.folded) < SPELLING_LENGTH or not term.folded.isalpha():
            return None
        near = {token.stem for word in misspellings(term.folded) for token in tokens_of(word)}
        near |= set(misspellings(term.stem))
        known = {
            stem: word
            for stem, word in self._work.concepts.words(near).items()
            if abs(len(word.shown) - len(term.word)) <= SPELLING_SLACK
        }
        best = min(
            known.items(),
            key=lambda item: (
                item[1].shown[0] != term.word[0],
                abs(len(item[1].shown) - len(term.word)) == SPELLING_SLACK,
                -item[1].entries,
                item[0],
            ),
            default=None,
        )
        return None if best is None else best[1].shown

    def _hit(self, item: ranking.Ranked, folded: int) -> Hit:
        kept = item.kept
        own = kept.scheme if ranking.is_own(kept.concept) else None
        return Hit(
            concept=kept.concept,
            scheme=self._schemes[kept.scheme],
            broader=self._broader(kept),
            framework_slug=own,
            why=item.why,
            coverage=None if own is None else self._coverage(own, kept.concept.code),
            copies=folded,
        )

    def _broader(self, kept: KeptConcept) -> tuple[Concept, ...]:
        """The concepts above; those of one family are asked for once."""
        if kept.concept.broader is None:
            return ()
        key = (kept.scheme, kept.concept.broader)
        if key not in self._above:
            self._above[key] = self._work.concepts.broader(kept.scheme, kept.concept.code)
        return self._above[key]

    def _coverage(self, slug: str, notation: str) -> Coverage | None:
        if slug not in self._covered:
            try:
                framework = referentials.published_in(self._office, self._work, slug)
            except NotFound:
                self._covered[slug] = {}
            else:
                self._covered[slug] = {c.notation: c.coverage for c in framework.competencies}
        return self._covered[slug].get(notation)
