"""`badge-issuer framework bridges|bridge|review|publish-bridges`: links to official items."""

import argparse
from pathlib import Path
from typing import Any, get_args

from badges.frameworks.sssom_reading import MAX_LENGTH
from badges.i18n import Translator
from badges.model.concepts import RowProblem
from badges.model.framework import Relation
from issuer.cli.console import DONE, FAILED, Console, table
from issuer.cli.speaking import add_speaker, speaker
from issuer.errors import InvalidRequest, RowsRefused
from issuer.model import BRIDGE_STATUSES, Bridge
from issuer.services.commons import bridges, referentials
from issuer.services.commons.bridges import BridgeRequest, Examined

_PROBLEMS_SHOWN = 50


def register_into(actions: Any, common: argparse.ArgumentParser, words: Translator) -> None:
    """Add the sub-commands of bridges."""
    listing = actions.add_parser(
        "bridges",
        parents=[common],
        epilog="example: badge-issuer framework bridges tiers-lieux --status reviewed",
        help=words("cli.help.bridges.list"),
    )
    listing.add_argument(
        "framework", metavar="FRAMEWORK", nargs="?", help=words("cli.help.commons.framework")
    )
    listing.add_argument("--status", choices=BRIDGE_STATUSES)
    listing.set_defaults(run=_list)
    _add_proposing(actions, common, words)
    _add_reviewing(actions, common, words)
    importing = actions.add_parser(
        "import-bridges",
        parents=[common],
        epilog="example: badge-issuer framework import-bridges tiers-lieux liens.sssom.tsv",
        help=words("cli.help.bridges.import"),
    )
    importing.add_argument(
        "framework", metavar="FRAMEWORK", help=words("cli.help.commons.framework")
    )
    importing.add_argument("file", metavar="FILE", type=Path)
    importing.add_argument(
        "--skip-bad", action="store_true", help=words("cli.help.bridges.skip_bad")
    )
    add_speaker(importing, words)
    importing.set_defaults(run=_import)


def _add_proposing(actions: Any, common: argparse.ArgumentParser, words: Translator) -> None:
    proposing = actions.add_parser(
        "bridge",
        parents=[common],
        epilog="example: badge-issuer framework bridge TL-FAB-01 closeMatch rome 300361",
        help=words("cli.help.bridges.propose"),
    )
    proposing.add_argument("competency", metavar="CODE", help=words("cli.help.bridges.code"))
    proposing.add_argument(
        "relation", choices=get_args(Relation), help=words("cli.help.bridges.relation")
    )
    proposing.add_argument("scheme", metavar="SCHEME", help=words("cli.help.bridges.scheme"))
    proposing.add_argument("item", metavar="ITEM", help=words("cli.help.bridges.item"))
    for name in ("label", "kind", "edition", "uri"):
        proposing.add_argument(f"--{name}", default="", help=words("cli.help.bridges.typed"))
    proposing.add_argument("--why", default="", help=words("cli.help.bridges.why"))
    add_speaker(proposing, words)
    proposing.set_defaults(run=_propose)


def _add_reviewing(actions: Any, common: argparse.ArgumentParser, words: Translator) -> None:
    reviewing = actions.add_parser(
        "review",
        parents=[common],
        epilog="example: badge-issuer framework review 9f1c… agree --as Zoé",
        help=words("cli.help.bridges.review"),
    )
    reviewing.add_argument("bridge", metavar="ID", help=words("cli.help.bridges.id"))
    reviewing.add_argument("verdict", choices=("agree", "refuse"))
    reviewing.add_argument("--comment", metavar="TEXT", help=words("cli.help.bridges.comment"))
    add_speaker(reviewing, words)
    reviewing.set_defaults(run=_review)
    publishing = actions.add_parser(
        "publish-bridges",
        parents=[common],
        epilog="example: badge-issuer framework publish-bridges tiers-lieux",
        help=words("cli.help.bridges.publish"),
    )
    publishing.add_argument(
        "framework", metavar="FRAMEWORK", help=words("cli.help.commons.framework")
    )
    add_speaker(publishing, words)
    publishing.set_defaults(run=_publish)


def _list(options: argparse.Namespace, console: Console) -> int:
    statuses = (options.status,) if options.status else BRIDGE_STATUSES
    found = bridges.queue(
        console.office, framework=options.framework, statuses=statuses, limit=1_000
    )
    return _shown(found, console)


