"""`badge-issuer revoke`, `suspend`, `reinstate`, `renew`, `correct`: the life of one badge."""

import argparse
from pathlib import Path
from typing import Any

from badges.i18n import Translator
from issuer.cli.awards import describe, prepare_folder, write_files
from issuer.cli.console import DONE, Console, table
from issuer.cli.speaking import add_speaker, speaker
from issuer.model import Award
from issuer.services.life import correcting, renewing, revoking
from issuer.services.life.correcting import Correction
from issuer.services.life.public_reasons import READY

_HELP = {
    "revoke": "cli.help.awards.cancel_a_badge_for",
    "suspend": "cli.help.awards.suspend_a_badge_for",
    "reinstate": "cli.help.awards.end_a_suspension",
}
_CORRECTED = ("name", "narrative", "evidence_url", "awarded", "hours", "level", "valid_until")


def register(commands: Any, common: argparse.ArgumentParser, words: Translator) -> None:
    """Add `revoke`, `suspend`, `reinstate`, `renew` and `correct`."""
    for action in ("revoke", "suspend", "reinstate"):
        turning = _add(commands, common, words, action, '--reason "…"')
        needs_reason = action in READY
        turning.add_argument(
            "--reason", required=needs_reason, help=words("cli.help.awards.kept_private_in_the")
        )
        if needs_reason:
            turning.add_argument(
                "--public-reason",
                metavar="T",
                help=words("cli.help.life.public_reason", known=", ".join(READY[action])),
            )
        turning.set_defaults(run=_turn, action=action)
    renewing_one = _add(commands, common, words, "renew", "--valid-until 2028-11-22")
    renewing_one.add_argument("--valid-until", metavar="DATE", help=words("cli.help.life.next_end"))
    renewing_one.add_argument("--email", help=words("cli.help.life.same_address"))
    _add_output(renewing_one, words)
    renewing_one.set_defaults(run=_renew)
    _register_correct(commands, common, words)


def _register_correct(commands: Any, common: argparse.ArgumentParser, words: Translator) -> None:
    correcting_one = _add(commands, common, words, "correct", '--name "Zoé Martin" --reason "…"')
    for field in _CORRECTED:
        correcting_one.add_argument(
            f"--{field.replace('_', '-')}", help=words(f"cli.help.life.{field}")
        )
    correcting_one.add_argument(
        "--reason", required=True, help=words("cli.help.awards.kept_private_in_the")
    )
    _add_output(correcting_one, words)
    correcting_one.set_defaults(run=_correct)


def _add(
    commands: Any, common: argparse.ArgumentParser, words: Translator, action: str, example: str
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        action,
        parents=[common],
        help=words(_HELP.get(action, f"cli.help.life.{action}")),
        epilog=f"example: badge-issuer {action} K7QMX-3FPAB {example}",
    )
    parser.add_argument(
        "award", metavar="ID", help=words("cli.help.awards.its_identifier_address_or")
    )
    add_speaker(parser, words)
    return parser


def _add_output(parser: argparse.ArgumentParser, words: Translator) -> None:
    parser.add_argument(
        "-o", "--output", type=Path, metavar="DIR", help=words("cli.help.awards.where_to_write_the")
    )


def _turn(options: argparse.Namespace, console: Console) -> int:
    by = speaker(options, console)
    if options.action == "reinstate":
        award = revoking.reinstate(console.office, options.award, by, reason=options.reason)
    else:
        turn = revoking.revoke if options.action == "revoke" else revoking.suspend
        award = turn(
            console.office,
            options.award,
            by,
            reason=options.reason,
            public_reason=options.public_reason,
        )
    console.say(f"cli.award.{award.state}", holder=award.holder, code=award.short_code)
    console.show({"id": award.id, "url": award.url, "state": award.state})
    return DONE


def _renew(options: argparse.Namespace, console: Console) -> int:
    by = speaker(options, console)
    folder = prepare_folder(options.output or console.data_dir / "badges")
    award = renewing.renew(
        console.office,
        options.award,
        by,
        valid_until=options.valid_until,
        email=options.email,
    )
    console.say("cli.life.renewed", holder=award.holder, code=award.short_code)
    return _told(award, folder, console)


def _correct(options: argparse.Namespace, console: Console) -> int:
    by = speaker(options, console)
    folder = prepare_folder(options.output or console.data_dir / "badges")
    wanted = Correction(**{field: getattr(options, field) for field in _CORRECTED})
    award = correcting.correct(console.office, options.award, by, wanted, reason=options.reason)
    console.say("cli.life.corrected", holder=award.holder, code=award.short_code)
    return _told(award, folder, console)


def _told(award: Award, folder: Path, console: Console) -> int:
    files = write_files(award, folder, console)
    value = describe(award, files, console)
    rows = [(name, str(value[name])) for name in ("id", "url", "verify_url", "short_code")]
    console.show(value, *table(rows + list(files.items())))
    return DONE
