"""`badge-issuer framework absence`: search the official texts again, and compare."""

import argparse
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from badges.i18n import LANGUAGES, Translator
from badges.model.framework import Corpus, Framework, OfficialSearch, SearchedTerm
from issuer.cli.console import DONE, FAILED, Console, table
from issuer.services.commons import drafts, referentials
from issuer.services.commons.drafts import Draft
from issuer.services.official import absences
from issuer.services.official.absences import Recount, Term
from issuer.services.people import Contributor

_DIFFERENCES_SHOWN = 50


def register_into(actions: Any, common: argparse.ArgumentParser, words: Translator) -> None:
    """Add `absence`."""
    counting = actions.add_parser(
        "absence",
        parents=[common],
        epilog="example: badge-issuer framework absence tiers-lieux TL-COO-01",
        help=words("cli.help.framework.absence"),
    )
    counting.add_argument(
        "framework",
        metavar="FRAMEWORK",
        nargs="?",
        default=referentials.DEFAULT_SLUG,
        help=words("cli.help.framework.its_short_name"),
    )
    counting.add_argument(
        "codes", metavar="CODE", nargs="*", help=words("cli.help.framework.these_only")
    )
    counting.add_argument(
        "--terms", metavar="A,B", default="", help=words("cli.help.framework.terms")
    )
    counting.add_argument("--write", action="store_true", help=words("cli.help.framework.write"))
    counting.set_defaults(run=_absence)


def _absence(options: argparse.Namespace, console: Console) -> int:
    terms = read_terms(options.terms)
    if terms and not options.codes:
        return _search_new(terms, console)
    opened = drafts.draft(console.office, options.framework)
    framework = opened.framework
    recount = absences.recount(console.office, framework, options.codes, terms=terms)
    console.show(_value(recount, framework), *_lines(recount, framework, console))
    if recount.missing:
        console.say("cli.absence.missing", corpora=", ".join(recount.missing))
    if options.write:
        return _write(recount, opened, console)
    if recount.differences:
        console.say("cli.absence.differs", count=len(recount.differences))
        return FAILED
    return DONE


def _write(recount: Recount, opened: Draft, console: Console) -> int:
    """Put the counts into the working document; those of the program are only shown."""
    slug = opened.record.slug
    if opened.record.place is None:
        console.say("cli.absence.read_only", framework=slug)
        return FAILED if recount.differences else DONE
    absences.write(console.office, recount, by=Contributor(console.actor, operator=True))
    console.say("cli.absence.written", framework=slug)
    return DONE


def _search_new(terms: tuple[Term, ...], console: Console) -> int:
    """Search for a competency that is not written yet."""
    search = absences.search_for(console.office, terms)
    value = {
        "date": search.date,
        "coverage": absences.suggested_coverage(search),
        "terms": [_searched(term) for term in search.terms],
        "limits": search.limits.say(console.settings.language),
    }
    console.show(value, *_term_lines(search, console))
    return DONE


def read_terms(text: str) -> tuple[Term, ...]:
    """Terms between commas; `en:` before one tells its language, else it is French."""
    return tuple(_term(piece.strip()) for piece in text.split(",") if piece.strip())


def _term(text: str) -> Term:
    language, colon, rest = text.partition(":")
    if colon and language.strip() in LANGUAGES:
        return Term(rest.strip(), language.strip())
    return Term(text)


def _value(recount: Recount, framework: Framework) -> dict[str, Any]:
    return {
        "framework": recount.framework,
        "date": recount.date,
        "corpora": [asdict(corpus) for corpus in recount.corpora],
        "missing": list(recount.missing),
        "searches": [
            {
                "code": notation,
                "coverage": framework.find(notation).coverage,
                "suggested": absences.suggested_coverage(search, framework.find(notation).matches),
                "terms": [_searched(term) for term in search.terms],
            }
            for notation, search in recount.searches.items()
        ],
        "differences": [asdict(difference) for difference in recount.differences],
    }


def _searched(term: SearchedTerm) -> dict[str, Any]:
    return {"term": term.term, "language": term.language, "hits": dict(term.hits)}


def _lines(recount: Recount, framework: Framework, console: Console) -> Iterator[str]:
    yield from table([_corpus_row(corpus) for corpus in recount.corpora])
    language = console.settings.language
    for notation, search in recount.searches.items():
        yield ""
        yield f"{notation}  {framework.find(notation).label.say(language)}"
        yield from _term_lines(search, console)
    if recount.differences:
        yield ""
    for difference in recount.differences[:_DIFFERENCES_SHOWN]:
        yield console.words("cli.absence.difference", **asdict(difference))


def _term_lines(search: OfficialSearch, console: Console) -> Iterator[str]:
    for term in search.terms:
        hits = ", ".join(f"{key} {count}" for key, count in term.hits.items() if count)
        yield f"  {term.term}: {hits or console.words('cli.absence.nowhere')}"


def _corpus_row(corpus: Corpus) -> tuple[str, ...]:
    return corpus.key, str(corpus.entries), corpus.version, corpus.name
