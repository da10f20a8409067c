"""`badge-issuer mail`: the outbox at the command line, and letters that came back."""

import argparse
import sys
from typing import Any, get_args

from badges.i18n import Translator
from issuer.cli.console import DONE, FAILED, Console, table
from issuer.model import Letter, LetterState
from issuer.services import people
from issuer.services.mail import bounces, outbox, sending

_STATES: tuple[LetterState, ...] = get_args(LetterState)


def register(commands: Any, common: argparse.ArgumentParser, words: Translator) -> None:
    """Add `mail list|show|send|retry|handed|bounce`."""
    whole = commands.add_parser(
        "mail", help=words("cli.help.mail.whole"), epilog="example: badge-issuer mail list"
    )
    actions = whole.add_subparsers(dest="action", required=True, metavar="ACTION")
    listing = actions.add_parser(
        "list",
        parents=[common],
        epilog="example: badge-issuer mail list --state failed",
        help=words("cli.help.mail.list"),
    )
    listing.add_argument("--place", metavar="PLACE", help=words("cli.help.mail.place"))
    listing.add_argument("--state", choices=_STATES, help=words("cli.help.mail.state"))
    listing.set_defaults(run=_list)
    for name, run in (("show", _show), ("retry", _retry), ("handed", _handed)):
        acting = actions.add_parser(
            name,
            parents=[common],
            epilog=f"example: badge-issuer mail {name} 4f8b1c1e-7a53-4b1c-9d55-0a8d3a1f0b11",
            help=words(f"cli.help.mail.{name}"),
        )
        acting.add_argument("letter", metavar="LETTER", help=words("cli.help.mail.letter"))
        acting.set_defaults(run=run)
    for name, going, example in (
        ("send", _send, "badge-issuer mail send"),
        ("bounce", _bounce, "badge-issuer mail bounce < message.eml"),
    ):
        acting = actions.add_parser(
            name,
            parents=[common],
            epilog=f"example: {example}",
            help=words(f"cli.help.mail.{name}"),
        )
        acting.set_defaults(run=going)


def _list(options: argparse.Namespace, console: Console) -> int:
    found = outbox.listing(console.office, place=options.place, state=options.state)
    say = console.words
    rows = [
        (item.id, say(f"mail.state.{item.state}"), say(f"mail.kind.{item.kind}"), item.recipient)
        for item in found
    ]
    console.show([_value(item) for item in found], *(line.rstrip() for line in table(rows)))
    return DONE


def _show(options: argparse.Namespace, console: Console) -> int:
    letter = outbox.read(console.office, people.operator(console.actor), options.letter)
    lines = letter.text.splitlines() or [console.words("mail.forgotten")]
    console.show(
        _value(letter) | {"text": letter.text}, letter.recipient, letter.subject, "", *lines
    )
    return DONE


def _send(_: argparse.Namespace, console: Console) -> int:
    office = console.office
    if office.postman is None:
        console.say("cli.mail.no_server")
    report = sending.send_due(office)
    counts = {"sent": report.sent, "delayed": report.delayed, "failed": report.failed}
    console.show(counts, console.words("cli.mail.round", **counts))
    return DONE if office.postman is not None else FAILED


def _retry(options: argparse.Namespace, console: Console) -> int:
    by = people.operator(console.actor)
    return _told(outbox.retry(console.office, by, options.letter), console)


def _handed(options: argparse.Namespace, console: Console) -> int:
    by = people.operator(console.actor)
    return _told(outbox.hand_over(console.office, by, options.letter), console)


def _bounce(_: argparse.Namespace, console: Console) -> int:
    message = sys.stdin.buffer.read(bounces.BOUNCE_LIMIT + 1)
    return _told(bounces.take_back(console.office, message, actor=console.actor), console)


def _told(letter: Letter, console: Console) -> int:
    console.show(_value(letter), f"{letter.id}  {console.words(f'mail.state.{letter.state}')}")
    return DONE


def _value(letter: Letter) -> dict[str, Any]:
    return {
        "id": letter.id,
        "place": letter.place,
        "kind": letter.kind,
        "state": letter.state,
        "recipient": letter.recipient,
        "subject": letter.subject,
        "created": letter.created.isoformat(),
        "attempts": letter.attempts,
        "problem": letter.problem,
    }
