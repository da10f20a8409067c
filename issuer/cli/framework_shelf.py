"""`badge-issuer framework list` and `show`: what referentials there are, and what is in them."""

import argparse
from collections.abc import Iterator
from typing import Any

from badges.errors import BadgeError
from badges.i18n import Translator
from badges.model.concepts import Concept
from badges.model.framework import Competency, Framework
from issuer.cli.console import DONE, Console, table
from issuer.errors import NotFound
from issuer.model import KeptScheme
from issuer.services.commons import authoring, referentials
from issuer.services.official import items as official
from issuer.services.official.items import OfficialItem

_KINDS_SHOWN = 30


def register_into(actions: Any, common: argparse.ArgumentParser, words: Translator) -> None:
    """Add `list` and `show`."""
    listing = actions.add_parser(
        "list",
        parents=[common],
        epilog="example: badge-issuer framework list",
        help=words("cli.help.framework.list"),
    )
    listing.add_argument(
        "framework",
        metavar="FRAMEWORK",
        nargs="?",
        help=words("cli.help.framework.its_short_name"),
    )
    listing.add_argument(
        "--referentials", action="store_true", help=words("cli.help.framework.only_referentials")
    )
    listing.set_defaults(run=_list)
    showing = actions.add_parser(
        "show",
        parents=[common],
        epilog="example: badge-issuer framework show TL-COO-01",
        help=words("cli.help.frameworks.one_competency_whole"),
    )
    showing.add_argument("competency", metavar="CODE", help=words("cli.help.framework.any_code"))
    showing.set_defaults(run=_show)


def _list(options: argparse.Namespace, console: Console) -> int:
    if options.framework:
        return _list_one(options.framework, console)
    shelf = _shelf(console)
    lines = [console.words("cli.framework.referentials"), *table(_shelf_rows(shelf, console))]
    if options.referentials:
        console.show(shelf, *lines)
        return DONE
    framework = referentials.default(console.office)
    console.show(briefs(framework, console), *lines, "", *_competencies(framework, console))
    return DONE


def _list_one(name: str, console: Console) -> int:
    """The competencies of a framework of ours; of an official referential, how many of each kind.

    Raises:
        NotFound: no framework and no imported scheme of that name.
    """
    try:
        framework = referentials.published(console.office, name)
    except NotFound as error:
        if error.code == "framework.unpublished":
            return _list_draft(name, console)
        with console.office.store.read() as work:
            kept = work.concepts.scheme(name)
            kinds = work.concepts.kinds(name)
        if kept is None:
            raise
        heading = (f"{kept.scheme.name} {kept.scheme.version}", kept.scheme.attribution or "")
        rows: list[tuple[str, ...]] = [(str(count), kind) for kind, count in kinds]
        console.show(_scheme(kept) | {"kinds": dict(kinds)}, *heading, *table(rows[:_KINDS_SHOWN]))
        return DONE
    console.show(briefs(framework, console), *_competencies(framework, console))
    return DONE


def _list_draft(name: str, console: Console) -> int:
    """The working document of a framework of which nothing is published yet."""
    framework = authoring.draft(console.office, name).framework
    console.say("cli.framework.only_draft", framework=framework.slug)
    value = [item | {"draft": True} for item in briefs(framework, console)]
    console.show(value, *_competencies(framework, console))
    return DONE


def _competencies(framework: Framework, console: Console) -> list[str]:
    language = console.settings.language
    rows = [row(competency, console) for competency in framework.competencies]
    return [f"{framework.title.say(language)} {framework.version}", *table(rows)]


def _shelf(console: Console) -> list[dict[str, Any]]:
    """Frameworks of our own, drafts included, then imported schemes."""
    cards = referentials.cards(console.office, drafts=True)
    frameworks: list[dict[str, Any]] = [
        {
            "kind": "framework",
            "key": card.slug,
            "name": card.title.say(console.settings.language),
            "edition": card.version,
            "items": card.competencies,
            "place": card.place,
        }
        for card in cards
    ]
    return frameworks + [_scheme(kept) for kept in official.schemes(console.office)]


def _scheme(kept: KeptScheme) -> dict[str, Any]:
    return {
        "kind": "scheme",
        "key": kept.scheme.key,
        "name": kept.scheme.name,
        "edition": kept.scheme.version,
        "items": kept.concepts,
        "language": kept.scheme.language,
        "imported": kept.imported.isoformat(),
        "attribution": kept.scheme.attribution,
    }


def _shelf_rows(shelf: list[dict[str, Any]], console: Console) -> list[tuple[str, ...]]:
    draft = console.words("cli.framework.draft")
    return [
        (
            f"  {item['key']}",
            str(item["edition"] or draft),
            str(item["items"]),
            str(item.get("imported", ""))[:10],
            str(item.get("attribution") or item["name"]),
        )
        for item in shelf
    ]


def _show(options: argparse.Namespace, console: Console) -> int:
    try:
        framework, competency = referentials.competency(console.office, options.competency)
    except NotFound as unknown:
        return _show_official(options.competency, console, unknown)
    _show_competency(framework, competency, console)
    return DONE


