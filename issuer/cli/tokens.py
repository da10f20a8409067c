"""`badge-issuer user token`: what lets programs act for a place."""

import argparse
from typing import Any

from badges.i18n import Translator
from issuer.cli.console import DONE, Console, table
from issuer.cli.speaking import add_keeper, keeper
from issuer.errors import InvalidRequest
from issuer.model import ApiToken
from issuer.services.people import operator, tokens

_LIST, _REVOKE = "list", "revoke"


def add_tokens(actions: Any, common: argparse.ArgumentParser, words: Translator) -> None:
    """Add `token NAME`, `token list` and `token revoke NAME`."""
    making = actions.add_parser(
        "token",
        parents=[common],
        usage="badge-issuer user token [OPTIONS] (NAME | list | revoke NAME)",
        epilog="example: badge-issuer user token caisse --scope credentials.issue --days 365",
        help=words("cli.help.tokens.token"),
    )
    making.add_argument("words", nargs="+", metavar="NAME", help=words("cli.help.tokens.words"))
    making.add_argument(
        "--scope",
        action="append",
        dest="scopes",
        choices=tokens.SCOPES,
        help=words("cli.help.tokens.scope"),
    )
    making.add_argument("--days", type=int, metavar="N", help=words("cli.help.tokens.days"))
    add_keeper(making, words)
    making.set_defaults(run=_token)


def _token(options: argparse.Namespace, console: Console) -> int:
    place, given = keeper(options, console), options.words
    if given == [_LIST]:
        return _list(place, console)
    if given[0] == _REVOKE:
        return _revoke(place, given[1:], console)
    return _add(place, " ".join(given), options, console)


def _add(place: str, name: str, options: argparse.Namespace, console: Console) -> int:
    scopes = tuple(options.scopes or ())
    by = operator(console.actor)
    made = tokens.add_token(console.office, by, place, name, scopes, days=options.days)
    console.say("cli.tokens.shown_once")
    console.show(_value(made.token, console) | {"token": made.secret}, made.secret)
    return DONE


def _list(place: str, console: Console) -> int:
    found = tokens.list_tokens(console.office, operator(console.actor), place)
    rows = [
        (token.name, ", ".join(token.scopes), _day(token.expires), _state(token, console))
        for token in found
    ]
    console.show([_value(token, console) for token in found], *table(rows))
    return DONE


def _revoke(place: str, names: list[str], console: Console) -> int:
    if not names:
        raise InvalidRequest("cli.tokens.name_wanted", field="name")
    by = operator(console.actor)
    token = tokens.revoke_token(console.office, by, place, " ".join(names))
    console.show(_value(token, console), f"{token.name}  {_state(token, console)}")
    return DONE


def _is_live(token: ApiToken, console: Console) -> bool:
    return tokens.is_live(token, console.office.clock.now())


def _state(token: ApiToken, console: Console) -> str:
    return console.words("cli.tokens.live" if _is_live(token, console) else "cli.tokens.over")


def _day(instant: Any) -> str:
    return "-" if instant is None else str(instant.date())


def _value(token: ApiToken, console: Console) -> dict[str, Any]:
    return {
        "id": token.id,
        "name": token.name,
        "place": token.place,
        "scopes": list(token.scopes),
        "expires": None if token.expires is None else token.expires.isoformat(),
        "used": None if token.used is None else str(token.used.date()),
        "live": _is_live(token, console),
    }
