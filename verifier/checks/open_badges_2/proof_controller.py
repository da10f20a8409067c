"""Is the key that signed the issuer's? Key and issuer must name each other (OB2-09, OB2-11)."""

from badges.errors import FetchError
from badges.ob2 import Assertion, Award, Way
from badges.proofs import Verified
from verifier.case import Answer, Case, Check, causes, not_applicable, passed
from verifier.checks.open_badges_2.standing import (
    ASSERTIONS,
    SIGNATURE,
    SPEC_OB_2,
    award_of,
    skipped,
)
from verifier.open_badges_2.signing_keys import is_listed
from verifier.report import Evidence, Outcome, Severity, State

_SHOWN = 200


def _ask(case: Case) -> Answer:
    award = award_of(case)
    if award.way is Way.HOSTED:
        return not_applicable("ob2.not_signed")
    if award.issuer.document is None:
        return _without_issuer(award)
    return _owned(award, case.verified[-1]) if case.verified else _unverified(award)


def _unverified(award: Award) -> Answer:
    """No signature could be checked; a key that the issuer does not list is told all the same."""
    creator = Assertion(award.told).creator
    if creator is None or is_listed(award, creator):
        return skipped(SIGNATURE)
    return _failed("key.not_linked", key=creator[:_SHOWN], issuer=_issuer(award))


def _owned(award: Award, verified: Verified) -> Answer:
    """Whether key and issuer name each other."""
    method = verified.method
    if method.controller != award.profile.id:
        controller = method.controller[:_SHOWN]
        return _failed("key.controller_mismatch", controller=controller, issuer=_issuer(award))
    if not is_listed(award, method.id):
        return _failed("key.not_linked", key=method.id[:_SHOWN], issuer=_issuer(award))
    return passed("key.controlled_by_issuer", Evidence("key", method.id, method.controller))


def _without_issuer(award: Award) -> Answer:
    error = award.issuer.error or award.badge.error
    if isinstance(error, FetchError):
        params = causes(error)
        return Answer(Outcome.UNKNOWN, "ob2.issuer_unavailable", params, state=State.CANNOT_CHECK)
    params = {} if error is None else causes(error)
    return Answer(Outcome.FAILED, "ob2.issuer_unreadable", params, state=State.UNREADABLE)


def _issuer(award: Award) -> str:
    return (award.profile.id or "")[:_SHOWN]


def _failed(code: str, **params: str) -> Answer:
    return Answer(Outcome.FAILED, code, params, state=State.NOT_THE_ISSUER)


PROOF_CONTROLLER_2 = Check(
    id="proof.controller",
    severity=Severity.FATAL,
    spec=f"{SPEC_OB_2}CryptographicKey",
    ask=_ask,
    needs=("input.readable",),
    after=(SIGNATURE,),
    kinds=ASSERTIONS,
)
