"""Does a signature hold over this very content? (VER-13, PRF-04, JWT-07).

Every proof that we know is tried; one that holds is enough (ISS-31), and each is told.
"""

import json
from functools import lru_cache

from badges.errors import ProofError
from badges.keys import RSA
from badges.keys import PublicKey as Key
from badges.proofs.problems import problem_type
from verifier.case import SPEC_OB, Answer, Attempt, Case, Check, Kind, causes, not_applicable
from verifier.checks.document_shape import of_two_kinds
from verifier.checks.proof_attempts import try_all
from verifier.report import Evidence, Outcome, Severity, State

_KEYS = 256
# When none holds: what is wrong for certain comes before what time, or another proof, explains.
_WORST_FIRST = (
    *("proof.invalid", "key.unresolved", "proof.previous_invalid", "proof.challenge"),
    *("proof.domain", "proof.not_admitted", "proof.not_yet_valid", "proof.expired"),
)


def _ask(case: Case) -> Answer:
    refusal = of_two_kinds(case)
    if refusal is not None:
        return refusal  # nobody knows whose signature it would need
    try:
        case.attempts = try_all(case)
    except ProofError as error:
        params = causes(error) | {"problem": problem_type(error.code)}
        # A token that cannot be read was cut or changed; a document without readable proofs is no
        # more than unsigned, and nobody is accused of having changed it.
        state = State.ALTERED if case.secured.is_jwt else State.UNREADABLE
        return Answer(Outcome.FAILED, "proof.invalid", params, state=state)
    if not case.attempts:
        return _without_proof(case)
    chosen = min([item.answer for item in case.attempts], key=_rank)
    case.verified += [
        item.verified
        for item in case.attempts
        if item.verified is not None and _counts(case, item.answer, chosen)
    ]
    evidence = (*map(_fact, case.attempts), *_keys(case.attempts))
    return Answer(chosen.outcome, chosen.code, chosen.params, evidence, state=chosen.state)


def _without_proof(case: Case) -> Answer:
    """A presentation may be unsigned: its parts are signed. But then it answers no question."""
    if case.kind is not Kind.PRESENTATION:
        return Answer(Outcome.FAILED, "proof.missing", state=State.UNREADABLE)
    if case.expected.challenge is not None or case.expected.domain is not None:
        params = {"problem": problem_type("proof.challenge")}
        return Answer(Outcome.FAILED, "proof.unanswered", params, state=State.UNREADABLE)
    return not_applicable("proof.unsigned_presentation")


def _counts(case: Case, answer: Answer, chosen: Answer) -> bool:
    """Whether a signature that matches may speak for the issuer: one out of its time may not.

    Unless nothing better is there, so that the badge falls anyway, or the policy lets time pass.
    """
    if answer.outcome is Outcome.PASSED or chosen.outcome is not Outcome.PASSED:
        return True
    return case.policy.is_mild(answer.code)


def _rank(answer: Answer) -> int:
    """One that holds, one that we left out, one that does not hold, one that nobody can check.

    The one left out may hold: how much time we had must not make a good badge an altered one.
    """
    if answer.outcome is Outcome.PASSED:
        return 0
    if answer.code == "proof.not_tried":
        return 1
    if answer.outcome is Outcome.FAILED:
        return 2 + _WORST_FIRST.index(answer.code)
    return 2 + len(_WORST_FIRST)


def _fact(attempt: Attempt) -> Evidence:
    verified = attempt.verified
    if verified is not None and attempt.answer.outcome is Outcome.PASSED:
        return Evidence(attempt.name, verified.method.id, sha256=verified.document_sha256)
    cause = attempt.answer.params.get("cause", "")
    problem = attempt.answer.params.get("problem")
    return Evidence(attempt.name, f"{attempt.answer.code} {cause}".strip(), problem)


def _keys(attempts: tuple[Attempt, ...]) -> tuple[Evidence, ...]:
    """The public keys as Multikey, or JWK for RSA, so that anybody can check by hand."""
    return tuple(
        Evidence("public_key", _text(item.key), item.method)
        for item in attempts
        if isinstance(item.key, Key)
    )


@lru_cache(_KEYS)
def _text(key: Key) -> str:
    return json.dumps(key.jwk()) if key.algorithm == RSA else key.multikey()


PROOF_SIGNATURE = Check(
    id="proof.signature",
    severity=Severity.FATAL,
    spec=f"{SPEC_OB}verify-openbadgecredential",
    ask=_ask,
    needs=("document.context",),
)
