"""`badge-issuer framework search`: find a competency or an official item by everyday words."""

import argparse
from typing import Any

from badges.i18n import Translator
from issuer.cli.console import DONE, Console, table
from issuer.cli.framework_shelf import brief, named
from issuer.errors import InvalidRequest
from issuer.services.commons import referentials
from issuer.services.official import items as official
from issuer.services.search import searching
from issuer.services.search.searching import Hit

_LIMIT = 20
_SHOWN = 100


def register_into(actions: Any, common: argparse.ArgumentParser, words: Translator) -> None:
    """Add `search`."""
    finding = actions.add_parser(
        "search",
        parents=[common],
        epilog="example: badge-issuer framework search couture",
        help=words("cli.help.frameworks.find_by_words"),
    )
    finding.add_argument("text", metavar="TEXT", nargs="+")
    finding.add_argument(
        "--in",
        dest="schemes",
        metavar="SCHEME",
        action="append",
        default=[],
        help=words("cli.help.framework.only_in"),
    )
    finding.add_argument(
        "--official", action="store_true", help=words("cli.help.framework.only_official")
    )
    finding.add_argument(
        "--kind",
        dest="kinds",
        metavar="KIND",
        action="append",
        default=[],
        help=words("cli.help.framework.only_kind"),
    )
    finding.add_argument(
        "--limit",
        type=int,
        metavar="N",
        default=_LIMIT,
        help=words("cli.help.framework.at_most"),
    )
    finding.set_defaults(run=_search)


def _search(options: argparse.Namespace, console: Console) -> int:
    text = " ".join(options.text)
    ours = {card.slug for card in referentials.cards(console.office)}
    schemes = _schemes(options, console, ours)
    results = searching.search(
        console.office,
        text,
        schemes=schemes,
        kinds=options.kinds,
        limit=options.limit,
        language=console.settings.language,
    )
    if results.corrected:
        console.say("cli.framework.corrected", text=results.corrected)
    if not results.hits:
        only_official = bool(schemes) and not schemes & ours
        code = "cli.framework.no_official" if only_official else "cli.framework.nothing_found"
        console.say(code, text=text)
    console.show(
        [_value(hit, console) for hit in results.hits],
        *table([_row(hit, console) for hit in results.hits]),
    )
    return DONE


def _schemes(options: argparse.Namespace, console: Console, ours: set[str]) -> set[str]:
    """The keys to search in; empty for all.

    Raises:
        InvalidRequest: one is not here, or only official ones are wanted and there are none.
    """
    known = {kept.scheme.key for kept in official.schemes(console.office)}
    asked = {name.lower() for name in options.schemes} | (known if options.official else set())
    missing = sorted(asked - known - ours)
    if missing or (options.official and not known):
        raise InvalidRequest(
            "cli.framework.unknown_scheme",
            field="in",
            scheme=", ".join(missing)[:_SHOWN] or "--official",
            schemes=", ".join(sorted(known | ours)),
        )
    return asked


def _value(hit: Hit, console: Console) -> dict[str, Any]:
    """A hit for programs: our competencies as `list` shows them, official items as `show` does."""
    found = {
        "code": hit.concept.code,
        "name": hit.concept.label,
        "scheme": hit.scheme.key,
        "edition": hit.scheme.version,
        "kind": hit.concept.kind,
        "definition": hit.concept.definition,
        "broader": [named(above) for above in hit.broader],
        "uri": hit.concept.uri,
        "why": hit.why,
    }
    if hit.framework_slug is None:
        return found
    name = f"{hit.framework_slug}/{hit.concept.notes.get('slug', hit.concept.code)}"
    return found | brief(*referentials.competency(console.office, name), console)


def _row(hit: Hit, console: Console) -> tuple[str, ...]:
    if hit.framework_slug is None:
        return (
            f"{hit.scheme.key}/{hit.concept.code}",
            hit.concept.kind,
            _under(hit),
        )
    value = _value(hit, console)
    return hit.concept.code, str(value["coverage"]), str(value["name"])


def _under(hit: Hit) -> str:
    """The label, and what stands above when something does."""
    above = next((concept.label for concept in hit.broader), None)
    return f"{hit.concept.label}  (< {above})" if above else hit.concept.label
