"""`badge-issuer init` and `badge-issuer place`: who signs here."""

import argparse
from dataclasses import asdict
from typing import Any

from badges.i18n import Translator
from issuer.cli.console import DONE, Console, table
from issuer.errors import Conflict
from issuer.model import Place, PlaceRequest
from issuer.services import keyring, networks, people, places
from issuer.services.texts import clean_line

_OPTIONAL = ("description", "url", "email", "linkedin_id", "language", "time_zone")
_DEFAULT_NAME = {"fr": "Mon tiers-lieu", "en": "My place"}


def register(commands: Any, common: argparse.ArgumentParser, words: Translator) -> None:
    """Add `init` and `place add|list|show|edit|network`."""
    init = commands.add_parser(
        "init",
        parents=[common],
        help=words("cli.help.places.prepare_the_database_the"),
        epilog='example: badge-issuer init --place "Fablab du Moulin"',
    )
    init.add_argument("--place", metavar="NAME", help=words("cli.help.places.name_of_the_first"))
    init.set_defaults(run=_init)
    _register_places(commands, common, words)


def _register_places(commands: Any, common: argparse.ArgumentParser, words: Translator) -> None:
    whole = commands.add_parser(
        "place",
        help=words("cli.help.places.places_that_sign_badges"),
        epilog="example: badge-issuer place list",
    )
    actions = whole.add_subparsers(dest="action", required=True, metavar="ACTION")
    adding = actions.add_parser(
        "add",
        parents=[common],
        epilog='example: badge-issuer place add "Café des Possibles" --url https://cafe.example',
        help=words("cli.help.places.add_a_place_and"),
    )
    adding.add_argument("name", metavar="NAME")
    adding.add_argument("--slug", help=words("cli.help.places.its_name_in_addresses"))
    _add_descriptions(adding, words)
    adding.set_defaults(run=_add)
    listing = actions.add_parser(
        "list",
        parents=[common],
        epilog="example: badge-issuer place list",
        help=words("cli.help.places.every_place"),
    )
    listing.set_defaults(run=_list)
    showing = actions.add_parser(
        "show",
        parents=[common],
        epilog="example: badge-issuer place show fablab-du-moulin",
        help=words("cli.help.places.one_place"),
    )
    showing.add_argument("slug", metavar="PLACE")
    showing.set_defaults(run=_show)
    editing = actions.add_parser(
        "edit",
        parents=[common],
        epilog="example: badge-issuer place edit fablab-du-moulin --linkedin-id 12345678",
        help=words("cli.help.places.change_how_it_is"),
    )
    editing.add_argument("slug", metavar="PLACE")
    editing.add_argument("--name")
    _add_descriptions(editing, words)
    editing.set_defaults(run=_edit)
    _register_network(actions, common, words)


def _register_network(actions: Any, common: argparse.ArgumentParser, words: Translator) -> None:
    whole = actions.add_parser(
        "network",
        help=words("cli.help.network.whole"),
        epilog="example: badge-issuer place network list",
    )
    acts = whole.add_subparsers(dest="network_action", required=True, metavar="ACTION")
    for name, run in (("add", _join), ("remove", _part)):
        acting = acts.add_parser(
            name,
            parents=[common],
            epilog=f"example: badge-issuer place network {name} consortium-du-sud fablab-rural",
            help=words(f"cli.help.network.{name}"),
        )
        acting.add_argument("network", metavar="NETWORK")
        acting.add_argument("slug", metavar="PLACE")
        acting.set_defaults(run=run)
    listing = acts.add_parser(
        "list",
        parents=[common],
        epilog="example: badge-issuer place network list consortium-du-sud",
        help=words("cli.help.network.list"),
    )
    listing.add_argument("network", metavar="NETWORK", nargs="?")
    listing.set_defaults(run=_members)


