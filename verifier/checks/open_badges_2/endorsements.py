"""Do the endorsements of the badge, its class and its issuer hold? (OB2-11).

Each is judged like a badge: a hosted one by its own site and the profile of whoever endorses, a
signed one by its signature and key. It must speak of something in the badge. One that does not hold
takes nothing from the badge: it is told beside it.
"""

from collections.abc import Iterator
from dataclasses import replace

from badges.documents import JsonObject
from badges.errors import BadgeError
from badges.ob2 import (
    Assertion,
    Award,
    as_endorsement,
    endorsement_problems,
    identifier,
    issuer_problems,
    listed,
    objects,
)
from verifier.case import Answer, Case, Check, not_applicable, passed
from verifier.checks.endorsements import Endorsement, told
from verifier.checks.open_badges_2.issuer_hosting import ISSUER_HOSTING
from verifier.checks.open_badges_2.proof_controller import PROOF_CONTROLLER_2
from verifier.checks.open_badges_2.proof_signature import PROOF_SIGNATURE_2
from verifier.checks.open_badges_2.shared import VALIDITY_PERIOD_2
from verifier.checks.open_badges_2.standing import (
    ASSERTIONS,
    HOSTING,
    SIGNATURE,
    SPEC_OB_2,
    award_of,
    unjudged,
)
from verifier.checks.open_badges_2.status_revocation import STATUS_REVOCATION_2
from verifier.open_badges_2 import gather_endorsement
from verifier.report import Outcome, Severity, Verdict

_QUESTIONS = (
    *(ISSUER_HOSTING, PROOF_SIGNATURE_2, PROOF_CONTROLLER_2),
    *(STATUS_REVOCATION_2, VALIDITY_PERIOD_2),
)
_HOLDING = (Outcome.PASSED, Outcome.NOT_APPLICABLE)


def _ask(case: Case) -> Answer:
    unasked = unjudged(case)
    if unasked is not None:
        return unasked
    award = award_of(case)
    parts = (award.told, award.badge.document or {}, award.issuer.document or {})
    found = [item for part in parts for item in listed(part.get("endorsement"))]
    if not found:
        return not_applicable("endorsement.none")
    targets = frozenset(name for part in parts if (name := identifier(part)) is not None)
    checked = [_examine(case, item, targets) for item in found[: case.bounds.endorsements]]
    return told(case, len(found), checked)


def _examine(case: Case, item: object, targets: frozenset[str]) -> Endorsement:
    """One endorsement, judged as a badge of its own."""
    award = gather_endorsement(item, case.fetcher, case.bounds)
    own = replace(case, award=award, view=award.view, verified=[], endorsements=())
    for answer in _answers(own, award, targets):
        if answer.outcome not in _HOLDING:
            failed = answer.outcome is Outcome.FAILED
            verdict = Verdict.REJECTED if failed else Verdict.UNDETERMINED
            return Endorsement(verdict, _why(answer), _view(award))
    return Endorsement(Verdict.ACCEPTED, BadgeError("endorsement.valid"), _view(award))


def _answers(own: Case, award: Award, targets: frozenset[str]) -> Iterator[Answer]:
    """What is asked of one endorsement, one question after the other."""
    document = award.assertion.document
    if document is not None and not Assertion(document).is_revoked:
        yield _whole(document, award)
        claims = {identifier(claim) for claim in objects(document.get("claim"))}
        if not claims or not claims <= targets:
            yield Answer(Outcome.FAILED, "endorsement.target_absent")
    for check in _QUESTIONS:
        yield check.ask(own)


def _whole(document: JsonObject, award: Award) -> Answer:
    """Whether the endorsement and its issuer say all they must."""
    problems = list(endorsement_problems(document))
    if award.issuer.document is not None:
        problems += issuer_problems(award.issuer.document, "/issuer")
    if not problems:
        return passed("ob2.complete")
    return Answer(Outcome.FAILED, problems[0].code, {"path": problems[0].path})


def _why(answer: Answer) -> BadgeError:
    """The answer as the reason that is told: its cause when it has one."""
    params = dict(answer.params)
    return BadgeError(str(params.pop("cause", answer.code)), **params)


def _view(award: Award) -> JsonObject:
    named = identifier(award.told.get("issuer"))
    return as_endorsement(award.told, award.issuer.document or ({"id": named} if named else {}))


ENDORSEMENTS_2 = Check(
    id="endorsements",
    severity=Severity.WARNING,
    spec=f"{SPEC_OB_2}Endorsement",
    ask=_ask,
    needs=("input.readable", HOSTING, SIGNATURE),
    after=("proof.controller", "status.revocation"),
    kinds=ASSERTIONS,
)
