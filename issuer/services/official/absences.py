"""The evidence of absence: what a skill is called, searched in every official text kept here.

Absence is data (referential.md 4.2): terms, corpora, editions, hits and date. The counting is that
of `badges.model.wording`, over the corpora of `issuer.services.official.corpora`: anybody who
imported the same editions finds the same numbers.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from badges.i18n import LANGUAGES, Translator
from badges.model.framework import (
    Competency,
    Corpus,
    Coverage,
    Framework,
    OfficialMatch,
    OfficialSearch,
    SearchedTerm,
    Words,
)
from badges.model.wording import count_terms, telling_words
from issuer.errors import InvalidRequest, NotFound
from issuer.ports import Office, UnitOfWork
from issuer.services.commons import drafts
from issuer.services.commons.drafts import Draft, Order
from issuer.services.official.corpora import CORPORA, CorpusPlan, entries_of
from issuer.services.people import Contributor
from issuer.services.texts import clean_line

TERMS = 50
TERM_LENGTH = 100

_CLOSE = frozenset({"exactMatch", "closeMatch"})


@dataclass(frozen=True)
class Term:
    """Some words to look for, in corpora of their language; a final `*` stands for any ending."""

    text: str
    language: str = "fr"


@dataclass(frozen=True)
class Difference:
    """A count that is not the one written in the framework."""

    notation: str
    term: str
    corpus: str
    said: int
    found: int


@dataclass(frozen=True)
class Recount:
    """The searches of a framework made again today.

    `corpora` are those of the schemes imported here, in the editions that they have here; `missing`
    names those of the framework that are not, about which nothing can be said.
    """

    framework: str
    date: str
    corpora: tuple[Corpus, ...]
    missing: tuple[str, ...]
    searches: Mapping[str, OfficialSearch]
    differences: tuple[Difference, ...]


def recount(
    office: Office,
    framework: Framework,
    names: Collection[str] = (),
    *,
    terms: Sequence[Term] = (),
) -> Recount:
    """Search again what the competencies of `framework`, or those of these names, were searched by.

    With `terms`, those are searched for each competency instead of its own.

    Raises:
        NotFound: no scheme with a corpus is imported here.
        FrameworkError: a name is nobody's.
        InvalidRequest: a term says nothing, or there are too many.
    """
    wanted = [framework.find(name) for name in names] or list(framework.competencies)
    asked = _checked(terms)
    every = {term for item in wanted for term in asked or _terms_of(item)}
    counted = _count(office, every)
    date = office.clock.now().date().isoformat()
    searches = {
        item.notation: _search(asked or _terms_of(item), counted, date)
        for item in wanted
        if asked or item.absence is not None
    }
    return Recount(
        framework=framework.slug,
        date=date,
        corpora=counted.corpora,
        missing=_missing(framework, counted),
        searches=searches,
        differences=() if asked else tuple(_differences(wanted, counted)),
    )


def search_for(office: Office, terms: Sequence[Term]) -> OfficialSearch:
    """The dated search that backs what a competency says of its absence.

    Raises:
        NotFound: no scheme with a corpus is imported here.
        InvalidRequest: no term, a term that says nothing, or too many.
    """
    asked = _checked(terms)
    if not asked:
        raise InvalidRequest("absence.no_term", field="terms")
    counted = _count(office, set(asked))
    return _search(asked, counted, office.clock.now().date().isoformat())


def write(office: Office, recount: Recount, *, by: Contributor) -> Draft:
    """Have the working document of the framework state what was counted.

    Of a competency that nobody had searched, the coverage becomes the one that the rules suggest;
    what a person said of the others stays.

    Raises:
        NotFound: no such framework.
        NotAllowed: the contributor writes for other places.
        Conflict: no place keeps it (`framework.kept_by_nobody`).
    """

    def make(_: UnitOfWork, opened: Draft) -> Framework:
        return _restated(opened.framework, recount)

    return drafts.change(office, recount.framework, Order(by, "framework.absence"), make)


def corpora(office: Office) -> tuple[Corpus, ...]:
    """The corpora that can be searched here, with their editions and sizes."""
    with office.store.read() as work:
        return _counted(work, set()).corpora


def suggested_coverage(
    search: OfficialSearch | None, matches: Iterable[OfficialMatch] = ()
) -> Coverage:
    """What a search and bridges allow to say, by the rules of docs/reference/referential.md.

    Present: a bridge that is not refused says nearly the same. Absent: none does, and the first
    term, which names the skill, is found nowhere. Partial: in between. A person decides.
    """
    if any(match.relation in _CLOSE and match.status != "refused" for match in matches):
        return "present"
    if search is None or not search.terms or not search.terms[0].hits:
        return "unsearched"
    return "partial" if any(search.terms[0].hits.values()) else "absent"


def _restated(framework: Framework, recount: Recount) -> Framework:
    counted = {corpus.key: corpus for corpus in recount.corpora}
    known = {corpus.key for corpus in framework.corpora}
    return replace(
        framework,
        corpora=(
            *(counted.get(corpus.key, corpus) for corpus in framework.corpora),
            *(corpus for corpus in recount.corpora if corpus.key not in known),
        ),
        competencies=tuple(
            _with_search(item, recount.searches.get(item.notation))
            for item in framework.competencies
        ),
    )


def _with_search(item: Competency, search: OfficialSearch | None) -> Competency:
    if search is None:
        return item
    coverage = item.coverage
    if coverage == "unsearched":
        coverage = suggested_coverage(search, item.matches)
    return replace(item, absence=search, coverage=coverage)


@dataclass(frozen=True)
class _Counts:
    corpora: tuple[Corpus, ...]
    hits: Mapping[str, Mapping[str, int]]

    def of(self, term: Term) -> dict[str, int]:
        """The hits of a term in each corpus of its language."""
        return {
            corpus.key: self.hits[corpus.key][term.text]
            for corpus in self.corpora
            if corpus.language == term.language
        }


def _count(office: Office, terms: Collection[Term]) -> _Counts:
    with office.store.read() as work:
        counted = _counted(work, terms)
    if not counted.corpora:
        raise NotFound("absence.no_corpus")
    return counted


def _counted(work: UnitOfWork, terms: Collection[Term]) -> _Counts:
    found: list[Corpus] = []
    hits: dict[str, Mapping[str, int]] = {}
    for plan in CORPORA:
        kept = work.concepts.scheme(plan.scheme)
        if kept is None or not kept.concepts:
            continue
        language = kept.scheme.language
        entries = _Tally(_entries(work, plan))
        wanted = {term.text for term in terms if term.language == language}
        hits[plan.key] = count_terms(wanted, entries)
        edition = f"{kept.scheme.name} {kept.scheme.version}"
        words = Translator(language, "issuer")
        corpus = Corpus(plan.key, words(plan.name), edition, language, entries.number)
        found.append(corpus)
    return _Counts(tuple(found), hits)


def _entries(work: UnitOfWork, plan: CorpusPlan) -> Iterator[str]:
    for part in plan.parts:
        yield from entries_of(part, work.concepts.all(part.scheme, part.kinds))


class _Tally:
    """Entries on their way, counted: how large a corpus is belongs to the evidence."""

    def __init__(self, entries: Iterator[str]) -> None:
        self._entries = entries
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        for entry in self._entries:
            self.number += 1
            yield entry


def _search(terms: Iterable[Term], counted: _Counts, date: str) -> OfficialSearch:
    searched = tuple(SearchedTerm(term.text, term.language, counted.of(term)) for term in terms)
    names = {corpus.key for corpus in counted.corpora}
    left_out = ", ".join(plan.key for plan in CORPORA if plan.key not in names)
    return OfficialSearch(date, searched, _limits(left_out))


def _limits(left_out: str) -> Words:
    code = "absence.limits_left_out" if left_out else "absence.limits"
    return Words(
        {language: Translator(language, "issuer")(code, corpora=left_out) for language in LANGUAGES}
    )


def _missing(framework: Framework, counted: _Counts) -> tuple[str, ...]:
    here = {corpus.key for corpus in counted.corpora}
    return tuple(corpus.key for corpus in framework.corpora if corpus.key not in here)


def _terms_of(item: Competency) -> list[Term]:
    searched = item.absence.terms if item.absence else ()
    return [Term(term.term, term.language) for term in searched]


def _differences(items: Iterable[Competency], counted: _Counts) -> Iterator[Difference]:
    for item in items:
        for searched in item.absence.terms if item.absence else ():
            found = counted.of(Term(searched.term, searched.language))
            for key, said in searched.hits.items():
                if key in found and found[key] != said:
                    yield Difference(item.notation, searched.term, key, said, found[key])


def _checked(terms: Sequence[Term]) -> list[Term]:
    """The terms, once each, in their order.

    Raises:
        InvalidRequest: one says nothing, one is in a language that no corpus has, or too many.
    """
    if len(terms) > TERMS:
        raise InvalidRequest("absence.too_many_terms", field="terms", limit=TERMS)
    checked: dict[Term, None] = {}
    for term in terms:
        text = clean_line(term.text, "terms", limit=TERM_LENGTH)
        if not telling_words(text):
            raise InvalidRequest("absence.empty_term", field="terms", term=text)
        if term.language not in LANGUAGES:
            raise InvalidRequest("absence.language", field="terms", language=term.language[:20])
        checked[Term(text, term.language)] = None
    return list(checked)