def _add_descriptions(parser: argparse.ArgumentParser, words: Translator) -> None:
    parser.add_argument("--description")
    parser.add_argument("--url", help=words("cli.help.places.its_web_site"))
    parser.add_argument("--email", help=words("cli.help.places.how_to_reach_it"))
    parser.add_argument("--linkedin-id", help=words("cli.help.places.number_of_its_linkedin"))
    parser.add_argument("--language", help=words("cli.help.places.language_of_its_badges"))
    parser.add_argument("--time-zone", metavar="ZONE", help=words("cli.help.places.time_zone"))


def _init(options: argparse.Namespace, console: Console) -> int:
    office = console.office
    known = places.list_all(office)
    if options.place or not known:
        language = console.settings.language
        name = options.place or _DEFAULT_NAME[language]
        place = _ensure(PlaceRequest(name=name, language=language), console)
    else:
        place = known[0]
    keyring.require_usable(office, place.slug)
    console.say("cli.init.ready", folder=str(console.settings.data_dir), place=place.name)
    console.show({"data_dir": str(console.settings.data_dir), "place": _value(place, console)})
    return DONE


def _ensure(request: PlaceRequest, console: Console) -> Place:
    """The place of that name: the one kept, else a new one; so that `init` can be repeated."""
    name = clean_line(request.name, "name")  # as it was kept
    kept = _named(name, console)
    if kept is not None:
        return kept
    try:
        return places.add(console.office, request, actor=console.actor)
    except Conflict:  # another `init`, running at the same time, was first
        kept = _named(name, console)
        if kept is None:
            raise
        return kept


def _named(name: str, console: Console) -> Place | None:
    return next((place for place in places.list_all(console.office) if place.name == name), None)


def _add(options: argparse.Namespace, console: Console) -> int:
    described = {name: value for name in _OPTIONAL if (value := getattr(options, name))}
    described.setdefault("language", console.settings.language)
    request = PlaceRequest(name=options.name, slug=options.slug, **described)
    return _shown(places.add(console.office, request, actor=console.actor), console)


def _list(_: argparse.Namespace, console: Console) -> int:
    known = places.list_all(console.office)
    rows = [(place.slug, place.name) for place in known]
    console.show([_value(place, console) for place in known], *table(rows))
    return DONE


def _show(options: argparse.Namespace, console: Console) -> int:
    return _shown(places.get(console.office, options.slug), console)


def _edit(options: argparse.Namespace, console: Console) -> int:
    changes = {
        name: value or None
        for name in ("name", *_OPTIONAL)
        if (value := getattr(options, name)) is not None
    }
    if not changes:
        raise Conflict("cli.place.nothing_to_change")
    place = places.edit(console.office, options.slug, actor=console.actor, **changes)
    return _shown(place, console)


def _join(options: argparse.Namespace, console: Console) -> int:
    by = people.operator(console.actor)
    networks.add(console.office, by, options.network, options.slug)
    return _members(options, console)


def _part(options: argparse.Namespace, console: Console) -> int:
    by = people.operator(console.actor)
    networks.remove(console.office, by, options.network, options.slug)
    return _members(options, console)


def _members(options: argparse.Namespace, console: Console) -> int:
    asked = options.network
    owners = [asked] if asked else [place.slug for place in places.list_all(console.office)]
    rows = [
        (owner, member.slug, member.name)
        for owner in owners
        for member in networks.members(console.office, owner)
    ]
    values = [dict(zip(("network", "slug", "name"), row, strict=True)) for row in rows]
    console.show(values, *table(rows))
    return DONE


def _shown(place: Place, console: Console) -> int:
    value = _value(place, console)
    rows = [(name, str(content)) for name, content in value.items() if content]
    console.show(value, *table(rows))
    return DONE


def _value(place: Place, console: Console) -> dict[str, Any]:
    value = asdict(place) | {
        "created": place.created.isoformat(),
        "issuer_id": places.issuer_id(console.office, place.slug),
        "page": f"{console.settings.base_url}/places/{place.slug}",
    }
    return {name: value[name] for name in ("slug", "name", "issuer_id", "page", *_OPTIONAL)}