def _propose(options: argparse.Namespace, console: Console) -> int:
    home, slash, name = options.competency.partition("/")
    if not slash:
        framework, item = referentials.competency(console.office, options.competency)
        home, name = framework.slug, item.notation
    request = BridgeRequest(
        framework=home,
        competency=name,
        relation=options.relation,
        scheme=options.scheme,
        code=options.item,
        label=options.label,
        kind=options.kind,
        version=options.edition,
        uri=options.uri or None,
        justification=options.why,
    )
    return _one(bridges.propose(console.office, request, by=speaker(options, console)), console)


def _review(options: argparse.Namespace, console: Console) -> int:
    shown = bridges.review(
        console.office,
        options.bridge,
        options.verdict,
        by=speaker(options, console),
        comment=options.comment,
    )
    return _one(shown, console)


def _publish(options: argparse.Namespace, console: Console) -> int:
    by = speaker(options, console)
    done = bridges.publish_reviewed(console.office, options.framework, by=by)
    console.say("cli.bridges.published", count=len(done))
    return _shown(done, console)


def _import(options: argparse.Namespace, console: Console) -> int:
    try:
        report = bridges.import_rows(
            console.office,
            options.framework,
            _read(options.file),
            by=speaker(options, console),
            file=options.file.name,
            skip_bad=options.skip_bad,
        )
    except RowsRefused as error:
        return _refuse(error, console)
    problems = _problems(report.problems, console)
    console.say(
        "cli.bridges.imported",
        added=len(report.added), known=report.known, problems=len(problems),
    )  # fmt: skip
    value = {
        "added": [_value(item) for item in report.added],
        "known": report.known,
        "problems": problems,
    }
    console.show(value, *table([_row(item) for item in report.added]))
    return DONE


def _refuse(error: RowsRefused, console: Console) -> int:
    """Say which lines, then what to do; with `--json` all in the one value."""
    problems = _problems(error.problems, console)
    sentence = console.words(error.code, **error.params)
    console.show(
        {
            "error": {"code": error.code, "params": error.params, "message": sentence},
            "problems": problems,
            "problem_count": error.count,
        }
    )
    console.say(error.code, **error.params)
    return FAILED


def _problems(found: tuple[RowProblem, ...], console: Console) -> list[dict[str, Any]]:
    """The lines that cannot be used, for programs; the first of them are said to people."""
    problems = [
        {"line": item.line, "code": item.code, "message": console.words(item.code, **item.params)}
        for item in found
    ]
    for problem in problems[:_PROBLEMS_SHOWN]:
        console.say("cli.bridges.problem", line=problem["line"] or "–", message=problem["message"])
    return problems


def _read(path: Path) -> str:
    """The text of a table.

    Raises:
        InvalidRequest: it cannot be read, is too large, or is not UTF-8.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_LENGTH + 1)
    except OSError as error:
        raise InvalidRequest(
            "cli.file.unreadable", field="file", file=str(path), reason=error.strerror or ""
        ) from error
    if len(content) > MAX_LENGTH:
        raise InvalidRequest("cli.file.too_large", field="file", file=str(path), limit=MAX_LENGTH)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidRequest("cli.file.not_utf8", field="file", file=str(path)) from error


def _one(shown: Examined, console: Console) -> int:
    for code in shown.warnings:
        console.say(code)
    reviews = [
        {
            "reviewer": item.reviewer_name,
            "place": item.place,
            "verdict": item.verdict,
            "comment": item.comment,
            "round": item.round,
        }
        for item in shown.reviews
    ]
    value = _value(shown.bridge) | {"checked": shown.checked, "reviews": reviews}
    lines = (
        f"  {item.reviewer_name}: {item.verdict} {item.comment or ''}".rstrip()
        for item in shown.reviews
    )
    console.show(value, *table([_row(shown.bridge)]), *lines)
    return DONE


def _shown(found: tuple[Bridge, ...], console: Console) -> int:
    console.show([_value(item) for item in found], *table([_row(item) for item in found]))
    return DONE


def _row(bridge: Bridge) -> tuple[str, ...]:
    target = f"{bridge.scheme} {bridge.code}"
    return bridge.id, bridge.status, bridge.relation, target, bridge.label


def _value(bridge: Bridge) -> dict[str, Any]:
    names = (
        "id", "framework", "competency", "relation", "scheme", "kind", "code", "label",
        "version", "status", "author", "author_place", "round", "note",
    )  # fmt: skip
    return {name: getattr(bridge, name) for name in names} | {
        "created": bridge.created.isoformat(),
        "changed": bridge.changed.isoformat(),
    }
