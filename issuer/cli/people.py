"""`badge-issuer user`: the people who work here, their roles, and how they come in."""

import argparse
import getpass
import sys
from typing import Any

from badges.i18n import Translator
from issuer.cli.console import DONE, Console, table
from issuer.cli.speaking import add_keeper, keeper
from issuer.cli.tokens import add_tokens
from issuer.errors import InvalidRequest
from issuer.model import ROLES, Membership, Person
from issuer.services import people
from issuer.services.people import passwords, team

_LINE_LIMIT = 1_000


def register(commands: Any, common: argparse.ArgumentParser, words: Translator) -> None:
    """Add `user add|invite|list|disable|enable|link|password|token`."""
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
    _add_invite(actions, common, words)
    _add_password(actions, common, words)
    add_tokens(actions, common, words)


def _add_invite(actions: Any, common: argparse.ArgumentParser, words: Translator) -> None:
    inviting = actions.add_parser(
        "invite",
        parents=[common],
        epilog='example: badge-issuer user invite "Zoé Martin" --role author --email zoe@cafe.fr',
        help=words("cli.help.people.invite"),
    )
    inviting.add_argument("name", metavar="NAME")
    role = words("cli.help.people.role")
    inviting.add_argument("--role", choices=ROLES, required=True, help=role)
    inviting.add_argument("--email", help=words("cli.help.people.email"))
    add_keeper(inviting, words)
    inviting.set_defaults(run=_invite)


def _add_password(actions: Any, common: argparse.ArgumentParser, words: Translator) -> None:
    setting = actions.add_parser(
        "password",
        parents=[common],
        epilog='example: badge-issuer user password "Zoé Martin"',
        help=words("cli.help.people.password"),
    )
    setting.add_argument("name", metavar="NAME", help=words("cli.help.people.name"))
    setting.add_argument("--stdin", action="store_true", help=words("cli.help.people.stdin"))
    setting.set_defaults(run=_password)


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


def _invite(options: argparse.Namespace, console: Console) -> int:
    invited = team.invite(
        console.office,
        people.operator(console.actor),
        options.name,
        options.email,
        place=keeper(options, console),
        role=options.role,
    )
    name, link = invited.person.name, invited.link or ""
    console.say("cli.people.invited", name=name)
    if invited.by_mail:
        console.say("cli.people.mailed", name=name)
    console.say("cli.people.link", name=name)
    roles = people.memberships(console.office, invited.person)
    console.show(_value(invited.person, roles) | {"link": link}, link)
    return DONE


def _password(options: argparse.Namespace, console: Console) -> int:
    person = people.find(console.office, options.name)
    typed = _typed_password(options, console)
    by = people.operator(console.actor)
    passwords.set_password(console.office, by, person.id, typed)
    console.say("cli.people.password_set", name=person.name)
    console.show({"id": person.id, "name": person.name})
    return DONE


def _typed_password(options: argparse.Namespace, console: Console) -> str:
    """What somebody types twice, or sends; never an argument, which every process can read."""
    if options.stdin:
        sent = sys.stdin.buffer.readline(_LINE_LIMIT)
        # What is no UTF-8 is refused later, like any text that nobody could type again.
        return sent.decode("utf-8", "surrogateescape").rstrip("\r\n")
    if not sys.stdin.isatty():
        raise InvalidRequest("cli.people.password_nowhere", field="password")
    try:
        first = getpass.getpass(console.words("cli.people.password_prompt"))
        again = getpass.getpass(console.words("cli.people.password_again"))
    except EOFError as error:
        raise InvalidRequest("cli.people.password_nowhere", field="password") from error
    if again != first:
        raise InvalidRequest("cli.people.password_differs", field="password")
    return first


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