def _show_competency(framework: Framework, competency: Competency, console: Console) -> None:
    language = console.settings.language
    labels = {level.code: level.label.say(language) for level in framework.levels}
    described = {level.code: level.descriptor.say(language) for level in competency.levels}
    matches: list[tuple[str, ...]] = [
        (match.framework, match.code, match.relation, match.status, match.label)
        for match in competency.matches
    ]
    lines = [
        f"{competency.notation}  {competency.label.say(language)}",
        *_ending_lines(framework, competency, console),
        competency.statement.say(language),
        "",
        competency.definition.say(language),
        "",
        *(f"  {code} {labels.get(code, '')}: {text}" for code, text in described.items()),
        "",
        *(f"  {line}" for line in table(matches)),
        *_absence_lines(framework, competency, console),
    ]
    names = ("framework", "code", "relation", "status", "label")
    value = brief(framework, competency, console) | {
        "definition": competency.definition.say(language),
        "levels": described,
        "matches": [dict(zip(names, match, strict=True)) for match in matches],
        "deprecated": competency.deprecated,
        "replaced_by": _successor(framework, competency),
        "absence": _absence(competency),
    }
    console.show(value, *lines)


def _successor(framework: Framework, competency: Competency) -> str | None:
    """The code of the competency that takes the place of this one."""
    if competency.replaced_by is None:
        return None
    return framework.find(competency.replaced_by).notation


def _ending_lines(framework: Framework, competency: Competency, console: Console) -> Iterator[str]:
    """That it is no longer to be chosen, and what is instead."""
    if not competency.deprecated:
        return
    yield console.words("cli.framework.deprecated")
    if competency.replaced_by is not None:
        heir = framework.find(competency.replaced_by)
        label = heir.label.say(console.settings.language)
        yield console.words("cli.framework.replaced_by", competency=heir.notation, label=label)


def _absence(competency: Competency) -> dict[str, Any] | None:
    """The search behind the coverage, for programs."""
    search = competency.absence
    if search is None:
        return None
    terms = [
        {"term": item.term, "language": item.language, "hits": dict(item.hits)}
        for item in search.terms
    ]
    return {"date": search.date, "terms": terms}


def _absence_lines(framework: Framework, competency: Competency, console: Console) -> Iterator[str]:
    """The search behind the coverage in two lines: when and where, then each term and its count."""
    search = competency.absence
    if search is None:
        return
    keys = {key for item in search.terms for key in item.hits}
    corpora = ", ".join(
        f"{corpus.name} {corpus.version}".strip()
        for corpus in framework.corpora
        if corpus.key in keys
    )
    yield console.words("cli.framework.searched", date=search.date, corpora=corpora)
    terms = (f"{item.term} ({sum(item.hits.values())})" for item in search.terms)
    yield "  " + ", ".join(terms)


def _show_official(name: str, console: Console, unknown: BadgeError) -> int:
    """The official items of that code; `rome/300361` tells in which referential.

    Raises:
        BadgeError: `unknown`, when there is none.
    """
    found = [_official(item) for item in _items(name.strip(), console)]
    if not found:
        raise unknown
    lines = [line for item in found for line in _official_lines(item, console)]
    console.show(found[0] if len(found) == 1 else found, *lines)
    return DONE


def _items(name: str, console: Console) -> Iterator[OfficialItem]:
    key, slash, rest = name.partition("/")
    code = rest if slash else name
    for kept in official.schemes(console.office):
        if slash and key.lower() != kept.scheme.key:
            continue
        for spelling in dict.fromkeys((code, code.upper())):
            item = official.item(console.office, kept.scheme.key, spelling)
            if item is not None:
                yield item
                break


def _official(item: OfficialItem) -> dict[str, Any]:
    scheme, concept = item.scheme.scheme, item.concept
    return {
        "scheme": scheme.key,
        "edition": scheme.version,
        "code": concept.code,
        "kind": concept.kind,
        "name": concept.label,
        "other_names": list(concept.other_labels),
        "definition": concept.definition,
        "uri": concept.uri,
        "gone_in": item.kept.gone_in,
        "broader": [named(above) for above in item.broader],
        "narrower": [named(below) for below in item.narrower],
        "attribution": scheme.attribution,
    }


def named(concept: Concept) -> dict[str, str]:
    """An official item in one line, for programs."""
    return {"code": concept.code, "kind": concept.kind, "name": concept.label}


def _official_lines(item: dict[str, Any], console: Console) -> Iterator[str]:
    yield f"{item['scheme']}/{item['code']}  {item['name']}"
    yield f"  {item['kind']}, {item['edition']}"
    if item["gone_in"]:
        yield "  " + console.words("cli.framework.gone", edition=item["gone_in"])
    if item["definition"]:
        yield f"  {item['definition']}"
    for above in item["broader"]:
        yield f"  < {above['code']}  {above['name']}"
    for below in item["narrower"]:
        yield f"  > {below['code']}  {below['name']}"
    if item["uri"]:
        yield f"  {item['uri']}"
    if item["attribution"]:
        yield f"  {item['attribution']}"


def row(competency: Competency, console: Console) -> tuple[str, ...]:
    """A competency as a line of a table."""
    language = console.settings.language
    return competency.notation, competency.coverage, competency.label.say(language)


def briefs(framework: Framework, console: Console) -> list[dict[str, Any]]:
    """Every competency of a framework, in short."""
    return [brief(framework, competency, console) for competency in framework.competencies]


def brief(framework: Framework, competency: Competency, console: Console) -> dict[str, Any]:
    """A competency in short, for programs."""
    language = console.settings.language
    return {
        "code": competency.notation,
        "name": competency.label.say(language),
        "statement": competency.statement.say(language),
        "coverage": competency.coverage,
        "framework": framework.slug,
        "url": f"{console.settings.base_url}/frameworks/{framework.slug}/{competency.slug}",
    }
