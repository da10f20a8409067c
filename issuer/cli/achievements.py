"""`badge-issuer achievement`: what a place recognises, written in a small YAML file."""

import argparse
import json
from pathlib import Path
from typing import Any

from badges.encoding import encode_instant
from badges.i18n import Translator
from issuer.cli.console import DONE, Console, table
from issuer.cli.yaml_file import read_mapping
from issuer.errors import InvalidRequest
from issuer.model import Achievement
from issuer.services import achievements, people, places, publishing


def register(commands: Any, common: argparse.ArgumentParser, words: Translator) -> None:
    """Add `achievement add|list|show|export|versions|archive|reopen`."""
    whole = commands.add_parser(
        "achievement",
        help=words("cli.help.achievements.definitions_of_badges"),
        epilog="example: badge-issuer achievement add couture.yaml",
    )
    actions = whole.add_subparsers(dest="action", required=True, metavar="ACTION")
    adding = actions.add_parser(
        "add",
        parents=[common],
        epilog="example: badge-issuer achievement add couture.yaml",
        help=words("cli.help.achievements.add_the_one_that"),
    )
    adding.add_argument("file", metavar="FILE.yaml", type=Path)
    adding.add_argument("--place", help=words("cli.help.achievements.the_place_when_file"))
    adding.set_defaults(run=_add)
    listing = actions.add_parser(
        "list",
        parents=[common],
        epilog="example: badge-issuer achievement list",
        help=words("cli.help.achievements.every_definition"),
    )
    listing.add_argument("--place", help=words("cli.help.achievements.of_this_place_only"))
    listing.set_defaults(run=_list)
    showing = actions.add_parser(
        "show",
        parents=[common],
        epilog="example: badge-issuer achievement show coudre-un-sac",
        help=words("cli.help.achievements.one_definition"),
    )
    showing.add_argument("slug", metavar="ACHIEVEMENT")
    showing.set_defaults(run=_show)
    exporting = actions.add_parser(
        "export",
        parents=[common],
        epilog="example: badge-issuer achievement export coudre-un-sac",
        help=words("cli.help.achievements.the_open_badges_3"),
    )
    exporting.add_argument("slug", metavar="ACHIEVEMENT")
    exporting.set_defaults(run=_export)
    _register_versions(actions, common, words)


def _register_versions(actions: Any, common: argparse.ArgumentParser, words: Translator) -> None:
    for name, run in (("versions", _versions), ("archive", _archive), ("reopen", _reopen)):
        turning = actions.add_parser(
            name,
            parents=[common],
            epilog=f"example: badge-issuer achievement {name} coudre-un-sac",
            help=words(f"cli.help.achievements.{name}"),
        )
        turning.add_argument("slug", metavar="ACHIEVEMENT")
        turning.set_defaults(run=run)


def read_file(path: Path, console: Console, place: str | None = None) -> dict[str, Any]:
    """The definition that `path` describes, with its place filled in when there is no doubt."""
    written = read_mapping(path)
    if place:
        written["place"] = place
    if "place" not in written:
        known = places.list_all(console.office)
        if len(known) != 1:
            raise InvalidRequest("cli.achievement.which_place", field="place", count=len(known))
        written["place"] = known[0].slug
    return written


def _add(options: argparse.Namespace, console: Console) -> int:
    written = read_file(options.file, console, options.place)
    request = achievements.read_request(written)
    return _shown(achievements.add(console.office, request, actor=console.actor), console)


def _list(options: argparse.Namespace, console: Console) -> int:
    known = achievements.list_all(console.office, options.place)
    rows = [(item.slug, item.place, item.name) for item in known]
    console.show([_value(item, console) for item in known], *table(rows))
    return DONE


def _show(options: argparse.Namespace, console: Console) -> int:
    return _shown(achievements.get(console.office, options.slug), console)


def _export(options: argparse.Namespace, console: Console) -> int:
    document = publishing.achievement_document(console.office, options.slug)
    console.show(document, json.dumps(document, ensure_ascii=False, indent=2))
    return DONE


def _versions(options: argparse.Namespace, console: Console) -> int:
    kept = achievements.versions(console.office, options.slug)
    values = [
        {
            "version": item.definition.version,
            "published": encode_instant(item.published),
            "author": item.author,
            "name": item.definition.name,
        }
        for item in kept
    ]
    console.show(values, *table([tuple(str(text) for text in value.values()) for value in values]))
    return DONE


def _archive(options: argparse.Namespace, console: Console) -> int:
    kept = achievements.get(console.office, options.slug)
    by = people.operator(console.actor)
    return _shown(achievements.archive(console.office, by, kept.place, kept.slug), console)


def _reopen(options: argparse.Namespace, console: Console) -> int:
    kept = achievements.get(console.office, options.slug)
    by = people.operator(console.actor)
    return _shown(achievements.reopen(console.office, by, kept.place, kept.slug), console)


def _shown(achievement: Achievement, console: Console) -> int:
    value = _value(achievement, console)
    rows = [(name, str(content)) for name, content in value.items() if name != "competencies"]
    rows += [(item["code"], item["level"] or "") for item in value["competencies"]]
    console.show(value, *table(rows))
    return DONE


def _value(achievement: Achievement, console: Console) -> dict[str, Any]:
    return {
        "slug": achievement.slug,
        "place": achievement.place,
        "name": achievement.name,
        "description": achievement.description,
        "url": f"{console.settings.base_url}/achievements/{achievement.slug}",
        "status_purpose": achievement.status_purpose,
        "version": achievement.version,
        "state": achievement.state,
        "competencies": [
            {"code": item.notation, "level": item.level} for item in achievement.competencies
        ],
    }
