"""`badge-issuer framework …`: write referentials, compare and publish them."""

import argparse
from typing import Any

from badges.i18n import Translator
from badges.model.framework import Framework
from issuer.cli import bridges, proposals
from issuer.cli.comparisons import brief, comparison_lines, said, told
from issuer.cli.console import DONE, Console, table
from issuer.cli.speaking import add_keeper, add_speaker, keeper, speaker
from issuer.errors import InvalidRequest
from issuer.services.commons import authoring, referentials
from issuer.services.commons.authoring import CompetencyRequest, DomainRequest, FrameworkRequest
from issuer.services.commons.comparing import STEPS, compare
from issuer.services.commons.drafts import Draft

_TYPES = ("technique", "savoir-etre", "metier")


def register_into(actions: Any, common: argparse.ArgumentParser, words: Translator) -> None:
    """Add the sub-commands of `framework` that write, then those of proposals and bridges."""
    _add_beginnings(actions, common, words)
    _add_competencies(actions, common, words)
    _add_publications(actions, common, words)
    proposals.register_into(actions, common, words)
    bridges.register_into(actions, common, words)


def _add_beginnings(actions: Any, common: argparse.ArgumentParser, words: Translator) -> None:
    creating = actions.add_parser(
        "create",
        parents=[common],
        epilog='example: badge-issuer framework create "Nos savoir-faire" --domain Bois',
        help=words("cli.help.commons.create"),
    )
    creating.add_argument("title", metavar="TITLE")
    _add_names(creating, words)
    creating.add_argument("--description", metavar="TEXT")
    creating.add_argument("--language", default="fr", help=words("cli.help.commons.language"))
    creating.add_argument(
        "--domain", action="append", default=[], metavar="LABEL",
        help=words("cli.help.commons.domain_label"),
    )  # fmt: skip
    creating.set_defaults(run=_create)
    forking = actions.add_parser(
        "fork",
        parents=[common],
        epilog="example: badge-issuer framework fork tiers-lieux --place cafe",
        help=words("cli.help.commons.fork"),
    )
    _add_framework(forking, words)
    forking.add_argument("--title", metavar="TITLE")
    _add_names(forking, words)
    forking.add_argument("--edition", metavar="V", help=words("cli.help.commons.edition"))
    forking.set_defaults(run=_fork)
    keeping = actions.add_parser(
        "keep",
        parents=[common],
        epilog="example: badge-issuer framework keep tiers-lieux --place cafe",
        help=words("cli.help.commons.keep"),
    )
    _add_framework(keeping, words)
    add_keeper(keeping, words)
    add_speaker(keeping, words)
    keeping.set_defaults(run=_keep)


def _add_names(parser: argparse.ArgumentParser, words: Translator) -> None:
    parser.add_argument("--slug", metavar="NAME", help=words("cli.help.commons.slug"))
    parser.add_argument("--prefix", metavar="CODE", help=words("cli.help.commons.prefix"))
    add_keeper(parser, words)
    add_speaker(parser, words)


def _add_competencies(actions: Any, common: argparse.ArgumentParser, words: Translator) -> None:
    adding = actions.add_parser(
        "add",
        parents=[common],
        epilog='example: badge-issuer framework add mes-savoirs "Raboter" --statement "Je rabote."',
        help=words("cli.help.commons.add"),
    )
    _add_framework(adding, words)
    adding.add_argument("label", metavar="LABEL")
    adding.add_argument(
        "--statement", required=True, metavar="TEXT", help=words("cli.help.commons.statement")
    )
    adding.add_argument("--definition", metavar="TEXT")
    adding.add_argument("--domain", metavar="CODE", help=words("cli.help.commons.domain_code"))
    adding.add_argument("--type", choices=_TYPES, default="metier")
    adding.add_argument("--language", default="fr", help=words("cli.help.commons.language"))
    add_speaker(adding, words)
    adding.set_defaults(run=_add)
    ending = actions.add_parser(
        "deprecate",
        parents=[common],
        epilog="example: badge-issuer framework deprecate MS-BOI-01 --replaced-by MS-BOI-02",
        help=words("cli.help.commons.deprecate"),
    )
    ending.add_argument("competency", metavar="CODE", help=words("cli.help.commons.code"))
    ending.add_argument("--replaced-by", metavar="CODE", help=words("cli.help.commons.replaced_by"))
    ending.add_argument("--reason", metavar="TEXT")
    add_speaker(ending, words)
    ending.set_defaults(run=_deprecate)


def _add_publications(actions: Any, common: argparse.ArgumentParser, words: Translator) -> None:
    publishing = actions.add_parser(
        "publish",
        parents=[common],
        epilog='example: badge-issuer framework publish mes-savoirs --note "Le bois est là."',
        help=words("cli.help.commons.publish"),
    )
    _add_framework(publishing, words)
    publishing.add_argument("--note", metavar="TEXT", help=words("cli.help.commons.note"))
    publishing.add_argument("--step", choices=STEPS, help=words("cli.help.commons.step"))
    add_speaker(publishing, words)
    publishing.set_defaults(run=_publish)
    listing = actions.add_parser(
        "versions",
        parents=[common],
        epilog="example: badge-issuer framework versions tiers-lieux",
        help=words("cli.help.commons.versions"),
    )
    _add_framework(listing, words)
    listing.set_defaults(run=_versions)
    comparing = actions.add_parser(
        "compare",
        parents=[common],
        epilog="example: badge-issuer framework compare tiers-lieux tiers-lieux-cafe@1.0.0",
        help=words("cli.help.commons.compare"),
    )
    comparing.add_argument("before", metavar="A", help=words("cli.help.commons.compared"))
    comparing.add_argument(
        "after", metavar="B", nargs="?", help=words("cli.help.commons.compared_with")
    )
    comparing.set_defaults(run=_compare)


