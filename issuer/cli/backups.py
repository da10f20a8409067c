"""`badge-issuer backup` and `restore`: everything in one file, and back."""

import argparse
from contextlib import suppress
from pathlib import Path
from typing import Any

from badges.encoding import encode_instant
from badges.errors import BadgeError
from badges.i18n import Translator
from badges.keys.passphrase import PASSPHRASE_BYTES
from issuer.bootstrap import open_clock
from issuer.cli.console import DONE, FAILED, Console, table
from issuer.cli.doctor import BROKEN, GOOD, Remark, examine, in_words
from issuer.cli.progress import progress_bar
from issuer.errors import InvalidRequest, NotFound
from issuer.jobs.backups import Restored, make_backup, restore_backup
from issuer.services.backups import Manifest
from issuer.services.journal import note
from issuer.services.people import operator
from issuer.services.privacy import erasing
from issuer.store.snapshots import newest_revision

_MEGABYTE = 1_000_000
_PASSPHRASE_SIZE = 1_000
_LIST_SIZE = 5_000_000
_COUNTED = {"badges": "awards", "places": "places", "keys": "signing_keys", "people": "people"}


def register(commands: Any, common: argparse.ArgumentParser, words: Translator) -> None:
    """Add `backup` and `restore`."""
    making = commands.add_parser(
        "backup",
        parents=[common],
        help=words("cli.help.backups.backup"),
        epilog="example: badge-issuer backup /media/disque/badges-2026-11-22.backup",
    )
    making.add_argument("file", type=Path, metavar="FILE")
    making.add_argument("--force", action="store_true", help=words("cli.help.backups.force"))
    making.set_defaults(run=_backup)
    putting = commands.add_parser(
        "restore",
        parents=[common],
        help=words("cli.help.backups.restore"),
        epilog="example: badge-issuer restore /media/disque/badges-2026-11-22.backup",
    )
    putting.add_argument("file", type=Path, metavar="FILE")
    putting.add_argument("--replace", action="store_true", help=words("cli.help.backups.replace"))
    putting.add_argument(
        "--erased", type=Path, metavar="LIST", help=words("cli.help.backups.erased")
    )
    putting.set_defaults(run=_restore)
    for command in (making, putting):
        command.add_argument(
            "--passphrase-file",
            type=Path,
            metavar="PASSPHRASE",
            help=words("cli.help.backups.passphrase_file"),
        )


def _backup(options: argparse.Namespace, console: Console) -> int:
    passphrase = _passphrase(options.passphrase_file)
    with progress_bar(console, None, code="cli.backup.progress", look=1) as bar:
        manifest = make_backup(
            console.settings,
            open_clock(console.settings),
            options.file,
            passphrase=passphrase,
            over=options.force,
            tell=bar,
        )
    _noted(manifest, console)
    size = options.file.stat().st_size
    console.say("cli.backup.made", file=options.file, size=f"{size / _MEGABYTE:.1f}")
    console.say("cli.backup.sealed" if passphrase else "cli.backup.open")
    value = {"file": str(options.file), "size": size, "sealed": passphrase is not None}
    console.show(value | _described(manifest), *_lines(manifest, console))
    return DONE


def _noted(manifest: Manifest, console: Console) -> None:
    """Write the backup into the journal, unless that would change the tables of an older program.

    The file is whole by then: a journal that takes no line is no reason to call it a failure.
    """
    if manifest.revision != newest_revision():
        return
    with suppress(BadgeError):
        _note(console, "instance.backup")


def _note(console: Console, action: str) -> None:
    office = console.office
    with office.store.write() as work:
        note(office, work, operator(console.actor).name, action, place=None, subject="instance")


def _restore(options: argparse.Namespace, console: Console) -> int:
    erased = _addresses(options.erased)
    with progress_bar(console, None, code="cli.backup.progress", look=1) as bar:
        restored = restore_backup(
            console.settings,
            open_clock(console.settings),
            options.file,
            passphrase=_passphrase(options.passphrase_file),
            replace=options.replace,
            tell=bar,
        )
    return _told(restored, _erase_again(erased, console), console)


def _told(restored: Restored, erased: int, console: Console) -> int:
    manifest = restored.manifest
    _note(console, "instance.restore")
    remarks = [remark for remark in examine(console.settings) if remark.state != GOOD]
    if restored.kept is not None:
        console.say("cli.restore.kept", file=restored.kept)
    if manifest.base_url != console.settings.base_url:
        console.say(
            "cli.restore.address", origin=manifest.base_url, address=console.settings.base_url
        )
    for remark in remarks:
        _say(remark, console)
    console.say("cli.restore.erased", made=encode_instant(manifest.made), count=erased)
    kept = None if restored.kept is None else str(restored.kept)
    broken = [remark.code for remark in remarks if remark.state == BROKEN]
    value = _described(manifest) | {"erased": erased, "kept": kept, "broken": broken}
    console.show(value, *_lines(manifest, console))
    return FAILED if broken else DONE


def _say(remark: Remark, console: Console) -> None:
    console.say(
        "cli.restore.remark",
        state=console.words(f"cli.check.{remark.state}"),
        message=in_words(remark, console.words),
    )


def _erase_again(addresses: tuple[str, ...], console: Console) -> int:
    """Erase those who were erased after the backup; who is not in it was not in it yet."""
    done = 0
    for address in addresses:
        try:
            erasing.erase_address(console.office, operator(console.actor), address)
        except NotFound:
            continue
        done += 1
    return done


def _described(manifest: Manifest) -> dict[str, Any]:
    return {
        "made": encode_instant(manifest.made),
        "program": manifest.program,
        "revision": manifest.revision,
        "base_url": manifest.base_url,
        **{name: manifest.rows(source) for name, source in _COUNTED.items()},
    }


def _lines(manifest: Manifest, console: Console) -> list[str]:
    return table(
        [
            (console.words(f"cli.backup.{name}"), str(manifest.rows(source)))
            for name, source in _COUNTED.items()
        ]
    )


def _passphrase(path: Path | None) -> str | None:
    """The first line of a file: what is typed as an argument stands in the list of processes.

    Raises:
        InvalidRequest: it cannot be read, or is too short to help.
    """
    if path is None:
        return None
    lines = _read(path, _PASSPHRASE_SIZE).splitlines()
    passphrase = lines[0].strip() if lines else ""
    if len(passphrase.encode()) < PASSPHRASE_BYTES:
        raise InvalidRequest("backup.passphrase_short", file=str(path), least=PASSPHRASE_BYTES)
    return passphrase


def _addresses(path: Path | None) -> tuple[str, ...]:
    """The addresses of a list, one a line; read before anything is restored.

    Raises:
        InvalidRequest: it cannot be read.
    """
    lines = () if path is None else _read(path, _LIST_SIZE).splitlines()
    return tuple(line.strip() for line in lines if line.strip())


def _read(path: Path, limit: int) -> str:
    try:
        with path.open("rb") as file:
            return file.read(limit).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidRequest("backup.not_read", file=str(path), reason="UTF-8") from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InvalidRequest("backup.not_read", file=str(path), reason=reason) from error
