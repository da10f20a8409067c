"""`badge-issuer user`: the people who work here, their roles, and how they come in."""

import argparse
from typing import Any

from badges.i18n import Translator
from issuer.cli.console import DONE, Console, table
from issuer.cli.speaking import add_keeper, keeper
from issuer.model import ROLES, Membership, Person
from issuer.services import people


def register(commands: Any, common: argparse.ArgumentParser, words: Translator) -> None:
    """Add `user add|list|disable|enable|link`."""
    whole = commands.add_parser(
        "user",
        help=words("cli.help.people.who_works_here"),
        epilog="example: badge-issuer user list",
    )
    actions = whole.add_subparsers(dest="action", required=True, metavar="ACTION")
    adding = actions.add_parser(
        "add",
        parents=[common],
        epilog='example: badge-issuer user add "Zoé Martin" --role author --place cafe',
        help=words("cli.help.people.add"),
    )
    adding.add_argument("name", metavar="NAME")
    adding.add_argument("--role", choices=ROLES, required=True, help=words("cli.help.people.role"))
    adding.add_argument("--email", help=words("cli.help.people.email"))
    add_keeper(adding, words)
    adding.set_defaults(run=_add)
    listing = actions.add_parser(
        "list",
        parents=[common],
        epilog="example: badge-issuer user list --place cafe",
        help=words("cli.help.people.list"),
    )
    add_keeper(listing, words)
    listing.set_defaults(run=_list)
    for name, run in (("disable", _disable), ("enable", _enable), ("link", _link)):
        acting = actions.add_parser(
            name,
            parents=[common],
            epilog=f'example: badge-issuer user {name} "Zoé Martin"',
            help=words(f"cli.help.people.{name}"),
        )
        acting.add_argument("name", metavar="NAME", help=words("cli.help.people.name"))
        acting.set_defaults(run=run)


def _add(options: argparse.Namespace, console: Console) -> int:
    place = keeper(options, console)
    people.add(
        console.office,
        options.name,
        place=place,
        role=options.role,
        email=options.email,
        actor=console.actor,
    )
    person = people.find(console.office, options.name)
    memberships = people.memberships(console.office, person)
    link = people.sign_in_link(console.office, options.name, actor=console.actor)
    console.say("cli.people.link", name=options.name)
    console.show(
        _value(person, memberships) | {"link": link}, f"{person.name}  {_roles(memberships)}", link
    )
    return DONE


def _list(options: argparse.Namespace, console: Console) -> int:
    found = people.list_all(console.office, options.place)
    rows = [
        (
            person.name,
            _roles(memberships),
            console.words("cli.people.out") if person.disabled else "",
        )
        for person, memberships in found
    ]
    console.show([_value(*item) for item in found], *(line.rstrip() for line in table(rows)))
    return DONE


def _disable(options: argparse.Namespace, console: Console) -> int:
    return _shown(people.disable(console.office, options.name, actor=console.actor), console)


def _enable(options: argparse.Namespace, console: Console) -> int:
    return _shown(people.enable(console.office, options.name, actor=console.actor), console)


def _link(options: argparse.Namespace, console: Console) -> int:
    link = people.sign_in_link(console.office, options.name, actor=console.actor)
    console.say("cli.people.link", name=options.name)
    console.show({"link": link}, link)
    return DONE


def _shown(person: Person, console: Console) -> int:
    memberships = people.memberships(console.office, person)
    console.show(_value(person, memberships), f"{person.name}  {_roles(memberships)}".rstrip())
    return DONE


def _roles(memberships: tuple[Membership, ...]) -> str:
    return ", ".join(f"{item.place} ({item.role})" for item in memberships)


def _value(person: Person, memberships: tuple[Membership, ...]) -> dict[str, Any]:
    return {
        "id": person.id,
        "name": person.name,
        "email": person.email,
        "disabled": person.disabled,
        "places": {item.place: item.role for item in memberships},
    }