def _add_framework(parser: argparse.ArgumentParser, words: Translator) -> None:
    parser.add_argument("framework", metavar="FRAMEWORK", help=words("cli.help.commons.framework"))


def _create(options: argparse.Namespace, console: Console) -> int:
    tongue = options.language
    request = FrameworkRequest(
        title={tongue: options.title},
        place=keeper(options, console),
        slug=options.slug,
        prefix=options.prefix,
        description={tongue: options.description or ""},
        domains=tuple(DomainRequest({tongue: label}) for label in options.domain),
    )
    return _begun(authoring.create(console.office, request, by=speaker(options, console)), console)


def _fork(options: argparse.Namespace, console: Console) -> int:
    opened = authoring.fork(
        console.office,
        options.framework,
        place=keeper(options, console),
        by=speaker(options, console),
        title={console.settings.language: options.title} if options.title else None,
        slug=options.slug,
        prefix=options.prefix,
        version=options.edition,
    )
    return _begun(opened, console)


def _begun(opened: Draft, console: Console) -> int:
    console.say("cli.commons.begun", framework=opened.record.slug)
    framework = opened.framework
    console.show(_value(framework, console), *_lines(framework, console))
    return DONE


def _keep(options: argparse.Namespace, console: Console) -> int:
    record = authoring.keep(
        console.office,
        options.framework,
        keeper(options, console),
        by=speaker(options, console),
    )
    console.show(
        {"framework": record.slug, "place": record.place}, f"{record.slug}  {record.place}"
    )
    return DONE


def _add(options: argparse.Namespace, console: Console) -> int:
    tongue = options.language
    framework = authoring.draft(console.office, options.framework).framework
    request = CompetencyRequest(
        label={tongue: options.label},
        statement={tongue: options.statement},
        definition={tongue: options.definition or ""},
        domain=options.domain or _only_domain(framework),
        type=options.type,
    )
    _, item = authoring.add_competency(
        console.office, options.framework, request, by=speaker(options, console)
    )
    console.show(brief(item, console), f"{item.notation}  {said(item, console)}")
    return DONE


def _only_domain(framework: Framework) -> str:
    """The domain of a framework that has one; else people have to say which.

    Raises:
        InvalidRequest: there are several.
    """
    codes = [domain.code for domain in framework.domains]
    if len(codes) > 1:
        raise InvalidRequest("cli.commons.which_domain", field="domain", known=", ".join(codes))
    return codes[0] if codes else ""


def _deprecate(options: argparse.Namespace, console: Console) -> int:
    framework, found = referentials.competency(console.office, options.competency)
    opened = authoring.deprecate(
        console.office,
        framework.slug,
        found.notation,
        by=speaker(options, console),
        replaced_by=options.replaced_by,
        reason=options.reason,
    )
    item = opened.framework.find(found.notation)
    console.say("cli.commons.to_publish", framework=framework.slug)
    console.show(brief(item, console), f"{item.notation}  {said(item, console)}")
    return DONE


def _publish(options: argparse.Namespace, console: Console) -> int:
    frozen = authoring.publish(
        console.office,
        options.framework,
        by=speaker(options, console),
        note=options.note,
        step=options.step,
    )
    console.show(_value(frozen, console), f"{frozen.slug}  {frozen.version}")
    return DONE


def _versions(options: argparse.Namespace, console: Console) -> int:
    found = referentials.versions(console.office, options.framework)
    rows = [
        (item.version, item.published.date().isoformat(), item.author, item.note) for item in found
    ]
    names = ("version", "published", "author", "note")
    console.show([dict(zip(names, row, strict=True)) for row in rows], *table(rows))
    return DONE


def _compare(options: argparse.Namespace, console: Console) -> int:
    before = _named(options.before, console)
    if options.after is None:
        after = authoring.draft(console.office, before.slug).framework
    else:
        after = _named(options.after, console)
    comparison = compare(before, after)
    if not comparison.any:
        console.say("cli.commons.same")
    console.show(told(comparison, console), *comparison_lines(comparison, console))
    return DONE


def _named(name: str, console: Console) -> Framework:
    """A framework as people name it: `tiers-lieux`, or `tiers-lieux@1.0.0`."""
    slug, _, version = name.partition("@")
    return referentials.published(console.office, slug, version or None)


def _value(framework: Framework, console: Console) -> dict[str, Any]:
    return {
        "framework": framework.slug,
        "title": framework.title.say(console.settings.language),
        "version": framework.version,
        "place": framework.place,
        "prefix": framework.notation_prefix,
        "domains": [domain.code for domain in framework.domains],
        "competencies": [item.notation for item in framework.competencies],
    }


def _lines(framework: Framework, console: Console) -> list[str]:
    language = console.settings.language
    rows = [
        (domain.code, str(len(framework.of_domain(domain.code))), domain.label.say(language))
        for domain in framework.domains
    ]
    return [f"{framework.title.say(language)} ({framework.slug})", *table(rows)]
