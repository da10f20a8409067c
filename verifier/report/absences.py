"""Why we say that no official referential has a competency: what was searched, where, and when.

All of it is written in the referential that we carry: nothing is fetched to tell it.
"""

from dataclasses import dataclass

from badges.documents import JsonObject
from badges.model.framework import Competency, Corpus, Framework, OfficialSearch, SearchedTerm

_ABSENT = "absent"


@dataclass(frozen=True)
class EvidenceOfAbsence:
    """The dated search behind an absence, and the bodies of official texts that it went through."""

    search: OfficialSearch
    corpora: tuple[Corpus, ...]

    def to_json(self, language: str) -> JsonObject:
        """The member `evidence_of_absence` of a competency."""
        return {
            "date": self.search.date,
            "terms": [_term(term) for term in self.search.terms],
            "corpora": [_corpus(corpus) for corpus in self.corpora],
            "limits": self.search.limits.say(language) if self.search.limits else None,
        }


def evidence_of_absence(framework: Framework, item: Competency) -> EvidenceOfAbsence | None:
    """The search that found no official match for the competency; None when one was found."""
    if item.coverage != _ABSENT or item.absence is None:
        return None
    used = {key for term in item.absence.terms for key in term.hits}
    corpora = tuple(corpus for corpus in framework.corpora if corpus.key in used)
    return EvidenceOfAbsence(item.absence, corpora)


def _term(term: SearchedTerm) -> JsonObject:
    """A term and how many texts hold it, over all that was searched."""
    return {"term": term.term, "language": term.language, "hits": sum(term.hits.values())}


def _corpus(corpus: Corpus) -> JsonObject:
    """A body of texts, its edition and how many texts it has."""
    return {
        "name": corpus.name,
        "version": corpus.version,
        "language": corpus.language,
        "entries": corpus.entries,
    }
