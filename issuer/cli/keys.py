"""`badge-issuer key`: the signing keys of a place."""

import argparse
from typing import Any

from badges.i18n import Translator
from issuer.cli import key_care
from issuer.cli.console import DONE, Console, table
from issuer.model import SigningKey
from issuer.services import keyring


def register(commands: Any, common: argparse.ArgumentParser, words: Translator) -> None:
    """Add `key list|rotate|revoke`, and what `key_care` adds."""
    whole = commands.add_parser(
        "key",
        help=words("cli.help.keys.signing_keys_of_a"),
        epilog="example: badge-issuer key rotate fablab-du-moulin",
    )
    actions = whole.add_subparsers(dest="action", required=True, metavar="ACTION")
    listing = actions.add_parser(
        "list",
        parents=[common],
        epilog="example: badge-issuer key list fablab-du-moulin",
        help=words("cli.help.keys.every_key_it_ever"),
    )
    listing.add_argument("place", metavar="PLACE")
    listing.set_defaults(run=_list)
    rotating = actions.add_parser(
        "rotate",
        parents=[common],
        epilog="example: badge-issuer key rotate fablab-du-moulin",
        help=words("cli.help.keys.new_keys_from_now"),
    )
    rotating.add_argument("place", metavar="PLACE")
    rotating.set_defaults(run=_rotate)
    revoking = actions.add_parser(
        "revoke",
        parents=[common],
        epilog='example: badge-issuer key revoke fablab-du-moulin key-1 --reason "vol"',
        help=words("cli.help.keys.declare_a_key_compromised"),
    )
    revoking.add_argument("place", metavar="PLACE")
    revoking.add_argument("name", metavar="KEY", help=words("cli.help.keys.such_as_key_1"))
    revoking.add_argument("--reason", required=True)
    revoking.set_defaults(run=_revoke)
    key_care.register(actions, common, words)


def _list(options: argparse.Namespace, console: Console) -> int:
    return _shown(keyring.list_all(console.office, options.place), console)


def _rotate(options: argparse.Namespace, console: Console) -> int:
    made = keyring.rotate(console.office, options.place, actor=console.actor)
    return _shown(made, console)


def _revoke(options: argparse.Namespace, console: Console) -> int:
    key = keyring.revoke(
        console.office, options.place, options.name, reason=options.reason, actor=console.actor
    )
    console.say("cli.key.what_next", place=options.place, name=key.name)
    return _shown((key,), console)


def _shown(keys: tuple[SigningKey, ...], console: Console) -> int:
    rows = [(key.name, key.algorithm, key.state, key.created.isoformat()) for key in keys]
    names = ("name", "algorithm", "state", "created")
    console.show([dict(zip(names, row, strict=True)) for row in rows], *table(rows))
    return DONE
