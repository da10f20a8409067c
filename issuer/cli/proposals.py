"""`badge-issuer framework proposals|propose|remark|decide`: the skills that people miss."""

import argparse
from collections.abc import Iterator
from typing import Any, get_args

from badges.i18n import Translator
from issuer.cli.console import DONE, Console, table
from issuer.cli.speaking import add_speaker, speaker
from issuer.model import PROPOSAL_STATES, Proposal
from issuer.services.commons import proposals
from issuer.services.commons.proposals import Decision, Discussion, ProposalRequest


def register_into(actions: Any, common: argparse.ArgumentParser, words: Translator) -> None:
    """Add the sub-commands of proposals."""
    listing = actions.add_parser(
        "proposals",
        parents=[common],
        epilog="example: badge-issuer framework proposals tiers-lieux --state open",
        help=words("cli.help.proposals.list"),
    )
    listing.add_argument(
        "framework", metavar="FRAMEWORK", nargs="?", help=words("cli.help.commons.framework")
    )
    listing.add_argument("--state", choices=PROPOSAL_STATES)
    listing.set_defaults(run=_list)
    _add_proposing(actions, common, words)
    remarking = actions.add_parser(
        "remark",
        parents=[common],
        epilog='example: badge-issuer framework remark 9f1c… "Nous aussi !" --as Zoé',
        help=words("cli.help.proposals.remark"),
    )
    remarking.add_argument("proposal", metavar="ID", help=words("cli.help.proposals.id"))
    remarking.add_argument("text", metavar="TEXT")
    add_speaker(remarking, words)
    remarking.set_defaults(run=_remark)
    deciding = actions.add_parser(
        "decide",
        parents=[common],
        epilog="example: badge-issuer framework decide 9f1c… merged --into TL-FAB-01",
        help=words("cli.help.proposals.decide"),
    )
    deciding.add_argument("proposal", metavar="ID", help=words("cli.help.proposals.id"))
    deciding.add_argument("decision", choices=get_args(Decision))
    deciding.add_argument("--reason", metavar="TEXT", help=words("cli.help.proposals.reason"))
    deciding.add_argument("--into", metavar="CODE", help=words("cli.help.proposals.into"))
    deciding.add_argument("--domain", metavar="CODE", help=words("cli.help.commons.domain_code"))
    add_speaker(deciding, words)
    deciding.set_defaults(run=_decide)


def _add_proposing(actions: Any, common: argparse.ArgumentParser, words: Translator) -> None:
    proposing = actions.add_parser(
        "propose",
        parents=[common],
        epilog='example: badge-issuer framework propose tiers-lieux "Affûter" '
        '--statement "J’affûte une lame." --reason "On le demande souvent."',
        help=words("cli.help.proposals.propose"),
    )
    proposing.add_argument(
        "framework", metavar="FRAMEWORK", help=words("cli.help.commons.framework")
    )
    proposing.add_argument("label", metavar="LABEL")
    proposing.add_argument(
        "--statement", required=True, metavar="TEXT", help=words("cli.help.commons.statement")
    )
    proposing.add_argument(
        "--reason", required=True, metavar="TEXT", help=words("cli.help.proposals.what_for")
    )
    proposing.add_argument("--definition", metavar="TEXT")
    proposing.add_argument("--domain", metavar="CODE", help=words("cli.help.commons.domain_code"))
    proposing.add_argument(
        "--type", choices=("technique", "savoir-etre", "metier"), default="metier"
    )
    proposing.add_argument("--language", default="fr", help=words("cli.help.commons.language"))
    add_speaker(proposing, words)
    proposing.set_defaults(run=_propose)


def _list(options: argparse.Namespace, console: Console) -> int:
    found = proposals.listing(console.office, framework=options.framework, state=options.state)
    rows = [
        (item.id, _date(item), item.state, item.framework, item.author, item.label)
        for item in found
    ]
    console.show([_value(item) for item in found], *table(rows))
    return DONE


def _propose(options: argparse.Namespace, console: Console) -> int:
    request = ProposalRequest(
        framework=options.framework,
        label=options.label,
        statement=options.statement,
        reason=options.reason,
        type=options.type,
        definition=options.definition,
        domain=options.domain,
        language=options.language,
    )
    made = proposals.propose(console.office, request, by=speaker(options, console))
    for double in made.doubles:
        label = double.label.say(console.settings.language)
        console.say("cli.proposal.looks_like", competency=double.notation, label=label)
    return _shown(made, console)


def _remark(options: argparse.Namespace, console: Console) -> int:
    by = speaker(options, console)
    return _shown(proposals.remark(console.office, options.proposal, options.text, by=by), console)


def _decide(options: argparse.Namespace, console: Console) -> int:
    decided = proposals.decide(
        console.office,
        options.proposal,
        options.decision,
        by=speaker(options, console),
        reason=options.reason,
        into=options.into,
        domain=options.domain,
    )
    if decided.proposal.state == "accepted":
        console.say("cli.commons.to_publish", framework=decided.proposal.framework)
    return _shown(decided, console)


def _shown(found: Discussion, console: Console) -> int:
    remarks = [
        {
            "author": item.author,
            "place": item.author_place,
            "written": item.written.isoformat(),
            "text": item.text,
        }
        for item in found.remarks
    ]
    doubles = [item.notation for item in found.doubles]
    value = _value(found.proposal) | {"remarks": remarks, "doubles": doubles}
    console.show(value, *_lines(found))
    return DONE


def _lines(found: Discussion) -> Iterator[str]:
    proposal = found.proposal
    yield f"{proposal.id}  {_date(proposal)}  {proposal.state}  {proposal.label}"
    if proposal.decided:
        yield f"  {proposal.decided.date().isoformat()}  {proposal.decided_by or ''}".rstrip()
    if proposal.result:
        yield f"  = {proposal.result}"
    for item in found.remarks:
        yield f"  {item.author}: {item.text}"


def _date(proposal: Proposal) -> str:
    return proposal.created.date().isoformat()


def _value(proposal: Proposal) -> dict[str, Any]:
    return {
        "id": proposal.id,
        "framework": proposal.framework,
        "label": proposal.label,
        "statement": proposal.statement,
        "reason": proposal.reason,
        "author": proposal.author,
        "place": proposal.author_place,
        "created": proposal.created.isoformat(),
        "state": proposal.state,
        "decided": proposal.decided.isoformat() if proposal.decided else None,
        "decided_by": proposal.decided_by,
        "decision_reason": proposal.decision_reason,
        "result": proposal.result,
    }
